//! Events about sidebar categories.

use serde::Serialize;

use crate::category::SidebarCategory;
use crate::ws::json_text;

/// `sidebar_category_created` and `sidebar_category_deleted`.
#[derive(Clone, Debug, Serialize)]
pub struct CategoryRef {
    pub category_id: String,
}

/// `sidebar_category_updated`: the categories as JSON text, or nothing when clients shall read them anew.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CategoriesUpdated {
    #[serde(rename = "updatedCategories", skip_serializing_if = "Option::is_none")]
    pub updated_categories: Option<String>,
}

impl CategoriesUpdated {
    pub fn new(categories: &[SidebarCategory]) -> Self {
        Self { updated_categories: Some(json_text(&categories)) }
    }
}

/// `sidebar_category_order_updated`: ids from top to bottom.
#[derive(Clone, Debug, Serialize)]
pub struct CategoryOrder {
    pub order: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_event;
    use crate::ws::event;

    #[test]
    fn payloads_have_the_recorded_keys() {
        assert_event(event::SIDEBAR_CATEGORY_CREATED, &CategoryRef { category_id: String::new() });
        assert_event(event::SIDEBAR_CATEGORY_DELETED, &CategoryRef { category_id: String::new() });
        assert_event(event::SIDEBAR_CATEGORY_UPDATED, &CategoriesUpdated::new(&[]));
        assert_event(event::SIDEBAR_CATEGORY_UPDATED, &CategoriesUpdated::default());
    }
}
