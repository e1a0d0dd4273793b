//! Files in a bucket of S3, or of a store that speaks like it.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use object_store::aws::{AmazonS3, AmazonS3Builder, resolve_bucket_region};
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::signer::Signer;
use object_store::{
    Attribute, Attributes, BackoffConfig, ClientOptions, Error, ObjectStore, ObjectStoreExt, PutPayload, RetryConfig,
};

use crate::put::PART_LEN;
use crate::{BlobError, Blobs, key};

/// The endpoint that stands for "whichever of Amazon's is right for the bucket".
const AMAZON: &str = "s3.amazonaws.com";

/// The region where nobody says another.
const REGION: &str = "us-east-1";

/// What S3 copies in one request; larger files are read and written.
const COPY_SIZE_MAX: u64 = 5 * 1024 * 1024 * 1024;

/// A server that does not take the connection within this is not there.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How often a request is sent again that was not answered or answered with 5xx.
const RETRIES: usize = 3;

/// What the environment says of the role of the machine, the container or the pod, for buckets without a key of their own.
pub const ROLE_VARIABLES: [&str; 8] = [
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ENDPOINT_URL_STS",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_METADATA_ENDPOINT",
];

/// Where the bucket is and how to speak to it.
#[derive(Clone, Default)]
pub struct S3Options {
    /// Host and port, without a scheme.
    pub endpoint: String,
    /// HTTPS.
    pub tls: bool,
    /// Any certificate will do.
    pub insecure: bool,
    /// Empty: what Amazon says it is, or `us-east-1`.
    pub region: String,
    pub bucket: String,
    /// Folder of the bucket that everything is in; empty: the bucket itself.
    pub prefix: String,
    /// Empty, together with the secret: the role of the machine is used.
    pub access_key: String,
    pub secret_key: String,
    /// Have the store encrypt what is written, with keys of its own.
    pub encrypt: bool,
    /// Empty: the bucket's default.
    pub storage_class: String,
    /// How long the store may take for a step: an answer, or the next bytes of one.
    pub timeout: Duration,
    /// Bytes of a part of large uploads; at least 5 MiB are sent.
    pub part_len: usize,
    /// Values of [`ROLE_VARIABLES`].
    pub role: Vec<(String, String)>,
}

/// What a store in a bucket can do beside the common things.
#[derive(Debug)]
pub(crate) struct Bucket {
    /// The bucket without the prefix.
    whole: AmazonS3,
    region: String,
    /// Folder of the bucket that everything is in.
    prefix: Path,
    attributes: Attributes,
}

impl Blobs {
    /// Files in a bucket. Nothing is asked of the store but, where Amazon's region is not named, which one it is.
    pub async fn s3(options: &S3Options) -> Result<Self, BlobError> {
        let failed = |error| BlobError::from_store(&options.bucket, error);
        let region = region(options).await;
        let whole = builder(options, &region).build().map_err(failed)?;
        let prefix = key::parse_prefix(options.prefix.trim_matches('/'))?;
        let store: Arc<dyn ObjectStore> = if prefix.is_root() {
            Arc::new(whole.clone())
        } else {
            Arc::new(PrefixStore::new(whole.clone(), prefix.clone()))
        };
        let mut attributes = Attributes::new();
        if !options.storage_class.is_empty() {
            attributes.insert(Attribute::StorageClass, options.storage_class.clone().into());
        }
        let bucket = Bucket { whole, region, prefix, attributes };
        Ok(Self { store, odd: None, part_len: options.part_len.max(PART_LEN), bucket: Some(Arc::new(bucket)) })
    }
}

impl Bucket {
    /// What is said of each file that is written.
    pub(crate) fn attributes(&self) -> Attributes {
        self.attributes.clone()
    }

    /// True for a file that the store does not copy as it is to be: S3 gives copies the storage class of the bucket.
    pub(crate) fn copies_by_hand(&self, size: u64) -> bool {
        size > COPY_SIZE_MAX || !self.attributes.is_empty()
    }

    /// An address at which whoever has it reads the file for so long.
    pub(crate) async fn link(&self, path: &Path, valid: Duration) -> Result<String, BlobError> {
        let failed = |error| BlobError::from_store(path.as_ref(), error);
        // The type of methods is that of a library which is no dependency of this one.
        let method = "GET".parse().map_err(|_| failed(Error::NotSupported { source: "no method".into() }))?;
        let key: Path = self.prefix.parts().chain(path.parts()).collect();
        Ok(self.whole.signed_url(method, &key, valid).await.map_err(failed)?.into())
    }

    /// Looks at the first file of the folder, `store`: some keys may see no more of a bucket than that.
    pub(crate) async fn check(&self, store: &dyn ObjectStore) -> Result<(), BlobError> {
        let Some(Err(error)) = store.list(None).next().await else { return Ok(()) };
        // The library says why only of single files. The empty name is the bucket itself.
        match self.whole.get(&Path::default()).await {
            Err(Error::NotFound { .. }) => Err(BlobError::NoBucket),
            Err(error @ (Error::PermissionDenied { .. } | Error::Unauthenticated { .. })) => {
                Err(BlobError::Refused { source: Box::new(error) })
            }
            _ => Err(BlobError::from_store("", error)),
        }
    }

    /// Makes the bucket. Its rights are those that the store gives new ones.
    pub(crate) async fn make(&self) -> Result<(), BlobError> {
        let place = if self.region == REGION {
            String::new()
        } else {
            let region = &self.region;
            format!(
                "<CreateBucketConfiguration><LocationConstraint>{region}</LocationConstraint></CreateBucketConfiguration>"
            )
        };
        // PUT of the empty name is what makes a bucket. The answer has no ETag, which `put` finds wrong.
        match self.whole.put(&Path::default(), PutPayload::from(place)).await {
            Err(error @ (Error::PermissionDenied { .. } | Error::Unauthenticated { .. })) => {
                Err(BlobError::Refused { source: Box::new(error) })
            }
            Ok(_) | Err(_) => Ok(()),
        }
    }
}

/// The address, unless Amazon's is to be found by the region.
fn endpoint(options: &S3Options) -> Option<String> {
    let host = options.endpoint.trim_end_matches('/');
    let scheme = if options.tls { "https" } else { "http" };
    (!matches!(host, "" | AMAZON)).then(|| format!("{scheme}://{host}"))
}

async fn region(options: &S3Options) -> String {
    if !options.region.is_empty() {
        return options.region.clone();
    }
    if endpoint(options).is_some() {
        return REGION.to_owned();
    }
    resolve_bucket_region(&options.bucket, &client(options)).await.unwrap_or_else(|_| REGION.to_owned())
}

fn client(options: &S3Options) -> ClientOptions {
    ClientOptions::new()
        .with_allow_http(!options.tls)
        .with_allow_invalid_certificates(options.insecure)
        .with_connect_timeout(CONNECT_TIMEOUT.min(options.timeout))
        // Not for the whole of an answer: people with slow lines read large files for minutes.
        .with_timeout_disabled()
        .with_read_timeout(options.timeout)
}

fn builder(options: &S3Options, region: &str) -> AmazonS3Builder {
    let retry = RetryConfig { backoff: BackoffConfig::default(), max_retries: RETRIES, retry_timeout: options.timeout };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&options.bucket)
        .with_region(region)
        .with_client_options(client(options))
        .with_allow_http(!options.tls)
        .with_retry(retry);
    builder = match endpoint(options) {
        Some(endpoint) => builder.with_endpoint(endpoint),
        // The certificate of Amazon's names of buckets does not cover one with a dot.
        None => builder.with_virtual_hosted_style_request(!options.bucket.contains('.')),
    };
    let encryption = options.encrypt.then(|| ("aws_server_side_encryption".to_owned(), "AES256".to_owned()));
    builder = configured(builder, encryption);
    if !options.access_key.is_empty() || !options.secret_key.is_empty() {
        return builder.with_access_key_id(&options.access_key).with_secret_access_key(&options.secret_key);
    }
    configured(builder, options.role.iter().cloned())
}

/// The library has names of variables for what it has no functions for.
fn configured(builder: AmazonS3Builder, values: impl IntoIterator<Item = (String, String)>) -> AmazonS3Builder {
    values.into_iter().fold(builder, |builder, (name, value)| match name.to_ascii_lowercase().parse() {
        Ok(key) => builder.with_config(key, value),
        Err(_) => builder,
    })
}
