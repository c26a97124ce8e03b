//! Points that belong together: one test, one container and strength, batch by batch in the order of time.

use super::point::JudgedPoint;
use super::study_file::Study;
use crate::data::folded;
use crate::order;

/// Results of a test in one container, orientation and strength.
#[derive(Clone, Debug)]
pub struct Group {
    /// Container; empty: not said.
    pub container: String,
    /// Orientation; empty: not said.
    pub orientation: String,
    /// Strength; empty: not said.
    pub strength: String,
    /// Batches by name, each with points.
    pub batches: Vec<BatchPoints>,
}

/// The points of one batch in the order of time.
#[derive(Clone, Debug)]
pub struct BatchPoints {
    /// The batch.
    pub batch: String,
    /// Its points.
    pub points: Vec<JudgedPoint>,
}

impl Group {
    /// Container; empty: not said.
    pub fn container(&self) -> &str {
        &self.container
    }

    /// Orientation; empty: not said.
    pub fn orientation(&self) -> &str {
        &self.orientation
    }

    /// Container, orientation and strength in words; empty where nothing is said.
    pub fn name(&self) -> String {
        let parts = [&self.container, &self.orientation, &self.strength];
        parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    }

    /// Every point.
    pub fn points(&self) -> impl Iterator<Item = &JudgedPoint> {
        self.batches.iter().flat_map(|batch| &batch.points)
    }
}

/// Sorts points into groups: by container, orientation and strength, then batch, then time. The order in which they come
/// does not matter.
pub(super) fn groups(points: Vec<JudgedPoint>, study: Option<&Study>) -> Vec<Group> {
    let planned = |point: &JudgedPoint| study.and_then(|study| study.batch(&point.batch));
    let strength = |point: &JudgedPoint| planned(point).and_then(|batch| batch.strength.clone()).unwrap_or_default();
    let container = |point: &JudgedPoint| match point.container.as_str() {
        "" => planned(point).and_then(|batch| batch.container.clone()).unwrap_or_default(),
        own => own.to_owned(),
    };
    let mut keyed: Vec<([String; 4], JudgedPoint)> = points
        .into_iter()
        .map(|point| ([container(&point), point.orientation.clone(), strength(&point), point.batch.clone()], point))
        .collect();
    order::sort_by(&mut keyed, |(a, one), (b, other)| {
        (key(a), &one.months, &one.condition).cmp(&(key(b), &other.months, &other.condition))
    });
    let mut groups: Vec<Group> = Vec::new();
    for ([container, orientation, strength, batch], point) in keyed {
        let same = |group: &Group| {
            let own = [&group.container, &group.orientation, &group.strength];
            own.map(|text| folded(text)) == [&container, &orientation, &strength].map(|text| folded(text))
        };
        if !groups.last().is_some_and(same) {
            groups.push(Group { container, orientation, strength, batches: Vec::new() });
        }
        let Some(group) = groups.last_mut() else { continue };
        match group.batches.last_mut() {
            Some(last) if last.batch == batch => last.points.push(point),
            _ => group.batches.push(BatchPoints { batch, points: vec![point] }),
        }
    }
    groups
}

/// What the points of a group and a batch share: texts that differ in case or spaces only mean the same.
fn key([container, orientation, strength, batch]: &[String; 4]) -> ([String; 3], &str) {
    ([container, orientation, strength].map(|text| folded(text)), batch)
}

/// Two points of a batch at one time.
pub(super) fn repeated(batch: &BatchPoints) -> Option<(&JudgedPoint, &JudgedPoint)> {
    let same = |pair: &[JudgedPoint]| matches!(pair, [one, other] if one.months == other.months);
    let at = batch.points.windows(2).position(same)?;
    Some((batch.points.get(at)?, batch.points.get(at + 1)?))
}
