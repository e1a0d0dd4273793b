//! A TCP proxy in front of the database that a test can cut and mend.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;
use tokio_postgres::config::Host;

use crate::TestDatabase;
use crate::database::server;

/// Forwards connections while it is up; ends them all when it is cut.
pub struct Proxy {
    address: SocketAddr,
    up: Arc<watch::Sender<bool>>,
}

impl Proxy {
    /// A proxy in front of the test server.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let up = Arc::new(watch::Sender::new(true));
        let switch = up.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let mut state = switch.subscribe();
                if *state.borrow() {
                    tokio::spawn(async move {
                        tokio::select! {
                            () = forward(client) => {}
                            _ = state.wait_for(|up| !up) => {}
                        }
                    });
                }
            }
        });
        Self { address, up }
    }

    /// Connection string to `database` through the proxy.
    pub fn dsn(&self, database: &TestDatabase) -> String {
        let config = server();
        let user = config.get_user().unwrap_or("postgres");
        format!("host=127.0.0.1 port={} user={user} dbname={} sslmode=disable", self.address.port(), database.name)
    }

    /// Ends every connection and refuses new ones.
    pub fn cut(&self) {
        self.up.send_replace(false);
    }

    /// Lets connections through again.
    pub fn mend(&self) {
        self.up.send_replace(true);
    }
}

async fn forward(mut client: TcpStream) {
    let config = server();
    let port = config.get_ports().first().copied().unwrap_or(5432);
    match config.get_hosts().first() {
        Some(Host::Unix(path)) => {
            let Ok(mut server) = UnixStream::connect(path.join(format!(".s.PGSQL.{port}"))).await else { return };
            // Either side may end first; both are closed then.
            drop(copy_bidirectional(&mut client, &mut server).await);
        }
        Some(Host::Tcp(name)) => {
            let Ok(mut server) = TcpStream::connect((name.as_str(), port)).await else { return };
            drop(copy_bidirectional(&mut client, &mut server).await);
        }
        None => {}
    }
}
