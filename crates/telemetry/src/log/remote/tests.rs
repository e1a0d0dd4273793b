use std::io::{BufRead, BufReader, Read};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;
use tracing::Level;
use tracing::level_filters::LevelFilter;

use crate::log::output::Output;
use crate::log::{Address, Form, Levels, Place, Tls, Wanted};

/// A place of its own on this machine, so that a port that is free for a moment stays free.
const HOME: &str = "127.0.77.1:0";

const DEADLINE: Duration = Duration::from_secs(30);

fn listen(at: &str) -> (TcpListener, Address) {
    let listener = TcpListener::bind(at).unwrap();
    let address = listener.local_addr().unwrap();
    (listener, Address { host: address.ip().to_string(), port: address.port(), tls: None })
}

fn accept(listener: &TcpListener) -> TcpStream {
    let (stream, _) = listener.accept().unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    stream
}

fn open(place: Place, form: Form, waiting_max: usize) -> (Output, Arc<AtomicU64>) {
    let lost = Arc::new(AtomicU64::new(0));
    let levels = Levels::up_to(LevelFilter::TRACE);
    let wanted = Wanted { name: "far".to_owned(), place, form, levels, waiting_max };
    (Output::open(&wanted, lost.clone()).unwrap(), lost)
}

fn read_line(from: &mut impl BufRead) -> String {
    let mut line = String::new();
    from.read_line(&mut line).unwrap();
    line
}

#[test]
fn lines_arrive_and_go_on_after_a_connection_was_closed() {
    let (listener, address) = listen(HOME);
    let (output, lost) = open(Place::Tcp(address), Form::Text, 10);
    output.write("one\nand a half", Level::INFO);
    output.write("two", Level::INFO);
    let mut first = BufReader::new(accept(&listener));
    assert_eq!([read_line(&mut first), read_line(&mut first)], ["one\\nand a half\n", "two\n"]);
    drop(first);
    output.write("three", Level::INFO);
    let mut second = BufReader::new(accept(&listener));
    assert_eq!(read_line(&mut second), "three\n");
    output.write("four", Level::INFO);
    output.end();
    output.ended();
    assert_eq!(read_line(&mut second), "four\n");
    assert_eq!(second.read(&mut [0]).unwrap(), 0, "the connection ends with the output");
    assert_eq!(lost.load(Ordering::Relaxed), 0);
}

#[test]
fn a_target_that_is_away_holds_nobody_up_and_what_has_no_room_is_counted() {
    let (listener, address) = listen(HOME);
    let at = listener.local_addr().unwrap();
    drop(listener);
    let (output, lost) = open(Place::Tcp(address), Form::Text, 3);
    (0..100).for_each(|n| output.write(&n.to_string(), Level::INFO));
    // The thread has one in hand, or not yet.
    let at_least = lost.load(Ordering::Relaxed);
    assert!((96..=97).contains(&at_least), "{at_least}");
    let (listener, _) = listen(&at.to_string());
    let mut arrived = BufReader::new(accept(&listener));
    assert_eq!([read_line(&mut arrived), read_line(&mut arrived), read_line(&mut arrived)], ["0\n", "1\n", "2\n"]);
    output.write("later", Level::INFO);
    assert!((0..2).any(|_| read_line(&mut arrived) == "later\n"), "one more may have found room");
}

#[test]
fn a_target_that_does_not_read_holds_nobody_up() {
    let (listener, address) = listen(HOME);
    let (output, lost) = open(Place::Tcp(address), Form::Text, 10);
    output.write("first", Level::INFO);
    let mut deaf = BufReader::new(accept(&listener));
    let long = "x".repeat(100_000);
    (0..1_000).for_each(|_| output.write(&long, Level::INFO));
    assert!(lost.load(Ordering::Relaxed) > 0, "100 MB have no room between the two");
    assert_eq!(read_line(&mut deaf), "first\n");
}

#[test]
fn an_output_that_ends_while_its_target_is_away_is_not_waited_for() {
    let (listener, address) = listen(HOME);
    drop(listener);
    let (output, lost) = open(Place::Tcp(address), Form::Text, 10);
    output.write("one", Level::INFO);
    output.write("two", Level::INFO);
    output.end();
    output.queue.ended_within(DEADLINE);
    assert_eq!(lost.load(Ordering::Relaxed), 2);
}

#[test]
fn syslog_begins_with_severity_time_host_tag_and_process() {
    let (listener, address) = listen(HOME);
    let (output, _) = open(Place::Syslog(address, "chat".to_owned()), Form::Json, 10);
    for level in [Level::ERROR, Level::WARN, Level::INFO, Level::DEBUG, Level::TRACE] {
        output.write("{}", level);
    }
    let mut arrived = BufReader::new(accept(&listener));
    let end = format!(" {} chat[{}]: {{}}\n", crate::log::host(), std::process::id());
    for severity in ["3", "4", "6", "7", "7"] {
        let line = read_line(&mut arrived);
        let rest = line.strip_prefix(&format!("<{severity}> ")).unwrap_or_else(|| panic!("{line}"));
        let time: String = rest.strip_suffix(&end).unwrap_or_else(|| panic!("{line}")).to_owned();
        let shape: String = time.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        assert_eq!(shape, "0000-00-00T00:00:00Z");
    }
}

#[test]
fn gelf_ends_with_a_zero_and_has_texts_and_numbers() {
    use tracing_subscriber::layer::SubscriberExt;

    let (listener, address) = listen(HOME);
    let log = Arc::new(crate::Logging::default());
    let levels = Levels::from_iter([Level::WARN]);
    let form = Form::Gelf("web-1".to_owned());
    let wanted = Wanted { name: "graylog".to_owned(), place: Place::Tcp(address), form, levels, waiting_max: 10 };
    assert!(log.write_to(&[wanted], LevelFilter::OFF, 100).is_empty());
    tracing::subscriber::with_default(tracing_subscriber::registry().with(crate::LogLayer(log.clone())), || {
        tracing::error!(target: "roost_x", "worse than what is wanted");
        tracing::warn!(target: "roost_x", id = 7, ok = true, "it \"said\"");
        tracing::info!(target: "roost_x", "better");
    });
    let mut arrived = BufReader::new(accept(&listener));
    let mut bytes = Vec::new();
    arrived.read_until(0, &mut bytes).unwrap();
    let said: Value = serde_json::from_slice(bytes.strip_suffix(&[0]).unwrap()).unwrap();
    assert!(said["timestamp"].as_f64().unwrap() > 1.7e9);
    let wanted = serde_json::json!({
        "version": "1.1", "host": "web-1", "short_message": "it \"said\"", "timestamp": said["timestamp"], "level": 3,
        "_caller": "roost_x", "_id_": 7, "_ok": "true",
    });
    assert_eq!(said, wanted);
    log.end();
    assert_eq!(arrived.read(&mut [0]).unwrap(), 0, "nothing but the one level that is wanted");
}

/// Somebody who takes one line over TLS: `None` when the client does not believe him.
fn one_line(listener: &TcpListener, config: &Arc<ServerConfig>) -> Option<String> {
    let connection = ServerConnection::new(config.clone()).unwrap();
    let mut line = String::new();
    let mut arrived = BufReader::new(StreamOwned::new(connection, accept(listener)));
    arrived.read_line(&mut line).ok().filter(|read| *read > 0)?;
    Some(line)
}

#[test]
fn tls_goes_to_whom_the_certificate_is_of_or_to_anybody() {
    let made = rcgen::generate_simple_self_signed(["127.0.77.1".to_owned()]).unwrap();
    let key = PrivateKeyDer::from_pem_slice(made.signing_key.serialize_pem().as_bytes()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = builder.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key).unwrap();
    let config = Arc::new(config);
    let (listener, address) = listen(HOME);
    let to = |tls: Tls| {
        let (output, _) = open(Place::Tcp(Address { tls: Some(tls), ..address.clone() }), Form::Json, 10);
        output.write("secret", Level::INFO);
        output
    };
    let known = to(Tls { authorities: made.cert.pem().into_bytes(), insecure: false });
    assert_eq!(one_line(&listener, &config).as_deref(), Some("secret\n"));
    drop(known);
    let anybody = to(Tls { authorities: Vec::new(), insecure: true });
    assert_eq!(one_line(&listener, &config).as_deref(), Some("secret\n"));
    drop(anybody);
    let nobody = to(Tls::default());
    assert_eq!(one_line(&listener, &config), None, "the system knows nothing of this certificate");
    drop(nobody);
    let wrong = Place::Tcp(Address { tls: Some(Tls { authorities: b"no PEM".to_vec(), insecure: false }), ..address });
    let levels = Levels::default();
    let wanted = Wanted { name: "far".to_owned(), place: wrong, form: Form::Json, levels, waiting_max: 1 };
    let error = Output::open(&wanted, Arc::default()).unwrap_err();
    assert!(error.to_string().contains("no certificate"), "{error}");
}
