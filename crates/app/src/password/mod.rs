//! Password hashes and the password policy. All of it is CPU work without state: callers put [`hash`] and [`verify`] on
//! blocking threads (about 70 ms each at the standard work factor).

mod hash;
mod policy;

pub use hash::{PASSWORD_LEN_MAX, SALT_LEN, TooLong, Verdict, WORK_FACTOR, hash, verify};
pub use policy::{Policy, violation};
