//! Answers to requests. They carry no sequence number of their own.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::port::ActionError;

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the names of the wire")]
struct Reply<'a> {
    status: &'a str,
    #[serde(skip_serializing_if = "is_zero")]
    seq_reply: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failure<'a>>,
}

#[derive(Serialize)]
struct Failure<'a> {
    id: &'a str,
    message: &'a str,
    detailed_error: &'a str,
    status_code: u16,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(n: &i64) -> bool {
    *n == 0
}

pub(crate) fn ok(seq: i64, data: &Map<String, Value>) -> String {
    encode(&Reply { status: "OK", seq_reply: seq, data: (!data.is_empty()).then_some(data), error: None })
}

pub(crate) fn fail(seq: i64, error: &ActionError) -> String {
    let error = Failure { id: &error.id, message: &error.message, detailed_error: "", status_code: error.status };
    encode(&Reply { status: "FAIL", seq_reply: seq, data: None, error: Some(error) })
}

fn encode(reply: &Reply<'_>) -> String {
    serde_json::to_string(reply).expect("a reply has text keys only")
}
