//! Passwords of accounts: hashing and checking away from the request threads.

use roost_model::errors::user as errors;

use crate::password::{self, Policy, SALT_LEN, Verdict};
use crate::{AppError, Ctx};

/// Refuses a password that breaks the policy of the server.
pub fn check_policy(ctx: &Ctx, password: &str) -> Result<(), AppError> {
    let config = ctx.config();
    let settings = &config.password;
    let policy = Policy {
        len_min: usize::try_from(settings.minimum_length).unwrap_or(0),
        lowercase: settings.lowercase,
        uppercase: settings.uppercase,
        number: settings.number,
        symbol: settings.symbol,
    };
    let Some(id) = password::violation(&policy, password) else { return Ok(()) };
    let entry = errors::ALL.iter().find(|entry| entry.id == id);
    let entry = entry.ok_or_else(|| AppError::internal(format!("the catalogue lacks {id}")))?;
    Err(AppError::new(entry).with("min", settings.minimum_length.to_string()))
}

/// The stored form of a password. Takes a core for about 70 ms, on a thread of its own.
pub async fn hash(ctx: &Ctx, password: &str) -> Result<String, AppError> {
    let mut salt = [0; SALT_LEN];
    ctx.app().random.fill(&mut salt);
    let (password, work_factor) = (password.to_owned(), ctx.app().password_work_factor);
    on_hashing_thread(ctx, move || password::hash(&password, work_factor, &salt)).await?.map_err(AppError::internal)
}

/// Compares a password with its stored form.
pub async fn verify(ctx: &Ctx, password: &str, stored: &str) -> Result<Verdict, AppError> {
    let (password, stored) = (password.to_owned(), stored.to_owned());
    let work_factor = ctx.app().password_work_factor;
    on_hashing_thread(ctx, move || password::verify(&password, &stored, work_factor)).await
}

async fn on_hashing_thread<T: Send + 'static>(
    ctx: &Ctx,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AppError> {
    let permit = ctx.app().hashing.acquire().await.map_err(AppError::internal)?;
    let done = tokio::task::spawn_blocking(work).await.map_err(AppError::internal);
    drop(permit);
    done
}

/// A random text of `len` letters and digits.
pub fn token(ctx: &Ctx, len: usize) -> String {
    let mut token = String::with_capacity(len + 26);
    while token.len() < len {
        token.push_str(ctx.new_id().as_str());
    }
    token.truncate(len);
    token
}
