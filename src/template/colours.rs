//! Letters that nobody sees in a style of a laboratory: in the colour of paper, or in that of the ground that the same rule gives.
//!
//! What a page looks like in the end only a browser knows. One rule by itself is looked at: its letters on its ground, with the paper
//! where it gives none.

use std::collections::BTreeMap;

/// Red, green and blue.
type Shades = [u32; 3];

/// Letters whose brightness differs by less from that of their ground cannot be read; brightness is from 0 to 255.
const LEAST: u32 = 64;

/// Letters as bright as this have no contrast with paper.
const PAPER: u32 = 224;

/// Letters that are seen through by more than half.
const LEAST_ALPHA: u32 = 0x80;

/// The colours that have names in print: the sixteen of HTML, and those about white.
const NAMES: [(&str, Shades); 24] = [
    ("white", [255, 255, 255]),
    ("snow", [255, 250, 250]),
    ("ivory", [255, 255, 240]),
    ("whitesmoke", [245, 245, 245]),
    ("ghostwhite", [248, 248, 255]),
    ("floralwhite", [255, 250, 240]),
    ("mintcream", [245, 255, 250]),
    ("azure", [240, 255, 255]),
    ("silver", [192, 192, 192]),
    ("gray", [128, 128, 128]),
    ("grey", [128, 128, 128]),
    ("black", [0, 0, 0]),
    ("red", [255, 0, 0]),
    ("maroon", [128, 0, 0]),
    ("yellow", [255, 255, 0]),
    ("olive", [128, 128, 0]),
    ("lime", [0, 255, 0]),
    ("green", [0, 128, 0]),
    ("aqua", [0, 255, 255]),
    ("teal", [0, 128, 128]),
    ("blue", [0, 0, 255]),
    ("navy", [0, 0, 128]),
    ("fuchsia", [255, 0, 255]),
    ("purple", [128, 0, 128]),
];

/// The variables of the pages of evqc, as they are by day.
const VARIABLES: [(&str, &str); 3] = [("--paper", "#ffffff"), ("--ink", "#1c1c1e"), ("--muted", "#58585c")];

/// The variables of a style, each with every value that it is given.
pub(super) struct Variables<'s>(BTreeMap<&'s str, Vec<&'s str>>);

impl<'s> Variables<'s> {
    /// Those of a style in lower case, without comments.
    pub(super) fn of(style: &'s str) -> Self {
        let mut all: BTreeMap<&str, Vec<&str>> = VARIABLES.iter().map(|(name, value)| (*name, vec![*value])).collect();
        for (name, value) in style.split(['{', ';', '}']).filter_map(halves).filter(|(name, _)| name.starts_with("--"))
        {
            all.entry(name).or_default().push(value);
        }
        Variables(all)
    }

    /// The colours that a value can be; nothing: it is not known which.
    fn colours(&self, value: &str, depth: u32) -> Option<Vec<Colour>> {
        let Some(inside) = value.strip_prefix("var(").and_then(|rest| rest.strip_suffix(')')) else {
            return Colour::read(value).map(|one| vec![one]);
        };
        let (name, otherwise) = inside.split_once(',').map_or((inside, None), |(name, rest)| (name, Some(rest)));
        let values = self.0.get(name.trim()).map_or(&[][..], Vec::as_slice);
        // A variable may name another; what goes round in a circle is no colour.
        let values = values.iter().copied().chain(otherwise.map(str::trim)).filter(|_| depth > 0);
        let found: Vec<Colour> = values.filter_map(|value| self.colours(value, depth - 1)).flatten().collect();
        (!found.is_empty()).then_some(found)
    }

    /// The declaration of a block by which letters cannot be seen.
    pub(super) fn hides(&self, block: &str) -> Option<String> {
        let declarations: Vec<(&str, &str)> = block.split(';').filter_map(halves).collect();
        let last = |names: &[&str]| declarations.iter().rfind(|(name, _)| names.contains(name)).copied();
        let letters = last(&["color"]).or_else(|| last(&["--ink"]));
        let ground = last(&["background", "background-color"]).or_else(|| last(&["--paper"]));
        let grounds = |value: &str| {
            // Of a background with more than a colour, the colour.
            let whole = self.colours(value, 4);
            whole.or_else(|| value.split_whitespace().find_map(|part| self.colours(part, 4)))
        };
        let told = |(name, value): (&str, &str)| format!("{name}: {value}");
        match (letters, ground) {
            (Some(letters), None) => {
                let is_seen = |one: &Colour| one.alpha >= LEAST_ALPHA && one.least() < PAPER;
                let known = self.colours(letters.1, 4);
                let seen = match known {
                    Some(all) => all.iter().all(is_seen),
                    // Names of dark colours are many; what is computed can be anything.
                    None => !letters.1.contains('(') || letters.1.starts_with("var("),
                };
                (!seen).then(|| told(letters))
            }
            (Some(letters), Some(ground)) => {
                let same = letters.1 == ground.1;
                let (own, behind) = (self.colours(letters.1, 4), grounds(ground.1));
                let near = own.iter().flatten().any(|own| {
                    own.alpha < LEAST_ALPHA
                        || behind.iter().flatten().any(|behind| own.brightness().abs_diff(behind.brightness()) < LEAST)
                });
                (same || near).then(|| told(letters))
            }
            (None, Some(ground)) if ground.0 != "--paper" => {
                let dark = |one: &Colour| one.alpha >= LEAST_ALPHA && one.brightness() < LEAST;
                grounds(ground.1).is_some_and(|all| all.iter().any(dark)).then(|| told(ground))
            }
            _ => None,
        }
    }
}

fn halves(declaration: &str) -> Option<(&str, &str)> {
    declaration.split_once(':').map(|(name, value)| (name.trim(), value.trim()))
}

/// A colour and how much of it is seen, from 0 to 255.
struct Colour {
    shades: Shades,
    alpha: u32,
}

impl Colour {
    fn read(value: &str) -> Option<Colour> {
        let opaque = |shades| Colour { shades, alpha: 255 };
        if let Some((_, shades)) = NAMES.iter().find(|(name, _)| *name == value) {
            return Some(opaque(*shades));
        }
        if let Some(digits) = value.strip_prefix('#') {
            let size = if digits.len() > 4 { 2 } else { 1 };
            let all: Vec<u32> = (0..digits.len() / size)
                .filter_map(|at| u32::from_str_radix(digits.get(at * size..(at + 1) * size)?, 16).ok())
                .map(|shade| if size == 1 { shade * 17 } else { shade })
                .collect();
            let [red, green, blue, rest @ ..] = &all[..] else { return None };
            return Some(Colour { shades: [*red, *green, *blue], alpha: rest.first().copied().unwrap_or(255) });
        }
        let inside = value.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')'))?;
        let all: Vec<u32> =
            inside.split([',', ' ']).filter(|one| !one.is_empty()).map_while(|one| one.parse().ok()).collect();
        match all[..] {
            [red, green, blue] if all.iter().all(|shade| *shade <= 255) => Some(opaque([red, green, blue])),
            _ => None,
        }
    }

    fn least(&self) -> u32 {
        self.shades.into_iter().min().unwrap_or_default()
    }

    /// How bright it is, from 0 to 255.
    ///
    /// # Source
    /// Recommendation ITU-R BT.709-6 (2015), item 3.2: the weights of luma.
    fn brightness(&self) -> u32 {
        let [red, green, blue] = self.shades;
        (2126 * red + 7152 * green + 722 * blue) / 10_000
    }
}

#[cfg(test)]
mod tests {
    use super::Variables;

    #[test]
    fn letters_on_their_own_ground_are_not_seen() {
        for (style, hidden) in [
            ("color: #fff; background: #fff", "color: #fff"),
            ("background: #fefefe none; color: white", "color: white"),
            ("color: #1c1c1e; background-color: black", "color: #1c1c1e"),
            ("color: var(--x); background: var(--x)", "color: var(--x)"),
            ("color: var(--paper); background: #fff", "color: var(--paper)"),
            ("color: var(--paper)", "color: var(--paper)"),
            ("color: var(--own)", "color: var(--own)"),
            ("color: var(--none, #fff)", "color: var(--none, #fff)"),
            ("--ink: #fff", "--ink: #fff"),
            ("--ink: #fff; --paper: #fefefe", "--ink: #fff"),
            ("color: rgb(255, 255, 255); background: white", "color: rgb(255, 255, 255)"),
            ("color: hsl(0 0% 100%)", "color: hsl(0 0% 100%)"),
            ("color: #00000010; background: #fff", "color: #00000010"),
            ("background: #000", "background: #000"),
            ("color: #ccc; background: #eee", "color: #ccc"),
        ] {
            let whole = format!("b {{ --own: #fdfdfd }} td {{ {style} }}");
            assert_eq!(Variables::of(&whole).hides(style).as_deref(), Some(hidden), "{style}");
        }
        for style in [
            "color: #fff; background: #1f4e79",
            "background: #e8f1f6; color: #1c1c1e",
            "color: var(--muted)",
            "color: var(--accent, inherit)",
            "color: crimson",
            "color: rgb(20, 30, 40)",
            "background: #e8f1f6",
            "--ink: #e8e8ea; --paper: #18191c",
            "--paper: #fffdf5",
            "color: #aaaaaa; background: #ffffff",
            "padding: 1rem",
        ] {
            assert_eq!(Variables::of(style).hides(style), None, "{style}");
        }
    }

    #[test]
    fn a_variable_that_names_itself_is_no_colour() {
        let style = "--a: var(--b); --b: var(--a); color: var(--a)";
        assert_eq!(Variables::of(style).hides(style), None);
    }
}
