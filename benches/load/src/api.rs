//! Requests to any server of the API, version 4.

use std::io;
use std::net::ToSocketAddrs;
use std::time::Duration;

use reqwest::Method;
use serde_json::Value;
use url::Url;

/// A request that takes longer has failed.
const REQUEST_MAX: Duration = Duration::from_secs(30);

pub fn fault(text: impl Into<String>) -> io::Error {
    io::Error::other(text.into())
}

/// One base URL and the connections to it.
#[derive(Clone, Debug)]
pub struct Api {
    http: reqwest::Client,
    base: String,
}

impl Api {
    /// Refuses what is not `http://`, and addresses that are not of this machine unless `allow_remote`: a load tool is
    /// not to be pointed at somebody else's server by mistake.
    pub fn new(base: &str, allow_remote: bool) -> io::Result<Self> {
        let url = Url::parse(base).map_err(|error| fault(format!("{base}: {error}")))?;
        if url.scheme() != "http" {
            return Err(fault(format!("{base}: only http:// is driven; name the port behind the one that ends TLS")));
        }
        let host = url.host_str().ok_or_else(|| fault(format!("{base} has no host")))?;
        let host = host.trim_matches(['[', ']']);
        let mut addresses = (host, url.port_or_known_default().unwrap_or(80)).to_socket_addrs()?;
        if !allow_remote && !addresses.all(|address| address.ip().is_loopback()) {
            return Err(fault(format!("{base} is not this machine; say --allow-remote if it is yours to load")));
        }
        let http = reqwest::Client::builder().no_proxy().tcp_nodelay(true).timeout(REQUEST_MAX).build();
        Ok(Self { http: http.map_err(io::Error::other)?, base: base.trim_end_matches('/').to_owned() })
    }

    /// Where sockets are opened.
    pub fn socket_url(&self) -> String {
        format!("{}/api/v4/websocket", self.base.replacen("http", "ws", 1))
    }

    pub async fn get(&self, token: &str, path: &str) -> io::Result<Value> {
        self.call(Method::GET, token, path, None).await
    }

    pub async fn post(&self, token: &str, path: &str, body: &Value) -> io::Result<Value> {
        self.call(Method::POST, token, path, Some(body)).await
    }

    /// Logs in; the session's token and the user's id.
    pub async fn log_in(&self, name: &str, password: &str) -> io::Result<(String, String)> {
        let body = serde_json::json!({"login_id": name, "password": password});
        let request = self.http.post(format!("{}/api/v4/users/login", self.base)).json(&body);
        let answer = request.send().await.map_err(io::Error::other)?;
        let token = answer.headers().get("token").and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
        let body = checked(answer).await?;
        if token.is_empty() {
            return Err(fault("a log-in without a token"));
        }
        Ok((token, id(&body)?))
    }

    async fn call(&self, method: Method, token: &str, path: &str, body: Option<&Value>) -> io::Result<Value> {
        let mut request = self.http.request(method, format!("{}/api/v4{path}", self.base));
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        checked(request.send().await.map_err(io::Error::other)?).await
    }
}

/// The `id` of an answer.
pub fn id(body: &Value) -> io::Result<String> {
    let id = body.get("id").and_then(Value::as_str);
    id.map(str::to_owned).ok_or_else(|| fault(format!("an answer without an id: {body}")))
}

async fn checked(answer: reqwest::Response) -> io::Result<Value> {
    let status = answer.status();
    let body = answer.bytes().await.map_err(io::Error::other)?;
    if !status.is_success() {
        return Err(fault(format!("status {}: {}", status.as_u16(), String::from_utf8_lossy(&body))));
    }
    Ok(serde_json::from_slice(&body)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_machines_are_refused_unless_they_are_meant() {
        assert!(Api::new("http://127.0.0.1:8065", false).is_ok());
        assert!(Api::new("http://[::1]:8065/", false).is_ok());
        assert!(Api::new("http://192.0.2.1:80", false).is_err());
        assert!(Api::new("http://192.0.2.1:80", true).is_ok());
        assert!(Api::new("https://127.0.0.1:8065", true).is_err());
        assert!(Api::new("127.0.0.1:8065", true).is_err());
    }
}
