//! The external search engine.

use super::text::is_time_of_day;
use super::{Report, refuse};
use crate::sections::elasticsearch::ElasticsearchSettings;

pub fn elasticsearch(report: &mut Report, s: &ElasticsearchSettings) {
    let nowhere = s.enable_indexing && s.connection_url.is_empty();
    let key = "ElasticsearchSettings.ConnectionURL";
    refuse!(report, nowhere, "elastic_search.connection_url.app_error", key, "indexing needs an address");
    refuse!(
        report,
        s.aggregate_posts_after_days < 1,
        "elastic_search.aggregate_posts_after_days.app_error",
        "ElasticsearchSettings.AggregatePostsAfterDays",
        "must be above zero"
    );
    refuse!(
        report,
        !is_time_of_day(&s.posts_aggregator_job_start_time),
        "elastic_search.posts_aggregator_job_start_time.app_error",
        "ElasticsearchSettings.PostsAggregatorJobStartTime",
        "must be a time such as 03:00"
    );
    let key = "ElasticsearchSettings.LiveIndexingBatchSize";
    let none = s.live_indexing_batch_size < 1;
    refuse!(report, none, "elastic_search.live_indexing_batch_size.app_error", key, "must be above zero");
    let key = "ElasticsearchSettings.BatchSize";
    let none = s.batch_size < 1;
    refuse!(report, none, "elastic_search.bulk_indexing_batch_size.app_error", key, "must be above zero");
    let key = "ElasticsearchSettings.RequestTimeoutSeconds";
    let none = s.request_timeout_seconds < 1;
    refuse!(report, none, "elastic_search.request_timeout_seconds.app_error", key, "must be above zero");
    indexes(report, s);
}

fn indexes(report: &mut Report, s: &ElasticsearchSettings) {
    refuse!(
        report,
        s.ignored_purge_indexes.split(',').any(|index| index.starts_with('-')),
        "elastic_search.ignored_indexes_dash_prefix.app_error",
        "ElasticsearchSettings.IgnoredPurgeIndexes",
        "an index name must not begin with a dash"
    );
    let known = ["elasticsearch", "opensearch"].contains(&s.backend.as_str());
    let key = "ElasticsearchSettings.Backend";
    refuse!(report, !known, "elastic_search.invalid_backend.app_error", key, "must be elasticsearch or opensearch");
    let key = "ElasticsearchSettings.IndexPrefix";
    let (own, global) = (&s.index_prefix, &s.global_search_prefix);
    let missing = !global.is_empty() && own.is_empty();
    let wanted = "must begin with ElasticsearchSettings.GlobalSearchPrefix";
    refuse!(report, missing, "elastic_search.empty_index_prefix.app_error", key, "{wanted}");
    let other = !own.is_empty() && !own.starts_with(global.as_str());
    refuse!(report, other, "elastic_search.incorrect_search_prefix.app_error", key, "{wanted}");
}
