//! Certificate facts that say something else than the data are refused; facts that repeat or complete them are taken.

use super::bench::Bench;

/// What is said of the sample with these facts of one test of EV-3101; nothing where a certificate is drawn.
fn said_of(test: &str) -> Option<String> {
    let bench = Bench::new();
    bench.edit("facts.yaml", "  tests:\n    endotoxin: {report: EM-26-0114}\n", &format!("  tests:\n    {test}\n"));
    let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
    if said.exit == 0 {
        return None;
    }
    assert_eq!((said.exit, said.out.as_str()), (4, ""), "{test}: {}", said.err);
    assert!(
        said.err.contains("certificate-facts-contradict") && said.err.contains("facts.yaml:"),
        "{test}: {}",
        said.err
    );
    Some(said.err.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn facts_that_contradict_the_results() {
    for (test, message) in [
        (
            "endotoxin: {report: EM-26-0114, completed: 2026-02-09}",
            "the facts say that endotoxin was completed on 2026-02-09, and the results on 2026-02-08",
        ),
        (
            "endotoxin: {report: EM-26-0114, analyst: Paul Unger}",
            "the facts say that Paul Unger tested endotoxin, and the results S. Roth",
        ),
        (
            "endotoxin: {report: EM-26-0114}\n    cd81: {completed: 2026-02-06}",
            "the facts say that cd81 was completed on 2026-02-06, and the results on 2026-02-09",
        ),
    ] {
        let said = said_of(test).unwrap_or_else(|| panic!("{test} is taken"));
        assert!(said.contains(message), "{message}: {said}");
    }
}

#[test]
fn facts_that_repeat_or_complete_the_results() {
    for test in [
        "endotoxin: {report: EM-26-0114, completed: 2026-02-08, analyst: S. Roth}",
        // A name in full is that of its initials.
        "endotoxin: {report: EM-26-0114, completed: 2026-02-08T11:20:00+01:00, analyst: Sven Roth}",
        // The results state no start of this test.
        "endotoxin: {report: EM-26-0114, started: 2026-02-07}",
        "endotoxin: {report: EM-26-0114}\n    particles_per_ug: {completed: 2026-02-10, analyst: Paul Unger}",
    ] {
        assert_eq!(said_of(test), None, "{test}");
    }
    let bench = Bench::new();
    bench.edit("facts.yaml", "endotoxin: {report: EM-26-0114}", "endotoxin: {report: EM-26-0114, started: 2026-02-07}");
    let line = bench.twin("EV-3101", &[]).content.tests.into_iter().find(|line| line.id == "endotoxin").unwrap();
    assert_eq!((line.started.as_deref(), line.completed.as_deref()), (Some("2026-02-07"), Some("2026-02-08")));
}

#[test]
fn another_start_or_another_day_of_manufacture() {
    let bench = Bench::new();
    bench.edit("facts.yaml", "sterility: {report: EM-26-0121}", "sterility: {report: EM-26-0121, started: 2026-02-05}");
    let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
    assert_eq!(said.exit, 4);
    assert!(said.err.contains("certificate-facts-contradict") && said.err.contains("2026-02-05"), "{}", said.err);
    let bench = Bench::new();
    bench.edit("facts.yaml", "    containers: 400\n", "    containers: 400\n    manufactured: 2026-01-29\n");
    let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
    let message = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(said.exit, 4);
    assert!(message.contains("the facts say manufactured 2026-01-29, and the lot file 2026-01-30"), "{message}");
}

/// Runs the sample with an edit, and says what keeps it from a certificate.
fn refused(edits: &[(&str, &str, &str)]) -> Option<String> {
    let bench = Bench::new();
    for (file, from, to) in edits {
        bench.edit(file, from, to);
    }
    let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
    let words = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
    (said.exit == 4).then_some(words)
}

#[test]
fn facts_about_the_product_repeat_the_specification() {
    for (from, to, message) in [
        (
            "route: {en: inhalation, zh: 吸入}",
            "route: {en: intravenous, zh: 静脉}",
            "the facts say product.route `intravenous`, `静脉`, and the specification sample-certificate product.route `inhalation`",
        ),
        (
            "route: {en: inhalation, zh: 吸入}",
            "route: \"inhalation, intravenous\"",
            "the facts say product.route `inhalation, intravenous`",
        ),
        ("storage: \"-80 °C\"", "storage: \"2 to 8 °C\"", "the facts say product.storage `2 to 8 °C`"),
        (
            "storage: \"-80 °C\"",
            "storage: {en: \"-80 °C\", zh: 2 至 8 °C}",
            "the facts say product.storage `-80 °C`, `2 至 8 °C`",
        ),
        (
            "dosage_form: {en: solution for nebulisation",
            "dosage_form: {en: powder",
            "the facts say product.dosage_form",
        ),
        ("name: {en: MSC-EV-01 for", "name: {en: MSC-EV-02 for", "the facts say product.name"),
        (
            "route: {en: inhalation, zh: 吸入}",
            "route: {en: inhalation, zh: 静脉注射}",
            "the facts say product.route `inhalation`, `静脉注射`, and the specification sample-certificate product.route `inhalation`",
        ),
        (
            "route: {en: inhalation, zh: 吸入}",
            "route: {en: inhalation, zh: 直肠给药}",
            "of which `直肠给药` is no route that evqc knows",
        ),
        (
            "storage: \"-80 °C\"",
            "storage: {en: \"-80 °C\", zh: \"80 °C\"}",
            "the facts say product.storage `-80 °C`, `80 °C`",
        ),
        (
            "storage: \"-80 °C\"",
            "storage: {en: \"80 °C\", zh: \"-80 °C\"}",
            "the facts say product.storage `80 °C`, `-80 °C`",
        ),
        ("storage: \"-80 °C\"", "storage: not -80 °C", "the facts say product.storage `not -80 °C`"),
        (
            "storage: \"-80 °C\"",
            "storage: -20 °C (formerly -80 °C)",
            "the facts say product.storage `-20 °C (formerly -80 °C)`",
        ),
        (
            "zh: 干冰运输，不高于 -60 °C",
            "zh: 干冰运输，不高于 -20 °C",
            "the facts say product.shipping `dry ice, not above -60 °C` in English and `干冰运输，不高于 -20 °C` in Chinese, which state other numbers or units",
        ),
        ("zh: 400瓶", "zh: 900瓶", "the facts say batch.size `400 vials` in English and `900瓶` in Chinese"),
        (
            "zh: 解冻后1 h内使用",
            "zh: 解冻后1天内使用",
            "`解冻后1天内使用` in Chinese, which state other numbers or units",
        ),
        (
            "strength: \"4.0×10^10 particles\"",
            "strength: \"4.0×10^10 particles/mL\"",
            "the label claim of particle_concentration is 2.0×10^10 particles/mL",
        ),
        (
            "parent_cell: {en: umbilical cord MSC",
            "parent_cell: {en: bone marrow MSC",
            "the facts say provenance.parent_cell",
        ),
    ] {
        let said = refused(&[("facts.yaml", from, to)]).unwrap_or_else(|| panic!("{to} is taken"));
        for part in ["certificate-facts-contradict", message, "facts.yaml:"] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
    for (from, to, message) in [
        ("storage: \"-80 °C\"", "storage: {en: -80 °C, zh: 高于-80 ℃}", "`高于-80 ℃` is not what stands there"),
        (
            "storage: \"-80 °C\"",
            "storage: {en: -80 °C, zh: 不得于-80 ℃保存}",
            "the Chinese text has `-80 ℃` (anywhere else)",
        ),
        (
            "zh: 干冰运输，不高于 -60 °C",
            "zh: 干冰运输，不低于-60 ℃",
            "the English text has `not above -60 °C` (at most) where the Chinese text has `不低于-60 ℃` (at least)",
        ),
        (
            "shipping: {en: \"dry ice, not above -60 °C\", zh: 干冰运输，不高于 -60 °C}",
            "shipping: {en: \"dry ice, at most 72 h\", zh: 干冰运输，至少72小时}",
            "the Chinese text has `至少72小时` (at least)",
        ),
    ] {
        let said = refused(&[("facts.yaml", from, to)]).unwrap_or_else(|| panic!("{to} is taken"));
        assert!(said.contains("certificate-facts-contradict") && said.contains(message), "{message}: {said}");
    }
    for (from, to) in [
        ("storage: \"-80 °C\"", "storage: {en: -80 °C, zh: -80 ℃以下}"),
        ("zh: 干冰运输，不高于 -60 °C", "zh: 干冰运输，-60 ℃及以下"),
        ("storage: \"-80 °C\"", "storage: \"−80 °C, protected from light\""),
        ("storage: \"-80 °C\"", "storage: \"-80°C\""),
        ("storage: \"-80 °C\"", "storage: \"−80 ℃\""),
        ("route: {en: inhalation, zh: 吸入}", "route: {en: inhalation use, zh: 雾化吸入}"),
        ("zh: 解冻后1 h内使用", "zh: 解冻后一小时内使用"),
        ("route: {en: inhalation, zh: 吸入}", "route: {en: nebulised, zh: 雾化}"),
        ("strength: \"4.0×10^10 particles\"", "strength: \"2.0×10^10 particles/mL\""),
    ] {
        assert_eq!(refused(&[("facts.yaml", from, to)]), None, "{to}");
    }
}

/// What the specification has under `in_use` and `storage`, in the words of the facts.
#[test]
fn conditions_beside_those_of_the_specification() {
    let in_use = ("spec.yaml", "derived:\n", "in_use:\n  thawed: {within: 1 h}\nderived:\n");
    for hours in ["4小时", "1天", "４ h", "四小时"] {
        let zh = format!("zh: 解冻后{hours}内使用");
        let said = refused(&[in_use, ("facts.yaml", "zh: 解冻后1 h内使用", &zh)]).unwrap();
        assert!(said.contains("has 1 h under `in_use`"), "{hours}: {said}");
    }
    let four = ("facts.yaml", "{en: within 1 h of thawing, zh: 解冻后1 h内使用}", "within four hours of thawing");
    assert!(refused(&[in_use, four]).unwrap().contains("has 1 h under `in_use`"));
    assert_eq!(refused(&[in_use]), None);
    // How long a step takes is no time of use.
    let stated =
        |facts: &str| refused(&[in_use, ("facts.yaml", "{en: within 1 h of thawing, zh: 解冻后1 h内使用}", facts)]);
    for facts in [
        "Thaw for 15 min at room temperature. Use within 1 h of thawing.",
        "{en: Thaw for 15 min. Use within 1 h of thawing. Nebulise for 20 min., zh: 解冻15分钟。解冻后1小时内使用。雾化20分钟。}",
    ] {
        assert_eq!(stated(facts), None, "{facts}");
    }
    for facts in ["Thawed for 8 h", "Use within 8 h of thawing", "Stable for 8 h once thawed", "解冻后8小时内雾化"]
    {
        assert!(stated(facts).is_some_and(|said| said.contains("has 1 h under `in_use`")), "{facts}");
    }
    let stored = |spec: &str, facts: &str| {
        let spec = format!("storage: {spec}");
        refused(&[("spec.yaml", "storage: -80 °C", &spec), ("facts.yaml", "storage: \"-80 °C\"", facts)])
    };
    let said = stored("20 °C", "storage: \"-20 °C\"").unwrap();
    assert!(said.contains("the facts say product.storage `-20 °C`, and the specification"), "{said}");
    assert!(stored("2 to 8 °C", "storage: \"28 °C\"").is_some());
    for facts in ["storage: 2–8 °C", "storage: 2-8 °C", "storage: {en: 2 °C to 8 °C, zh: 2～8 ℃}"] {
        assert_eq!(stored("2 to 8 °C", facts), None, "{facts}");
    }
    assert!(stored("2 to 8 °C", "storage: {en: 2 to 8 °C, zh: 2～8 ℃以外}").is_some());
    for facts in ["storage: ≤ -70 °C", "storage: at or below -70 °C", "storage: not above -70 °C"] {
        assert_eq!(stored("\"<= -70 °C\"", facts), None, "{facts}");
    }
    assert_eq!(stored("-80 °C ± 10 °C", "storage: -90 to -70 °C"), None);
    let said = stored("\"≤ -70 °C\"", "storage: {en: ≤ -70 °C, zh: ≥-70 ℃}").unwrap();
    assert!(said.contains("the Chinese text has `≥-70 ℃` (at least)"), "{said}");
}

#[test]
fn the_number_of_containers_is_the_one_of_the_lot_file() {
    let spec = ("spec.yaml", "derived:\n", "facts:\n  batch_size: {}\nderived:\n");
    let lots = |number: &str| {
        let bench = Bench::new();
        let mut lines = bench.read("lots.csv").lines().map(str::to_owned).collect::<Vec<_>>();
        lines.iter_mut().enumerate().for_each(|(at, line)| {
            line.push_str(&if at == 0 { ",batch_size".to_owned() } else { format!(",{number}") });
        });
        (bench.read("lots.csv"), lines.join("\n") + "\n")
    };
    let (own, other) = lots("60");
    let said = refused(&[spec, ("lots.csv", &own, &other)]).unwrap();
    assert!(said.contains("the facts say batch.containers 400, and the lot file batch_size 60 (lots.csv:2"), "{said}");
    let (own, other) = lots("400");
    assert_eq!(refused(&[spec, ("lots.csv", &own, &other)]), None);
    let said = refused(&[
        spec,
        ("lots.csv", &own, &other),
        ("facts.yaml", "size: {en: 400 vials, zh: 400瓶}", "size: {en: 60 vials, zh: 60瓶}"),
    ]);
    assert!(said.unwrap().contains("the facts say batch.size `60 vials`"));
}

/// The text of a specification stands beside the criterion in print: it states no other numbers, and nothing that was found.
#[test]
fn a_text_with_another_criterion_has_no_certificate() {
    let with = |text: &str| {
        let to = format!("    accept: \"<= 0.25 EU/mL\"\n    text: \"{text}\"\n");
        refused(&[("spec.yaml", "    accept: \"<= 0.25 EU/mL\"\n", &to)])
    };
    for (text, number) in [
        ("NMT 0.05 EU/mL, sterile, passed", "`NMT 0.05 EU/mL`"),
        ("≥ 0.25 EU/mL", "`≥ 0.25 EU/mL`"),
        ("< 0.25 EU/mL", "`< 0.25 EU/mL`"),
        ("endotoxin 0.05 EU/mL", "`0.05 EU/mL`"),
        ("0.25 EU/mL or more", "`0.25 EU/mL`"),
        ("不得过0.05 EU/mL", "`不得过0.05 EU/mL`"),
    ] {
        let said = with(text).unwrap_or_else(|| panic!("{text} is taken"));
        for part in ["text-not-of-criterion", number, "spec.yaml:"] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
    for text in
        ["bacterial endotoxin, all tests passed", "符合规定", "本批符合规定", "The lot complies with Ph. Eur. 2.6.14"]
    {
        assert!(with(text).unwrap().contains("claim-without-signatory"), "{text}");
    }
    for text in [
        "应符合规定",
        "照细菌内毒素检查法检查，应符合规定",
        "Complies with Ph. Eur. 2.6.14",
        "shall comply with Ph. Eur. 2.6.14",
        "NMT 0.25 EU/mL (Ph. Eur. 2.6.14)",
        "每1 mL中含内毒素的量应不高于0.25 EU",
        "≤ 250 EU/L, spike recovery 50 to 200 %",
        "gel clot or photometric, 2 tests",
    ] {
        assert_eq!(with(text), None, "{text}");
    }
    let bench = Bench::new();
    bench.edit(
        "spec.yaml",
        "    accept: \"<= 0.25 EU/mL\"\n",
        "    accept: \"<= 0.25 EU/mL\"\n    text: \"not more than 0.25 EU/mL, undiluted\"\n",
    );
    bench.run(&["--lot", "EV-3101", "--lang", "en+zh", "-o", "coa.md"]);
    let page = bench.read("coa.md");
    for part in [
        "wording of the specification: not more than 0.25 EU/mL, undiluted",
        "质量标准原文：not more than 0.25 EU/mL, undiluted",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

/// Rows under an id that only looks like that of the lot are out of sight of whoever asks for it.
#[test]
fn another_lot_that_looks_the_same() {
    for other in ["EV–3101", "ЕV-3101", "ev-3101", "EV- 3101"] {
        let bench = Bench::new();
        let rows = bench.read("results.csv");
        let last = rows.lines().rfind(|line| line.starts_with("EV-3101,")).unwrap().replacen("EV-3101", other, 1);
        bench.write("results.csv", &format!("{rows}{last}\n"));
        let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
        let words = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!((said.exit, said.out.as_str()), (4, ""), "{other}: {words}");
        for part in ["other-lot-alike", "lot-ids-alike", "results.csv:", "no certificate"] {
            assert!(words.contains(part), "{part}: {words}");
        }
        let checked = bench.command(&super::bench::judging("check", &["--lot", "EV-3101", "-o", "json"]));
        assert!(checked.out.contains("lot-ids-alike"), "{other}: {}", checked.out);
    }
    let bench = Bench::new();
    assert!(!bench.command(&super::bench::judging("check", &["-o", "json"])).out.contains("lot-ids-alike"));
}

/// A body fluid has no parent cell; a cell line has.
#[test]
fn vesicles_of_a_body_fluid_have_no_parent_cell() {
    let said = |source: &str, en: &str, zh: &str| {
        let bench = Bench::new();
        bench.edit("spec.yaml", "  source: umbilical cord MSC\n", &format!("  source: {source}\n"));
        bench.edit("facts.yaml", "{en: umbilical cord MSC, zh: 脐带间充质干细胞}", &format!("{{en: {en}, zh: {zh}}}"));
        bench.run(&["--lot", "EV-3101", "-o", "json"]).err.contains("the facts say provenance.parent_cell")
    };
    assert!(!said("human plasma", "not applicable (plasma)", "不适用（血浆）"));
    assert!(!said("人血浆", "not applicable (plasma)", "不适用（人血浆）"));
    assert!(said("human plasma", "not applicable (urine)", "不适用（尿）"));
    assert!(said("human plasma", "not applicable (plasma)", "脐带间充质干细胞"));
    assert!(said("umbilical cord MSC", "not applicable (umbilical cord)", "不适用"));
}
