//! A keep-alive HTTP/1.1 client that costs next to nothing: it shares the machine with what it measures.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Longest answer that is taken, in bytes.
const ANSWER_BYTES_MAX: usize = 64 * 1024 * 1024;

/// One request; an empty body is none.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub method: &'static str,
    /// With the query.
    pub path: String,
    /// Session token; empty for none.
    pub token: String,
    /// Empty: JSON.
    pub content_type: String,
    pub body: Vec<u8>,
}

impl Request {
    pub fn get(path: impl Into<String>, token: &str) -> Self {
        Self { method: "GET", path: path.into(), token: token.to_owned(), ..Self::default() }
    }

    pub fn post(path: impl Into<String>, token: &str, body: impl ToString) -> Self {
        let body = body.to_string().into_bytes();
        Self { method: "POST", path: path.into(), token: token.to_owned(), body, ..Self::default() }
    }
}

/// One answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// The `token` header, which a log-in carries.
    pub token: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON; an error that shows it when the status is not one of success.
    pub fn json(&self) -> io::Result<serde_json::Value> {
        self.success()?;
        Ok(serde_json::from_slice(&self.body)?)
    }

    pub fn success(&self) -> io::Result<()> {
        if (200..300).contains(&self.status) {
            return Ok(());
        }
        Err(fault(format!("status {}: {}", self.status, String::from_utf8_lossy(&self.body))))
    }
}

pub fn fault(text: impl Into<String>) -> io::Error {
    io::Error::other(text.into())
}

/// The address behind a base URL. Only this machine: a load tool is not to be pointed at anybody else's server.
pub fn loopback(base_url: &str) -> io::Result<SocketAddr> {
    let host = base_url.strip_prefix("http://").ok_or_else(|| fault("--base-url must begin with http://"))?;
    let host = host.trim_end_matches('/');
    let address = host.to_socket_addrs()?.next().ok_or_else(|| fault(format!("{host} has no address")))?;
    if !address.ip().is_loopback() {
        return Err(fault(format!("{address} is not this machine; only loopback addresses are measured")));
    }
    Ok(address)
}

/// A connection, opened with the first request and again when the server has closed it.
pub struct Connection {
    address: SocketAddr,
    stream: Option<TcpStream>,
    out: Vec<u8>,
    read: Vec<u8>,
}

impl Connection {
    pub fn new(address: SocketAddr) -> Self {
        Self { address, stream: None, out: Vec::new(), read: Vec::new() }
    }

    pub async fn call(&mut self, request: &Request) -> io::Result<Answer> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => connect(self.address).await?,
        };
        self.write_head(request);
        self.out.extend_from_slice(&request.body);
        stream.write_all(&self.out).await?;
        let (answer, keep) = read_answer(&mut stream, &mut self.read).await?;
        if keep {
            self.stream = Some(stream);
        }
        Ok(answer)
    }

    fn write_head(&mut self, request: &Request) {
        use std::io::Write;
        let Request { method, path, token, content_type, body } = request;
        self.out.clear();
        // Writing to a Vec cannot fail.
        let _ = write!(self.out, "{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.address);
        if !token.is_empty() {
            let _ = write!(self.out, "Authorization: Bearer {token}\r\n");
        }
        if *method != "GET" {
            let content_type = if content_type.is_empty() { "application/json" } else { content_type };
            let _ = write!(self.out, "Content-Type: {content_type}\r\nContent-Length: {}\r\n", body.len());
        }
        self.out.extend_from_slice(b"\r\n");
    }
}

pub async fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// The head of an answer as far as it is needed.
pub struct Head {
    pub status: u16,
    /// Bytes of the head with its empty line.
    pub len: usize,
    content_len: Option<usize>,
    close: bool,
    token: String,
}

/// Reads the head of an answer into `read`, which may hold bytes behind it afterwards.
pub async fn read_head(stream: &mut TcpStream, read: &mut Vec<u8>) -> io::Result<Head> {
    read.clear();
    loop {
        if let Some(len) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            return parse_head(read.get(..len).unwrap_or_default(), len + 4);
        }
        if stream.read_buf(read).await? == 0 {
            return Err(fault("the server closed the connection instead of answering"));
        }
    }
}

fn parse_head(bytes: &[u8], len: usize) -> io::Result<Head> {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| fault("no HTTP answer"))?;
    let mut head = Head { status, len, content_len: None, close: false, token: String::new() };
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        if name.eq_ignore_ascii_case("content-length") {
            head.content_len = value.parse().ok();
        } else if name.eq_ignore_ascii_case("connection") {
            head.close = value.eq_ignore_ascii_case("close");
        } else if name.eq_ignore_ascii_case("token") {
            value.clone_into(&mut head.token);
        }
    }
    Ok(head)
}

async fn read_answer(stream: &mut TcpStream, read: &mut Vec<u8>) -> io::Result<(Answer, bool)> {
    let Head { status, len, content_len, close, token } = read_head(stream, read).await?;
    let no_body = matches!(status, 204 | 304);
    let content_len = content_len.or(no_body.then_some(0)).ok_or_else(|| fault("an answer without its length"))?;
    if content_len > ANSWER_BYTES_MAX {
        return Err(fault("an answer that is too long"));
    }
    while read.len() < len + content_len {
        if stream.read_buf(read).await? == 0 {
            return Err(fault("the server closed the connection within an answer"));
        }
    }
    let body = read.get(len..len + content_len).unwrap_or_default().to_vec();
    Ok((Answer { status, token, body }, !close))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_machines_are_refused() {
        assert!(loopback("http://127.0.0.1:8065").is_ok());
        assert!(loopback("http://192.0.2.1:80").is_err());
        assert!(loopback("https://127.0.0.1:8065").is_err());
    }
}
