//! Answers that never come to an end, or take their time.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt as _};
use tokio::time::sleep;

const PACE: Duration = Duration::from_secs(1);

/// A status line, then a header field a second.
pub(super) async fn headers(stream: &mut (impl AsyncWrite + Unpin)) -> io::Result<()> {
    stream.write_all(b"HTTP/1.1 401 Unauthorized\r\n").await?;
    loop {
        stream.write_all(b"x-patience: 1\r\n").await?;
        sleep(PACE).await;
    }
}

/// All of `answer`, a byte a second.
pub(super) async fn bytes(stream: &mut (impl AsyncWrite + Unpin), answer: &[u8]) -> io::Result<()> {
    for byte in answer {
        stream.write_all(&[*byte]).await?;
        sleep(PACE).await;
    }
    Ok(())
}

/// Chunk after chunk, as fast as it is read.
pub(super) async fn body(stream: &mut (impl AsyncWrite + Unpin)) -> io::Result<()> {
    let head =
        b"HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head).await?;
    let chunk = format!("4000\r\n{}\r\n", "a".repeat(0x4000));
    loop {
        stream.write_all(chunk.as_bytes()).await?;
    }
}

/// One interim answer after another (RFC 9110 §15.2).
pub(super) async fn interim(stream: &mut (impl AsyncWrite + Unpin)) -> io::Result<()> {
    let hints = "HTTP/1.1 103 Early Hints\r\nlink: </>; rel=preload\r\n\r\n".repeat(64);
    loop {
        stream.write_all(hints.as_bytes()).await?;
    }
}
