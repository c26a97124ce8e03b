//! A style as it is by day and on a dark screen: what is for the other one is blanks, so that places and lines stay.
//!
//! The pages of evqc have colours of their own for a dark screen; on paper, and where the system is not dark, it is day.

use std::ops::Range;

/// What a page is looked at on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::template) enum Screen {
    Day,
    Dark,
}

/// What is for dark screens alone, and for none of them, without blanks.
const DARK: &[&str] = &["@media(prefers-color-scheme:dark)", "@mediascreenand(prefers-color-scheme:dark)"];
const LIGHT: &[&str] =
    &["@media(prefers-color-scheme:light)", "@mediascreenand(prefers-color-scheme:light)", "@mediaprint"];

impl Screen {
    /// Both.
    pub const ALL: [Screen; 2] = [Screen::Day, Screen::Dark];

    /// That of both which is for this screen.
    pub fn pick<T>(self, [day, dark]: [T; 2]) -> T {
        match self {
            Screen::Day => day,
            Screen::Dark => dark,
        }
    }

    /// A style in lower case without comments as it is here. What a rule for dark screens sets anew behind another one with the
    /// same selector is not seen there as the first one has it.
    pub fn of(self, style: &str) -> String {
        let all = declarations(style);
        let is_other = |one: &Declared<'_>| match self {
            Screen::Day => one.is_for(DARK),
            Screen::Dark => one.is_for(LIGHT) || all.iter().any(|other| other.replaces_in_the_dark(one)),
        };
        let mut here = style.to_owned();
        for one in all.iter().filter(|one| is_other(one)) {
            let blanks = style.get(one.at.clone()).unwrap_or_default().bytes();
            let blanks: String = blanks.map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
            here.replace_range(one.at.clone(), &blanks);
        }
        here
    }
}

/// A declaration of a style.
struct Declared<'s> {
    at: Range<usize>,
    name: &'s str,
    /// What it stands in: for which screens, and the selector.
    around: Vec<&'s str>,
}

impl Declared<'_> {
    fn is_for(&self, screens: &[&str]) -> bool {
        self.around.iter().any(|one| is_one_of(one, screens))
    }

    /// Whether it takes the place of this one on a dark screen.
    fn replaces_in_the_dark(&self, other: &Declared<'_>) -> bool {
        let ([media, own], [selector]) = (&self.around[..], &other.around[..]) else { return false };
        self.name == other.name && self.at.start > other.at.start && is_one_of(media, DARK) && is_same(own, selector)
    }
}

fn is_one_of(media: &str, screens: &[&str]) -> bool {
    screens.contains(&media.split_whitespace().collect::<String>().as_str())
}

fn is_same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

/// The declarations of a style with their places.
fn declarations(style: &str) -> Vec<Declared<'_>> {
    let mut all = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut seen = 0;
    for piece in style.split_inclusive(['{', ';', '}']) {
        let own = piece.trim_end_matches(['{', ';', '}']);
        let at = seen..seen + own.len();
        seen += piece.len();
        if piece.ends_with('{') {
            open.push(own.trim());
            continue;
        }
        if let Some((name, _)) = own.split_once(':') {
            all.push(Declared { at, name: name.trim(), around: open.clone() });
        }
        if piece.ends_with('}') {
            open.pop();
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_screen_has_its_own_style() {
        let style = "td { color: navy;\n gap: 0 }\n@media (prefers-color-scheme: dark) { td { color: #ccc } }\n\
                     @media print { p { color: black } } b { color: teal }";
        let day = Screen::Day.of(style);
        assert_eq!(day.len(), style.len());
        assert_eq!(day.lines().count(), style.lines().count());
        assert!(day.contains("navy") && day.contains("black") && !day.contains("#ccc"), "{day}");
        let dark = Screen::Dark.of(style);
        assert!(dark.contains("#ccc") && dark.contains("gap") && dark.contains("teal"), "{dark}");
        assert!(!dark.contains("navy") && !dark.contains("black"), "{dark}");
        assert_eq!(dark.find("teal"), style.find("teal"));
    }

    #[test]
    fn only_the_same_selector_behind_a_rule_takes_its_place() {
        for style in [
            "@media (prefers-color-scheme: dark) { td { color: #ccc } } td { color: navy }",
            "td { color: navy } @media (prefers-color-scheme: dark) { th { color: #ccc } }",
            "td { color: navy } @media (prefers-color-scheme: dark) { td { background: #ccc } }",
            "td { color: navy } @media (max-width: 40rem) { td { color: #ccc } }",
            "td { color: navy } @media (prefers-color-scheme: dark) { @media print { td { color: #ccc } } }",
            "@media (max-width: 9rem) { td { color: navy } } @media (prefers-color-scheme: dark) { td { color: #ccc } }",
        ] {
            assert!(Screen::Dark.of(style).contains("navy"), "{style}");
        }
    }
}
