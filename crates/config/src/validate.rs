//! The original's rules, each under the id it answers with. All of them in one pass, in its order: the first error is
//! the one the API sends.
//!
//! Left out on purpose: batched e-mail in a cluster is refused by the original and works here. Rules about reviewers'
//! ids belong to those who read them from the database.

mod auth;
mod content;
mod search;
mod service;
mod storage;
mod text;

use std::fmt;
use std::path::Path;

use crate::config::Config;

/// A setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// `model.config.is_valid.…`
    pub id: &'static str,
    /// `ServiceSettings.SiteURL`.
    pub key: &'static str,
    pub message: String,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.key, self.message)
    }
}

/// The errors of one pass.
#[derive(Default)]
struct Report(Vec<Invalid>);

/// `refuse!(report, bad, "rest.of.the.id", "Section.Key", "what is wanted")`
macro_rules! refuse {
    ($report:expr, $bad:expr, $id:literal, $key:expr, $($message:tt)+) => {
        if $bad {
            $report.0.push($crate::validate::Invalid {
                id: concat!("model.config.is_valid.", $id),
                key: $key,
                message: format!($($message)+),
            });
        }
    };
}
use refuse;

/// All settings of `config` that cannot be used; `now_ms` is the present, in milliseconds since 1970.
pub fn validate(config: &Config, now_ms: i64) -> Vec<Invalid> {
    let mut report = Report::default();
    let no_address = config.service.site_url.is_empty();
    refuse!(
        report,
        no_address && config.email.enable_email_batching,
        "site_url_email_batching.app_error",
        "EmailSettings.EnableEmailBatching",
        "needs ServiceSettings.SiteURL"
    );
    service::metrics(&mut report, &config.metrics);
    storage::cache(&mut report, &config.cache);
    refuse!(
        report,
        no_address && config.service.allow_cookies_for_subdomains,
        "allow_cookies_for_subdomains.app_error",
        "ServiceSettings.AllowCookiesForSubdomains",
        "needs ServiceSettings.SiteURL"
    );
    content::team(&mut report, &config.team);
    content::experimental(&mut report, &config.experimental);
    storage::sql(&mut report, &config.sql);
    storage::file(&mut report, &config.file);
    content::email(&mut report, &config.email);
    auth::ldap(&mut report, &config.ldap);
    auth::saml(&mut report, &config.saml);
    auth::intune(&mut report, config);
    auth::native_app(&mut report, &config.native_app);
    auth::password(&mut report, &config.password);
    service::rate_limit(&mut report, &config.rate_limit);
    service::service(&mut report, &config.service);
    search::elasticsearch(&mut report, &config.elasticsearch);
    content::data_retention(&mut report, &config.data_retention);
    service::logs(&mut report, config);
    content::localization(&mut report, &config.localization);
    content::auto_translation(&mut report, &config.auto_translation);
    content::message_export(&mut report, &config.message_export, now_ms);
    content::image_proxy(&mut report, &config.image_proxy);
    storage::import_and_export(&mut report, config);
    content::wrangler(&mut report, &config.wrangler);
    content::support(&mut report, &config.support);
    content::flagging(&mut report, &config.content_flagging);
    auth::guest_accounts(&mut report, &config.guest_accounts);
    report.0
}

/// What only a look at this machine's disk can tell: files that are named and not there.
pub fn validate_on_disk(config: &Config) -> Vec<Invalid> {
    let mut report = Report::default();
    let service = &config.service;
    let missing = |path: &str| !path.is_empty() && !Path::new(path).exists();
    if service.connection_security == "TLS" && !service.use_lets_encrypt {
        let (cert, key) = (&service.tls_cert_file, &service.tls_key_file);
        let key_of_cert = "ServiceSettings.TLSCertFile";
        refuse!(report, missing(cert), "tls_cert_file_missing.app_error", key_of_cert, "there is no file {cert}");
        let key_of_key = "ServiceSettings.TLSKeyFile";
        refuse!(report, missing(key), "tls_key_file_missing.app_error", key_of_key, "there is no file {key}");
    }
    let folder = Path::new(&service.local_mode_socket_location).parent().unwrap_or(Path::new("")).to_path_buf();
    refuse!(
        report,
        service.enable_local_mode && !folder.as_os_str().is_empty() && !folder.is_dir(),
        "local_mode_socket.app_error",
        "ServiceSettings.LocalModeSocketLocation",
        "there is no folder {}",
        folder.display()
    );
    let audit = &config.experimental_audit;
    refuse!(
        report,
        audit.file_enabled && Path::new(&audit.file_name).is_dir(),
        "experimental_audit_settings.file_name_is_directory",
        "ExperimentalAuditSettings.FileName",
        "{} is a folder",
        audit.file_name
    );
    report.0
}
