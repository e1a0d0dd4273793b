//! What a phone tells about itself after it has logged in.

use roost_model::session::{SessionDevice, props};
use roost_model::user::StringMap;
use roost_store::sessions as store;

use super::create::{own_session, session_length_ms};
use crate::record::Kind;
use crate::{AppError, Ctx, Record, audit};

/// Longest device id that the table holds.
const DEVICE_ID_LEN_MAX: usize = 512;

/// Attaches device and settings to the session of the request. Tells the new time of expiry (Unix ms) when there is a
/// device: other sessions on it end, and this one lasts as long as phones' do.
pub async fn session_device(ctx: &Ctx, request: &SessionDevice) -> Result<Option<i64>, AppError> {
    let session = own_session(ctx)?;
    let mut kept = StringMap::new();
    let disabled = &request.device_notification_disabled;
    if !disabled.is_empty() {
        if !matches!(disabled.as_str(), "true" | "false") {
            return Err(AppError::invalid_body(props::DEVICE_NOTIFICATION_DISABLED));
        }
        kept.insert(props::DEVICE_NOTIFICATION_DISABLED.to_owned(), disabled.clone());
    }
    if !request.mobile_version.is_empty() {
        if !is_version(&request.mobile_version) {
            return Err(AppError::invalid_body(props::MOBILE_VERSION));
        }
        kept.insert(props::MOBILE_VERSION.to_owned(), request.mobile_version.clone());
    }
    if request.device_id.len() > DEVICE_ID_LEN_MAX {
        return Err(AppError::invalid_body("device_id"));
    }
    if kept.is_empty() && request.device_id.is_empty() {
        return Ok(None);
    }
    let mut tx = ctx.db().begin().await?;
    let mut record = Record::new();
    record.invalidate(Kind::Session, session.id);
    let mut expires = None;
    if !request.device_id.is_empty() {
        let others = store::session_delete_for_device_in_tx(&mut tx, session.user_id, &request.device_id, session.id);
        for other in others.await? {
            record.invalidate(Kind::Session, other).invalidate(Kind::EndSessionSockets, other);
        }
        let expires_ms = ctx.now_ms() + session_length_ms(&ctx.config(), true);
        store::session_set_device_in_tx(&mut tx, session.id, &request.device_id, expires_ms);
        audit::note_in_tx(ctx, &mut tx, ctx.user_id(), &[""]);
        expires = Some(expires_ms);
    }
    if !kept.is_empty() {
        store::session_set_props_in_tx(&mut tx, session.id, &kept);
    }
    ctx.commit(tx, record).await?;
    Ok(expires)
}

/// Three numbers with dots, and maybe more after a dash or plus.
fn is_version(text: &str) -> bool {
    let core = text.split(['-', '+']).next().unwrap_or_default();
    let parts: Vec<&str> = core.split('.').collect();
    let number = |part: &&str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()) && (part.len() == 1 || !part.starts_with('0'))
    };
    parts.len() == 3 && parts.iter().all(number)
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn versions_have_three_numbers() {
        for good in ["2.0.0", "10.20.30", "1.2.3-beta.1", "1.2.3+505"] {
            assert!(is_version(good), "{good}");
        }
        for bad in ["", "2", "2.0", "2.0.x", "01.2.3", "1.2.3.4"] {
            assert!(!is_version(bad), "{bad}");
        }
    }
}
