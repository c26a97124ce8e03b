//! HEADER: the version, and where TEXT, DATA and ANALYSIS lie.

/// Length of the part of the HEADER that every file has.
pub(super) const LENGTH: usize = 58;

/// First and last byte of a segment, counted from the start of the data set.
pub(super) type Span = (u64, u64);

/// The HEADER of a data set. A pair of offsets that is blank or 0 is not there: then TEXT alone states it.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// `FCS3.1`.
    pub(super) version: String,
    pub(super) text: Option<Span>,
    pub(super) data: Option<Span>,
    pub(super) analysis: Option<Span>,
    /// Segments of the writer's own.
    pub(super) others: Vec<Span>,
}

/// Whether a data set begins here: `FCS`, a digit, a point, a digit.
pub(super) fn signature(bytes: &[u8]) -> bool {
    matches!(bytes, [b'F', b'C', b'S', major, b'.', minor, ..] if major.is_ascii_digit() && minor.is_ascii_digit())
}

/// Reads the HEADER at the beginning of these bytes.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub(super) fn read(set: &[u8]) -> Result<Header, String> {
    if !signature(set) {
        return Err("the file does not begin with FCS and a version, as every FCS file does".to_owned());
    }
    let Some(fixed) = set.get(..LENGTH) else {
        return Err(format!("the file ends in its HEADER: {} of {LENGTH} bytes are there", set.len()));
    };
    let version = String::from_utf8_lossy(fixed.get(..6).unwrap_or_default()).into_owned();
    if !matches!(version.as_str(), "FCS2.0" | "FCS3.0" | "FCS3.1" | "FCS3.2") {
        return Err(format!("{version} is none of the versions that evqc reads: FCS2.0, FCS3.0, FCS3.1, FCS3.2"));
    }
    let pair = |at: usize, name: &str| -> Result<Option<Span>, String> {
        let offset = |at: usize| number(set.get(at..at + 8).unwrap_or_default());
        match (offset(at), offset(at + 8)) {
            (Some(0), _) | (_, Some(0)) => Ok(None),
            (Some(first), Some(last)) => Ok(Some((first, last))),
            _ => Err(format!("the HEADER places {name} at something that is no number")),
        }
    };
    let text = pair(10, "TEXT")?;
    let others = text.map_or_else(Vec::new, |(first, _)| {
        // Pairs of 8 characters up to TEXT; what is no pair of numbers is padding.
        let end = usize::try_from(first).unwrap_or(LENGTH).min(LENGTH + 16 * 64);
        (LENGTH..end.saturating_sub(15)).step_by(16).map_while(|at| pair(at, "").ok()).flatten().collect()
    });
    Ok(Header { version, text, data: pair(26, "DATA")?, analysis: pair(42, "ANALYSIS")?, others })
}

/// An offset; blank is 0.
fn number(field: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(field).ok()?.trim_matches([' ', '\0']);
    if text.is_empty() { Some(0) } else { text.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_blank_zero_and_wrong() {
        let header = read(b"FCS3.0         256    2456       0       0                         9      12").unwrap();
        assert_eq!((header.text, header.data, header.analysis), (Some((256, 2456)), None, None));
        assert!(read(b"FCS3.0         256    24x6       0       0                ").is_err());
        assert_eq!(read(b"FCS3.0         256").unwrap_err(), "the file ends in its HEADER: 18 of 58 bytes are there");
        assert!(read(b"FCS1.0         256    2456       0       0                ").unwrap_err().contains("FCS1.0"));
    }

    #[test]
    fn segments_of_the_writer() {
        let mut bytes = b"FCS3.0         256    2456    2464    9999       0       0".to_vec();
        bytes.extend_from_slice(b"   10000   12000");
        bytes.resize(256, b' ');
        assert_eq!(read(&bytes).unwrap().others, [(10_000, 12_000)]);
    }
}
