//! The dashboards for Grafana, from the table of what they show.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::tree;

/// Panels side by side; a dashboard is 24 units wide.
const COLUMNS: usize = 2;
const PANEL_WIDTH: usize = 12;
const PANEL_HEIGHT: usize = 8;

#[derive(Deserialize)]
struct Dashboard {
    title: String,
    panel: Vec<Panel>,
}

#[derive(Deserialize)]
struct Panel {
    title: String,
    /// Grafana's name of the unit.
    unit: String,
    /// Legend and query.
    lines: Vec<(String, String)>,
}

/// The JSON of one dashboard.
pub fn generate(name: &str) -> Result<Vec<u8>, String> {
    let path = tree::root().join("deploy/grafana/dashboards.toml");
    let all: BTreeMap<String, Dashboard> =
        toml::from_str(&tree::read(&path)?).map_err(|error| format!("{}: {error}", tree::shown(&path)))?;
    let board = all.get(name).ok_or_else(|| format!("{} has no dashboard {name}", tree::shown(&path)))?;
    let panels: Vec<Value> = board.panel.iter().enumerate().map(|(place, panel)| render(place, panel)).collect();
    let whole = json!({
        "uid": format!("roost-{name}"),
        "title": board.title,
        "tags": ["roost"],
        "schemaVersion": 39,
        "refresh": "10s",
        "time": { "from": "now-1h", "to": "now" },
        "templating": { "list": [{ "name": "source", "type": "datasource", "query": "prometheus", "label": "Prometheus" }] },
        "panels": panels,
    });
    let mut text = serde_json::to_vec_pretty(&whole).map_err(|error| error.to_string())?;
    text.push(b'\n');
    Ok(text)
}

fn render(place: usize, panel: &Panel) -> Value {
    let source = json!({ "type": "prometheus", "uid": "${source}" });
    let target = |(number, (legend, query)): (usize, &(String, String))| {
        let id = char::from(b'A' + u8::try_from(number).unwrap_or(25));
        json!({ "refId": id.to_string(), "datasource": source, "expr": query, "legendFormat": legend })
    };
    json!({
        "id": place + 1,
        "type": "timeseries",
        "title": panel.title,
        "datasource": source,
        "gridPos": {
            "x": place % COLUMNS * PANEL_WIDTH, "y": place / COLUMNS * PANEL_HEIGHT, "w": PANEL_WIDTH, "h": PANEL_HEIGHT,
        },
        "fieldConfig": { "defaults": { "unit": panel.unit, "min": 0 }, "overrides": [] },
        "options": { "legend": { "displayMode": "table", "placement": "bottom", "calcs": ["lastNotNull", "max"] } },
        "targets": panel.lines.iter().enumerate().map(target).collect::<Vec<_>>(),
    })
}
