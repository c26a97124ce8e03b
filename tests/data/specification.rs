//! A specification put together by hand, so that the readers are tested without the specification language.

use evqc::quantity::{RoundingRule, Unit};
use evqc::source::Place;
use evqc::spec::*;
use std::sync::Arc;

/// A delivered test that takes one value and reports it.
pub fn test(id: &str, name: &str, columns: &[&str], stage: Option<&str>) -> Test {
    Test {
        id: id.to_owned(),
        name: name.to_owned(),
        category: Category::Identity,
        stage: stage.map(str::to_owned),
        procedure: None,
        methods: Vec::new(),
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        required: true,
        never_waive: false,
        text: None,
        source: None,
        evidence: None,
        rationale: None,
        rounding: RoundingRule::Usp,
        assessment: Assessment::Measured(Box::new(Measured {
            origin: Origin::Delivered,
            from: None,
            of: None,
            range: None,
            linear_range: None,
            plausible: None,
            second_stage: Vec::new(),
            unit: Unit::none(),
            plan: Plan { summary: Summary::Single, count: Count::Exactly(1), levels: None },
            retest: None,
            individual: None,
            valid_if: Vec::new(),
            requires: Vec::new(),
            final_after_days: None,
            accept: Vec::new(),
            alert: None,
            action: None,
            shelf_life: Vec::new(),
            trend: None,
            decide: DecisionRule::Simple,
            uncertainty: None,
            censored: CensoredRule::Limit,
            loq: None,
            skip: None,
        })),
        panel: None,
        place: Place::file(&Arc::from("spec.yaml")),
    }
}

/// A specification of these tests.
pub fn specification(tests: Vec<Test>) -> Specification {
    Specification {
        id: "test".to_owned(),
        version: "1".to_owned(),
        title: "Test".to_owned(),
        part: false,
        status: Status::Draft,
        effective: None,
        effective_until: None,
        select_by: SelectBy::ManufactureDate,
        rounding: RoundingRule::Usp,
        product: Vec::new(),
        regions: Vec::new(),
        phase: None,
        justified: Vec::new(),
        dosing: None,
        stability: None,
        handling: None,
        basis: None,
        notes: Vec::new(),
        references: Vec::new(),
        parameters: Vec::new(),
        label: Vec::new(),
        facts: vec![("dose_volume".to_owned(), Unit::parse("mL").expect("a unit"))],
        derived: Vec::new(),
        tests,
        gates: Vec::new(),
        compensation: None,
        ignore_columns: vec!["operator shift".to_owned()],
        samples: Vec::new(),
        sha256: String::new(),
        file: Arc::from("spec.yaml"),
    }
}

/// The tests most cases use, among them a panel, and one attribute at two stages.
#[allow(dead_code)]
pub fn usual() -> Specification {
    let mut panel = test("identity_panel", "Identity panel", &[], None);
    panel.assessment = Assessment::Panel(Panel {
        text: "all of [cd63_positive]".to_owned(),
        statement: Statement::All(vec![Statement::Member(0)]),
        place: panel.place.clone(),
    });
    specification(vec![
        test("cd63_positive", "CD63-positive vesicles", &["CD63+ (%)", "CD63 阳性率"], None),
        test("ph", "pH", &[], None),
        test("endotoxin", "Bacterial endotoxin", &["细菌内毒素"], None),
        test("protein", "Total protein", &["蛋白含量"], None),
        test("particles_ds", "Particle concentration", &[], Some("drug substance")),
        test("particles_dp", "Particle concentration", &[], Some("drug product")),
        panel,
    ])
}
