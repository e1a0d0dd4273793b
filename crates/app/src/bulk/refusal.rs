//! Why a line is not taken.

use std::fmt;

use roost_model::ErrorId;

/// A catalogue entry with its parameters and the part of the line that it is about, such as `post.attachments[0]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub error: &'static ErrorId,
    /// Empty when it is about the line as a whole.
    pub field: String,
    params: Vec<(&'static str, String)>,
}

impl Refusal {
    pub fn new(error: &'static ErrorId) -> Self {
        Self { error, field: String::new(), params: Vec::new() }
    }

    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = field.into();
        self
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.params.push((name, value.into()));
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = self.error.message.to_owned();
        for (name, value) in &self.params {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        write!(f, "{text} [{}]", self.error.id)
    }
}

/// `Err` with this entry unless `ok`.
pub(super) fn demand(ok: bool, error: &'static ErrorId) -> Result<(), Refusal> {
    if ok { Ok(()) } else { Err(Refusal::new(error)) }
}
