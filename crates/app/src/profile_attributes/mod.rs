//! Fields that a server adds to profiles, and their values.

mod fields;
mod values;

pub use fields::{
    attribute_create, attribute_delete, attribute_group, attribute_list, attribute_patch, require_fields,
};
pub use values::{attribute_values, attribute_values_patch, require_values};
