//! What the server has done, for Prometheus.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use onrecord_archive::Archive;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::app::App;
use crate::problem::Problem;

/// Upper borders of the classes of durations, in seconds.
const CLASSES: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// What is counted.
pub struct Metrics {
    registry: Registry,
    requests: Family<Asked, Counter>,
    seconds: Family<Where, Histogram>,
    underway: Gauge,
    answered_from_memory: Counter,
    articles: Counter,
    statements: Counter,
}

/// One class of requests.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Asked {
    route: String,
    method: String,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Where {
    route: String,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("onrecord");
        let requests = Family::default();
        let seconds: Family<Where, Histogram> = Family::new_with_constructor(|| Histogram::new(CLASSES));
        let (underway, answered_from_memory) = (Gauge::default(), Counter::default());
        let (articles, statements) = (Counter::default(), Counter::default());
        registry.register("requests", "Requests answered", requests.clone());
        registry.register_with_unit(
            "request_duration",
            "Time from a request to the beginning of its answer",
            Unit::Seconds,
            seconds.clone(),
        );
        registry.register("requests_underway", "Requests being answered", underway.clone());
        registry.register(
            "answers_answered_from_memory",
            "Answers that were kept from before",
            answered_from_memory.clone(),
        );
        registry.register("articles_read", "Articles read by the engine", articles.clone());
        registry.register("statements_found", "Statements found in them", statements.clone());
        Metrics { registry, requests, seconds, underway, answered_from_memory, articles, statements }
    }
}

impl Metrics {
    /// Counts an article read.
    pub fn read(&self, statements: usize) {
        self.articles.inc();
        self.statements.inc_by(statements as u64);
    }

    /// Counts an answer that was kept from before.
    pub fn answered_from_memory(&self) {
        self.answered_from_memory.inc();
    }
}

/// Counts a request and its time.
pub async fn measure(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    // the pattern, never the address: there are few of them, and they tell nothing about what was asked
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST") => known,
        _ => "other",
    };
    let method = method.to_owned();
    let underway = Underway::new(&app.metrics.underway);
    let start = Instant::now();
    let response = next.run(request).await;
    drop(underway);
    app.metrics.seconds.get_or_create(&Where { route: route.clone() }).observe(start.elapsed().as_secs_f64());
    let status = response.status().as_u16();
    app.metrics.requests.get_or_create(&Asked { route, method, status }).inc();
    response
}

/// Counted as long as it lives, also where the client goes away.
struct Underway<'m>(&'m Gauge);

impl<'m> Underway<'m> {
    fn new(gauge: &'m Gauge) -> Self {
        gauge.inc();
        Underway(gauge)
    }
}

impl Drop for Underway<'_> {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// `GET /metrics`.
pub async fn show(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    let counts = app.store.ask(Archive::counts).await?;
    let mut archive = Registry::with_prefix("onrecord_archive");
    for (name, help, count) in [
        ("documents", "Articles in the archive", counts.documents),
        ("statements", "Statements in the archive", counts.statements),
        ("people", "People and bodies in the archive", counts.people),
        ("families", "Utterances told more than once", counts.families),
    ] {
        let gauge = Gauge::<u64, AtomicU64>::default();
        gauge.set(count);
        archive.register(name, help, gauge);
    }
    let mut out = String::new();
    encode(&mut out, &archive).map_err(Problem::internal)?;
    let mut own = String::new();
    encode(&mut own, &app.metrics.registry).map_err(Problem::internal)?;
    // each ends in a line that says so; only the last may
    let out = out.replace("# EOF\n", "") + &own;
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, content_type)], out).into_response())
}
