//! Which mail domains may have accounts.

use roost_model::errors::user as errors;
use roost_model::user::User;

use crate::{AppError, Ctx};

/// Whether `email` is of one of `domains` (separated by commas or spaces, with or without `@`); an empty list allows all.
pub fn is_allowed(email: &str, domains: &str) -> bool {
    let email = email.to_lowercase();
    let domains = domains.to_lowercase();
    let mut list = domains.split([',', ' ', '@']).filter(|domain| !domain.is_empty()).peekable();
    let (_, domain) = email.rsplit_once('@').unwrap_or_default();
    list.peek().is_none() || list.any(|allowed| allowed == domain)
}

/// 400 when a new account may not have its mail address.
pub fn require_allowed_signup(ctx: &Ctx, email: &str, guest: bool) -> Result<(), AppError> {
    let config = ctx.config();
    let domains = if guest {
        &config.guest_accounts.restrict_creation_to_domains
    } else {
        &config.team.restrict_creation_to_domains
    };
    if is_allowed(email, domains) { Ok(()) } else { Err(errors::SIGNUP_DOMAIN.into()) }
}

/// 400 when an account may not change to its new mail address.
pub fn require_allowed_change(ctx: &Ctx, user: &User) -> Result<(), AppError> {
    let config = ctx.config();
    if user.is_guest() {
        let allowed = is_allowed(&user.email, &config.guest_accounts.restrict_creation_to_domains);
        return if allowed { Ok(()) } else { Err(errors::UPDATE_GUEST_DOMAIN.into()) };
    }
    let allowed = matches!(user.auth_service.as_str(), "ldap" | "saml")
        || is_allowed(&user.email, &config.team.restrict_creation_to_domains);
    if allowed { Ok(()) } else { Err(errors::UPDATE_DOMAIN.into()) }
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    #[test]
    fn domains_are_compared_whole_and_without_case() {
        assert!(is_allowed("a@b.c", ""));
        assert!(is_allowed("a@Corp.example", "@corp.example, other.example"));
        assert!(is_allowed("a@other.example", "corp.example other.example"));
        assert!(!is_allowed("a@evil-corp.example", "corp.example"));
        assert!(!is_allowed("no address", "corp.example"));
    }
}
