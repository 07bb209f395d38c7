//! The listener: connections in, each with its limits.
//!
//! A client that is slow to send its head, its body or to take its answer is cut off, so that a handful of half-open
//! connections cannot hold the desk.

use super::app::App;
use super::guesses::Peer;
use super::{live, routes};
use crate::store::{Keyring, StoreError};
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::TcpListener;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::{Sleep, sleep};

/// A client gets so long to send the head of a request; an idle connection is closed after it too.
const HEAD_PATIENCE: Duration = Duration::from_secs(10);

/// A client gets so long to take the next bytes of an answer.
const WRITE_PATIENCE: Duration = Duration::from_secs(20);

/// Connections at one time. A newsroom's desks hold a few each; more is a flood.
const CONNECTIONS: usize = 512;

/// What the workbench is started with.
pub struct Options {
    /// The workspace.
    pub root: PathBuf,
    /// Who is proposed on the sign-in page.
    pub reviewer: Option<String>,
    /// Host names that the browser may use beside addresses and `localhost`.
    pub names: Vec<String>,
    /// SHA-256 of the token that a visitor has to know; `None` lets in everybody who reaches the address.
    pub token: Option<String>,
    /// The secret keys of those who sign.
    pub keyring: Keyring,
    /// The time, RFC 3339 in UTC, to the second.
    pub now: Arc<dyn Fn() -> String + Send + Sync>,
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options").field("root", &self.root).field("names", &self.names).finish_non_exhaustive()
    }
}

/// Serves the workspace on `listener` until the process is told to stop (Ctrl-C).
///
/// # Errors
/// A workspace that cannot be opened, and a system that gives no threads or sockets.
pub fn serve(listener: TcpListener, options: Options) -> Result<(), StoreError> {
    let app =
        Arc::new(App::new(options, listener.local_addr().map(|address| address.ip().is_loopback()).unwrap_or(false))?);
    let refused = |what: &'static str| move |error: io::Error| StoreError::Refused(format!("cannot {what}: {error}"));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(16)
        .build()
        .map_err(refused("start threads"))?;
    listener.set_nonblocking(true).map_err(refused("listen"))?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).map_err(refused("listen"))?;
        tokio::spawn(live::watch(app.clone()));
        tokio::select! {
            () = accept(listener, app) => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        Ok(())
    })
}

/// Takes connections for ever.
async fn accept(listener: tokio::net::TcpListener, app: Arc<App>) {
    let router = routes::router(app);
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        // A connection that broke before it was taken is no reason to stop; one that fails for want of
        // descriptors is worth a breath.
        let Ok((stream, peer)) = listener.accept().await else {
            sleep(Duration::from_millis(50)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let router = TowerToHyperService::new(router.clone());
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(peer.ip()));
            router.call(request)
        });
        tokio::spawn(async move {
            let _place = place;
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD_PATIENCE)
                .max_buf_size(64 << 10)
                .serve_connection(TokioIo::new(Patient::new(stream)), service)
                .await;
        });
    }
}

/// A stream that fails when the other side takes nothing for too long.
struct Patient {
    stream: TcpStream,
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn new(stream: TcpStream) -> Patient {
        Patient { stream, stalled: None }
    }

    /// Starts or watches the clock while a write is pending.
    fn watch<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let clock = self.stalled.get_or_insert_with(|| Box::pin(sleep(WRITE_PATIENCE)));
        ready!(clock.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Patient {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.watch(cx, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(cx);
        self.watch(cx, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bytes);
        self.watch(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
