//! Who signs, as what, when, and beside whom: what keeps signatures from making a certificate.

use super::bench::{Bench, characters, printed, sign, signature};
use evqc::certificate::{Certificate, Mark, Signature, Words, objections};

/// Signatures of everybody who is to sign, in order between evaluation and issue.
fn signatures(draft: &Certificate) -> Vec<Signature> {
    let minute = |at: usize| format!("2026-02-20T09:{at:02}:00+01:00");
    let signatories = draft.content.signatories.iter().enumerate();
    signatories.map(|(at, one)| signature(one, &minute(at), Some(&format!("ed25519:{at}")))).collect()
}

fn draft() -> Certificate {
    Bench::new().twin("EV-3101", &["--lang", "en"])
}

/// What is said of the signatures after a change.
fn said(draft: &Certificate, change: impl FnOnce(&mut Vec<Signature>)) -> Vec<String> {
    let mut signed = signatures(draft);
    change(&mut signed);
    objections(&draft.content, &signed).iter().map(|one| format!("{} {}", one.code.name, one.message)).collect()
}

#[test]
fn signatures_stand_between_evaluation_and_issue_in_the_order_of_their_meanings() {
    let draft = draft();
    assert_eq!(said(&draft, |_| {}), [""; 0]);
    for (at, time, message) in [
        (
            0,
            "2026-02-19T00:05:00+01:00",
            "the signature of Lena Meyer (tested) on 2026-02-19T00:05:00+01:00 is before evaluation on 2026-02-19T16:40:00+01:00",
        ),
        (
            2,
            "2026-02-20T13:00:00+01:00",
            "issue on 2026-02-20T10:00:00+01:00 is before the signature of Mei Chen (approved) on 2026-02-20T13:00:00+01:00",
        ),
        (
            0,
            "2026-02-20T09:30:00+01:00",
            "the signature of Mei Chen (approved) on 2026-02-20T09:02:00+01:00 is before the signature of Lena Meyer (tested) on 2026-02-20T09:30:00+01:00",
        ),
    ] {
        let found = said(&draft, |signed| signed[at].time = time.to_owned());
        assert!(found.contains(&format!("dates-out-of-order lot EV-3101: {message}")), "{found:#?}");
    }
}

#[test]
fn a_signature_is_in_the_function_of_the_laboratory_file() {
    let draft = draft();
    let same = |text: &str| Words::same(text);
    let found = said(&draft, |signed| signed[2].function = same("Janitor"));
    let message =
        "signed-in-another-function lot EV-3101: Mei Chen signed as Janitor, and is to sign as Quality manager";
    assert_eq!(found, [message]);
    for function in ["quality  MANAGER", "质量负责人"] {
        assert_eq!(said(&draft, |signed| signed[2].function = same(function)), [""; 0], "{function}");
    }
    // What was signed is printed, not what was to be signed.
    let mut signed = signatures(&draft);
    signed[2].function = same("Deputy quality manager");
    let shown = characters(&printed(&sign(draft.content.clone(), signed)));
    assert!(
        shown.contains("Deputy quality manager") && !shown.lines().any(|line| line == "Quality manager"),
        "{shown}"
    );
}

/// However a name is written, it is one person's; the English and the Chinese name of an entry too.
#[test]
fn one_person_signs_once() {
    let draft = draft();
    for name in [
        "Mei Chen",
        "陈梅",
        "MEI CHEN",
        "Ｍｅｉ Ｃｈｅｎ",
        "Mei\u{ad} Chen",
        "Mеi Chеn",
        "Chen Mei",
        "Dr. Mei-Chen",
        "陈梅博士",
        "陳梅",
    ] {
        let found = said(&draft, |signed| {
            let more = Signature { name: Words::same(name), key: own_key(), ..signed[2].clone() };
            signed.push(more);
        });
        assert!(
            found.iter().any(|one| one.starts_with("same-person-twice") && one.ends_with("signs twice")),
            "{found:?}"
        );
    }
}

/// The key of one more person.
fn own_key() -> Option<String> {
    Some("ed25519:4".to_owned())
}

/// Two persons of one name in Latin letters are told apart by their Chinese names.
#[test]
fn two_persons_share_an_english_name() {
    let draft = draft();
    let signing = |zh: &str| {
        said(&draft, |signed| {
            let name = Words { en: "Mei Chen".to_owned(), zh: zh.to_owned() };
            let more = Signature { name, meaning: Some("certified".to_owned()), key: own_key(), ..signed[2].clone() };
            signed.push(more);
        })
    };
    assert_eq!(signing("陈薇"), [""; 0]);
    for zh in ["陳梅", "陈梅梅", "Mei Chen"] {
        assert!(signing(zh).iter().any(|one| one.ends_with("Mei Chen signs twice")), "{zh}");
    }
}

/// An initial before the same surname can be the same person, who then writes both names in full.
#[test]
fn an_initial_is_asked_for_the_name() {
    let draft = draft();
    let found = said(&draft, |signed| {
        let more = Signature {
            name: Words::same("M. Chen"),
            meaning: Some("certified".to_owned()),
            key: own_key(),
            ..signed[2].clone()
        };
        signed.push(more);
    });
    assert_eq!(found, ["same-person-twice lot EV-3101: M. Chen signs, and Mei Chen can be the same person"]);
}

/// The same when signing, with another key.
#[test]
fn another_spelling_signs_no_second_time() {
    let bench = Bench::new();
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "draft.json"]).exit, 0);
    for key in ["one", "two"] {
        let key = format!("{key}.key.pem");
        assert_eq!(bench.command(&["keygen", "--name", "Mei Chen", "--key", &key]).exit, 0);
    }
    let sign = |key: &str, signer: &str| {
        let who = [
            "sign",
            "draft.json",
            "--key",
            key,
            "--signer",
            signer,
            "--role",
            "Quality manager",
            "--meaning",
            "approved",
        ];
        bench.command(&[&who[..], &["--at", "2026-02-20T09:00:00+01:00"]].concat())
    };
    assert_eq!(sign("one.key.pem", "Mei Chen").exit, 0);
    for signer in ["Ｍｅｉ Ｃｈｅｎ", "Mеi Chen", "Mei. Chen", "Chen, Mei", "MeiChen", "Ms Mei Chen", "M. Chen"]
    {
        let said = sign("two.key.pem", signer);
        assert_eq!(said.exit, 5, "{signer}: {}", said.err);
        assert!(format!("{}{}", said.out, said.err).contains("signer-twice"), "{}", said.err);
    }
}

#[test]
fn who_tested_does_not_approve() {
    let refused = |from: &str, to: &str| {
        let bench = Bench::new();
        bench.edit("results.csv", from, to);
        let said = bench.run(&["--lot", "EV-3101", "-o", "coa.json"]);
        assert!(!bench.has("coa.json") || said.exit == 0);
        (said.exit, said.err.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    for name in ["Mei Chen", "陈梅", "mei  chen", "M. Chen", "Chen Mei", "MeiChen", "Mei-Chen", "Dr Mei Chen"] {
        let (exit, message) = refused("B. Chen", name);
        assert_eq!(exit, 4, "{name}: {message}");
        assert!(message.contains("same-person-twice") && message.contains("has tested cd9"), "{name}: {message}");
        assert!(message.contains("signs as `approved`"), "{name}: {message}");
        assert_eq!(message.matches("same-person-twice").count(), 1, "told once: {message}");
    }
    let (_, message) = refused("B. Chen", "M. Chen");
    assert!(message.contains("if these are two persons, write both names in full"), "{message}");
    assert_eq!(refused("B. Chen", "Q. Chen").0, 0);
    // A signature beside those of the signatories is one too.
    let draft = draft();
    let found = said(&draft, |signed| {
        let more = Signature {
            name: Words::same("S. Roth"),
            meaning: Some("certified".to_owned()),
            key: own_key(),
            ..signed[2].clone()
        };
        signed.push(more);
    });
    assert_eq!(found, ["same-person-twice lot EV-3101: S. Roth has tested endotoxin and signs as `certified`"]);
    // Two analysts review each other's tests.
    let bench = Bench::new();
    bench.edit("facts.yaml", "  tests:\n", "  tests:\n    ph: {reviewer: B. Chen}\n    cd9: {reviewer: L. Meyer}\n");
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "json"]).exit, 0);
}

/// Two names with one key are one person, whatever the names.
#[test]
fn one_key_signs_once() {
    let draft = draft();
    let found = said(&draft, |signed| signed[2].key = signed[0].key.clone());
    assert_eq!(found, ["same-person-twice lot EV-3101: Mei Chen signs with the key of Lena Meyer"]);
}

/// The function under a signature claims nothing.
#[test]
fn a_function_is_no_statement() {
    let draft = draft();
    let found = said(&draft, |signed| {
        let (name, function) = (Words::same("Ada Fourth"), Words::same("Released under GMP"));
        let more =
            Signature { name, function, meaning: Some("certified".to_owned()), key: own_key(), ..signed[2].clone() };
        signed.push(more);
    });
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("claim-without-signatory lot EV-3101: the words for a signature claim"), "{found:?}");
}

/// Nothing that was signed is left out of the print.
#[test]
fn every_signature_is_printed() {
    let draft = draft();
    let mut signed = signatures(&draft);
    signed.push(Signature {
        name: Words::same("Ada Fourth"),
        function: Words::same("Sponsor's quality"),
        ..signature(&draft.content.signatories[2], "2026-02-20T09:40:00+01:00", Some("ed25519:0fad"))
    });
    assert!(objections(&draft.content, &signed).is_empty());
    let shown = characters(&printed(&sign(draft.content.clone(), signed)));
    for text in ["Ada Fourth", "Sponsor's quality", "2026-02-20T09:40:00+01:00", "ed25519:0fad"] {
        assert!(shown.contains(text), "{text}");
    }
}

/// A certificate needs somebody who approves or certifies; a laboratory file that names nobody makes drafts.
#[test]
fn somebody_approves() {
    let bench = Bench::new();
    bench.edit("lab.yaml", "    meaning: approved", "    meaning: reviewed");
    let draft = bench.twin("EV-3101", &["--lang", "en"]);
    assert_eq!(draft.draft_because, [Mark::NobodyApproves, Mark::NotSigned]);
    assert!(characters(&printed(&draft)).contains("nobody is to sign who approves or certifies"));
    let signed = sign(draft.content.clone(), signatures(&draft));
    assert_eq!((signed.status.as_str(), &signed.draft_because[..]), ("draft", &[Mark::NobodyApproves][..]));
}

/// A certification is stated by the signatory who certifies, and by nobody else.
#[test]
fn a_certification_by_somebody_who_does_not_certify() {
    let bench = Bench::new();
    bench.edit(
        "lab.yaml",
        "seal: true\n",
        "seal: true\ncertification: {text: I certify this batch., by: Lena Meyer}\n",
    );
    let said = bench.run(&["--lot", "EV-3101", "--profile", "annex16-batch", "-o", "json"]);
    let message = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!((said.exit, said.out.as_str()), (4, ""));
    assert!(message.contains("Lena Meyer signs as `tested`") && message.contains("lab.yaml:"), "{message}");
}
