//! Events about messages that are not sent yet.

use serde::Serialize;

use crate::draft::Draft;
use crate::ws::json_text;

/// `draft_created` and `draft_deleted`: the draft as JSON text.
#[derive(Clone, Debug, Serialize)]
pub struct DraftChanged {
    pub draft: String,
}

impl DraftChanged {
    pub fn new(draft: &Draft) -> Self {
        Self { draft: json_text(draft) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_event;
    use crate::ws::event;

    #[test]
    fn payloads_have_the_recorded_keys() {
        for name in [event::DRAFT_CREATED, event::DRAFT_DELETED] {
            assert_event(name, &DraftChanged::new(&Draft::default()));
        }
    }
}
