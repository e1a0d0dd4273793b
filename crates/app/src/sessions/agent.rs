//! What a session's list says of the program that logged in.

/// Names of platform, operating system and browser, made of the `User-Agent` header.
#[derive(Debug, PartialEq, Eq)]
pub struct Agent {
    pub platform: &'static str,
    pub os: String,
    /// Name and version, separated by a slash.
    pub browser: String,
}

/// Words that only phones and tablets say.
const MOBILE_WORDS: &[&str] = &["Mobile", "Android", "iOS", "iPhone", "iPad"];

/// Whether the log-in comes from a phone or tablet.
pub fn is_mobile(user_agent: &str) -> bool {
    MOBILE_WORDS.iter().any(|word| user_agent.contains(word))
}

impl Agent {
    /// Reads a `User-Agent` header; an unknown or missing one is "Unknown".
    pub fn parse(user_agent: &str) -> Self {
        let has = |word: &str| user_agent.contains(word);
        let platform = if has("iPad") {
            "iPad"
        } else if has("iPhone") {
            "iPhone"
        } else if has("iPod") {
            "iPod"
        } else if has("Windows Phone") {
            "Windows Phone"
        } else if has("Windows") {
            "Windows"
        } else if has("Macintosh") || has("Mac OS X") {
            "Macintosh"
        } else if has("BlackBerry") || has("BB10") {
            "BlackBerry"
        } else if has("Linux") || has("Android") || has("X11") || has("CrOS") {
            "Linux"
        } else {
            "Unknown"
        };
        Self { platform, os: os(user_agent), browser: browser(user_agent) }
    }
}

fn os(user_agent: &str) -> String {
    let has = |word: &str| user_agent.contains(word);
    if let Some(version) = after(user_agent, "Windows NT ") {
        return windows(version).to_owned();
    }
    let known = [
        ("Windows Phone", "Windows Phone"),
        ("Windows", "Windows"),
        ("iPhone", "iOS"),
        ("iPad", "iOS"),
        ("iPod", "iOS"),
        ("Android", "Android"),
        ("BlackBerry", "BlackBerry"),
        ("BB10", "BlackBerry"),
        ("CrOS", "Chrome OS"),
        ("Kindle", "Kindle"),
        ("webOS", "webOS"),
        ("Mac OS X", "Mac OS"),
        ("Macintosh", "Mac OS"),
        ("Linux", "Linux"),
        ("X11", "Linux"),
    ];
    known.iter().find(|(word, _)| has(word)).map_or("", |(_, name)| *name).to_owned()
}

fn windows(version: &str) -> &'static str {
    match version {
        "5.0" => "Windows 2000",
        "5.1" => "Windows XP",
        "5.2" => "Windows XP x64 Edition",
        "6.0" => "Windows Vista",
        "6.1" => "Windows 7",
        "6.2" => "Windows 8",
        "6.3" => "Windows 8.1",
        "10.0" => "Windows 10",
        _ => "Windows",
    }
}

fn browser(user_agent: &str) -> String {
    // Clients of the original name themselves with their whole version.
    let own = [
        ("Mattermost Mobile/", "Mobile App"),
        ("Mattermost/", "Desktop App"),
        ("mmctl/", "mmctl"),
        ("Franz/", "Franz"),
    ];
    for (mark, name) in own {
        if let Some(version) = after(user_agent, mark) {
            return format!("{name}/{version}");
        }
    }
    // The order matters: every one of them claims to be several of the others.
    let known = [
        ("Electron/", "Desktop App"),
        ("Edg/", "Edge"),
        ("Edge/", "Edge"),
        ("OPR/", "Opera"),
        ("Opera/", "Opera"),
        ("Vivaldi/", "Vivaldi"),
        ("CriOS/", "Chrome"),
        ("FxiOS/", "Firefox"),
        ("Firefox/", "Firefox"),
        ("Chromium/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("MSIE ", "Internet Explorer"),
        ("Trident/", "Internet Explorer"),
    ];
    for (mark, name) in known {
        if let Some(version) = after(user_agent, mark) {
            let version = if mark == "Trident/" { after(user_agent, "rv:").unwrap_or(version) } else { version };
            return format!("{name}/{}", major_minor(version));
        }
    }
    if user_agent.contains("Safari/") {
        let version = after(user_agent, "Version/").unwrap_or_default();
        return format!("Safari/{}", major_minor(version));
    }
    "Unknown/0.0".to_owned()
}

/// The word after `mark`, up to a blank, semicolon or bracket.
fn after<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(mark)?;
    rest.split([' ', ';', ')']).next().filter(|word| !word.is_empty())
}

fn major_minor(version: &str) -> String {
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    format!("{}.{}", parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(user_agent: &str) -> (&'static str, String, String) {
        let agent = Agent::parse(user_agent);
        (agent.platform, agent.os, agent.browser)
    }

    #[test]
    fn common_programs_are_named() {
        let table = [
            ("", ("Unknown", "", "Unknown/0.0")),
            ("Python-urllib/3.11", ("Unknown", "", "Unknown/0.0")),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
                ("Windows", "Windows 10", "Chrome/120.0"),
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Safari/605.1.15",
                ("Macintosh", "Mac OS", "Safari/17.1"),
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0",
                ("Linux", "Linux", "Firefox/121.0"),
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/116.0.1 Electron/26.2.1 Safari/537.36 Mattermost/5.5.1",
                ("Linux", "Linux", "Desktop App/5.5.1"),
            ),
            ("Mattermost Mobile/2.11.0+505 (iPhone; iOS 17.1)", ("iPhone", "iOS", "Mobile App/2.11.0+505")),
        ];
        for (agent, (platform, os, browser)) in table {
            assert_eq!(read(agent), (platform, os.to_owned(), browser.to_owned()), "{agent}");
        }
    }

    #[test]
    fn phones_are_told_from_desks() {
        assert!(is_mobile("Mattermost Mobile/2.11.0+505 (iPhone; iOS 17.1)"));
        assert!(!is_mobile("Mozilla/5.0 (X11; Linux x86_64; rv:121.0)"));
    }
}
