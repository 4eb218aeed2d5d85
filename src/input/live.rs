//! Readers that stop when the program is asked to, even while nothing arrives.
//!
//! Before each read of a regular file the flag is looked at. A pipe, a terminal or a device is read by a thread of its
//! own, because a signal handler does not end a read that waits: the system starts it again.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use zeroize::Zeroizing;

use super::read::{self, OpenInput, ReadError};
use super::stop::Stop;

/// How long nothing has to arrive before it counts as silence; a signal is noticed within the same time.
const SILENCE: Duration = Duration::from_millis(250);

/// Bytes of a piece: as many as a pipe holds.
const PIECE: usize = 64 << 10;

/// Pieces that wait to be taken.
const WAITING: usize = 2;

/// Bytes of the thread's stack.
const STACK: usize = 256 << 10;

/// Opens a file, FIFO or device whose reading ends when the program is to stop.
pub(super) fn open(path: &Path, stop: &Stop, reports_silence: bool) -> Result<OpenInput, ReadError> {
    if !is_fifo(path) {
        return stoppable(read::open(path)?, stop, reports_silence);
    }
    // To open a FIFO is to wait for whoever writes to it.
    let path = path.to_owned();
    live(move || File::open(path), stop, reports_silence)
}

/// The same, whose reading ends when the program is to stop.
pub(super) fn stoppable(
    opened: OpenInput,
    stop: &Stop,
    reports_silence: bool,
) -> Result<OpenInput, ReadError> {
    let OpenInput { reader, size } = opened;
    match size {
        Some(_) => Ok(OpenInput { reader: Box::new(Stoppable { reader, stop: stop.clone() }), size }),
        None => live(|| Ok(reader), stop, reports_silence),
    }
}

fn live<R: Read>(
    open: impl FnOnce() -> io::Result<R> + Send + 'static,
    stop: &Stop,
    reports_silence: bool,
) -> Result<OpenInput, ReadError> {
    let live = Live::start(open, stop.clone()).map_err(|source| ReadError::Read { after: 0, source })?;
    let reader: Box<dyn Read + Send> = match reports_silence {
        true => Box::new(live),
        false => Box::new(PatientReader(live)),
    };
    Ok(OpenInput { reader, size: None })
}

#[cfg(unix)]
fn is_fifo(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    path.metadata().is_ok_and(|metadata| metadata.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_fifo(_: &Path) -> bool {
    false
}

struct Stoppable<R> {
    reader: R,
    stop: Stop,
}

impl<R: Read> Read for Stoppable<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.stop.check()?;
        self.reader.read(to)
    }
}

/// Fails with [`io::ErrorKind::WouldBlock`] when nothing arrives for a while; nothing is lost, and it can be read on.
struct Live {
    pieces: Receiver<io::Result<Zeroizing<Vec<u8>>>>,
    piece: Zeroizing<Vec<u8>>,
    /// Bytes of the piece that were taken.
    taken: usize,
    stop: Stop,
}

impl Live {
    fn start<R: Read>(open: impl FnOnce() -> io::Result<R> + Send + 'static, stop: Stop) -> io::Result<Self> {
        let (to_take, pieces) = sync_channel(WAITING);
        let read = move || match open() {
            Ok(reader) => hand_over(reader, &to_take),
            // Nobody may want it any more.
            Err(error) => drop(to_take.send(Err(error))),
        };
        // Not joined: it may wait in a system call until the process ends.
        thread::Builder::new().stack_size(STACK).spawn(read)?;
        Ok(Self { pieces, piece: Zeroizing::default(), taken: 0, stop })
    }
}

/// Reads to the end, or until nobody takes the pieces.
fn hand_over(mut reader: impl Read, to_take: &SyncSender<io::Result<Zeroizing<Vec<u8>>>>) {
    let mut buffer = Zeroizing::new(vec![0; PIECE]);
    loop {
        let piece = match reader.read(&mut buffer) {
            Ok(0) => return,
            Ok(count) => Ok(Zeroizing::new(buffer.get(..count).unwrap_or_default().to_vec())),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let is_last = piece.is_err();
        if to_take.send(piece).is_err() || is_last {
            return;
        }
    }
}

impl Read for Live {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.piece.len() {
            self.stop.check()?;
            self.piece = match self.pieces.recv_timeout(SILENCE) {
                Ok(piece) => piece?,
                Err(RecvTimeoutError::Timeout) => {
                    self.stop.check()?;
                    return Err(io::ErrorKind::WouldBlock.into());
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            };
            self.taken = 0;
        }
        let count = self.piece.get(self.taken..).unwrap_or_default().read(to)?;
        self.taken += count;
        Ok(count)
    }
}

/// Waits as long as there is silence.
pub(super) struct PatientReader<R>(pub(super) R);

impl<R: Read> Read for PatientReader<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.0.read(to) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                result => return result,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Yields its parts one after the other, then an error.
    struct Parts(Vec<&'static [u8]>);

    impl Read for Parts {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let Some(part) = self.0.pop() else { return Err(io::ErrorKind::ConnectionReset.into()) };
            to[..part.len()].copy_from_slice(part);
            Ok(part.len())
        }
    }

    fn opened(reader: impl Read + Send + 'static) -> OpenInput {
        OpenInput { reader: Box::new(reader), size: None }
    }

    #[test]
    fn nothing_is_lost_and_the_failure_comes_last() {
        let parts = Parts(vec![b"three", b"two ", b"one "]);
        let mut read = stoppable(opened(parts), &Stop::default(), true).unwrap().reader;
        let mut text = Vec::new();
        let error = read.read_to_end(&mut text).unwrap_err();
        assert_eq!((text.as_slice(), error.kind()), (&b"one two three"[..], io::ErrorKind::ConnectionReset));
    }

    #[test]
    fn silence_is_reported_and_then_it_can_be_read_on() {
        let (silent, mut writer) = io::pipe().unwrap();
        let mut read = stoppable(opened(silent), &Stop::default(), true).unwrap().reader;
        assert_eq!(read.read(&mut [0]).unwrap_err().kind(), io::ErrorKind::WouldBlock);
        io::Write::write_all(&mut writer, b"eyJ").unwrap();
        drop(writer);
        let mut text = Vec::new();
        PatientReader(read).read_to_end(&mut text).unwrap();
        assert_eq!(text, b"eyJ");
    }
}
