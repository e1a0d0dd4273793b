//! The operations below `/api/v4`. The folder mirrors the paths: one file per resource, each with its `ROUTES`.

mod actions;
mod bookmarks;
mod bots;
mod brand;
pub mod catalogue;
mod categories;
pub(crate) mod channels;
mod client_perf;
mod commands;
mod config;
mod content_flagging;
mod drafts;
mod emoji;
mod files;
mod groups;
mod hooks;
mod hosted;
mod image;
mod jobs;
mod license;
mod plugins;
mod posts;
mod preferences;
mod profile_attributes;
mod reactions;
mod reports;
mod roles;
pub(crate) mod roost;
mod schemes;
mod search;
mod shared_channels;
mod status;
mod system;
mod teams;
mod threads;
mod users;

use crate::route::Built;

/// Every built operation.
pub fn built() -> impl Iterator<Item = &'static Built> {
    let areas: &[&[&[Built]]] = &[
        categories::AREA,
        channels::ROUTES,
        emoji::ROUTES,
        files::ROUTES,
        groups::ROUTES,
        crate::oauth::ROUTES,
        hooks::AREA,
        posts::ROUTES,
        search::AREAS,
        &[
            actions::ROUTES,
            bookmarks::ROUTES,
            brand::ROUTES,
            client_perf::ROUTES,
            bots::ROUTES,
            commands::ROUTES,
            config::ROUTES,
            content_flagging::ROUTES,
            drafts::ROUTES,
            hosted::ROUTES,
            image::ROUTES,
            jobs::ROUTES,
            license::ROUTES,
            plugins::ROUTES,
            preferences::ROUTES,
            profile_attributes::ROUTES,
            reactions::ROUTES,
            reports::ROUTES,
            roles::ROUTES,
            schemes::ROUTES,
            shared_channels::ROUTES,
            status::ROUTES,
        ],
        system::ROUTES,
        teams::ROUTES,
        threads::AREAS,
        users::ROUTES,
    ];
    areas.iter().copied().flatten().copied().flatten()
}
