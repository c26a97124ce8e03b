//! Every form says what the twin says.

use super::bench::{Bench, printed};
use base64::Engine;
use evqc::certificate::Certificate;
use evqc::document::Block;

/// A text without markup, entities and white space, for finding what is printed.
fn bare(text: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for character in text.chars() {
        match character {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if inside => {}
            other => plain.push(other),
        }
    }
    for (entity, sign) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"), ("\\", ""), ("*", "")]
    {
        plain = plain.replace(entity, sign);
    }
    let raised = [
        ('⁰', '0'),
        ('¹', '1'),
        ('²', '2'),
        ('³', '3'),
        ('⁴', '4'),
        ('⁵', '5'),
        ('⁶', '6'),
        ('⁷', '7'),
        ('⁸', '8'),
        ('⁹', '9'),
    ];
    for (sign, digit) in raised {
        plain = plain.replace(sign, &digit.to_string());
    }
    plain.replace("10^", "10").chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn every_form_says_what_the_twin_says() {
    let bench = Bench::new();
    for lot in ["EV-3101", "EV-3102", "EV-3103"] {
        for lang in ["en", "zh", "en+zh"] {
            let names = ["json", "html", "md"].map(|form| format!("{lot}-{lang}.{form}"));
            let outputs: Vec<&str> = names.iter().flat_map(|name| ["-o", name.as_str()]).collect();
            let said = bench.run(&[&["--lot", lot, "--lang", lang][..], &outputs].concat());
            assert!(said.exit < 4, "{}", said.err);
            let twin = bench.read(&names[0]);
            let certificate: Certificate = serde_json::from_str(&twin).unwrap();
            let digest = evqc::spec::hexadecimal(&<sha2::Sha256 as sha2::Digest>::digest(twin.as_bytes()));
            for name in &names[1..] {
                let shown = bare(&bench.read(name));
                let mut expected = vec![digest.clone(), certificate.content_sha256.clone(), lot.to_owned()];
                expected.push(certificate.content.specification.sha256.clone());
                for line in &certificate.content.tests {
                    let mut words = vec![&line.name, &line.criterion, &line.conclusion];
                    words.extend(line.result.as_ref().map(|result| &result.text));
                    for words in words {
                        expected.extend((lang != "zh").then(|| words.en.clone()));
                        expected.extend((lang != "en").then(|| words.zh.clone()));
                    }
                    expected.extend(line.procedure.clone());
                    expected.extend(line.reference.clone());
                    expected.extend(line.completed.clone());
                }
                for text in expected {
                    assert!(shown.contains(&bare(&text)), "{name} does not show {text:?}");
                }
            }
        }
    }
}

/// Every signatory has a place for a hand, and there is one for the seal; what lies there on paper is a matter of
/// `the_places_for_seal_and_hand_are_empty`.
#[test]
fn every_signatory_has_a_place() {
    let bench = Bench::new();
    let lab = evqc::certificate::read_lab(&evqc::spec::SourceText::new("lab.yaml", &bench.read("lab.yaml"))).unwrap();
    let certificate = bench.twin("EV-3101", &[]);
    let dress = evqc::certificate::Dress { lab: Some(&lab), ..Default::default() };
    let print = evqc::certificate::document(&certificate, &dress);
    let signatories = print.blocks.iter().find_map(|block| match block {
        Block::Signatories(of) => Some(of),
        _ => None,
    });
    let signatories = signatories.unwrap();
    assert_eq!(signatories.signatories.len(), 3);
    assert!(signatories.seal.is_some() && signatories.signatories.iter().all(|one| one.space.is_some()));
    assert!(matches!(printed(&certificate).blocks.last(), Some(Block::EndMark(_))));
}

/// The print holds its twin, byte for byte.
#[test]
fn the_page_holds_its_twin() {
    let bench = Bench::new();
    bench.run(&["--lot", "EV-3101", "-o", "coa.json", "-o", "coa.html"]);
    let page = bench.read("coa.html");
    let (_, inside) = page.split_once("download=\"certificate.json\" href=\"data:application/json;base64,").unwrap();
    let inside = base64::engine::general_purpose::STANDARD.decode(inside.split_once('"').unwrap().0).unwrap();
    assert_eq!(String::from_utf8(inside).unwrap(), bench.read("coa.json"));
    // Names of schemas fetch nothing; whatever a browser follows by itself would.
    let is_fetched =
        |link: &str| ["src=\"http", "href=\"http", "url(http", "@import", "<link"].iter().any(|one| link.contains(one));
    assert!(!is_fetched(&page));
}

#[test]
#[cfg(feature = "pdf")]
fn two_runs_give_the_same_pdf() {
    let (one, other) = (Bench::new(), Bench::new());
    for bench in [&one, &other] {
        assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "coa.pdf", "-o", "coa.html", "-o", "coa.md"]).exit, 0);
    }
    let bytes = |bench: &Bench, name: &str| std::fs::read(bench.path(name)).unwrap();
    let pdf = bytes(&one, "coa.pdf");
    assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 50_000);
    for name in ["coa.pdf", "coa.html", "coa.md"] {
        assert_eq!(bytes(&one, name), bytes(&other, name), "{name}");
    }
}

/// The bundle holds every line, the limits as numbers, and references that lead somewhere.
#[test]
fn a_bundle_for_machines() {
    let bench = Bench::new();
    bench.run(&["--lot", "EV-3103", "-o", "coa.fhir.json", "-o", "coa.json"]);
    let text = bench.read("coa.fhir.json");
    let bundle: serde_json::Value = serde_json::from_str(&text).unwrap();
    let entries = bundle["entry"].as_array().unwrap();
    let urls: Vec<&str> = entries.iter().map(|entry| entry["fullUrl"].as_str().unwrap()).collect();
    for (at, url) in urls.iter().enumerate() {
        assert!(url.len() == 45 && !urls[..at].contains(url), "{url}");
    }
    for reference in text.lines().filter_map(|line| line.trim().strip_prefix("\"reference\": \"")) {
        assert!(urls.contains(&reference.trim_end_matches(['"', ','])), "{reference}");
    }
    let of = |kind: &str| {
        entries.iter().map(|entry| &entry["resource"]).filter(|one| one["resourceType"] == kind).collect::<Vec<_>>()
    };
    assert_eq!((of("Observation").len(), of("Organization").len()), (15, 5));
    assert_eq!(of("DiagnosticReport")[0]["status"], "preliminary");
    assert_eq!(of("DiagnosticReport")[0]["conclusion"], "No conclusion. Open items: Sterility: pending");
    let named = |name: &str| of("Observation").into_iter().find(|one| one["code"]["text"] == name).unwrap();
    let endotoxin = named("Bacterial endotoxin");
    assert_eq!(
        (&endotoxin["valueQuantity"]["value"], &endotoxin["valueQuantity"]["unit"]),
        (&0.09.into(), &"EU/mL".into())
    );
    assert_eq!(endotoxin["interpretation"][0]["text"], "Conforms");
    let high = &endotoxin["referenceRange"][0]["high"];
    assert_eq!((&high["value"], &high["extension"][0]["valueCodeableConcept"]["text"]), (&0.25.into(), &"NMT".into()));
    assert_eq!(named("Particle concentration")["referenceRange"][0]["low"]["value"], 80.0);
    assert_eq!(named("Sterility")["dataAbsentReason"]["text"], "pending");
}

/// In FHIR the digits of a decimal state its precision: they are those of limit and print.
#[test]
fn a_bundle_keeps_the_digits_of_its_numbers() {
    let bench = Bench::new();
    bench.edit("spec.yaml", "<= 0.25 EU/mL", "<= 0.50 EU/mL");
    bench.edit("results.csv", "EV-3101,S-1101,endotoxin,0.08,EU/mL", "EV-3101,S-1101,endotoxin,0.10,EU/mL");
    bench.run(&["--lot", "EV-3101", "-o", "coa.fhir.json", "-o", "coa.json"]);
    let values = |text: &str| -> Vec<String> {
        let values = text.lines().filter_map(|line| line.trim().strip_prefix("\"value\": "));
        values.filter(|value| !value.starts_with('"')).map(|value| value.trim_end_matches(',').to_owned()).collect()
    };
    let found = values(&bench.read("coa.fhir.json"));
    for value in ["0.50", "0.10", "260", "320", "1.0e9"] {
        assert!(found.iter().any(|one| one == value), "{value}: {found:?}");
    }
    for value in ["0.5", "0.1", "260.0", "320.0", "1000000000.0"] {
        assert!(!found.iter().any(|one| one == value), "{value}: {found:?}");
    }
    // More digits than FHIR takes, and what is no number of JSON.
    let mut twin: Certificate = serde_json::from_str(&bench.read("coa.json")).unwrap();
    let limits = |twin: &mut Certificate, upper: &str| {
        let line = twin.content.tests.iter_mut().find(|line| line.id == "endotoxin").unwrap();
        line.limits.as_mut().unwrap().upper = Some(upper.to_owned());
        values(&evqc::certificate::fhir_bundle(twin).unwrap())
    };
    let long = limits(&mut twin, "0.3333333333333333333333333333333333");
    assert!(long.iter().any(|one| one == "3.333333333333333e-1"), "{long:?}");
    for text in ["1e999", "NaN", "+5", " 5", "\"5\"", "0x5", "[5]"] {
        assert_eq!(limits(&mut twin, text).len(), found.len() - 1, "{text}");
    }
}
