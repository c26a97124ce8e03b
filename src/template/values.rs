//! What a style of a laboratory may set, and to which values: plain lengths within bounds, names and colours that are listed here,
//! and variables of which each value is one of those. Whatever a browser would reckon in a way that is not followed here is none.

mod terms;

use super::colours;
use super::pages::{self, Subject};
use super::sheet::{Declared, Rule};
use crate::finding::did_you_mean;
use crate::order;
use std::collections::BTreeMap;
use terms::{Term, terms};

/// Properties that a style of a laboratory may set: how what stands there looks, never what stands there, where, or whether. The
/// documentation lists them.
const PROPERTIES: [&str; 28] = [
    "align-items",
    "background",
    "background-color",
    "border",
    "border-radius",
    "color",
    "display",
    "flex-wrap",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "gap",
    "height",
    "hyphens",
    "justify-content",
    "letter-spacing",
    "line-height",
    "margin",
    "max-width",
    "min-height",
    "min-width",
    "overflow-wrap",
    "padding",
    "text-align",
    "text-decoration",
    "vertical-align",
    "width",
];

/// Properties that stand for one side each: `border-left`.
const SIDED: [&str; 3] = ["border-", "margin-", "padding-"];

/// What can stand behind these, and for a border what of it.
const SIDES: [&str; 10] =
    ["block", "block-end", "block-start", "bottom", "inline", "inline-end", "inline-start", "left", "right", "top"];
const OF_BORDER: [&str; 5] = ["collapse", "color", "spacing", "style", "width"];
const CORNERS: [&str; 4] = ["top-left", "top-right", "bottom-left", "bottom-right"];

/// Where something may stand in its line or cell: within it.
const ALIGNED: [&str; 6] = ["baseline", "bottom", "middle", "text-bottom", "text-top", "top"];

/// How an element may be displayed; each of them is seen.
const DISPLAYS: [&str; 6] = ["block", "flex", "grid", "inline", "inline-block", "inline-flex"];

/// Where things may stand beside each other.
const PLACES: [&str; 11] = [
    "baseline",
    "center",
    "end",
    "flex-end",
    "flex-start",
    "normal",
    "space-around",
    "space-between",
    "space-evenly",
    "start",
    "stretch",
];

const TEXT_ALIGNS: [&str; 7] = ["center", "end", "inherit", "justify", "left", "right", "start"];

/// What takes a property from elsewhere on the page.
const FROM_ELSEWHERE: [&str; 3] = ["inherit", "initial", "unset"];

/// Lines of a border, and how tables draw them.
const LINES: [&str; 19] = [
    "collapse",
    "currentcolor",
    "dashed",
    "dotted",
    "double",
    "groove",
    "hidden",
    "inherit",
    "initial",
    "inset",
    "medium",
    "none",
    "outset",
    "ridge",
    "separate",
    "solid",
    "thick",
    "thin",
    "unset",
];

/// Words in the names of fonts whose letters are pictures, bars or nothing.
const PICTURES: [&str; 18] = [
    "adobe blank",
    "adobeblank",
    "awesome",
    "barcode",
    "bookshelf",
    "dingbat",
    "emoji",
    "glyph",
    "icon",
    "marlett",
    "mt extra",
    "musical",
    "ornament",
    "redact",
    "signs",
    "symbol",
    "webding",
    "wingding",
];

/// The most pixels of a letter or a line, of a space, and of a thing: more moves what stands beside it out of sight.
const HIGHEST: f64 = 120.0;
const FARTHEST: f64 = 320.0;
const WIDEST: f64 = 4000.0;

/// The most pixels around and between blocks of evqc, within them and their cells, and of their letters: with more a column stands
/// out of sight.
const AROUND_PAGE: f64 = 50.0;
const AROUND_BLOCK: f64 = 32.0;
const WITHIN_BLOCK: f64 = 16.0;
const BETWEEN_LETTERS: f64 = 0.5;
const BETWEEN_LETTERS_OF_HEADING: f64 = 2.0;
const BROADEST_LINE: f64 = 4.0;
const LARGEST_TEXT: f64 = 20.0;
const LARGEST_HEADING: f64 = 48.0;

/// Paper of A4 and Letter has room for so many.
const PAPER: f64 = 640.0;

/// How often a variable may name another, and how many values come of it.
const DEPTH: u32 = 4;
const MOST: usize = 256;

const OF_PICTURES: &str = "`height`, a line at least, is for pictures: `img.logo { … }`, `.band img { … }`; another box is as high as what \
                           stands in it, or higher (`min-height`)";

/// Where the bounds stand.
const BOUNDS: &str = "see \"HTML report\" of the documentation";

/// Variables of a style, each with every value that it is given.
pub(super) struct Values<'s> {
    all: BTreeMap<&'s str, Vec<&'s str>>,
    /// Those that each element has.
    everywhere: Vec<&'s str>,
}

impl<'s> Values<'s> {
    pub fn of(rules: &'s [Rule]) -> Self {
        let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut everywhere = Vec::new();
        for rule in rules {
            for own in rule.declarations.iter().filter(|own| own.name.starts_with("--")) {
                all.entry(&own.name).or_default().push(&own.value);
                everywhere.extend(rule.is_everywhere().then_some(own.name.as_str()));
            }
        }
        Values { all, everywhere }
    }

    /// Why a declaration is not allowed in a rule with this selector.
    pub fn objection(&self, own: &Declared, selector: &str) -> Option<String> {
        let name = own.name.as_str();
        if !is_property(name) {
            return Some(unknown_property(name));
        }
        let quoted = own.value.contains(['"', '\'']) && name != "font-family";
        if quoted || own.value.contains('!') || own.value.contains("transparent") {
            return Some(
                "a value has no `!important`, no `transparent`, and quotation marks for fonts alone".to_owned(),
            );
        }
        let read = terms(&own.value);
        if let Some(variable) = read.as_ref().and_then(|read| self.unknown(read)) {
            return Some(format!(
                "no rule for `:root` sets `{variable}`, and evqc has no such variable; capital letters count, and \
                 `var({variable}, VALUE)` has a value without it"
            ));
        }
        let all = read.and_then(|read| self.expanded(&read, DEPTH));
        let subject = Subject::of(selector);
        let fits =
            |is_fit: &dyn Fn(&[Term<'_>]) -> bool| all.as_ref().is_some_and(|all| all.iter().all(|one| is_fit(one)));
        let fits_frame = fits(&|value| is_fit(name, value, selector));
        match subject {
            Subject::Frame if fits_frame => None,
            Subject::Frame if name == "height" => Some(OF_PICTURES.to_owned()),
            Subject::Frame => Some(format!("this value of `{name}` could hide or change what stands there, {BOUNDS}")),
            _ if fits(&|value| is_fit_inside(name, value, subject)) => None,
            _ if name == "height" => Some(OF_PICTURES.to_owned()),
            _ if fits_frame => Some(format!(
                "`{selector}` names elements of evqc too, for which `{name}` is not set, or within closer bounds; give what is \
                 yours a class of its own (`.band {{ … }}`, `.band p {{ … }}`), {BOUNDS}"
            )),
            _ => Some(format!("this value of `{name}` could hide or change what stands there, {BOUNDS}")),
        }
    }

    /// A variable that a value needs and that not every element has.
    fn unknown(&self, value: &[Term<'s>]) -> Option<&'s str> {
        value.iter().find_map(|term| match term {
            Term::Function("var", inside) => match inside[..] {
                [Term::Word(name)] => (!self.everywhere.contains(&name) && !colours::is_own(name)).then_some(name),
                [_, ref otherwise @ ..] => self.unknown(otherwise),
                [] => None,
            },
            Term::Function(_, inside) => self.unknown(inside),
            _ => None,
        })
    }

    /// What a value can be with all that its variables can be; nothing: nobody knows.
    fn expanded(&self, value: &[Term<'s>], depth: u32) -> Option<Vec<Vec<Term<'s>>>> {
        let mut all: Vec<Vec<Term<'s>>> = vec![Vec::new()];
        for term in value {
            let choices = match term {
                Term::Function("var", inside) => self.of_variable(inside, depth)?,
                other => vec![vec![other.clone()]],
            };
            let with_each = |one: &Vec<Term<'s>>| {
                let with = |choice: &Vec<Term<'s>>| order::collect(one.iter().chain(choice).cloned());
                order::collect::<Vec<Vec<Term<'s>>>, _>(choices.iter().map(with))
            };
            all = order::collect(all.iter().flat_map(with_each));
            if all.len() > MOST {
                return None;
            }
        }
        Some(all)
    }

    /// What `var(…)` can be.
    fn of_variable(&self, inside: &[Term<'s>], depth: u32) -> Option<Vec<Vec<Term<'s>>>> {
        let (Term::Word(name), otherwise) = inside.split_first()? else { return None };
        let depth = depth.checked_sub(1)?;
        let mut all = Vec::new();
        for value in self.all.get(name).into_iter().flatten() {
            all.extend(self.expanded(&terms(value)?, depth)?);
        }
        // All variables of evqc's pages are colours.
        all.extend(colours::is_own(name).then(|| vec![Term::Colour]));
        match otherwise.split_first() {
            Some((Term::Comma, otherwise)) => all.extend(self.expanded(otherwise, depth)?),
            Some(_) => return None,
            None => {}
        }
        (name.starts_with("--") && !all.is_empty()).then_some(all)
    }
}

/// Whether a style may set a property at all.
fn is_property(name: &str) -> bool {
    let of_border = |rest: &str| {
        let side = ["-color", "-style", "-width"].iter().find_map(|of| rest.strip_suffix(of)).unwrap_or(rest);
        let corner = rest.strip_suffix("-radius").is_some_and(|corner| CORNERS.contains(&corner));
        OF_BORDER.contains(&rest) || SIDES.contains(&side) || corner
    };
    let is_sided = SIDED.iter().any(|of| {
        name.strip_prefix(of).is_some_and(|rest| if *of == "border-" { of_border(rest) } else { SIDES.contains(&rest) })
    });
    PROPERTIES.contains(&name) || is_sided || name.starts_with("--")
}

fn unknown_property(name: &str) -> String {
    let instead = INSTEAD.iter().find(|(usual, _)| *usual == name).map(|(_, instead)| format!("{instead}; "));
    let nearest = || did_you_mean(name, PROPERTIES).map(|meant| format!("did you mean `{meant}`? "));
    let help = instead.or_else(nearest).unwrap_or_default();
    format!("no property that a style sets; {help}\"HTML report\" of the documentation lists those")
}

/// What is written in the place of usual properties.
const INSTEAD: [(&str, &str); 6] = [
    ("float", "`display: flex` on a class of your own puts things beside each other"),
    ("font", "write `font-family`, `font-size` and `font-weight`"),
    ("grid-template-columns", "write `display: flex` with `gap` and `flex-wrap`"),
    (
        "max-height",
        "a picture has `height` (`.band img { height: 4rem }`), and another box is as high as what stands in it",
    ),
    ("text-transform", "write the capital letters themselves"),
    ("white-space", "a `&#160;` keeps two words on a line"),
];

/// Whether a value of a property neither hides anything nor makes it read as something else, on elements of the frame.
fn is_fit(name: &str, value: &[Term<'_>], selector: &str) -> bool {
    let one = |is_fit: &dyn Fn(&Term<'_>) -> bool| matches!(value, [term] if is_fit(term));
    let each = |is_fit: &dyn Fn(&Term<'_>) -> bool| !value.is_empty() && value.iter().all(is_fit);
    match name {
        // What a colour is, is looked at where it is known what stands on what.
        "color" | "background" | "background-color" => true,
        "display" => one(&|term| term.is_word(&DISPLAYS)),
        "justify-content" | "align-items" => one(&|term| term.is_word(&PLACES)),
        "flex-wrap" => one(&|term| term.is_word(&["wrap", "nowrap"])),
        "vertical-align" => one(&|term| term.is_word(&ALIGNED)),
        "text-decoration" => one(&|term| term.is_word(&["none", "underline"])),
        "text-align" => one(&|term| term.is_word(&TEXT_ALIGNS)),
        "hyphens" => one(&|term| term.is_word(&["auto", "inherit", "manual", "none"])),
        "overflow-wrap" => one(&|term| term.is_word(&["anywhere", "break-word", "inherit", "normal"])),
        "font-style" => one(&|term| term.is_word(&["inherit", "italic", "normal", "oblique"])),
        "font-weight" => one(&is_weight),
        "font-family" => is_of_letters(value),
        "font-size" => one(&is_readable),
        "line-height" => one(&|term| term.is_word(&["normal"]) || is_high(term)),
        "letter-spacing" => one(&|term| term.is_word(&["normal"]) || term.is_space(HIGHEST)),
        // A box that is lower than what stands in it lies on what follows.
        "height" => one(&is_a_line) && pages::is_of_pictures(selector),
        "max-width" => one(&|term| is_width(term, WIDEST)),
        "min-height" => one(&|term| is_width(term, FARTHEST)),
        "width" | "min-width" => one(&is_on_paper),
        "gap" => each(&|term| term.is_word(&["normal"]) || term.is_space(FARTHEST)),
        _ if name.starts_with("border") => each(&|term| is_line(term, FARTHEST)),
        _ if name.starts_with("margin") => each(&|term| term.is_word(&["auto"]) || is_distance(term, FARTHEST)),
        _ if name.starts_with("padding") => each(&|term| is_distance(term, FARTHEST)),
        // A property of one's own may be given to any other, and is looked at there.
        _ => each(&|term| !matches!(term, Term::Length(..)) || term.is_space(FARTHEST)),
    }
}

/// The same on elements of which some are evqc's: how letters look, and a little room between blocks of text. Whatever else is laid out
/// anew there can lie on a word, put it out of sight or make it read as another one.
fn is_fit_inside(name: &str, value: &[Term<'_>], subject: Subject) -> bool {
    use Subject::{Block, Heading, Page, Picture};
    let one = |is_fit: &dyn Fn(&Term<'_>) -> bool| matches!(value, [term] if is_fit(term));
    let each = |is_fit: &dyn Fn(&Term<'_>) -> bool| !value.is_empty() && value.iter().all(is_fit);
    let is_block = matches!(subject, Block | Heading | Page);
    let [around, within] = if subject == Page { [AROUND_PAGE; 2] } else { [AROUND_BLOCK, WITHIN_BLOCK] };
    let between = if subject == Heading { BETWEEN_LETTERS_OF_HEADING } else { BETWEEN_LETTERS };
    match name {
        "color" | "background" | "background-color" | "text-decoration" | "hyphens" | "font-style" | "font-weight"
        | "font-family" => is_fit(name, value, ""),
        "font-size" => one(&|term| is_of_size(term, if subject == Heading { LARGEST_HEADING } else { LARGEST_TEXT })),
        // A height with a unit is handed down to letters of any size.
        "line-height" => one(&|term| matches!(term, Term::Length(1.0..=3.0, "")) || term.is_word(&["normal"])),
        "letter-spacing" => one(&|term| term.is_word(&["normal"]) || term.is_space(between)),
        "text-align" => is_block && is_fit(name, value, ""),
        "vertical-align" => (is_block || subject == Picture) && is_fit(name, value, ""),
        "max-width" | "width" if subject == Page => one(&is_broad) && is_fit(name, value, ""),
        "max-width" | "width" if subject == Picture => one(&|term| !is_narrow(term)) && is_fit(name, value, ""),
        "height" if subject == Picture => one(&is_a_line),
        _ if name.starts_with("border") => {
            (is_block || subject == Picture) && each(&|term| is_line(term, BROADEST_LINE))
        }
        _ if name.starts_with("margin") => {
            (is_block || subject == Picture) && each(&|term| term.is_word(&["auto"]) || is_distance(term, around))
        }
        _ if name.starts_with("padding") => is_block && each(&|term| is_distance(term, within)),
        _ => name.starts_with("--") && is_fit(name, value, ""),
    }
}

fn is_distance(term: &Term<'_>, most: f64) -> bool {
    term.is_word(&FROM_ELSEWHERE) || term.is_space(most)
}

/// Whether something can stand in a border of at most so many pixels.
fn is_line(term: &Term<'_>, most: f64) -> bool {
    let is_colour = match term {
        Term::Colour | Term::Slash | Term::Function("rgb" | "rgba", _) => true,
        Term::Word(name) => colours::is_name(name),
        _ => false,
    };
    is_colour || term.is_word(&LINES) || term.is_space(most)
}

fn is_weight(term: &Term<'_>) -> bool {
    term.is_word(&["bold", "bolder", "inherit", "lighter", "normal"])
        || matches!(term, Term::Length(weight, "") if (100.0..=1000.0).contains(weight))
}

/// Whether fonts are none whose letters are pictures.
fn is_of_letters(value: &[Term<'_>]) -> bool {
    let mut names = String::new();
    for term in value {
        match term {
            Term::Word(word) => names.push_str(word),
            Term::Text(text) => names.push_str(text),
            Term::Comma => names.push(','),
            _ => return false,
        }
        names.push(' ');
    }
    let names = names.to_lowercase();
    !names.is_empty() && !PICTURES.iter().any(|font| names.contains(font))
}

/// Whether something has a width of at most so many pixels.
fn is_width(term: &Term<'_>, most: f64) -> bool {
    term.is_word(&SIZES) || term.is_space(most)
}

/// Whether something of this width, at least, is not cut in print.
fn is_on_paper(term: &Term<'_>) -> bool {
    term.is_word(&SIZES)
        || term.is_length(&|length, unit| match unit {
            "%" => (0.0..=100.0).contains(&length),
            _ => terms::pixels(length, unit).is_some_and(|pixels| (0.0..=PAPER).contains(&pixels)),
        })
}

/// Sizes by name.
const SIZES: [&str; 6] = ["auto", "none", "fit-content", "max-content", "min-content", "inherit"];

/// Whether a term has a name, or is at least the least number of its unit: whatever has another unit, or is reckoned by the browser,
/// is not.
fn is_at_least(term: &Term<'_>, names: &[&str], least: &[(&str, f64)]) -> bool {
    term.is_word(names)
        || term.is_length(&|given, unit| least.iter().any(|(name, least)| *name == unit && given >= *least))
}

/// Whether a picture of this width or height is too small to be seen, or of one that only a browser reckons: what is less than a line
/// of text, 16 pixels, is a dot.
fn is_narrow(term: &Term<'_>) -> bool {
    const LEAST: &[(&str, f64)] =
        &[("rem", 1.0), ("em", 1.0), ("%", 5.0), ("px", 16.0), ("pt", 12.0), ("mm", 4.0), ("cm", 0.4)];
    !is_at_least(term, &SIZES, LEAST)
}

/// Whether a page of this width has room for a table, 960 pixels; what is a part of something may be a part of a part.
fn is_broad(term: &Term<'_>) -> bool {
    const LEAST: &[(&str, f64)] =
        &[("rem", 60.0), ("%", 100.0), ("px", 960.0), ("pt", 720.0), ("mm", 254.0), ("cm", 25.4)];
    is_at_least(term, &["auto", "none"], LEAST)
}

/// Whether letters have a size that is the same wherever they stand, from 10 pixels to so many: what is a part of the size around it
/// becomes less with each element that it is handed down through, and evqc has letters of 0.85 of that.
fn is_of_size(term: &Term<'_>, most: f64) -> bool {
    const LEAST: &[(&str, f64)] = &[("rem", 0.625), ("px", 10.0), ("pt", 7.5)];
    let is_within = |length: f64, unit: &str| terms::pixels(length, unit).is_some_and(|pixels| pixels <= most);
    term.is_word(&["small", "medium", "large"]) || is_at_least(term, &[], LEAST) && term.is_length(&is_within)
}

/// Whether letters of this size can be read: a size by name, or a number that is neither small nor large. Print is read from 6 points
/// on, 8 pixels; what is of the size around it has more, since it may stand within another one.
fn is_readable(term: &Term<'_>) -> bool {
    const NAMES: &[&str] = &["small", "smaller", "medium", "large", "larger", "x-large", "xx-large"];
    const LEAST: &[(&str, f64)] = &[("rem", 0.6), ("em", 0.6), ("%", 60.0), ("px", 8.0), ("pt", 6.0)];
    is_at_least(term, NAMES, LEAST) && (term.is_word(NAMES) || term.is_length(&is_of_letter))
}

/// Whether lines of this height do not lie on each other: letters need some 0.8 of their size from the foot of a `p` to the head of an
/// `h`, and the smallest that are read as many pixels and points as they have.
fn is_high(term: &Term<'_>) -> bool {
    const LEAST: &[(&str, f64)] = &[("rem", 0.8), ("em", 0.8), ("%", 80.0), ("px", 10.0), ("pt", 8.0), ("", 0.8)];
    is_at_least(term, &[], LEAST) && term.is_length(&is_of_letter)
}

/// Whether a length is not more than letters and their lines have; a part is one of the letters around.
fn is_of_letter(length: f64, unit: &str) -> bool {
    let (length, unit) = match unit {
        "" => (length, "em"),
        "%" => (length / 100.0, "em"),
        _ => (length, unit),
    };
    terms::pixels(length, unit).is_some_and(|pixels| pixels <= HIGHEST)
}

/// Whether a picture of this height is seen as one: as high as a line, 16 pixels, and no higher than one on paper is wide.
fn is_a_line(term: &Term<'_>) -> bool {
    const LEAST: &[(&str, f64)] = &[("rem", 1.0), ("em", 1.0), ("px", 16.0), ("pt", 12.0), ("mm", 4.0)];
    is_at_least(term, &["auto"], LEAST) && is_width(term, PAPER)
}

#[cfg(test)]
mod tests {
    use super::{PROPERTIES, SIDED, Values};
    use crate::order;
    use crate::template::sheet;

    /// Why the last declaration of a style is not allowed.
    fn objection(style: &str) -> Option<String> {
        let rules = sheet::of(style);
        let last = rules.last().unwrap();
        Values::of(&rules).objection(last.declarations.last().unwrap(), &last.selector)
    }

    #[test]
    fn a_variable_is_looked_at_for_what_it_is_given_to() {
        for style in [
            "td { letter-spacing: var(--x, calc(0px - 1em)) }",
            "td { letter-spacing: var(--x, -1em) }",
            ":root { --x: 1px } td { font-size: var(--x) }",
            "td { font-size: var(--x, 1px) }",
            "td { line-height: var(--x, .1) }",
            "p { max-width: var(--x, 1px) }",
            ":root { --f: wingdings } td { font-family: var(--f) }",
            ":root { --n: 1px } :root { --m: var(--n, 900px) } td { margin: var(--m) }",
            ":root { --a: var(--b); --b: var(--a) } td { margin: var(--a) }",
            ":root { --a: 1px } .band { display: var(--a, flex) }",
            // Capital letters count, and each element has what `:root` has.
            ":root { --x: 1px } td { padding: var(--X) }",
            "p { --x: 1px } td { padding: var(--x) }",
            "@media print { :root { --x: 1px } } td { padding: var(--x) }",
            "td { border: 1px solid var(--RULE) }",
        ] {
            assert!(objection(style).is_some(), "{style}");
        }
        for style in [
            "td { border: 1px solid var(--rule) }",
            ":root { --x: 1rem } td { padding: var(--x) var(--X, 2px) }",
            ":root { --x: 300px } .band { padding: var(--x) }",
            ":root { --f: Georgia, serif } td { font-family: var(--f) }",
            ":root { --side: 2px } :root { --both: 0 var(--side) } td { margin: var(--both) }",
        ] {
            assert_eq!(objection(style), None, "{style}");
        }
    }

    #[test]
    fn a_value_is_within_bounds_however_it_is_written() {
        for value in [
            "padding-left: calc(300px * 30)",
            "min-height: calc(900px * 90)",
            "margin-top: calc(0px - 90px)",
            "letter-spacing: calc(100px * 30)",
            "padding: 1px 321px",
            "margin: min(0px, -1px)",
            "font-family: Marlett",
            "font-family: 'MT Extra'",
            "font-weight: 1",
            "line-height: 90",
            "border-image: linear-gradient(#fff, #fff) 0 / 300px",
            "border-left: 2px solid nonsense",
            "width: 1zz",
            "justify-content: flex-end",
            "text-align: 3",
        ] {
            assert!(objection(&format!("td {{ {value} }}")).is_some(), "{value}");
        }
        for value in [
            "border-left: 8px solid #1f4e79",
            "border-top-left-radius: 4px / 2px",
            "border-bottom-color: rgb(1 2 3)",
            "border-collapse: collapse",
            "border-spacing: 0 2px",
            "font-size: 90%",
            "font-size: clamp(1.4rem, 2vw, 2rem)",
            "font-family: 'Source Sans 3', \"Segoe UI\", Calibri, 微软雅黑, sans-serif",
            "font-weight: 600",
            "line-height: 1.4",
            "margin: 0 auto",
            "max-width: min(100%, 60rem)",
            "text-align: center",
            "align-items: flex-start",
        ] {
            assert_eq!(objection(&format!(".band {{ {value} }}")), None, "{value}");
        }
        assert_eq!(objection(".band { justify-content: space-between }"), None);
    }

    /// What lies on a word of evqc, or puts it out of sight, is set for elements of the frame alone.
    #[test]
    fn elements_of_evqc_have_closer_bounds() {
        for rule in [
            // Inline elements take no room for what is around their letters.
            "bdi { padding-top: 1px }",
            "dl.pairs dd bdi { border-left: 1px solid #ffffff }",
            "span { margin-left: 10px }",
            ".badge.bad { padding-left: 20px }",
            "svg.mini { border-left: 120px solid #8fd0b8 }",
            "svg { padding: 3px }",
            "svg { width: 100% }",
            "td { padding-left: 33px }",
            "td, th { padding: 17px }",
            "td { letter-spacing: 2px }",
            "body { letter-spacing: 1px }",
            "td { border-top: 5px solid #ffffff }",
            "td:nth-child(6) { max-width: 120px }",
            "main { padding: 0 100px }",
            "main { max-width: 20rem }",
            "body { max-width: 480px }",
            "body { width: 480px }",
            "main { width: 50% }",
            "main { max-width: 60em }",
            "body { padding: 0 96px }",
            "img { height: 641px }",
            ".band { min-height: 321px }",
            "body { display: flex }",
            // Parts of a size become less with each element.
            "* { font-size: 0.75em }",
            "td bdi { font-size: 60% }",
            "td { font-size: smaller }",
            "td { font-size: 8px }",
            "td { font-size: 24px }",
            "body { line-height: 16px }",
            "p { line-height: .9 }",
            ".band ~ p { display: flex }",
            ".band + div { padding: 1px }",
            "td:not(.band) { width: 40rem }",
        ] {
            assert!(objection(rule).is_some(), "{rule}");
        }
        for rule in [
            "td { padding: .3rem 1rem; border: 1px solid #1f4e79 }",
            "h1 { border-bottom: 3px solid #1f4e79; padding-bottom: .4rem; font-size: 2rem; letter-spacing: .05em }",
            "p { font-size: .9rem; line-height: 1.6; margin: 1rem 0 }",
            "body { max-width: 70rem; padding: 1em 5%; margin: 0 auto }",
            "body { max-width: 960px }",
            ".band { min-height: 20rem }",
            "main { width: 100%; border: 1px solid #1c1c1e }",
            ".band td { padding: 300px; display: flex }",
            ".band > svg { width: 1rem }",
            "img { width: 30mm; margin-right: 1rem; vertical-align: middle }",
        ] {
            assert_eq!(objection(rule), None, "{rule}");
        }
        let told = objection(".logo { height: 60px }").unwrap();
        assert!(told.contains("`img.logo { … }`"), "{told}");
        let told = objection("header { padding: 60px }").unwrap();
        assert!(
            told.starts_with("`header` names elements of evqc too") && told.contains("a class of its own"),
            "{told}"
        );
        let told = objection("img { max-height: 60px }").unwrap();
        assert!(told.contains("a picture has `height`"), "{told}");
    }

    /// Who wants to know what a style may set, finds it without trying.
    #[test]
    fn the_documentation_lists_every_property() {
        let documentation = include_str!("../../docs/src/html.md");
        let all: Vec<String> = order::collect(PROPERTIES.iter().map(|name| format!("`{name}`")));
        assert!(documentation.contains(&format!("A style sets {},", all.join(", "))));
        assert!(SIDED.iter().all(|start| documentation.contains(&format!("`{start}…`"))));
    }
}
