//! What holds of every instrument file that was read, whatever its bytes; and lots of a result table, judged.

pub mod judging;

use evqc::finding::{Finding, Severity};
use evqc::instrument::{Content, Dilution, Distribution, Events, Recording, Value};

/// Checks the outcome of a reader: findings with an error, or a recording whose places are in the file.
pub fn check(content: &Content<'_>, outcome: &Result<Recording<'_>, Vec<Finding>>) {
    let places = Places::of(content);
    match outcome {
        Err(findings) => {
            let broken = findings.iter().any(|finding| finding.severity() == Severity::Error);
            assert!(broken, "not read, and no finding is an error: {findings:?}");
            findings.iter().for_each(|finding| places.finding(finding));
        }
        Ok(recording) => {
            recording.findings.iter().for_each(|finding| places.finding(finding));
            recording.values.iter().for_each(|value| places.value(value));
            for run in &recording.runs {
                places.line(run.line);
                run.values.iter().for_each(|value| places.value(value));
                places.dilution(&run.dilution);
                for distribution in &run.distributions {
                    places.line(distribution.line);
                    check_distribution(distribution);
                }
                run.events.iter().for_each(check_events);
            }
        }
    }
}

/// The lines of a text file; binary content has none to count.
struct Places<'c> {
    lines: Option<Vec<&'c str>>,
    /// Whether it is text without quotes: then a cell is found in its line as it stands.
    plain: bool,
}

impl<'c> Places<'c> {
    fn of(content: &'c Content<'_>) -> Places<'c> {
        let text = content.text();
        Places { lines: text.map(|text| text.lines().collect()), plain: text.is_some_and(|text| !text.contains('"')) }
    }

    /// The line, 0 for the file as a whole.
    fn line(&self, line: u64) -> Option<&'c str> {
        let lines = self.lines.as_ref()?;
        let line = usize::try_from(line).expect("a line that fits").checked_sub(1)?;
        assert!(line < lines.len().max(1), "line {} of {}", line + 1, lines.len());
        lines.get(line).copied()
    }

    fn finding(&self, finding: &Finding) {
        assert!(!finding.message.is_empty());
        let places = finding.place.iter().chain(finding.related.iter().map(|(place, _)| place));
        for place in places {
            self.line(place.line);
        }
    }

    fn cell(&self, text: &str, line: u64) {
        // The places in JSON are found again and may not be.
        assert!(!self.plain || line > 0, "`{text}` has no line");
        if let Some(there) = self.line(line).filter(|_| self.plain) {
            assert!(there.contains(text), "`{text}` is not in line {line}, `{there}`");
        }
    }

    fn value(&self, value: &Value) {
        self.cell(&value.text, value.line);
    }

    fn dilution(&self, dilution: &Dilution) {
        if let Dilution::Applied(factor) | Dilution::NotApplied(factor) = dilution {
            assert!(!factor.value.is_zero() && !factor.value.is_negative(), "a dilution of {}", factor.text);
            self.cell(&factor.text, factor.line);
        }
    }
}

fn check_distribution(distribution: &Distribution) {
    let bins = distribution.heights.len();
    assert_eq!((distribution.printed.len(), distribution.edges.len()), (bins, bins + 1));
    let finite = |values: &[f64]| values.iter().all(|value| value.is_finite() && *value >= 0.0);
    assert!(finite(&distribution.edges), "edges {:?}", distribution.edges);
    assert!(finite(&distribution.printed), "sizes {:?}", distribution.printed);
    assert!(finite(&distribution.heights), "heights {:?}", distribution.heights);
    assert!(distribution.edges.is_sorted_by(|a, b| a < b), "edges {:?}", distribution.edges);
}

/// Decodes the first events of every channel.
pub fn check_events(events: &Events<'_>) {
    let mut out = [0.0; 16];
    for (index, channel) in events.channels().iter().enumerate() {
        let due = events.len().min(out.len());
        assert_eq!(events.raw(index, 0, &mut out), due);
        assert_eq!(events.scaled(index, 0, &mut out), due);
        let last = events.len().saturating_sub(1);
        assert_eq!(events.raw(index, last, &mut out), events.len().min(1));
        let found = events.channel(&channel.name);
        let other =
            |found: &usize| events.channels().get(*found).is_none_or(|other| other.name.trim() != channel.name.trim());
        assert!(!found.as_ref().is_ok_and(other), "`{}` is {found:?}", channel.name);
    }
    if let Some(spillover) = &events.spillover {
        assert_eq!(spillover.matrix.len(), spillover.channels.len().pow(2));
        assert!(spillover.matrix.iter().all(|share| share.is_finite()));
        let _ = spillover.is_identity();
    }
}
