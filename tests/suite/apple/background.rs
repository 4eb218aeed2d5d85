//! A listener on loopback with a thread and a runtime of its own, which ends when it is dropped.

use std::net::Ipv4Addr;
use std::thread::{self, JoinHandle};

use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio::sync::oneshot::{self, Sender};

pub(super) struct Background {
    pub(super) port: u16,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Background {
    /// Serves each connection, counted from 1, as a task of its own. The tasks must not block.
    pub(super) fn start<Task>(serve: impl Fn(TcpStream, usize) -> Task + Send + 'static) -> Self
    where
        Task: Future<Output = ()> + Send + 'static,
    {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (stop, stopped) = oneshot::channel();
        let thread = thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                tokio::spawn(async move {
                    for number in 1.. {
                        let Ok((stream, _)) = listener.accept().await else { return };
                        tokio::spawn(serve(stream, number));
                    }
                });
                // An error is an end too: the other half is gone.
                let _ = stopped.await;
            });
        });
        Self { port, stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
