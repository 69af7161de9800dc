//! What all requests share, and the way of a request through the layers.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use onrecord::Engine;
use onrecord_read::fetch::{Fetcher, Policy};
use tokio::sync::Semaphore;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate, SizeAbove};
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

use crate::cache::Cache;
use crate::metrics::Metrics;
use crate::problem::{Problem, Sort};
use crate::readings::Readings;
use crate::settings::{ServeError, Settings};
use crate::store::Store;
use crate::{api, cache, guard, metrics, pages, problem};

/// Answers smaller than this are sent as they are.
const WORTH_PACKING: u16 = 512;

/// Addresses fetched at once; each mostly waits.
const FETCHED_AT_ONCE: usize = 16;

/// What all requests share.
pub struct App {
    pub(crate) settings: Settings,
    pub(crate) engine: Arc<Engine>,
    /// How many articles are read at once.
    pub(crate) reading: Gate,
    /// How many addresses are fetched at once.
    pub(crate) fetching: Gate,
    pub(crate) store: Store,
    pub(crate) fetcher: Option<Arc<Fetcher>>,
    pub(crate) readings: Readings,
    pub(crate) cache: Cache,
    pub(crate) metrics: Metrics,
    pub(crate) openapi: String,
}

impl App {
    /// Loads the engine and opens the archive.
    ///
    /// # Errors
    /// Where the settings are not safe, or either does not open.
    pub fn new(settings: Settings) -> Result<Arc<Self>, ServeError> {
        settings.check()?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let limits = settings.limits;
        let policy = Policy {
            allow_local: settings.allow_local,
            max_bytes: limits.article_bytes as u64,
            timeout: limits.request_time / 2,
            ..Policy::default()
        };
        Ok(Arc::new(App {
            engine: Arc::new(Engine::with(settings.tier)?),
            reading: Gate::new(cores, limits.waiting, limits.request_time / 2),
            fetching: Gate::new(FETCHED_AT_ONCE, limits.waiting, limits.request_time / 2),
            store: Store::open(
                &settings.archive,
                Gate::new(cores * 2, limits.waiting, limits.request_time / 2),
            )?,
            fetcher: settings.fetch.then(|| Arc::new(Fetcher::new(policy))),
            readings: Readings::default(),
            cache: Cache::default(),
            metrics: Metrics::default(),
            openapi: api::openapi::document(),
            settings,
        }))
    }
}

/// The pages and the API as a service.
pub fn router(app: Arc<App>) -> Router {
    let limits = app.settings.limits;
    // what the archive answers alike until it changes
    let asked = Router::new()
        .merge(pages::asked())
        .merge(api::asked())
        .route_layer(from_fn_with_state(Arc::clone(&app), cache::answer));
    let plain = Router::new()
        .merge(pages::plain())
        .merge(api::plain())
        .route("/metrics", get(metrics::show))
        .layer(DefaultBodyLimit::max(limits.article_bytes));
    let packing = DefaultPredicate::new().and(SizeAbove::new(WORTH_PACKING.into()));
    Router::new()
        .merge(asked)
        .merge(plain)
        .merge(api::batch().layer(DefaultBodyLimit::max(limits.batch_bytes)))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, limits.request_time))
        .layer(RequestBodyTimeoutLayer::new(limits.body_time))
        .layer(from_fn_with_state(Arc::clone(&app), guard::admit))
        .layer(from_fn(problem::render))
        .layer(CompressionLayer::new().compress_when(packing))
        .layer(from_fn(guard::harden))
        .layer(from_fn_with_state(Arc::clone(&app), metrics::measure))
        .with_state(app)
}

/// Lets so many pieces of blocking work run at once, and so many more wait.
#[derive(Clone)]
pub struct Gate {
    permits: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    most_waiting: usize,
    patience: Duration,
}

impl Gate {
    /// A gate for work that keeps a core busy or waits for the disk.
    pub fn new(at_once: usize, most_waiting: usize, patience: Duration) -> Self {
        Gate { permits: Arc::new(Semaphore::new(at_once)), waiting: Arc::default(), most_waiting, patience }
    }

    /// Runs work on a thread that may block.
    ///
    /// # Errors
    /// [`Sort::Busy`] where too many wait already or the wait is too long; an internal problem where
    /// the work panicked.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let busy = || Sort::Busy.with("Many requests wait already; try again in a moment.");
        let permit = match Arc::clone(&self.permits).try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => {
                let place = Waiting::new(&self.waiting);
                if place.before >= self.most_waiting {
                    return Err(busy());
                }
                let permit = Arc::clone(&self.permits).acquire_owned();
                match tokio::time::timeout(self.patience, permit).await {
                    Ok(Ok(permit)) => permit,
                    Ok(Err(_)) | Err(_) => return Err(busy()),
                }
            }
        };
        let work = tokio::task::spawn_blocking(move || {
            // held until the work is done, even where nobody waits for it any more
            let _permit = permit;
            work()
        });
        work.await.map_err(|error| Problem::internal(format_args!("a request ended in a panic: {error}")))
    }
}

/// A place among those who wait, given up when dropped.
struct Waiting<'w> {
    count: &'w AtomicUsize,
    before: usize,
}

impl<'w> Waiting<'w> {
    fn new(count: &'w AtomicUsize) -> Self {
        Waiting { before: count.fetch_add(1, Ordering::Relaxed), count }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn those_who_cannot_wait_are_told_so() {
        let gate = Gate::new(1, 0, Duration::from_secs(5));
        let (stop, stopped) = std::sync::mpsc::channel::<()>();
        let first = tokio::spawn({
            let gate = gate.clone();
            async move { gate.run(move || stopped.recv().is_ok()).await }
        });
        while gate.permits.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(gate.run(|| ()).await.unwrap_err().status, 503);
        stop.send(()).unwrap();
        assert!(first.await.unwrap().unwrap());
        assert!(gate.run(|| ()).await.is_ok());
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_of_one_request() {
        let gate = Gate::new(1, 1, Duration::from_secs(5));
        assert_eq!(gate.run(|| panic!("on purpose")).await.map(|(): ()| ()).unwrap_err().status, 500);
        assert!(gate.run(|| ()).await.is_ok());
    }
}
