//! What the nodes of a play write to.

use std::sync::Arc;

use roost_testkit::{PgPair, PgSmall, Proxy, TestDatabase, TestNode, Tuning, connect};
use tokio_postgres::Client as Sql;

/// A database with what stands around it.
pub enum Site {
    /// One server. The first node reaches it through a proxy that can be cut.
    Single(Arc<TestDatabase>, Proxy),
    /// A primary and a standby that takes its place.
    Pair(PgPair),
    /// A primary and a standby that is read from.
    Replicated(PgPair),
    /// One server whose disk can be full.
    Small(PgSmall),
}

/// Megabytes of the disk that can be full: what a play writes fits, with some room.
const DISK_MB: u32 = 256;

impl Site {
    pub async fn single() -> Self {
        Self::Single(Arc::new(TestDatabase::migrated().await), Proxy::start().await)
    }

    pub async fn pair() -> Self {
        Self::Pair(PgPair::start().await)
    }

    pub async fn replicated() -> Self {
        Self::Replicated(PgPair::start().await)
    }

    pub async fn small() -> Self {
        Self::Small(PgSmall::start(DISK_MB).await)
    }

    /// Connection string for the node of this number.
    pub fn dsn(&self, node: usize) -> String {
        match self {
            Self::Single(database, way) if node == 0 => way.dsn(database),
            Self::Single(database, _) => database.dsn(),
            Self::Pair(pair) => pair.dsn(),
            Self::Replicated(pair) => PgPair::dsn_at(pair.addresses()[0]),
            Self::Small(server) => server.dsn(),
        }
    }

    /// Connection string to what is read from beside the primary.
    pub fn replica(&self) -> Option<String> {
        match self {
            Self::Replicated(pair) => Some(PgPair::dsn_at(pair.addresses()[1])),
            _ => None,
        }
    }

    /// A node in this process that makes what a play begins with.
    pub async fn node(&self) -> TestNode {
        match self {
            Self::Single(database, _) => TestNode::on(database.clone(), Tuning::default()).await,
            Self::Pair(_) | Self::Replicated(_) | Self::Small(_) => {
                let tuning = Tuning { dsn: Some(self.dsn(0)), ..Tuning::default() };
                TestNode::on(Arc::new(TestDatabase::empty().await), tuning).await
            }
        }
    }

    /// A connection beside the nodes, to whichever server is the primary.
    pub async fn sql(&self) -> Sql {
        match self {
            Self::Single(database, _) => database.client().await,
            Self::Pair(pair) => {
                let dsn = format!("{}&target_session_attrs=read-write", pair.dsn());
                connect(&dsn).await
            }
            Self::Replicated(_) => connect(&self.dsn(0)).await,
            Self::Small(server) => connect(&server.dsn()).await,
        }
    }

    /// The way of the first node to the database.
    pub fn way_of_first(&self) -> &Proxy {
        match self {
            Self::Single(_, way) => way,
            _ => panic!("it is reached directly"),
        }
    }

    /// Both servers.
    pub fn servers(&self) -> &PgPair {
        match self {
            Self::Pair(pair) | Self::Replicated(pair) => pair,
            Self::Single(..) | Self::Small(_) => panic!("there is one server"),
        }
    }

    /// The server whose disk can be full.
    pub fn disk(&self) -> &PgSmall {
        match self {
            Self::Small(server) => server,
            _ => panic!("its disk has room"),
        }
    }
}
