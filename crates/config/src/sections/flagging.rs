use std::collections::BTreeMap;

use crate::macros::settings;

settings! {
    /// Reporting of messages and their review.
    pub struct ContentFlaggingSettings {
        "EnableContentFlagging" enable_content_flagging: bool = false;
        "NotificationSettings" notification: FlaggingNotificationSettings;
        "AdditionalSettings" additional: FlaggingAdditionalSettings;
        "ReviewerSettings" reviewer: FlaggingReviewerSettings;
    }
}

settings! {
    /// Who is told what about a reported message.
    pub struct FlaggingNotificationSettings {
        /// Who is told of `flagged`, `assigned`, `removed` and `dismissed`: `reviewers`, `author`, `reporter`.
        "EventTargetMapping" event_target_mapping: BTreeMap<String, Vec<String>> = initial_targets();
    }
}

settings! {
    /// What a report asks for.
    pub struct FlaggingAdditionalSettings {
        "Reasons" reasons: Vec<String> = [
            "Classification mismatch",
            "Need-to-know violation",
            "Personally identifiable information (PII) exposure",
            "Operational security (OPSEC) concern",
            "Controlled Unclassified Information (CUI) violation",
            "Unauthorized disclosure",
            "Other",
        ];
        "ReporterCommentRequired" reporter_comment_required: bool = true;
        "ReviewerCommentRequired" reviewer_comment_required: bool = true;
        "HideFlaggedContent" hide_flagged_content: bool = true;
    }
}

settings! {
    /// Who reviews; the ids of reviewers are kept in the database.
    pub struct FlaggingReviewerSettings {
        "CommonReviewers" common_reviewers: bool = true;
        "SystemAdminsAsReviewers" system_admins_as_reviewers: bool = false;
        "TeamAdminsAsReviewers" team_admins_as_reviewers: bool = true;
    }
}

/// What happens to a reported message, and who is told of it by default.
const INITIAL_TARGETS: [(&str, &[&str]); 4] = [
    ("flagged", &["reviewers"]),
    ("assigned", &["reviewers"]),
    ("removed", &["reviewers", "author", "reporter"]),
    ("dismissed", &["reviewers", "reporter"]),
];

fn initial_targets() -> BTreeMap<String, Vec<String>> {
    let owned = |targets: &[&str]| targets.iter().map(ToString::to_string).collect();
    INITIAL_TARGETS.iter().map(|(event, targets)| ((*event).to_owned(), owned(targets))).collect()
}

impl FlaggingNotificationSettings {
    /// Adds what no configuration may lack: each event has an entry, and reviewers hear of a report.
    pub fn complete(&mut self) {
        for (event, targets) in initial_targets() {
            self.event_target_mapping.entry(event).or_insert(targets);
        }
        if let Some(targets) = self.event_target_mapping.get_mut("flagged")
            && !targets.iter().any(|target| target == "reviewers")
        {
            targets.push("reviewers".to_owned());
        }
    }
}
