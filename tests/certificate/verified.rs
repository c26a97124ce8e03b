//! What is told of certificates that were changed after they were issued: their pages, their twin, the signatures that they name.

use super::bench::{Bench, DRAWN, Said, judging};
use super::signed_files::{PERSONS, approve, assert_said, drafted, sign, statement, verify};
use super::vouched::forged;
use evqc::certificate::Certificate;
use evqc::integrity::{self, Meaning};

fn unsigned(bench: &Bench, file: &str) -> Said {
    bench.command(&["verify", file, "--unsigned"])
}

/// The certificate of a lot as HTML page and text beside the other forms.
fn with_pages() -> Bench {
    let bench = drafted();
    for lot in ["EV-3101", "EV-3102"] {
        assert!(bench.run(&["--lot", lot, "-o", "{lot}.html", "-o", "{lot}.md", "-o", "{lot}.fhir.json"]).exit < 2);
    }
    bench
}

#[test]
fn a_page_is_proven_by_drawing_it_again() {
    let bench = with_pages();
    let proven = [
        "EV-3101.html: holds",
        "pages: proven",
        "not signed: digests only",
        "content of the certificate",
        "DRAFT of a certificate",
        "of lot EV-3101: conforms",
    ];
    assert_said(&unsigned(&bench, "EV-3101.html"), 0, &proven);
    // Another laboratory file is none.
    std::fs::rename(bench.path("lab.yaml"), bench.path("other.yaml")).unwrap();
    assert_said(&unsigned(&bench, "EV-3101.html"), 5, &["pages-not-proven", "which is not at hand", "--lab"]);
    assert_said(
        &bench.command(&["verify", "EV-3101.html", "--unsigned", "--lab", "other.yaml"]),
        0,
        &["pages: proven"],
    );
    bench.edit("other.yaml", "evqc_lab: 1", "evqc_lab: 1\n");
    let said = bench.command(&["verify", "EV-3101.html", "--unsigned", "--lab", "other.yaml"]);
    assert_said(&said, 5, &["pages-not-proven"]);
    // Pages that nothing shows to be those of the twin are not signed.
    let said = sign(&bench, "EV-3101.html", &[]);
    assert_said(&said, 5, &["pages-not-proven", "which is not at hand", "sign the twin (JSON)"]);
    bench.edit("other.yaml", "evqc_lab: 1\n\n", "evqc_lab: 1\n");
    std::fs::rename(bench.path("other.yaml"), bench.path("lab.yaml")).unwrap();
    // A signature over the file is proof as well.
    assert_said(&sign(&bench, "EV-3101.html", &[]), 0, &["WARNED"]);
    assert_said(&verify(&bench, &["EV-3101.html"]), 0, &["EV-3101.html: holds", "pages: proven"]);
    std::fs::rename(bench.path("lab.yaml"), bench.path("other.yaml")).unwrap();
    // Of whoever answers for the document, and not of who tested.
    let lower = "are of Lena Meyer (tested), and the highest that the certificate names is `approved`";
    assert_said(&verify(&bench, &["EV-3101.html"]), 5, &["pages-not-proven", lower]);
    assert_said(&approve(&bench, "EV-3101.html", &["--lab", "other.yaml"]), 0, &["WARNED"]);
    assert_said(
        &verify(&bench, &["EV-3101.html"]),
        0,
        &["EV-3101.html: holds", "pages: as signed by Mei Chen (approved)"],
    );
}

/// A page in a frame of the laboratory's own is drawn again in that frame.
#[test]
fn a_page_in_a_template_is_proven_with_it() {
    let bench = drafted();
    let manifest = r#"{"name": "Rings", "version": "3"}"#;
    bench.write("look/template.json", manifest).write("look/style.css", "h1 { color: teal }");
    assert!(bench.run(&["--lot", "EV-3101", "--template", "look", "-o", "page.html"]).exit < 2);
    let with = |more: &[&str]| bench.command(&[&["verify", "page.html", "--unsigned"], more].concat());
    let asks =
        ["pages-not-proven", "it was drawn in the template Rings 3 (SHA-256 ", "name its folder with --template"];
    assert_said(&with(&[]), 5, &asks);
    assert_said(&with(&["--template", "look"]), 0, &["page.html: holds", "pages: proven"]);
    assert_said(&sign(&bench, "page.html", &[]), 5, &asks);
    assert_said(&sign(&bench, "page.html", &["--template", "look"]), 0, &["WARNED"]);
    // Another template is none, and a page that only says that it is in one proves nothing.
    bench.write("look/style.css", "h1 { color: gray }");
    assert_said(&with(&["--template", "look"]), 5, &asks);
    bench.write("look/style.css", "h1 { color: teal }").edit("page.html", "97 %", "98 %");
    assert_said(&with(&["--template", "look"]), 5, &["pages-differ"]);
}

#[test]
fn a_changed_page_is_told() {
    let bench = with_pages();
    let whole = bench.read("EV-3101.html");
    bench.edit("EV-3101.html", "97 %", "98 %");
    assert_said(&unsigned(&bench, "EV-3101.html"), 5, &["pages-differ", "NOT those of the twin inside"]);
    assert_said(&sign(&bench, "EV-3101.html", &[]), 5, &["pages-differ"]);
    // The twin of another lot in the page of this one.
    let twin = |page: &str| page.split("base64,").last().unwrap().split('"').next().unwrap().to_owned();
    let other = bench.read("EV-3102.html");
    bench.write("EV-3101.html", &whole.replace(&twin(&whole), &twin(&other)));
    assert_said(&unsigned(&bench, "EV-3101.html"), 5, &["pages-differ"]);
    bench.write("EV-3101.html", &whole.replace(&twin(&whole), "!"));
    assert_said(&unsigned(&bench, "EV-3101.html"), 5, &["document-not-readable", "is not Base64"]);
    bench.write("EV-3101.html", &whole[..whole.len() - 20]);
    assert_said(&unsigned(&bench, "EV-3101.html"), 5, &["document-not-readable", "cut short"]);
    let link = whole.find("<a download=\"certificate.json\"").unwrap();
    bench.write("EV-3101.html", &whole.replace("</main>", &format!("{}</main>", &whole[link..whole.len() - 100])));
    assert_said(&unsigned(&bench, "EV-3101.html"), 5, &["document-changed", "certificate.json twice"]);
    assert_said(&unsigned(&bench, "EV-3101.md"), 5, &["not-signed", "Markdown text", "nothing can be checked"]);
}

#[test]
fn another_version_of_the_program_proves_no_pages() {
    let bench = with_pages();
    let mut certificate: Certificate = serde_json::from_str(&bench.read("EV-3101.json")).unwrap();
    certificate.content.record.tool_sha256 = "0".repeat(64);
    let older = evqc::certificate::sign(certificate.content, Vec::new()).unwrap();
    let page = bench.read("EV-3101.html");
    use base64::Engine;
    let twin = base64::engine::general_purpose::STANDARD.encode(older.twin().unwrap());
    let before = page.split("base64,").last().unwrap().split('"').next().unwrap().to_owned();
    bench.write("EV-3101.html", &page.replace(&before, &twin));
    let words = ["pages-not-proven", "it was drawn by evqc", "(source 000000000000…), and this is evqc"];
    assert_said(&unsigned(&bench, "EV-3101.html"), 5, &words);
}

#[test]
fn a_document_that_does_not_show_the_twin_is_not_signed_with_it() {
    let bench = with_pages();
    for (document, says) in [
        ("EV-3102.html", "is not the twin that EV-3102.html carries inside"),
        ("EV-3102.md", "it does not name the digest of its content"),
        ("EV-3102.fhir.json", "it is not the FHIR bundle that evqc writes from it"),
    ] {
        let said = sign(&bench, document, &["--twin", "EV-3101.json"]);
        assert_said(&said, 5, &["twin-of-another", says]);
    }
    bench.write("empty.html", "<!DOCTYPE html><html></html>");
    assert_said(&sign(&bench, "empty.html", &["--twin", "EV-3101.json"]), 5, &["carries no twin inside"]);
    for document in ["EV-3101.html", "EV-3101.md", "EV-3101.fhir.json"] {
        assert_said(&sign(&bench, document, &["--twin", "EV-3101.json"]), 0, &["WARNED"]);
        assert_said(&verify(&bench, &[document]), 0, &["holds"]);
    }
}

/// No text names the digest of a twin that has none, and no run ends early of it.
#[test]
fn a_twin_whose_digest_was_emptied_is_shown_by_no_text() {
    let bench = with_pages();
    assert_said(&sign(&bench, "EV-3101.md", &["--twin", "EV-3101.json"]), 0, &["WARNED"]);
    let content = serde_json::from_str::<Certificate>(&bench.read("EV-3101.json")).unwrap().content_sha256;
    bench.edit("EV-3101.json", &format!("\"content_sha256\": \"{content}\""), "\"content_sha256\": \"\"");
    let says = "EV-3101.md does not show EV-3101.json: it does not name the digest of its content";
    assert_said(&unsigned(&bench, "EV-3101.md"), 5, &["file-changed", "twin-of-another", says]);
    assert_said(&sign(&bench, "EV-3101.md", &["--twin", "EV-3101.json"]), 5, &["twin-of-another", says]);
}

/// A report that names the digest of a certificate's content is signed as a report: its signatures cover no certificate.
#[test]
fn a_report_lends_its_signatures_to_no_certificate() {
    let bench = drafted();
    let content = serde_json::from_str::<Certificate>(&bench.read("EV-3101.json")).unwrap().content_sha256;
    let judged = judging("check", &["--lot", "EV-3101", "-o", "json:report.json"]);
    assert!(bench.command(&judged).exit < 2);
    bench.edit("report.json", "{\"schema\"", &format!("{{\"content_sha256\":\"{content}\",\"schema\""));
    assert_said(&sign(&bench, "report.json", &[]), 0, &["signature 1 by Lena Meyer"]);
    let signed = statement(&bench, "report.json.intoto.jsonl").to_string();
    assert!(signed.contains("\"predicate\"") && !signed.contains(&content), "{signed}");
}

#[test]
fn a_twin_that_was_changed_in_any_way_does_not_vouch_for_itself() {
    let bench = drafted();
    assert_said(&unsigned(&bench, "EV-3101.json"), 0, &["twin of a certificate", "not signed: digests only"]);
    let whole = bench.read("EV-3101.json");
    for (from, to, code) in [
        ("\"97 %\"", "\"98 %\"", "file-changed"),
        ("\"status\": \"draft\"", "\"status\": \"final\"", "its status is `final`, and by its content"),
        ("\"not_signed\"", "", "its status is `draft`"),
        ("\"status\": \"draft\"", "\"status\": \"final\", \"status\": \"draft\"", "duplicate field `status`"),
        ("\"status\": \"draft\"", "\"x\": 1, \"status\": \"draft\"", "unknown field `x`"),
        // No digest covers what is not read, nor how it is set out.
        ("\"statement\": {", "\"statement\": {\n        \"de\": \"Die Probe entspricht nicht.\",", "statement.de"),
        ("\"97 %\"", "\"97\\u0020%\"", "it was formatted anew, or has a key twice"),
        ("{\n", "{ \n", "it was formatted anew"),
    ] {
        bench.write("EV-3101.json", &whole.replacen(from, to, 1));
        assert_said(&unsigned(&bench, "EV-3101.json"), 5, &[code, "DOES NOT HOLD"]);
        assert_said(&sign(&bench, "EV-3101.json", &[]), 5, &[code]);
    }
    bench.write("EV-3101.json", "");
    assert_said(&unsigned(&bench, "EV-3101.json"), 5, &["nothing can be checked"]);
}

/// Everybody signs the draft, and the certificate is made final.
pub fn made_final(bench: &Bench) {
    assert_said(&signed_by_all(bench, ["2026-02-19T20:00", "2026-02-19T21:00", "2026-02-19T22:00"]), 0, &[]);
}

/// What is said when everybody signs the draft at these times, and the certificate is to be made final.
fn signed_by_all(bench: &Bench, times: [&str; 3]) -> Said {
    signed_by(bench, &[0, 1, 2], times)
}

/// The same where only some of them sign.
fn signed_by(bench: &Bench, who: &[usize], times: [&str; 3]) -> Said {
    let mut trust = "evqc_trust: 1\nkeys:\n".to_owned();
    for (name, key) in PERSONS {
        let pem = bench.read(&format!("keys/{key}.pub.pem")).trim().replace('\n', "\n      ");
        trust += &format!("  {name}:\n    public_key: |\n      {pem}\n");
    }
    bench.write("trust.yaml", &trust);
    let parts = [("Analyst", "tested"), ("Head of quality control", "reviewed"), ("Quality manager", "approved")];
    for &at in who {
        let ((name, key), (role, meaning), time) = (PERSONS[at], parts[at], times[at]);
        let (key, at) = (format!("keys/{key}.key.pem"), format!("{time}:00+01:00"));
        let signs = ["sign", "EV-3101.json", "--key", &key, "--signer", name, "--role", role, "--meaning", meaning];
        assert_said(&bench.command(&[&signs[..], &["--at", &at]].concat()), 0, &[]);
    }
    let usual = ["--signatures", "EV-3101.json.intoto.jsonl", "--trust", "trust.yaml", "--lot", "EV-3101"];
    bench.run(&[&usual[..], &["-o", "final.json", "-o", "final.html"]].concat())
}

#[test]
fn a_final_certificate_is_verified_by_the_signatures_that_made_it_final() {
    let bench = drafted();
    made_final(&bench);
    let with = |files: &[&str]| bench.command(&[&["verify"], files, &["--trust", "trust.yaml"]].concat());
    let chain = "EV-3101.json.intoto.jsonl";
    let holds = ["final.json: holds", "final.html: holds", "3 approved  Mei Chen, Quality manager", "  certificate "];
    assert_said(&with(&["final.json", "final.html", chain, "--require", "approved"]), 0, &holds);
    // The draft is found by its bytes, and need not be kept.
    std::fs::rename(bench.path("EV-3101.json"), bench.path("kept.json")).unwrap();
    assert_said(&with(&["final.json", chain]), 0, &["final.json: holds", "EV-3101.json, by kept.json"]);
    std::fs::remove_file(bench.path("kept.json")).unwrap();
    assert_said(&with(&["final.json", chain]), 0, &["final.json: holds", "the content of EV-3101.json, in final.json"]);
    assert_said(&with(&[chain]), 5, &["file-absent"]);
    // The signatures on the draft are found beside the certificate, under whatever name.
    assert_said(&with(&["final.json"]), 0, &["final.json: holds", "3 approved  Mei Chen"]);
    std::fs::create_dir(bench.path("elsewhere")).unwrap();
    let chain = "elsewhere/EV-3101.json.intoto.jsonl";
    std::fs::rename(bench.path("EV-3101.json.intoto.jsonl"), bench.path(chain)).unwrap();
    // Names alone are no signatures.
    let alone = ["signature-not-shown", "names a signature of Mei Chen (approved, ", "evqc verify final.json DRAFT"];
    assert_said(&with(&["final.json"]), 5, &alone);
    assert_said(&sign(&bench, "final.json", &[]), 0, &[]);
    assert_said(&with(&["final.json"]), 5, &["signature-not-shown"]);
    assert_said(&with(&["final.json", chain]), 0, &["final.json: holds", "1 tested    Lena Meyer, Analyst"]);
    // Another time under a signature that is shown.
    bench.edit("final.json", "2026-02-19T22:00:00+01:00", "2026-02-19T23:00:00+01:00");
    std::fs::remove_file(bench.path("final.json.intoto.jsonl")).unwrap();
    assert_said(&with(&["final.json", chain]), 5, &["signature-not-shown", "2026-02-19T23:00:00+01:00"]);
}

#[test]
fn a_signature_before_the_evaluation_makes_no_certificate() {
    let bench = drafted();
    let draft: Certificate = serde_json::from_str(&bench.read("EV-3101.json")).unwrap();
    assert!(draft.content.evaluated.starts_with("2026-02-19T1"), "{}", draft.content.evaluated);
    // Whoever signs is told, and another program's signature makes no certificate.
    let early = ["--role", "Analyst", "--meaning", "tested", "--at", "2026-02-19T00:05:00+01:00"];
    let who = ["sign", "EV-3101.json", "--key", "keys/meyer.key.pem", "--signer", "Lena Meyer"];
    let said = bench.command(&[&who[..], &early].concat());
    let words = "the signature is of 2026-02-19T00:05:00+01:00, the report was judged at 2026-02-19T1";
    assert_said(&said, 5, &["signature-before-report", words]);
    assert!(!bench.has("EV-3101.json.intoto.jsonl"));
    forged(&bench, &["EV-3101.json"], "meyer", "Lena Meyer", Meaning::Tested, "2026-02-19T00:05:00Z");
    let rest = signed_by(&bench, &[1, 2], ["2026-02-19T20:00", "2026-02-19T21:00", "2026-02-19T22:00"]);
    let before = "the signature of Lena Meyer (tested) on 2026-02-19T00:05:00+00:00 is before";
    assert_said(&rest, 5, &["dates-out-of-order", before]);
    assert!(!bench.has("final.json") && !bench.has("final.html"));
}

#[test]
fn an_archive_takes_no_certificate_of_another_lot() {
    let bench = drafted();
    let bundle = |lot: &str, attached: &str| {
        bench.command(&judging("bundle", &["--lot", lot, "--attach", attached, "-o", "lot.zip"]))
    };
    let words = ["certificate-of-another", "certificate of lot EV-3101: the report beside it has no such lot"];
    assert_said(&bundle("EV-3102", "EV-3101.json"), 5, &words);
    assert!(!bench.has("lot.zip"));
    assert_said(&bundle("EV-3101", "EV-3101.json"), 0, &[]);
    assert_said(&bench.command(&["replay", "lot.zip"]), 0, &["same result"]);
    // An archive that somebody else put together.
    let (mut entries, _) = integrity::unpack("lot.zip", &std::fs::read(bench.path("lot.zip")).unwrap()).unwrap();
    let twin = entries.iter_mut().find(|entry| entry.path == "attachments/EV-3101.json").unwrap();
    let (before, size) = (integrity::sha256(&twin.bytes), twin.bytes.len());
    twin.bytes = std::fs::read(bench.path("EV-3102.json")).unwrap();
    let (after, now) = (integrity::sha256(&twin.bytes), twin.bytes.len());
    let manifest = entries.iter_mut().find(|entry| entry.path == integrity::MANIFEST).unwrap();
    let text = String::from_utf8(manifest.bytes.clone()).unwrap();
    let listed = |bytes: usize, sha256: &str| format!("\"bytes\": {bytes},\n      \"sha256\": \"{sha256}\"");
    manifest.bytes = text.replace(&listed(size, &before), &listed(now, &after)).into_bytes();
    entries.retain(|entry| entry.path != integrity::CHECKSUMS);
    let bytes = integrity::checksums(&entries).into_bytes();
    entries.push(integrity::Entry { path: integrity::CHECKSUMS.to_owned(), bytes });
    std::fs::write(bench.path("lot.zip"), integrity::pack(&entries).unwrap()).unwrap();
    for command in [&["verify", "lot.zip", "--unsigned"][..], &["replay", "lot.zip"]] {
        assert_said(&bench.command(command), 5, &["certificate-of-another", "EV-3102"]);
    }
    // A page is drawn again where the laboratory file is put in too.
    assert!(bench.run(&["--lot", "EV-3101", "-o", "coa.html"]).exit < 2);
    bench.edit("coa.html", "97 %", "98 %");
    let attached = ["--attach", "coa.html", "--attach", "lab.yaml", "--attach", "logo.svg"];
    let lot = ["--lot", "EV-3101", "-o", "page.zip"];
    let said = bench.command(&judging("bundle", &[&attached[..], &lot].concat()));
    assert_said(&said, 5, &["pages-differ", "attachments/coa.html", "no archive was written"]);
}

/// Of every attachment it is known whether it was compared with the rest: each form of a certificate is, and what cannot be is told.
#[test]
fn every_attachment_is_compared_or_named_as_not_checked() {
    let bench = with_pages();
    let bundle = |attached: &[&str]| {
        let attached: Vec<&str> = attached.iter().flat_map(|file| ["--attach", *file]).collect();
        let _ = std::fs::remove_file(bench.path("lot.zip"));
        bench.command(&judging("bundle", &[&attached[..], &["--lot", "EV-3101", "-o", "lot.zip"]].concat()))
    };
    let look = ["lab.yaml", "logo.svg", "facts.yaml", "EV-3101.json"];
    for (form, from, to) in
        [("EV-3101.md", "97 %", "98 %"), ("EV-3101.fhir.json", "\"value\": 97\n", "\"value\": 98\n")]
    {
        assert_said(&bundle(&[&look[..], &[form]].concat()), 0, &[]);
        let holds = bench.command(&["verify", "lot.zip", "--unsigned"]);
        assert_said(&holds, 0, &["lot.zip: holds"]);
        assert!(!holds.out.contains("NOT CHECKED"), "{}", holds.out);
        let whole = bench.read(form);
        bench.edit(form, from, to);
        assert_said(&bundle(&[&look[..], &[form]].concat()), 5, &["pages-differ", form, "no archive was written"]);
        bench.write(form, &whole);
    }
    // A page behind anything that a browser passes over is one all the same.
    let page = bench.read("EV-3101.html");
    for front in ["\n", "<!-- x -->", "x"] {
        bench.write("front.html", &format!("{front}{}", page.replace("97 %", "98 %")));
        assert_said(&bundle(&[&look[..], &["front.html"]].concat()), 5, &["pages-differ", "front.html"]);
    }
    // A text whose twin is not there.
    assert_said(&bundle(&["EV-3101.md"]), 5, &["pages-not-proven", "the twin that it shows is not in the archive"]);
    // Files of which nothing is known are named, by whoever puts the archive together and by whoever reads it.
    let reports = ["--lot", "EV-3101", "-o", "html:report.html", "-o", "markdown:report.md"];
    let said = bench.command(&judging("check", &reports));
    assert_eq!(said.exit, 0, "{}", said.err);
    bench.write("letter.docx", "hi");
    let others = ["report.html", "report.md", "letter.docx", "keys/meyer.pub.pem"];
    let said = bundle(&[&look[..], &others].concat());
    assert_said(&said, 0, &["attachments/report.html was not compared with the data"]);
    let said = bench.command(&["verify", "lot.zip", "--unsigned"]);
    for other in ["report.html", "report.md", "letter.docx", "meyer.pub.pem"] {
        assert_said(&said, 0, &[&format!("attachments/{other}: NOT CHECKED beyond its digest")]);
    }
    let said = bench.command(&["verify", "lot.zip", "--unsigned", "-o", "json"]);
    let value: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let all = value["files"][0]["attachments"].as_array().unwrap();
    let checked = |checked: bool| -> Vec<&str> {
        let of = all.iter().filter(|one| one["checked"] == checked && one["why"].is_null() == checked);
        of.filter_map(|one| one["path"].as_str()?.strip_prefix("attachments/")).collect()
    };
    assert_eq!(checked(true), ["EV-3101.json", "facts.yaml", "lab.yaml", "logo.svg"]);
    assert_eq!(checked(false), ["letter.docx", "meyer.pub.pem", "report.html", "report.md"]);
}

/// The text of a certificate is signed with its twin, and compared whenever it is verified.
#[test]
fn a_text_signed_with_its_twin_is_written_again() {
    let bench = with_pages();
    assert_said(&sign(&bench, "EV-3101.md", &["--twin", "EV-3101.json"]), 0, &[]);
    assert_said(&verify(&bench, &["EV-3101.md"]), 0, &["EV-3101.md: holds", "pages: proven"]);
    std::fs::rename(bench.path("lab.yaml"), bench.path("other.yaml")).unwrap();
    assert_said(&verify(&bench, &["EV-3101.md"]), 5, &["pages-not-proven", "are of Lena Meyer (tested)"]);
    assert_said(&approve(&bench, "EV-3101.md", &["--twin", "EV-3101.json", "--lab", "other.yaml"]), 0, &[]);
    assert_said(&verify(&bench, &["EV-3101.md"]), 0, &["EV-3101.md: holds", "pages: as signed by Mei Chen (approved)"]);
    // A form that evqc does not write is signed where that is said.
    bench.write("coa.docx", "hi");
    let twin = ["--twin", "EV-3101.json"];
    assert_said(&sign(&bench, "coa.docx", &twin), 5, &["document-not-compared", "writes no certificate in this form"]);
    assert_said(&sign(&bench, "coa.docx", &[&twin[..], &["--not-compared"]].concat()), 0, &["was not compared"]);
    assert_said(&verify(&bench, &["coa.docx"]), 0, &["coa.docx: holds", "NOT COMPARED with its data"]);
    // What passes for a certificate of evqc is compared whatever is said.
    bench.write("coa.txt", &bench.read("EV-3101.md").replace("97 %", "98 %"));
    std::fs::rename(bench.path("other.yaml"), bench.path("lab.yaml")).unwrap();
    assert_said(&sign(&bench, "coa.txt", &[&twin[..], &["--not-compared"]].concat()), 5, &["pages-differ"]);
}

#[test]
fn a_program_without_the_pdf_part_says_so() {
    if cfg!(feature = "pdf") {
        return;
    }
    let bench = drafted();
    bench.write("coa.pdf", "%PDF-1.7\n%%EOF\n");
    for command in [&["verify", "coa.pdf", "--unsigned"][..], &["verify", "coa.pdf", "--keys", "keys"]] {
        assert_said(&bench.command(command), 2, &["was built without the PDF part"]);
    }
    assert_said(&sign(&bench, "coa.pdf", &[]), 2, &["was built without the PDF part"]);
}

/// The statement of a signature names the program by its digest, as the certificate does.
#[test]
fn the_program_is_named_in_the_certificate_and_in_its_signatures() {
    let bench = drafted();
    let certificate: Certificate = serde_json::from_str(&bench.read("EV-3101.json")).unwrap();
    assert_eq!(certificate.content.record.tool_sha256, integrity::SOURCE_SHA256);
    assert_said(&sign(&bench, "EV-3101.json", &[]), 0, &[]);
    let predicate = statement(&bench, "EV-3101.json.intoto.jsonl")["predicate"].take();
    let named = predicate["configuration"].as_array().unwrap();
    assert!(named.iter().any(|one| one["digest"]["sha256"] == integrity::SOURCE_SHA256), "{named:?}");
    let printed = super::bench::characters(&super::bench::printed(&certificate));
    assert!(printed.contains(integrity::SOURCE_SHA256));
}

/// A PDF to which something was added behind its end, as a program adds a remark or another number.
#[cfg(feature = "pdf")]
fn stamped(pdf: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(pdf);
    let table = text.rsplit("startxref").next().unwrap().trim().trim_end_matches("%%EOF").trim().to_owned();
    [pdf, format!("\n% 301 mOsm/kg\nstartxref\n{table}\n%%EOF\n").as_bytes()].concat()
}

/// The commands of the page, as they stand there, on a draft that was signed and the certificate that it became.
#[test]
#[cfg(feature = "pdf")]
fn the_commands_of_the_page_take_a_certificate_apart() {
    let tools = ["jq", "pdfdetach", "pdftotext", "openssl", "sha256sum", "bash"];
    if !crate::needed::programs(&tools, "the commands for certificates of docs/src/verify.md") {
        return;
    }
    let bench = super::signed_files::issued();
    made_final(&bench);
    let usual = ["--signatures", "EV-3101.json.intoto.jsonl", "--trust", "trust.yaml", "--lot", "EV-3101"];
    assert_said(&bench.run(&[&usual[..], &["-o", "coa.pdf", "-o", "coa.html"]].concat()), 0, &[]);
    std::fs::rename(bench.path("EV-3101.json.intoto.jsonl"), bench.path("draft.json.intoto.jsonl")).unwrap();
    assert_said(&approve(&bench, "coa.pdf", &[]), 0, &[]);
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src/verify.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (_, part) = page.split_once("## Certificates without evqc").expect("the part for certificates");
    let blocks = part.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap());
    let script = blocks.collect::<Vec<_>>().concat();
    assert!(!script.contains("evqc "), "{script}");
    let bash = || {
        let mut command = std::process::Command::new("bash");
        let output =
            command.current_dir(bench.path("")).args(["-e", "-o", "pipefail", "-c", &script]).output().unwrap();
        (
            output.status.success(),
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)),
        )
    };
    let (success, text) = bash();
    assert!(success, "{text}");
    for line in [
        "content of the certificate: OK",
        "printed digest: OK",
        "twin in the page: OK",
        "line 1 by keys/meyer.pub.pem: OK",
        "tested Lena Meyer, Analyst, 2026-02-19T20:00:00+01:00, ed25519:",
        "line 2 by keys/adler.pub.pem: OK",
        "line 3 by keys/chen.pub.pem: OK",
        "names in both languages: OK",
        "signatures of the certificate: OK",
        "lot EV-3101, specification sample-certificate 2.1.0: The sample complies with specification",
        "Osmolality: 291 mOsm/kg; 260 to 320 mOsm/kg; complies",
        "Residual PEG: no result; ≤ 10 µg/mL; waived, not tested",
        "every byte of coa.pdf by keys/chen.pub.pem: OK",
        "pages of the certificate: OK",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    // Another number over one of a page leaves twin and digest as they are, and no signature over the file.
    let pdf = std::fs::read(bench.path("coa.pdf")).unwrap();
    std::fs::write(bench.path("coa.pdf"), stamped(&pdf)).unwrap();
    let (success, text) = bash();
    assert!(!success && text.contains("signatures of the certificate: OK"), "{text}");
    assert!(!text.contains("every byte of coa.pdf") && !text.contains("pages of the certificate: OK"), "{text}");
    std::fs::write(bench.path("coa.pdf"), &pdf).unwrap();
    // They notice what evqc notices: a line that somebody else made, one that was taken out, one by a key that is not known.
    let whole = bench.read("draft.json.intoto.jsonl");
    let lines: Vec<&str> = whole.lines().collect();
    let (start, signature) = lines[2].split_once("\"sig\":\"").unwrap();
    let other = lines[1].split_once("\"sig\":\"").unwrap().1;
    assert_ne!(signature, other);
    for changed in [
        format!("{}\n{}\n{start}\"sig\":\"{other}\n", lines[0], lines[1]),
        format!("{}\n{}\n", lines[0], lines[2]),
        format!("{}\n{}\n", lines[0], lines[1]),
        format!("{}\n{}\n{}\n", lines[1], lines[0], lines[2]),
    ] {
        bench.write("draft.json.intoto.jsonl", &changed);
        let (success, text) = bash();
        assert!(!success && !text.contains("signatures of the certificate: OK"), "{text}");
        assert!(!text.contains("line 3"), "{text}");
    }
    bench.write("draft.json.intoto.jsonl", &whole);
    std::fs::rename(bench.path("keys/chen.pub.pem"), bench.path("chen.pub.pem")).unwrap();
    let (success, text) = bash();
    assert!(!success && !text.contains("line 3") && text.contains("line 2 by keys/adler.pub.pem: OK"), "{text}");
    std::fs::rename(bench.path("chen.pub.pem"), bench.path("keys/chen.pub.pem")).unwrap();
    std::fs::copy(bench.path("EV-3102.pdf"), bench.path("coa.pdf")).unwrap();
    let (success, text) = bash();
    assert!(!success && !text.contains("line 1 by") && !text.contains("signatures of the certificate: OK"), "{text}");
}

/// The files that the page tells to keep hold by the commands that it shows, signed once more as a file or not.
#[test]
#[cfg(feature = "pdf")]
fn the_files_to_keep_hold_by_the_commands_of_the_page() {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src/verify.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (_, part) = page.split_once("### A final certificate, and what to keep with it").expect("the part");
    let block = part.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();
    let commands: Vec<&str> = block.lines().collect();
    assert_eq!(commands.len(), 2, "{block}");
    let bench = super::signed_files::issued();
    made_final(&bench);
    let usual = ["--signatures", "EV-3101.json.intoto.jsonl", "--trust", "trust.yaml", "--lot", "EV-3101"];
    assert_said(&bench.run(&[&usual[..], &["-o", "coa.pdf"]].concat()), 0, &[]);
    // Only what the table names is kept.
    for name in ["coa.pdf", "trust.yaml", "lab.yaml", "logo.svg"] {
        assert!(part.split("### Pages").next().unwrap().contains(name) || name == "logo.svg", "{name}");
    }
    std::fs::create_dir_all(bench.path("kept/elsewhere")).unwrap();
    std::fs::rename(bench.path("EV-3101.json.intoto.jsonl"), bench.path("kept/draft.json.intoto.jsonl")).unwrap();
    for name in ["coa.pdf", "trust.yaml", "lab.yaml", "logo.svg"] {
        std::fs::rename(bench.path(name), bench.path(&format!("kept/{name}"))).unwrap();
    }
    let run = |command: &str| {
        let arguments: Vec<&str> = command.strip_prefix("evqc ").unwrap().split(' ').collect();
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_evqc"));
        let output = program.args(arguments).current_dir(bench.path("kept")).output().unwrap();
        let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        Said { exit: output.status.code().unwrap(), out, err }
    };
    assert_said(&run(commands[0]), 0, &["coa.pdf: holds", "pages: proven", "3 approved  Mei Chen"]);
    std::fs::rename(bench.path("kept/draft.json.intoto.jsonl"), bench.path("kept/elsewhere/draft.json.intoto.jsonl"))
        .unwrap();
    assert_said(&run(commands[0]), 5, &["signature-not-shown"]);
    let holds = ["coa.pdf: holds", "draft.json.intoto.jsonl: holds"];
    assert_said(&run(commands[1]), 0, &holds);
    // Signed once more as a file, it needs the signatures on the draft all the same, and holds with them beside it.
    assert_said(&sign(&bench, "kept/coa.pdf", &[]), 0, &[]);
    assert_said(&run(commands[0]), 5, &["signature-not-shown"]);
    std::fs::rename(bench.path("kept/elsewhere/draft.json.intoto.jsonl"), bench.path("kept/draft.json.intoto.jsonl"))
        .unwrap();
    std::fs::rename(bench.path("kept/lab.yaml"), bench.path("lab.yaml")).unwrap();
    assert_said(&run(commands[0]), 5, &["pages-not-proven", "meaning-not-signed"]);
    std::fs::rename(bench.path("kept/logo.svg"), bench.path("logo.svg")).unwrap();
    assert_said(&approve(&bench, "kept/coa.pdf", &["--lab", "lab.yaml"]), 0, &[]);
    let signed = ["coa.pdf: holds", "pages: as signed by Mei Chen (approved)", "3 approved  Mei Chen"];
    assert_said(&run(commands[0]), 0, &signed);
}

/// The archive of a final certificate holds by the commands that the page shows, without the draft.
#[test]
#[cfg(feature = "pdf")]
fn a_final_certificate_is_archived_by_the_commands_of_the_page() {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src/verify.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (_, part) = page.split_once("## Archives").expect("the part");
    let block = part.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();
    let commands: Vec<&str> = block.lines().map(|line| line.split(" #").next().unwrap().trim_end()).collect();
    assert_eq!(commands.len(), 5, "{block}");
    let [bundled, unsigned, signed, verified, replayed] = commands[..] else { return };
    assert!(signed.starts_with("evqc sign lot.zip --key "), "{signed}");
    let bench = super::signed_files::issued();
    made_final(&bench);
    let usual = ["--signatures", "EV-3101.json.intoto.jsonl", "--trust", "trust.yaml", "--lot", "EV-3101"];
    assert_said(&bench.run(&[&usual[..], &["-o", "coa.pdf"]].concat()), 0, &[]);
    std::fs::rename(bench.path("EV-3101.json.intoto.jsonl"), bench.path("draft.json.intoto.jsonl")).unwrap();
    std::fs::remove_file(bench.path("EV-3101.json")).unwrap();
    let run = |command: &str| bench.command(&command.strip_prefix("evqc ").unwrap().split(' ').collect::<Vec<_>>());
    // Without the signatures one message says which, of whom and what to do.
    let refused = run(&bundled.replace(" --attach draft.json.intoto.jsonl", ""));
    let names =
        ["signatures of Lena Meyer (tested, ", "Mei Chen (approved, ", "the name of the draft with .intoto.jsonl"];
    assert_said(&refused, 5, &names);
    assert_eq!(refused.err.matches("signature-not-shown").count(), 1, "{}", refused.err);
    assert_said(&run(bundled), 0, &[]);
    assert_said(&run(unsigned), 0, &["lot.zip: holds"]);
    assert_said(&run(verified), 5, &["not-signed", "lot.zip has no signature"]);
    assert_said(&sign(&bench, "lot.zip", &[]), 0, &[]);
    let holds = run(verified);
    assert_said(&holds, 0, &["lot.zip: holds", "3 approved  Mei Chen"]);
    assert!(!holds.out.contains("NOT CHECKED"), "{}", holds.out);
    let compared = run(&format!("{} -o json", verified)).out;
    assert!(compared.contains("the content of EV-3101.json, in attachments/coa.pdf"), "{compared}");
    assert_said(&run(replayed), 0, &["same result", "drawn again, the same certificate"]);
    // The signatures of another certificate are not those of this one.
    let archive = std::fs::read(bench.path("lot.zip")).unwrap();
    let (mut entries, _) = integrity::unpack("lot.zip", &archive).unwrap();
    entries.retain(|entry| entry.path != "attachments/coa.pdf");
    std::fs::write(bench.path("lot.zip"), integrity::pack(&entries).unwrap()).unwrap();
    assert_said(&run(verified), 5, &["file-absent", "attachments/EV-3101.json is signed in"]);
}

/// A draft that nobody signed, from facts that are not there, is not vouched for by its verdict.
#[test]
fn a_draft_without_its_facts_is_not_vouched_for() {
    let bench = drafted();
    let mut content = serde_json::from_str::<Certificate>(&bench.read("EV-3101.json")).unwrap().content;
    content.sample.quantity = Some(evqc::certificate::Words::new("9000 vials", "9000瓶"));
    content.record.inputs.iter_mut().find(|input| input.role == "facts").unwrap().sha256 = "0".repeat(64);
    bench.write("forged.json", &evqc::certificate::sign(content, Vec::new()).unwrap().twin().unwrap());
    // Given the facts, they are compared.
    let given =
        bench.command(&judging("bundle", &[&DRAWN[..], &["--attach", "forged.json", "-o", "lot.zip"]].concat()));
    assert_said(&given, 5, &["sample.quantity.en: \"9000 vials\" in the certificate, \"24 vials\" with"]);
    let made = bench.command(&judging("bundle", &["--lab", "lab.yaml", "--attach", "forged.json", "-o", "lot.zip"]));
    assert_said(
        &made,
        0,
        &["forged.json was not compared with the data beyond verdict and outcomes: it was not drawn again: "],
    );
    for command in [&["verify", "lot.zip", "--unsigned"][..], &["replay", "lot.zip"]] {
        let said = [
            "attachments/forged.json: NOT CHECKED beyond verdict and outcomes, it was not drawn again: facts.yaml (facts",
        ];
        assert_said(&bench.command(command), 0, &said);
        let json = bench.command(&[command, &["-o", "json"]].concat()).out;
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        let all = value["files"][0]["attachments"].as_array().unwrap();
        let forged = all.iter().find(|one| one["path"] == "attachments/forged.json").unwrap();
        assert_eq!(forged["checked"], false, "{forged}");
        assert!(forged["why"].as_str().unwrap().contains("it was not drawn again: facts.yaml (facts"), "{forged}");
    }
}

#[cfg(feature = "pdf")]
mod pdf {
    use super::super::signed_files::issued;
    use super::{Bench, assert_said, sign, unsigned};
    use lopdf::{Document, Object, Stream, dictionary};

    const NAME: &str = "EV-3101.pdf";

    fn changed(bench: &Bench, change: impl Fn(&mut Document)) {
        let mut file = Document::load(bench.path(NAME)).unwrap();
        change(&mut file);
        file.save(bench.path("changed.pdf")).unwrap();
    }

    #[test]
    fn a_pdf_is_proven_and_any_other_page_is_told() {
        let bench = issued();
        assert_said(&unsigned(&bench, NAME), 0, &["EV-3101.pdf: holds", "pages: proven", "not signed: digests only"]);
        changed(&bench, |file| {
            let page = *file.get_pages().get(&1).unwrap();
            file.change_page_content(page, b"BT ET".to_vec()).unwrap();
        });
        assert_said(&unsigned(&bench, "changed.pdf"), 5, &["pages-differ"]);
        assert_said(&sign(&bench, "changed.pdf", &[]), 5, &["pages-differ"]);
        // A page taken out.
        changed(&bench, |file| file.delete_pages(&[2]));
        assert_said(&unsigned(&bench, "changed.pdf"), 5, &["pages-differ"]);
        // A byte behind the end.
        let mut bytes = std::fs::read(bench.path(NAME)).unwrap();
        bytes.push(b'\n');
        std::fs::write(bench.path("changed.pdf"), &bytes).unwrap();
        assert_said(&unsigned(&bench, "changed.pdf"), 5, &["pages-differ"]);
        // A byte before the start: no PDF.
        bytes[0] ^= 1;
        std::fs::write(bench.path("changed.pdf"), bytes).unwrap();
        assert_said(&unsigned(&bench, "changed.pdf"), 5, &["not-signed", "nothing can be checked"]);
    }

    #[test]
    fn what_is_put_behind_the_end_is_told() {
        let bench = issued();
        let mut bytes = std::fs::read(bench.path(NAME)).unwrap();
        let file = Document::load_mem(&bytes).unwrap();
        let Object::Reference((root, _)) = file.trailer.get(b"Root").unwrap() else { panic!("no root") };
        let at = bytes.len();
        let update = "9999 0 obj\n<< /New true >>\nendobj\n";
        let table = format!(
            "xref\n9999 1\n{at:010} 00000 n \ntrailer\n<< /Size 10000 /Root {root} 0 R /Prev {} >>\nstartxref\n{}\n%%EOF\n",
            file.xref_start,
            at + update.len()
        );
        bytes.extend(update.bytes().chain(table.bytes()));
        std::fs::write(bench.path("changed.pdf"), bytes).unwrap();
        let words = ["document-changed", "something was put behind its end once"];
        assert_said(&unsigned(&bench, "changed.pdf"), 5, &words);
        assert_said(&sign(&bench, "changed.pdf", &["--twin", "EV-3101.json"]), 5, &words);
    }

    /// What is drawn again before the file is read says nothing of one that was changed: the same is told as without.
    #[test]
    fn a_glance_at_the_twin_proves_nothing_of_a_changed_file() {
        let bench = issued();
        let whole = std::fs::read(bench.path(NAME)).unwrap();
        let told = |bytes: &[u8], words: &[&str]| {
            std::fs::write(bench.path("changed.pdf"), bytes).unwrap();
            assert_said(&unsigned(&bench, "changed.pdf"), 5, words);
            assert_said(&sign(&bench, "changed.pdf", &[]), 5, words);
        };
        let changed_in = |from: &[u8], to: &[u8]| {
            let at = whole.windows(from.len()).position(|window| window == from).unwrap();
            [&whole[..at], to, &whole[at + from.len()..]].concat()
        };
        // The twin is seen and drawn from, and one byte of the file is another.
        told(&changed_in(b"/Lang(en)", b"/Lang(de)"), &["pages-differ"]);
        // What is at hand at a glance is not what the file carries.
        let hidden = changed_in(b"/EF<<", b"/XF<<");
        assert_eq!(evqc::document::presumed_attachment(&hidden), evqc::document::presumed_attachment(&whole));
        std::fs::write(bench.path("changed.pdf"), hidden).unwrap();
        assert_said(&unsigned(&bench, "changed.pdf"), 5, &["not-signed", "nothing can be checked"]);
        // Cut short behind the twin, and with a second one behind the end.
        told(&whole[..whole.len() - 7], &["document-not-readable", "is cut short"]);
        let second = b"1 0 obj\n<</Type/EmbeddedFile/Filter/FlateDecode/Length 0>>\nstream\n\nendstream\nendobj\n%%EOF";
        let both = [&whole[..], &second[..]].concat();
        assert_eq!(evqc::document::presumed_attachment(&both), None);
        told(&both, &["document-changed", "its objects are not where its table says"]);
        // Without the laboratory file nothing is drawn at all, and it is asked for; one that is named has to be there.
        std::fs::rename(bench.path("lab.yaml"), bench.path("other.yaml")).unwrap();
        assert_said(&unsigned(&bench, NAME), 5, &["pages-not-proven", "which is not at hand", "--lab"]);
        let named = bench.command(&["verify", NAME, "--unsigned", "--lab", "none.yaml"]);
        assert_said(&named, 2, &["none.yaml"]);
    }

    #[test]
    fn a_table_that_has_to_be_repaired_is_told() {
        let bench = issued();
        let mut bytes = std::fs::read(bench.path(NAME)).unwrap();
        let start = bytes.windows(9).rposition(|window| window == b"startxref").unwrap();
        let digits = bytes[start..].iter().position(u8::is_ascii_digit).unwrap() + start;
        bytes[digits] = b'9';
        std::fs::write(bench.path("changed.pdf"), bytes).unwrap();
        let words = ["document-changed", "its objects are not where its table says"];
        assert_said(&unsigned(&bench, "changed.pdf"), 5, &words);
    }

    #[test]
    fn a_twin_twice_too_large_or_in_a_file_without_pages_is_told() {
        let bench = issued();
        changed(&bench, |file| {
            let is_twin = |object: &Object| object.as_dict().is_ok_and(|one| one.has_type(b"Filespec"));
            let twin = file.objects.values().find(|object| is_twin(object)).unwrap().clone();
            file.add_object(twin);
        });
        assert_said(&unsigned(&bench, "changed.pdf"), 5, &["document-changed", "carries certificate.json twice"]);
        changed(&bench, |file| {
            let is_twin = |object: &Object| object.as_stream().is_ok_and(|one| one.dict.has_type(b"EmbeddedFile"));
            let id = *file.objects.iter().find(|(_, object)| is_twin(object)).unwrap().0;
            let kind = dictionary! { "Type" => "EmbeddedFile", "Subtype" => "application/json" };
            let mut bomb = Stream::new(kind, vec![b' '; (64 << 20) + 1]);
            bomb.compress().unwrap();
            assert!(bomb.content.len() < 1 << 20, "a small file");
            file.objects.insert(id, bomb.into());
        });
        let words = ["document-not-readable", "has attachments that unpack to more than 64 MiB"];
        assert_said(&unsigned(&bench, "changed.pdf"), 5, &words);
        // Many names for one part that is just small enough.
        changed(&bench, |file| {
            let mut part = Stream::new(dictionary! { "Type" => "EmbeddedFile" }, vec![b' '; 33 << 20]);
            part.compress().unwrap();
            let part = file.add_object(part);
            for name in ["a", "b"] {
                file.add_object(
                    dictionary! { "F" => Object::string_literal(name), "EF" => dictionary! { "F" => part } },
                );
            }
        });
        assert_said(&unsigned(&bench, "changed.pdf"), 5, &words);
        // A name for a part may leave out of what type it is.
        changed(&bench, |file| {
            for object in file.objects.values_mut() {
                if let Ok(one) = object.as_dict_mut()
                    && one.has_type(b"Filespec")
                {
                    one.remove(b"Type");
                }
            }
        });
        assert_said(&unsigned(&bench, "changed.pdf"), 5, &["pages-differ"]);
        changed(&bench, |file| file.delete_pages(&(1..20).collect::<Vec<_>>()));
        assert_said(&unsigned(&bench, "changed.pdf"), 5, &["document-not-readable", "no page of it can be read"]);
    }
}

/// A form without a twin inside names the signatures of the twin that it was signed with: they have to be shown too.
#[test]
fn a_form_beside_a_forged_twin_does_not_hold() {
    let bench = drafted();
    let twin = super::reissue::made_final(&bench.read("EV-3101.json"));
    let certificate: Certificate = serde_json::from_str(&twin).unwrap();
    bench.write("coa.json", &twin);
    bench.write("coa.fhir.json", &evqc::certificate::fhir_bundle(&certificate).unwrap());
    // Nobody signs it before those that it names.
    let early =
        "the signature of Lena Meyer is of 2026-02-20T08:00:00Z, before that of Mei Chen at 2026-02-20T09:55:00+01:00";
    assert_said(&sign(&bench, "coa.fhir.json", &["--twin", "coa.json"]), 5, &["signature-before-previous", early]);
    assert_said(&approve(&bench, "coa.fhir.json", &["--twin", "coa.json"]), 0, &[]);
    let said = verify(&bench, &["coa.fhir.json"]);
    assert_said(&said, 5, &["signature-not-shown", "names a signature of Mei Chen"]);
}

/// Template and audit trails stand beside the content that is signed: they are compared with what is given, or it is said that
/// nobody vouches for them.
#[test]
fn what_stands_beside_the_content_is_checked_or_said_to_be_stated() {
    let bench = drafted();
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "coa.json", "-o", "coa.html", "--template", "look"]).exit, 0);
    let mut twin: Certificate = serde_json::from_str(&bench.read("coa.json")).unwrap();
    let (first, sha256) = ("1".repeat(64), "2".repeat(64));
    let review = evqc::certificate::TrailReviewed {
        entry: 9998,
        by: "R. Vogt".to_owned(),
        role: "QA reviewer".to_owned(),
        documents: Vec::new(),
    };
    let file = "evqc-trail.jsonl".to_owned();
    twin.trails = vec![evqc::certificate::TrailNamed { file, first, entry: 9999, sha256, review: Some(review) }];
    bench.write("made-up.json", &twin.twin().unwrap());
    let look = |file: &str, more: &[&str]| bench.command(&[&["verify", file, "--unsigned"], more].concat());
    let not_here = "STATED, NOT CHECKED, no audit trail that began with the same entry lies beside the file or above";
    let said = look("made-up.json", &[]);
    assert_said(
        &said,
        0,
        &[
            "template Example Vesicle Laboratory 1: STATED, NOT CHECKED, name its folder with --template",
            &format!("audit trail evqc-trail.jsonl, entry 9999: {not_here}"),
            &format!("audit trail review R. Vogt, QA reviewer, entry 9998: {not_here}"),
        ],
    );
    assert_said(&look("made-up.json", &["--template", "look"]), 0, &["template Example Vesicle Laboratory 1: checked"]);
    let json: serde_json::Value = serde_json::from_str(&look("made-up.json", &["-o", "json"]).out).unwrap();
    let parts: Vec<(&str, &str)> = json["files"][0]["beside_content"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["part"].as_str().unwrap(), one["state"].as_str().unwrap()))
        .collect();
    assert_eq!(parts, [("trail", "stated"), ("trail_review", "stated"), ("template", "stated")]);
    // Another template than the one that is named.
    twin.template.as_mut().unwrap().sha256 = "0".repeat(64);
    bench.write("other.json", &twin.twin().unwrap());
    assert_said(&look("other.json", &["--template", "look"]), 5, &["template-differs", "template.sha256 is 000"]);
    // Under the approval of the file they are as they were signed; who tested answers for no review.
    assert_said(&sign(&bench, "made-up.json", &[]), 0, &[]);
    let said = bench.command(&["verify", "made-up.json", "--keys", "keys"]);
    assert_said(&said, 0, &[&format!("entry 9998: {not_here}")]);
    assert_said(&approve(&bench, "made-up.json", &[]), 0, &[]);
    let said = bench.command(&["verify", "made-up.json", "--keys", "keys"]);
    assert_said(&said, 0, &["audit trail review R. Vogt, QA reviewer, entry 9998: as signed"]);
}

/// Another template than the one named is told under a signature as without one, of the page as of its twin.
#[test]
fn another_template_is_told_of_a_signed_page_too() {
    let bench = drafted();
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "coa.json", "-o", "coa.html", "--template", "look"]).exit, 0);
    std::fs::create_dir(bench.path("other")).unwrap();
    super::bench::copy(&bench.path("look"), &bench.path("other"));
    bench.edit("other/certificate.html", "Questions:", "Ask:");
    for file in ["coa.html", "coa.json"] {
        assert_said(&approve(&bench, file, &["--template", "look"]), 0, &[]);
        let look = |more: &[&str]| bench.command(&[&["verify", file, "--keys", "keys"], more].concat());
        assert_said(&look(&[]), 0, &["template Example Vesicle Laboratory 1: as signed"]);
        assert_said(&look(&["--template", "look"]), 0, &["template Example Vesicle Laboratory 1: checked"]);
        let said = look(&["--template", "other"]);
        assert_said(&said, 5, &["template-differs", "the template that was given is another"]);
        assert!(!said.out.contains("as signed"), "{}", said.out);
    }
}

/// The draft beside its signatures is read as any other file is: the audit trail knows it.
#[test]
fn the_draft_beside_its_signatures_stands_in_the_trail() {
    let bench = drafted();
    made_final(&bench);
    let by = ["--by", "Mei Chen", "--role", "Quality manager"];
    assert_said(&bench.command(&[&["trail", "start", "."][..], &by].concat()), 0, &[]);
    let usual = ["--signatures", "EV-3101.json.intoto.jsonl", "--trust", "trust.yaml", "--lot", "EV-3101"];
    let said = bench.run(&[&usual[..], &["-o", "again.json"], &by].concat());
    assert_said(&said, 0, &[]);
    let trail = bench.read("evqc-trail.jsonl");
    let entry = trail.lines().last().unwrap();
    assert!(entry.contains("\"EV-3101.json\""), "{entry}");
}

/// Both hold by themselves, and are not of one another: whoever reads the page takes the data beside it for its own.
#[test]
fn the_twin_under_the_name_of_a_page_is_its_own() {
    let bench = with_pages();
    let pair = |more: &[&str]| bench.command(&[&["verify", "EV-3101.html"], more, &["--unsigned"]].concat());
    assert_said(&pair(&["EV-3101.json"]), 0, &["EV-3101.html: holds", "EV-3101.json: holds"]);
    let (own, other) = (bench.read("EV-3101.json"), bench.read("EV-3102.json"));
    bench.write("EV-3101.json", &other);
    let words = [
        "twin-of-another",
        "EV-3101.json is not the twin that EV-3101.html carries inside",
        "EV-3101.html: DOES NOT HOLD",
    ];
    assert_said(&pair(&["EV-3101.json"]), 5, &words);
    // It need not be named: it lies there under that name. Elsewhere it has to be.
    assert_said(&pair(&[]), 5, &words);
    std::fs::create_dir(bench.path("data")).unwrap();
    std::fs::rename(bench.path("EV-3101.json"), bench.path("data/EV-3101.json")).unwrap();
    assert_said(&pair(&[]), 0, &["EV-3101.html: holds"]);
    assert_said(&pair(&["data/EV-3101.json"]), 5, &["twin-of-another", "data/EV-3101.json is not the twin"]);
    // What is no certificate is nobody's twin, and other certificates are given beside it as they please.
    bench.write("EV-3101.json", "{}");
    assert_said(&pair(&["EV-3102.json"]), 0, &["EV-3101.html: holds", "EV-3102.json: holds"]);
    // The same certificate, whose page was drawn in a template later.
    bench.write("EV-3101.json", &own);
    let drawn = bench.run(&["--lot", "EV-3101", "--template", "look", "--overwrite", "-o", "EV-3101.html"]);
    assert_eq!(drawn.exit, 0, "{}", drawn.err);
    let said = bench.command(&["verify", "EV-3101.html", "EV-3101.json", "--template", "look", "--unsigned"]);
    assert_said(&said, 0, &["EV-3101.html: holds", "EV-3101.json: holds"]);
}

/// A shorter file is not a part of a longer one because it is shorter.
#[test]
fn a_whole_certificate_of_another_lot_is_not_cut_short() {
    let bench = drafted();
    for (signed, other) in [("EV-3101", "EV-3102"), ("EV-3102", "EV-3101")] {
        let (signed, other) = (format!("{signed}.json"), format!("{other}.json"));
        assert_said(&sign(&bench, &signed, &[]), 0, &[]);
        bench.write("x.json", &bench.read(&other));
        bench.write("x.json.intoto.jsonl", &bench.read(&format!("{signed}.intoto.jsonl")));
        let said = verify(&bench, &["x.json"]);
        let lots = format!("it is of lot {}, signed was lot {}", &other[..7], &signed[..7]);
        assert_said(&said, 5, &["file-changed", "x.json is another document than was signed", &lots]);
        assert!(!said.out.contains("cut short"), "{}", said.out);
        std::fs::remove_file(bench.path(&format!("{signed}.intoto.jsonl"))).unwrap();
    }
}

/// What, where, and what to do: every fault has its help.
#[test]
fn every_fault_says_what_to_do() {
    let bench = with_pages();
    sign(&bench, "EV-3101.json", &[]);
    let helped = |said: &Said, codes: &[&str]| {
        assert_said(said, 5, codes);
        let (faults, helps) = (said.out.matches("error[").count(), said.out.matches("help: ").count());
        assert!(faults > 0 && helps >= faults, "{faults} faults, {helps} of them with help: {}", said.out);
    };
    let told = bench.command(&["verify", "EV-3101.json"]);
    helped(&told, &["signature-by-unknown-key", "--trust FILE", "get the public key from Lena Meyer"]);
    let asked = bench.command(&["verify", "EV-3101.json", "--keys", "keys", "--require", "approved"]);
    helped(&asked, &["meaning-not-signed"]);
    helped(&verify(&bench, &["EV-3102.json"]), &["not-signed"]);
    bench.edit("EV-3101.html", "97 %", "98 %");
    helped(&unsigned(&bench, "EV-3101.html"), &["pages-differ"]);
    bench.edit("EV-3101.json", "97 %", "98 %");
    helped(&verify(&bench, &["EV-3101.json"]), &["file-changed"]);
    bench.write("EV-3102.html", &bench.read("EV-3102.html").replace("</html>", ""));
    helped(&unsigned(&bench, "EV-3102.html"), &["document-not-readable"]);
}
