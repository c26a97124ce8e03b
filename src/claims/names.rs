//! Names of functions, materials and files. Some words that claim something elsewhere are part of what these are called; those of houses,
//! products and specifications are in `called`.

use super::phrases::{GRADED, GRADES, IN_FUNCTIONS, OFFICES, STATES};
use super::{found, found_but, has_word, in_one_line};
use crate::lookalike;
use std::borrow::Cow;

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
    // Whoever signs for an accredited laboratory is called so.
    let signs_for_one = seen.contains("cnas授权签字人");
    found_but(text, |phrase| IN_FUNCTIONS.contains(&phrase) || (phrase == "cnas" && signs_for_one))
}

/// The first claim in what a starting material is called, beside its grade.
pub fn found_in_material(text: &str) -> Option<Cow<'static, str>> {
    let seen = lookalike::seen(text);
    found(&GRADES.iter().fold(seen, |text, grade| text.replace(grade, " ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::{TextKind, judged};

    #[test]
    fn points_and_blanks_hide_no_claim_in_a_function() {
        for name in ["Analyst, C.N.A.S. laboratory", "ISO  17025 analyst", "Analyst, made p.e.r. G.M.P."] {
            assert!(found_in_function(name).is_some(), "{name}");
        }
    }

    #[test]
    fn a_function_names_an_office() {
        for text in [
            "Head of Batch Release",
            "放行负责人",
            "产品放行责任人",
            "放行审核员",
            "CNAS授权签字人",
            "治疗性外泌体项目负责人",
            "Scientist, therapeutic EVs",
            "GMP laboratory analyst",
            "质量受权人",
        ] {
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
            "CNAS认可实验室授权签字人",
            "CNAS检验员",
            "放行审核员，已放行",
        ] {
            assert!(found_in_function(text).is_some(), "{text}");
        }
        assert_eq!(found_in_material("clinical grade MSC, GMP-grade medium, 临床级"), None);
        for text in ["WCB-03（GMP）", "PBS，药典级", "PBS, Ph. Eur. quality", "platelet lysate (GMP)"] {
            assert_eq!(found_in_material(text), None, "{text}");
        }
        assert_eq!(found_in_material("clinical grade MSC made under GMP").as_deref(), Some("gmp"));
    }
}
