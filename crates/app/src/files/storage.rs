//! Where the bytes of files are kept, by `FileSettings`.

use std::path::Path;
use std::time::Duration;

use roost_blob::{BlobError, Blobs, ROLE_VARIABLES, S3Options};
use roost_config::sections::file::FileSettings;
use roost_config::{Config, MASK};
use roost_model::errors::{file as file_errors, system as errors};
use roost_model::permission::Permission;
use serde_json::{Value, json};

use crate::system::settings_complete;
use crate::{AppError, Ctx};

const SECTION: &str = "FileSettings";

/// The value of `FileSettings.DriverName` for a bucket; everything else is a folder.
const BUCKET: &str = "amazons3";

/// The file store that the settings name: a bucket, or the folder `local`.
pub async fn storage_open(config: &Config, local: &Path) -> Result<Blobs, BlobError> {
    if config.file.driver_name != BUCKET {
        return Blobs::local(local);
    }
    if config.file.amazon_s3_sign_v2 {
        tracing::warn!("requests are signed by version 4, whatever AmazonS3SignV2 says");
    }
    Blobs::s3(&bucket(&config.file, config.service.enable_insecure_outgoing_connections)).await
}

/// Where exports are: with the other files, unless `DedicatedExportStore` gives them a store of their own.
pub async fn storage_open_exports(config: &Config, files: &Blobs) -> Result<Blobs, BlobError> {
    let file = &config.file;
    if !file.dedicated_export_store {
        return Ok(files.clone());
    }
    if file.export_driver_name != BUCKET {
        return Blobs::local(Path::new(&file.export_directory));
    }
    Blobs::s3(&export_bucket(file, config.service.enable_insecure_outgoing_connections)).await
}

/// Looks whether the file store can be used, and makes a bucket that is missing. A server whose files are away still serves
/// messages: what is wrong is a line of the log.
pub async fn storage_prepare(blobs: &Blobs) {
    let ready = match blobs.check().await {
        Err(BlobError::NoBucket) => {
            tracing::info!("the bucket of the file store is made");
            blobs.make_bucket().await
        }
        other => other,
    };
    if let Err(error) = ready {
        tracing::error!(error = &error as &dyn std::error::Error, "the file store cannot be used");
    }
}

/// `POST /file/s3_test`: whether the settings of the body lead to a file store, or the server's own where there is none that can
/// be read. A secret that was masked is the server's.
pub async fn storage_test(ctx: &Ctx, body: Option<Value>) -> Result<(), AppError> {
    let current = ctx.config();
    let mut config = (*current).clone();
    if let Some(body) = body.filter(|body| !body.is_null()) {
        let section = settings_complete(&current, &body, SECTION).ok_or(errors::S3_TEST_SETTINGS)?;
        config
            .merge_json(&json!({ SECTION: section }))
            .map_err(|error| AppError::new(errors::S3_TEST_SETTINGS).because(error))?;
    }
    ctx.require(Permission::TestS3)?;
    if config.file.amazon_s3_bucket.is_empty() {
        return Err(errors::S3_TEST_BUCKET.into());
    }
    if config.file.amazon_s3_secret_access_key == MASK {
        config.file.amazon_s3_secret_access_key.clone_from(&current.file.amazon_s3_secret_access_key);
    }
    let local = config.file.directory.clone();
    let blobs = storage_open(&config, Path::new(&local))
        .await
        .map_err(|error| AppError::new(file_errors::NO_DRIVER).because(error))?;
    blobs.check().await.map_err(|error| {
        let id = match error {
            BlobError::Refused { .. } => file_errors::TEST_AUTH,
            BlobError::NoBucket => file_errors::TEST_NO_BUCKET,
            _ => file_errors::TEST,
        };
        AppError::new(id).because(error)
    })
}

fn bucket(file: &FileSettings, insecure: bool) -> S3Options {
    S3Options {
        endpoint: file.amazon_s3_endpoint.clone(),
        tls: file.amazon_s3_ssl,
        insecure,
        region: file.amazon_s3_region.clone(),
        bucket: file.amazon_s3_bucket.clone(),
        prefix: file.amazon_s3_path_prefix.clone(),
        access_key: file.amazon_s3_access_key_id.clone(),
        secret_key: file.amazon_s3_secret_access_key.clone(),
        encrypt: file.amazon_s3_sse,
        storage_class: file.amazon_s3_storage_class.clone(),
        timeout: Duration::from_millis(file.amazon_s3_request_timeout_milliseconds.unsigned_abs()),
        part_len: usize::try_from(file.amazon_s3_upload_part_size_bytes).unwrap_or_default(),
        role: role(),
    }
}

fn export_bucket(file: &FileSettings, insecure: bool) -> S3Options {
    S3Options {
        endpoint: file.export_amazon_s3_endpoint.clone(),
        tls: file.export_amazon_s3_ssl,
        insecure,
        region: file.export_amazon_s3_region.clone(),
        bucket: file.export_amazon_s3_bucket.clone(),
        prefix: file.export_amazon_s3_path_prefix.clone(),
        access_key: file.export_amazon_s3_access_key_id.clone(),
        secret_key: file.export_amazon_s3_secret_access_key.clone(),
        encrypt: file.export_amazon_s3_sse,
        storage_class: file.export_amazon_s3_storage_class.clone(),
        timeout: Duration::from_millis(file.export_amazon_s3_request_timeout_milliseconds.unsigned_abs()),
        part_len: usize::try_from(file.export_amazon_s3_upload_part_size_bytes).unwrap_or_default(),
        role: role(),
    }
}

/// What the machine says of the role it has.
fn role() -> Vec<(String, String)> {
    ROLE_VARIABLES.iter().filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?))).collect()
}
