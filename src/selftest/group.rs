//! The cases by what an operational qualification asks for.

use super::{Examined, Outcome};

/// What is looked at, and the methods of the cases that do.
struct Named {
    name: &'static str,
    methods: &'static [&'static str],
}

/// What R-912 names, in its order.
const NAMED: [Named; 7] = [
    Named {
        name: "rounding",
        methods: &[
            "round_decimal_places",
            "round_decimal_places_required",
            "round_interval",
            "round_significant",
            "round_then_compare",
        ],
    },
    Named {
        name: "censored results",
        methods: &["censored_comparison", "censored_mean", "censored_mean_not_estimable"],
    },
    Named { name: "maximum valid dilution (MVD)", methods: &["maximum_valid_dilution"] },
    Named { name: "endotoxin limit (K/M)", methods: &["endotoxin_limit"] },
    Named { name: "geometric mean (GM) and its interval (CI)", methods: &["lognormal_interval"] },
    Named { name: "shelf life (ICH Q1E)", methods: &["q1e_shelf_life", "q1e_extrapolation", "worst_case_shelf_life"] },
    Named { name: "mean kinetic temperature (MKT)", methods: &["mean_kinetic_temperature"] },
];

/// How many cases of a group agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What the cases look at.
    pub name: String,
    /// Its cases; zero where the set has none of them.
    pub cases: usize,
    /// Those of which every value was obtained.
    pub agree: usize,
}

/// Every case in the one group that it belongs to: the named ones first, those without a case too, then the rest by topic.
pub fn groups(examined: &[Examined]) -> Vec<Group> {
    let empty = |name: &str| Group { name: name.to_owned(), cases: 0, agree: 0 };
    let mut groups: Vec<Group> = NAMED.iter().map(|named| empty(named.name)).collect();
    for one in examined {
        let name = name_of(one);
        let at = groups.iter().position(|group| group.name == name).unwrap_or_else(|| {
            groups.push(empty(&name));
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.cases += 1;
            group.agree += usize::from(matches!(one.outcome, Outcome::Agrees(_)));
        }
    }
    groups
}

fn name_of(one: &Examined) -> String {
    let method = one.case.as_ref().map(|case| case.method.as_str());
    let named = NAMED.iter().find(|named| method.is_some_and(|method| named.methods.contains(&method)));
    named.map_or_else(|| format!("other, {}", one.topic().replace('_', " ")), |named| named.name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selftest::EMBEDDED;

    fn embedded() -> Vec<Examined> {
        EMBEDDED.iter().map(|(file, text)| Examined::new((*file).to_owned(), text.as_bytes())).collect()
    }

    #[test]
    fn every_group_that_is_asked_for_has_cases_and_every_case_one_group() {
        let examined = embedded();
        let groups = groups(&examined);
        for group in &groups {
            assert!(group.cases > 0 && group.agree == group.cases, "{group:?}");
        }
        assert_eq!(groups.iter().map(|group| group.cases).sum::<usize>(), examined.len());
        let methods: Vec<&str> = examined.iter().filter_map(|one| Some(one.case.as_ref()?.method.as_str())).collect();
        for method in NAMED.iter().flat_map(|named| named.methods) {
            assert!(methods.contains(method), "no case has the method {method}");
        }
    }

    #[test]
    fn a_group_without_a_case_is_named_and_a_miss_is_counted() {
        let broken = Examined::new("rounding/x.json".to_owned(), b"{");
        let groups = groups(&[broken]);
        assert_eq!(groups.first(), Some(&Group { name: "rounding".to_owned(), cases: 0, agree: 0 }));
        assert_eq!(groups.last(), Some(&Group { name: "other, rounding".to_owned(), cases: 1, agree: 0 }));
    }
}
