//! `/reactions`, and the reactions of posts.

use roost_app::AppError;
use roost_app::reactions::{reaction_add, reaction_remove, reactions_of_post, reactions_of_posts};
use roost_model::emoji::is_valid_name;
use roost_model::reaction::ReactionDraft;

use crate::v4::channels::ids;
use crate::{Answer, Call, Reply};

crate::routes! {
    POST "/api/v4/reactions" => add;
    GET "/api/v4/posts/{post_id}/reactions" => of_post;
    DELETE "/api/v4/users/{user_id}/posts/{post_id}/reactions/{emoji_name}" => remove;
    POST "/api/v4/posts/ids/reactions" => of_posts;
}

async fn add(mut call: Call) -> Answer {
    let draft: ReactionDraft = call.json("reaction").await?;
    Reply::json(&reaction_add(&call.ctx, draft).await?)
}

async fn of_post(call: Call) -> Answer {
    let reactions = reactions_of_post(&call.ctx, call.id("post_id")?).await?;
    // The original answers null where there are none.
    Reply::json(&(!reactions.is_empty()).then_some(reactions))
}

async fn of_posts(mut call: Call) -> Answer {
    let posts = ids(&mut call, "post_ids").await?;
    Reply::json(&reactions_of_posts(&call.ctx, &posts).await?)
}

async fn remove(call: Call) -> Answer {
    let (user_id, post_id) = (call.id("user_id")?, call.id("post_id")?);
    let name = call.param("emoji_name");
    if !is_valid_name(name) {
        return Err(AppError::invalid_url("emoji_name"));
    }
    reaction_remove(&call.ctx, user_id, post_id, name).await?;
    Reply::ok()
}
