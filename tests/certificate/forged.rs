//! Certificates that were edited until they nearly agree with themselves: what evqc never writes is told.

use super::bench::Bench;
use evqc::certificate::{Certificate, LimitsStated, OpenItem, TestLine, Words};

fn line<'c>(certificate: &'c mut Certificate, id: &str) -> &'c mut TestLine {
    certificate.content.tests.iter_mut().find(|line| line.id == id).unwrap()
}

/// A number of a line, everywhere where it stands as the result.
fn set_value(line: &mut TestLine, value: &str, unit: &str) {
    let result = line.result.as_mut().unwrap();
    (result.value, result.compared) = (Some(value.to_owned()), Some(value.to_owned()));
    result.text = Words::same(format!("{value} {unit}"));
}

fn outcome(line: &mut TestLine, outcome: &str, en: &str, zh: &str) {
    (line.outcome, line.conclusion) = (outcome.to_owned(), Words::new(en, zh));
    (line.remarks, line.reasons) = (Vec::new(), Vec::new());
}

fn fails(line: &mut TestLine) {
    outcome(line, "fail", "does not comply", "不符合规定");
}

type Edit = fn(&mut Certificate);

/// A lot that conforms, edited.
#[test]
fn a_lot_that_conforms() {
    let own = Bench::new().twin("EV-3101", &[]);
    assert_eq!(own.contradiction(), None);
    let edits: [(Edit, &str); 13] = [
        (
            |certificate| {
                let potency = line(certificate, "potency");
                set_value(potency, "72", "%");
                potency.determinations.iter_mut().for_each(|one| one.text = "72".to_owned());
            },
            "its value 72 does not lie in the acceptance zone of its rule",
        ),
        (
            |certificate| {
                let potency = line(certificate, "potency");
                set_value(potency, "72", "%");
                potency.determinations.iter_mut().for_each(|one| one.text = "72".to_owned());
                potency.rule.as_mut().unwrap().acceptance_zone = Some(Words::new("71 to 129 %", "71 至 129 %"));
            },
            "its acceptance zone is not that of guarded(1) with U = 8",
        ),
        (
            |certificate| line(certificate, "calnexin").result.as_mut().unwrap().text = Words::new("positive", "阳性"),
            "its result in print is \"positive\"",
        ),
        (
            |certificate| {
                let calnexin = line(certificate, "calnexin");
                calnexin.determinations.iter_mut().for_each(|one| one.text = "positive".to_owned());
            },
            "\"positive\" does not meet its criterion",
        ),
        (
            |certificate| line(certificate, "endotoxin").determinations[0].text = "9.80".to_owned(),
            "its value 0.09 is not what its determinations come to: 9.80, 0.10",
        ),
        (
            |certificate| line(certificate, "endotoxin").determinations.clear(),
            "its value 0.09 rests on no determination",
        ),
        (
            |certificate| {
                for (id, name) in [("cd9", "CD9"), ("cd63", "CD63")] {
                    let member = line(certificate, id);
                    member.outcome = "fail".to_owned();
                    member.conclusion = Words::new(
                        "does not comply (counts through Tetraspanins)",
                        "不符合规定（经由下列组合判定：四跨膜蛋白组合）",
                    );
                    set_value(member, "20", "%");
                    member.determinations.iter_mut().for_each(|one| one.text = "20".to_owned());
                    let panel = line(certificate, "identity_panel").result.as_mut().unwrap();
                    panel.text.en =
                        panel.text.en.replace(&format!("{name}: complies"), &format!("{name}: does not comply"));
                }
            },
            "test ",
        ),
        (
            |certificate| {
                line(certificate, "particle_concentration").result.as_mut().unwrap().measured =
                    Some("9.999×10^12 particles/mL".to_owned());
            },
            "measured, not 9.999×10^12 particles/mL",
        ),
        (
            |certificate| line(certificate, "endotoxin").determinations[0].unit = Some("%".to_owned()),
            "its determination 0.08 in % has no value in EU/mL",
        ),
        (
            |certificate| line(certificate, "potency").rule.as_mut().unwrap().decision = "simple".to_owned(),
            "its decision rule is simple, and in words \"",
        ),
        (
            |certificate| line(certificate, "potency").rule.as_mut().unwrap().rounding = "none".to_owned(),
            "its rounding is none under guarded(1), and in words \"",
        ),
        (
            |certificate| {
                let zone = line(certificate, "potency").rule.as_ref().unwrap().acceptance_zone.clone();
                line(certificate, "endotoxin").rule.as_mut().unwrap().acceptance_zone = zone;
            },
            "its decision rule is simple, and it has a guard band",
        ),
        (
            |certificate| certificate.content.title = Words::new("Certificate of Conformity", "合格证"),
            "its verdict is `conforms`, and its title is \"Certificate of Conformity\"",
        ),
    ];
    for (edit, says) in edits {
        let mut edited = own.clone();
        edit(&mut edited);
        let found = edited.contradiction().unwrap_or_else(|| panic!("nothing is found: {says}"));
        assert!(found.contains(says), "{says}: {found}");
    }
}

/// What stands twice on a certificate, and says something else the second time.
#[test]
fn what_stands_twice() {
    let own = Bench::new().twin("EV-3101", &[]);
    let edits: [(Edit, &str); 7] = [
        (
            |certificate| {
                let zone = line(certificate, "potency").rule.as_mut().unwrap().acceptance_zone.as_mut().unwrap();
                zone.zh = zone.zh.replace("78", "48");
            },
            "its acceptance zone is \"78 to 122 %\" and \"48 至 122 %\"",
        ),
        (
            |certificate| {
                let endotoxin = line(certificate, "endotoxin");
                endotoxin.limits.as_mut().unwrap().upper = Some("0.50".to_owned());
                for text in [&mut endotoxin.criterion.en, &mut endotoxin.criterion.zh] {
                    *text = text.replace("0.25", "0.50");
                }
            },
            "its limits are \"≤ 0.50 EU/mL\", and its criterion is written \"<= 0.25 EU/mL\"",
        ),
        (
            |certificate| set_value(line(certificate, "particles_per_ug"), "3.1e9", "particles/µg"),
            "its value 3.1e9 is not what its formula comes to",
        ),
        (|certificate| line(certificate, "particles_per_ug").derivation.clear(), "rests on no determination"),
        (
            |certificate| line(certificate, "endotoxin").determinations[0].used = "contested".to_owned(),
            "a determination was declared invalid without a record",
        ),
        (
            |certificate| {
                line(certificate, "endotoxin").result.as_mut().unwrap().plan = Some(Words::same("best of 2"));
            },
            "its plan is none",
        ),
        (
            |certificate| {
                let calnexin = line(certificate, "calnexin");
                calnexin.criterion = Words::new("positive", "阳性");
            },
            "in print, and is written",
        ),
    ];
    for (edit, says) in edits {
        let mut edited = own.clone();
        edit(&mut edited);
        let found = edited.contradiction().unwrap_or_else(|| panic!("nothing is found: {says}"));
        assert!(found.contains(says), "{says}: {found}");
    }
}

/// A result that was measured and failed is no longer there: waived, with what was measured beside it.
#[test]
fn a_failing_test_that_is_called_waived() {
    let bench = Bench::new();
    let mut edited = bench.twin("EV-3102", &[]);
    let endotoxin = line(&mut edited, "endotoxin");
    outcome(endotoxin, "waived", "waived", "豁免");
    endotoxin.result = None;
    let found = edited.contradiction().unwrap();
    assert!(found.contains("it has determinations that count"), "{found}");
}

/// A panel that is not met is no longer there: waived, with a reason that looks right, and members that have results.
#[test]
fn a_failing_panel_that_is_called_waived() {
    let bench = Bench::new();
    bench.edit("results.csv", "EV-3101,S-1101,cd9,71.3,%", "EV-3101,S-1101,cd9,31.3,%");
    bench.edit("results.csv", "EV-3101,S-1101,cd63,88.0,%", "EV-3101,S-1101,cd63,38.0,%");
    let own = bench.twin("EV-3101", &[]);
    assert_eq!(own.contradiction(), None);
    let mut edited = own.clone();
    let panel = line(&mut edited, "identity_panel");
    assert_eq!(panel.outcome, "fail");
    outcome(panel, "waived", "waived, not tested", "豁免，未检");
    assert!(edited.contradiction().unwrap().contains("it is waived, and no reason says by what"));
    let waived = line(&mut edited, "residual_peg").reasons.clone();
    line(&mut edited, "identity_panel").reasons = waived;
    let found = edited.contradiction().unwrap();
    assert!(found.contains("its outcome is `waived`, and its members come to something else"), "{found}");
}

/// A lot that failed its own dates, and is said to conform.
#[test]
fn a_lot_that_conforms_beside_what_is_open() {
    let bench = Bench::new();
    let mut edited = bench.twin("EV-3101", &[]);
    let text = Words::new("the lot is past its last day on the day of judgement", "批已过末日");
    edited.content.conclusion.open.push(OpenItem {
        test: None,
        text,
        code: Some("lot-expired".to_owned()),
        detail: None,
    });
    let found = edited.contradiction().unwrap();
    assert!(found.contains("its verdict is `conforms`, and open is: the lot is past its last day"), "{found}");
}

/// A test report of a lot that fails never gets the title of a certificate, whoever wrote it.
#[test]
fn a_report_that_is_called_a_certificate() {
    let own = Bench::new().twin("EV-3102", &[]);
    let of_whom = [own.content.record.tool_sha256.clone(), "0".repeat(64)];
    let certificate = Bench::new().twin("EV-3101", &[]).content;
    for tool in of_whom {
        let mut edited = own.clone();
        edited.content.record.tool_sha256 = tool;
        assert_eq!(edited.contradiction(), None);
        (edited.content.document, edited.content.title) = (certificate.document, certificate.title.clone());
        let found = edited.contradiction().unwrap();
        assert!(found.contains("its verdict is `does_not_conform`, and its title is \"Certificate of"), "{found}");
    }
}

/// A bound that lies outside the limits, under a rule that asks for it inside.
#[test]
fn a_bound_outside_the_limits() {
    let bench = Bench::new();
    bench.edit(
        "spec.yaml",
        "decide: guarded(1)\n    uncertainty: {absolute: 8 %, k: 2, from: VAL-044}",
        "result: mean of 3\n    decide: confidence bound 95 %",
    );
    let row =
        bench.read("results.csv").lines().find(|line| line.starts_with("EV-3101,S-1101,potency")).unwrap().to_owned();
    let more = [("97", "1"), ("95", "2"), ("99", "3")]
        .map(|(value, n)| row.replacen(",97,%,", &format!(",{value},%,{n}"), 1))
        .join("\n");
    bench.edit("results.csv", &row, &more);
    let own = bench.twin("EV-3101", &[]);
    assert_eq!(own.contradiction(), None);
    let rule = own.content.tests.iter().find(|line| line.id == "potency").unwrap().rule.clone().unwrap();
    // Mean 97, s = 2, n = 3, t(0.95, 2) = 2.919986: 97 -+ 3.3717.
    assert_eq!(rule.bounds, Some(Words::new("93.63 to 100.4 %", "93.63 至 100.4 %")));
    for bounds in ["69.9 to 100.4 %", "93.63 to 130.2 %", "93.63 to 100.4 mg", "93.63 %"] {
        let mut edited = own.clone();
        line(&mut edited, "potency").rule.as_mut().unwrap().bounds = Some(Words::same(bounds));
        let found = edited.contradiction().unwrap_or_else(|| panic!("nothing is found: {bounds}"));
        assert!(found.contains("bound"), "{found}");
    }
}

/// A lot that fails, edited until it conforms.
#[test]
fn a_lot_that_fails() {
    let bench = Bench::new();
    let sentence = bench.twin("EV-3101", &[]).content.conclusion;
    let own = bench.twin("EV-3102", &[]);
    assert_eq!(own.contradiction(), None);
    let passes: Edit = |certificate| outcome(line(certificate, "endotoxin"), "pass", "complies", "符合规定");
    let edits: [(Edit, &str); 10] = [
        (
            |certificate| line(certificate, "endotoxin").limits = None,
            "its criterion is one of numbers, and has no limits",
        ),
        (
            |certificate| {
                let endotoxin = line(certificate, "endotoxin");
                (endotoxin.limits, endotoxin.criterion_as_written) = (None, None);
            },
            "there are no limits beside its value 0.29",
        ),
        (|certificate| line(certificate, "endotoxin").rule = None, "it has a criterion, and no rule"),
        (
            |certificate| line(certificate, "endotoxin").result.as_mut().unwrap().value = None,
            "its result is a number, and has no value",
        ),
        (
            |certificate| line(certificate, "endotoxin").flags = vec!["decided_by_second_stage".to_owned()],
            "a second stage decided, and no reason says which",
        ),
        (
            |certificate| {
                fails(line(certificate, "endotoxin"));
                line(certificate, "endotoxin").required = false;
            },
            "its outcome is `fail`, and its conclusion is \"does not comply\"",
        ),
        (
            |certificate| {
                let endotoxin = line(certificate, "endotoxin");
                outcome(endotoxin, "fail", "does not comply (not required)", "不符合规定（非必检项目）");
                endotoxin.required = false;
            },
            "test endotoxin",
        ),
        (
            |certificate| {
                fails(line(certificate, "endotoxin"));
                line(certificate, "endotoxin").decided_by = Some("residual_peg".to_owned());
            },
            "test endotoxin",
        ),
        (
            |certificate| outcome(line(certificate, "endotoxin"), "reported", "reported", "报告"),
            "it is reported, and has a criterion",
        ),
        (
            |certificate| {
                line(certificate, "endotoxin").limits = Some(LimitsStated {
                    lower: None,
                    lower_inclusive: false,
                    upper: Some("0.50".to_owned()),
                    upper_inclusive: true,
                    unit: "EU/mL".to_owned(),
                });
            },
            "its limits are \"≤ 0.50 EU/mL\"",
        ),
    ];
    for (edit, says) in edits {
        let mut edited = own.clone();
        passes(&mut edited);
        edit(&mut edited);
        edited.content.conclusion = sentence.clone();
        let found = edited.contradiction().unwrap_or_else(|| panic!("nothing is found: {says}"));
        assert!(found.contains(says), "{says}: {found}");
    }
}

/// Another program may have rounded and worded otherwise: what it says in numbers is compared all the same.
#[test]
fn a_certificate_of_another_program() {
    let mut own = Bench::new().twin("EV-3101", &[]);
    own.content.record.tool_sha256 = "0".repeat(64);
    assert_eq!(own.contradiction(), None);
    let mut worded = own.clone();
    line(&mut worded, "endotoxin").conclusion = Words::new("meets its criterion", "合格");
    worded.content.conclusion.statement =
        Words::new("Everything meets its criterion. Waived: Residual PEG.", "全部合格。残留聚乙二醇豁免。");
    assert_eq!(worded.contradiction(), None);
    let mut printed = own.clone();
    line(&mut printed, "osmolality").result.as_mut().unwrap().text = Words::same("291.0 mOsm/kg");
    assert_eq!(printed.contradiction(), None);
    line(&mut printed, "osmolality").result.as_mut().unwrap().text = Words::same("301 mOsm/kg");
    assert!(printed.contradiction().unwrap().contains("in print, not \"301 mOsm/kg\""));
    let mut failed = own.clone();
    line(&mut failed, "endotoxin").conclusion = Words::new("does not comply", "不符合规定");
    assert!(failed.contradiction().unwrap().contains("its conclusion is \"does not comply\""));
    set_value(line(&mut own, "osmolality"), "351", "mOsm/kg");
    assert!(own.contradiction().unwrap().contains("351 lies outside its limits"));
}
