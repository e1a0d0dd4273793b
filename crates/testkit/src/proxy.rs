//! A TCP proxy in front of the database, or of anything else, that a test can cut, stall, make lossy and mend.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, split};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;
use tokio::time::sleep;
use tokio_postgres::config::Host;

use crate::TestDatabase;
use crate::database::server;
use crate::relay::Loss;

/// What the proxy does with connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    Up,
    /// Bytes are taken and kept; nothing comes back.
    Stalled,
    /// Connections end at once.
    Cut,
    /// So many of a hundred pieces are lost, and come when they are sent again.
    Lossy(u8),
}

impl Link {
    fn lets_through(self) -> bool {
        matches!(self, Self::Up | Self::Lossy(_))
    }
}

/// What TCP waits before it sends a lost packet again; twice as long each further time.
const RETRANSMISSION: Duration = Duration::from_millis(200);

/// Forwards connections while it is up.
pub struct Proxy {
    address: SocketAddr,
    link: Arc<watch::Sender<Link>>,
}

impl Proxy {
    /// A proxy in front of the test server.
    pub async fn start() -> Self {
        Self::to(server()).await
    }

    /// A proxy in front of an address.
    pub async fn to_address(address: SocketAddr) -> Self {
        Self::between("127.0.0.1:0".parse().unwrap(), address).await
    }

    /// A proxy that listens at `front` for what is at `back`.
    pub async fn between(front: SocketAddr, back: SocketAddr) -> Self {
        let mut upstream = tokio_postgres::Config::new();
        upstream.host(back.ip().to_string()).port(back.port());
        Self::open(front, upstream).await
    }

    async fn to(upstream: tokio_postgres::Config) -> Self {
        Self::open("127.0.0.1:0".parse().unwrap(), upstream).await
    }

    async fn open(front: SocketAddr, upstream: tokio_postgres::Config) -> Self {
        let listener = TcpListener::bind(front).await.unwrap();
        let address = listener.local_addr().unwrap();
        let link = Arc::new(watch::Sender::new(Link::Up));
        let switch = link.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let mut state = switch.subscribe();
                if *state.borrow() != Link::Cut {
                    let (of_pumps, upstream) = (switch.subscribe(), upstream.clone());
                    tokio::spawn(async move {
                        tokio::select! {
                            () = forward(client, upstream, of_pumps) => {}
                            _ = state.wait_for(|link| *link == Link::Cut) => {}
                        }
                    });
                }
            }
        });
        Self { address, link }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Connection string to `database` through the proxy.
    pub fn dsn(&self, database: &TestDatabase) -> String {
        let config = server();
        let user = config.get_user().unwrap_or("postgres");
        format!("host=127.0.0.1 port={} user={user} dbname={} sslmode=disable", self.address.port(), database.name)
    }

    /// Ends every connection and refuses new ones.
    pub fn cut(&self) {
        self.link.send_replace(Link::Cut);
    }

    /// Lets nothing through, but keeps connections and takes new ones, like a machine that hangs.
    pub fn stall(&self) {
        self.link.send_replace(Link::Stalled);
    }

    /// Loses so many of a hundred pieces of what passes, as a network loses packets: nothing is missing in the end, since TCP
    /// sends again what was lost, but it and all behind it come later.
    pub fn lose(&self, percent: u8) {
        self.link.send_replace(Link::Lossy(percent));
    }

    /// Lets connections through again.
    pub fn mend(&self) {
        self.link.send_replace(Link::Up);
    }
}

async fn forward(client: TcpStream, config: tokio_postgres::Config, link: watch::Receiver<Link>) {
    let port = config.get_ports().first().copied().unwrap_or(5432);
    match config.get_hosts().first() {
        Some(Host::Unix(path)) => {
            let Ok(server) = UnixStream::connect(path.join(format!(".s.PGSQL.{port}"))).await else { return };
            both_ways(client, server, link).await;
        }
        Some(Host::Tcp(name)) => {
            let Ok(server) = TcpStream::connect((name.as_str(), port)).await else { return };
            both_ways(client, server, link).await;
        }
        None => {}
    }
}

/// Either side may end first; both are closed then.
async fn both_ways(client: TcpStream, server: impl AsyncRead + AsyncWrite, link: watch::Receiver<Link>) {
    let (from_client, to_client) = split(client);
    let (from_server, to_server) = split(server);
    tokio::select! {
        () = pump(from_client, to_server, link.clone()) => {}
        () = pump(from_server, to_client, link) => {}
    }
}

async fn pump(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, mut link: watch::Receiver<Link>) {
    let (mut bytes, mut loss) = (vec![0; 64 * 1024], Loss::default());
    while let Ok(len @ 1..) = from.read(&mut bytes).await {
        let Ok(state) = link.wait_for(|link| link.lets_through()).await.map(|link| *link) else { return };
        if let Link::Lossy(percent) = state {
            let mut pause = RETRANSMISSION;
            while loss.takes(percent) {
                sleep(pause).await;
                pause *= 2;
            }
        }
        if to.write_all(&bytes[..len]).await.is_err() {
            return;
        }
    }
}
