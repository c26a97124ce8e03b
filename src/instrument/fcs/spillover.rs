//! The spillover matrix: `$SPILLOVER` (FCS 3.1), `SPILL` (BD), `$SPILL`.

use super::keywords::Keywords;
use crate::finding::Finding;
use crate::instrument::codes;
use crate::instrument::events::{Channel, Spillover};

/// Keywords in the order in which they are looked for.
const KEYWORDS: [&str; 4] = ["$SPILLOVER", "SPILL", "$SPILL", "SPILLOVER"];
/// Channels of the largest matrix that is read.
const LARGEST: usize = 256;

/// The matrix of the file; what is wrong with it goes to the findings.
pub(super) fn read(keywords: &Keywords, channels: &[Channel], findings: &mut Vec<Finding>) -> Option<Spillover> {
    let (keyword, text) = KEYWORDS
        .into_iter()
        .find_map(|keyword| Some((keyword, keywords.get(keyword).filter(|text| !text.is_empty())?)))?;
    let mut unusable = |message: String| {
        let help = "export all channels that the matrix names, or gate without compensation";
        findings.push(Finding::new(&codes::SPILLOVER_NOT_USABLE, message).help(help));
    };
    let mut spillover = match parse(keyword, text) {
        Ok(spillover) => spillover,
        Err(why) => {
            unusable(format!("{keyword} is no matrix: {why}"));
            return None;
        }
    };
    let known = |name: &String| channels.iter().any(|channel| channel.name.trim() == name);
    spillover.absent = spillover.channels.iter().filter(|name| !known(name)).cloned().collect();
    if !spillover.absent.is_empty() {
        let (absent, all) = (spillover.absent.len(), spillover.channels.len());
        let names = spillover.absent.join(", ");
        unusable(format!("{keyword} names {absent} of {all} channels that the file does not have: {names}"));
    }
    Some(spillover)
}

/// `n,name1..namen,` and n × n shares, row by row.
///
/// # Source
/// FCS 3.1 (2010), section 3.2.20, keyword `$SPILLOVER`.
fn parse(keyword: &str, text: &str) -> Result<Spillover, String> {
    let mut cells = text.split(',').map(str::trim);
    let first = cells.next().unwrap_or_default();
    let n: usize =
        first.parse().map_err(|_| format!("it begins with \"{first}\" where the number of channels is due"))?;
    if n == 0 || n > LARGEST {
        return Err(format!("it claims {n} channels"));
    }
    let cells: Vec<&str> = cells.take(n + n * n + 1).collect();
    if cells.len() != n + n * n {
        let beyond = if cells.len() > n + n * n { "more" } else { "fewer" };
        return Err(format!("{n} channels need {n} names and {} shares, but there are {beyond}", n * n));
    }
    let (names, shares) = cells.split_at(n);
    let number = |cell: &&str| match cell.parse::<f64>() {
        Ok(share) if share.is_finite() => Ok(share),
        _ => Err(format!("\"{cell}\" is no share")),
    };
    Ok(Spillover {
        keyword: keyword.to_owned(),
        channels: names.iter().map(|name| (*name).to_owned()).collect(),
        matrix: shares.iter().map(number).collect::<Result<_, _>>()?,
        absent: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matrices_and_what_is_none() {
        let spillover = parse("SPILL", "2, A ,B,1,0.1,0,1").unwrap();
        assert_eq!(
            (spillover.channels.join("|"), spillover.matrix.clone()),
            ("A|B".to_owned(), vec![1.0, 0.1, 0.0, 1.0])
        );
        assert!(!spillover.is_identity());
        assert!(parse("SPILL", "2,A,B,1,0,0,1").unwrap().is_identity());
        assert_eq!(parse("", "x,A").unwrap_err(), "it begins with \"x\" where the number of channels is due");
        assert_eq!(parse("", "2,A,B,1,0,0").unwrap_err(), "2 channels need 2 names and 4 shares, but there are fewer");
        assert_eq!(parse("", "1,A,1,0").unwrap_err(), "1 channels need 1 names and 1 shares, but there are more");
        assert_eq!(parse("", "1,A,inf").unwrap_err(), "\"inf\" is no share");
        assert_eq!(parse("", "99999999,A").unwrap_err(), "it claims 99999999 channels");
    }
}
