use crate::macros::settings;

settings! {
    /// Uploaded files and where they are kept.
    pub struct FileSettings {
        "EnableFileAttachments" enable_file_attachments: bool = true;
        "EnableMobileUpload" enable_mobile_upload: bool = true;
        "EnableMobileDownload" enable_mobile_download: bool = true;
        /// Bytes.
        "MaxFileSize" max_file_size: i64 = 104_857_600;
        /// Pixels, width times height.
        "MaxImageResolution" max_image_resolution: i64 = 33_177_600;
        /// -1 means one per core.
        "MaxImageDecoderConcurrency" max_image_decoder_concurrency: i64 [restart] = -1;
        /// `local` or `amazons3`.
        "DriverName" driver_name: String [restart] = "local";
        "Directory" directory: String [restart] = "./data/";
        "EnablePublicLink" enable_public_link: bool = false;
        /// Text in new files is read, for the search of files.
        "ExtractContent" extract_content: bool = true;
        /// Text of files within archives too; else their names alone.
        "ArchiveRecursion" archive_recursion: bool = false;
        /// At least 32 characters; generated on first start.
        "PublicLinkSalt" public_link_salt: String [masked] = "";
        "InitialFont" initial_font: String = "nunito-bold.ttf";
        "AmazonS3AccessKeyId" amazon_s3_access_key_id: String [restart] = "";
        "AmazonS3SecretAccessKey" amazon_s3_secret_access_key: String [restart, secret] = "";
        "AmazonS3Bucket" amazon_s3_bucket: String [restart] = "";
        "AmazonS3PathPrefix" amazon_s3_path_prefix: String [restart] = "";
        "AmazonS3Region" amazon_s3_region: String [restart] = "";
        "AmazonS3Endpoint" amazon_s3_endpoint: String [restart] = "s3.amazonaws.com";
        "AmazonS3SSL" amazon_s3_ssl: bool [restart] = true;
        "AmazonS3SignV2" amazon_s3_sign_v2: bool [restart] = false;
        "AmazonS3SSE" amazon_s3_sse: bool [restart] = false;
        "AmazonS3Trace" amazon_s3_trace: bool [restart] = false;
        "AmazonS3RequestTimeoutMilliseconds" amazon_s3_request_timeout_milliseconds: i64 [restart] = 30_000;
        "AmazonS3UploadPartSizeBytes" amazon_s3_upload_part_size_bytes: i64 [restart] = 5_242_880;
        "AmazonS3StorageClass" amazon_s3_storage_class: String [restart] = "";
        "DedicatedExportStore" dedicated_export_store: bool [restart] = false;
        "ExportDriverName" export_driver_name: String [restart] = "local";
        "ExportDirectory" export_directory: String [restart] = "./data/";
        "ExportAmazonS3AccessKeyId" export_amazon_s3_access_key_id: String [restart] = "";
        "ExportAmazonS3SecretAccessKey" export_amazon_s3_secret_access_key: String [restart, secret] = "";
        "ExportAmazonS3Bucket" export_amazon_s3_bucket: String [restart] = "";
        "ExportAmazonS3PathPrefix" export_amazon_s3_path_prefix: String [restart] = "";
        "ExportAmazonS3Region" export_amazon_s3_region: String [restart] = "";
        "ExportAmazonS3Endpoint" export_amazon_s3_endpoint: String [restart] = "s3.amazonaws.com";
        "ExportAmazonS3SSL" export_amazon_s3_ssl: bool [restart] = true;
        "ExportAmazonS3SignV2" export_amazon_s3_sign_v2: bool [restart] = false;
        "ExportAmazonS3SSE" export_amazon_s3_sse: bool [restart] = false;
        "ExportAmazonS3Trace" export_amazon_s3_trace: bool [restart] = false;
        "ExportAmazonS3RequestTimeoutMilliseconds" export_amazon_s3_request_timeout_milliseconds: i64 [restart] =
            30_000;
        "ExportAmazonS3PresignExpiresSeconds" export_amazon_s3_presign_expires_seconds: i64 = 21_600;
        "ExportAmazonS3UploadPartSizeBytes" export_amazon_s3_upload_part_size_bytes: i64 [restart] = 104_857_600;
        "ExportAmazonS3StorageClass" export_amazon_s3_storage_class: String [restart] = "";
    }
}

settings! {
    /// Images of other sites, fetched through a proxy.
    pub struct ImageProxySettings {
        "Enable" enable: bool = false;
        /// `local` or `atmos/camo`.
        "ImageProxyType" image_proxy_type: String = "local";
        "RemoteImageProxyURL" remote_image_proxy_url: String = "";
        "RemoteImageProxyOptions" remote_image_proxy_options: String = "";
    }
}

settings! {
    /// Files waiting for import.
    pub struct ImportSettings {
        "Directory" directory: String = "./import";
        "RetentionDays" retention_days: i64 = 30;
    }
}

settings! {
    /// Files written by exports.
    pub struct ExportSettings {
        "Directory" directory: String = "./export";
        "RetentionDays" retention_days: i64 = 30;
    }
}
