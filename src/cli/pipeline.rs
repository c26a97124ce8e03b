//! From blocks of rows to finished report pieces: one thread reads, the others judge, and the pieces come out in order.

use super::output::Spool;
use crate::data::{Blocks, LotBlock, Next};
use crate::finding::Finding;
use crate::judge::{LotReport, Verdict};
use crate::report::{Format, Keep, Piece, RunInputs, Summary};
use std::collections::BTreeMap;
use std::io;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};

/// Lots that travel between threads together, so that handing them over costs little.
const BATCH: usize = 64;

/// What is done with one lot: turns a block into a report and hands it on.
pub type JudgeLot<'j> = Box<dyn FnMut(&LotBlock, &mut dyn FnMut(&LotReport<'_>)) + 'j>;

/// Makes a [`JudgeLot`] for one thread; each has its own, because reading rows remembers what the last ones looked like.
pub type NewJudge<'j> = dyn Fn() -> JudgeLot<'j> + Sync + 'j;

/// Called after each batch with the bytes read so far.
pub type Progress<'p> = dyn FnMut(u64) + 'p;

/// What a run has written so far, format by format.
#[derive(Debug)]
pub struct Collected {
    /// One for each format.
    pub reports: Vec<Report>,
    /// Lots by verdict.
    pub summary: Summary,
}

/// Verdict of a report, position of its lot, position among the reports of the lot (one for each specification).
type Rank = (Verdict, u64, usize);

/// The waiting parts of one report.
#[derive(Debug)]
pub struct Report {
    /// Bodies of the lots.
    pub bodies: Spool,
    /// Trailers of the lots.
    pub trailers: Spool,
    /// For formats that keep the worst lots only: their pieces by severity and order.
    worst: BTreeMap<Rank, Piece>,
}

/// Why a run stopped before its end.
#[derive(Debug)]
pub enum Stopped {
    /// Rows of a lot are scattered: read again, all lots gathered.
    LotReturned,
    /// The rest of an input cannot be read.
    Unreadable(Box<Finding>),
    /// A temporary file could not be written.
    Io(io::Error),
}

/// Lots on their way through, and what came of them.
#[derive(Default)]
struct Batch {
    /// Position among the batches.
    position: u64,
    blocks: Vec<LotBlock>,
    /// How many of the blocks are filled.
    filled: usize,
    /// Bytes read when it was filled.
    bytes: u64,
    /// The piece of the latest lot; kept for its memory.
    piece: Piece,
    /// For each format, the joined pieces.
    joined: Vec<Piece>,
    /// For each format that keeps the worst lots: candidates.
    candidates: Vec<Vec<(Rank, Piece)>>,
    summary: Summary,
}

/// Reads, judges and collects every lot.
///
/// The result does not depend on the number of threads.
///
/// # Errors
/// [`Stopped`] when lots return, an input breaks off, or a temporary file fails; nothing of what was collected is valid then.
pub fn run(
    blocks: &mut Blocks,
    formats: &[&dyn Format],
    inputs: RunInputs<'_>,
    new_judge: &NewJudge<'_>,
    jobs: usize,
    progress: &mut Progress<'_>,
) -> Result<Collected, Stopped> {
    let mut collected = Collected::nothing(formats.len());
    if jobs > 1 && parallel(blocks, formats, inputs, new_judge, jobs, &mut collected, progress)? {
        return Ok(collected);
    }
    let mut batch = Batch::default();
    let mut judge = new_judge();
    let mut position = 0;
    while fill(blocks, &mut batch, position)? {
        work(&mut batch, formats, inputs, &mut judge);
        collected.take(&mut batch, formats)?;
        progress(batch.bytes);
        position += 1;
    }
    Ok(collected)
}

/// One reader (this thread), which also collects, and `jobs` workers. The reader waits when the workers have enough to
/// do, so that the processors are busy with whatever is short. `false`: no thread can be had, and nothing was read.
fn parallel(
    blocks: &mut Blocks,
    formats: &[&dyn Format],
    inputs: RunInputs<'_>,
    new_judge: &NewJudge<'_>,
    jobs: usize,
    collected: &mut Collected,
    progress: &mut Progress<'_>,
) -> Result<bool, Stopped> {
    let (to_workers, from_reader) = channel::<Batch>();
    let (to_reader, from_workers) = channel::<Batch>();
    let from_reader = Mutex::new(from_reader);
    std::thread::scope(|scope| {
        let mut workers = 0;
        for _ in 0..jobs {
            let (from_reader, to_reader) = (&from_reader, to_reader.clone());
            let serve = move || serve(from_reader, &to_reader, formats, inputs, new_judge);
            workers += usize::from(std::thread::Builder::new().spawn_scoped(scope, serve).is_ok());
        }
        drop(to_reader);
        if workers == 0 {
            return Ok(false);
        }
        // Dropping the sender, also on an early return, lets the workers end.
        let to_workers = to_workers;
        read_and_collect(blocks, &to_workers, &from_workers, 4 * jobs, formats, collected, progress)?;
        Ok(true)
    })
}

fn serve(
    from_reader: &Mutex<Receiver<Batch>>,
    to_reader: &Sender<Batch>,
    formats: &[&dyn Format],
    inputs: RunInputs<'_>,
    new_judge: &NewJudge<'_>,
) {
    let mut judge = new_judge();
    loop {
        // A poisoned lock means that another worker panicked; the run ends with it.
        let Ok(next) = from_reader.lock().map(|receiver| receiver.recv()) else { return };
        let Ok(mut batch) = next else { return };
        work(&mut batch, formats, inputs, &mut judge);
        if to_reader.send(batch).is_err() {
            return;
        }
    }
}

fn read_and_collect(
    blocks: &mut Blocks,
    to_workers: &Sender<Batch>,
    from_workers: &Receiver<Batch>,
    most: usize,
    formats: &[&dyn Format],
    collected: &mut Collected,
    progress: &mut Progress<'_>,
) -> Result<(), Stopped> {
    let mut idle: Vec<Batch> = (0..most).map(|_| Batch::default()).collect();
    let mut waiting: BTreeMap<u64, Batch> = BTreeMap::new();
    let (mut sent, mut taken, mut more) = (0, 0, true);
    while more || taken < sent {
        if more && let Some(mut batch) = idle.pop() {
            more = fill(blocks, &mut batch, sent)?;
            if more {
                sent += 1;
                if to_workers.send(batch).is_err() {
                    return Err(Stopped::Io(io::Error::other("a worker ended early")));
                }
            }
            // Take what is ready without waiting for it.
            while let Ok(done) = from_workers.try_recv() {
                waiting.insert(done.position, done);
            }
        } else {
            let done = from_workers.recv().map_err(|_| Stopped::Io(io::Error::other("a worker ended early")))?;
            waiting.insert(done.position, done);
        }
        while let Some(mut batch) = waiting.remove(&taken) {
            collected.take(&mut batch, formats)?;
            progress(batch.bytes);
            idle.push(batch);
            taken += 1;
        }
    }
    Ok(())
}

/// Fills a batch with the next lots; `false` when there are none left.
fn fill(blocks: &mut Blocks, batch: &mut Batch, position: u64) -> Result<bool, Stopped> {
    batch.position = position;
    batch.filled = 0;
    while batch.filled < BATCH {
        if batch.blocks.len() == batch.filled {
            batch.blocks.push(LotBlock::new());
        }
        match blocks.next_block(&mut batch.blocks[batch.filled]) {
            Ok(Next::Lot) => batch.filled += 1,
            Ok(Next::Returned(_)) => return Err(Stopped::LotReturned),
            Ok(Next::End) => break,
            Err(finding) => return Err(Stopped::Unreadable(Box::new(finding))),
        }
    }
    batch.bytes = blocks.bytes();
    Ok(batch.filled > 0)
}

/// Judges the lots of a batch and writes their pieces.
fn work(batch: &mut Batch, formats: &[&dyn Format], inputs: RunInputs<'_>, judge: &mut JudgeLot<'_>) {
    batch.joined.resize_with(formats.len(), Piece::default);
    batch.candidates.resize_with(formats.len(), Vec::new);
    batch.summary = Summary::default();
    for piece in &mut batch.joined {
        piece.body.clear();
        piece.trailer.clear();
    }
    let (joined, candidates, summary) = (&mut batch.joined, &mut batch.candidates, &mut batch.summary);
    let piece = &mut batch.piece;
    for (i, block) in batch.blocks[..batch.filled].iter().enumerate() {
        let order = batch.position * BATCH as u64 + i as u64;
        let mut nth = 0;
        judge(block, &mut |report| {
            summary.add(report);
            let rank = (report.verdict, order, nth);
            nth += 1;
            for (at, format) in formats.iter().enumerate() {
                match format.keep() {
                    Keep::All => {
                        piece.body.clear();
                        piece.trailer.clear();
                        format.lot(report, &inputs, piece);
                        join(&mut joined[at], piece, format.separator());
                    }
                    Keep::Worst(most) => candidate(&mut candidates[at], most, rank, *format, report, inputs),
                }
            }
        });
    }
}

/// Puts the piece of a lot behind the ones before it.
fn join(joined: &mut Piece, piece: &Piece, separator: &str) {
    for (all, one) in [(&mut joined.body, &piece.body), (&mut joined.trailer, &piece.trailer)] {
        if !all.is_empty() && !one.is_empty() {
            all.extend_from_slice(separator.as_bytes());
        }
        all.extend_from_slice(one);
    }
}

/// Keeps the piece of a lot if it may be among the worst ones.
fn candidate(
    kept: &mut Vec<(Rank, Piece)>,
    most: usize,
    rank: Rank,
    format: &dyn Format,
    report: &LotReport<'_>,
    inputs: RunInputs<'_>,
) {
    // Earlier lots come first among equals, so a full list of lots at least as bad leaves no room.
    let as_bad = kept.iter().filter(|((verdict, ..), _)| *verdict <= report.verdict).count();
    if as_bad < most {
        let mut piece = Piece::default();
        format.lot(report, &inputs, &mut piece);
        kept.push((rank, piece));
    }
}

impl Collected {
    /// What a run without any lot has collected, for this many formats.
    pub fn nothing(formats: usize) -> Self {
        let report = || Report { bodies: Spool::new(), trailers: Spool::new(), worst: BTreeMap::new() };
        Collected { reports: (0..formats).map(|_| report()).collect(), summary: Summary::default() }
    }

    fn take(&mut self, batch: &mut Batch, formats: &[&dyn Format]) -> Result<(), Stopped> {
        self.summary.merge(&batch.summary);
        for (at, format) in formats.iter().enumerate() {
            let report = &mut self.reports[at];
            report.bodies.add(&batch.joined[at].body, format.separator()).map_err(Stopped::Io)?;
            report.trailers.add(&batch.joined[at].trailer, format.separator()).map_err(Stopped::Io)?;
            if let Keep::Worst(most) = format.keep() {
                for (rank, piece) in batch.candidates[at].drain(..) {
                    report.worst.insert(rank, piece);
                }
                while report.worst.len() > most {
                    report.worst.pop_last();
                }
            }
        }
        Ok(())
    }
}

impl Report {
    /// Bodies and trailers, the worst lots first for formats that keep only those.
    ///
    /// # Errors
    /// Those of the temporary files.
    pub fn finish(mut self, separator: &str) -> io::Result<(Spool, Spool)> {
        for piece in self.worst.values() {
            self.bodies.add(&piece.body, separator)?;
            self.trailers.add(&piece.trailer, separator)?;
        }
        Ok((self.bodies, self.trailers))
    }
}
