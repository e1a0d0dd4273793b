//! The database, the cache and files.

use super::{Report, refuse};
use crate::api::MASK;
use crate::config::Config;
use crate::sections::file::FileSettings;
use crate::sections::sql::{CacheSettings, SqlSettings};

const SECRET_MIN_LEN: usize = 32;

const STORAGE_CLASSES: [&str; 12] = [
    "",
    "STANDARD",
    "REDUCED_REDUNDANCY",
    "STANDARD_IA",
    "ONEZONE_IA",
    "INTELLIGENT_TIERING",
    "GLACIER",
    "DEEP_ARCHIVE",
    "OUTPOSTS",
    "GLACIER_IR",
    "SNOW",
    "EXPRESS_ONEZONE",
];

pub fn cache(report: &mut Report, s: &CacheSettings) {
    let known = ["lru", "redis"].contains(&s.cache_type.as_str());
    refuse!(report, !known, "cache_type.app_error", "CacheSettings.CacheType", "must be lru or redis");
    let redis = s.cache_type == "redis";
    let nowhere = redis && s.redis_address.is_empty();
    refuse!(report, nowhere, "empty_redis_address.app_error", "CacheSettings.RedisAddress", "redis needs an address");
    let no_database = redis && s.redis_db < 0;
    refuse!(report, no_database, "invalid_redis_db.app_error", "CacheSettings.RedisDB", "must be zero or above");
}

pub fn sql(report: &mut Report, s: &SqlSettings) {
    let short = !s.at_rest_encrypt_key.is_empty() && s.at_rest_encrypt_key.len() < SECRET_MIN_LEN;
    let key = "SqlSettings.AtRestEncryptKey";
    refuse!(report, short, "encrypt_sql.app_error", key, "must have at least {SECRET_MIN_LEN} characters");
    let driver = "SqlSettings.DriverName";
    refuse!(report, s.driver_name != "postgres", "sql_driver.app_error", driver, "must be postgres");
    refuse!(report, s.max_idle_conns <= 0, "sql_idle.app_error", "SqlSettings.MaxIdleConns", "must be above zero");
    let lifetime = "SqlSettings.ConnMaxLifetimeMilliseconds";
    let id_short = s.conn_max_lifetime_milliseconds < 0;
    refuse!(report, id_short, "sql_conn_max_lifetime_milliseconds.app_error", lifetime, "must be zero or above");
    let idle = "SqlSettings.ConnMaxIdleTimeMilliseconds";
    let idle_short = s.conn_max_idle_time_milliseconds < 0;
    refuse!(report, idle_short, "sql_conn_max_idle_time_milliseconds.app_error", idle, "must be zero or above");
    let timeout = "SqlSettings.QueryTimeout";
    refuse!(report, s.query_timeout <= 0, "sql_query_timeout.app_error", timeout, "must be above zero");
    let source = "SqlSettings.DataSource";
    refuse!(report, s.data_source.is_empty(), "sql_data_src.app_error", source, "must name a database");
    let lag = s.replica_lag_settings.iter().map(|replica| &replica.data_source);
    masked(report, [&s.data_source], source);
    masked(report, &s.data_source_replicas, "SqlSettings.DataSourceReplicas");
    masked(report, &s.data_source_search_replicas, "SqlSettings.DataSourceSearchReplicas");
    masked(report, lag, "SqlSettings.ReplicaLagSettings");
    refuse!(report, s.max_open_conns <= 0, "sql_max_conn.app_error", "SqlSettings.MaxOpenConns", "must be above zero");
}

/// A mask that stands for nothing: replicas were added or removed while the others were still masked.
fn masked<'s>(report: &mut Report, sources: impl IntoIterator<Item = &'s String>, key: &'static str) {
    let left = sources.into_iter().any(|source| source == MASK);
    refuse!(report, left, "sql_data_src.app_error", key, "must be written out, the mask stands for no former value");
}

pub fn file(report: &mut Report, s: &FileSettings) {
    refuse!(report, s.max_file_size <= 0, "max_file_size.app_error", "FileSettings.MaxFileSize", "must be above zero");
    let known = ["local", "amazons3"].contains(&s.driver_name.as_str());
    refuse!(report, !known, "file_driver.app_error", "FileSettings.DriverName", "must be local or amazons3");
    let short = !s.public_link_salt.is_empty() && s.public_link_salt.len() < SECRET_MIN_LEN;
    let salt = "FileSettings.PublicLinkSalt";
    refuse!(report, short, "file_salt.app_error", salt, "must have at least {SECRET_MIN_LEN} characters");
    let directory = "FileSettings.Directory";
    refuse!(report, s.directory.is_empty(), "directory.app_error", directory, "must name a folder");
    spaces(report, &s.directory, directory);
    let decoders = s.max_image_decoder_concurrency;
    refuse!(
        report,
        decoders < -1 || decoders == 0,
        "image_decoder_concurrency.app_error",
        "FileSettings.MaxImageDecoderConcurrency",
        "must be above zero, or -1 for one per core"
    );
    let timeout = "FileSettings.AmazonS3RequestTimeoutMilliseconds";
    let no_time = s.amazon_s3_request_timeout_milliseconds <= 0;
    refuse!(report, no_time, "amazons3_timeout.app_error", timeout, "must be above zero");
    storage_class(report, &s.amazon_s3_storage_class, "FileSettings.AmazonS3StorageClass");
    spaces(report, &s.amazon_s3_path_prefix, "FileSettings.AmazonS3PathPrefix");
    storage_class(report, &s.export_amazon_s3_storage_class, "FileSettings.ExportAmazonS3StorageClass");
    spaces(report, &s.export_amazon_s3_path_prefix, "FileSettings.ExportAmazonS3PathPrefix");
    spaces(report, &s.export_directory, "FileSettings.ExportDirectory");
}

fn spaces(report: &mut Report, path: &str, key: &'static str) {
    let around = path.trim() != path;
    refuse!(report, around, "directory_whitespace.app_error", key, "must not begin or end with white space");
}

fn storage_class(report: &mut Report, class: &str, key: &'static str) {
    let known = STORAGE_CLASSES.contains(&class);
    refuse!(report, !known, "storage_class.app_error", key, "`{class}` is no storage class of S3");
}

pub fn import_and_export(report: &mut Report, config: &Config) {
    let (import, export) = (&config.import, &config.export);
    let key = "ImportSettings.Directory";
    refuse!(report, import.directory.is_empty(), "import.directory.app_error", key, "must name a folder");
    let key = "ImportSettings.RetentionDays";
    let short = import.retention_days <= 0;
    refuse!(report, short, "import.retention_days_too_low.app_error", key, "must be above zero");
    let key = "ExportSettings.Directory";
    refuse!(report, export.directory.is_empty(), "export.directory.app_error", key, "must name a folder");
    let key = "ExportSettings.RetentionDays";
    let short = export.retention_days <= 0;
    refuse!(report, short, "export.retention_days_too_low.app_error", key, "must be above zero");
}
