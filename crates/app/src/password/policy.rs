use super::PASSWORD_LEN_MAX;

/// What a new password must have (`PasswordSettings`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Least bytes.
    pub len_min: usize,
    pub lowercase: bool,
    pub uppercase: bool,
    pub number: bool,
    pub symbol: bool,
}

const SYMBOLS: &[u8] = b" !\"\\#$%&'()*+,-./:;<=>?@[]^_`|~";

/// The error id for a password that breaks the policy. Ids of missing characters name all kinds that are asked for, not
/// only the missing ones.
pub fn violation(policy: &Policy, password: &str) -> Option<&'static str> {
    if password.len() < policy.len_min {
        return Some("model.user.is_valid.pwd_min_length.app_error");
    }
    if password.len() > PASSWORD_LEN_MAX {
        return Some("model.user.is_valid.pwd_max_length.app_error");
    }
    let has = |wanted: fn(&u8) -> bool| password.as_bytes().iter().any(wanted);
    let missing = (policy.lowercase && !has(u8::is_ascii_lowercase))
        || (policy.uppercase && !has(u8::is_ascii_uppercase))
        || (policy.number && !has(u8::is_ascii_digit))
        || (policy.symbol && !has(|b| SYMBOLS.contains(b)));
    missing.then(|| id_of_kinds(policy))
}

fn id_of_kinds(policy: &Policy) -> &'static str {
    match (policy.lowercase, policy.uppercase, policy.number, policy.symbol) {
        (false, false, false, false) => "model.user.is_valid.pwd.app_error",
        (false, false, false, true) => "model.user.is_valid.pwd_symbol.app_error",
        (false, false, true, false) => "model.user.is_valid.pwd_number.app_error",
        (false, false, true, true) => "model.user.is_valid.pwd_number_symbol.app_error",
        (false, true, false, false) => "model.user.is_valid.pwd_uppercase.app_error",
        (false, true, false, true) => "model.user.is_valid.pwd_uppercase_symbol.app_error",
        (false, true, true, false) => "model.user.is_valid.pwd_uppercase_number.app_error",
        (false, true, true, true) => "model.user.is_valid.pwd_uppercase_number_symbol.app_error",
        (true, false, false, false) => "model.user.is_valid.pwd_lowercase.app_error",
        (true, false, false, true) => "model.user.is_valid.pwd_lowercase_symbol.app_error",
        (true, false, true, false) => "model.user.is_valid.pwd_lowercase_number.app_error",
        (true, false, true, true) => "model.user.is_valid.pwd_lowercase_number_symbol.app_error",
        (true, true, false, false) => "model.user.is_valid.pwd_lowercase_uppercase.app_error",
        (true, true, false, true) => "model.user.is_valid.pwd_lowercase_uppercase_symbol.app_error",
        (true, true, true, false) => "model.user.is_valid.pwd_lowercase_uppercase_number.app_error",
        (true, true, true, true) => "model.user.is_valid.pwd_lowercase_uppercase_number_symbol.app_error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEFAULT: Policy = Policy { len_min: 8, lowercase: false, uppercase: false, number: false, symbol: false };
    const ALL: Policy = Policy { len_min: 5, lowercase: true, uppercase: true, number: true, symbol: true };

    #[test]
    fn lengths_are_bytes() {
        let short = Some("model.user.is_valid.pwd_min_length.app_error");
        let long = Some("model.user.is_valid.pwd_max_length.app_error");
        for (password, id) in [
            ("", short),
            ("short", short),
            ("1234567", short),
            ("12345678", None),
            ("äöüß", None),
            (&*"a".repeat(72), None),
            (&*"a".repeat(73), long),
        ] {
            assert_eq!(violation(&DEFAULT, password), id, "{password}");
        }
    }

    #[test]
    fn kinds() {
        let all = Some("model.user.is_valid.pwd_lowercase_uppercase_number_symbol.app_error");
        for (password, id) in [
            ("aA1!x", None),
            ("aA1 x", None),
            ("aA1\\x", None),
            ("AA1!X", all),
            ("aa1!x", all),
            ("aAb!x", all),
            ("aA1bx", all),
            ("aA1äx", all),
            ("aA1{x", all),
        ] {
            assert_eq!(violation(&ALL, password), id, "{password}");
        }
        let two = Policy { lowercase: true, number: true, ..DEFAULT };
        assert_eq!(violation(&two, "ABCDEFG1"), Some("model.user.is_valid.pwd_lowercase_number.app_error"));
        assert_eq!(violation(&two, "abcdefg1"), None);
    }

    #[test]
    fn the_id_names_each_wanted_kind_in_order() {
        for bits in 1..16_u8 {
            let on = |bit: u8| bits & bit != 0;
            let policy = Policy { len_min: 0, lowercase: on(1), uppercase: on(2), number: on(4), symbol: on(8) };
            let kinds = [(on(1), "_lowercase"), (on(2), "_uppercase"), (on(4), "_number"), (on(8), "_symbol")];
            let names: String = kinds.iter().filter(|k| k.0).map(|k| k.1).collect();
            assert_eq!(violation(&policy, "").unwrap(), format!("model.user.is_valid.pwd{names}.app_error"));
        }
    }
}
