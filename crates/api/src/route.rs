//! The table of operations: the one place that says which paths exist, what they ask for and who serves them.

use std::collections::HashMap;

use futures_util::future::LocalBoxFuture;
use percent_encoding::percent_decode_str;
use roost_config::Config;

use crate::unbuilt::{feature_of, refusal_when_off};
use crate::{Answer, Call, refusing, v4, web};

/// What an operation asks of its caller before its handler runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// Nothing; a session that is there is still loaded.
    Open,
    /// A session, and the CSRF header when it came by cookie.
    Session,
    /// As `Session`, but refused while the server is marked as busy.
    SessionUnlessBusy,
    /// A session; a cookie alone is enough, because browsers ask for these as images and downloads.
    SessionTrusted,
    /// A session that may still lack its second factor.
    SessionBeforeMfa,
    /// The token of a connected server.
    Remote,
    /// The key of the hosting service.
    Cloud,
    /// The local socket.
    Local,
}

/// An operation of the original, built or not.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub method: &'static str,
    /// With `{name}` parts.
    pub path: &'static str,
    pub auth: Auth,
}

impl Known {
    /// The path below the root of the API; `None`: it is elsewhere.
    pub fn below(&self) -> Option<&'static str> {
        self.path.strip_prefix("/api/v4")
    }
}

/// A handler: owns its call, so that it can be a tracked task.
pub type Run = fn(Call) -> LocalBoxFuture<'static, Answer>;

/// A built operation.
pub struct Built {
    pub method: &'static str,
    pub path: &'static str,
    pub run: Run,
}

/// Declares the operations of one file of handlers.
#[macro_export]
macro_rules! routes {
    ($($method:ident $path:literal => $handler:path;)*) => {
        /// The operations served by this file.
        pub const ROUTES: &[$crate::route::Built] = &[$($crate::route::Built {
            method: stringify!($method),
            path: $path,
            run: |call| Box::pin($handler(call)),
        }),*];
    };
}

/// One row of the joined table.
pub struct Route {
    pub known: Known,
    /// `None`: answers 501.
    pub run: Option<Run>,
}

/// Operations that only read although their method is `POST`: what they look for did not fit into an address.
const READING_POSTS: &[&str] = &[
    "/api/v4/channels/group/search",
    "/api/v4/channels/search",
    "/api/v4/channels/{channel_id}/members/ids",
    "/api/v4/emoji/names",
    "/api/v4/emoji/search",
    "/api/v4/files/search",
    "/api/v4/groups/names",
    "/api/v4/posts/ids",
    "/api/v4/posts/ids/reactions",
    "/api/v4/posts/search",
    "/api/v4/roles/names",
    "/api/v4/teams/search",
    "/api/v4/teams/{team_id}/channels/ids",
    "/api/v4/teams/{team_id}/channels/search",
    "/api/v4/teams/{team_id}/files/search",
    "/api/v4/teams/{team_id}/members/ids",
    "/api/v4/teams/{team_id}/posts/search",
    "/api/v4/users/group_channels",
    "/api/v4/users/ids",
    "/api/v4/users/search",
    "/api/v4/users/status/ids",
    "/api/v4/users/tokens/search",
    "/api/v4/users/usernames",
];

impl Route {
    /// Whether the operation may change something: its handler then runs to its end even when the client goes away, and
    /// reads from the primary.
    pub fn writes(&self) -> bool {
        let Known { method, path, .. } = self.known;
        !(matches!(method, "GET" | "HEAD") || method == "POST" && READING_POSTS.contains(&path))
    }

    /// The feature that it waits for, when it is not built; empty where it waits for none.
    pub fn waits_for(&self) -> &'static str {
        match self.run {
            Some(_) => "",
            None => feature_of(&self.known).map_or("", |feature| feature.name),
        }
    }

    /// It is not built, and refused as by the original as long as its feature is not switched on.
    pub fn is_off(&self, config: &Config) -> bool {
        self.run.is_none() && refusal_when_off(&self.known, config).is_some()
    }

    /// Why it never succeeds here, although it is built.
    pub fn refuses(&self) -> Option<&'static str> {
        self.run.and_then(|_| refusing::why(&self.known))
    }
}

/// All rows with the router over them.
pub struct Table {
    routes: Vec<Route>,
    router: matchit::Router<HashMap<&'static str, usize>>,
}

/// What a path leads to.
pub enum Found<'t> {
    Route(&'t Route, Vec<(String, String)>),
    /// The path exists, the method does not.
    OtherMethod,
    Nothing,
}

impl Table {
    /// Joins the catalogue with what is built.
    ///
    /// # Panics
    /// When a built operation is not in the catalogue or two paths exclude each other: a fault of the tables, found by
    /// the first test.
    pub fn new() -> Self {
        let mut built: HashMap<(&str, &str), Run> = HashMap::new();
        for row in v4::built() {
            let earlier = built.insert((row.method, row.path), row.run);
            assert!(earlier.is_none(), "{} {} is built twice", row.method, row.path);
        }
        let mut paths: HashMap<&'static str, HashMap<&'static str, usize>> = HashMap::new();
        let mut routes = Vec::new();
        for known in v4::catalogue::CATALOGUE.iter().chain(crate::oauth::OUTSIDE) {
            paths.entry(known.path).or_default().insert(known.method, routes.len());
            routes.push(Route { known: *known, run: built.remove(&(known.method, known.path)) });
        }
        let own = v4::roost::ROUTES.iter().map(|row| (row, Auth::Session));
        for (row, auth) in web::built().map(|row| (row, Auth::Open)).chain(own) {
            let known = Known { method: row.method, path: row.path, auth };
            paths.entry(row.path).or_default().insert(row.method, routes.len());
            routes.push(Route { known, run: Some(row.run) });
        }
        let strange: Vec<_> = built.keys().collect();
        assert!(strange.is_empty(), "operations that the original does not have: {strange:?}");
        let mut router = matchit::Router::new();
        for (path, methods) in paths {
            router.insert(path, methods).unwrap_or_else(|e| panic!("{path}: {e}"));
        }
        Self { routes, router }
    }

    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// Looks a request up. One trailing slash is allowed, as in the original.
    pub fn find(&self, method: &str, path: &str) -> Found<'_> {
        let path = path.strip_suffix('/').filter(|p| !p.is_empty()).unwrap_or(path);
        let Ok(hit) = self.router.at(path) else { return Found::Nothing };
        let Some(route) = hit.value.get(method).and_then(|index| self.routes.get(*index)) else {
            return Found::OtherMethod;
        };
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        Found::Route(route, hit.params.iter().map(|(name, text)| (name.to_owned(), decoded(text))).collect())
    }
}

impl Default for Table {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_catalogued_path_is_found_by_its_own_shape() {
        let table = Table::new();
        for route in table.routes() {
            let path = route.known.path.replace('{', "x").replace('}', "");
            match table.find(route.known.method, &path) {
                Found::Route(hit, _) => assert_eq!(hit.known.path, route.known.path),
                _ => panic!("{path} is not found"),
            }
        }
    }

    #[test]
    fn unknown_paths_and_methods_are_told_apart() {
        let table = Table::new();
        assert!(matches!(table.find("GET", "/api/v4/nothing/here"), Found::Nothing));
        assert!(matches!(table.find("BREW", "/api/v4/users"), Found::OtherMethod));
        assert!(matches!(table.find("GET", "/api/v4/users/"), Found::Route(..)));
    }
}
