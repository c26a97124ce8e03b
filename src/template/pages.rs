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

/// Whether a selector names elements of the frame alone: behind its last blank or sign stands a class that no page of evqc has.
pub(super) fn is_of_frame(selector: &str) -> bool {
    let one = |selector: &str| {
        let last = selector.split([' ', '\n', '\t', '>', '+', '~']).rfind(|part| !part.is_empty()).unwrap_or_default();
        let plain = last.chars().all(|sign| sign.is_ascii_alphanumeric() || "-_.".contains(sign));
        let mut classes = last.split('.').skip(1).filter(|class| !class.is_empty());
        plain && !selector.contains(['(', '[', '|']) && classes.any(|class| !CLASSES.contains(&class))
    };
    !selector.starts_with('@') && selector.split(',').all(one)
}

/// Drawings of evqc's pages, by element and by class.
const DRAWINGS: [&str; 9] = ["svg", "img", "*", ".mini", ".bar-large", ".figure", ".sample", ".gate", ".code"];

/// Whether a rule is about drawings: without width or height nothing of one is seen, whereas letters stand beyond a narrow box.
pub(super) fn names_drawing(selector: &str) -> bool {
    DRAWINGS.iter().any(|name| selector.contains(name))
}

/// Whether a selector names drawings alone.
pub(super) fn is_of_drawings(selector: &str) -> bool {
    let one = |selector: &str| {
        let last = selector.split([' ', '>', '+', '~']).rfind(|part| !part.is_empty()).unwrap_or_default();
        let is =
            |name: &str| last.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ':']));
        DRAWINGS.into_iter().filter(|name| *name != "*").any(is)
    };
    !selector.contains(['(', '[']) && selector.split(',').all(one)
}

/// Whether a selector names pictures alone.
pub(super) fn is_of_pictures(selector: &str) -> bool {
    let one = |selector: &str| {
        let last = selector.trim().split([' ', '\n', '\t', '>', '+', '~']).next_back().unwrap_or_default();
        last == "img" || last.starts_with("img.")
    };
    !selector.contains(['(', '[']) && selector.split(',').all(one)
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

    #[test]
    fn a_selector_of_the_frame_names_a_class_of_its_own() {
        for selector in [".band", "div.band", ".badge .band", ".band, p > .look", ".bad.band"] {
            assert!(is_of_frame(selector), "{selector}");
        }
        for selector in [
            "td",
            "bdi",
            ".badge",
            ".band td",
            ".band *",
            "td:not(.band)",
            ":is(td, .band)",
            ".band, td",
            "#band",
            "*|td",
            "",
            ".band:not(.x .band)",
            "@media print",
        ] {
            assert!(!is_of_frame(selector), "{selector}");
        }
        assert!(is_of_drawings("svg") && is_of_drawings("td svg.mini,figure > img:hover"));
        assert!(!is_of_drawings("svg,td") && !is_of_drawings("td:not(p svg:hover)") && !is_of_drawings("svg td"));
        assert!(is_of_pictures("img") && is_of_pictures(".band img, img, p > img.logo"));
        assert!(
            !is_of_pictures("td")
                && !is_of_pictures("img, td")
                && !is_of_pictures(":is(td, img)")
                && !is_of_pictures("")
        );
    }
}
