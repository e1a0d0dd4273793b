//! The licence clients are shown: `GET /license/client?format=old`. There is none to buy, so this one is permanent,
//! with every feature on and no limit that anybody reaches. Official clients switch features on by these values.

use std::collections::BTreeMap;

/// Features clients know; all of them are on.
const FEATURES: [&str; 24] = [
    "Announcement",
    "Cluster",
    "Compliance",
    "CustomPermissionsSchemes",
    "CustomTermsOfService",
    "DataRetention",
    "Elasticsearch",
    "EmailNotificationContents",
    "GoogleOAuth",
    "GuestAccounts",
    "GuestAccountsPermissions",
    "IDLoadedPushNotifications",
    "LDAP",
    "LDAPGroups",
    "LockTeammateNameDisplay",
    "MFA",
    "MHPNS",
    "MessageExport",
    "Metrics",
    "Office365OAuth",
    "OpenId",
    "OutgoingOAuthConnections",
    "RemoteClusterService",
    "SAML",
];

/// Seats, as clients compare their count of users with it: the largest number they all can hold.
const SEATS: i64 = i32::MAX as i64;

/// The last second of the year 9999, in milliseconds since 1970; clients count the days until then.
const NEVER_MS: i64 = 253_402_300_799_000;

/// What the licence says of this installation.
#[derive(Debug, Clone)]
pub struct LicenseContext {
    /// A stable id of this installation, 26 characters.
    pub id: String,
    /// Whom the server belongs to, as the about box shows it.
    pub company: String,
    pub name: String,
    pub email: String,
    /// What the about box calls this edition.
    pub sku_name: String,
    /// When the installation began, in milliseconds since 1970.
    pub starts_at_ms: i64,
}

/// The licence as everybody sees it; `full` adds whose it is and from when to when, for those who may read licence
/// information.
pub fn client_license(context: &LicenseContext, full: bool) -> BTreeMap<String, String> {
    let mut told: BTreeMap<String, String> = FEATURES
        .iter()
        .chain(&["IsLicensed", "SharedChannels"])
        .map(|key| ((*key).to_owned(), "true".to_owned()))
        .collect();
    let mut tell = |key: &str, value: &str| drop(told.insert(key.to_owned(), value.to_owned()));
    for key in ["Cloud", "IsGovSku", "IsTrial"] {
        tell(key, "false");
    }
    // The highest level there is; clients compare levels, not names.
    tell("SkuShortName", "advanced");
    tell("Company", &context.company);
    tell("Users", &SEATS.to_string());
    if full {
        let starts = context.starts_at_ms.to_string();
        tell("Id", &context.id);
        tell("Name", &context.name);
        tell("Email", &context.email);
        tell("SkuName", &context.sku_name);
        tell("IssuedAt", &starts);
        tell("StartsAt", &starts);
        tell("ExpiresAt", &NEVER_MS.to_string());
    }
    told
}
