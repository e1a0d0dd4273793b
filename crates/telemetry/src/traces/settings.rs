//! What the environment says about spans: the names that all programs with OpenTelemetry have.

use std::time::Duration;

use super::sampler::Sampler;

/// How spans leave.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceSettings {
    pub(super) endpoint: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) timeout: Duration,
    pub(super) sampler: Sampler,
    /// What is known about the sender; `service.name` at least.
    pub(super) resource: Vec<(String, String)>,
    /// Spans that wait at most.
    pub(super) queue_max: usize,
    pub(super) batch_max: usize,
    /// A span waits so long for others to leave with.
    pub(super) delay: Duration,
}

const PATH: &str = "/v1/traces";

/// What this program is called where nobody says.
const SERVICE: &str = "roost";

impl TraceSettings {
    /// `None`: no spans are wanted, which is so unless there is an endpoint. Says what cannot be used.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, String> {
        let get = |name: &str| variable(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let is = |name: &str, value: &str| get(name).is_some_and(|given| given.eq_ignore_ascii_case(value));
        let of_traces = |end: &str| {
            get(&format!("OTEL_EXPORTER_OTLP_TRACES_{end}")).or_else(|| get(&format!("OTEL_EXPORTER_OTLP_{end}")))
        };
        let number = |name: &str, otherwise: u64| match get(name) {
            None => Ok(otherwise),
            Some(given) => given.parse().map_err(|_| format!("{name} is no number")),
        };
        let base = || Some(format!("{}{PATH}", get("OTEL_EXPORTER_OTLP_ENDPOINT")?.trim_end_matches('/')));
        let Some(endpoint) = get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT").or_else(base) else { return Ok(None) };
        if is("OTEL_SDK_DISABLED", "true") || is("OTEL_TRACES_EXPORTER", "none") {
            return Ok(None);
        }
        if let Some(protocol) = of_traces("PROTOCOL").filter(|protocol| protocol != "http/protobuf") {
            return Err(format!("OTEL_EXPORTER_OTLP_PROTOCOL is {protocol}; spans leave by http/protobuf only"));
        }
        let timeout = of_traces("TIMEOUT").map_or(Ok(10_000), |given| given.parse());
        let sampler = Sampler::read(get("OTEL_TRACES_SAMPLER").as_deref(), get("OTEL_TRACES_SAMPLER_ARG").as_deref())?;
        let mut resource = pairs(&get("OTEL_RESOURCE_ATTRIBUTES").unwrap_or_default());
        if let Some(name) = get("OTEL_SERVICE_NAME") {
            resource.retain(|(key, _)| key != "service.name");
            resource.push(("service.name".to_owned(), name));
        } else if !resource.iter().any(|(key, _)| key == "service.name") {
            resource.push(("service.name".to_owned(), SERVICE.to_owned()));
        }
        let bounded = |number: u64| usize::try_from(number.clamp(1, 100_000)).unwrap_or(1);
        Ok(Some(Self {
            endpoint,
            headers: pairs(&of_traces("HEADERS").unwrap_or_default()),
            timeout: Duration::from_millis(timeout.map_err(|_| "OTEL_EXPORTER_OTLP_TIMEOUT is no number")?),
            sampler,
            resource,
            queue_max: bounded(number("OTEL_BSP_MAX_QUEUE_SIZE", 2_048)?),
            batch_max: bounded(number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512)?),
            delay: Duration::from_millis(number("OTEL_BSP_SCHEDULE_DELAY", 5_000)?),
        }))
    }
}

/// `a=1,b=%20`: what has no `=` is passed over.
fn pairs(text: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_encoding::percent_decode_str(text.trim()).decode_utf8_lossy().into_owned();
    text.split(',').filter_map(|pair| pair.split_once('=')).map(|(key, value)| (decode(key), decode(value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Option<TraceSettings>, String> {
        TraceSettings::read(|name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn spans_leave_only_where_there_is_an_endpoint() {
        assert_eq!(read(&[("OTEL_SERVICE_NAME", "chat"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "")]), Ok(None));
        let endpoint = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318/");
        assert_eq!(read(&[endpoint, ("OTEL_SDK_DISABLED", "TRUE")]), Ok(None));
        assert_eq!(read(&[endpoint, ("OTEL_TRACES_EXPORTER", "none")]), Ok(None));
        assert_eq!(read(&[endpoint]).unwrap().unwrap().endpoint, "http://c:4318/v1/traces");
        let own = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c/in");
        assert_eq!(read(&[endpoint, own]).unwrap().unwrap().endpoint, "http://c/in");
    }

    #[test]
    fn everything_else_has_the_usual_value() {
        let usual = read(&[("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c")]).unwrap().unwrap();
        assert_eq!(
            (usual.queue_max, usual.batch_max, usual.delay.as_secs(), usual.timeout.as_secs()),
            (2_048, 512, 5, 10)
        );
        assert_eq!(usual.resource, [("service.name".to_owned(), "roost".to_owned())]);
        let chosen = read(&[
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20x, tenant=7"),
            ("OTEL_RESOURCE_ATTRIBUTES", "service.name=lost,deployment.environment.name=test"),
            ("OTEL_SERVICE_NAME", "chat"),
        ]);
        let chosen = chosen.unwrap().unwrap();
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(chosen.headers, [pair("authorization", "Bearer x"), pair("tenant", "7")]);
        assert_eq!(chosen.resource, [pair("deployment.environment.name", "test"), pair("service.name", "chat")]);
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        let endpoint = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c");
        for wrong in [
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "soon"),
            ("OTEL_BSP_SCHEDULE_DELAY", "-1"),
            ("OTEL_TRACES_SAMPLER", "sometimes"),
        ] {
            assert!(read(&[endpoint, wrong]).is_err(), "{wrong:?}");
        }
    }
}
