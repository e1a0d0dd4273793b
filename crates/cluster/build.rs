//! Generates the client and the server of the bus. Its messages are written by hand in `src/bus/wire.rs`, so that no
//! compiler for protobuf is needed.

use tonic_build::manual::{Builder, Method, Service};

fn main() {
    let method = |name: &str, route: &str, input: &str, output: &str| {
        Method::builder()
            .name(name)
            .route_name(route)
            .input_type(input)
            .output_type(output)
            .codec_path("tonic_prost::ProstCodec")
            .client_streaming()
            .server_streaming()
            .build()
    };
    let wire = |name: &str| format!("crate::bus::wire::{name}");
    let bus = Service::builder()
        .name("Bus")
        .package("roost.bus.v1")
        .method(method("log", "Log", &wire("LogFrame"), &wire("LogAnswer")))
        .method(method("live", "Live", &wire("LiveFrame"), &wire("LiveAnswer")))
        .build();
    Builder::new().compile(&[bus]);
}
