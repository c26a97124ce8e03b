//! Single events of a flow cytometer, read where they lie.
//!
//! Events stay the bytes of the file: a channel is decoded when it is asked for, a stretch of events at a time, so that a
//! file of a million events needs little more memory than its bytes.

use crate::finding::did_you_mean;

/// Events of a run.
#[derive(Clone, Debug)]
pub struct Events<'b> {
    /// Channels in file order.
    channels: Vec<Channel>,
    /// Number of events.
    count: usize,
    /// Bytes of one event.
    stride: usize,
    /// `count` times `stride` bytes, from the first event on.
    bytes: &'b [u8],
    /// The spillover matrix of the file, if it has one.
    pub spillover: Option<Spillover>,
}

/// A channel of a flow cytometer.
#[derive(Clone, Debug)]
pub struct Channel {
    /// Short name, `$PnN`.
    pub name: String,
    /// Stain, `$PnS`; mostly empty.
    pub stain: String,
    /// How a value is stored.
    pub storage: Storage,
    /// What turns a stored value into a scale value.
    pub amplifier: Amplifier,
    /// Range, `$PnR`, as written.
    pub range: String,
    /// Voltage of the detector, `$PnV`, as written; empty when the file states none.
    pub voltage: String,
    /// Gain, `$PnG`, as written; empty when the file states none.
    pub gain: String,
    /// Amplification, `$PnE`, as written.
    pub amplification: String,
}

/// How the value of a channel is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// An unsigned integer.
    Unsigned {
        /// Its bytes, 1 to 8.
        bytes: usize,
        /// Order of the bytes.
        order: ByteOrder,
        /// The bits that count; the others are tags of the instrument.
        mask: u64,
    },
    /// A number of 32 bits (IEEE 754).
    Single(ByteOrder),
    /// A number of 64 bits (IEEE 754).
    Double(ByteOrder),
}

impl Storage {
    /// Bytes of a value.
    pub fn bytes(self) -> usize {
        match self {
            Storage::Unsigned { bytes, .. } => bytes,
            Storage::Single(_) => 4,
            Storage::Double(_) => 8,
        }
    }
}

/// The order of the bytes of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// Least significant byte first.
    Little,
    /// Most significant byte first.
    Big,
}

/// What turns a stored value into a scale value.
///
/// # Source
/// Data File Standard for Flow Cytometry, FCS 3.1 (2010), section 3.2.20, keywords `$PnE`, `$PnG`, `$PnR`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amplifier {
    /// Linear: the value divided by the gain.
    Linear {
        /// The gain; 1 where the file states none.
        gain: f64,
    },
    /// Logarithmic: 10^(decades × value / range) × offset.
    Logarithmic {
        /// Decades.
        decades: f64,
        /// Scale value of a stored 0.
        offset: f64,
        /// Range of stored values.
        range: f64,
    },
}

impl Amplifier {
    /// The scale value of a stored value.
    pub fn scale(self, value: f64) -> f64 {
        match self {
            Amplifier::Linear { gain } => value / gain,
            Amplifier::Logarithmic { decades, offset, range } => libm::exp10(decades * value / range) * offset,
        }
    }
}

/// The spillover matrix that a file states.
#[derive(Clone, Debug)]
pub struct Spillover {
    /// The keyword it stands under: `$SPILLOVER`, `SPILL`.
    pub keyword: String,
    /// Names of its n channels.
    pub channels: Vec<String>,
    /// n × n shares, row by row: what a dye of the channel of the row gives in the channel of the column.
    pub matrix: Vec<f64>,
    /// Names that no channel of the file has; with any of them the matrix cannot be used.
    pub absent: Vec<String>,
}

impl Spillover {
    /// Whether it changes nothing.
    pub fn is_identity(&self) -> bool {
        let n = self.channels.len();
        (0..).zip(&self.matrix).all(|(at, share): (usize, _)| *share == f64::from(u8::from(at / n == at % n)))
    }
}

/// Why a channel is not found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChannelError {
    /// No short name and no stain is this one.
    #[error("the file has no channel \"{name}\"{}; its channels: {there}", close.as_ref().map(|close| format!(", did you mean \"{close}\"")).unwrap_or_default())]
    Absent {
        /// The name looked for.
        name: String,
        /// The name that is most like it.
        close: Option<String>,
        /// All names of the file.
        there: String,
    },
    /// Several channels have it.
    #[error("\"{name}\" is the name of {count} channels of the file")]
    Ambiguous {
        /// The name looked for.
        name: String,
        /// How many channels have it.
        count: usize,
    },
}

impl<'b> Events<'b> {
    /// As many events as the bytes hold; bytes of an incomplete last one are left out.
    pub fn new(channels: Vec<Channel>, bytes: &'b [u8], spillover: Option<Spillover>) -> Events<'b> {
        let stride: usize = channels.iter().map(|channel| channel.storage.bytes()).sum();
        let count = bytes.len().checked_div(stride).unwrap_or(0);
        let bytes = bytes.get(..count * stride).unwrap_or_default();
        Events { channels, count, stride, bytes, spillover }
    }

    /// Channels in file order.
    pub fn channels(&self) -> &[Channel] {
        &self.channels
    }

    /// The events as the file stores them.
    pub fn bytes(&self) -> &'b [u8] {
        self.bytes
    }

    /// Number of events.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is no event.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Position of the channel of this short name or, where no short name is this one, of this stain.
    ///
    /// # Errors
    /// No channel has the name, or several have it.
    pub fn channel(&self, name: &str) -> Result<usize, ChannelError> {
        let wanted = name.trim();
        let having = |of: fn(&Channel) -> &str| {
            let mut positions = (0..).zip(&self.channels).filter(move |(_, channel)| of(channel).trim() == wanted);
            positions.next().map(|(first, _)| (first, 1 + positions.count()))
        };
        match having(|channel| &channel.name).or_else(|| having(|channel| &channel.stain)) {
            Some((position, 1)) => Ok(position),
            Some((_, count)) => Err(ChannelError::Ambiguous { name: wanted.to_owned(), count }),
            None => {
                let names = || self.channels.iter().map(|channel| channel.name.as_str());
                let stains = self.channels.iter().map(|channel| channel.stain.as_str());
                let close = did_you_mean(wanted, names().chain(stains).filter(|name| !name.is_empty()));
                let there = names().collect::<Vec<_>>().join(", ");
                Err(ChannelError::Absent { name: wanted.to_owned(), close: close.map(str::to_owned), there })
            }
        }
    }

    /// Decodes the stored values of a channel from event `start` on into `out`; the number of values written, fewer than
    /// asked for at the end of the events.
    pub fn raw(&self, channel: usize, start: usize, out: &mut [f64]) -> usize {
        let Some(storage) = self.channels.get(channel).map(|channel| channel.storage) else { return 0 };
        let offset: usize = self.channels.iter().take(channel).map(|channel| channel.storage.bytes()).sum();
        let from = start.min(self.count) * self.stride;
        let rows = self.bytes.get(from..).unwrap_or_default().chunks_exact(self.stride.max(1));
        let written = rows.len().min(out.len());
        match storage {
            Storage::Single(ByteOrder::Little) => cells(rows, offset, out, |cell| f64::from(f32::from_le_bytes(cell))),
            Storage::Single(ByteOrder::Big) => cells(rows, offset, out, |cell| f64::from(f32::from_be_bytes(cell))),
            Storage::Double(ByteOrder::Little) => cells(rows, offset, out, f64::from_le_bytes),
            Storage::Double(ByteOrder::Big) => cells(rows, offset, out, f64::from_be_bytes),
            Storage::Unsigned { bytes: 2, order, mask } => match order {
                ByteOrder::Little => {
                    cells(rows, offset, out, |cell| number(mask & u64::from(u16::from_le_bytes(cell))))
                }
                ByteOrder::Big => cells(rows, offset, out, |cell| number(mask & u64::from(u16::from_be_bytes(cell)))),
            },
            Storage::Unsigned { bytes: 4, order, mask } => match order {
                ByteOrder::Little => {
                    cells(rows, offset, out, |cell| number(mask & u64::from(u32::from_le_bytes(cell))))
                }
                ByteOrder::Big => cells(rows, offset, out, |cell| number(mask & u64::from(u32::from_be_bytes(cell)))),
            },
            Storage::Unsigned { bytes, order, mask } => {
                for (slot, row) in out.iter_mut().zip(rows) {
                    let cell = row.get(offset..offset + bytes).unwrap_or_default();
                    *slot = number(mask & unsigned(cell, order));
                }
            }
        }
        written
    }

    /// As [`Events::raw`], but scale values: gain and logarithmic amplification of the channel are undone.
    pub fn scaled(&self, channel: usize, start: usize, out: &mut [f64]) -> usize {
        let written = self.raw(channel, start, out);
        match self.channels.get(channel).map(|channel| channel.amplifier) {
            None | Some(Amplifier::Linear { gain: 1.0 }) => {}
            Some(amplifier) => out.iter_mut().take(written).for_each(|value| *value = amplifier.scale(*value)),
        }
        written
    }

    /// The stored value of one event, without mask and as an unsigned integer; 0 for floating point.
    pub(super) fn unmasked(&self, channel: usize, event: usize, order: ByteOrder) -> u64 {
        let Some(Storage::Unsigned { bytes, .. }) = self.channels.get(channel).map(|channel| channel.storage) else {
            return 0;
        };
        let offset: usize = self.channels.iter().take(channel).map(|channel| channel.storage.bytes()).sum();
        let at = event.saturating_mul(self.stride).saturating_add(offset);
        unsigned(self.bytes.get(at..at.saturating_add(bytes)).unwrap_or_default(), order)
    }

    /// The same bytes read in another order.
    pub(super) fn in_order(&self, order: ByteOrder) -> Events<'b> {
        let mut other = self.clone();
        for channel in &mut other.channels {
            channel.storage = match channel.storage {
                Storage::Unsigned { bytes, mask, .. } => Storage::Unsigned { bytes, order, mask },
                Storage::Single(_) => Storage::Single(order),
                Storage::Double(_) => Storage::Double(order),
            };
        }
        other
    }
}

/// Decodes one cell of `N` bytes of each row.
fn cells<'r, const N: usize>(
    rows: impl Iterator<Item = &'r [u8]>,
    offset: usize,
    out: &mut [f64],
    decode: impl Fn([u8; N]) -> f64,
) {
    for (slot, row) in out.iter_mut().zip(rows) {
        // The rows are as long as all cells together, so that every cell is there.
        *slot = row.get(offset..).and_then(|cell| cell.first_chunk()).map_or(0.0, |cell| decode(*cell));
    }
}

fn unsigned(cell: &[u8], order: ByteOrder) -> u64 {
    let append = |value: u64, byte: &u8| value << 8 | u64::from(*byte);
    match order {
        ByteOrder::Big => cell.iter().fold(0, append),
        ByteOrder::Little => cell.iter().rev().fold(0, append),
    }
}

#[allow(clippy::cast_precision_loss, reason = "no detector resolves more than 53 bits")]
fn number(value: u64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channel(name: &str, stain: &str, storage: Storage, amplifier: Amplifier) -> Channel {
        Channel {
            name: name.to_owned(),
            stain: stain.to_owned(),
            storage,
            amplifier,
            range: String::new(),
            voltage: String::new(),
            gain: String::new(),
            amplification: String::new(),
        }
    }

    const PLAIN: Amplifier = Amplifier::Linear { gain: 1.0 };

    fn unsigned_of(bytes: usize, order: ByteOrder, mask: u64) -> Storage {
        Storage::Unsigned { bytes, order, mask }
    }

    #[test]
    fn widths_orders_masks_and_amplifiers() {
        let bytes =
            [0x12, 0xfc, 0x01, 1, 2, 3, 0xff, 0x3f, 0x80, 0, 0, /* next */ 0x13, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0];
        let channels = vec![
            channel("A", "", unsigned_of(1, ByteOrder::Big, 0xff), Amplifier::Linear { gain: 2.0 }),
            channel("B", "", unsigned_of(2, ByteOrder::Big, 0x3ff), PLAIN),
            channel("C", "", unsigned_of(3, ByteOrder::Little, 0xff_ffff), PLAIN),
            channel("D", "", unsigned_of(1, ByteOrder::Little, 0x0f), PLAIN),
            channel("E", "", Storage::Single(ByteOrder::Big), PLAIN),
        ];
        let events = Events::new(channels, &bytes, None);
        assert_eq!(events.len(), 2);
        let mut out = [0.0; 4];
        assert_eq!(events.scaled(0, 0, &mut out), 2);
        assert_eq!(out.get(..2), Some(&[9.0, 9.5][..]));
        events.raw(1, 0, &mut out);
        assert_eq!(out.first(), Some(&1.0));
        events.raw(2, 0, &mut out);
        assert_eq!(out.get(..2), Some(&[197_121.0, 65_536.0][..]));
        events.raw(3, 0, &mut out);
        assert_eq!(out.first(), Some(&15.0));
        events.raw(4, 0, &mut out);
        assert_eq!(out.first(), Some(&1.0));
        assert_eq!(events.raw(4, 1, &mut out), 1);
        assert_eq!(events.raw(4, 2, &mut out), 0);
        assert_eq!(events.raw(9, 0, &mut out), 0);
    }

    /// Four decades over 1024 channels from 1 on: channel 512 is two decades up.
    #[test]
    fn logarithmic_amplifiers() {
        let amplifier = Amplifier::Logarithmic { decades: 4.0, offset: 1.0, range: 1024.0 };
        assert_eq!((amplifier.scale(0.0), amplifier.scale(512.0)), (1.0, 100.0));
    }

    #[test]
    fn names_before_stains() {
        let single = Storage::Single(ByteOrder::Little);
        let channels = vec![
            channel("B1-A", "FITC-A", single, PLAIN),
            channel("FITC-A", "CD9", single, PLAIN),
            channel("R1-A", "CD9", single, PLAIN),
        ];
        let events = Events::new(channels, &[], None);
        assert_eq!(events.channel("FITC-A"), Ok(1));
        assert_eq!(events.channel(" B1-A"), Ok(0));
        assert_eq!(events.channel("CD9"), Err(ChannelError::Ambiguous { name: "CD9".to_owned(), count: 2 }));
        let message = events.channel("R1A").unwrap_err().to_string();
        assert_eq!(message, "the file has no channel \"R1A\", did you mean \"R1-A\"; its channels: B1-A, FITC-A, R1-A");
    }
}
