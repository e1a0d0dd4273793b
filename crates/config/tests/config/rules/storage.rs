//! The database, the cache, files and the search engine.

use serde_json::json;

use super::{Rule, given, rule};

pub fn rules() -> Vec<Rule> {
    let short = "x".repeat(31);
    let long = "x".repeat(32);
    let redis = json!({"CacheSettings": {"CacheType": "redis", "RedisAddress": "a:1", "RedisDB": 0}});
    let indexing = json!({"ElasticsearchSettings": {"EnableIndexing": true}});
    let class = "storage_class.app_error";
    let space = "directory_whitespace.app_error";
    vec![
        rule("cache_type.app_error", "CacheSettings.CacheType", json!(["", "memcached"]), json!(["lru"])),
        given(
            redis.clone(),
            "empty_redis_address.app_error",
            "CacheSettings.RedisAddress",
            json!([""]),
            json!(["a:1"]),
        ),
        given(redis, "invalid_redis_db.app_error", "CacheSettings.RedisDB", json!([-1]), json!([0])),
        rule("encrypt_sql.app_error", "SqlSettings.AtRestEncryptKey", json!([short]), json!(["", long])),
        rule("sql_driver.app_error", "SqlSettings.DriverName", json!(["mysql", ""]), json!(["postgres"])),
        rule("sql_idle.app_error", "SqlSettings.MaxIdleConns", json!([0]), json!([1])),
        rule(
            "sql_conn_max_lifetime_milliseconds.app_error",
            "SqlSettings.ConnMaxLifetimeMilliseconds",
            json!([-1]),
            json!([0]),
        ),
        rule(
            "sql_conn_max_idle_time_milliseconds.app_error",
            "SqlSettings.ConnMaxIdleTimeMilliseconds",
            json!([-1]),
            json!([0]),
        ),
        rule("sql_query_timeout.app_error", "SqlSettings.QueryTimeout", json!([0]), json!([1])),
        rule("sql_data_src.app_error", "SqlSettings.DataSource", json!([""]), json!(["postgres://h/d"])),
        rule("sql_max_conn.app_error", "SqlSettings.MaxOpenConns", json!([0]), json!([1])),
        rule("max_file_size.app_error", "FileSettings.MaxFileSize", json!([0]), json!([1])),
        rule("file_driver.app_error", "FileSettings.DriverName", json!(["zzz"]), json!(["local", "amazons3"])),
        rule("file_salt.app_error", "FileSettings.PublicLinkSalt", json!([short]), json!(["", long])),
        rule("directory.app_error", "FileSettings.Directory", json!([""]), json!(["a"])),
        rule(space, "FileSettings.Directory", json!([" a", "a "]), json!(["a b"])),
        rule(space, "FileSettings.ExportDirectory", json!([" a"]), json!(["a b"])),
        rule(space, "FileSettings.AmazonS3PathPrefix", json!([" a"]), json!([""])),
        rule(space, "FileSettings.ExportAmazonS3PathPrefix", json!([" a"]), json!([""])),
        rule(
            "image_decoder_concurrency.app_error",
            "FileSettings.MaxImageDecoderConcurrency",
            json!([0, -2]),
            json!([-1, 1]),
        ),
        rule("amazons3_timeout.app_error", "FileSettings.AmazonS3RequestTimeoutMilliseconds", json!([0]), json!([1])),
        rule(class, "FileSettings.AmazonS3StorageClass", json!(["COLD"]), json!(["", "GLACIER_IR"])),
        rule(class, "FileSettings.ExportAmazonS3StorageClass", json!(["COLD"]), json!(["SNOW"])),
        rule("import.directory.app_error", "ImportSettings.Directory", json!([""]), json!(["a"])),
        rule("import.retention_days_too_low.app_error", "ImportSettings.RetentionDays", json!([0]), json!([1])),
        rule("export.directory.app_error", "ExportSettings.Directory", json!([""]), json!(["a"])),
        rule("export.retention_days_too_low.app_error", "ExportSettings.RetentionDays", json!([0]), json!([1])),
        given(
            indexing,
            "elastic_search.connection_url.app_error",
            "ElasticsearchSettings.ConnectionURL",
            json!([""]),
            json!(["http://a"]),
        ),
        rule(
            "elastic_search.aggregate_posts_after_days.app_error",
            "ElasticsearchSettings.AggregatePostsAfterDays",
            json!([0]),
            json!([1]),
        ),
        rule(
            "elastic_search.posts_aggregator_job_start_time.app_error",
            "ElasticsearchSettings.PostsAggregatorJobStartTime",
            json!(["", "24:00", "3", "03:60", "03:0", "a:00", "+3:00"]),
            json!(["03:00", "3:00", "23:59"]),
        ),
        rule(
            "elastic_search.live_indexing_batch_size.app_error",
            "ElasticsearchSettings.LiveIndexingBatchSize",
            json!([0]),
            json!([1]),
        ),
        rule(
            "elastic_search.bulk_indexing_batch_size.app_error",
            "ElasticsearchSettings.BatchSize",
            json!([0]),
            json!([1]),
        ),
        rule(
            "elastic_search.request_timeout_seconds.app_error",
            "ElasticsearchSettings.RequestTimeoutSeconds",
            json!([0]),
            json!([1]),
        ),
        rule(
            "elastic_search.ignored_indexes_dash_prefix.app_error",
            "ElasticsearchSettings.IgnoredPurgeIndexes",
            json!(["-a", "a,-b"]),
            json!(["a-b,c"]),
        ),
        rule(
            "elastic_search.invalid_backend.app_error",
            "ElasticsearchSettings.Backend",
            json!(["solr"]),
            json!(["opensearch", "elasticsearch"]),
        ),
        given(
            json!({"ElasticsearchSettings": {"GlobalSearchPrefix": "g_"}}),
            "elastic_search.empty_index_prefix.app_error",
            "ElasticsearchSettings.IndexPrefix",
            json!([""]),
            json!(["g_a"]),
        ),
        given(
            json!({"ElasticsearchSettings": {"GlobalSearchPrefix": "g_"}}),
            "elastic_search.incorrect_search_prefix.app_error",
            "ElasticsearchSettings.IndexPrefix",
            json!(["a_g_"]),
            json!(["g_"]),
        ),
    ]
}
