//! Compact JSON that can stand inside a page: one value after another, straight into the bytes.
//!
//! No markup can leave it: `<`, `>` and `&` are written as escapes, so neither `</script>` nor `<!--` ever stands in the
//! page, whatever a lot is called. A colon behind `http` is an escape too: no address stands in the file that a program
//! could take for one to fetch. What acts on its surroundings is made visible first, see [`super::super::escape`].

use crate::report::escape::visible;

/// A list being written; the closing bracket is written by [`List::end`].
pub(super) struct List<'o> {
    out: &'o mut Vec<u8>,
    any: bool,
}

impl<'o> List<'o> {
    /// Opens a list.
    pub fn open(out: &'o mut Vec<u8>) -> Self {
        out.push(b'[');
        List { out, any: false }
    }

    fn next(&mut self) -> &mut Vec<u8> {
        if self.any {
            self.out.push(b',');
        }
        self.any = true;
        self.out
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) {
        push_text(self.next(), text);
    }

    /// Adds a whole number.
    pub fn whole(&mut self, number: i64) {
        self.next().extend_from_slice(number.to_string().as_bytes());
    }

    /// Adds a position.
    pub fn position(&mut self, position: usize) {
        self.next().extend_from_slice(position.to_string().as_bytes());
    }

    /// Adds a number; null when it is not finite or not there.
    pub fn number(&mut self, number: Option<f64>) {
        push_number(self.next(), number);
    }

    /// Adds a list, filled by `fill`.
    pub fn list(&mut self, fill: impl FnOnce(&mut List<'_>)) {
        let mut list = List::open(self.next());
        fill(&mut list);
        list.end();
    }

    /// Adds an object, filled by `fill`.
    pub fn fields(&mut self, fill: impl FnOnce(&mut Fields<'_>)) {
        let mut fields = Fields::open(self.next());
        fill(&mut fields);
        fields.end();
    }

    /// Adds a list of texts.
    pub fn texts<T: AsRef<str>>(&mut self, texts: impl IntoIterator<Item = T>) {
        self.list(|list| texts.into_iter().for_each(|text| list.text(text.as_ref())));
    }

    /// Closes the list.
    pub fn end(self) {
        self.out.push(b']');
    }
}

/// An object being written; fields without content are left out.
pub(super) struct Fields<'o> {
    out: &'o mut Vec<u8>,
    any: bool,
}

impl<'o> Fields<'o> {
    /// Opens an object.
    pub fn open(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Fields { out, any: false }
    }

    fn next(&mut self, key: &str) -> &mut Vec<u8> {
        if self.any {
            self.out.push(b',');
        }
        self.any = true;
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.out
    }

    /// Adds a text, also an empty one.
    pub fn text(&mut self, key: &str, text: &str) {
        push_text(self.next(key), text);
    }

    /// Adds a text that is there.
    pub fn some(&mut self, key: &str, text: Option<impl AsRef<str>>) {
        if let Some(text) = text.as_ref().map(AsRef::as_ref).filter(|text| !text.is_empty()) {
            self.text(key, text);
        }
    }

    /// Adds a whole number.
    pub fn whole(&mut self, key: &str, number: i64) {
        self.next(key).extend_from_slice(number.to_string().as_bytes());
    }

    /// Adds a position or a count.
    pub fn position(&mut self, key: &str, position: usize) {
        self.next(key).extend_from_slice(position.to_string().as_bytes());
    }

    /// Adds a number; null when it is not finite or not there.
    pub fn number(&mut self, key: &str, number: Option<f64>) {
        push_number(self.next(key), number);
    }

    /// Adds the mark of something that is so; nothing when it is not.
    pub fn mark(&mut self, key: &str, so: bool) {
        if so {
            self.next(key).push(b'1');
        }
    }

    /// Adds a list, filled by `fill`.
    pub fn list(&mut self, key: &str, fill: impl FnOnce(&mut List<'_>)) {
        let mut list = List::open(self.next(key));
        fill(&mut list);
        list.end();
    }

    /// Adds an object, filled by `fill`.
    pub fn fields(&mut self, key: &str, fill: impl FnOnce(&mut Fields<'_>)) {
        let mut fields = Fields::open(self.next(key));
        fill(&mut fields);
        fields.end();
    }

    /// Adds a list of texts, unless there are none.
    pub fn texts<T: AsRef<str>>(&mut self, key: &str, texts: &[T]) {
        if !texts.is_empty() {
            self.list(key, |list| texts.iter().for_each(|text| list.text(text.as_ref())));
        }
    }

    /// Closes the object.
    pub fn end(self) {
        self.out.push(b'}');
    }
}

/// Appends a text in quotes.
fn push_text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\' | b'<' | b'>' | b'&' | b':'))
    {
        out.extend_from_slice(text.as_bytes());
    } else {
        let mut buffer = [0; 4];
        for character in visible(text).chars() {
            match character {
                '"' => out.extend_from_slice(b"\\\""),
                '\\' => out.extend_from_slice(b"\\\\"),
                '<' => out.extend_from_slice(b"\\u003c"),
                '>' => out.extend_from_slice(b"\\u003e"),
                '&' => out.extend_from_slice(b"\\u0026"),
                ':' if ends_like_a_scheme(out) => out.extend_from_slice(b"\\u003a"),
                other => out.extend_from_slice(other.encode_utf8(&mut buffer).as_bytes()),
            }
        }
    }
    out.push(b'"');
}

/// Whether what was written last names a way to fetch something.
fn ends_like_a_scheme(out: &[u8]) -> bool {
    let tail = &out[out.len().saturating_sub(5)..];
    [b"http".as_slice(), b"https", b"ftp", b"file"]
        .iter()
        .any(|scheme| tail.len() >= scheme.len() && tail[tail.len() - scheme.len()..].eq_ignore_ascii_case(scheme))
}

/// Appends the shorter of the two ways to write a number so that it reads back as the same one.
fn push_number(out: &mut Vec<u8>, number: Option<f64>) {
    let Some(number) = number.filter(|number| number.is_finite()) else {
        out.extend_from_slice(b"null");
        return;
    };
    let (plain, scientific) = (number.to_string(), format!("{number:e}"));
    let shorter = if scientific.len() < plain.len() { scientific } else { plain };
    out.extend_from_slice(shorter.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        push_text(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn no_markup_leaves_a_text_and_nothing_is_lost() {
        assert_eq!(written("</script><!--&"), "\"\\u003c/script\\u003e\\u003c!--\\u0026\"");
        assert_eq!(written("http://x"), "\"http\\u003a//x\"");
        assert_eq!(written("a\u{202e}b"), "\"a\\\\u{202e}b\"");
        for text in ["</script>", "a:b", "HTTPS://x", "阳性 \"x\" \\ '", "🧪"] {
            assert_eq!(serde_json::from_str::<String>(&written(text)).unwrap(), text);
        }
    }

    #[test]
    fn numbers_read_back_as_themselves() {
        for number in [0.0, 2.41e10, 1e-300, -0.1, 5.0, 123456.789] {
            let mut out = Vec::new();
            push_number(&mut out, Some(number));
            let text = String::from_utf8(out).unwrap();
            assert_eq!(serde_json::from_str::<f64>(&text).unwrap(), number, "{text}");
        }
        let mut out = Vec::new();
        push_number(&mut out, Some(f64::NAN));
        assert_eq!(out, b"null");
    }
}
