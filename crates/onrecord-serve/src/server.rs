//! The service on a socket: slow clients are sent away, and a stop lets answers under way end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::app::{App, router};
use crate::settings::{Limits, ServeError, Settings};

/// How long to wait before the next connection is taken where the system refuses one.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until the process is told to stop. `ready` is called with the address once clients can connect.
///
/// # Errors
/// Where the settings are not safe, the engine or the archive does not open, or the address is taken.
pub async fn serve(settings: Settings, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    settings.check()?;
    let (bind, limits) = (settings.bind, settings.limits);
    let refused = |source| ServeError::Bind { bind, source };
    let listener = TcpListener::bind(bind).await.map_err(refused)?;
    let app = App::new(settings)?;
    ready(listener.local_addr().map_err(refused)?);
    accept(listener, router(app), limits, told_to_stop()).await;
    Ok(())
}

/// Takes connections until `stop`, then waits for the answers under way.
async fn accept(listener: TcpListener, router: Router, limits: Limits, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let open = Arc::new(Semaphore::new(limits.connections));
    let mut stop = std::pin::pin!(stop);
    loop {
        let next = async {
            // waits here where too many are open: the system keeps the others in its queue
            let permit = Arc::clone(&open).acquire_owned().await.ok()?;
            Some((listener.accept().await, permit))
        };
        tokio::select! {
            Some((accepted, permit)) = next => match accepted {
                Ok((stream, _)) => connection(stream, permit, router.clone(), limits, &graceful),
                Err(_) => tokio::time::sleep(PAUSE).await,
            },
            () = &mut stop => break,
            else => break,
        }
    }
    drop(listener);
    let _ = tokio::time::timeout(limits.stop_time, graceful.shutdown()).await;
}

fn connection(
    stream: TcpStream,
    permit: OwnedSemaphorePermit,
    router: Router,
    limits: Limits,
    graceful: &GracefulShutdown,
) {
    // small answers leave at once
    let _ = stream.set_nodelay(true);
    let watcher = graceful.watcher();
    tokio::spawn(async move {
        let _permit = permit;
        let mut builder = Builder::new(TokioExecutor::new());
        builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.head_time).max_buf_size(64 << 10);
        let service = TowerToHyperService::new(router);
        let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
        // a client that goes away or speaks no HTTP concerns nobody else
        let _ = watcher.watch(connection).await;
    });
}

/// Waits for Ctrl-C, or for the signal by which a system ends its services.
async fn told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
