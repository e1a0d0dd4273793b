//! What users did, in their own list and the administrators'.

use roost_model::Id;
use roost_model::audit::Audit;
use roost_store::{Tx, audits};

use crate::Ctx;

/// Longer remarks are cut.
const EXTRA_RUNES_MAX: usize = 1_024;

/// Adds one row per remark to the transaction.
pub fn note_in_tx(ctx: &Ctx, tx: &mut Tx, user: Id, extras: &[&str]) {
    if !extras.is_empty() {
        audits::audit_insert_in_tx(tx, &common(ctx, user), rows(ctx, extras));
    }
}

fn common(ctx: &Ctx, user_id: Id) -> Audit {
    Audit {
        create_at: ctx.now_ms(),
        user_id,
        action: cut(&ctx.client().path, 512),
        ip_address: cut(&ctx.client().ip, 64),
        session_id: ctx.session().map(|session| session.id).unwrap_or_default(),
        ..Audit::default()
    }
}

fn rows(ctx: &Ctx, extras: &[&str]) -> Vec<(Id, String)> {
    extras.iter().map(|extra| (ctx.new_id(), cut(extra, EXTRA_RUNES_MAX))).collect()
}

/// The column cannot hold NUL, which a client may have sent.
fn cut(text: &str, runes_max: usize) -> String {
    text.chars().filter(|c| *c != '\0').take(runes_max).collect()
}
