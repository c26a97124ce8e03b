//! Names: of companies and houses, sites, functions, materials and files. Some words that claim something elsewhere are part of
//! what these are called.

use super::phrases::{FIRST_IN_NAMES, GRADED, GRADES, HOUSES, IN_FUNCTIONS, IN_NAMES, OFFICES, SITES, STATES};
use super::{IN_FIELDS, found, found_but, has_word, in_one_line, is_in, without_points};
use crate::lookalike;
use std::borrow::Cow;

/// The first claim in the name of a company or house, where its name is more than a name.
pub fn found_in_name(name: &str) -> Option<Cow<'static, str>> {
    let name_of_house = NameOfHouse::of(name);
    found_but(name, |phrase| name_of_house.has(phrase))
}

/// The first words of a verdict in the name of a company or house, where its name is more than a name.
pub fn judged_in_name(name: &str) -> Option<&'static str> {
    let name_of_house = NameOfHouse::of(name);
    IN_FIELDS.phrases_in(name).find(|phrase| !name_of_house.has(phrase))
}

/// The first claim in the name of a site, which is also called by what it is: `GMP building 4`.
pub fn found_in_site(name: &str) -> Option<Cow<'static, str>> {
    let seen = in_one_line(name);
    if !SITES.iter().any(|word| is_in(&seen, word)) || has_word(&seen, STATES) {
        return found_in_name(name);
    }
    let is_certified = seen.contains("认证");
    found_but(name, |phrase| !is_certified && GRADED.contains(&phrase))
}

/// The first claim in the name of a file, which is called by what it is of: `GMP results`.
pub fn found_in_file_name(name: &str) -> Option<Cow<'static, str>> {
    let seen = in_one_line(name);
    if seen.contains("认证") || has_word(&seen, STATES) {
        return found(name);
    }
    found_but(name, |phrase| GRADED.contains(&phrase))
}

/// The first claim in the name of a function: it names an office, `GMP laboratory analyst`, `放行负责人`, and states nothing.
pub fn found_in_function(text: &str) -> Option<Cow<'static, str>> {
    let seen = in_one_line(text);
    if !has_word(&seen, OFFICES) || has_word(&seen, STATES) {
        return found(text);
    }
    found_but(text, |phrase| IN_FUNCTIONS.contains(&phrase))
}

/// The first claim in what a starting material is called, beside its grade.
pub fn found_in_material(text: &str) -> Option<Cow<'static, str>> {
    let seen = lookalike::seen(text);
    found(&GRADES.iter().fold(seen, |text, grade| text.replace(grade, " ")))
}

/// The name of a company or house, as it is seen, without points.
struct NameOfHouse {
    /// Whether it ends as such names do.
    is_house: bool,
    /// The name itself.
    own: String,
    /// A department behind it, which is no part of it.
    behind: String,
}

impl NameOfHouse {
    fn of(name: &str) -> NameOfHouse {
        let seen = in_one_line(name);
        let (own, behind) = seen.rfind("公司").map_or((&seen[..], ""), |at| seen.split_at(at + "公司".len()));
        let end = own.split([' ', ',']).rfind(|word| !word.is_empty()).unwrap_or_default();
        let is_house = HOUSES.iter().any(|form| end == *form || (!form.is_ascii() && end.ends_with(form)));
        NameOfHouse { is_house, own: without_points(own), behind: without_points(behind) }
    }

    /// Whether a phrase is part of the name and claims nothing.
    fn has(&self, phrase: &str) -> bool {
        let own = &self.own;
        self.is_house
            && (IN_NAMES.contains(&phrase) || (FIRST_IN_NAMES.contains(&phrase) && own.starts_with(phrase)))
            && !is_in(&self.behind, phrase)
            && !["-", " certified", " compliant", "认证"].iter().any(|more| own.contains(&format!("{phrase}{more}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::{TextKind, judged};

    #[test]
    fn a_company_has_the_name_that_it_has() {
        for name in [
            "Accredited Laboratories Ltd",
            "GMP Analytics GmbH",
            "示例细胞治疗技术有限公司",
            "Example Therapeutic Ltd.",
        ] {
            assert_eq!(found_in_name(name), None, "{name}");
            assert!(found(name).is_some(), "{name}");
        }
        for name in [
            "Laboratory accredited Ltd",
            "Fully Accredited Laboratories Ltd",
            "Accredited Laboratory",
            "Accredited-certified Labs Ltd",
            "FDA Accredited Laboratories Ltd",
            "CNAS accredited Labs Ltd",
            "GMP-certified Analytics GmbH",
            "GMP certified Lab",
            "FDA approved Laboratories Ltd",
            "GMP Laboratory",
        ] {
            assert!(found_in_name(name).is_some(), "{name}");
        }
    }

    #[test]
    fn points_and_blanks_hide_no_claim_in_a_name() {
        for name in [
            "G.M.P. Laboratory",
            "C.N.A.S. Laboratory",
            "iso  17025 laboratory",
            "G.M.P.-certified Analytics GmbH",
            "GMP  certified Analytics GmbH",
        ] {
            assert!(found_in_name(name).is_some() && found_in_site(name).is_some(), "{name}");
        }
        for name in ["C.N.A.S. building 4", "F.D.A.-approved plant"] {
            assert!(found_in_site(name).is_some(), "{name}");
        }
        for name in ["Analyst, C.N.A.S. laboratory", "ISO  17025 analyst", "Analyst, made p.e.r. G.M.P."] {
            assert!(found_in_function(name).is_some(), "{name}");
        }
        assert_eq!(found_in_name("G.M.P. Analytics GmbH"), None, "the name that it has");
    }

    #[test]
    fn a_site_is_called_by_what_it_is() {
        for name in
            ["GMP building 4", "GMP Facility Berlin", "GMP 车间", "Health Canada Site 3-0012", "GMP Analytics GmbH"]
        {
            assert_eq!(found_in_site(name), None, "{name}");
        }
        for name in [
            "GMP certified facility",
            "site made under GMP",
            "FDA-approved plant",
            "accredited site",
            "GMP Laboratory",
            "GMP认证车间",
        ] {
            assert!(found_in_site(name).is_some(), "{name}");
        }
    }

    #[test]
    fn names_of_companies_may_have_words_of_verdicts() {
        for name in ["上海合格生物科技有限公司", "通过认证检测技术有限公司", "上海合格生物科技有限公司生产部"]
        {
            assert_eq!(found_in_name(name).or(judged_in_name(name).map(Cow::Borrowed)), None, "{name}");
        }
        for name in ["全部合格有限公司", "本品合格", "示例有限公司产品合格", "示例公司通过认证"]
        {
            assert!(found_in_name(name).or(judged_in_name(name).map(Cow::Borrowed)).is_some(), "{name}");
        }
    }

    #[test]
    fn a_function_names_an_office() {
        for text in ["Head of Batch Release", "放行负责人", "GMP laboratory analyst", "质量受权人"] {
            let said = found_in_function(text).or(judged(text, TextKind::Field).map(Cow::Borrowed));
            assert_eq!(said, None, "{text}");
        }
        for text in [
            "Released under GMP",
            "Analyst, made under GMP",
            "本品可放行",
            "负责人：已放行",
            "GMP",
            "Authorised for use under GMP",
            "GMP certified analyst",
        ] {
            assert!(found_in_function(text).is_some(), "{text}");
        }
        assert_eq!(found_in_material("clinical grade MSC, GMP-grade medium, 临床级"), None);
        assert_eq!(found_in_material("clinical grade MSC made under GMP").as_deref(), Some("gmp"));
    }
}
