//! Parameters: how many, how wide, in which form and order.

use super::keywords::Keywords;
use crate::finding::{Code, Finding};
use crate::instrument::codes;
use crate::instrument::events::{Amplifier, ByteOrder, Channel, Storage};

/// Problems named one by one before the rest is only counted.
const NAMED: usize = 8;

/// The channels of a data set, in file order.
///
/// # Errors
/// Every keyword that is missing or cannot be read, as findings without place.
pub(super) fn read(keywords: &Keywords) -> Result<Vec<Channel>, Vec<Finding>> {
    let mut problems = Problems::default();
    mode(keywords, &mut problems);
    let order = order(keywords, &mut problems);
    let form = form(keywords.text("$DATATYPE"), &mut problems);
    let count = whole(keywords, "$PAR", &mut problems).unwrap_or(0);
    if count == 0 && problems.is_empty() {
        problems.damaged("$PAR is 0: the file has no channel".to_owned());
    }
    let mut channels = Vec::new();
    for number in 1..=count {
        // A file that claims billions of channels lacks their keywords: enough is said after a few.
        if problems.is_full() {
            break;
        }
        if let Some(channel) = channel(keywords, number, form, order, &mut problems) {
            channels.push(channel);
        }
    }
    problems.end(channels)
}

/// What one channel is.
fn channel(
    keywords: &Keywords,
    number: u64,
    form: Option<Form>,
    order: Option<ByteOrder>,
    problems: &mut Problems,
) -> Option<Channel> {
    let key = |letter: &str| format!("$P{number}{letter}");
    let bits = whole(keywords, &key("B"), problems)?;
    // FCS 3.2 may state another form for each channel.
    let form = match keywords.get(&key("DATATYPE")) {
        Some(own) if !own.is_empty() => self::form(own, problems),
        _ => form,
    };
    let range = keywords.text(&key("R")).to_owned();
    let storage = storage(&key("B"), &key("R"), bits, &range, form?, order?, problems)?;
    let (amplification, gain) = (keywords.text(&key("E")), keywords.text(&key("G")));
    let amplifier = amplifier(storage, amplification, gain, &range);
    let name = match keywords.text(&key("N")) {
        // $PnN is required from FCS 3.0 on; FCS 2.0 may leave it out.
        "" => format!("P{number}"),
        name => name.to_owned(),
    };
    Some(Channel {
        name,
        stain: keywords.text(&key("S")).to_owned(),
        storage,
        amplifier,
        range,
        voltage: keywords.text(&key("V")).to_owned(),
        gain: gain.to_owned(),
        amplification: amplification.to_owned(),
    })
}

/// How values of this width and range are stored.
fn storage(
    width_key: &str,
    range_key: &str,
    bits: u64,
    range: &str,
    form: Form,
    order: ByteOrder,
    problems: &mut Problems,
) -> Option<Storage> {
    match (form, bits) {
        (Form::Float, 32) => Some(Storage::Single(order)),
        (Form::Double, 64) => Some(Storage::Double(order)),
        (Form::Integer, 8 | 16 | 24 | 32 | 40 | 48 | 56 | 64) => {
            let bytes = usize::try_from(bits / 8).ok()?;
            let Some(mask) = mask(range, bits) else {
                problems.damaged(format!("{range_key} is \"{range}\": the range of an integer channel is due"));
                return None;
            };
            Some(Storage::Unsigned { bytes, order, mask })
        }
        (Form::Integer, _) => {
            let message = format!("{width_key} is {bits}: integers that do not fill whole bytes are not read");
            problems.not_read(message);
            None
        }
        (Form::Float | Form::Double, _) => {
            let due = if form == Form::Float { 32 } else { 64 };
            problems.damaged(format!("{width_key} is {bits} where the data are numbers of {due} bits"));
            None
        }
    }
}

/// The bits that count: those below the next power of two of the range, in a wider field.
///
/// # Source
/// FCS 3.1 (2010), section 3.3.5: a range narrower than the field means that higher bits are to be masked.
fn mask(range: &str, bits: u64) -> Option<u64> {
    let field = if bits >= 64 { u64::MAX } else { (1 << bits) - 1 };
    let range: u128 = match range.parse() {
        Ok(whole) => whole,
        // Some writers state whole ranges as 262144.0 or 1e5.
        Err(_) => match range.parse::<f64>() {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be in range")]
            Ok(number) if (1.0..1e20).contains(&number) => number.ceil() as u128,
            _ => return None,
        },
    };
    let values = range.max(1).checked_next_power_of_two()?;
    Some(u64::try_from(values - 1).map_or(field, |mask| mask & field))
}

/// What undoes the amplifier. Stored floating point values are linear whatever `$PnE` says (FCS 3.1, `$PnE`).
fn amplifier(storage: Storage, amplification: &str, gain: &str, range: &str) -> Amplifier {
    if let (Storage::Unsigned { .. }, Some((decades, offset)), Ok(range)) =
        (storage, amplification.split_once(','), range.parse::<f64>())
        && let (Ok(decades), Ok(offset)) = (decades.trim().parse::<f64>(), offset.trim().parse::<f64>())
        && decades > 0.0
        && decades.is_finite()
        && range > 0.0
    {
        // An offset of 0 is against the standard and read as 1, as the standard advises.
        let offset = if offset > 0.0 && offset.is_finite() { offset } else { 1.0 };
        return Amplifier::Logarithmic { decades, offset, range };
    }
    let gain = gain.parse::<f64>().ok().filter(|gain| *gain > 0.0 && gain.is_finite()).unwrap_or(1.0);
    Amplifier::Linear { gain }
}

/// The form of the data, `$DATATYPE`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Integer,
    Float,
    Double,
}

fn form(text: &str, problems: &mut Problems) -> Option<Form> {
    match text.to_ascii_uppercase().as_str() {
        "I" => return Some(Form::Integer),
        "F" => return Some(Form::Float),
        "D" => return Some(Form::Double),
        "A" => problems.not_read("$DATATYPE is A: events written as text are not read".to_owned()),
        "" => problems.damaged("$DATATYPE is missing".to_owned()),
        _ => problems.damaged(format!("$DATATYPE is \"{text}\", which is none of I, F and D")),
    }
    None
}

fn mode(keywords: &Keywords, problems: &mut Problems) {
    match keywords.text("$MODE") {
        "" | "L" | "l" => {}
        mode => problems.not_read(format!("$MODE is \"{mode}\": only lists of events (L) are read, no histograms")),
    }
}

fn order(keywords: &Keywords, problems: &mut Problems) -> Option<ByteOrder> {
    let stated: String = keywords.text("$BYTEORD").chars().filter(|character| !character.is_whitespace()).collect();
    match stated.as_str() {
        "1,2,3,4" | "1,2" | "1" => return Some(ByteOrder::Little),
        "4,3,2,1" | "2,1" => return Some(ByteOrder::Big),
        "" => problems.damaged("$BYTEORD is missing".to_owned()),
        "3,4,1,2" | "2,1,4,3" => problems.not_read(format!("$BYTEORD is {stated}: mixed byte orders are not read")),
        _ => problems.damaged(format!("$BYTEORD is \"{stated}\", which is no order of bytes")),
    }
    None
}

/// A keyword that must hold a whole number.
pub(super) fn whole(keywords: &Keywords, key: &str, problems: &mut Problems) -> Option<u64> {
    match keywords.get(key) {
        None => problems.damaged(format!("{key} is missing")),
        Some(text) => match text.parse() {
            Ok(number) => return Some(number),
            Err(_) => problems.damaged(format!("{key} is \"{text}\" where a whole number is due")),
        },
    }
    None
}

/// What is wrong, and how much.
#[derive(Default)]
pub(super) struct Problems(Vec<Finding>);

impl Problems {
    fn add(&mut self, code: &'static Code, message: String, help: &str) {
        if !self.0.iter().any(|finding| finding.message == message) {
            self.0.push(Finding::new(code, message).help(help));
        }
    }

    pub(super) fn damaged(&mut self, message: String) {
        self.add(&codes::FILE_DAMAGED, message, super::EXPORT_AGAIN);
    }

    pub(super) fn not_read(&mut self, message: String) {
        self.add(&codes::FORMAT_NOT_READ, message, "export list mode data as FCS 3.0 or 3.1");
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn is_full(&self) -> bool {
        self.0.len() >= NAMED
    }

    /// The value, or all problems.
    pub(super) fn end<T>(self, value: T) -> Result<T, Vec<Finding>> {
        if self.0.is_empty() { Ok(value) } else { Err(self.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks() {
        assert_eq!(mask("1024", 16), Some(0x3ff));
        assert_eq!(mask("1000", 16), Some(0x3ff));
        assert_eq!(mask("65536", 16), Some(0xffff));
        assert_eq!(mask("262144.0", 32), Some(0x3_ffff));
        assert_eq!(mask("4294967296", 32), Some(0xffff_ffff));
        assert_eq!(mask("16777216", 16), Some(0xffff));
        assert_eq!(mask("18446744073709551616", 64), Some(u64::MAX));
        assert_eq!(mask("", 16), None);
        assert_eq!(mask("-1", 16), None);
        assert_eq!(mask("340282366920938463463374607431768211455", 16), None);
    }

    #[test]
    fn amplifiers() {
        let integer = Storage::Unsigned { bytes: 2, order: ByteOrder::Big, mask: 0x3ff };
        let logarithmic = |offset| Amplifier::Logarithmic { decades: 4.0, offset, range: 1024.0 };
        assert_eq!(amplifier(integer, "4,0", "", "1024"), logarithmic(1.0));
        assert_eq!(amplifier(integer, " 4.0,0.1024", "8", "1024"), logarithmic(0.1024));
        assert_eq!(amplifier(integer, "0,0", "3.67", "1024"), Amplifier::Linear { gain: 3.67 });
        assert_eq!(amplifier(Storage::Single(ByteOrder::Big), "4,1", "0", "1024"), Amplifier::Linear { gain: 1.0 });
    }
}
