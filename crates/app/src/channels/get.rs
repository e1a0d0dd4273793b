//! Reading one channel.

use std::sync::Arc;

use roost_model::Id;
use roost_model::channel::Channel;

use crate::access::channel::{self, Read};
use crate::{AppError, Ctx};

/// The channel, for those who may see that it is there: 404 when there is none, 403 when it is not theirs to see.
pub async fn channel_show(ctx: &Ctx, id: Id) -> Result<Arc<Channel>, AppError> {
    Ok(channel::channel_or_404::<Read>(ctx, id).await?.channel)
}
