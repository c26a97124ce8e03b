//! A style of a laboratory is looked at: it says how things look, and hides, moves, changes, fetches and writes nothing.

use super::colours::{self, Screen, Variables};
use super::sheet::{self, Declared, Rule};
use super::tokens::Fault;
use super::values::Values;
use crate::order;

/// The first thing in a style of a laboratory that it may not have.
pub(super) fn look_at(style: &str) -> Result<(), Fault> {
    let rules = sheet::rules(style)?;
    let values = Values::of(&rules);
    let [day, dark] = Screen::ALL.map(|screen| Variables::of(screen, &rules, &screen.of(&rules)));
    let screens = Screen::ALL.map(|screen| Seen::on(screen, &rules, screen.pick([&day, &dark])));
    let of_evqc = colours::fault(&rules, [&day, &dark]);
    for (at, rule) in rules.iter().enumerate() {
        for own in &rule.declarations {
            let objection = values.objection(own, &rule.selector);
            let of_evqc = of_evqc.iter().find(|(one, _)| std::ptr::eq(*one, own)).map(|(_, why)| why.clone());
            if let Some(why) =
                objection.or(of_evqc).or_else(|| screens.iter().find_map(|screen| screen.hidden(at, own)))
            {
                return Err(Fault { text: own.text.clone(), line: own.line, why });
            }
        }
    }
    Ok(())
}

/// A style as it is on one screen.
struct Seen<'s> {
    screen: Screen,
    /// What of each rule hides something.
    hidden: Vec<Option<(&'s str, &'s str)>>,
}

impl<'s> Seen<'s> {
    fn on(screen: Screen, rules: &'s [Rule], variables: &Variables<'s>) -> Self {
        let blocks = screen.of(rules);
        let hidden =
            order::collect(rules.iter().zip(&blocks).map(|(rule, block)| variables.hides(&rule.selector, block)));
        Seen { screen, hidden }
    }

    /// Why a declaration of a rule makes something that cannot be seen.
    fn hidden(&self, rule: usize, own: &Declared) -> Option<String> {
        let (name, value) = self.hidden.get(rule).copied().flatten()?;
        (name == own.name && value == own.value).then(|| self.screen.pick([NOT_SEEN, NOT_SEEN_IN_THE_DARK]).to_owned())
    }
}

const NOT_SEEN: &str = "it could not be told from what it stands on or beside, or is seen through; a class of your own and \
                        `thead th` give a bright `color` and a dark `background` in the same rule, and what evqc writes takes its colours \
                        from `:root { --ink: …; --paper: … }`";
const NOT_SEEN_IN_THE_DARK: &str = "it could not be seen on a dark screen, where the paper is dark; give a class of your own `color` and `background` in the same rule, use a variable \
     of evqc (`color: var(--ink)`), or set it anew behind this rule with the same selector in `@media (prefers-color-scheme: dark)`";
