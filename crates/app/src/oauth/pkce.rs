//! Proof that whoever redeems a code is who asked for it (RFC 7636). Pure.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use roost_model::ErrorId;
use roost_model::errors::oauth as errors;
use roost_model::oauth::is_unreserved;

/// Whether `verifier` is what `challenge` was made of; both empty where no proof was asked for.
pub fn check(challenge: &str, verifier: &str) -> Result<(), &'static ErrorId> {
    match (challenge, verifier) {
        ("", "") => Ok(()),
        ("", _) => Err(errors::VERIFIER_UNEXPECTED),
        (_, "") => Err(errors::VERIFIER_MISSING),
        _ => {
            let well_formed = (43..=128).contains(&verifier.len()) && verifier.bytes().all(is_unreserved);
            let made = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()));
            let same = verify_slices_are_equal(made.as_bytes(), challenge.as_bytes()).is_ok();
            if well_formed && same { Ok(()) } else { Err(errors::VERIFIER_WRONG) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard() {
        let (verifier, challenge) =
            ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert_eq!(check(challenge, verifier), Ok(()));
        assert_eq!(check("", ""), Ok(()));
        assert_eq!(check("", verifier), Err(errors::VERIFIER_UNEXPECTED));
        assert_eq!(check(challenge, ""), Err(errors::VERIFIER_MISSING));
        assert_eq!(check(challenge, &verifier.to_lowercase()), Err(errors::VERIFIER_WRONG));
        assert_eq!(check(challenge, challenge), Err(errors::VERIFIER_WRONG));
    }
}
