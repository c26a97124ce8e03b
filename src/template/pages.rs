//! What the pages of evqc call their own elements: no frame has an element of that id, and no style lays out one of that class.

/// Ids of the pages, beside those that begin with `evqc`.
const IDS: [&str; 8] = ["all", "content", "language", "listing", "run", "run-link", "run-rest", "search"];

/// How ids of the pages begin.
const BEGINNINGS: [&str; 3] = ["evqc", "lot-", "tests-"];

/// Classes of the pages.
const CLASSES: [&str; 89] = [
    "accept",
    "action",
    "alert",
    "area",
    "aside",
    "at-end",
    "attachments",
    "axis",
    "bad",
    "badge",
    "bar",
    "bar-large",
    "break",
    "calm",
    "card",
    "cards",
    "cases",
    "cell",
    "centre",
    "chips",
    "code",
    "draft",
    "edge",
    "end",
    "error",
    "failed",
    "figure",
    "filters",
    "finding",
    "fine",
    "framed",
    "gate",
    "gates",
    "good",
    "grid",
    "group",
    "guard",
    "hatch",
    "interval",
    "key",
    "label",
    "large",
    "letterhead",
    "limit",
    "long",
    "lot",
    "mark",
    "mini",
    "none",
    "note",
    "notes",
    "number",
    "of-details",
    "open",
    "open-end",
    "outline",
    "outside",
    "pager",
    "pairs",
    "paper",
    "parallel",
    "plain",
    "plain-list",
    "point",
    "result",
    "run",
    "sample",
    "screen",
    "scroll",
    "seal",
    "second",
    "signatories",
    "signature",
    "sizes",
    "skip",
    "small",
    "soft",
    "space",
    "statement",
    "summary",
    "test",
    "time",
    "together",
    "two",
    "unit",
    "warning",
    "watermark",
    "where",
    "words",
];

/// Those of them that show what was judged or found: no frame has an element that looks so.
pub(super) const VERDICTS: [&str; 24] = [
    "accept",
    "action",
    "alert",
    "bad",
    "badge",
    "calm",
    "draft",
    "error",
    "failed",
    "finding",
    "good",
    "guard",
    "limit",
    "mark",
    "none",
    "open",
    "outside",
    "point",
    "result",
    "seal",
    "signature",
    "statement",
    "warning",
    "watermark",
];

/// Whether an element of a frame cannot be called so, since one of evqc is.
pub(super) fn is_taken(id: &str) -> bool {
    let id = id.to_lowercase();
    IDS.contains(&id.as_str()) || BEGINNINGS.iter().any(|start| id.starts_with(start))
}

/// What the elements are that a selector names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// Of the frame alone.
    Frame,
    /// The page around everything: `body`, `main`.
    Page,
    /// Headings.
    Heading,
    /// Blocks of text and cells, of evqc as well: what parts them covers nothing.
    Block,
    /// Pictures.
    Picture,
    /// Whatever it is.
    Any,
}
use Subject::{Any, Block, Frame, Heading, Page, Picture};

impl Subject {
    /// That of a selector, all of whose elements are at least this.
    pub fn of(selector: &str) -> Subject {
        let Some(bare) = bare(selector) else { return Any };
        let has_brackets = bare != selector;
        let each = bare.split(',').map(|one| if !has_brackets && is_of_frame(one) { Frame } else { by_name(one) });
        // What is the frame's own takes what the others do.
        each.reduce(|one, other| match (one, other) {
            (one, other) if one == other => one,
            (Frame, other) | (other, Frame) => other,
            (Page | Heading | Block, Page | Heading | Block) => Block,
            _ => Any,
        })
        .unwrap_or(Any)
    }
}

/// What elements are by the name of the last one.
fn by_name(selector: &str) -> Subject {
    let last = compounds(selector).last().map_or("", |(last, _)| last);
    match last.split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or_default() {
        "body" | "main" => Page,
        "h1" | "h2" | "h3" => Heading,
        "h4" | "h5" | "h6" | "p" | "table" | "caption" | "td" | "th" | "figcaption" | "blockquote" => Block,
        "img" => Picture,
        _ => Any,
    }
}

/// Whether a selector names elements of the frame alone: with a class that no page of evqc has, or within such an element, since
/// nothing of evqc stands within one of the frame.
fn is_of_frame(selector: &str) -> bool {
    let is_own = |compound: &str| {
        compound.split([':', '#']).next().unwrap_or_default().split('.').skip(1).any(|class| !CLASSES.contains(&class))
    };
    let is_around = |behind: Option<char>| behind.is_none_or(|sign| sign == ' ' || sign == '>');
    !selector.contains('|') && compounds(selector).any(|(compound, behind)| is_own(compound) && is_around(behind))
}

/// The elements of a selector, each with the sign behind it: ` `, `>`, `+` or `~`.
fn compounds(selector: &str) -> impl Iterator<Item = (&str, Option<char>)> {
    const SIGNS: [char; 4] = [' ', '>', '+', '~'];
    let mut rest = selector.trim();
    std::iter::from_fn(move || {
        let end = rest.find(SIGNS).unwrap_or(rest.len());
        let (one, after) = rest.split_at_checked(end).filter(|(one, after)| !one.is_empty() || !after.is_empty())?;
        rest = after.trim_start_matches(SIGNS);
        let signs = after.get(..after.len() - rest.len()).unwrap_or_default();
        let sign = signs.chars().find(|sign| "+~".contains(*sign)).or_else(|| signs.chars().next());
        Some((one, sign))
    })
}

/// A selector without what stands in brackets; nothing: one with a text, in which signs say nothing.
fn bare(selector: &str) -> Option<String> {
    let mut depth = 0_usize;
    let mut bare = String::new();
    for sign in selector.chars() {
        match sign {
            '"' | '\'' => return None,
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(sign),
            _ => {}
        }
    }
    Some(bare)
}

/// Whether a selector names the heads of columns alone.
pub(super) fn is_of_heads(selector: &str) -> bool {
    selector.split(',').all(|one| one.trim() == "thead th")
}

/// Whether a selector names pictures alone.
pub(super) fn is_of_pictures(selector: &str) -> bool {
    bare(selector).is_some_and(|bare| bare.split(',').all(|one| by_name(one) == Picture))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: &str =
        concat!(include_str!("../report/html/page/draw.js"), include_str!("../report/html/page/script.js"));

    /// What stands in quotation marks behind a word, up to the end of its value.
    fn quoted(text: &str, behind: &str) -> Vec<String> {
        let values = text.split(behind).skip(1).map(|rest| rest.split([',', '}', '\n']).next().unwrap());
        let words = values.flat_map(|value| value.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>());
        words.flat_map(|words| words.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
    }

    #[test]
    fn every_id_and_class_of_the_pages_is_known() {
        let ids = quoted(PROGRAM, " id: ");
        assert!(ids.len() > 6, "{ids:?}");
        for id in ids.iter().chain(&["evqc-report".to_owned(), "evqc-certificate".to_owned()]) {
            assert!(is_taken(id), "{id}");
        }
        assert!(!is_taken("band") && is_taken("EVQC-data"));
        let sheets = [
            include_str!("../report/html/page/style.css"),
            include_str!("../document/html/document.css"),
            include_str!("../certificate/page/guard.css"),
        ];
        let selectors = sheets.iter().flat_map(|sheet| sheet.split('}').filter_map(|rule| rule.rsplit_once('{')));
        let named =
            selectors.flat_map(|(selector, _)| selector.split('.').skip(1).map(str::to_owned).collect::<Vec<_>>());
        let is_name = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
        let named = named.map(|rest| rest.split(|sign: char| !is_name(sign)).next().unwrap().to_owned());
        let markup = concat!(include_str!("../document/html.rs"), include_str!("../document/html/page.rs"));
        let written = markup.split("class=\\\"").skip(1).map(|rest| rest.split(['\\', '{']).next().unwrap());
        let written = written.flat_map(|words| words.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        for class in quoted(PROGRAM, "class: ").into_iter().chain(named).chain(written) {
            let is_code = class.is_empty() || !class.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            assert!(is_code || CLASSES.contains(&class.as_str()), "{class}");
        }
    }

    #[test]
    fn what_shows_a_verdict_is_a_class_of_the_pages() {
        assert!(VERDICTS.iter().all(|class| CLASSES.contains(class)));
    }

    /// Nothing of evqc has a class of the frame's own, or stands within an element that has one; it may stand beside one.
    #[test]
    fn a_selector_of_the_frame_names_a_class_of_its_own() {
        for selector in [
            ".band",
            "div.band",
            ".badge .band",
            ".band, p > .look",
            ".bad.band",
            ".band td",
            ".band > *",
            ".band a:hover",
            ".band p ~ a",
        ] {
            assert_eq!(Subject::of(selector), Frame, "{selector}");
        }
        for selector in [
            "bdi",
            ".badge",
            ".band + div",
            ".band ~ *",
            ".band > ~ div",
            "td:not(.band) span",
            ":is(td, .band)",
            ":not(.band)",
            "[class=band]",
            "[title=\".band \"]",
            ".band, span",
            "#band",
            ":lang(en)",
            "",
            "*",
            "body :has(.band)",
            "dl:not(p td)",
            ":is(td)",
            "*|td",
        ] {
            assert_eq!(Subject::of(selector), Any, "{selector}");
        }
        for (selector, subject) in [
            ("td", Block),
            ("tbody tr:nth-child(2n + 1) td", Block),
            ("td:not(.band)", Block),
            ("h1,.band,td.number", Block),
            ("main > p", Block),
            (".band ~ p", Block),
            ("h1, h2", Heading),
            ("body", Page),
            (".band, main", Page),
            ("img.logo, p > img", Picture),
            ("img, td", Any),
        ] {
            assert_eq!(Subject::of(selector), subject, "{selector}");
        }
        assert!(is_of_heads("thead th, thead th") && !is_of_heads("th") && !is_of_heads("thead th bdi"));
        assert!(is_of_pictures(".band img, img, p > img.logo") && !is_of_pictures(":is(td, img)"));
        assert!(!is_of_pictures("td") && !is_of_pictures("img, td") && !is_of_pictures(""));
    }
}
