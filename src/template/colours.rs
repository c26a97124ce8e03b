//! Letters that nobody sees in a style of a laboratory: in the colour of paper, or in that of the ground that the same rule gives.
//!
//! What a page looks like in the end only a browser knows. One rule by itself is looked at: all its letters on all its grounds, as a
//! browser leaves out a declaration that it does not know; with the paper where it gives none, by day and on a dark screen, whose
//! paper is dark. A rule that is for elements of evqc too meets the others: its letters are seen on each ground that one of those gives,
//! and all letters of evqc on its own. The variables of evqc's own pages are looked at for what those use them for. What cannot be read is refused where
//! it matters.

mod names;
mod screens;

use super::pages::{self, Subject};
use super::sheet::{Declared, Rule};
use crate::order;
use names::NAMES;
pub(super) use screens::Screen;
use std::collections::{BTreeMap, BTreeSet};

/// Red, green and blue.
type Shades = [u32; 3];

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

/// What the pages of evqc use a variable for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Letters and what is drawn of results.
    Letters,
    /// The watermark, which is seen through.
    Mark,
    /// What letters stand on.
    Ground,
    /// Lines between.
    Lines,
}
use Use::{Ground, Letters, Lines, Mark};

/// A variable of the pages of evqc: what for, and what it is on each page that has it, by day and on a dark screen.
type Own = (&'static str, Use, [&'static [&'static str]; 2]);

/// The variables of document.css, and of style.css of the report.
const VARIABLES: [Own; 31] = [
    ("--paper", Ground, [&["#fff", "#ffffff"], &["#18191c", "#14181d"]]),
    ("--ink", Letters, [&["#1c1c1e", "#1b1f24"], &["#e8e8ea", "#e8ebee"]]),
    ("--muted", Letters, [&["#58585c"], &["#a9abb2"]]),
    ("--soft", Letters, [&["#57606a"], &["#a4adb7"]]),
    ("--link", Letters, [&["#0b5cad"], &["#7db8f5"]]),
    // A certificate has an accent where its laboratory has one.
    ("--accent", Letters, [&[], &[]]),
    ("--accent-on-shade", Letters, [&[], &[]]),
    ("--good", Letters, [&["#006040", "#00704f"], &["#6fd3a5", "#66d3ab"]]),
    ("--bad", Letters, [&["#aa001e", "#b03a00"], &["#ff8f9c", "#ff9d6c"]]),
    ("--open", Letters, [&["#824c00", "#7a5200"], &["#f2bd6b", "#f0c674"]]),
    ("--none", Letters, [&["#5a3d8a"], &["#c5aef2"]]),
    ("--calm", Letters, [&["#57606a"], &["#a4adb7"]]),
    ("--result", Letters, [&["#0b5cad"], &["#8cc4ff"]]),
    ("--point", Letters, [&["#1b1f24"], &["#f2f4f6"]]),
    ("--limit", Letters, [&["#a00000"], &["#ff8a80"]]),
    ("--mark", Mark, [&["rgba(170, 0, 30, .12)"], &["rgba(255, 143, 156, .14)"]]),
    ("--shade", Ground, [&["#eef0f4"], &["#2a2c32"]]),
    ("--card", Ground, [&["#f6f7f9"], &["#1c2229"]]),
    ("--good-ground", Ground, [&["#eaf6f0"], &["#12291f"]]),
    ("--bad-ground", Ground, [&["#fdedee"], &["#341519"]]),
    ("--open-ground", Ground, [&["#fef6e6"], &["#2f2411"]]),
    ("--good-back", Ground, [&["#e2f3ec"], &["#12352a"]]),
    ("--bad-back", Ground, [&["#fdeadf"], &["#43210f"]]),
    ("--open-back", Ground, [&["#fff3d6"], &["#3b2e10"]]),
    ("--none-back", Ground, [&["#efe9fa"], &["#2e2444"]]),
    ("--calm-back", Ground, [&["#eceff2"], &["#262d35"]]),
    ("--accept", Ground, [&["#8fd0b8"], &["#1f6d54"]]),
    ("--outside", Ground, [&["#f3c6ad"], &["#6b3415"]]),
    ("--guard", Ground, [&["#f0d48a"], &["#7a611c"]]),
    ("--rule", Lines, [&["#c4c6cc"], &["#4a4c54"]]),
    ("--line", Lines, [&["#d0d7de"], &["#39424c"]]),
];

/// Those that both pages have. Where a page has no such variable, letters are as those around and a ground is none.
const ON_BOTH_PAGES: [&str; 5] = ["--paper", "--ink", "--good", "--bad", "--open"];

/// Whether the pages of evqc have a variable of this name.
pub(super) fn is_own(name: &str) -> bool {
    VARIABLES.iter().any(|own| own.0 == name)
}

/// Whether a text is the name of a colour, or its digits.
pub(super) fn is_name(text: &str) -> bool {
    Colour::read(text).is_some()
}

/// The hues of a verdict on all pages, by day, on dark screens and on paper, in degrees of the colour circle: from, to.
type Hues = (&'static [&'static str], i64, i64);

/// No verdict gets the colour of another one.
const VERDICTS: [Hues; 5] = [
    (&["--good", "--good-ground", "--good-back", "--accept"], 140, 175),
    (&["--bad", "--bad-ground", "--bad-back", "--outside", "--limit", "--mark"], 335, 390),
    (&["--open", "--open-ground", "--open-back", "--guard"], 32, 60),
    (&["--none", "--none-back"], 240, 290),
    (&["--calm", "--calm-back"], 195, 230),
];

/// Shades that differ by less are those of a grey: paper, and the ground of a verdict in print.
const GREY: u32 = 10;

/// The letters of evqc's pages.
fn all_letters() -> impl Iterator<Item = &'static Own> {
    VARIABLES.iter().filter(|one| matches!(one.1, Letters | Mark))
}

/// What a picture of limits paints beside each other, and what it draws on that.
const PAINTED: [&str; 3] = ["--accept", "--outside", "--guard"];
const DRAWN: [&str; 3] = ["--result", "--point", "--limit"];

/// Whether a ground is for these letters: verdicts have grounds of their own, and so has what is drawn beside limits.
fn is_ground_of(ground: &str, letters: &str) -> bool {
    let named = ground.strip_prefix(letters).is_some_and(|rest| rest.starts_with('-'));
    let is_drawn_on = DRAWN.contains(&letters) && PAINTED.contains(&ground);
    named || is_drawn_on || (letters, ground) == ("--accent-on-shade", "--shade")
}

/// The grounds of their own that letters have.
fn grounds_of(letters: &str) -> impl Iterator<Item = &'static Own> {
    VARIABLES.iter().filter(move |one| one.1 == Ground && is_ground_of(one.0, letters))
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
    /// The grounds of rules that are for elements of evqc too.
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

impl<'s> Variables<'s> {
    /// Those of a style, of which these declarations of each rule are for this screen.
    pub(super) fn of(screen: Screen, rules: &'s [Rule], blocks: &[Vec<&'s Declared>]) -> Self {
        let mut inside = Vec::new();
        let mut all: Values<'_> = order::collect(VARIABLES.iter().map(|own| (own.0, screen.pick(own.2).to_vec())));
        let mut everywhere = BTreeSet::from(ON_BOTH_PAGES);
        for (rule, block) in rules.iter().zip(blocks) {
            if is_inside(&rule.selector, block) {
                let grounds = block.iter().map(|own| (own.name.as_str(), own.value.as_str()));
                inside.extend(grounds.filter(|one| GROUNDS.contains(&one.0)).map(ground).filter(|one| *one != "none"));
            }
            for own in block.iter().filter(|own| own.name.starts_with("--")) {
                all.entry(&own.name).or_default().push(&own.value);
                everywhere.extend(rule.is_everywhere().then_some(own.name.as_str()));
            }
        }
        Variables { screen, all, everywhere, inside }
    }

    /// The declaration of a rule by which letters cannot be seen: its selector, and what it declares on this screen.
    pub(super) fn hides<'b>(&self, selector: &str, block: &[&'b Declared]) -> Option<Declaration<'b>> {
        let meets_others = is_inside(selector, block);
        let all: Vec<Declaration<'b>> = order::collect(block.iter().map(|own| (own.name.as_str(), own.value.as_str())));
        self.in_rule(&all, meets_others).or_else(|| all.iter().copied().find(|one| !self.is_fit(*one, &all)))
    }

    /// Letters of a rule that are not seen on its grounds, or a ground that no letters come with and that hides those of evqc.
    fn in_rule<'b>(&self, all: &[Declaration<'b>], meets_others: bool) -> Option<Declaration<'b>> {
        let mut letters = all.iter().filter(|one| one.0 == "color").copied().peekable();
        let grounds: Vec<Declaration<'b>> = all.iter().filter(|one| GROUNDS.contains(&one.0)).copied().collect();
        let is_dark = |one: &Declaration<'b>| ground(*one) != "none" && !self.is_bright(ground(*one));
        if meets_others {
            let hidden = letters.find(|one| !self.is_seen_on(one.1, LEAST_ALPHA, &self.inside));
            return hidden.or_else(|| grounds.into_iter().find(is_dark));
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

    /// Whether a variable of evqc may be this in a block, for what it is used for.
    fn is_fit(&self, (name, value): Declaration<'_>, block: &[Declaration<'_>]) -> bool {
        match VARIABLES.iter().find(|own| own.0 == name) {
            Some((_, of, _)) if !self.keeps_hue(name, value, *of == Ground) => false,
            Some((_, Letters, _)) => self.is_fit_for_letters(name, value, LEAST_ALPHA, block),
            Some((_, Mark, _)) => self.is_fit_for_letters(name, value, 0, block),
            Some((_, Ground, _)) => {
                self.is_told_apart(name, value, block) && self.is_fit_for_ground(name, value, block)
            }
            Some((_, Lines, _)) | None => true,
        }
    }

    /// Whether what is in the colour of a verdict stays in it; a ground may be as paper.
    fn keeps_hue(&self, name: &str, value: &str, is_ground: bool) -> bool {
        let Some((_, from, to)) = VERDICTS.iter().find(|(names, ..)| names.contains(&name)) else { return true };
        let is_own = |colour: &Colour| match colour.hue() {
            Some(hue) => (*from..=*to).contains(&hue) || (*from..=*to).contains(&(hue + 360)),
            None => is_ground || name == "--calm",
        };
        self.colours(value, DEPTH).is_some_and(|all| all.iter().all(is_own))
    }

    fn is_fit_for_letters(&self, name: &str, value: &str, alpha: u32, block: &[Declaration<'_>]) -> bool {
        let papers = given(block, "--paper");
        let on_paper = match papers[..] {
            [] => self.is_seen(value, alpha),
            _ => papers.iter().all(|paper| self.is_apart(value, paper, alpha)),
        };
        let is_read_on =
            |ground: &Own| self.here(ground.0, block).iter().all(|ground| self.is_apart(value, ground, alpha));
        on_paper && grounds_of(name).all(is_read_on)
    }

    /// Whether what is painted beside a limit is told from paper and from what else is painted there.
    fn is_told_apart(&self, name: &str, value: &str, block: &[Declaration<'_>]) -> bool {
        let others = PAINTED.into_iter().filter(|other| *other != name).chain(["--paper"]);
        let is_unlike = |other: &str| self.here(other, block).iter().all(|other| self.is_unlike(value, other));
        !PAINTED.contains(&name) || others.into_iter().all(is_unlike)
    }

    /// A ground that is set without ink is looked at by itself. One that is set with it has the letters of the same block on it;
    /// of the others those that are made for it, and no verdict is in its colour.
    fn is_fit_for_ground(&self, name: &str, value: &str, block: &[Declaration<'_>]) -> bool {
        if given(block, "--ink").is_empty() {
            return self.is_bright(value);
        }
        all_letters().all(|(letters, of, _)| {
            let alpha = if *of == Mark { 0 } else { LEAST_ALPHA };
            let own = given(block, letters);
            if own.is_empty() && !is_ground_of(name, letters) {
                let is_verdict = !DRAWN.contains(letters) && grounds_of(letters).next().is_some();
                return !is_verdict || self.given(letters).iter().all(|other| self.is_unlike(other, value));
            }
            self.here(letters, block).iter().all(|letters| self.is_apart(letters, value, alpha))
        })
    }

    /// What a variable is given by anybody.
    fn given(&self, name: &str) -> &[&'s str] {
        self.all.get(name).map_or(&[], Vec::as_slice)
    }

    /// What a variable is given by a block, and else by anybody.
    fn here<'b>(&self, name: &str, block: &[Declaration<'b>]) -> Vec<&'b str>
    where
        's: 'b,
    {
        let own = given(block, name);
        if own.is_empty() { self.given(name).to_vec() } else { own }
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
            && VARIABLES.iter().any(|own| own.0 == name && own.1 == Letters)
        {
            return otherwise.is_none_or(|otherwise| self.is_seen_on(otherwise, alpha, grounds));
        }
        // The paper of evqc is as bright as can be by day; on that of a style letters are looked at as on any ground.
        let own = VARIABLES.iter().find(|own| own.0 == "--paper").map_or(&[][..], |own| self.screen.pick(own.2));
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

    /// Whether two colours are not about the same.
    fn is_unlike(&self, one: &str, other: &str) -> bool {
        let (Some(one), Some(other)) = (self.colours(one, DEPTH), self.grounds(other)) else { return false };
        one.iter().all(|one| other.iter().all(|other| one.difference(other) >= ALIKE))
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

/// What a block gives a variable.
fn given<'b>(block: &[Declaration<'b>], name: &str) -> Vec<&'b str> {
    block.iter().filter(|one| one.0 == name).map(|one| one.1).collect()
}

/// The variable that a value names, and what stands for it where it is not given.
fn variable(value: &str) -> Option<(&str, Option<&str>)> {
    let inside = value.strip_prefix("var(")?.strip_suffix(')')?;
    let (name, otherwise) = inside.split_once(',').map_or((inside, None), |(name, rest)| (name, Some(rest.trim())));
    let is_name =
        |name: &&str| name.starts_with("--") && name.chars().all(|sign| sign.is_alphanumeric() || "-_".contains(sign));
    Some((Some(name.trim()).filter(is_name)?, otherwise))
}

/// A colour and how much of it is seen, from 0 to 255.
struct Colour {
    shades: Shades,
    alpha: u32,
}

impl Colour {
    fn read(value: &str) -> Option<Colour> {
        if let Some((_, shades)) = NAMES.iter().find(|(name, _)| *name == value) {
            return Some(Colour { shades: *shades, alpha: 255 });
        }
        match value.strip_prefix('#') {
            Some(digits) => Colour::of_digits(digits),
            None => Colour::of_numbers(value),
        }
    }

    /// `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`.
    fn of_digits(digits: &str) -> Option<Colour> {
        let all: Vec<u32> = digits.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
        let (shades, alpha) = match all[..] {
            [r, g, b] => ([r * 17, g * 17, b * 17], 255),
            [r, g, b, a] => ([r * 17, g * 17, b * 17], a * 17),
            [r, s, g, h, b, c] => ([r * 16 + s, g * 16 + h, b * 16 + c], 255),
            [r, s, g, h, b, c, a, d] => ([r * 16 + s, g * 16 + h, b * 16 + c], a * 16 + d),
            _ => return None,
        };
        Some(Colour { shades, alpha })
    }

    /// `rgb(r, g, b)`, `rgba(r, g, b, alpha)`, `rgb(r g b / alpha)`, of whole numbers.
    fn of_numbers(value: &str) -> Option<Colour> {
        let inside = value.strip_prefix("rgba(").or_else(|| value.strip_prefix("rgb("))?.strip_suffix(')')?;
        let (shades, alpha): (Vec<&str>, Option<&str>) = if inside.contains(',') {
            let mut all: Vec<&str> = inside.split(',').map(str::trim).collect();
            let alpha = if all.len() == 4 { all.pop() } else { None };
            (all, alpha)
        } else {
            let (shades, alpha) =
                inside.split_once('/').map_or((inside, None), |(all, alpha)| (all, Some(alpha.trim())));
            (shades.split_whitespace().collect(), alpha)
        };
        let [red, green, blue] = shades.try_into().ok()?;
        let shade = |text: &str| text.parse().ok().filter(|shade: &u32| *shade <= 255);
        let shades = [shade(red)?, shade(green)?, shade(blue)?];
        Some(Colour { shades, alpha: alpha.map_or(Some(255), share)? })
    }

    /// What is seen of it on paper.
    fn over(&self, paper: &Colour) -> Colour {
        let mixed = |own: u32, paper: u32| (own * self.alpha + paper * (255 - self.alpha)) / 255;
        let ([r, g, b], [x, y, z]) = (self.shades, paper.shades);
        Colour { shades: [mixed(r, x), mixed(g, y), mixed(b, z)], alpha: 255 }
    }

    /// The same of letters; of a mark that may be seen through by more (an `alpha` of nothing), what it is made of.
    fn mixed(&self, paper: Option<&Colour>, alpha: u32) -> Colour {
        let own = || Colour { shades: self.shades, alpha: self.alpha };
        paper.filter(|_| alpha > 0).map_or_else(own, |paper| self.over(paper))
    }

    /// By how much the shade differs that differs most.
    fn difference(&self, other: &Colour) -> u32 {
        let all = self.shades.into_iter().zip(other.shades).map(|(one, other)| one.abs_diff(other));
        all.max().unwrap_or_default()
    }

    /// Where it stands on the colour circle, in degrees from red; nothing: it is a grey.
    fn hue(&self) -> Option<i64> {
        let [red, green, blue] = self.shades.map(i64::from);
        let most = red.max(green).max(blue);
        let spread = most - red.min(green).min(blue);
        if spread < i64::from(GREY) {
            return None;
        }
        let hue = match most {
            most if most == red => 60 * (green - blue) / spread,
            most if most == green => 120 + 60 * (blue - red) / spread,
            _ => 240 + 60 * (red - green) / spread,
        };
        Some(hue.rem_euclid(360))
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

/// `.5` or `50%` as a number from 0 to 255.
fn share(text: &str) -> Option<u32> {
    let (number, parts) = text.strip_suffix('%').map_or((text, 1.0), |percent| (percent, 100.0));
    let digits = number.ends_with(|last: char| last.is_ascii_digit());
    let share: f64 = number.parse::<f64>().ok().filter(|_| digits)? / parts;
    (0_u32..=255).find(|level| f64::from(*level) >= share * 255.0)
}

#[cfg(test)]
mod tests {
    use super::{NAMES, ON_BOTH_PAGES, Screen, VARIABLES, Variables};
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
            ("--ink: #fff", "--ink: #fff"),
            ("--ink: #fff; --paper: #fefefe", "--ink: #fff"),
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
            ("--paper: #000", "--paper: #000"),
            ("--bad: #fff", "--bad: #fff"),
            ("--muted: #fff", "--muted: #fff"),
            ("--good: #fff", "--good: #fff"),
            ("--open: #fff", "--open: #fff"),
            ("--mark: #fff", "--mark: #fff"),
            ("--accent: #fff", "--accent: #fff"),
            ("--accent-on-shade: #fff", "--accent-on-shade: #fff"),
            ("--ink: honeydew", "--ink: honeydew"),
            ("--ink: bogus", "--ink: bogus"),
            ("--shade: #1c1c1e", "--shade: #1c1c1e"),
            ("--bad-ground: #aa001e", "--bad-ground: #aa001e"),
            ("--good-ground: #006040", "--good-ground: #006040"),
            ("--ink: #fff; --paper: #006040", "--paper: #006040"),
            ("--ink: #fff; --paper: #000; --good: #fff", "--good: #fff"),
            ("--ink: #fff; --paper: #000; --bad-back: #111", "--bad-back: #111"),
            // The colours of verdicts are not those of others.
            ("--bad: #00704f", "--bad: #00704f"),
            ("--good: #b03a00", "--good: #b03a00"),
            ("--bad-back: #e2f3ec", "--bad-back: #e2f3ec"),
            ("--outside: #8fd0b8", "--outside: #8fd0b8"),
            // What is drawn beside limits is told from what it is drawn on, and that from paper.
            ("--accept: #fff; --outside: #fff; --guard: #fff", "--accept: #fff"),
            ("--guard: #f3c6a0", "--guard: #f3c6a0"),
            ("--accept: #f4faf8", "--accept: #f4faf8"),
            ("--result: #8fd0b8; --point: #8fd0b8", "--result: #8fd0b8"),
            ("--point: #9a8b60", "--point: #9a8b60"),
            ("--accept: #f3c6ad", "--accept: #f3c6ad"),
            ("--open: #006040", "--open: #006040"),
            ("--none: #57606a", "--none: #57606a"),
            ("--bad: #404040", "--bad: #404040"),
            ("--x: #00704f; --bad: var(--x)", "--bad: var(--x)"),
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
            "--ink: #e8e8ea; --paper: #18191c",
            "--paper: #fffdf5",
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
            "--accent: #1f4e79",
            "--rule: #fff",
            "--shade: #e8f1f6",
            "--bad: #8b0000",
            "--good: #005c3a; --good-back: #e6f5ee",
            "--accept: #9fdcc4; --result: #003a70",
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
            ("--accent: #1f4e79", "--accent: #1f4e79"),
            ("--ink: #1c1c1e", "--ink: #1c1c1e"),
            ("--paper: #fffdf5", "--paper: #fffdf5"),
            ("--shade: #e8f1f6", "--shade: #e8f1f6"),
            ("--accept: #8fd0b8", "--accept: #8fd0b8"),
            ("--result: #1f6d54", "--result: #1f6d54"),
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
            "--accent: #9cc4e8",
            "--rule: #fff",
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
            ("--ink: #000", Some("--ink: #000")),
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
            let not = screen.replace("screen and", "not");
            assert_eq!(hides(Screen::Day, &not, block).as_deref(), hidden, "{block}");
        }
    }

    /// What is set at the beginning of the pages' own styles.
    fn roots(style: &str) -> Vec<&str> {
        style.split(":root {").skip(1).filter_map(|rest| rest.split('}').next()).collect()
    }

    const PAGES: [&str; 2] =
        [include_str!("../document/html/document.css"), include_str!("../report/html/page/style.css")];

    #[test]
    fn every_variable_of_the_pages_is_known_as_it_is_on_each_screen() {
        for (page, screen) in PAGES.into_iter().flat_map(|page| Screen::ALL.map(|screen| (page, screen))) {
            let root = screen.pick([roots(page)[0], roots(page)[1]]);
            let rules = sheet::of(&format!(":root {{ {root} }}"));
            let all: Vec<_> = rules[0].declarations.iter().filter(|own| own.name.starts_with("--")).collect();
            assert!(all.len() > 11, "{root}");
            for one in all {
                let own = VARIABLES.iter().find(|own| own.0 == one.name).unwrap_or_else(|| panic!("{}", one.name));
                assert!(screen.pick(own.2).contains(&one.value.as_str()), "{}: {}", one.name, one.value);
            }
            let used = page.split("var(").skip(1).filter_map(|rest| rest.split([')', ',']).next());
            for name in used {
                assert!(VARIABLES.iter().any(|own| own.0 == name), "{name}");
            }
        }
    }

    /// A page without a variable has no letters and no ground by it.
    #[test]
    fn what_each_element_has_is_known() {
        let [certificate, report] = PAGES.map(|page| roots(page)[0]);
        for (name, ..) in VARIABLES {
            let is_on_both = [certificate, report].iter().all(|root| root.contains(&format!("{name}: ")));
            assert_eq!(ON_BOTH_PAGES.contains(&name), is_on_both, "{name}");
        }
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

    /// By day, on a dark screen and in print. A folder serves both kinds of page, so what is for dark screens comes as a whole.
    #[test]
    fn the_own_colours_of_the_pages_are_lawful() {
        let [certificate, report] =
            PAGES.map(|page| roots(page).into_iter().map(str::to_lowercase).collect::<Vec<_>>());
        let ([day, dark], [other_day, other_dark, print]) = (&certificate[..], &report[..]) else {
            panic!("other roots")
        };
        for block in [day, other_day, print, &format!("{day}; {other_day}")] {
            assert_eq!(hides(Screen::Day, block, block), None, "{block}");
        }
        let block = &format!("{dark}; {other_dark}");
        assert_eq!(hides(Screen::Dark, block, block), None, "{block}");
    }

    #[test]
    fn names_are_those_of_css_in_their_order() {
        assert!(NAMES.is_sorted_by(|one, other| one.0 < other.0));
        assert!(NAMES.contains(&("rebeccapurple", [102, 51, 153])));
    }
}
