//! One data set of a file: its segments, and where they are.

use super::channels::{self, Problems};
use super::header::{self, Header, Span};
use super::keywords::{Keywords, TextError};
use super::{EXPORT_AGAIN, byte_order, spillover};
use crate::finding::Finding;
use crate::instrument::codes;
use crate::instrument::events::Events;

/// One data set: keywords and events.
#[derive(Clone, Debug)]
pub struct DataSet<'b> {
    /// Where it starts in the file, in bytes.
    pub start: usize,
    /// `FCS3.1`.
    pub version: String,
    /// The byte between keywords and values.
    pub delimiter: u8,
    /// TEXT and supplemental TEXT.
    pub keywords: Keywords,
    /// DATA as the HEADER places it: first and last byte from the start of the data set; `None` when blank or 0.
    pub header_data: Option<(u64, u64)>,
    /// DATA as `$BEGINDATA` and `$ENDDATA` place it.
    pub text_data: Option<(u64, u64)>,
    /// The pair that was taken.
    pub data: (u64, u64),
    /// Whether it is that of TEXT.
    pub data_from_text: bool,
    /// The events.
    pub events: Events<'b>,
    /// What there is to say about it.
    pub findings: Vec<Finding>,
    /// End of the last segment in the file.
    pub(super) end: usize,
    /// Bytes of TEXT that were read.
    pub(super) text_length: usize,
}

/// Reads the data set that starts here.
///
/// # Errors
/// What keeps it from being read, as findings without place.
pub(super) fn read(file: &[u8], start: usize) -> Result<DataSet<'_>, Vec<Finding>> {
    let set = file.get(start..).unwrap_or_default();
    let header = header::read(set).map_err(|message| vec![damaged(message)])?;
    let mut findings = Vec::new();
    let (keywords, delimiter, text_length) = text(set, &header, &mut findings).map_err(|finding| vec![finding])?;
    let channels = channels::read(&keywords)?;
    let placed = place(set, &header, &keywords, &channels)?;
    let spillover = spillover::read(&keywords, &channels, &mut findings);
    let bytes = segment(set, placed.data).and_then(|data| data.get(..placed.length)).unwrap_or_default();
    let events = Events::new(channels, bytes, spillover);
    if let Some(finding) = byte_order::check(&events) {
        return Err(vec![finding]);
    }
    let text_data = text_data(&keywords);
    findings.extend(disagreement(&placed, header.data, text_data, start));
    let end = ends(&header, &keywords, placed.data).filter_map(|last| usize::try_from(last).ok());
    let end = end.max().unwrap_or(0).saturating_add(1).saturating_add(start).min(file.len());
    Ok(DataSet {
        start,
        version: header.version,
        delimiter,
        keywords,
        header_data: header.data,
        text_data,
        data: placed.data,
        data_from_text: placed.from_text,
        events,
        findings,
        end,
        text_length,
    })
}

fn damaged(message: impl Into<String>) -> Finding {
    Finding::new(&codes::FILE_DAMAGED, message).help(EXPORT_AGAIN)
}

/// The bytes of a segment; `None` when the file ends before it does.
fn segment(set: &[u8], (first, last): Span) -> Option<&[u8]> {
    set.get(usize::try_from(first).ok()?..usize::try_from(last).ok()?.checked_add(1)?)
}

/// TEXT and supplemental TEXT, the delimiter and the bytes read.
fn text(set: &[u8], header: &Header, findings: &mut Vec<Finding>) -> Result<(Keywords, u8, usize), Finding> {
    let span = header.text.ok_or_else(|| damaged("the HEADER does not say where TEXT is"))?;
    let primary = segment(set, span).ok_or_else(|| cut_short("TEXT", span, set.len()))?;
    let mut keywords = Keywords::default();
    keywords.read(primary).map_err(|error| text_error("TEXT", error))?;
    let delimiter = primary.first().copied().unwrap_or_default();
    let mut length = primary.len();
    let supplement = span_of(&keywords, "$BEGINSTEXT", "$ENDSTEXT").filter(|supplement| *supplement != span);
    if let Some(supplement) = supplement {
        let bytes = segment(set, supplement).ok_or_else(|| cut_short("supplemental TEXT", supplement, set.len()))?;
        // Writers put other things there too, such as an archive of their own: keywords have the delimiter of TEXT.
        if bytes.first() == Some(&delimiter) {
            keywords.read(bytes).map_err(|error| text_error("supplemental TEXT", error))?;
            length += bytes.len();
        }
    }
    findings.extend(contradictions(&keywords));
    Ok((keywords, delimiter, length))
}

fn text_error(name: &str, error: TextError) -> Finding {
    match error {
        TextError::Empty => damaged(format!("{name} holds no keyword")),
        TextError::TooMany => {
            let message = format!("{name} holds more than {} keywords", super::keywords::MOST);
            Finding::new(&codes::FILE_TOO_LARGE, message)
        }
    }
}

fn cut_short(name: &str, (first, last): Span, length: usize) -> Finding {
    let message = if last < first {
        format!("{name} ends at byte {last}, before it begins at byte {first}")
    } else {
        format!(
            "{name} goes from byte {first} to byte {last}, but the file has only {length} bytes there: it is cut short"
        )
    };
    damaged(message)
}

/// Keywords that are repeated with another value.
fn contradictions(keywords: &Keywords) -> Option<Finding> {
    const NAMED: usize = 8;
    let all: Vec<String> =
        keywords.contradicted().map(|(name, values)| format!("{name} ({})", values.join(" and "))).collect();
    if all.is_empty() {
        return None;
    }
    let more = all.len().saturating_sub(NAMED);
    let named = all.get(..NAMED.min(all.len())).unwrap_or_default().join(", ");
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!("keywords are repeated with another value: {named}{more}");
    Some(
        Finding::new(&codes::OWN_TABLES_DISAGREE, message)
            .help("a keyword may stand only once; the last value is shown"),
    )
}

/// A pair of offsets in TEXT; `None` when one is missing, 0 or no number.
fn span_of(keywords: &Keywords, first: &str, last: &str) -> Option<Span> {
    let offset = |key: &str| keywords.get(key)?.parse::<u64>().ok().filter(|offset| *offset > 0);
    Some((offset(first)?, offset(last)?))
}

fn text_data(keywords: &Keywords) -> Option<Span> {
    span_of(keywords, "$BEGINDATA", "$ENDDATA")
}

/// Where DATA was taken from.
struct Placed {
    data: Span,
    from_text: bool,
    /// Bytes of all events.
    length: usize,
}

/// The pair of offsets whose length is that of the events, or one byte more (some writers state the byte after the last).
///
/// The pair of TEXT comes first in FCS 3.x, that of the HEADER in FCS 2.0, which has no other.
fn place(
    set: &[u8],
    header: &Header,
    keywords: &Keywords,
    channels: &[crate::instrument::events::Channel],
) -> Result<Placed, Vec<Finding>> {
    let stride: usize = channels.iter().map(|channel| channel.storage.bytes()).sum();
    let stride = u64::try_from(stride).unwrap_or(u64::MAX);
    let in_text = (text_data(keywords), true);
    let in_header = (header.data, false);
    let order = if header.version == "FCS2.0" { [in_header, in_text] } else { [in_text, in_header] };
    let stated: Vec<(Span, bool)> = order.into_iter().filter_map(|(span, from)| Some((span?, from))).collect();
    let mut problems = Problems::default();
    let total = match keywords.get("$TOT") {
        Some(_) => channels::whole(keywords, "$TOT", &mut problems),
        // FCS 2.0 may leave the number of events out: then DATA itself says it.
        None => stated.first().map(|(span, _)| length(*span) / stride.max(1)),
    };
    problems.end(())?;
    let Some(total) = total else {
        return Err(vec![damaged("$TOT is missing, and neither HEADER nor TEXT says where DATA is")]);
    };
    if total == 0 {
        let data = stated.first().map_or((0, 0), |(span, _)| *span);
        return Ok(Placed { data, from_text: stated.first().is_some_and(|(_, from)| *from), length: 0 });
    }
    let claims = format!("$TOT claims {total} events of {stride} bytes");
    let needed =
        total.checked_mul(stride).ok_or_else(|| vec![damaged(format!("{claims}: more than any file holds"))])?;
    let fits = |span: Span| length(span) == needed || length(span) == needed.saturating_add(1);
    let Some((data, from_text)) = stated.iter().copied().find(|(span, _)| fits(*span)) else {
        return Err(vec![damaged(format!("{claims}, {needed} in all, but {}", places(&stated)))]);
    };
    // Where the byte after the last is stated, it need not be there.
    let end = data.0.saturating_add(needed);
    let there = u64::try_from(set.len()).unwrap_or(u64::MAX);
    if end > there {
        return Err(vec![cut_short("DATA", (data.0, end - 1), set.len())]);
    }
    let data_end = data.1.min(there - 1);
    Ok(Placed { data: (data.0, data_end), from_text, length: usize::try_from(needed).unwrap_or(0) })
}

/// Bytes of a segment; 0 when it ends before it begins.
fn length((first, last): Span) -> u64 {
    last.saturating_add(1).saturating_sub(first)
}

fn places(stated: &[(Span, bool)]) -> String {
    let one = |((first, last), from_text): &(Span, bool)| {
        let place = if *from_text { "TEXT" } else { "the HEADER" };
        format!("{place} places DATA at bytes {first} to {last}, {} in all", length((*first, *last)))
    };
    match stated {
        [] => "neither HEADER nor TEXT says where DATA is".to_owned(),
        some => some.iter().map(one).collect::<Vec<_>>().join(" and "),
    }
}

/// That HEADER and TEXT place DATA differently.
fn disagreement(placed: &Placed, in_header: Option<Span>, in_text: Option<Span>, start: usize) -> Option<Finding> {
    let (header, text) = (in_header?, in_text?);
    if header == text {
        return None;
    }
    let taken = if placed.from_text { "TEXT" } else { "the HEADER" };
    let set = if start == 0 { String::new() } else { format!(" of the data set at byte {start}") };
    let message = format!(
        "the HEADER{set} places DATA at bytes {} to {}, TEXT at {} to {}; that of {taken} fits the number of events and is taken",
        header.0, header.1, text.0, text.1
    );
    Some(Finding::new(&codes::OFFSETS_DISAGREE, message))
}

/// The last bytes of all segments.
fn ends<'s>(header: &'s Header, keywords: &Keywords, data: Span) -> impl Iterator<Item = u64> + use<'s> {
    let in_text = [("$BEGINSTEXT", "$ENDSTEXT"), ("$BEGINANALYSIS", "$ENDANALYSIS")]
        .map(|(first, last)| span_of(keywords, first, last));
    let spans = [header.text, Some(data), header.analysis].into_iter().chain(in_text);
    spans.flatten().chain(header.others.iter().copied()).map(|(_, last)| last)
}
