//! A correction is a new certificate that names the old one, and the old one stays.

use super::bench::{Bench, characters, printed};
use super::signed_files::{assert_said, drafted, sign};

/// The twin of a draft as that of the certificate that the signatories make of it.
pub fn made_final(draft: &str) -> String {
    let draft: evqc::certificate::Certificate = serde_json::from_str(draft).unwrap();
    super::bench::made_final(draft, "2026-02-20T09:55:00+01:00", None).twin().unwrap()
}

/// The certificate of a lot, final, under this name.
pub fn issued(bench: &Bench, name: &str) -> String {
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", name]).exit, 0);
    let twin = made_final(&bench.read(name));
    bench.write(name, &twin);
    twin
}

#[test]
fn a_reissue_says_what_it_replaces_why_and_what_changed() {
    let bench = Bench::new();
    let old: evqc::certificate::Certificate = serde_json::from_str(&issued(&bench, "v1.json")).unwrap();
    bench.edit("results.csv", "EV-3101,S-1101,osmolality,291", "EV-3101,S-1101,osmolality,288");
    let more = [
        "--lang",
        "en+zh",
        "--number",
        "CoA-EV-3101-2",
        "--replaces",
        "v1.json",
        "--reason",
        "transcription error of osmolality",
    ];
    let new = bench.twin("EV-3101", &more);
    let replaced = new.content.replaces.as_ref().unwrap();
    assert_eq!(
        (replaced.number.as_str(), replaced.date.as_deref()),
        ("CoA-EV-3101-1", Some("2026-02-20T10:00:00+01:00"))
    );
    assert_eq!(replaced.content_sha256.as_deref(), Some(old.content_sha256.as_str()));
    assert!(characters(&printed(&new)).contains(&old.content_sha256));
    let found: Vec<(&str, Option<&str>, Option<&str>)> = replaced
        .found
        .iter()
        .map(|change| (change.at.as_str(), change.before.as_deref(), change.after.as_deref()))
        .collect();
    assert!(
        found.contains(&("tests.osmolality.result.text.en", Some("291 mOsm/kg"), Some("288 mOsm/kg"))),
        "{found:?}"
    );
    assert!(found.iter().all(|(at, ..)| at.starts_with("tests.osmolality")), "{found:?}");
    // A reader finds it by words, not by a path of the twin.
    let words = |path: &str| {
        let change = replaced.found.iter().find(|change| change.at == path).unwrap();
        (change.what.en.as_str(), change.what.zh.as_str())
    };
    assert_eq!(words("tests.osmolality.result.text.en"), ("Osmolality: Result", "渗透压摩尔浓度：检验结果"));
    assert_eq!(
        words("tests.osmolality.determinations.1.text"),
        ("Osmolality: determination: 1", "渗透压摩尔浓度：测定：1")
    );
    let shown = characters(&printed(&new));
    assert!(!shown.contains("tests.") && !shown.contains(".en\n") && !shown.contains(".text"), "{shown}");
    assert_eq!(shown.matches("Osmolality: Result\n").count(), 1, "both languages say the same, once: {shown}");
    for text in ["CoA-EV-3101-1", "transcription error of osmolality", "291 mOsm/kg", "Replaces document no."] {
        assert!(shown.contains(text), "{text}");
    }
}

#[test]
fn an_issued_certificate_is_never_overwritten() {
    let bench = Bench::new();
    bench.run(&["--lot", "EV-3101", "-o", "coa.json"]);
    let first = bench.read("coa.json");
    bench.edit("results.csv", "EV-3101,S-1101,osmolality,291", "EV-3101,S-1101,osmolality,288");
    let said = bench.run(&["--lot", "EV-3101", "-o", "coa.json"]);
    assert_eq!(said.exit, 4);
    assert!(said.err.contains("certificate-not-overwritten") && said.err.contains("--overwrite"), "{}", said.err);
    assert_eq!(bench.read("coa.json"), first);
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "coa.json", "--overwrite"]).exit, 0, "a draft may be replaced");
    // A final one may not, whatever is asked.
    let signed = made_final(&first);
    bench.write("coa.json", &signed);
    let said = bench.run(&["--lot", "EV-3101", "-o", "coa.json", "--overwrite"]);
    assert_eq!(said.exit, 4, "{}", said.err);
    assert_eq!(bench.read("coa.json"), signed);
}

#[test]
fn what_cannot_be_replaced() {
    let bench = Bench::new();
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "draft.json"]).exit, 0);
    let whole = issued(&bench, "v1.json");
    let say = |more: &[&str]| {
        let said = bench.run(&[&["-o", "json", "--replaces"][..], more].concat());
        (said.exit, said.err.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let (exit, message) = say(&["v1.json", "--reason", "wrong value", "--lot", "EV-3101"]);
    assert!(exit == 4 && message.contains("is that of the certificate that is replaced"), "{message}");
    let (exit, message) = say(&["v1.json", "--lot", "EV-3101", "--number", "2"]);
    assert!(exit == 4 && message.contains("give --reason"), "{message}");
    let (exit, message) = say(&["v1.json", "--reason", "wrong value", "--lot", "EV-3102"]);
    assert!(exit == 4 && message.contains("is of lot EV-3101, not of EV-3102"), "{message}");
    let (exit, message) = say(&["spec.yaml", "--reason", "wrong value", "--lot", "EV-3101"]);
    assert!(exit == 4 && message.contains("is not a certificate"), "{message}");
    // A draft was never a certificate, and none is by its word alone.
    let usual = ["--reason", "wrong value", "--lot", "EV-3101", "--number", "2"];
    let (exit, message) = say(&[&["draft.json"], &usual[..]].concat());
    assert!(exit == 4 && message.contains("replaced-a-draft") && message.contains("never a certificate"), "{message}");
    bench.edit("draft.json", "\"status\": \"draft\"", "\"status\": \"final\"");
    let (exit, message) = say(&[&["draft.json"], &usual[..]].concat());
    assert!(exit == 5 && message.contains("its status is `final`, and by its content"), "{message}");
    for reason in ["x", "-", "...", "none", "n/a", "released", "无"] {
        let (exit, message) = say(&["v1.json", "--reason", reason, "--lot", "EV-3101", "--number", "2"]);
        assert!(
            exit == 4 && message.contains("reason-not-stated") && message.contains("does not say why"),
            "{message}"
        );
    }
    bench.edit("v1.json", "2026-02-20T09:55:00+01:00", "2026-02-20T11:55:00+01:00");
    let (exit, message) = say(&[&["v1.json"], &usual[..]].concat());
    assert!(exit == 5 && message.contains("dates-out-of-order"), "{message}");
    bench.write("v1.json", &whole).edit("v1.json", "0.09 EU/mL", "0.08 EU/mL");
    let (exit, message) = say(&[&["v1.json"], &usual[..]].concat());
    assert!(exit == 5 && message.contains("was changed after it was issued"), "{message}");
}

/// What was signed stays, also where it is a draft; and a refused form keeps the others away.
#[test]
fn a_signed_draft_is_not_overwritten_and_a_refused_form_writes_none() {
    let bench = drafted();
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "EV-3101.md"]).exit, 0);
    let (draft, text) = (bench.read("EV-3101.json"), bench.read("EV-3101.md"));
    assert_said(&sign(&bench, "EV-3101.md", &["--twin", "EV-3101.json"]), 0, &[]);
    bench.edit("results.csv", "EV-3101,S-1101,osmolality,291", "EV-3101,S-1101,osmolality,288");
    let again = |more: &[&str]| bench.run(&[&["--lot", "EV-3101", "--overwrite"][..], more].concat());
    let stays = ["certificate-not-overwritten", "is signed in ./EV-3101.md.intoto.jsonl, and it stays"];
    assert_said(&again(&["-o", "EV-3101.json"]), 4, &stays);
    // The page beside it is free, and is not written alone.
    assert_said(&again(&["-o", "page.html", "-o", "EV-3101.md"]), 4, &["no form was written"]);
    assert!(!bench.has("page.html"));
    assert_eq!((bench.read("EV-3101.json"), bench.read("EV-3101.md")), (draft, text));
    std::fs::remove_file(bench.path("EV-3101.md.intoto.jsonl")).unwrap();
    assert_said(&again(&["-o", "page.html", "-o", "EV-3101.md", "-o", "EV-3101.json"]), 0, &[]);
    assert!(bench.has("page.html"));
    // A final one in the way keeps the new draft away.
    let old = issued(&bench, "old.json");
    let said = bench.run(&["--lot", "EV-3101", "-o", "new.md", "-o", "old.json", "--number", "CoA-9"]);
    assert_said(&said, 4, &["another document stands there, and it stays", "no form was written"]);
    assert!(!bench.has("new.md") && bench.read("old.json") == old);
}

#[test]
fn a_date_of_issue_in_another_age_is_refused() {
    let bench = Bench::new();
    bench.edit("facts.yaml", "issued: 2026-02-20T10:00:00+01:00", "issued: 2026-05-20");
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "coa.json"]).exit, 0, "90 days are enough for all to sign");
    for (from, to) in [("2026-05-20", "2026-05-21"), ("2026-05-21", "2099-02-20")] {
        bench.edit("facts.yaml", from, to);
        let said = bench.run(&["--lot", "EV-3101", "-o", "far.json"]);
        assert_said(&said, 4, &["dates-out-of-order", "days after the day of judgement on 2026-02-19"]);
        assert!(!bench.has("far.json"));
    }
}

/// A page carries its twin, and stands for it, where its pages are those of the twin.
#[test]
fn a_page_is_replaced_by_the_twin_inside() {
    let bench = drafted();
    super::verified::made_final(&bench);
    bench.edit("results.csv", "EV-3101,S-1101,osmolality,291", "EV-3101,S-1101,osmolality,288");
    let more = |old: &'static str| ["--number", "CoA-2", "--replaces", old, "--reason", "transcription error"];
    assert_eq!(bench.twin("EV-3101", &more("final.html")).content, bench.twin("EV-3101", &more("final.json")).content);
    // The laboratory file of today need not be the one of then: its content is replaced, and that its pages were not proven is said.
    let reissued = || bench.run(&[&["--lot", "EV-3101", "-o", "json"][..], &more("final.html")].concat());
    let remark = "final.html: nothing shows that its pages are those of its twin, which alone is replaced: ";
    let lab = bench.read("lab.yaml");
    assert!(!reissued().err.contains(remark));
    bench.write("lab.yaml", &format!("{lab}# of today\n"));
    assert_said(&reissued(), 0, &[remark, "lab.yaml (SHA-256 "]);
    bench.write("lab.yaml", &lab);
    bench.edit("final.html", "97 %", "98 %");
    let said = bench.run(&[&["--lot", "EV-3101", "-o", "json"][..], &more("final.html")].concat());
    assert_said(&said, 5, &["pages-differ"]);
}

/// A digest is that of what was read, also where it can be read only once.
#[cfg(unix)]
#[test]
fn facts_from_a_pipe_have_their_own_digest() {
    let bench = Bench::new();
    let command = "cat facts.yaml | \"$0\" certificate spec.yaml results.csv --as-of 2026-02-19 --lots lots.csv \
                   --waivers waivers.csv --lab lab.yaml --facts /dev/stdin --lot EV-3101 -o json";
    let mut shell = std::process::Command::new("sh");
    let out = shell.args(["-c", command, env!("CARGO_BIN_EXE_evqc")]).current_dir(bench.path(".")).output().unwrap();
    let piped: evqc::certificate::Certificate = serde_json::from_slice(&out.stdout).unwrap();
    let of = |certificate: evqc::certificate::Certificate| {
        certificate.content.record.inputs.into_iter().find(|input| input.role == "facts").unwrap().sha256
    };
    assert_eq!(of(piped), of(bench.twin("EV-3101", &[])));
}

/// Under every profile what changed is told in words, also where a file of results was delivered anew.
#[test]
fn what_changed_is_told_in_words_under_every_profile() {
    let certified =
        "certification: {text: {en: Certified by the person entitled to it., zh: 由有权人员认证。}, by: Mei Chen}\n";
    for profile in ["who", "ich-q7", "annex16-batch", "iso17025", "cn"] {
        let bench = Bench::new();
        if profile == "annex16-batch" {
            bench.edit("lab.yaml", "meaning: approved", "meaning: certified").edit(
                "lab.yaml",
                "seal: true\n",
                &format!("seal: true\n{certified}"),
            );
        }
        let said = bench.run(&["--lot", "EV-3101", "--profile", profile, "-o", "v1.json"]);
        assert_eq!(said.exit, 0, "{profile}: {}", said.err);
        bench.write("v1.json", &made_final(&bench.read("v1.json")));
        bench.edit("results.csv", "EV-3101,S-1101,ph,7.21", "EV-3101,S-1101,ph,7.35");
        bench.edit("facts.yaml", "containers: 400", "containers: 398").edit(
            "facts.yaml",
            "zh: 10瓶/盒",
            "zh: 10 瓶/盒",
        );
        for lang in ["en", "zh", "en+zh"] {
            let more =
                ["--profile", profile, "--lang", lang, "--number", "X-2", "--replaces", "v1.json", "--reason", "typo"];
            let new = bench.twin("EV-3101", &more);
            let found = &new.content.replaces.as_ref().unwrap().found;
            assert!(found.iter().any(|change| change.what.en == "pH: Result"), "{profile}: {found:?}");
            let print = printed(&new);
            let table = print.blocks.iter().find_map(|block| match block {
                evqc::document::Block::Table(table) if table.columns.len() == 3 => Some(table),
                _ => None,
            });
            let names: Vec<String> = table
                .unwrap()
                .rows
                .iter()
                .map(|row| row.cells[0].texts.iter().map(|text| text.characters()).collect::<Vec<_>>().join(" / "))
                .collect();
            assert!(
                names.iter().all(|name| !name.contains('_') && !name.replace("no.", "").contains('.')),
                "{profile} {lang}: {names:?}"
            );
            let expected = match lang {
                "en" => "Lot no.: Number of containers",
                "zh" => "批号：容器数量",
                _ => "Lot no.: Number of containers / 批号：容器数量",
            };
            assert!(names.iter().any(|name| name == expected), "{profile} {lang}: {names:?}");
            // The pack size changed in Chinese only.
            assert_eq!(names.iter().any(|name| name.contains("包装规格")), lang != "en", "{lang}: {names:?}");
        }
    }
}

/// A number that only looks like another one is the same to whoever reads it.
#[test]
fn a_number_that_looks_like_the_replaced_one_is_no_number_of_its_own() {
    let bench = Bench::new();
    issued(&bench, "v1.json");
    for number in ["CoA-EV-3101-1 ", "CoA-EV-3101-1\u{200b}", "СoA-EV-3101-1"] {
        let more = ["--lot", "EV-3101", "--number", number, "--replaces", "v1.json", "--reason", "typing error"];
        let said = bench.run(&[&more[..], &["-o", "v2.json"]].concat());
        assert_said(&said, 4, &["certificate-number-not-unique"]);
        assert!(!bench.has("v2.json"));
    }
}

/// A number is known by the code of the print, not by a text that contains it; and what cannot be read may have it.
#[test]
fn a_print_without_twin_has_the_number_of_its_code() {
    let bench = Bench::new();
    let print = |number: &str| {
        format!("# Certificate\n\nSHA-256 of the content\n\n`evqc-certificate/1 {number} sha256:{}`\n", "0".repeat(64))
    };
    let draw = || bench.run(&["--lot", "EV-3101", "--overwrite", "-o", "EV-3101.json"]);
    bench.write("EV-3101.md", &print("CoA-EV-3101-10"));
    assert_eq!(draw().exit, 0);
    bench.write("EV-3101.md", &print("CoA-EV-3101-1"));
    assert_said(&draw(), 4, &["EV-3101.md has the certificate number CoA-EV-3101-1 for other content"]);
    std::fs::remove_file(bench.path("EV-3101.md")).unwrap();
    // A file without end cannot be read, whoever runs the test.
    std::fs::File::create(bench.path("EV-3101.pdf")).unwrap().set_len(5 << 30).unwrap();
    assert_said(&draw(), 2, &["EV-3101.pdf: is larger than 4 GiB"]);
    let said = bench.run(&["--lot", "EV-3101", "--overwrite", "-o", "EV-3101.pdf"]);
    assert_said(&said, 2, &["EV-3101.pdf: is larger than 4 GiB"]);
    assert_eq!(std::fs::metadata(bench.path("EV-3101.pdf")).unwrap().len(), 5 << 30);
}

/// With a trust file, the certificate that is replaced has to verify by the signatures beside it; without one it is said what
/// was compared.
#[test]
fn what_is_replaced_has_to_verify() {
    let bench = drafted();
    super::verified::made_final(&bench);
    bench.edit("facts.yaml", "containers: 400", "containers: 398");
    let reissue = |old: &str, more: &[&str]| {
        let usual = ["--lot", "EV-3101", "--number", "CoA-2", "--reason", "count corrected", "-o", "json"];
        bench.run(&[&usual[..], &["--replaces", old], more].concat())
    };
    let trust = ["--trust", "trust.yaml"];
    let said = reissue("final.json", &trust);
    assert_eq!(said.exit, 0, "{}", said.err);
    assert!(!said.err.contains("only the digest"), "{}", said.err);
    let said = reissue("final.json", &[]);
    assert_eq!(said.exit, 0, "{}", said.err);
    assert!(said.err.contains("final.json: only the digest of its content was compared"), "{}", said.err);
    // Other words in it, with a digest of their own: nobody signed that.
    let old: evqc::certificate::Certificate = serde_json::from_str(&bench.read("final.json")).unwrap();
    let mut content = old.content.clone();
    content.sample.quantity = Some(evqc::certificate::Words::new("9000 vials", "9000瓶"));
    let forged = evqc::certificate::sign(content, old.signatures.clone()).unwrap();
    bench.write("forged.json", &forged.twin().unwrap());
    let said = reissue("forged.json", &trust);
    assert_eq!((said.exit, said.out.as_str()), (5, ""), "{}", said.err);
    assert!(said.err.contains("signature-not-shown"), "{}", said.err);
    assert!(said.err.contains("forged.json does not verify, and nothing replaces it"), "{}", said.err);
    // The signatures are gone.
    std::fs::remove_file(bench.path("EV-3101.json.intoto.jsonl")).unwrap();
    assert_eq!(reissue("final.json", &trust).exit, 5);
    // A trust file is for something.
    let said = bench.run(&["--lot", "EV-3101", "-o", "json", "--trust", "trust.yaml"]);
    assert!(said.exit == 2 && said.err.contains("--trust: is for --signatures"), "{}", said.err);
}

/// What changed, as rows of the print: what, before, now.
fn rows(bench: &Bench, more: &[&str]) -> Vec<[String; 3]> {
    let usual = ["--number", "CoA-2", "--replaces", "v1.json", "--reason", "a first measurement had not been entered"];
    let found = bench.twin("EV-3101", &[&usual[..], more].concat()).content.replaces.unwrap().found;
    found.into_iter().map(|one| [one.what.en, one.before.unwrap_or_default(), one.after.unwrap_or_default()]).collect()
}

/// One measurement more changes no other: lists are sequences, and what was put in is told as that.
#[test]
fn a_value_that_was_put_in_alters_no_other() {
    let bench = Bench::new();
    issued(&bench, "v1.json");
    let first = "EV-3101,S-1101,cd81,41.0,%,1,,,nano-flow cytometry,,2026-02-06,invalid,\"antibody of an expired lot, documented\",INV-031,B. Chen,Q. Adler\n";
    bench.edit("results.csv", first, &format!("{}{first}", first.replace("41.0,%,1", "39.5,%,0")));
    let put_in = rows(&bench, &["--lang", "en+zh"]);
    assert!(
        put_in
            .iter()
            .all(|[what, before, _]| what.contains("etest history") || what.contains("CD81") && before.is_empty()),
        "{put_in:?}"
    );
    let told: Vec<&[String; 3]> = put_in.iter().filter(|[.., after]| after.contains("39.5")).collect();
    assert!(!told.is_empty() && told.iter().all(|[_, before, _]| before.is_empty()), "{put_in:?}");
    for other in ["44.2", "66.1", "64.8", "67.0"] {
        assert!(!put_in.iter().any(|[_, before, after]| before.contains(other) || after.contains(other)), "{put_in:?}");
    }
    // The other way round it is taken out.
    bench.write(
        "v1.json",
        &made_final(&{
            assert_eq!(bench.run(&["--lot", "EV-3101", "--number", "CoA-3", "-o", "more.json"]).exit, 0);
            bench.read("more.json")
        }),
    );
    bench.edit("results.csv", &first.replace("41.0,%,1", "39.5,%,0"), "");
    let taken_out = rows(&bench, &[]);
    let told: Vec<&[String; 3]> = taken_out.iter().filter(|[_, before, _]| before.contains("39.5")).collect();
    assert!(!told.is_empty() && told.iter().all(|[.., after]| after.is_empty()), "{taken_out:?}");
    assert_eq!(taken_out.len(), told.len(), "{taken_out:?}");
}

/// A correction is told in the language of the print, with who did what, and digests are shown in short.
#[test]
fn a_correction_is_told_in_the_language_of_the_print() {
    let bench = Bench::new();
    issued(&bench, "v1.json");
    let rows_before = bench.read("results.csv");
    let head = rows_before.lines().next().unwrap().to_owned();
    let first = rows_before.lines().find(|row| row.starts_with("EV-3101,S-1101,osmolality,291")).unwrap().to_owned();
    let columns: Vec<&str> = head.split(',').collect();
    let cells: Vec<&str> = first.split(',').collect();
    let corrected: Vec<String> = columns
        .iter()
        .zip(&cells)
        .map(|(column, cell)| match *column {
            "value" => "288".to_owned(),
            "reason" => "transcription: digits exchanged against the print".to_owned(),
            "approver" => "Q. Adler".to_owned(),
            _ => (*cell).to_owned(),
        })
        .collect();
    let more = |row: &str, rest: &str| format!("{row}{rest}\n");
    let all: String = rows_before.lines().skip(1).map(|row| more(row, ",,,")).collect();
    let correction = more(&corrected.join(","), ",291,B. Chen,2026-02-12");
    bench.write("results.csv", &format!("{}{all}{correction}", more(&head, ",corrects,corrected_by,corrected_on")));
    let usual = ["--number", "CoA-2", "--replaces", "v1.json", "--reason", "transcription error of osmolality"];
    let new = bench.twin("EV-3101", &[&usual[..], &["--lang", "zh"]].concat());
    let found = &new.content.replaces.as_ref().unwrap().found;
    let after = |end: &str, part: &str| {
        let change = found
            .iter()
            .find(|one| one.at.ends_with(end) && one.after.as_deref().is_some_and(|text| text.contains(part)));
        change.unwrap_or_else(|| panic!("no {part}: {found:#?}")).after.clone().unwrap()
    };
    let told = after(".zh", "更正为");
    for part in
        ["291 mOsm/kg 更正为 288 mOsm/kg，见 results.csv:", "更正人 B. Chen，更正日期 2026-02-12，批准人 Q. Adler"]
    {
        assert!(told.contains(part), "{told}");
    }
    assert!(after(".en", "corrected to").contains("corrected by B. Chen on 2026-02-12, approved by Q. Adler"));
    for (end, parts) in [
        (".en", ["approver: Q. Adler", "corrected by: B. Chen", "date of correction: 2026-02-12"]),
        (".zh", ["批准人：Q. Adler", "更正人：B. Chen", "更正日期：2026-02-12"]),
    ] {
        let row = after(end, parts[0]);
        assert!(parts.iter().all(|part| row.contains(part)), "{row}");
    }
    let print = characters(&printed(&new));
    assert!(!print.contains("corrected by"), "{print}");
}

/// A language less is told once, and the texts that stand in every twin are not told as gone.
#[test]
fn a_language_that_is_left_out_is_told_once() {
    let bench = Bench::new();
    issued(&bench, "v1.json");
    let found = rows(&bench, &["--lang", "en"]);
    assert_eq!(found, [["language of the print".to_owned(), "en+zh".to_owned(), "en".to_owned()]]);
}

/// The same results under another file name are the same results.
#[test]
fn another_file_name_is_no_change() {
    let bench = Bench::new();
    issued(&bench, "v1.json");
    std::fs::rename(bench.path("results.csv"), bench.path("results-final.csv")).unwrap();
    let command: Vec<&str> = super::bench::drawing(&["--lot", "EV-3101", "--number", "CoA-2", "--replaces", "v1.json"]);
    let command: Vec<&str> =
        command.into_iter().map(|one| if one == "results.csv" { "results-final.csv" } else { one }).collect();
    let said = bench.command(&[&command[..], &["--reason", "a file was renamed", "-o", "json"]].concat());
    let new: evqc::certificate::Certificate = serde_json::from_str(&said.out).unwrap();
    assert_eq!(new.content.replaces.unwrap().found, []);
}

/// A test is named by what it is called in print, also where the content names it by its id.
#[test]
fn a_test_is_named_in_print_by_its_name() {
    let bench = Bench::new();
    issued(&bench, "v1.json");
    bench.edit(
        "facts.yaml",
        "    deviations:\n",
        "    deviations:\n      - {reference: DEV-26-009, text: {en: a later reading, zh: 较晚读数}, tests: [particle_concentration]}\n",
    );
    let found = rows(&bench, &[]);
    let told: Vec<&String> =
        found.iter().map(|[.., after]| after).filter(|after| after.contains("DEV-26-009")).collect();
    assert!(!told.is_empty(), "{found:?}");
    assert!(told.iter().all(|after| !after.contains("particle_concentration")), "{found:?}");
    assert!(told.iter().any(|after| after.contains("Particle concentration")), "{found:?}");
}

/// A reissue by facts says when the old one was issued and what changed, else it is a draft.
#[test]
fn a_reissue_by_facts_lists_what_it_lacks() {
    let bench = Bench::new();
    let replaces =
        |more: &str| format!("lots:\n  EV-3101:\n    replaces: {{number: CoA-OLD, reason: wrong pH{more}}}\n");
    let missing = || {
        let missing = bench.twin("EV-3101", &["--number", "CoA-2"]).content.missing;
        missing.into_iter().map(|one| (one.number, one.field, one.name.en)).collect::<Vec<_>>()
    };
    bench.edit("facts.yaml", "lots:\n  EV-3101:\n", &replaces(""));
    let date = (34, "replaces.date".to_owned(), "Date of issue of the replaced document".to_owned());
    let changes = (34, "replaces.changes".to_owned(), "What changed".to_owned());
    assert_eq!(missing(), [date, changes.clone()]);
    assert!(made_draft(&bench));
    bench.edit("facts.yaml", "reason: wrong pH", "date: 2026-02-01, reason: wrong pH");
    assert_eq!(missing(), [changes]);
    bench.edit("facts.yaml", "reason: wrong pH", "changes: [pH corrected], reason: wrong pH");
    assert_eq!(missing(), []);
    assert!(!made_draft(&bench));
}

/// Whether the certificate stays a draft when all have signed.
fn made_draft(bench: &Bench) -> bool {
    let twin = bench.twin("EV-3101", &["--number", "CoA-2"]).twin().unwrap();
    serde_json::from_str::<evqc::certificate::Certificate>(&made_final(&twin)).unwrap().is_draft()
}

/// The facts and the option name one certificate, or there is none; what only the old certificate knows is not asked for.
#[test]
fn facts_and_option_name_the_same_certificate() {
    let bench = Bench::new();
    issued(&bench, "v1.json");
    let facts = bench.read("facts.yaml");
    let with = |replaces: &str| {
        let entry = format!("lots:\n  EV-3101:\n    replaces: {{{replaces}reason: wrong pH}}\n");
        bench.write("facts.yaml", &facts.replace("lots:\n  EV-3101:\n", &entry));
        bench.run(&["--lot", "EV-3101", "--number", "CoA-2", "--replaces", "v1.json", "-o", "json"])
    };
    let contradict = ["certificate-facts-contradict", "CoA-OLD", "--replaces names CoA-EV-3101-1"];
    assert_said(&with("number: CoA-OLD, "), 4, &contradict);
    let said = with("number: CoA-EV-3101-1, date: 2026-02-18, ");
    assert_said(&said, 4, &["certificate-facts-contradict", "2026-02-18"]);
    for same in ["number: CoA-EV-3101-1, ", "number: CoA-EV-3101-1, date: 2026-02-20, "] {
        let said = with(same);
        assert_eq!(said.exit, 0, "{}", said.err);
        let new: evqc::certificate::Certificate = serde_json::from_str(&said.out).unwrap();
        assert_eq!(new.content.missing, []);
        assert_eq!(new.content.replaces.unwrap().date.as_deref(), Some("2026-02-20T10:00:00+01:00"));
    }
}
