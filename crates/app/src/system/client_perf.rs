//! What clients tell of their own speed.

use roost_model::client_report::{ClientReport, Measurement};

use crate::Ctx;

/// Whether anybody wants to hear it. Where nobody does, what a client sends is not even looked at.
pub fn wanted(ctx: &Ctx) -> bool {
    let config = ctx.config();
    config.metrics.enable && config.metrics.enable_client_metrics
}

/// Takes a report into the metrics of this node.
pub fn take(ctx: &Ctx, report: &ClientReport) {
    let label = |name: &str| report.labels.get(name).map_or("", String::as_str);
    let (platform, agent) = (label("platform"), label("agent"));
    let metrics = &ctx.app().metrics;
    for Measurement { metric, value, labels } in &report.histograms {
        metrics.client_observed(metric, *value, platform, agent);
        let purpose = labels.get("network_request_group").map_or("", String::as_str);
        metrics.network_observed(metric, *value, platform, agent, purpose);
    }
    for Measurement { metric, value, .. } in &report.counters {
        metrics.client_counted(metric, *value, platform, agent);
    }
}
