//! The answer of operations that have nothing else to say.

use serde::{Deserialize, Serialize};

/// `{"status":"OK"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusOk {
    pub status: String,
}

impl Default for StatusOk {
    fn default() -> Self {
        Self { status: "OK".to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::StatusOk;

    #[test]
    fn it_says_ok() {
        assert_eq!(serde_json::to_string(&StatusOk::default()).unwrap(), r#"{"status":"OK"}"#);
    }
}
