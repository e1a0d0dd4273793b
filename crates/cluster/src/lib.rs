//! What makes several nodes one server: pure state machines without a runtime, and (with the next nodes) membership
//! and bus. It carries opaque payloads and knows nothing of posts.

pub mod log_reader;
