//! The page on certificates: what is written by hand, the field table and the terminology table.

use crate::sources::BESIDE;
use evqc::certificate::Profile;
use evqc::certificate::field::FIELDS;
use evqc::certificate::terms::{TERMINOLOGY_VERSION, TERMS, Term, is_fixed};
use evqc::claims::{APPROVING, AUTHORITIES, COMPLYING, OTHER_STANDARDS, PHARMACOPOEIAS, PHRASES};
use evqc::template::other_words;
use std::fmt::Write;

const BEFORE: &str = include_str!("certificate.md");

/// What a laboratory may call a term instead.
fn others(term: &Term) -> String {
    if is_fixed(term) {
        return String::new();
    }
    let (english, chinese) = other_words(term.id);
    let said = |words: Vec<&'static str>, built_in: &str| {
        words.into_iter().filter(|word| *word != built_in).collect::<Vec<_>>().join(", ")
    };
    let both = [said(english, term.en), said(chinese, term.zh)];
    both.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("; ")
}

/// The page.
pub fn page() -> String {
    let mut text = BEFORE.to_owned();
    text.push_str(
        "## Every field and its source document\n\nThe numbers are those of the field table that the messages name. **m**: mandatory for the profile; without it the \
         document is a draft that lists the field. What evqc supplies itself is never missing; a procedure (20) and the parts of a batch certificate (7, 33) are \
         refused when they are. Every field is printed wherever it is there.\n\n| no. | field | key in the twin | source document |",
    );
    for profile in Profile::ALL {
        let _ = write!(text, " {} |", profile.as_str());
    }
    text.push_str(" asked for by |\n|---|---|---|---|---|---|---|---|---|---|\n");
    for field in FIELDS {
        let name = field.term.en.replace("{page}", "x").replace("{pages}", "n");
        let _ = write!(
            text,
            "| {} | {name} ({}) | `{}` | {} |",
            field.number,
            field.term.zh.replace("{page}", "x").replace("{pages}", "n"),
            field.key,
            field.supply
        );
        for profile in Profile::ALL {
            text.push_str(if field.mandatory.contains(&profile) { " m |" } else { " |" });
        }
        let _ = writeln!(text, " {} |", field.source);
    }
    text.push_str(
        "\nBeside these a certificate holds what no profile asks for by itself:\n\n| what | key in the twin | source document |\n|---|---|---|\n",
    );
    for (key, what, supply) in BESIDE {
        let _ = writeln!(text, "| {what} | `{key}` | {supply} |");
    }
    let _ = write!(
        text,
        "\n## Terminology table, version {TERMINOLOGY_VERSION}\n\nEvery word that evqc itself puts on a certificate. A laboratory replaces one under `wording` by its name with one of the \
         other words; what has none stays as it is.\n\n| name | English | 中文 | other words |\n|---|---|---|---|\n"
    );
    for term in TERMS {
        let _ = writeln!(text, "| `{}` | {} | {} | {} |", term.id, term.en, term.zh, others(term));
    }
    text.push_str("\n## Words that evqc never says on its own\n\nA statement of the laboratory that has one of them needs a signatory; any other text that has one is refused.\n\n");
    let listed = |words: &[&str]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let _ = writeln!(text, "{}", listed(PHRASES));
    let _ = writeln!(
        text,
        "\nBeside these, that something was approved or complies, as\n\n- {} before `by`, or behind the name, and\n- {}, and `complies`, `conforms`, `compliant`, `in accordance` and the like before `with` or `to`,\n\nis a \
         claim with each of {}, also with words between: `meets the purity requirements of the Ph. Eur.`; in Chinese `符合`, `满足`, `达到`, `批准`, `认证` and others with the same names. `according to` cites a method and claims nothing.",
        listed(APPROVING),
        listed(COMPLYING),
        listed(&[AUTHORITIES, PHARMACOPOEIAS, OTHER_STANDARDS].concat()),
    );
    text
}
