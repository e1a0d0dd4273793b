//! Who may read and write which settings.

use roost_model::permission::{Permission, PermissionSet, TABLE};
use serde_json::Value;

use super::pages::{ANY_PAGE, pages};
use crate::{AppError, Ctx};

/// What is wished for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Read,
    Write,
}

impl Access {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Read => "sysconsole_read_",
            Self::Write => "sysconsole_write_",
        }
    }
}

/// The session's user at the system console.
pub struct Console {
    access: Access,
    permissions: PermissionSet,
}

impl Console {
    pub fn of(ctx: &Ctx, access: Access) -> Self {
        Self { access, permissions: ctx.system_permissions() }
    }

    /// 403 when no page of the console is open to the user.
    pub fn required(ctx: &Ctx, access: Access) -> Result<Self, AppError> {
        let console = Self::of(ctx, access);
        if console.any() { Ok(console) } else { Err(AppError::no_permission().because("no page of the console")) }
    }

    fn manages_system(&self) -> bool {
        self.permissions.contains(Permission::ManageSystem)
    }

    /// Whether any page of the console is open to the user.
    fn any(&self) -> bool {
        let of_console = |(permission, name, _): &&(Permission, &str, _)| {
            name.starts_with(self.access.prefix()) && !permission.is_deprecated()
        };
        self.manages_system() || TABLE.iter().filter(of_console).any(|(one, _, _)| self.permissions.contains(*one))
    }

    /// Whether the setting is open to the user; named as `ServiceSettings.SiteURL`.
    pub fn may(&self, path: &str) -> bool {
        let mut names = path.split('.');
        self.may_key(names.next().unwrap_or_default(), names.next().unwrap_or_default())
    }

    fn may_key(&self, section: &str, key: &str) -> bool {
        let open = |page: &str| match page {
            ANY_PAGE => self.access == Access::Read && self.any(),
            _ => Permission::from_name(&format!("{}{page}", self.access.prefix()))
                .is_some_and(|permission| self.permissions.contains(permission)),
        };
        self.manages_system() || pages(section, key).iter().any(|page| open(page))
    }

    /// The configuration with null for the settings that are not open to the user.
    pub fn filtered(&self, mut config: Value) -> Value {
        if let Value::Object(sections) = &mut config {
            for (section, keys) in sections {
                let Value::Object(keys) = keys else { continue };
                let closed = keys.iter_mut().filter(|(key, _)| !self.may_key(section, key));
                closed.for_each(|(_, value)| *value = Value::Null);
            }
        }
        config
    }

    /// A tree of settings without those that are not open to the user; null when nothing is left.
    pub fn only_open(&self, tree: Value) -> Value {
        let Value::Object(mut sections) = tree else { return Value::Null };
        for (section, keys) in &mut sections {
            if let Value::Object(keys) = keys {
                keys.retain(|key, _| self.may_key(section, key));
            }
        }
        sections.retain(|_, keys| keys.as_object().is_none_or(|keys| !keys.is_empty()));
        if sections.is_empty() { Value::Null } else { Value::Object(sections) }
    }
}
