//! Letters that nobody sees in a style of a laboratory: in the colour of paper, or in that of the ground that the same rule gives.
//!
//! What a page looks like in the end only a browser knows. One rule by itself is looked at: all its letters on all its grounds, as a
//! browser leaves out a declaration that it does not know; with the paper where it gives none, by day and on a dark screen, whose
//! paper is dark. A rule that is for elements of evqc too meets the others: its letters are seen on each ground that one of those gives,
//! and all letters of evqc on its own. The variables of evqc's own pages are looked at as a whole (`palette`). What cannot be read is refused where
//! it matters.

mod colour;
mod names;
mod palette;
mod screens;

use super::pages::{self, Subject};
use super::sheet::{Declared, Rule};
use crate::order;
use colour::Colour;
use palette::{all_letters, is_for_letters};
pub(super) use palette::{fault, is_own};
pub(super) use screens::Screen;
use std::collections::{BTreeMap, BTreeSet};

/// Letters whose brightness differs by less from that of their ground cannot be read; brightness is from 0 to 255.
const LEAST: u32 = 64;

/// Letters as bright as this, in grey, have a contrast of less than 3 : 1 with white paper.
///
/// # Source
/// Web Content Accessibility Guidelines (WCAG) 2.2 (W3C), definition of contrast ratio; 3 : 1 is that of large letters (1.4.3).
const PAPER: u32 = 149;

/// Letters darker than this have none with the paper of a dark screen, whose brightness is 25.
const DARK_PAPER: u32 = 25 + LEAST;

/// Letters that are seen through by more than half.
const LEAST_ALPHA: u32 = 0x80;

/// Two colours of which no shade differs by as much are taken for one.
const ALIKE: u32 = 32;

/// How often a variable may name another.
const DEPTH: u32 = 4;

/// Whether a text is the name of a colour, or its digits.
pub(super) fn is_name(text: &str) -> bool {
    Colour::read(text).is_some()
}

/// A name and what it is given.
type Declaration<'s> = (&'s str, &'s str);

/// Variables, each with every value that it is given.
type Values<'s> = BTreeMap<&'s str, Vec<&'s str>>;

/// The variables of evqc and of a style on one screen.
pub(super) struct Variables<'s> {
    screen: Screen,
    all: Values<'s>,
    /// Those that each element has on each page.
    everywhere: BTreeSet<&'s str>,
    /// The grounds of rules that are for elements of evqc too, and those that a style gives evqc beside its paper.
    inside: Vec<&'s str>,
}

/// Whether a rule meets others on elements of evqc. The heads of columns are not letters of evqc alone where it gives them letters and
/// ground, and nothing else stands there.
fn is_inside(selector: &str, block: &[&Declared]) -> bool {
    let has = |names: &[&str]| block.iter().any(|own| names.contains(&own.name.as_str()));
    let is_whole = has(&["color"]) && has(&GROUNDS);
    Subject::of(selector) != Subject::Frame && !(is_whole && pages::is_of_heads(selector))
}

/// What gives a ground.
const GROUNDS: [&str; 2] = ["background", "background-color"];

/// What letters of evqc stand on beside its paper, where rules for its elements give letters.
const OWN_GROUNDS: [&str; 5] = ["--card", "--shade", "--good-ground", "--bad-ground", "--open-ground"];

impl<'s> Variables<'s> {
    /// Those of a style, of which these declarations of each rule are for this screen.
    pub(super) fn of(screen: Screen, rules: &'s [Rule], blocks: &[Vec<&'s Declared>]) -> Self {
        let mut all = palette::values(screen, rules);
        let mut inside = Vec::new();
        let on_both = palette::VARIABLES.iter().filter(|own| palette::is_on_both_pages(own)).map(|own| own.0);
        let mut everywhere: BTreeSet<&str> = order::collect(on_both);
        for (rule, block) in rules.iter().zip(blocks) {
            if is_inside(&rule.selector, block) {
                let grounds = block.iter().map(|own| (own.name.as_str(), own.value.as_str()));
                inside.extend(grounds.filter(|one| GROUNDS.contains(&one.0)).map(ground).filter(|one| *one != "none"));
            }
            for own in block.iter().filter(|own| own.name.starts_with("--")) {
                if OWN_GROUNDS.contains(&own.name.as_str()) {
                    inside.push(own.value.as_str());
                }
                if !is_own(&own.name) {
                    all.entry(&own.name).or_default().push(&own.value);
                }
                everywhere.extend(rule.is_everywhere().then_some(own.name.as_str()));
            }
        }
        Variables { screen, all, everywhere, inside }
    }

    /// The declaration of a rule by which letters cannot be seen: its selector, and what it declares on this screen. Letters of a rule that are not seen on its grounds, or a ground that no letters come with and that hides those of evqc.
    pub(super) fn hides<'b>(&self, selector: &str, block: &[&'b Declared]) -> Option<Declaration<'b>> {
        let all: Vec<Declaration<'b>> = order::collect(block.iter().map(|own| (own.name.as_str(), own.value.as_str())));
        let mut letters = all.iter().filter(|one| one.0 == "color").copied().peekable();
        let grounds: Vec<Declaration<'b>> = all.iter().filter(|one| GROUNDS.contains(&one.0)).copied().collect();
        let is_dark = |one: &Declaration<'b>| ground(*one) != "none" && !self.is_bright(ground(*one));
        // Of grounds that are seen through, several that lie on each other are dark together.
        let is_no_ground =
            |one: &Declaration<'b>| is_dark(one) || ground(*one) != "none" && !self.is_opaque(ground(*one));
        if is_inside(selector, block) {
            let hidden = letters.find(|one| !self.is_seen_on(one.1, LEAST_ALPHA, &self.inside));
            return hidden.or_else(|| grounds.into_iter().find(is_no_ground));
        }
        let is_read_on = |letters: &str, ground: &str| match ground {
            "none" => self.is_seen(letters, LEAST_ALPHA),
            _ => self.is_read_on(letters, ground),
        };
        let is_read = |letters: &str| match grounds[..] {
            [] => self.is_seen(letters, LEAST_ALPHA),
            _ => grounds.iter().all(|one| is_read_on(letters, ground(*one))),
        };
        if letters.peek().is_some() {
            return letters.find(|one| !is_read(one.1));
        }
        grounds.into_iter().find(is_dark)
    }

    /// What a variable is given by anybody.
    fn given(&self, name: &str) -> &[&'s str] {
        self.all.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether letters are seen on paper, of evqc and of the style; those of the letters around, and of evqc's letters, are.
    fn is_seen(&self, letters: &str, alpha: u32) -> bool {
        self.is_seen_on(letters, alpha, &[])
    }

    /// The same for further grounds, on which evqc's letters are seen.
    fn is_seen_on(&self, letters: &str, alpha: u32, grounds: &[&str]) -> bool {
        if ["inherit", "currentcolor"].contains(&letters) {
            return true;
        }
        if let Some((name, otherwise)) = variable(letters)
            && is_for_letters(name)
        {
            return otherwise.is_none_or(|otherwise| self.is_seen_on(otherwise, alpha, grounds));
        }
        // The paper of evqc is as bright as can be by day; on that of a style letters are looked at as on any ground.
        let own: Vec<&str> = palette::papers(self.screen).collect();
        let mut papers = self.given("--paper").iter().filter(|paper| !own.contains(paper)).chain(grounds);
        let paper = own.first().and_then(|paper| Colour::read(paper));
        let is_on_paper = |one: &Colour| match (self.screen, one.mixed(paper.as_ref(), alpha).brightness()) {
            (Screen::Day, brightness) => brightness < PAPER,
            (Screen::Dark, brightness) => brightness >= DARK_PAPER,
        };
        let is_seen = |one: &Colour| one.alpha >= alpha && is_on_paper(one);
        self.colours(letters, DEPTH).is_some_and(|all| all.iter().all(is_seen))
            && papers.all(|paper| self.is_apart(letters, paper, alpha))
    }

    /// Whether letters of a rule are seen on its ground, on a page too that does not have the variables of another one.
    fn is_read_on(&self, letters: &str, ground: &str) -> bool {
        self.is_apart(letters, ground, LEAST_ALPHA)
            && (self.is_everywhere(letters, DEPTH) || self.is_bright(ground))
            && (self.is_everywhere(ground, DEPTH) || self.is_seen(letters, LEAST_ALPHA))
    }

    /// Whether a value is one on each page.
    fn is_everywhere(&self, value: &str, depth: u32) -> bool {
        let Some((name, otherwise)) = variable(value) else { return true };
        let Some(depth) = depth.checked_sub(1) else { return false };
        let mut given = self.given(name).iter();
        let is_set = self.everywhere.contains(name) && given.all(|value| self.is_everywhere(value, depth));
        is_set || otherwise.is_some_and(|otherwise| self.is_everywhere(otherwise, depth))
    }

    /// Whether letters are seen on a ground.
    fn is_apart(&self, letters: &str, ground: &str, alpha: u32) -> bool {
        let (Some(letters), Some(grounds)) = (self.colours(letters, DEPTH), self.grounds(ground)) else { return false };
        let is_apart = |one: &Colour| {
            let differs =
                |ground: &Colour| one.mixed(Some(ground), alpha).brightness().abs_diff(ground.brightness()) >= LEAST;
            one.alpha >= alpha && grounds.iter().all(differs)
        };
        letters.iter().all(is_apart)
    }

    /// Whether all letters of evqc are seen on a ground.
    fn is_bright(&self, ground: &str) -> bool {
        self.grounds(ground).is_some()
            && all_letters().flat_map(|own| self.given(own.0)).all(|letters| self.is_apart(letters, ground, 0))
    }

    /// Whether nothing is seen through a ground.
    fn is_opaque(&self, ground: &str) -> bool {
        self.colours(ground, DEPTH).is_some_and(|all| all.iter().all(|one| one.alpha == 255))
    }

    /// The colours that a value can be; nothing: it is not known which.
    fn colours(&self, value: &str, depth: u32) -> Option<Vec<Colour>> {
        let Some((name, otherwise)) = variable(value) else { return Colour::read(value).map(|one| vec![one]) };
        let mut found = Vec::new();
        for value in self.all.get(name).into_iter().flatten().copied().chain(otherwise) {
            // A variable may name another; what goes round in a circle is no colour.
            found.extend(self.colours(value, depth.checked_sub(1)?)?);
        }
        (!found.is_empty()).then_some(found)
    }

    /// The colours that a ground can be, on all papers where it is seen through.
    fn grounds(&self, value: &str) -> Option<Vec<Colour>> {
        let all = self.colours(value, DEPTH)?;
        let papers = self.given("--paper").iter().filter_map(|paper| self.colours(paper, DEPTH)).flatten();
        Some(papers.flat_map(|paper| all.iter().map(move |one| one.over(&paper)).collect::<Vec<_>>()).collect())
    }
}

/// The colour of a background without a picture.
fn ground<'b>((name, value): Declaration<'b>) -> &'b str {
    let bare = value.strip_prefix("none ").or_else(|| value.strip_suffix(" none")).filter(|_| name == "background");
    bare.map_or(value, str::trim)
}

/// The variable that a value names, and what stands for it where it is not given.
fn variable(value: &str) -> Option<(&str, Option<&str>)> {
    let inside = value.strip_prefix("var(")?.strip_suffix(')')?;
    let (name, otherwise) = inside.split_once(',').map_or((inside, None), |(name, rest)| (name, Some(rest.trim())));
    let is_name =
        |name: &&str| name.starts_with("--") && name.chars().all(|sign| sign.is_alphanumeric() || "-_".contains(sign));
    Some((Some(name.trim()).filter(is_name)?, otherwise))
}

#[cfg(test)]
mod tests {
    use super::names::NAMES;
    use super::{Screen, Variables};
    use crate::template::sheet;

    /// The declaration of a block by which letters cannot be seen where a style is, as it is called there.
    fn hides(screen: Screen, style: &str, block: &str) -> Option<String> {
        let in_root = |style: &str| if style.contains('{') { style.to_owned() } else { format!(":root {{ {style} }}") };
        let (rules, block) = (sheet::of(&in_root(style)), sheet::of(&in_root(block)));
        let variables = Variables::of(screen, &rules, &screen.of(&rules));
        let block: Vec<_> = block[0].declarations.iter().collect();
        variables.hides(".own", &block).map(|(name, value)| format!("{name}: {value}"))
    }

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
            ("color: rgb(255, 255, 255); background: white", "color: rgb(255, 255, 255)"),
            ("color: hsl(0 0% 100%)", "color: hsl(0 0% 100%)"),
            ("color: #00000010; background: #fff", "color: #00000010"),
            ("background: #000", "background: #000"),
            ("color: #ccc; background: #eee", "color: #ccc"),
            // Names, and what cannot be read.
            ("color: honeydew", "color: honeydew"),
            ("color: lavenderblush; background: white", "color: lavenderblush"),
            ("color: aliceblue", "color: aliceblue"),
            ("color: lightyellow", "color: lightyellow"),
            ("color: lavender", "color: lavender"),
            ("color: beige", "color: beige"),
            ("color: linen", "color: linen"),
            ("color: cornsilk", "color: cornsilk"),
            ("color: seashell", "color: seashell"),
            ("color: oldlace", "color: oldlace"),
            ("color: bogus", "color: bogus"),
            ("color: canvas", "color: canvas"),
            ("color: #12345", "color: #12345"),
            ("color: rgb(0 0 0 / 0%)", "color: rgb(0 0 0 / 0%)"),
            ("color: #fff; background: rgb(0, 0 0)", "color: #fff"),
            ("color: #fff; background: var(x, #000)", "color: #fff"),
            ("color: #fff; background: rgba(0, 0, 0, .1)", "color: #fff"),
            ("color: #fff; background-color: #000 none", "color: #fff"),
            ("color: #fff; background: none #000 none", "color: #fff"),
            ("background: linear-gradient(#000, #000)", "background: linear-gradient(#000, #000)"),
            ("background: currentcolor", "background: currentcolor"),
            ("background: #aa001e", "background: #aa001e"),
            // Every declaration of a block counts.
            ("color: #fff; color: bogus", "color: #fff"),
            ("color: navy; color: bogus", "color: bogus"),
            ("background: #1c1c1e; background: nonsense", "background: #1c1c1e"),
            ("background: #1f4e79; color: #fff; background: none", "color: #fff"),
            ("color: #fff; background: none", "color: #fff"),
            ("color: #fff; background-color: inherit", "color: #fff"),
            ("color: #fff; background: hsl(0 0% 100%)", "color: #fff"),
            ("color: hsl(0 0% 100%); background: #fff", "color: hsl(0 0% 100%)"),
            // The variables of evqc's pages.
            ("color: var(--shade)", "color: var(--shade)"),
            ("color: var(--accent, #fff)", "color: var(--accent, #fff)"),
            ("color: var(--unknown)", "color: var(--unknown)"),
        ] {
            let whole = format!("b {{ --own: #fdfdfd }} td {{ {style} }}");
            assert_eq!(hides(Screen::Day, &whole, style).as_deref(), Some(hidden), "{style}");
        }
        for style in [
            "color: #fff; background: #1f4e79",
            "background: #e8f1f6; color: #1c1c1e",
            "color: var(--muted)",
            "color: var(--accent, inherit)",
            "color: crimson",
            "color: rgb(20, 30, 40)",
            "background: #e8f1f6",
            "color: #aaaaaa; background: #ffffff",
            "padding: 1rem",
            "color: inherit",
            "color: currentcolor",
            "color: rebeccapurple",
            "color: navy; background: none",
            "background: none",
            "background: #e8f1f6 none",
            "background: rgba(0, 0, 0, .04)",
            "color: #fff; background: rgb(31 78 121 / 95%)",
            "--x: navy; color: var(--x)",
        ] {
            assert_eq!(hides(Screen::Day, style, style), None, "{style}");
        }
    }

    /// What a rule makes of a cell of evqc counts for each rule that is about what stands in it.
    #[test]
    fn rules_for_elements_of_evqc_meet_each_other() {
        let hidden = |style: &str| {
            let rules = sheet::of(style);
            let blocks = Screen::Day.of(&rules);
            let variables = Variables::of(Screen::Day, &rules, &blocks);
            let mut all = rules.iter().zip(&blocks);
            all.find_map(|(rule, block)| variables.hides(&rule.selector, block))
                .map(|(name, value)| format!("{name}: {value}"))
        };
        for (style, expected) in [
            ("td { color: #e8e8ea; background: #18191c } tr:has(.bad) td { background: #f0f2f4 }", "color: #e8e8ea"),
            ("td { color: #1c1c1e; background: #18191c }", "color: #1c1c1e"),
            // Several grounds that are seen through are dark together.
            ("bdi, td, tr, table { background: rgb(0 0 0 / 25%) }", "background: rgb(0 0 0 / 25%)"),
            ("td { background: rgb(255 255 255 / 99%) }", "background: rgb(255 255 255 / 99%)"),
            (".band { background: rgb(0 0 0 / 4%) }", ""),
            ("td { background: #d0d0d0 } td bdi { color: #949494 }", "color: #949494"),
            ("td { color: rgb(222 222 222 / 50%) }", "color: rgb(222 222 222 / 50%)"),
            ("td { color: #dfdfdf }", "color: #dfdfdf"),
            ("td { color: rgb(0 0 0 / 51%) }", ""),
            ("td { color: rgb(90 90 90 / 51%) }", "color: rgb(90 90 90 / 51%)"),
            ("thead th { color: #fff; background: #1f4e79 } td { color: #1f4e79; background: #f2f6f9 }", ""),
            ("thead th { color: #fff } thead th { background: #1f4e79 }", "color: #fff"),
            (".band { color: #fff; background: #1f4e79 } h1 { color: #1f4e79 }", ""),
            ("th { color: #fff; background: #1f4e79 }", "color: #fff"),
        ] {
            assert_eq!(hidden(style).unwrap_or_default(), expected, "{style}");
        }
    }

    #[test]
    fn letters_are_seen_on_a_dark_screen_too() {
        for (style, hidden) in [
            ("color: #18191c", "color: #18191c"),
            ("color: #003366", "color: #003366"),
            ("color: navy; background: none", "color: navy"),
            ("color: #1f4e79", "color: #1f4e79"),
            ("background: #e8f1f6", "background: #e8f1f6"),
            ("color: #14181d; background: rgba(255, 255, 255, .1)", "color: #14181d"),
        ] {
            assert_eq!(hides(Screen::Dark, style, style).as_deref(), Some(hidden), "{style}");
        }
        for style in [
            "color: #1c1c1e; background: #e8f1f6",
            "color: #9cc4e8",
            "color: #808080",
            "color: inherit",
            "color: var(--ink)",
            "color: var(--accent, inherit)",
            "background: #1c2229",
            "background: rgba(0, 0, 0, .04)",
        ] {
            assert_eq!(hides(Screen::Dark, style, style), None, "{style}");
        }
    }

    #[test]
    fn a_variable_that_names_itself_is_no_colour() {
        let style = "--a: var(--b); --b: var(--a); color: var(--a)";
        assert_eq!(hides(Screen::Day, style, style).as_deref(), Some("color: var(--a)"));
    }

    #[test]
    fn what_one_rule_makes_of_the_paper_counts_for_the_others() {
        let dark = ":root { --ink: #fff; --paper: #000 }";
        for (block, hidden) in [
            ("color: #000", Some("color: #000")),
            ("background: #fff", Some("background: #fff")),
            ("color: #000; background: rgba(255, 255, 255, .01)", Some("color: #000")),
            ("color: var(--ink)", None),
            ("color: #000; background: #eee", None),
        ] {
            let style = format!("{dark} td {{ {block} }}");
            assert_eq!(hides(Screen::Day, &style, block).as_deref(), hidden, "{block}");
            // Evqc's own paper is dark on a dark screen as well.
            let screen =
                format!("@media screen and (prefers-color-scheme: dark) {{ {dark} b {{ }} }} td {{ {block} }}");
            if !block.contains("rgba") {
                assert_eq!(hides(Screen::Day, &screen, block), None, "{block}");
            }
        }
    }

    /// A page without a variable has no letters and no ground by it.
    #[test]
    fn what_each_element_has_is_known() {
        for (style, block, hidden) in [
            ("", "color: #fff; background: var(--point)", Some("color: #fff")),
            ("", "color: var(--muted); background: #444", Some("color: var(--muted)")),
            ("b { --own: #000 }", "color: #fff; background: var(--own)", Some("color: #fff")),
            ("@media print { :root { --own: #000 } }", "color: #fff; background: var(--own)", Some("color: #fff")),
            (":root { --own: #000 }", "color: #fff; background: var(--OWN)", Some("color: #fff")),
            (":root { --own: var(--point) }", "color: #fff; background: var(--own)", Some("color: #fff")),
            (":root { --own: #000 }", "color: #fff; background: var(--own)", None),
            ("", "color: var(--muted)", None),
            ("", "color: #fff; background: var(--own, #000)", None),
        ] {
            assert_eq!(hides(Screen::Day, &format!("{style} td {{ }}"), block).as_deref(), hidden, "{style} {block}");
        }
    }

    #[test]
    fn names_are_those_of_css_in_their_order() {
        assert!(NAMES.is_sorted_by(|one, other| one.0 < other.0));
        assert!(NAMES.contains(&("rebeccapurple", [102, 51, 153])));
    }
}
