//! The colours of evqc's own letters and grounds.
//!
//! They stand together in ways that no single rule shows: a verdict on its own ground, on a card, on paper. So a style sets them for
//! `:root` alone, where the last value counts and everything has it, and what comes of all of them is looked at as a whole: on
//! both pages, by day, on a dark screen and on paper.

use super::screens::{DARK, LIGHT};
use super::{ALIKE, Colour, DEPTH, LEAST, Screen, Variables};
use crate::order;
use crate::template::sheet::{Declared, Rule};
use std::collections::BTreeMap;

/// What the pages of evqc use a variable for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
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

/// A variable of evqc: its name and what for; its value on a certificate by day (and in print) and on a dark screen, and on a report by
/// day, on a dark screen and in print. Nothing: that page has none.
pub(super) type Own = (&'static str, Use, [&'static str; 2], [&'static str; 3]);

const NONE: [&str; 2] = ["", ""];
const NONE_OF_REPORT: [&str; 3] = ["", "", ""];

/// The variables of document.css, and of style.css of the report.
pub(super) const VARIABLES: [Own; 31] = [
    ("--paper", Ground, ["#fff", "#18191c"], ["#ffffff", "#14181d", "#ffffff"]),
    ("--ink", Letters, ["#1c1c1e", "#e8e8ea"], ["#1b1f24", "#e8ebee", "#000000"]),
    ("--muted", Letters, ["#58585c", "#a9abb2"], NONE_OF_REPORT),
    ("--soft", Letters, NONE, ["#57606a", "#a4adb7", "#3d444b"]),
    ("--link", Letters, NONE, ["#0b5cad", "#7db8f5", "#000000"]),
    // A certificate has an accent where its laboratory has one.
    ("--accent", Letters, NONE, NONE_OF_REPORT),
    ("--accent-on-shade", Letters, NONE, NONE_OF_REPORT),
    ("--good", Letters, ["#006040", "#6fd3a5"], ["#00704f", "#66d3ab", "#00553c"]),
    ("--bad", Letters, ["#aa001e", "#ff8f9c"], ["#b03a00", "#ff9d6c", "#8a2d00"]),
    ("--open", Letters, ["#824c00", "#f2bd6b"], ["#7a5200", "#f0c674", "#5e3f00"]),
    ("--none", Letters, NONE, ["#5a3d8a", "#c5aef2", "#452d6e"]),
    ("--calm", Letters, NONE, ["#57606a", "#a4adb7", "#3d444b"]),
    ("--result", Letters, NONE, ["#0b5cad", "#8cc4ff", "#0b5cad"]),
    ("--point", Letters, NONE, ["#1b1f24", "#f2f4f6", "#000000"]),
    ("--limit", Letters, NONE, ["#a00000", "#ff8a80", "#a00000"]),
    ("--mark", Mark, ["rgba(170, 0, 30, .12)", "rgba(255, 143, 156, .14)"], NONE_OF_REPORT),
    ("--shade", Ground, ["#eef0f4", "#2a2c32"], NONE_OF_REPORT),
    ("--card", Ground, NONE, ["#f6f7f9", "#1c2229", "#ffffff"]),
    ("--good-ground", Ground, ["#eaf6f0", "#12291f"], NONE_OF_REPORT),
    ("--bad-ground", Ground, ["#fdedee", "#341519"], NONE_OF_REPORT),
    ("--open-ground", Ground, ["#fef6e6", "#2f2411"], NONE_OF_REPORT),
    ("--good-back", Ground, NONE, ["#e2f3ec", "#12352a", "#ffffff"]),
    ("--bad-back", Ground, NONE, ["#fdeadf", "#43210f", "#ffffff"]),
    ("--open-back", Ground, NONE, ["#fff3d6", "#3b2e10", "#ffffff"]),
    ("--none-back", Ground, NONE, ["#efe9fa", "#2e2444", "#ffffff"]),
    ("--calm-back", Ground, NONE, ["#eceff2", "#262d35", "#ffffff"]),
    ("--accept", Ground, NONE, ["#8fd0b8", "#1f6d54", "#a9dcc8"]),
    ("--outside", Ground, NONE, ["#f3c6ad", "#6b3415", "#f6d3bf"]),
    ("--guard", Ground, NONE, ["#f0d48a", "#7a611c", "#f3dc9f"]),
    ("--rule", Lines, ["#c4c6cc", "#4a4c54"], NONE_OF_REPORT),
    ("--line", Lines, NONE, ["#d0d7de", "#39424c", "#b4bbc2"]),
];

/// Whether the pages of evqc have a variable of this name.
pub(in crate::template) fn is_own(name: &str) -> bool {
    VARIABLES.iter().any(|own| own.0 == name)
}

/// The letters of evqc's pages.
pub(super) fn all_letters() -> impl Iterator<Item = &'static Own> {
    VARIABLES.iter().filter(|one| matches!(one.1, Letters | Mark))
}

/// Whether it is a variable for letters.
pub(super) fn is_for_letters(name: &str) -> bool {
    VARIABLES.iter().any(|own| own.0 == name && own.1 == Letters)
}

/// The pages of evqc.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    Certificate,
    Report,
}

/// What a page is looked at on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Medium {
    Day,
    Dark,
    Paper,
}
use Medium::{Dark, Day, Paper};

const PAGES: [Page; 2] = [Page::Certificate, Page::Report];
const MEDIA: [Medium; 3] = [Day, Dark, Paper];

impl Page {
    fn name(self) -> &'static str {
        match self {
            Page::Certificate => "certificate",
            Page::Report => "report",
        }
    }

    /// What evqc gives a variable on this page; nothing: the page has none.
    fn own(self, own: &Own, medium: Medium) -> &'static str {
        let (_, _, [day, dark], [of_report, of_dark, of_paper]) = *own;
        match (self, medium) {
            (Page::Certificate, Day | Paper) => day,
            (Page::Certificate, Dark) => dark,
            (Page::Report, Day) => of_report,
            (Page::Report, Dark) => of_dark,
            (Page::Report, Paper) => of_paper,
        }
    }
}

impl Medium {
    fn screen(self) -> Screen {
        if self == Dark { Screen::Dark } else { Screen::Day }
    }

    fn name(self) -> &'static str {
        match self {
            Day => "by day",
            Dark => "on a dark screen",
            Paper => "in print",
        }
    }

    /// Whether what stands in this `@media` counts here.
    fn has(self, media: &str) -> bool {
        match self {
            Day => media == "screen" || media != "print" && LIGHT.contains(&media),
            Dark => media == "screen" || DARK.contains(&media),
            Paper => media == "print" || media == "(prefers-color-scheme:light)",
        }
    }
}

/// Whether evqc's colours may be set here: for everything, and where it is known when.
fn is_their_place(rule: &Rule) -> bool {
    let is_known = |media: &String| MEDIA.iter().any(|medium| medium.has(media));
    rule.selector == ":root" && rule.media.len() <= 1 && rule.media.iter().all(is_known)
}

/// Which letters stand on which grounds of a page.
type Stands = (&'static [&'static str], &'static [&'static str]);

const ON_CERTIFICATE: [Stands; 6] = [
    (&["--ink", "--muted", "--good", "--bad", "--open"], &["--paper", "--shade"]),
    (&["--good", "--ink", "--muted"], &["--good-ground"]),
    (&["--bad", "--ink", "--muted"], &["--bad-ground"]),
    (&["--open", "--ink", "--muted"], &["--open-ground"]),
    (&["--accent"], &["--paper"]),
    (&["--accent-on-shade"], &["--shade"]),
];

const ON_REPORT: [Stands; 7] = [
    (&["--ink", "--soft", "--link", "--good", "--bad", "--open", "--none", "--calm"], &["--paper", "--card"]),
    (&["--result", "--point", "--limit"], &["--paper", "--card"]),
    (&["--good"], &["--good-back"]),
    (&["--bad"], &["--bad-back"]),
    (&["--open"], &["--open-back"]),
    (&["--none"], &["--none-back"]),
    (&["--calm"], &["--calm-back"]),
];

/// What a picture of limits paints beside each other, and what it draws on that.
const PAINTED: [&str; 3] = ["--accept", "--outside", "--guard"];
const DRAWN: [&str; 4] = ["--result", "--point", "--limit", "--ink"];

/// The least contrast of letters with their ground.
///
/// # Source
/// Web Content Accessibility Guidelines (WCAG) 2.2 (W3C), 1.4.3: that of large letters.
const LEAST_CONTRAST: f64 = 3.0;

/// The accent of a laboratory is not known here: on white it reads, and on a dark screen it is as bright as that takes.
const ACCENTS: [&[&str]; 2] = [&["#000000", "#767676"], &["#ffffff", "#808080"]];

/// The watermark of a certificate, and by how much it differs from its paper at least; it is that of `guard.css`, by day and on a
/// dark screen.
const WATERMARKS: [&str; 2] = ["rgba(170, 0, 30, .14)", "rgba(255, 143, 156, .18)"];
const LEAST_OF_MARK: u32 = 16;

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

/// What a variable of evqc is on a page, with the declaration of the style that makes it so.
type Value<'s> = (Vec<&'s str>, Option<&'s Declared>);

/// All of them on one page as it is looked at.
struct Palette<'s> {
    page: Page,
    medium: Medium,
    values: BTreeMap<&'s str, Value<'s>>,
}

impl<'s> Palette<'s> {
    fn of(page: Page, medium: Medium, rules: &'s [Rule]) -> Self {
        let mut values: BTreeMap<&str, Value<'s>> = BTreeMap::new();
        for own in &VARIABLES {
            let given = page.own(own, medium);
            if !given.is_empty() {
                values.insert(own.0, (vec![given], None));
            } else if page == Page::Certificate && own.0.starts_with("--accent") {
                values.insert(own.0, (medium.screen().pick(ACCENTS).to_vec(), None));
            }
        }
        for rule in rules.iter().filter(|rule| is_their_place(rule)) {
            if rule.media.iter().all(|media| medium.has(media)) {
                for own in rule.declarations.iter().filter(|own| is_own(&own.name)) {
                    values.insert(&own.name, (vec![&own.value], Some(own)));
                }
            }
        }
        Palette { page, medium, values }
    }

    fn all(rules: &'s [Rule]) -> impl Iterator<Item = Palette<'s>> {
        PAGES.into_iter().flat_map(move |page| MEDIA.map(|medium| Palette::of(page, medium, rules)))
    }

    /// The first pair of colours that cannot be told apart, with the declaration that makes it so and why.
    fn fault(&self, variables: &Variables<'_>) -> Option<(&'s Declared, String)> {
        let pairs = match self.page {
            Page::Certificate => &ON_CERTIFICATE[..],
            Page::Report => &ON_REPORT[..],
        };
        let with_each = |own: &'static [&'static str], grounds: &'static [&'static str]| {
            own.iter().flat_map(move |own| grounds.iter().map(move |ground| (*own, *ground)))
        };
        let reads = |one: &Colour, ground: &Colour| one.over(ground).contrast(ground) >= LEAST_CONTRAST;
        let is_drawn =
            |one: &Colour, ground: &Colour| one.over(ground).brightness().abs_diff(ground.brightness()) >= LEAST;
        let differs = |one: &Colour, other: &Colour| one.difference(other) >= ALIKE;
        let mark = Colour::read(self.medium.screen().pick(WATERMARKS))?;
        let shows = |paper: &Colour, _: &Colour| mark.over(paper).difference(paper) >= LEAST_OF_MARK;
        let mut painted = PAINTED
            .iter()
            .enumerate()
            .flat_map(|(at, one)| PAINTED.iter().skip(at + 1).chain(&["--paper"]).map(move |other| (*one, *other)));
        let mut letters = pairs.iter().flat_map(|(own, grounds)| with_each(own, grounds));
        letters
            .find_map(|pair| self.not_apart(pair, &reads, variables))
            .or_else(|| with_each(&DRAWN, &PAINTED).find_map(|pair| self.not_apart(pair, &is_drawn, variables)))
            .or_else(|| painted.find_map(|pair| self.not_apart(pair, &differs, variables)))
            .or_else(|| {
                let is_certificate = self.page == Page::Certificate;
                is_certificate.then(|| self.not_apart(("--paper", "--paper"), &shows, variables)).flatten()
            })
    }

    /// Whether two variables are not told apart, by the declaration of the first that is one of the style, else of the other.
    fn not_apart(
        &self,
        (one, other): (&str, &str),
        is_apart: &dyn Fn(&Colour, &Colour) -> bool,
        variables: &Variables<'_>,
    ) -> Option<(&'s Declared, String)> {
        let ((own, of_own), (ground, of_ground)) = (self.values.get(one)?, self.values.get(other)?);
        let fault = of_own.or(*of_ground)?;
        let colours = |values: &[&str]| -> Option<Vec<Colour>> {
            let all = values.iter().map(|value| variables.colours(value, DEPTH)).collect::<Option<Vec<_>>>()?;
            Some(all.into_iter().flatten().collect())
        };
        let (own_colours, grounds) = (colours(own)?, colours(ground)?);
        let is_fit = own_colours.iter().all(|own| grounds.iter().all(|ground| is_apart(own, ground)));
        let (page, medium) = (self.page.name(), self.medium.name());
        let beside = if one == other {
            format!("the watermark of the certificate cannot be seen on `{other}` ({}) {medium}", ground.join(", "))
        } else {
            let (own, ground) = (own.join(", "), ground.join(", "));
            format!("`{one}` ({own}) is not told from `{other}` ({ground}) on the {page} {medium}")
        };
        (!is_fit).then(|| (fault, format!("{beside}; {WHOLE}")))
    }
}

const WHOLE: &str = "the colours of evqc's letters and grounds are set as a whole, so give `:root` both, and all that stand with them (\"HTML \
                     report\" of the documentation lists which letters stand on which grounds)";

const ELSEWHERE: &str = "the colours of evqc stand together: they are set for `:root` alone, outside of `@media` or within one of \
                         `(prefers-color-scheme: dark)`, `(prefers-color-scheme: light)`, `screen` and `print`; what is yours gets a class \
                         of its own with `color` and `background`";

/// The first declaration of a style by which evqc's letters cannot be told from what they stand on, with the reason: its own colours
/// are looked at on all pages, each by day, on a dark screen and on paper. `screens` has the variables by day and on a dark screen.
pub(in crate::template) fn fault<'s>(
    rules: &'s [Rule],
    screens: [&Variables<'_>; 2],
) -> Option<(&'s Declared, String)> {
    let own = |rule: &'s Rule| rule.declarations.iter().filter(|own| is_own(&own.name));
    if let Some(misplaced) = rules.iter().filter(|rule| !is_their_place(rule)).flat_map(own).next() {
        return Some((misplaced, ELSEWHERE.to_owned()));
    }
    let both = |screen: Screen| screen.pick(screens);
    let by_itself = rules.iter().flat_map(own).find_map(|own| {
        let why = Screen::ALL.iter().find_map(|screen| not_fit(own, both(*screen)))?;
        Some((own, why))
    });
    by_itself.or_else(|| Palette::all(rules).find_map(|palette| palette.fault(both(palette.medium.screen()))))
}

/// Why a variable of evqc is not this: no colour that is read, a ground that is seen through, a verdict in the colour of another
/// one.
fn not_fit(own: &Declared, variables: &Variables<'_>) -> Option<String> {
    let name = own.name.as_str();
    let use_of = VARIABLES.iter().find(|one| one.0 == name).map(|one| one.1)?;
    let Some(colours) = variables.colours(&own.value, DEPTH) else {
        return (use_of != Lines)
            .then(|| "it is no colour that is read here: a name of CSS, `#…` or `rgb(…)`".to_owned());
    };
    if use_of == Ground && colours.iter().any(|one| one.alpha < 255) {
        return Some("what letters of evqc stand on is not seen through".to_owned());
    }
    let (names, from, to) = VERDICTS.iter().find(|(names, ..)| names.contains(&name))?;
    let is_own = |colour: &Colour| match colour.hue() {
        Some(hue) => (*from..=*to).contains(&hue) || (*from..=*to).contains(&(hue + 360)),
        // A ground may be as paper.
        None => use_of == Ground || name == "--calm",
    };
    let with = || names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    (!colours.iter().all(is_own))
        .then(|| format!("it is the colour of another verdict; {} keep their hue of {from} to {to} degrees", with()))
}

/// What evqc's variables are on a screen, on either page and on paper.
pub(super) fn values(screen: Screen, rules: &[Rule]) -> BTreeMap<&str, Vec<&str>> {
    let mut all: BTreeMap<&str, Vec<&str>> = order::collect(VARIABLES.iter().map(|own| (own.0, Vec::new())));
    for palette in Palette::all(rules).filter(|palette| palette.medium.screen() == screen) {
        for (name, (values, declared)) in palette.values {
            let is_known = declared.is_some() || !name.starts_with("--accent");
            let of_name = all.entry(name).or_default();
            let new: Vec<&str> = values.into_iter().filter(|value| is_known && !of_name.contains(value)).collect();
            of_name.extend(new);
        }
    }
    all
}

/// What evqc gives its paper on a screen.
pub(super) fn papers(screen: Screen) -> impl Iterator<Item = &'static str> {
    let paper = VARIABLES.iter().filter(|own| own.0 == "--paper");
    paper.flat_map(move |own| PAGES.into_iter().map(move |page| page.own(own, screen.pick([Day, Dark]))))
}

/// Whether both pages have a variable. Where a page has no such variable, letters are as those around and a ground is none.
pub(super) fn is_on_both_pages(own: &Own) -> bool {
    PAGES.iter().all(|page| !page.own(own, Day).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::sheet;

    /// The first fault of a style: what it declares, and why that is one.
    fn first(style: &str) -> Option<(String, String)> {
        let rules = sheet::of(style);
        let [day, dark] = Screen::ALL.map(|screen| Variables::of(screen, &rules, &screen.of(&rules)));
        fault(&rules, [&day, &dark]).map(|(own, why)| (format!("{}: {}", own.name, own.value), why))
    }

    /// The same for declarations of `:root` that count where evqc's own colours are those of this screen.
    fn of_root(screen: Screen, block: &str) -> Option<String> {
        let scheme = screen.pick(["light", "dark"]);
        let style = format!("@media (prefers-color-scheme: {scheme}) {{ :root {{ {block} }} }}");
        first(&style).map(|(declared, _)| declared)
    }

    #[test]
    fn what_letters_of_evqc_stand_on_is_told_from_them() {
        for (block, hidden) in [
            ("--ink: #fff", "--ink: #fff"),
            ("--ink: #fff; --paper: #fefefe", "--ink: #fff"),
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
            ("--ink: inherit", "--ink: inherit"),
            ("--shade: #1c1c1e", "--shade: #1c1c1e"),
            ("--shade: rgb(0 0 0 / 5%)", "--shade: rgb(0 0 0 / 5%)"),
            ("--bad-ground: #aa001e", "--bad-ground: #aa001e"),
            ("--good-ground: #006040", "--good-ground: #006040"),
            ("--ink: #fff; --paper: #000; --good: #fff", "--good: #fff"),
            ("--bad-back: #111", "--bad-back: #111"),
            // A contrast of 2.9 : 1 (WCAG 2.2).
            ("--soft: #999999", "--soft: #999999"),
            // The colours of verdicts are not those of others.
            ("--bad: #00704f", "--bad: #00704f"),
            ("--good: #b03a00", "--good: #b03a00"),
            ("--bad-back: #e2f3ec", "--bad-back: #e2f3ec"),
            ("--outside: #8fd0b8", "--outside: #8fd0b8"),
            ("--open: #006040", "--open: #006040"),
            ("--none: #57606a", "--none: #57606a"),
            ("--bad: #404040", "--bad: #404040"),
            // What is drawn beside limits is told from what it is drawn on, and that from paper.
            ("--accept: #fff; --outside: #fff; --guard: #fff", "--accept: #fff"),
            ("--guard: #f3c6a0", "--guard: #f3c6a0"),
            ("--accept: #f4faf8", "--accept: #f4faf8"),
            ("--result: #8fd0b8; --point: #8fd0b8", "--result: #8fd0b8"),
            ("--point: #9a8b60", "--point: #9a8b60"),
            ("--accept: #f3c6ad", "--accept: #f3c6ad"),
        ] {
            assert_eq!(of_root(Screen::Day, block).as_deref(), Some(hidden), "{block}");
        }
        for block in [
            "--paper: #fffdf5",
            "--accent: #1f4e79",
            "--rule: #fff",
            "--shade: #e8f1f6",
            "--bad: #8b0000",
            "--good: #005c3a; --good-back: #e6f5ee",
            "--accept: #9fdcc4; --result: #003a70",
            "--soft: #8f8f8f",
        ] {
            assert_eq!(of_root(Screen::Day, block), None, "{block}");
        }
        for (block, hidden) in [
            ("--accent: #1f4e79", "--accent: #1f4e79"),
            ("--ink: #1c1c1e", "--ink: #1c1c1e"),
            ("--paper: #fffdf5", "--paper: #fffdf5"),
            ("--shade: #e8f1f6", "--shade: #e8f1f6"),
            ("--accept: #8fd0b8", "--accept: #8fd0b8"),
            ("--result: #1f6d54", "--result: #1f6d54"),
        ] {
            assert_eq!(of_root(Screen::Dark, block).as_deref(), Some(hidden), "{block}");
        }
        for block in ["--accent: #9cc4e8", "--rule: #fff"] {
            assert_eq!(of_root(Screen::Dark, block), None, "{block}");
        }
    }

    /// Two variables in one rule, ink on a card that stayed bright, a verdict on a ground of its hue, a watermark in its paper.
    #[test]
    fn a_part_of_a_palette_hides_nothing() {
        for (style, declared, reason) in [
            (
                "td { --paper: #1c1c1e; --ink: #ffffff; color: var(--ink) }",
                "--paper: #1c1c1e",
                "are set for `:root` alone",
            ),
            ("tr:has(.bad) td { --ink: #ffffff }", "--ink: #ffffff", "are set for `:root` alone"),
            (":root, td { --ink: #ffffff }", "--ink: #ffffff", "are set for `:root` alone"),
            (
                "@media not (prefers-color-scheme: dark) { :root { --paper: #fffdf5 } }",
                "--paper: #fffdf5",
                "are set for `:root` alone",
            ),
            ("html { --paper: #fffdf5 }", "--paper: #fffdf5", "are set for `:root` alone"),
            (
                "@media (max-width: 9rem) { :root { --paper: #fffdf5 } }",
                "--paper: #fffdf5",
                "are set for `:root` alone",
            ),
            ("@media print { @media screen { :root { --ink: #000 } } }", "--ink: #000", "are set for `:root` alone"),
            (
                "@media (prefers-color-scheme: dark) { :root { --paper: #ffffff; --ink: #000000 } }",
                "--ink: #000000",
                "`--ink` (#000000) is not told from `--shade` (#2a2c32) on the certificate on a dark screen",
            ),
            (
                "@media print { :root { --paper: #1c1c1e; --ink: #ffffff } }",
                "--ink: #ffffff",
                "`--ink` (#ffffff) is not told from `--shade` (#eef0f4) on the certificate in print",
            ),
            (
                ":root { --paper: #5a1420; --ink: #ffffff; --shade: #3c0c14 }",
                "--paper: #5a1420",
                "`--muted` (#58585c) is not told from `--paper` (#5a1420) on the certificate by day",
            ),
            (
                ":root { --card: #777777 }",
                "--card: #777777",
                "is not told from `--card` (#777777) on the report by day",
            ),
            // The last value counts, and one for another medium does not.
            (":root { --ink: #000; --ink: #fff }", "--ink: #fff", "on the certificate by day"),
            (
                ":root { --ink: #fff } @media print { :root { --ink: #000 } }",
                "--ink: #fff",
                "on the certificate by day",
            ),
            (
                ":root { --x: #fff; --ink: var(--x) } @media (max-width: 9rem) { :root { --x: #000 } }",
                "--ink: var(--x)",
                "on the certificate by day",
            ),
        ] {
            let (found, why) = first(style).unwrap_or_else(|| panic!("{style}"));
            assert_eq!(found, declared, "{style}");
            assert!(why.contains(reason), "{style}: {why}");
        }
    }

    /// A theme that is dark by day too, and one with its own colours for each screen.
    #[test]
    fn a_whole_palette_is_accepted() {
        let dark = VARIABLES.iter().filter(|own| own.1 != Mark && !own.0.starts_with("--accent"));
        let dark = dark.map(|own| format!("{}: {};", own.0, if own.3[1].is_empty() { own.2[1] } else { own.3[1] }));
        let dark = dark.collect::<String>();
        let whole = format!(":root {{ {dark} --accent: #9cc4e8; --accent-on-shade: #9cc4e8 }}");
        for style in [
            "",
            whole.as_str(),
            ":root { --brand: #1f4e79; --accent: var(--brand); --accent-on-shade: var(--brand) } \
             @media (prefers-color-scheme: dark) { :root { --brand: #9cc4e8 } }",
            ":root { --paper: #fffdf5; --card: #fff8e6; --shade: #f5efdf } \
             @media (prefers-color-scheme: dark) { :root { --paper: #1a1814; --card: #221f19; --shade: #2b2820 } }",
        ] {
            assert_eq!(first(style), None, "{style}");
        }
        // Without the accent of the laboratory, whose own one is dark.
        let (declared, _) = first(&format!(":root {{ {dark} }}")).unwrap();
        assert_eq!(declared, "--paper: #14181d");
    }

    const STYLES: [&str; 2] =
        [include_str!("../../document/html/document.css"), include_str!("../../report/html/page/style.css")];

    #[test]
    fn every_variable_of_the_pages_is_known_as_it_is_on_each_screen() {
        for (page, style) in PAGES.into_iter().zip(STYLES) {
            let roots: Vec<&str> = style.split(":root {").skip(1).filter_map(|rest| rest.split('}').next()).collect();
            for (medium, root) in MEDIA.into_iter().zip(&roots) {
                let rules = sheet::of(&format!(":root {{ {root} }}"));
                let declared: BTreeMap<&str, &str> =
                    rules[0].declarations.iter().map(|own| (own.name.as_str(), own.value.as_str())).collect();
                for own in &VARIABLES {
                    let known = Some(page.own(own, medium)).filter(|value| !value.is_empty());
                    assert_eq!(declared.get(own.0).copied(), known, "{} {} {}", own.0, page.name(), medium.name());
                }
                assert!(declared.keys().all(|name| !name.starts_with("--") || is_own(name)), "{root}");
            }
            assert_eq!(roots.len(), if page == Page::Report { 3 } else { 2 });
            let used = style.split("var(").skip(1).filter_map(|rest| rest.split([')', ',']).next());
            assert!(used.clone().all(is_own), "{:?}", used.collect::<Vec<_>>());
        }
        let guard = include_str!("../../certificate/page/guard.css").replace("rgba(", "").replace(" !important", "");
        assert!(WATERMARKS.iter().all(|mark| guard.contains(&mark.replace("rgba(", ""))), "{guard}");
    }

    /// By day, on a dark screen and in print, each with the colours of either page where both have one.
    #[test]
    fn the_own_colours_of_the_pages_are_lawful() {
        for medium in MEDIA {
            for pages in [PAGES, [Page::Report, Page::Certificate]] {
                let all =
                    pages.into_iter().flat_map(|page| VARIABLES.iter().map(move |own| (own.0, page.own(own, medium))));
                let block: String =
                    all.filter(|own| !own.1.is_empty()).map(|(name, value)| format!("{name}: {value};")).collect();
                let media = match medium {
                    Day => "(prefers-color-scheme: light)",
                    Dark => "(prefers-color-scheme: dark)",
                    Paper => "print",
                };
                assert_eq!(first(&format!("@media {media} {{ :root {{ {} }} }}", block.to_lowercase())), None);
            }
        }
    }
}
