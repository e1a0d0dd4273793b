//! What the wire leaves out: predicates for `skip_serializing_if`.

#![expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]

pub(crate) fn zero(n: &i64) -> bool {
    *n == 0
}

pub(crate) fn off(flag: &bool) -> bool {
    !*flag
}
