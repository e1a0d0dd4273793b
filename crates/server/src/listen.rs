//! The HTTP listener: workers with one thread, one database pool and one API each.

use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_codec::Framed;
use actix_http::h1::Codec;
use actix_http::{HttpService, KeepAlive, Request};
use actix_rt::net::TcpStream;
use actix_server::Server;
use actix_service::fn_service;
use roost_api::{Api, Webapp, limits, ws};
use roost_app::App;
use roost_store::StoreError;
use roost_store::connect::{PoolOptions, pool};
use roost_store::replicas::{ReplicaPools, Replicas};
use tokio_util::sync::CancellationToken;

use crate::metrics::Pools;
use crate::node::DRAIN_TIMEOUT_S;

/// An address without a host means every interface, as in the original.
pub fn full_address(address: &str) -> String {
    if address.starts_with(':') { format!("0.0.0.0{address}") } else { address.to_owned() }
}

/// What every worker opens its own pools from.
#[derive(Clone)]
pub struct Database {
    pub options: PoolOptions,
    pub replicas: Option<Arc<Replicas>>,
    /// Where the pools are counted.
    pub pools: Pools,
}

impl Database {
    fn open(&self) -> Result<roost_store::Db, StoreError> {
        let mut db = pool(&self.options)?;
        if let Some(replicas) = &self.replicas {
            db = db.with_replicas(ReplicaPools::new(replicas.clone())?);
        }
        self.pools.add(db.clone());
        Ok(db)
    }
}

/// Builds the server; it serves while the returned future is polled. Once `closing` is cancelled, connections end with
/// their current answer.
pub fn serve(
    app: Arc<App>,
    webapp: Arc<Webapp>,
    database: Database,
    listener: TcpListener,
    workers: usize,
    closing: CancellationToken,
) -> std::io::Result<Server> {
    let server = Server::build()
        .workers(workers)
        .disable_signals()
        .shutdown_timeout(DRAIN_TIMEOUT_S)
        .listen("roost", listener, move || {
            let db = database.open().expect("the same data sources were read before the workers started");
            let api = Api::new(app.clone(), db, webapp.clone());
            let upgrades = api.clone();
            let closing = closing.clone();
            HttpService::build()
                .keep_alive(KeepAlive::Timeout(Duration::from_millis(limits::KEEP_ALIVE_MS)))
                .client_request_timeout(Duration::from_millis(limits::REQUEST_HEAD_TIMEOUT_MS))
                .tcp_nodelay(true)
                // Idle connections that clients keep for later would hold up the end for the whole drain time.
                .graceful_shutdown_signal(move || closing.clone().cancelled_owned())
                .upgrade(fn_service(move |(request, framed): (Request, Framed<TcpStream, Codec>)| {
                    let api = upgrades.clone();
                    async move {
                        ws::upgrade(api, request, framed).await;
                        Ok::<_, Infallible>(())
                    }
                }))
                .h1(fn_service(move |request: Request| api.clone().serve(request)))
                .tcp()
        })?
        .run();
    Ok(server)
}
