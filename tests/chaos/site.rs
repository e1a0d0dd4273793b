//! What the nodes of a play write to.

use std::sync::Arc;

use roost_testkit::{PgPair, Proxy, TestDatabase, TestNode, Tuning, connect};
use tokio_postgres::Client as Sql;

/// A database with what stands around it.
pub enum Site {
    /// One server. The first node reaches it through a proxy that can be cut.
    Single(Arc<TestDatabase>, Proxy),
    /// A primary and a standby that takes its place.
    Pair(PgPair),
}

impl Site {
    pub async fn single() -> Self {
        Self::Single(Arc::new(TestDatabase::migrated().await), Proxy::start().await)
    }

    pub async fn pair() -> Self {
        Self::Pair(PgPair::start().await)
    }

    /// Connection string for the node of this number.
    pub fn dsn(&self, node: usize) -> String {
        match self {
            Self::Single(database, way) if node == 0 => way.dsn(database),
            Self::Single(database, _) => database.dsn(),
            Self::Pair(pair) => pair.dsn(),
        }
    }

    /// A node in this process that makes what a play begins with.
    pub async fn node(&self) -> TestNode {
        match self {
            Self::Single(database, _) => TestNode::on(database.clone(), Tuning::default()).await,
            Self::Pair(pair) => {
                let tuning = Tuning { dsn: Some(pair.dsn()), ..Tuning::default() };
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
        }
    }

    /// The way of the first node to the database.
    pub fn way_of_first(&self) -> &Proxy {
        match self {
            Self::Single(_, way) => way,
            Self::Pair(_) => panic!("a pair is reached directly"),
        }
    }

    /// Both servers.
    pub fn servers(&self) -> &PgPair {
        match self {
            Self::Pair(pair) => pair,
            Self::Single(..) => panic!("there is one server"),
        }
    }
}
