//! `/roost`: what Roost has and the original has not, for its own console.

use roost_app::system::{cluster, config_about};
use roost_model::console::NodeName;

use crate::{Answer, Call, Reply};

crate::routes! {
    GET "/api/v4/roost/cluster" => view;
    POST "/api/v4/roost/cluster/drain" => drain;
    POST "/api/v4/roost/cluster/undrain" => undrain;
    GET "/api/v4/roost/config/description" => description;
}

async fn view(call: Call) -> Answer {
    Reply::json(&cluster::cluster_view(&call.ctx).await?)
}

async fn drain(mut call: Call) -> Answer {
    let node: NodeName = call.json("node").await?;
    cluster::node_drain(&call.ctx, &node.name, true).await?;
    Reply::ok()
}

async fn undrain(mut call: Call) -> Answer {
    let node: NodeName = call.json("node").await?;
    cluster::node_drain(&call.ctx, &node.name, false).await?;
    Reply::ok()
}

async fn description(call: Call) -> Answer {
    Reply::json(&config_about::config_describe(&call.ctx)?)
}
