use crate::macros::settings;

settings! {
    /// An external search engine.
    pub struct ElasticsearchSettings {
        "ConnectionURL" connection_url: String = "http://localhost:9200";
        /// `elasticsearch` or `opensearch`.
        "Backend" backend: String = "elasticsearch";
        "Username" username: String = "elastic";
        "Password" password: String [masked] = "changeme";
        "EnableIndexing" enable_indexing: bool = false;
        "EnableSearching" enable_searching: bool = false;
        "EnableCJKAnalyzers" enable_cjk_analyzers: bool = false;
        "EnableAutocomplete" enable_autocomplete: bool = false;
        "Sniff" sniff: bool = true;
        "PostIndexReplicas" post_index_replicas: i64 = 1;
        "PostIndexShards" post_index_shards: i64 = 1;
        "ChannelIndexReplicas" channel_index_replicas: i64 = 1;
        "ChannelIndexShards" channel_index_shards: i64 = 1;
        "UserIndexReplicas" user_index_replicas: i64 = 1;
        "UserIndexShards" user_index_shards: i64 = 1;
        "AggregatePostsAfterDays" aggregate_posts_after_days: i64 = 365;
        /// `HH:MM` in server time.
        "PostsAggregatorJobStartTime" posts_aggregator_job_start_time: String = "03:00";
        "IndexPrefix" index_prefix: String = "";
        "GlobalSearchPrefix" global_search_prefix: String = "";
        "LiveIndexingBatchSize" live_indexing_batch_size: i64 = 10;
        "BatchSize" batch_size: i64 = 10_000;
        "RequestTimeoutSeconds" request_timeout_seconds: i64 = 30;
        "SkipTLSVerification" skip_tls_verification: bool = false;
        "CA" ca: String = "";
        "ClientCert" client_cert: String = "";
        "ClientKey" client_key: String = "";
        "Trace" trace: String = "";
        "IgnoredPurgeIndexes" ignored_purge_indexes: String = "";
        "EnableSearchPublicChannelsWithoutMembership" enable_search_public_channels_without_membership: bool = false;
    }
}
