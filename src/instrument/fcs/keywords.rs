//! TEXT: keywords and values between delimiters.

use std::collections::BTreeMap;

/// Keywords kept of one file; files have some hundred.
pub(super) const MOST: usize = 100_000;

/// Keywords with their values, in file order.
#[derive(Clone, Debug, Default)]
pub struct Keywords {
    pairs: Vec<(String, String)>,
    /// By name in upper case without white space at the ends: all positions.
    index: BTreeMap<String, Vec<usize>>,
}

/// Why TEXT cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextError {
    /// Nothing but a delimiter, or not even that.
    Empty,
    /// More than [`MOST`] keywords.
    TooMany,
}

impl Keywords {
    /// Every keyword with its value as written, in file order, repeated ones included.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Number of different keywords.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// The value of a keyword without white space at its ends, in any case of letters; the last one where it is repeated.
    pub fn get(&self, name: &str) -> Option<&str> {
        let last = self.index.get(&name.to_uppercase())?.last()?;
        self.pairs.get(*last).map(|(_, value)| value.trim_matches(is_padding))
    }

    /// The value, or an empty text.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// Whether a keyword is repeated with another value.
    pub fn is_contradicted(&self, name: &str) -> bool {
        self.index.get(&name.to_uppercase()).is_some_and(|positions| self.differ(positions))
    }

    /// Keywords that are repeated with another value, with all their values.
    pub(super) fn contradicted(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        self.index.values().filter(|positions| self.differ(positions)).filter_map(|positions| {
            let pairs = || positions.iter().filter_map(|position| self.pairs.get(*position));
            Some((pairs().next()?.0.trim_matches(is_padding), pairs().map(|(_, value)| value.as_str()).collect()))
        })
    }

    fn differ(&self, positions: &[usize]) -> bool {
        let mut values =
            positions.iter().filter_map(|at| self.pairs.get(*at)).map(|(_, value)| value.trim_matches(is_padding));
        values.next().is_some_and(|first| values.any(|value| value != first))
    }

    /// Adds the keywords of a segment.
    ///
    /// A doubled delimiter is a delimiter in a name or value (FCS 3.1, section 3.2.5). Some writers leave values empty,
    /// which doubles the delimiter too: where the first reading lacks what every file must state and the second has it, the
    /// second is taken.
    pub(super) fn read(&mut self, segment: &[u8]) -> Result<(), TextError> {
        let (delimiter, body) = segment.split_first().ok_or(TextError::Empty)?;
        // Padding behind the last delimiter is no keyword.
        let end = body.iter().rposition(|byte| byte == delimiter).ok_or(TextError::Empty)?;
        let rest = body.get(end + 1..).unwrap_or_default();
        let whole = if rest.iter().all(|byte| is_padding(char::from(*byte))) { body.get(..=end) } else { None };
        let body = whole.unwrap_or(body);
        let escaped = tokens(body, *delimiter, true);
        let readable = |tokens: &[Vec<u8>]| self.is_empty() && !states_layout(tokens);
        let taken = if readable(&escaped) {
            let plain = tokens(body, *delimiter, false);
            if readable(&plain) { escaped } else { plain }
        } else {
            escaped
        };
        for pair in taken.chunks(2) {
            if self.pairs.len() >= MOST {
                return Err(TextError::TooMany);
            }
            let [name, rest @ ..] = pair else { continue };
            let (name, value) = (decode(name), rest.first().map(|value| decode(value)).unwrap_or_default());
            if name.trim_matches(is_padding).is_empty() {
                continue;
            }
            let key = name.trim_matches(is_padding).to_uppercase();
            self.index.entry(key).or_default().push(self.pairs.len());
            self.pairs.push((name, value));
        }
        Ok(())
    }
}

fn is_padding(character: char) -> bool {
    character.is_ascii_whitespace() || character == '\0'
}

/// Names and values by turns.
fn tokens(body: &[u8], delimiter: u8, escapes: bool) -> Vec<Vec<u8>> {
    let mut tokens = Vec::new();
    let mut token = Vec::new();
    let mut bytes = body.iter().peekable();
    while let Some(byte) = bytes.next() {
        if *byte != delimiter {
            token.push(*byte);
        } else if escapes && bytes.peek() == Some(&byte) && bytes.len() > 1 {
            // At the very end two delimiters are an empty value and its end.
            token.push(*byte);
            bytes.next();
        } else {
            tokens.push(std::mem::take(&mut token));
            if tokens.len() > 2 * MOST {
                return tokens;
            }
        }
    }
    if !token.is_empty() {
        tokens.push(token);
    }
    tokens
}

/// Whether names and values state what every file must: number of channels, form and order of the data.
fn states_layout(tokens: &[Vec<u8>]) -> bool {
    let stated =
        |wanted: &str| tokens.iter().step_by(2).any(|name| name.trim_ascii().eq_ignore_ascii_case(wanted.as_bytes()));
    stated("$PAR") && stated("$DATATYPE") && stated("$BYTEORD")
}

/// UTF-8, or else Latin-1.
fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(segment: &[u8]) -> Keywords {
        let mut keywords = Keywords::default();
        keywords.read(segment).unwrap();
        keywords
    }

    #[test]
    fn delimiters_escapes_case_and_padding() {
        let keywords = read(b"/$par/ 2 /$P1S/GFP//FITC-A/$VOL/1/$VOL/2/$NEXTDATA /000/  \0");
        assert_eq!(keywords.get("$PAR"), Some("2"));
        assert_eq!(keywords.get("$p1s"), Some("GFP/FITC-A"));
        assert_eq!(keywords.get("$NEXTDATA"), Some("000"));
        assert_eq!((keywords.get("$VOL"), keywords.is_contradicted("$VOL")), (Some("2"), true));
        assert_eq!(keywords.contradicted().collect::<Vec<_>>(), [("$VOL", vec!["1", "2"])]);
        assert_eq!(keywords.len(), 4);
    }

    #[test]
    fn latin_1_where_it_is_no_utf_8() {
        let keywords = read(b"\\A\\CellQuest Pro\xaa\\B\\\xc2\xb5\\");
        assert_eq!((keywords.text("A"), keywords.text("B")), ("CellQuest Pro\u{aa}", "\u{b5}"));
    }

    #[test]
    fn empty_values() {
        assert_eq!(read(b"/A/1/B//").get("B"), Some(""));
        let keywords = read(b"/$PROJ//$PAR/1/$DATATYPE/F/$BYTEORD/1,2,3,4/");
        assert_eq!((keywords.get("$PROJ"), keywords.get("$PAR")), (Some(""), Some("1")));
    }

    #[test]
    fn what_is_no_text() {
        let mut keywords = Keywords::default();
        assert_eq!(keywords.read(b""), Err(TextError::Empty));
        assert_eq!(keywords.read(b"/abc"), Err(TextError::Empty));
        let many: Vec<u8> = b"/".iter().chain(b"a/b/".repeat(MOST + 1).iter()).copied().collect();
        assert_eq!(keywords.read(&many), Err(TextError::TooMany));
    }
}
