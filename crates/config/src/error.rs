//! What can be wrong with a configuration.

use std::io;
use std::path::PathBuf;

use crate::env::OverrideError;
use crate::validate::Invalid;

/// A value of the wrong type; the text names the key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TypeError(pub String);

/// Why a configuration could not be loaded or saved. The texts are for the administrator who reads them at start.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("cannot read the configuration {}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot write the configuration {}: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("{}:{line}:{column}: {message}", path.display())]
    Malformed { path: PathBuf, line: usize, column: usize, message: String },
    #[error("environment variables that cannot be used:\n{}", lines(.0))]
    Environment(Vec<OverrideError>),
    #[error("settings that cannot be used:\n{}", lines(.0))]
    Invalid(Vec<Invalid>),
    #[error("{0}")]
    Type(#[from] TypeError),
}

impl From<Vec<OverrideError>> for ConfigError {
    fn from(errors: Vec<OverrideError>) -> Self {
        Self::Environment(errors)
    }
}

fn lines(errors: &[impl ToString]) -> String {
    errors.iter().map(|error| format!("  {}", error.to_string())).collect::<Vec<_>>().join("\n")
}
