use crate::macros::settings;

settings! {
    /// How nodes find each other.
    pub struct ClusterSettings {
        "Enable" enable: bool [restart] = false;
        "ClusterName" cluster_name: String [restart] = "";
        "OverrideHostname" override_hostname: String [restart] = "";
        "NetworkInterface" network_interface: String [restart] = "";
        "BindAddress" bind_address: String [restart] = "";
        "AdvertiseAddress" advertise_address: String [restart] = "";
        "UseIPAddress" use_ip_address: bool [restart] = true;
        "EnableGossipCompression" enable_gossip_compression: bool [restart] = true;
        "EnableGossipEncryption" enable_gossip_encryption: bool [restart] = true;
        "ReadOnlyConfig" read_only_config: bool = true;
        "GossipPort" gossip_port: i64 [restart] = 8074;
    }
}

settings! {
    /// Channels shared with other servers.
    pub struct ConnectedWorkspacesSettings {
        "EnableSharedChannels" enable_shared_channels: bool = false;
        "EnableRemoteClusterService" enable_remote_cluster_service: bool = false;
        "DisableSharedChannelsStatusSync" disable_shared_channels_status_sync: bool = false;
        "SyncUsersOnConnectionOpen" sync_users_on_connection_open: bool = false;
        "GlobalUserSyncBatchSize" global_user_sync_batch_size: i64 = 25;
        "MaxPostsPerSync" max_posts_per_sync: i64 = 50;
        "MemberSyncBatchSize" member_sync_batch_size: i64 = 20;
    }
}

settings! {
    /// Requests per client and second.
    pub struct RateLimitSettings {
        "Enable" enable: bool [restart] = false;
        "PerSec" per_sec: i64 [restart] = 10;
        "MaxBurst" max_burst: i64 [restart] = 100;
        "MemoryStoreSize" memory_store_size: i64 [restart] = 10_000;
        "VaryByRemoteAddr" vary_by_remote_addr: bool [restart] = true;
        "VaryByUser" vary_by_user: bool [restart] = false;
        "VaryByHeader" vary_by_header: String [restart] = "";
    }
}

settings! {
    /// Background jobs of this node.
    pub struct JobSettings {
        "RunJobs" run_jobs: bool [restart] = true;
        "RunScheduler" run_scheduler: bool [restart] = true;
        /// -1 keeps finished jobs.
        "CleanupJobsThresholdDays" cleanup_jobs_threshold_days: i64 = -1;
        /// -1 keeps old configurations.
        "CleanupConfigThresholdDays" cleanup_config_threshold_days: i64 = -1;
    }
}
