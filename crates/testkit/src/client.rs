//! A REST client that hides nothing.

use reqwest::header::{AUTHORIZATION, HeaderMap};
use serde_json::Value;

use crate::{Socket, TestNode};

/// One person's session at one node, or nobody's.
#[derive(Clone)]
pub struct Client {
    base: String,
    http: reqwest::Client,
    token: String,
    user_id: String,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    /// Null when the body is no JSON.
    pub body: Value,
    pub bytes: Vec<u8>,
}

impl Reply {
    /// A header as text; empty when absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The `id` of an error body.
    pub fn error_id(&self) -> &str {
        self.body["id"].as_str().unwrap_or_default()
    }

    /// Statements and round trips that the request cost, as the server counted them.
    pub fn statements_and_trips(&self) -> (u32, u32) {
        let timing = self.header("server-timing");
        let number = |name: &str| {
            let (_, rest) = timing.split_once(name).unwrap_or_else(|| panic!("no {name} in {timing:?}"));
            rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
        };
        (number("statements="), number("trips="))
    }
}

impl Client {
    pub fn anonymous(base: &str) -> Self {
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { base: base.to_owned(), http, token: String::new(), user_id: String::new() }
    }

    /// The same connection pool with a session.
    #[must_use]
    pub fn with_token(&self, token: &str, user_id: &str) -> Self {
        Self { token: token.to_owned(), user_id: user_id.to_owned(), ..self.clone() }
    }

    /// The same session at another node.
    #[must_use]
    pub fn at(&self, node: &TestNode) -> Self {
        self.at_address(node.base())
    }

    /// The same session at an address such as `http://127.0.0.1:8065`.
    #[must_use]
    pub fn at_address(&self, base: &str) -> Self {
        Self { base: base.to_owned(), ..self.clone() }
    }

    pub fn token(&self) -> &str {
        &self.token
    }

    pub fn user_id(&self) -> &str {
        &self.user_id
    }

    /// For requests with headers or bodies of their own.
    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method.parse().unwrap(), format!("{}{path}", self.base));
        if self.token.is_empty() { request } else { request.header(AUTHORIZATION, format!("Bearer {}", self.token)) }
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Reply {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.unwrap().to_vec();
        let body = serde_json::from_slice(&bytes).unwrap_or_default();
        Reply { status, headers, body, bytes }
    }

    pub async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Reply {
        let request = self.request(method, path);
        self.send(match body {
            Some(body) => request.json(&body),
            None => request,
        })
        .await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.call("GET", path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.call("POST", path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Reply {
        self.call("PUT", path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.call("DELETE", path, None).await
    }

    /// Opens a socket with this session.
    pub async fn connect(&self) -> Socket {
        Socket::open(&self.base, &self.token, "").await
    }

    /// As [`Client::connect_with`]; `None` when the node is going away.
    pub async fn try_connect_with(&self, query: &str) -> Option<Socket> {
        Socket::try_open(&self.base, &self.token, query).await
    }

    /// Opens a socket with a query, such as `connection_id=…&sequence_number=…`.
    pub async fn connect_with(&self, query: &str) -> Socket {
        Socket::open(&self.base, &self.token, query).await
    }

    /// Asks again until `holds`, at most [`DEADLINE`]. For what becomes true by the work of others.
    pub async fn wait_until(&self, what: &str, holds: impl AsyncFn(&Self) -> bool) {
        crate::wait_until(what, async || holds(self).await).await;
    }
}
