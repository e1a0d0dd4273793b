//! Reading roles. They are all in memory.

use std::collections::HashSet;

use roost_model::Id;
use roost_model::errors::role as errors;
use roost_model::permission::{ANCILLARY, Permission};
use roost_model::role::{Role, is_valid_name};

use crate::{AppError, Ctx};

/// Names in one question at most.
const NAMES_MAX: usize = 100;

/// Every role, for administrators.
pub fn role_list(ctx: &Ctx) -> Result<Vec<Role>, AppError> {
    ctx.require(Permission::ManageSystem)?;
    let mut all: Vec<Role> = ctx.roles().roles.values().map(|(role, _)| role.clone()).collect();
    all.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

/// One role. Everybody signed in may see it: clients decide by it what to offer.
pub fn role_get(ctx: &Ctx, id: Id) -> Result<Role, AppError> {
    let mut all = ctx.roles().roles.values();
    all.find(|(role, _)| role.id == id).map(|(role, _)| role.clone()).ok_or_else(|| errors::NOT_FOUND.into())
}

/// One role by its name.
pub fn role_by_name(ctx: &Ctx, name: &str) -> Result<Role, AppError> {
    ctx.roles().roles.get(name).map(|(role, _)| role.clone()).ok_or_else(|| errors::BY_NAME_NOT_FOUND.into())
}

/// The roles that exist among these names, the built-in ones first and by name, the others as asked for. `None` when only blanks were asked for.
pub fn roles_by_names(ctx: &Ctx, names: &[String]) -> Result<Option<Vec<Role>>, AppError> {
    if names.is_empty() || names.len() > NAMES_MAX {
        return Err(AppError::invalid_body("rolenames"));
    }
    let mut wanted: Vec<&str> = names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
    if !wanted.iter().all(|name| is_valid_name(name)) {
        return Err(AppError::invalid_body("rolename"));
    }
    if wanted.is_empty() {
        return Ok(None);
    }
    let mut seen = HashSet::new();
    wanted.retain(|name| seen.insert(*name));
    let all = &ctx.roles().roles;
    let found = wanted.iter().filter_map(|name| all.get(*name)).map(|(role, _)| role.clone());
    let (mut built_in, made): (Vec<Role>, Vec<Role>) = found.partition(|role| role.built_in);
    built_in.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    built_in.extend(made);
    Ok(Some(built_in))
}

/// These permissions, and after them those that pages of the console bring along.
pub fn permissions_with_ancillary(names: Vec<String>) -> Vec<String> {
    let brought = |name: &String| {
        let permission = Permission::from_name(name);
        ANCILLARY.iter().filter(move |(page, _)| Some(*page) == permission).flat_map(|(_, brought)| brought.iter())
    };
    let more: Vec<String> = names.iter().flat_map(brought).map(|permission| permission.name().to_owned()).collect();
    let mut all = names;
    for name in more {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}
