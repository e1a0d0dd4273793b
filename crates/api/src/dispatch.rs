//! From a request on a connection to the answer: look up, load the session, run the handler, render.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_http::body::{BodySize, BoxBody, MessageBody};
use actix_http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_http::{HttpMessage, Request, Response, StatusCode};
use bytes::Bytes;
use roost_app::Db;
use roost_app::ctx::Client;
use roost_app::{App, AppError, Ctx};
use roost_model::client_kind::ClientKind;
use roost_model::error::{self as ids, ErrorBody};
use roost_model::errors::system as system_errors;
use roost_model::{ErrorId, Id};
use roost_telemetry::traces::SpanContext;
use tokio::time::Instant;

use crate::call::header_text;
use crate::incoming::Incoming;
use crate::reply::Body;
use crate::route::{Found, Route, Table};
use crate::traced::{Answered, Traced};
use crate::webapp::{self, Site, Webapp};
use crate::{Answer, Call, Reply, compress, cookies, cors, session, unbuilt, ws};

/// Where a proxy asks whether the process lives.
const LIVENESS: &str = "/healthz/live";

/// The API of one worker thread: its own database pool, the shared node.
#[derive(Clone)]
pub struct Api {
    inner: Rc<Inner>,
}

struct Inner {
    app: Arc<App>,
    db: Db,
    webapp: Arc<Webapp>,
    table: Table,
    version: RefCell<Version>,
}

/// `X-Version-Id` as it was last sent. It changes with the configuration and is the same in between.
struct Version {
    config_hash: Arc<str>,
    header: HeaderValue,
}

/// What becomes the headers that every answer carries.
struct Envelope {
    request_id: Id,
    clear_cookie: bool,
    /// What was read of the API is old at once, unless the answer says otherwise.
    expires: bool,
    span: Option<SpanContext>,
}

impl Api {
    pub fn new(app: Arc<App>, db: Db, webapp: Arc<Webapp>) -> Self {
        let version = RefCell::new(Version::of(&app));
        Self { inner: Rc::new(Inner { app, db, webapp, table: Table::new(), version }) }
    }

    pub fn app(&self) -> &Arc<App> {
        &self.inner.app
    }

    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// Answers one request. Never fails: every failure is an answer.
    pub async fn serve(self, mut request: Request) -> Result<Response<BoxBody>, Infallible> {
        let start = Instant::now();
        let request_id = self.inner.app.random.id();
        // Both are counted references into what the connection has read.
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let config = self.inner.app.config.current();
        let service = &config.service;
        let site = Site { subpath: webapp::of_site(&service.site_url), frame_ancestors: &service.frame_ancestors };
        let (method, path) = (method.as_str(), webapp::below(uri.path(), site.subpath));
        let found = self.inner.table.find(method, path);
        let db = match &found {
            Found::Route(route, _) if !route.writes() => self.inner.db.for_reading(),
            _ => self.inner.db.for_request(),
        };
        let traces = self.inner.app.traces.as_ref();
        let traced = traces.and_then(|traces| Traced::begin(&self.inner.app, traces, request_id, request.headers()));
        let db = if traced.is_some() { db.keeping_trips() } else { db };
        let url_len = uri.path().len() + uri.query().map_or(0, |query| query.len() + 1);
        let too_long = url_len > usize::try_from(service.maximum_url_length).unwrap_or(usize::MAX);
        let origin = header_text(request.headers(), header::ORIGIN).to_owned();
        let preflight = cors::preflight(&config, method, request.headers());
        let wants_gzip = compress::accepts_gzip(request.headers());
        let client = ClientKind::of(header_text(request.headers(), header::USER_AGENT));
        let has_etag = request.headers().contains_key(header::IF_NONE_MATCH);
        let span = traced.as_ref().map(Traced::context);
        let mut envelope = Envelope { request_id, clear_cookie: false, expires: false, span };
        let read_timeout_s = service.read_timeout;
        let body = Incoming::new(request.take_payload(), Duration::from_secs(read_timeout_s.unsigned_abs()));
        let (pattern, user, answer) = match (preflight, found) {
            (Some(reply), _) => ("", Id::EMPTY, Ok(reply)),
            (None, Found::Route(route, _)) if too_long => {
                (route.known.path, Id::EMPTY, Err(AppError::new(system_errors::URL_TOO_LONG)))
            }
            (None, Found::Route(route, params)) if ids_well_formed(&params) => {
                let (user, answer) = self.run(route, params, request, body.clone(), &db, &mut envelope).await;
                (route.known.path, user, answer)
            }
            (None, _) => {
                let answer = self.outside(method, path, &site, request.headers(), request_id).await;
                ("", Id::EMPTY, answer)
            }
        };
        if answer.is_err() {
            body.discard().await;
        }
        let hardened = service.experimental_enable_hardened_mode;
        let reply = answer.unwrap_or_else(|error| {
            let reply = render_error(&error, &request_id, path, method);
            if hardened && error.id.status == ids::INTERNAL.status { unsaid(&request_id) } else { reply }
        });
        let stats = db.stats();
        let metrics = &self.inner.app.metrics;
        metrics.answered(pattern, method, reply.status.as_u16(), client.label(), start.elapsed());
        if !pattern.is_empty() {
            metrics.waited_for_database(pattern, Duration::from_micros(stats.micros()));
            if has_etag && (reply.status.is_redirection() || reply.status.is_success()) {
                metrics.etag(pattern, reply.status == StatusCode::NOT_MODIFIED);
            }
        }
        tracing::info!(
            target: "roost::request",
            %request_id, %method, route = pattern, %path, status = reply.status.as_u16(), %user,
            ms = millis(start), statements = stats.statements(), trips = stats.trips(), db_us = stats.micros(),
            "request"
        );
        if let Some(traced) = traced {
            let status = reply.status.as_u16();
            traced.end(&self.inner.app, &db, &Answered { request_id, method, route: pattern, status, user, start });
        }
        let reply = if wants_gzip { compress::gzip(reply) } else { reply };
        let reply = cors::shown(&config, &origin, reply);
        envelope.expires = method == "GET" && !pattern.is_empty();
        Ok(self.response(reply, &envelope, &db, method == "HEAD"))
    }

    async fn run(
        &self,
        route: &Route,
        params: Vec<(String, String)>,
        request: Request,
        body: Incoming,
        db: &Db,
        envelope: &mut Envelope,
    ) -> (Id, Answer) {
        let app = &self.inner.app;
        let (path, query) = (request.path(), request.uri().query().unwrap_or_default());
        let known = route.known;
        let checked = session::check(app, db, known.auth, known.method, request.headers(), path, query).await;
        let session = match checked {
            Ok(session) => session,
            Err(refused) => {
                envelope.clear_cookie = refused.clear_cookie;
                return (Id::EMPTY, Err(refused.error));
            }
        };
        let user = session.as_ref().map_or(Id::EMPTY, |session| session.user_id);
        let client = client_of(&request, &app.config.current().service.trusted_proxy_ip_header);
        let ctx = match Ctx::new(app.clone(), db.clone(), session, client, envelope.request_id).await {
            Ok(ctx) => ctx.with_span(envelope.span),
            Err(error) => return (user, Err(error)),
        };
        let call = Call::new(ctx, params, request, body);
        let Some(run) = route.run else {
            return (user, unbuilt::answer(known, call).await);
        };
        let answer = if route.writes() {
            // A task of its own: a client that resets the connection drops this future, but not the write.
            match app.writes.spawn_local(run(call)).await {
                Ok(answer) => answer,
                Err(fault) => Err(AppError::internal(fault)),
            }
        } else {
            run(call).await
        };
        (user, answer)
    }

    /// Everything that is no operation of the API.
    async fn outside(&self, method: &str, path: &str, site: &Site<'_>, headers: &HeaderMap, request_id: Id) -> Answer {
        if method == "GET" && ws::is_endpoint(path) {
            return Ok(ws::not_upgraded(request_id));
        }
        if matches!(method, "GET" | "HEAD") {
            if path == LIVENESS {
                // Of the process only: a database outage must not empty the proxy's pool.
                return Ok(Reply::new(StatusCode::OK, "text/plain; charset=utf-8", "ok\n"));
            }
            if let Some(reply) = self.inner.webapp.get(path, site, headers).await {
                return Ok(reply);
            }
        }
        Err(AppError::new(ids::NOT_FOUND))
    }

    fn version(&self) -> HeaderValue {
        let mut version = self.inner.version.borrow_mut();
        if *version.config_hash != *self.inner.app.config.hash() {
            *version = Version::of(&self.inner.app);
        }
        version.header.clone()
    }

    fn response(&self, reply: Reply, envelope: &Envelope, db: &Db, head: bool) -> Response<BoxBody> {
        let mut response = Response::new(reply.status);
        let headers = response.headers_mut();
        for (name, value) in reply.headers {
            headers.append(name, value);
        }
        let app = &self.inner.app;
        insert(headers, HeaderName::from_static("x-request-id"), envelope.request_id.as_str());
        headers.insert(HeaderName::from_static("x-version-id"), self.version());
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if envelope.expires && !headers.contains_key(header::EXPIRES) {
            headers.insert(header::EXPIRES, HeaderValue::from_static("0"));
        }
        if envelope.clear_cookie {
            let line = cookies::forget_token();
            if let Ok(value) = HeaderValue::from_str(&line) {
                headers.append(header::SET_COOKIE, value);
            }
        }
        if app.config.current().service.enable_developer {
            let stats = db.stats();
            let timing = format!(
                "db;dur={}.{:03};desc=\"statements={} trips={}\"",
                stats.micros() / 1000,
                stats.micros() % 1000,
                stats.statements(),
                stats.trips()
            );
            insert(headers, HeaderName::from_static("server-timing"), &timing);
        }
        match reply.body {
            Body::Bytes(bytes) if head => response.set_body(BoxBody::new(HeadBody(bytes.len() as u64))),
            Body::Stream(len, _) if head => response.set_body(BoxBody::new(HeadBody(len))),
            Body::Bytes(bytes) => response.set_body(BoxBody::new(bytes)),
            Body::Stream(len, chunks) => {
                response.set_body(BoxBody::new(actix_http::body::SizedStream::new(len, chunks)))
            }
        }
    }
}

impl Version {
    fn of(app: &App) -> Self {
        let config_hash = app.config.hash();
        // Numbers, dots and hexadecimal digits.
        let header = HeaderValue::from_str(&app.version_id()).unwrap_or_else(|_| HeaderValue::from_static(""));
        Self { config_hash, header }
    }
}

/// The length that the body would have; no bytes follow a HEAD.
struct HeadBody(u64);

impl MessageBody for HeadBody {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.0)
    }

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Bytes, Infallible>>> {
        std::task::Poll::Ready(None)
    }
}

/// Ids in paths are letters and digits, those of sidebar categories and invoices and names of preferences and roles have
/// underscores besides, those of plugins also dots and hyphens; anything else is an address that does not exist. The length
/// of an id is the handler's affair.
fn ids_well_formed(params: &[(String, String)]) -> bool {
    let others = |name: &str| match name {
        "category" | "category_id" | "invoice_id" | "preference_name" | "role_name" => "_",
        "plugin_id" => "_-.",
        _ => "",
    };
    params
        .iter()
        .filter(|(name, _)| name.ends_with("_id") || !others(name).is_empty())
        .all(|(name, value)| value.bytes().all(|b| b.is_ascii_alphanumeric() || others(name).as_bytes().contains(&b)))
}

/// Who sent a request. What a header says of their address is believed where the settings name it: everybody can send one.
fn client_of(request: &Request, trusted: &[String]) -> Client {
    let text = |name: &str| header_text(request.headers(), name).to_owned();
    let told = trusted.iter().map(|name| header_text(request.headers(), name.as_str()));
    let told = told.filter_map(|list| list.split(',').next()).map(str::trim).find(|ip| !ip.is_empty());
    let ip = match told {
        Some(ip) => ip.to_owned(),
        None => request.peer_addr().map(|addr| addr.ip().to_string()).unwrap_or_default(),
    };
    Client {
        ip,
        user_agent: text("user-agent"),
        connection_id: text("connection-id"),
        path: request.path().to_owned(),
        secure: text("x-forwarded-proto") == "https",
        accept_language: text("accept-language"),
    }
}

fn render_error(error: &AppError, request_id: &Id, path: &str, method: &str) -> Reply {
    let status = StatusCode::from_u16(error.id.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED {
        tracing::error!(%request_id, %method, %path, %error, "request failed");
    } else {
        tracing::debug!(%request_id, %method, %path, %error, "request refused");
    }
    // An address that does not exist has no request: the original leaves the id out there.
    let request_id = Some(*request_id).filter(|_| error.id.id != ids::NOT_FOUND.id);
    Reply::new(status, "application/json", error_json(error, request_id))
}

/// What hardened mode says of every fault of the server: the log has the rest, under the id of the request.
fn unsaid(request_id: &Id) -> Reply {
    let error = AppError::of(ErrorId { id: "", ..*ids::INTERNAL });
    Reply::new(StatusCode::INTERNAL_SERVER_ERROR, "application/json", error_json(&error, Some(*request_id)))
}

/// An error as clients read it.
pub(crate) fn error_json(error: &AppError, request_id: Option<Id>) -> Vec<u8> {
    let body = ErrorBody {
        id: error.id.id.to_owned(),
        message: error.message(),
        detailed_error: String::new(),
        request_id: request_id.map(|id| id.to_string()),
        status_code: error.id.status,
    };
    // Strings and a number always serialise.
    serde_json::to_vec(&body).unwrap_or_default()
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn millis(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX)
}
