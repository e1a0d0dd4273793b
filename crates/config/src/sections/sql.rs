use crate::macros::settings;

/// What a fresh file says: nobody has named a database yet.
pub const DEFAULT_DATA_SOURCE: &str = concat!(
    "postgres://mmuser:mostest@localhost/mattermost_test",
    "?sslmode=disable&connect_timeout=10&binary_parameters=yes"
);

settings! {
    /// The database and its pools, per node.
    pub struct SqlSettings {
        "DriverName" driver_name: String [restart] = "postgres";
        "DataSource" data_source: String [restart, masked] = DEFAULT_DATA_SOURCE;
        "DataSourceReplicas" data_source_replicas: Vec<String> [restart, masked] = [];
        "DataSourceSearchReplicas" data_source_search_replicas: Vec<String> [restart, masked] = [];
        "MaxIdleConns" max_idle_conns: i64 [restart] = 50;
        "ConnMaxLifetimeMilliseconds" conn_max_lifetime_milliseconds: i64 [restart] = 3_600_000;
        "ConnMaxIdleTimeMilliseconds" conn_max_idle_time_milliseconds: i64 [restart] = 300_000;
        "MaxOpenConns" max_open_conns: i64 [restart] = 100;
        "Trace" trace: bool = false;
        /// At least 32 characters; generated on first start.
        "AtRestEncryptKey" at_rest_encrypt_key: String [restart, masked] = "";
        /// Seconds.
        "QueryTimeout" query_timeout: i64 [restart] = 30;
        "DisableDatabaseSearch" disable_database_search: bool = false;
        "MigrationsStatementTimeoutSeconds" migrations_statement_timeout_seconds: i64 = 100_000;
        "ReplicaLagSettings" replica_lag_settings: Vec<ReplicaLag> [restart] = Vec::new();
        "ReplicaMonitorIntervalSeconds" replica_monitor_interval_seconds: i64 [restart] = 5;
    }
}

settings! {
    /// A replica and the queries that tell how far it lags.
    pub struct ReplicaLag {
        "DataSource" data_source: String [restart, masked] = "";
        "QueryAbsoluteLag" query_absolute_lag: String [restart] = "";
        "QueryTimeLag" query_time_lag: String [restart] = "";
    }
}

settings! {
    /// The cache shared by nodes.
    pub struct CacheSettings {
        /// `lru` or `redis`.
        "CacheType" cache_type: String [restart] = "lru";
        "RedisAddress" redis_address: String [restart] = "";
        "RedisPassword" redis_password: String [restart, masked] = "";
        "RedisDB" redis_db: i64 [restart] = -1;
        "RedisCachePrefix" redis_cache_prefix: String [restart] = "";
        "DisableClientCache" disable_client_cache: bool [restart] = false;
    }
}
