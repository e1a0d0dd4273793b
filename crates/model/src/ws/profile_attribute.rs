//! Events about the fields that a server adds to profiles.

use serde::Serialize;

use crate::Id;
use crate::profile_attribute::{Field, Values};

/// `custom_profile_attributes_field_created`: an object, not a text.
#[derive(Clone, Debug, Serialize)]
pub struct FieldCreated<'a> {
    pub field: &'a Field,
}

/// `custom_profile_attributes_field_updated`.
#[derive(Clone, Debug, Serialize)]
pub struct FieldUpdated<'a> {
    /// Whether everybody's values of the field are gone.
    pub delete_values: bool,
    pub field: &'a Field,
}

/// `custom_profile_attributes_field_deleted`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct FieldDeleted {
    pub field_id: Id,
}

/// `custom_profile_attributes_values_updated`: those of somebody's values that changed.
#[derive(Clone, Debug, Serialize)]
pub struct ValuesUpdated<'a> {
    pub user_id: Id,
    pub values: &'a Values,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile_attribute::{FieldAttrs, FieldType};
    use crate::testing::assert_event;
    use crate::ws::event;

    #[test]
    fn payloads_have_the_recorded_keys() {
        let id = Id::from_random(1);
        let field = &Field {
            id,
            group_id: id,
            name: "f".to_owned(),
            field_type: FieldType::Text,
            target_id: String::new(),
            target_type: String::new(),
            create_at: 1,
            update_at: 1,
            delete_at: 0,
            attrs: FieldAttrs::default(),
        };
        assert_event(event::CUSTOM_PROFILE_ATTRIBUTES_FIELD_CREATED, &FieldCreated { field });
        assert_event(event::CUSTOM_PROFILE_ATTRIBUTES_FIELD_UPDATED, &FieldUpdated { delete_values: false, field });
        assert_event(event::CUSTOM_PROFILE_ATTRIBUTES_FIELD_DELETED, &FieldDeleted { field_id: id });
        let values = &Values::new();
        assert_event(event::CUSTOM_PROFILE_ATTRIBUTES_VALUES_UPDATED, &ValuesUpdated { user_id: id, values });
    }
}
