//! Who is typing: told to those who look at the channel, kept nowhere.

use roost_model::Id;
use roost_model::permission::Permission;
use roost_model::ws::channel::Typing;
use roost_model::ws::event;
use roost_realtime::{Audience, Event};

use crate::access::channel::require_in_channel;
use crate::{App, AppError, Ctx};

/// Tells the channel that the user is typing there. The caller has checked that the user may post.
pub fn typing(app: &App, user: Id, channel: Id, parent: Id) {
    if !app.config.current().service.enable_user_typing_messages {
        return;
    }
    let data = Typing { parent_id: parent, user_id: user };
    let audience = Audience::channel(channel).omit_user(user).scoped_to_active_channel();
    app.tell(Event::new(event::TYPING, &data, audience));
}

/// As [`typing`], for the user in the path of a request.
pub async fn typing_in_name(ctx: &Ctx, user: Id, channel: Id, parent: Id) -> Result<(), AppError> {
    if user != ctx.user_id() {
        ctx.require(Permission::ManageSystem)?;
    }
    require_in_channel(ctx, channel, Permission::CreatePost).await?;
    typing(ctx.app(), user, channel, parent);
    Ok(())
}
