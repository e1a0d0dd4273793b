//! E-mail addresses of accounts.

/// Longest address in bytes.
pub const EMAIL_LEN_MAX: usize = 128;

/// A bare address in lower case: `local@domain`, no display name, no comments, no quoted local part. The domain needs no dot.
pub fn is_email(text: &str) -> bool {
    let well_cased = !text.chars().any(char::is_uppercase);
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    text.len() <= EMAIL_LEN_MAX && well_cased && is_dot_atom(local) && (is_dot_atom(domain) || is_literal(domain))
}

/// True when the address belongs to one of the domains: `a.com, b.com`, or with `@` before them. An empty list allows all.
pub fn has_domain_of(email: &str, domains: &str) -> bool {
    let email = email.to_lowercase();
    let domain = email.rsplit_once('@').map(|(_, domain)| domain);
    let listed = domains.to_lowercase();
    let mut allowed = listed.split([',', '@']).flat_map(str::split_whitespace).peekable();
    allowed.peek().is_none() || allowed.any(|a| Some(a) == domain)
}

/// Atoms with single dots between them. Beyond ASCII every character is welcome, as in mail of today.
fn is_dot_atom(text: &str) -> bool {
    text.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom_char))
}

fn is_atom_char(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => true,
        c if c.is_ascii() => "!#$%&'*+-/=?^_`{|}~".contains(c),
        c => !c.is_whitespace() && !c.is_control(),
    }
}

fn is_literal(domain: &str) -> bool {
    let address = domain.strip_prefix('[').and_then(|d| d.strip_suffix(']'));
    address.is_some_and(|a| a.strip_prefix("ipv6:").unwrap_or(a).parse::<std::net::IpAddr>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for good in ["a@b", "u1-abc@example.com", "a.b+c@x.co", "o'neil@x.ie", "müller@köln.example", "a@[127.0.0.1]"]
        {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "notanemail",
            "@x.com",
            "a@",
            "a@@b",
            "A@b.com",
            "a@B.com",
            "Ann <a@b.com>",
            "<a@b.com>",
            "a b@c.com",
            "a@b c.com",
            ".a@b.com",
            "a.@b.com",
            "a..b@c.com",
            "a@b..com",
            "a@b.com.",
            "a@b.com, c@d.com",
            "\"a\"@b.com",
            "a(x)@b.com",
            "a@[x]",
            "a@b.com\n",
            "a\0@b.com",
            "ä@b.com\u{a0}",
            "É@b.com",
        ] {
            assert!(!is_email(bad), "{bad:?}");
        }
        assert!(is_email(&format!("{}@b", "a".repeat(126))));
        assert!(!is_email(&format!("{}@b", "a".repeat(127))));
    }

    #[test]
    fn domains() {
        for (email, domains, allowed) in [
            ("a@b.com", "", true),
            ("a@b.com", "  ,", true),
            ("a@b.com", "b.com", true),
            ("a@B.com", "x.org, @b.com", true),
            ("a@b.com", "x.org b.com", true),
            ("a@sub.b.com", "b.com", false),
            ("a@eb.com", "b.com", false),
            ("b.com", "b.com", false),
        ] {
            assert_eq!(has_domain_of(email, domains), allowed, "{email} in {domains}");
        }
    }
}
