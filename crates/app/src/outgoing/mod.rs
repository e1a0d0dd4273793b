//! Calls of the server to programs of others: webhooks, commands, buttons and dialogs.
//!
//! Never made inside a transaction. Addresses are checked when they are looked up and again at every redirect, names after
//! they have been resolved: the address that was checked is the one that is called.

mod guard;
mod roots;

use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::{Attempt, Policy};
use reqwest::{Client, Method, Url};
use roost_config::ConfigStore;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::turns::{Turn, Turns};
use guard::Allowed;

/// Calls in the background at once; what comes on top is dropped, so that a slow receiver fills no memory.
const BACKGROUND_MAX: usize = 512;

/// Fetches from one host at a time.
const PER_HOST_MAX: usize = 4;

/// What waits for its time.
const WAITING_MAX: usize = 128;

/// Fetched at once: each may take as much memory as it is allowed to be large.
const FETCHES_MAX: usize = 8;

/// Answers are read up to this size.
const ANSWER_BYTES_MAX: usize = 1024 * 1024;

const REDIRECTS_MAX: usize = 10;

pub const FORM: &str = "application/x-www-form-urlencoded";

/// How long the push proxy may take.
const PROXY_TIME: Duration = Duration::from_secs(10);

/// How long an address may take that is only looked at.
const LOOK_TIME: Duration = Duration::from_secs(10);

/// What can go wrong with a call. The reason is for the log.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    #[error("the address may not be called: {0}")]
    Refused(String),
    #[error("no answer: {0}")]
    NoAnswer(String),
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
    #[error("the node is stopping")]
    Stopping,
}

/// A call.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: Method,
    pub url: String,
    pub content_type: &'static str,
    /// Of the header with this name; empty: the call carries none.
    pub authorization: String,
    pub body: Vec<u8>,
}

impl Request {
    /// A `POST` with a JSON body.
    pub fn json(url: &str, value: &impl serde::Serialize) -> Self {
        let body = roost_model::ws::json_text(value).into_bytes();
        let (url, authorization) = (url.to_owned(), String::new());
        Self { method: Method::POST, url, content_type: "application/json", authorization, body }
    }

    /// A `POST` of a form.
    pub fn form(url: &str, fields: &[(&'static str, String)]) -> Self {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        let body = form.extend_pairs(fields).finish().into_bytes();
        let (url, authorization) = (url.to_owned(), String::new());
        Self { method: Method::POST, url, content_type: FORM, authorization, body }
    }
}

/// What was answered, whatever its status.
#[derive(Debug)]
pub struct CallAnswer {
    pub status: u16,
    pub content_type: String,
    pub body: Vec<u8>,
}

impl CallAnswer {
    pub fn is_ok(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// An answer whose body is still to be read.
pub struct Opened {
    answer: reqwest::Response,
}

impl Opened {
    pub fn is_ok(&self) -> bool {
        self.answer.status().is_success()
    }

    /// Empty where it names none.
    pub fn content_type(&self) -> &str {
        content_type(&self.answer)
    }

    /// Reads on until `body` has this many bytes or more, or nothing follows.
    pub async fn read(&mut self, body: &mut Vec<u8>, bytes_wanted: usize) -> Result<(), CallError> {
        while body.len() < bytes_wanted {
            let Some(chunk) = self.answer.chunk().await.map_err(no_answer)? else { break };
            body.extend_from_slice(&chunk);
        }
        Ok(())
    }
}

/// The client of a node.
pub struct Outgoing {
    config: Arc<ConfigStore>,
    strict: Client,
    /// For `EnableInsecureOutgoingConnections`.
    lax: Client,
    /// Follows no redirects.
    still: Client,
    /// For addresses that administrators name: internal ones may be called.
    trusting: Client,
    /// To the push proxy, which is called often: connections are kept.
    proxy: Client,
    /// The same, for `EnableInsecureOutgoingConnections`.
    lax_proxy: Client,
    /// Work after an answer was given: calls whose end nobody waits for.
    tasks: TaskTracker,
    background: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    fetches: Semaphore,
    /// By host: a message with many addresses, or many messages, are no reason to crowd one, and one that does not answer holds
    /// up what is fetched from others as little as may be.
    turns: Turns<String>,
    stopping: CancellationToken,
}

impl Outgoing {
    /// # Errors
    /// When a client cannot be built with our TLS.
    pub fn new(config: Arc<ConfigStore>) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let tls = roots::client_config()?;
        // TLS that was configured already does not listen to `danger_accept_invalid_certs`.
        let any = |lax: bool| {
            let client = Client::builder();
            if lax { client.danger_accept_invalid_certs(true) } else { client.tls_backend_preconfigured(tls.clone()) }
        };
        let client = |lax: bool| any(lax).user_agent("Roost").no_proxy();
        // A connection outlives no call: the next one is checked anew.
        let once = |lax: bool| client(lax).pool_max_idle_per_host(0);
        let guarded = |lax: bool| once(lax).dns_resolver(Arc::new(Resolver { config: config.clone() }));
        let following = |lax: bool| {
            let redirects = config.clone();
            guarded(lax).redirect(Policy::custom(move |attempt| follow(&allowed(&redirects), attempt))).build()
        };
        let proxy = |lax: bool| client(lax).timeout(PROXY_TIME).build();
        Ok(Self {
            strict: following(false)?,
            lax: following(true)?,
            still: guarded(false).redirect(Policy::none()).build()?,
            trusting: once(false).build()?,
            proxy: proxy(false)?,
            lax_proxy: proxy(true)?,
            config,
            tasks: TaskTracker::new(),
            background: Arc::new(Semaphore::new(BACKGROUND_MAX)),
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
            fetches: Semaphore::new(FETCHES_MAX),
            turns: Turns::new(PER_HOST_MAX),
            stopping: CancellationToken::new(),
        })
    }

    /// Calls and waits for the answer, for `OutgoingIntegrationRequestsTimeout` at most.
    pub async fn call(&self, request: Request) -> Result<CallAnswer, CallError> {
        let stopping = self.stopping.run_until_cancelled(self.called(request, "application/json", ANSWER_BYTES_MAX));
        stopping.await.unwrap_or(Err(CallError::Stopping))
    }

    /// Gets what an address leads to that somebody has written down, up to `bytes_max`. So many at once at most, since
    /// each is held in memory; the others wait.
    pub async fn fetch(&self, url: &str, accept: &'static str, bytes_max: usize) -> Result<CallAnswer, CallError> {
        let request = Request {
            method: Method::GET,
            url: url.to_owned(),
            content_type: "",
            authorization: String::new(),
            body: Vec::new(),
        };
        let fetched = async {
            let _turn = self.turn(url).await;
            let _permit = self.fetches.acquire().await.map_err(|_| CallError::Stopping)?;
            self.called(request, accept, bytes_max).await
        };
        self.stopping.run_until_cancelled(fetched).await.unwrap_or(Err(CallError::Stopping))
    }

    /// A place among the few who fetch from the host of this address at a time. One that names no host is refused elsewhere.
    pub async fn turn(&self, url: &str) -> Turn {
        match host_of(url) {
            Some(host) => self.turns.wait(host).await,
            None => Turn::NONE,
        }
    }

    /// Opens what an address leads to that somebody has written down, whatever the status of the answer. All of it has to
    /// arrive within `time`.
    pub async fn open(&self, url: &str, accept: &str, language: &str, time: Duration) -> Result<Opened, CallError> {
        let settings = &self.config.current().service;
        let url: Url = url.parse().map_err(|error| CallError::Refused(format!("{error}")))?;
        check_literal(&Allowed::parse(&settings.allowed_untrusted_internal_connections), &url)
            .map_err(CallError::Refused)?;
        let client = if settings.enable_insecure_outgoing_connections { &self.lax } else { &self.strict };
        let call = client.get(url).timeout(time).header("accept", accept).header("accept-language", language);
        let opened = self.stopping.run_until_cancelled(call.send()).await;
        Ok(Opened { answer: opened.ok_or(CallError::Stopping)?.map_err(no_answer)? })
    }

    async fn called(&self, request: Request, accept: &'static str, bytes_max: usize) -> Result<CallAnswer, CallError> {
        let settings = &self.config.current().service;
        let url: Url = request.url.parse().map_err(|error| CallError::Refused(format!("{error}")))?;
        check_literal(&Allowed::parse(&settings.allowed_untrusted_internal_connections), &url)
            .map_err(CallError::Refused)?;
        let seconds = settings.outgoing_integration_requests_timeout.clamp(1, 600);
        let client = if settings.enable_insecure_outgoing_connections { &self.lax } else { &self.strict };
        let mut call = client
            .request(request.method, url)
            .timeout(Duration::from_secs(seconds.unsigned_abs()))
            .header("accept", accept);
        if !request.content_type.is_empty() {
            call = call.header("content-type", request.content_type);
        }
        if !request.authorization.is_empty() {
            call = call.header("authorization", request.authorization);
        }
        answer_of(call.body(request.body).send().await.map_err(no_answer)?, bytes_max).await
    }

    /// Where an address redirects to; empty when it does not.
    pub async fn location(&self, url: &str) -> Result<String, CallError> {
        let url: Url = url.parse().map_err(|error| CallError::Refused(format!("{error}")))?;
        check_literal(&allowed(&self.config), &url).map_err(CallError::Refused)?;
        let answer = self.stopping.run_until_cancelled(self.still.head(url).timeout(LOOK_TIME).send()).await;
        let answer = answer.ok_or(CallError::Stopping)?.map_err(no_answer)?;
        let location = answer.headers().get("location").and_then(|value| value.to_str().ok());
        Ok(location.unwrap_or_default().to_owned())
    }

    /// The status with which an address answers that an administrator named.
    pub async fn trusted_status(&self, url: &str) -> Result<u16, CallError> {
        let url: Url = url.parse().map_err(|error| CallError::Refused(format!("{error}")))?;
        let answer = self.stopping.run_until_cancelled(self.trusting.get(url).timeout(LOOK_TIME).send()).await;
        Ok(answer.ok_or(CallError::Stopping)?.map_err(no_answer)?.status().as_u16())
    }

    /// Posts JSON to the push proxy, at an address that an administrator named.
    pub async fn proxy(&self, url: &str, body: Vec<u8>) -> Result<CallAnswer, CallError> {
        let url: Url = url.parse().map_err(|error| CallError::Refused(format!("{error}")))?;
        let lax = self.config.current().service.enable_insecure_outgoing_connections;
        let client = if lax { &self.lax_proxy } else { &self.proxy };
        let call = client.post(url).header("content-type", "application/json").body(body);
        let called = async { answer_of(call.send().await.map_err(no_answer)?, ANSWER_BYTES_MAX).await };
        self.stopping.run_until_cancelled(called).await.unwrap_or(Err(CallError::Stopping))
    }

    /// Runs what nobody waits for. False when there is too much of it already.
    pub fn in_background(&self, work: impl Future<Output = ()> + Send + 'static) -> bool {
        let Ok(permit) = self.background.clone().try_acquire_owned() else { return false };
        self.tasks.spawn(async move {
            work.await;
            drop(permit);
        });
        true
    }

    /// Does work unless the node stops before it is done; then it is `None`.
    pub async fn until_stop<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        self.stopping.run_until_cancelled(work).await
    }

    /// Runs `work` after a while, unless the node stops before that. False when too much waits already.
    pub fn later(&self, time: Duration, work: impl Future<Output = ()> + Send + 'static) -> bool {
        let Ok(permit) = self.waiting.clone().try_acquire_owned() else { return false };
        let stopping = self.stopping.clone();
        self.tasks.spawn(async move {
            if stopping.run_until_cancelled(tokio::time::sleep(time)).await.is_some() {
                work.await;
            }
            drop(permit);
        });
        true
    }

    /// Gives up every call, and waits until what follows from those that were answered is done.
    pub async fn stop(&self) {
        self.stopping.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

/// Reads an answer of this size at most.
async fn answer_of(mut answer: reqwest::Response, bytes_max: usize) -> Result<CallAnswer, CallError> {
    let content_type = content_type(&answer).to_owned();
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(no_answer)? {
        if body.len() + chunk.len() > bytes_max {
            return Err(CallError::TooLarge(bytes_max));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(CallAnswer { status: answer.status().as_u16(), content_type, body })
}

fn content_type(answer: &reqwest::Response) -> &str {
    answer.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn no_answer(error: reqwest::Error) -> CallError {
    // The outer error only says that something failed.
    let mut cause: &dyn Error = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    CallError::NoAnswer(cause.to_string())
}

/// Whose turn it is to be fetched from.
fn host_of(url: &str) -> Option<String> {
    Url::parse(url).ok()?.host_str().map(str::to_ascii_lowercase)
}

fn allowed(config: &ConfigStore) -> Allowed {
    Allowed::parse(&config.current().service.allowed_untrusted_internal_connections)
}

/// Addresses written as numbers never reach the resolver.
fn check_literal(allowed: &Allowed, url: &Url) -> Result<(), String> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("{} is not HTTP", url.scheme()));
    }
    let host = url.host_str().unwrap_or_default();
    match host.trim_matches(['[', ']']).parse() {
        Ok(address) if !allowed.address(address) => Err(format!("{address} is internal")),
        _ if host.is_empty() => Err("it names no host".to_owned()),
        _ => Ok(()),
    }
}

fn follow(allowed: &Allowed, attempt: Attempt<'_>) -> reqwest::redirect::Action {
    if attempt.previous().len() > REDIRECTS_MAX {
        return attempt.error("too many redirects");
    }
    match check_literal(allowed, attempt.url()) {
        Ok(()) => attempt.follow(),
        Err(why) => attempt.error(why),
    }
}

/// Resolves names, and leaves out addresses that may not be called.
struct Resolver {
    config: Arc<ConfigStore>,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = allowed(&self.config);
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found = tokio::net::lookup_host((host.as_str(), 0)).await?;
            let every = allowed.host(&host);
            let kept: Vec<SocketAddr> = found.filter(|address| every || allowed.address(address.ip())).collect();
            if kept.is_empty() {
                return Err(io::Error::other(format!("{host} is internal")).into());
            }
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_host_wait_for_one_another() {
        let one = host_of("https://A.example/");
        assert_eq!(one.as_deref(), Some("a.example"));
        assert_eq!(host_of("http://a.example:8080/x?y"), one);
        assert_ne!(host_of("https://b.example/"), one);
    }

    #[test]
    fn an_address_without_a_host_waits_for_nobody() {
        assert_eq!(host_of("mailto:somebody"), None);
        assert_eq!(host_of("nothing"), None);
    }
}
