//! Which kind of client a request came from, as far as its user agent tells.

/// The values of the metrics' label `origin_client`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClientKind {
    #[default]
    Unknown,
    Web,
    Desktop,
    Mobile,
}

impl ClientKind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::Web, Self::Desktop, Self::Mobile];

    /// Reads a `User-Agent` header. The apps put their own name into it; every browser says `Mozilla`.
    pub fn of(user_agent: &str) -> Self {
        if ["rnbeta", "Mattermost Mobile/", "Mattermost%20Mobile/", "MattermostMobile/"]
            .iter()
            .any(|name| user_agent.contains(name))
        {
            Self::Mobile
        } else if user_agent.contains("Mattermost/") {
            Self::Desktop
        } else if user_agent.contains("Mozilla/") {
            Self::Web
        } else {
            Self::Unknown
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Desktop => "desktop",
            Self::Web => "web",
            Self::Unknown => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_are_known_by_their_agents() {
        let browser =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";
        let desktop =
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0.0.0 Electron/33.2.0 Mattermost/5.10.2";
        assert_eq!(ClientKind::of(browser), ClientKind::Web);
        assert_eq!(ClientKind::of(desktop), ClientKind::Desktop);
        assert_eq!(ClientKind::of("Mattermost Mobile/2.25.0+600 (iOS; 18.1; iPhone)"), ClientKind::Mobile);
        assert_eq!(ClientKind::of("curl/8.5.0"), ClientKind::Unknown);
        assert_eq!(ClientKind::of(""), ClientKind::Unknown);
    }
}
