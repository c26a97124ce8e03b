//! A style as it is by day and on a dark screen: each rule without what is for the other one.
//!
//! The pages of evqc have colours of their own for a dark screen; on paper, and where the system is not dark, it is day.

use crate::order;
use crate::template::sheet::{Declared, Rule};

/// What a page is looked at on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::template) enum Screen {
    Day,
    Dark,
}

/// What is for dark screens alone, and for none of them.
pub(super) const DARK: &[&str] = &["(prefers-color-scheme:dark)", "screen and (prefers-color-scheme:dark)"];
pub(super) const LIGHT: &[&str] = &["(prefers-color-scheme:light)", "screen and (prefers-color-scheme:light)", "print"];

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

    /// What each rule sets here. What a rule for dark screens sets anew behind another one with the same selector is not seen
    /// there as the first one has it.
    pub fn of(self, rules: &[Rule]) -> Vec<Vec<&Declared>> {
        let is_here = |at: usize, rule: &Rule, one: &Declared| match self {
            Screen::Day => !is_for(rule, DARK),
            Screen::Dark => {
                let mut behind = rules.iter().skip(at + 1);
                !is_for(rule, LIGHT) && !behind.any(|other| replaces_in_the_dark(other, rule, one))
            }
        };
        let mut here = Vec::new();
        for (at, rule) in rules.iter().enumerate() {
            here.push(order::collect(rule.declarations.iter().filter(|one| is_here(at, rule, one))));
        }
        here
    }
}

fn is_for(rule: &Rule, screens: &[&str]) -> bool {
    rule.media.iter().any(|one| screens.contains(&one.as_str()))
}

/// Whether a rule takes the place of a declaration of one before it on a dark screen.
fn replaces_in_the_dark(other: &Rule, rule: &Rule, one: &Declared) -> bool {
    let is_dark = matches!(&other.media[..], [media] if DARK.contains(&media.as_str()));
    is_dark
        && rule.media.is_empty()
        && other.selector == rule.selector
        && other.declarations.iter().any(|own| own.name == one.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::sheet;

    /// What is set on a screen.
    fn seen(screen: Screen, style: &str) -> Vec<String> {
        let rules = sheet::of(style);
        screen.of(&rules).concat().iter().map(|own| own.value.clone()).collect()
    }

    #[test]
    fn each_screen_has_its_own_style() {
        let style = "td { color: navy;\n gap: 0 }\n@media (prefers-color-scheme: dark) { td { color: #ccc } }\n\
                     @media print { p { color: black } } b { color: teal }";
        assert_eq!(seen(Screen::Day, style), ["navy", "0", "black", "teal"]);
        assert_eq!(seen(Screen::Dark, style), ["0", "#ccc", "teal"]);
        assert_eq!(Screen::Day.of(&sheet::of(style)).len(), 4, "each rule keeps its place");
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
            // The values of attributes and the names of variables are told apart by their case.
            "[id=\"a\"] { color: navy } @media (prefers-color-scheme: dark) { [id=\"A\"] { color: #ccc } }",
            ".a { color: navy } @media (prefers-color-scheme: dark) { .A { color: #ccc } }",
            "td { --x: navy } @media (prefers-color-scheme: dark) { td { --X: #ccc } }",
        ] {
            assert!(seen(Screen::Dark, style).contains(&"navy".to_owned()), "{style}");
        }
        let style = "TD  > b { color: navy } @media screen  AND (prefers-color-scheme:dark) { td > B { color: #ccc } }";
        assert_eq!(seen(Screen::Dark, style), ["#ccc"]);
    }
}
