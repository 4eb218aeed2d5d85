//! Reads and searches at the same time: one thread reads, the others search, the caller takes what they found in order.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::ansi;
use super::block::{Block, Blocks, SIZE};
use super::token;
use crate::catalog::response::{Literals, Meaning};
use crate::text::ansi::ESCAPE;

/// Blocks that wait for the next step.
const WAITING: usize = 1;

/// Bytes of blocks on their way from the reader back to it, before it waits: usual blocks never are so many, one with
/// an endless token goes alone.
const UNDER_WAY: usize = 8 << 20;

/// Bytes of a thread's stack.
const STACK: usize = 256 << 10;

/// Threads that search; more than this wait for the one that reads.
const SEARCHERS: usize = 4;

/// A block and what is in it.
pub(super) struct SearchResult {
    pub(super) block: Block,
    /// Where a literal begins, and what it stands for, in order.
    pub(super) marks: Vec<(usize, Meaning)>,
    /// Line breaks in what was not seen.
    pub(super) lines: u64,
}

/// Hands over every block with what is in it, in order. What fits into one block starts no thread.
///
/// # Errors
/// When the reader fails; what was read before is handed over.
pub(super) fn search<R: Read + Send>(
    mut blocks: Blocks<R>,
    take: &mut dyn FnMut(&SearchResult),
) -> io::Result<()> {
    if let Some(block) = blocks.next(Vec::new())? {
        take(&of_block(block, Literals::for_short_text()));
    }
    if blocks.is_done() {
        return blocks.end();
    }
    let literals = Literals::for_long_text();
    let searchers = thread::available_parallelism().map_or(1, NonZero::get).clamp(1, SEARCHERS);
    let (to_search, blocks_read) = sync_channel::<(u64, Block)>(WAITING);
    let (found, searched) = sync_channel::<(u64, SearchResult)>(WAITING);
    let (give_back, given_back) = channel::<Vec<u8>>();
    let blocks_read = Mutex::new(blocks_read);
    thread::scope(|scope| {
        let thread = || thread::Builder::new().stack_size(STACK);
        let reader = thread().spawn_scoped(scope, move || read(&mut blocks, &to_search, &given_back))?;
        for _ in 0..searchers {
            let (blocks_read, found) = (&blocks_read, found.clone());
            thread().spawn_scoped(scope, move || work(blocks_read, literals, &found))?;
        }
        drop(found);
        in_order(&searched, give_back, take);
        reader.join().unwrap_or_else(|_| Err(io::ErrorKind::Other.into()))
    })
}

fn read<R: Read>(
    blocks: &mut Blocks<R>,
    to_search: &SyncSender<(u64, Block)>,
    given_back: &Receiver<Vec<u8>>,
) -> io::Result<()> {
    let (mut number, mut under_way) = (0, 0);
    while let Some(block) = blocks.next(memory(given_back, &mut under_way))? {
        under_way += block.data.len();
        if to_search.send((number, block)).is_err() {
            break;
        }
        number += 1;
    }
    Ok(())
}

/// Memory for the next block, as soon as there may be one: that of a block which was taken, if there is any.
fn memory(given_back: &Receiver<Vec<u8>>, under_way: &mut usize) -> Vec<u8> {
    let mut memory = Vec::new();
    loop {
        let data = match *under_way > UNDER_WAY {
            true => given_back.recv().ok(),
            false if memory.capacity() == 0 => given_back.try_recv().ok(),
            false => None,
        };
        let Some(data) = data else { return memory };
        *under_way -= data.len();
        if data.capacity() <= 2 * SIZE {
            memory = data;
        }
    }
}

fn work(
    blocks: &Mutex<Receiver<(u64, Block)>>,
    literals: &Literals,
    found: &SyncSender<(u64, SearchResult)>,
) {
    loop {
        let next = blocks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, block)) = next else { return };
        if found.send((number, of_block(block, literals))).is_err() {
            return;
        }
    }
}

fn of_block(block: Block, literals: &Literals) -> SearchResult {
    let seen = block.seen;
    let fresh = block.data.get(seen..).unwrap_or_default();
    let lines = memchr::memchr_iter(b'\n', fresh).count() as u64;
    let mut token_end = 0;
    let found = literals.find(&block.data).filter(|(start, end, meaning)| {
        let is_mark = !matches!(meaning, Meaning::Token);
        *end > seen && (is_mark || *start >= token_end && begins_token(&block.data, *start, &mut token_end))
    });
    let mut marks: Vec<_> = found.map(|(start, _, meaning)| (start, meaning)).collect();
    if memchr::memchr(ESCAPE, &block.data).is_some() {
        marks.extend(ansi::find(&block, literals));
        marks.sort_by_key(|(start, _)| *start);
    }
    SearchResult { block, marks, lines }
}

/// Whether a token can begin there; notes where the next one can. Millions of `eyJ` in one word are one mark.
fn begins_token(data: &[u8], start: usize, next: &mut usize) -> bool {
    let end = token::end(data, start);
    *next = end.unwrap_or(*next);
    end.is_some()
}

fn in_order(
    searched: &Receiver<(u64, SearchResult)>,
    give_back: Sender<Vec<u8>>,
    take: &mut dyn FnMut(&SearchResult),
) {
    let (mut waiting, mut next) = (BTreeMap::new(), 0);
    for (number, found) in searched {
        waiting.insert(number, found);
        while let Some(found) = waiting.remove(&next) {
            take(&found);
            next += 1;
            // The reader may have ended.
            let _ = give_back.send(found.block.data);
        }
    }
}
