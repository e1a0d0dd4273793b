//! Slash commands: the server's own and those of programs.

mod builtin;
mod custom;
mod execute;
mod manage;
mod respond;
mod suggest;

pub use custom::command_hook_answer;
pub use execute::command_execute;
pub use manage::{
    command_create, command_delete, command_get, command_list, command_move, command_regen_token, command_update,
};
pub use suggest::{command_autocomplete, command_suggestions};
