//! Whether the server is well.

use roost_model::permission::Permission;
use roost_model::system::Ping;

use crate::Ctx;
use crate::notify::push::{Reach, reach};

/// How much is asked.
#[derive(Clone, Debug, Default)]
pub struct PingOptions {
    /// Also try the database and the file store.
    pub parts: bool,
    /// The device that asks if pushes would reach it; empty: none does.
    pub device: String,
}

/// Name of an object that need not exist: only the answer of the store counts.
const PROBE: &str = "roost.probe";

const OK: &str = "OK";
const UNHEALTHY: &str = "UNHEALTHY";

/// The state of this node. `status` is `UNHEALTHY` when a part that was tried does not answer.
pub async fn ping(ctx: &Ctx, options: PingOptions) -> Ping {
    let config = ctx.config();
    let requirements = &config.client_requirements;
    let mut answer = Ping {
        active_search_backend: "database".to_owned(),
        android_latest_version: requirements.android_latest_version.clone(),
        android_min_version: requirements.android_min_version.clone(),
        ios_latest_version: requirements.ios_latest_version.clone(),
        ios_min_version: requirements.ios_min_version.clone(),
        status: OK.to_owned(),
        ..Ping::default()
    };
    if !options.device.is_empty() {
        let word = match reach(ctx.app(), &options.device).await {
            Reach::Yes => "true",
            Reach::No => "false",
            Reach::Unknown => "unknown",
        };
        answer.can_receive_notifications = Some(word.to_owned());
    }
    if options.parts {
        let word = |well: bool| Some(if well { OK } else { UNHEALTHY }.to_owned());
        let database = roost_store::systems::answers(ctx.db()).await.is_ok();
        let files = ctx.app().blobs.exists(PROBE).await.is_ok();
        answer.database_status = word(database);
        answer.filestore_status = word(files);
        if !(database && files) {
            UNHEALTHY.clone_into(&mut answer.status);
        }
        if ctx.can(Permission::ManageSystem) {
            answer.root_status = Some(ctx.app().node.runs_as_root);
        }
    }
    answer
}
