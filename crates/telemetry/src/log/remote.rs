//! Lines that go to a program on another machine. While it is away lines wait, as many as the queue holds.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};

use super::queue::{Outcome, Queue, Sink};

/// Time for a connection to one address, and for each answer of a handshake.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);

/// A program that takes nothing for so long is spoken to anew.
const WRITE_WITHIN: Duration = Duration::from_secs(30);

/// Pauses between tries grow by half, as the original's.
const PAUSE_MIN: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(30);

/// Nothing is expected from the other side; more reads than this at once are somebody who talks.
const READS_MAX: usize = 16;

/// A program that collects lines.
pub struct Remote {
    name: String,
    host: String,
    port: u16,
    tls: Option<Arc<ClientConfig>>,
    stream: Option<Stream>,
    pause: Duration,
    is_away: bool,
}

impl Remote {
    pub fn new(name: &str, host: &str, port: u16, tls: Option<Arc<ClientConfig>>) -> Self {
        let (name, host) = (name.to_owned(), host.to_owned());
        Self { name, host, port, tls, stream: None, pause: PAUSE_MIN, is_away: false }
    }

    fn send(&mut self, line: &[u8]) -> io::Result<()> {
        let stream = match &mut self.stream {
            Some(stream) => stream,
            none => none.insert(Stream::open(&self.host, self.port, self.tls.as_ref())?),
        };
        stream.write(line)
    }
}

impl Sink for Remote {
    fn write(&mut self, line: &str, queue: &Queue) -> Outcome {
        // The first line after a connection was closed would go without an error, and get nowhere.
        if self.stream.as_mut().is_some_and(|stream| !stream.is_open()) {
            self.stream = None;
        }
        while let Err(error) = self.send(line.as_bytes()) {
            self.stream = None;
            if !self.is_away {
                self.is_away = true;
                let (output, host, port) = (&self.name, &self.host, self.port);
                tracing::warn!(%output, %host, port, %error, "a log target cannot be reached; lines wait for it");
            }
            if queue.rest(self.pause) {
                return Outcome::Ended;
            }
            self.pause = (self.pause * 3 / 2).min(PAUSE_MAX);
        }
        self.pause = PAUSE_MIN;
        if std::mem::take(&mut self.is_away) {
            tracing::info!(output = %self.name, "a log target can be reached again");
        }
        Outcome::Written
    }

    fn end(&mut self) {
        if let Some(mut stream) = self.stream.take() {
            stream.close();
        }
    }
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Stream {
    fn open(host: &str, port: u16, tls: Option<&Arc<ClientConfig>>) -> io::Result<Self> {
        let mut failed = io::Error::new(ErrorKind::AddrNotAvailable, "the name has no address");
        for address in (host, port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, CONNECT_WITHIN) {
                Ok(tcp) => return Self::over(tcp, host, tls),
                Err(error) => failed = error,
            }
        }
        Err(failed)
    }

    fn over(mut tcp: TcpStream, host: &str, tls: Option<&Arc<ClientConfig>>) -> io::Result<Self> {
        tcp.set_nodelay(true)?;
        tcp.set_write_timeout(Some(WRITE_WITHIN))?;
        tcp.set_read_timeout(Some(CONNECT_WITHIN))?;
        let Some(config) = tls else { return Ok(Self::Plain(tcp)) };
        let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
        let mut connection = ClientConnection::new(config.clone(), name).map_err(io::Error::other)?;
        connection.complete_io(&mut tcp)?;
        Ok(Self::Tls(Box::new(StreamOwned::new(connection, tcp))))
    }

    fn write(&mut self, line: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(tcp) => tcp.write_all(line),
            Self::Tls(tls) => tls.write_all(line).and_then(|()| tls.flush()),
        }
    }

    fn tcp(&self) -> &TcpStream {
        match self {
            Self::Plain(tcp) => tcp,
            Self::Tls(tls) => &tls.sock,
        }
    }

    /// Reads what there is, without waiting. Whether the other side still listens.
    fn is_open(&mut self) -> bool {
        if self.tcp().set_nonblocking(true).is_err() {
            return false;
        }
        let mut buffer = [0; 256];
        let mut read = || match self {
            Self::Plain(tcp) => tcp.read(&mut buffer),
            Self::Tls(tls) => tls.read(&mut buffer),
        };
        let quiet = (0..READS_MAX).map(|_| read()).find(|read| !matches!(read, Ok(1..)));
        let is_open = match quiet {
            Some(Err(error)) => error.kind() == ErrorKind::WouldBlock,
            Some(Ok(_)) => false,
            None => true,
        };
        self.tcp().set_nonblocking(false).is_ok() && is_open
    }

    /// What was sent arrives: a system that closes a connection with something unread in it throws away what is under way.
    fn close(&mut self) {
        self.is_open();
        if let Self::Tls(tls) = self {
            tls.conn.send_close_notify();
            // Whoever has left needs no farewell.
            drop(tls.flush());
        }
        drop(self.tcp().shutdown(Shutdown::Write));
    }
}

#[cfg(test)]
mod tests;
