//! What houses, products and specifications are called. Nobody can say a name in other words: so it may have the words of its field,
//! and claims something only where it states something as well: `GMP-certified Lab`, `通过GMP认证的细胞治疗中心`.

use super::composed::{self, Asks};
use super::disclaimed::without_disclaimed;
use super::phrases::{
    FIRST_IN_NAMES, HOUSES, IN_COMPANIES, IN_NAMES, IN_PRODUCTS, IN_TITLES, KINDS_OF_HOUSE, STATES_IN_NAMES,
};
use super::{CLAIMS, IN_FIELDS, List, found, in_one_line, is_in, without_documents, without_points};
use std::borrow::Cow;

/// The first claim in the name of a house: a company, a laboratory, a site, a customer; and in where it is found, addresses aside.
pub fn found_in_name(name: &str) -> Option<Cow<'static, str>> {
    beside_own(&without_documents(name), &[IN_NAMES])
}

/// The first claim in the name of a product, which an authority gives: `治疗用生物制品`.
pub fn found_in_product_name(name: &str) -> Option<Cow<'static, str>> {
    beside_own(name, &[IN_NAMES, IN_PRODUCTS])
}

/// The first claim in the title of a specification, which says what it is of and for: `治疗用外泌体放行质量标准`.
pub fn found_in_title(title: &str) -> Option<Cow<'static, str>> {
    beside_own(&without_disclaimed(title), &[IN_NAMES, IN_TITLES])
}

/// The first claim in the words of a drawing: a name where they say of what kind of house they are, else any words.
pub fn found_in_logo(text: &str) -> Option<Cow<'static, str>> {
    let seen = in_one_line(text);
    let is_house = is_of_company(company(&seen).0) || KINDS_OF_HOUSE.iter().any(|kind| is_in(&seen, kind));
    if is_house { found_in_name(text) } else { found(text) }
}

/// The first words of a verdict in the name of a company or house, where its name is more than a name.
pub fn judged_in_name(name: &str) -> Option<&'static str> {
    beside_company(name, &IN_FIELDS).next()
}

/// The first claim in a name that is none of its own words; alone, or beside a statement, these claim something too.
fn beside_own(name: &str, own: &[&[&str]]) -> Option<Cow<'static, str>> {
    let seen = in_one_line(name);
    let plain = without_points(&seen);
    let own = || own.iter().copied().flatten();
    let states = STATES_IN_NAMES.iter().any(|word| is_in(&seen, word) || is_in(&plain, word));
    let rest = own().fold(plain, |rest, word| rest.replace(word, " "));
    let is_name = !states && rest.chars().any(char::is_alphabetic);
    let claim = beside_company(name, &CLAIMS).find(|phrase| !(is_name && own().any(|word| word == phrase)));
    claim.map(Cow::Borrowed).or_else(|| composed::found(name, Asks::Nothing).map(Cow::Owned))
}

/// The phrases of a list in a name, but for those that stand in the name of a company.
fn beside_company(name: &str, list: &List) -> impl Iterator<Item = &'static str> {
    let seen = in_one_line(name);
    let (own, behind) = company(&seen);
    let is_company = is_of_company(own);
    let (own, behind) = (without_points(own), without_points(behind));
    let named = move |phrase: &str| {
        is_company
            && (IN_COMPANIES.contains(&phrase) || (FIRST_IN_NAMES.contains(&phrase) && own.starts_with(phrase)))
            && !is_in(&behind, phrase)
            && !["-", " certified", " compliant", "认证"].iter().any(|more| own.contains(&format!("{phrase}{more}")))
    };
    list.phrases_in(name).filter(move |phrase| !named(phrase))
}

/// The name of a company, and what stands behind it: a department is no part of it.
fn company(seen: &str) -> (&str, &str) {
    seen.rfind("公司").map_or((seen, ""), |at| seen.split_at(at + "公司".len()))
}

/// Whether a name ends with a form of company.
fn is_of_company(own: &str) -> bool {
    let end = own.split([' ', ',']).rfind(|word| !word.is_empty()).unwrap_or_default();
    HOUSES.iter().any(|form| end == *form || (!form.is_ascii() && end.ends_with(form)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn houses_are_called_what_they_are_called() {
        for name in [
            "华东大学附属医院细胞治疗中心",
            "国家干细胞与再生治疗工程技术中心",
            "细胞治疗质量检测中心",
            "南方细胞与基因治疗研究所",
            "再生医学与治疗实验室",
            "细胞治疗GMP平台",
            "第一人民医院GMP实验室",
            "精准治疗标准实验室",
            "Institute of Therapeutic Vesicles",
            "Therapeutic Exosome Centre",
            "University Hospital, GMP Facility",
            "Fraunhofer Institute, GMP unit",
            "Department of Therapeutic Apheresis",
            "Center for Cell Therapeutics and GMP",
            "Centre for Efficacy Testing",
            "药物疗效评价中心",
            "GMP Laboratory",
            "G.M.P. Laboratory",
            "GLP Test Facility",
            "Conform Labs GmbH",
            "Building of the Therapeutic Centre, 12 Sample Street, 10115 Berlin",
            "+49 30 5550100, qc@gmp-analytics.example, https://www.fda-approved.example/gmp",
        ] {
            assert_eq!(found_in_name(name).or(judged_in_name(name).map(Cow::Borrowed)), None, "{name}");
        }
        for name in [
            "GMP",
            "cGMP",
            "治疗",
            "GMP certified Laboratory",
            "GMP-compliant unit",
            "Laboratory approved under GMP",
            "通过GMP认证的细胞治疗中心",
            "已获认可细胞治疗中心",
            "可治疗肺纤维化的研究所",
            "CNAS认可实验室",
            "Accredited Therapeutic Laboratory",
            "released by the Therapeutic Centre",
            "FDA approved Therapeutic Centre",
            "ISO 17025 Laboratory",
            "细胞治疗中心，本批已放行",
            "Clinical grade Laboratory",
        ] {
            assert!(found_in_name(name).is_some(), "{name}");
        }
        assert_eq!(found_in_logo("University Hospital, GMP Facility"), None);
        assert_eq!(found_in_logo("GMP quality").as_deref(), Some("gmp"));
    }

    #[test]
    fn products_and_specifications_are_called_what_they_are_of() {
        for name in [
            "间充质干细胞外泌体注射液（治疗用生物制品）",
            "先进治疗产品 MSC-EV-01",
            "治疗用间充质干细胞外囊泡",
            "MSC-EV therapeutic vesicles",
            "GMP MSC-EV-01",
            "MSC-EV-01, solution for human use",
        ] {
            assert_eq!(found_in_product_name(name), None, "{name}");
        }
        for title in [
            "外泌体注射液质量标准（放行）",
            "外泌体成品放行及货架期质量标准",
            "放行标准：外泌体注射液",
            "成品放行规程",
            "细胞治疗产品质量标准",
            "治疗用外泌体质量标准",
            "临床级外泌体质量标准",
            "Specification of therapeutic exosomes",
            "MSC-EV for human use, drug product",
            "Drug product, GMP",
            "Safety and efficacy tests",
        ] {
            assert_eq!(found_in_title(title), None, "{title}");
        }
        for name in [
            "MSC-EV-01 clinical grade",
            "For human use",
            "已批准的治疗用外泌体",
            "外泌体，可治疗肺纤维化",
            "MSC-EV released",
        ] {
            assert!(found_in_product_name(name).is_some(), "{name}");
        }
        for title in [
            "外泌体（已放行）",
            "本批可放行",
            "EMA-approved MSC-EV",
            "GMP certified drug product",
            "Drug product, made under GMP",
            "MSC-EV, lot released",
            "药典级外泌体质量标准，通过CNAS认可",
            "放行",
        ] {
            assert!(found_in_title(title).is_some(), "{title}");
        }
    }

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
        ] {
            assert!(found_in_name(name).is_some(), "{name}");
        }
    }

    #[test]
    fn points_and_blanks_hide_no_claim_in_a_name() {
        for name in [
            "C.N.A.S. Laboratory",
            "iso  17025 laboratory",
            "G.M.P.-certified Analytics GmbH",
            "GMP  certified Analytics GmbH",
        ] {
            assert!(found_in_name(name).is_some(), "{name}");
        }
        for name in ["C.N.A.S. building 4", "F.D.A.-approved plant"] {
            assert!(found_in_name(name).is_some(), "{name}");
        }
        assert_eq!(found_in_name("G.M.P. Analytics GmbH"), None, "the name that it has");
    }

    #[test]
    fn a_site_is_called_by_what_it_is() {
        for name in
            ["GMP building 4", "GMP Facility Berlin", "GMP 车间", "Health Canada Site 3-0012", "GMP Analytics GmbH"]
        {
            assert_eq!(found_in_name(name), None, "{name}");
        }
        for name in
            ["GMP certified facility", "site made under GMP", "FDA-approved plant", "accredited site", "GMP认证车间"]
        {
            assert!(found_in_name(name).is_some(), "{name}");
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
}
