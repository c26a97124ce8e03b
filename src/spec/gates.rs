//! Reading `gates` and `compensation`.
//!
//! Coordinates stand on the scale of their axis, as in Gating-ML 2.0: on a logarithmic, logicle or arcsinh scale the top of
//! the scale, T, is 1. A threshold in channel values is a threshold on the linear scale.

use super::codes;
use super::fields::{Fields, Text, mapping, text};
use super::from::find_gate;
use super::grammar::{Fault, after_word};
use super::keys;
use super::model::Compensation;
use super::raw::{Form, Key, Kind, Node};
use crate::cytometry::{Axis, Bound, Gate, Geometry, Scale};
use crate::finding::Finding;
use crate::quantity::{Decimal, DecimalMark};
use crate::source::Place;

/// Most gates of a specification; a panel of ten markers has some twenty.
const MOST: usize = 256;
/// Most corners of a polygon.
const MOST_CORNERS: usize = 1000;
/// Largest coordinate on a scale that ends at 1; somewhat more, because gates are drawn a little beyond the top.
const TOP: f64 = 2.0;

const SHAPES: [&str; 6] = ["channel", "polygon", "x", "all of", "any of", "not"];
const HELP: &str = "write a threshold (`channel` with `above` or `below`), a rectangle (`x` and `y` as maps), a polygon (`x` and `y` as \
     channels, with `polygon`), or `all of`, `any of`, `not` with earlier gates";

/// The gates of a specification in the order written, those with faults left out.
pub(super) fn gates(entries: &[(Key, Node)], findings: &mut Vec<Finding>) -> Vec<Gate> {
    let mut gates = Vec::new();
    for (key, node) in entries.iter().take(MOST) {
        let gate = Reader { earlier: &gates, findings }.gate(key, node);
        gates.extend(gate);
    }
    if let Some((key, _)) = entries.get(MOST) {
        let message = format!("there are more than {MOST} gates");
        findings.push(
            Finding::new(&codes::MALFORMED_GATE, message)
                .at(key.place.clone(), key.width)
                .help("keep those that tests use"),
        );
    }
    gates
}

/// `compensation`, which must be stated where there are gates.
pub(super) fn compensation(fields: &Fields<'_>, findings: &mut Vec<Finding>) -> Option<Compensation> {
    if fields.node("compensation").is_none() && fields.node("gates").is_some() {
        let help = "add `compensation: from file` or `compensation: none`";
        findings.push(fields.missing("compensation").help(help));
    }
    match fields.word("compensation", keys::COMPENSATIONS, findings)? {
        0 => Some(Compensation::FromFile),
        _ => Some(Compensation::None),
    }
}

/// Reads one gate.
struct Reader<'a, 'b> {
    /// The gates before it.
    earlier: &'a [Gate],
    findings: &'b mut Vec<Finding>,
}

impl Reader<'_, '_> {
    fn gate(&mut self, key: &Key, node: &Node) -> Option<Gate> {
        let entries = mapping(node, &key.text, self.findings)?;
        let at = (key.place.clone(), key.width);
        let fields = Fields::new(entries, keys::GATE, at, format!("gate `{}`", key.text), self.findings);
        if key.text == "events" {
            let message = "`events` means all events and cannot name a gate".to_owned();
            self.malformed::<()>(&fields, message, "give the gate another name");
        }
        let within = match fields.text("within", self.findings) {
            Some(name) => Some(self.named(&name)?),
            None => None,
        };
        let geometry = self.geometry(&fields)?;
        Some(Gate { name: key.text.clone(), within, geometry })
    }

    fn malformed<T>(&mut self, fields: &Fields<'_>, message: String, help: &str) -> Option<T> {
        let finding = Finding::new(&codes::MALFORMED_GATE, message).at(fields.place.clone(), fields.width);
        self.findings.push(finding.help(help));
        None
    }

    fn geometry(&mut self, fields: &Fields<'_>) -> Option<Geometry> {
        let shapes: Vec<&str> = SHAPES.into_iter().filter(|shape| fields.node(shape).is_some()).collect();
        let (shape, allowed): (&str, &[&str]) = match shapes[..] {
            ["channel"] => ("channel", &["channel", "scale", "above", "below"]),
            ["polygon", "x"] => ("polygon", &["polygon", "x", "y", "scale", "x_scale", "y_scale"]),
            ["x"] => ("x", &["x", "y"]),
            [word @ ("all of" | "any of" | "not")] => (word, &["all of", "any of", "not"]),
            _ => return self.malformed(fields, format!("{} has no single shape", fields.what), HELP),
        };
        let surplus = keys::GATE.iter().filter(|entry| {
            entry.name != "within" && !allowed.contains(&entry.name) && fields.node(entry.name).is_some()
        });
        for entry in surplus.collect::<Vec<_>>() {
            let message = format!("`{}` does not go with `{shape}` in {}", entry.name, fields.what);
            self.malformed::<()>(fields, message, HELP);
        }
        match shape {
            "channel" => self.range(fields).map(|range| Geometry::Ranges(vec![range])),
            "x" => {
                let (x, y) = (self.side(fields, "x"), self.side(fields, "y"));
                Some(Geometry::Ranges(vec![x?, y?]))
            }
            "polygon" => self.polygon(fields),
            "not" => {
                let name = fields.text("not", self.findings)?;
                self.named(&name).map(Geometry::Not)
            }
            word => {
                let names = fields.texts(word, false, self.findings);
                let found: Vec<Option<usize>> = names.iter().map(|name| self.named(name)).collect();
                let members = found.into_iter().collect::<Option<Vec<usize>>>()?;
                if members.is_empty() {
                    return self.malformed(fields, format!("`{word}` of {} names no gate", fields.what), HELP);
                }
                Some(if word == "all of" { Geometry::All(members) } else { Geometry::Any(members) })
            }
        }
    }

    fn named(&mut self, text: &Text) -> Option<usize> {
        match find_gate(self.earlier, text.text.trim()) {
            Ok(index) => Some(index),
            Err(finding) => {
                self.findings.push(finding(text));
                None
            }
        }
    }

    /// One side of a rectangle.
    fn side(&mut self, fields: &Fields<'_>, key: &str) -> Option<(Axis, Option<Bound>, Option<Bound>)> {
        let Some(node) = fields.node(key) else {
            self.findings.push(fields.missing(key).help(HELP));
            return None;
        };
        let entries = mapping(node, key, self.findings)?;
        let what = format!("`{key}` of {}", fields.what);
        let inner = Fields::new(entries, keys::AXIS, (node.place.clone(), node.width), what, self.findings);
        self.range(&inner)
    }

    /// A channel with its scale and bounds.
    fn range(&mut self, fields: &Fields<'_>) -> Option<(Axis, Option<Bound>, Option<Bound>)> {
        let channel = fields.needed("channel", self.findings);
        let scale = self.scale(fields, "scale", true);
        let (above, below) = (self.bound(fields, "above", scale), self.bound(fields, "below", scale));
        if fields.node("above").is_none() && fields.node("below").is_none() {
            return self.malformed(fields, format!("{} has neither `above` nor `below`", fields.what), HELP);
        }
        let (above, below) = (above?, below?);
        if let (Some(Bound::At(low)), Some(Bound::At(high))) = (&above, &below)
            && low >= high
        {
            let message = format!("no event of {} lies above {low} and below {high}", fields.what);
            return self.malformed(fields, message, "exchange the two, or correct one");
        }
        Some((Axis { channel: channel?.text, scale: scale? }, above, below))
    }

    /// A scale; where two axes may share one, it need not be there.
    fn scale(&mut self, fields: &Fields<'_>, key: &str, needed: bool) -> Option<Scale> {
        let text = if needed { fields.needed(key, self.findings)? } else { fields.text(key, self.findings)? };
        match scale(&text.text) {
            Ok(scale) => Some(scale),
            Err(fault) => {
                self.findings.push(text.fault(fault));
                None
            }
        }
    }

    /// A bound that may be absent; the outer `None` is a fault.
    fn bound(&mut self, fields: &Fields<'_>, key: &str, scale: Option<Scale>) -> Option<Option<Bound>> {
        if fields.node(key).is_none() {
            return Some(None);
        }
        let text = fields.number_text(key, self.findings)?;
        if let Some(rest) = after_word(&text.text, "quantile") {
            return match quantile(&text.text, rest) {
                Ok(bound) => Some(Some(bound)),
                Err(fault) => {
                    self.findings.push(text.fault(fault));
                    None
                }
            };
        }
        let at = self.coordinate(&text.text, scale, &text.place, text.width)?;
        Some(Some(Bound::At(at)))
    }

    /// A finite number on a scale.
    fn coordinate(&mut self, number: &str, scale: Option<Scale>, place: &Place, width: u32) -> Option<f64> {
        let at = |message: String| Finding::new(&codes::MALFORMED_GATE, message).at(place.clone(), width);
        let value = Decimal::parse(number, DecimalMark::Point).ok().map(|number| number.exact().to_f64());
        let Some(value) = value.filter(|value| value.is_finite()) else {
            let help = "write a number, or `quantile 99.5 % of isotype` for a bound";
            self.findings.push(at(format!("`{number}` is not a coordinate")).help(help));
            return None;
        };
        if value > TOP && scale.is_some_and(|scale| scale != Scale::Linear) {
            let message = format!("{number} lies far beyond the top of its scale, which is 1");
            let help = "write the coordinate on the scale, or `scale: linear` for a channel value";
            self.findings.push(at(message).help(help));
            return None;
        }
        Some(value)
    }

    fn polygon(&mut self, fields: &Fields<'_>) -> Option<Geometry> {
        let shared = self.scale(fields, "scale", false);
        let mut axis = |channel: &str, own: &str| {
            let scale = match (fields.node(own), fields.node("scale")) {
                (None, Some(_)) => shared,
                _ => self.scale(fields, own, true),
            };
            let channel = fields.needed(channel, self.findings)?;
            Some(Axis { channel: channel.text, scale: scale? })
        };
        let (x, y) = (axis("x", "x_scale"), axis("y", "y_scale"));
        let scales = (x.as_ref().map(|axis| axis.scale), y.as_ref().map(|axis| axis.scale));
        let vertices = self.vertices(fields, scales)?;
        Some(Geometry::Polygon { x: x?, y: y?, vertices })
    }

    fn vertices(&mut self, fields: &Fields<'_>, scales: (Option<Scale>, Option<Scale>)) -> Option<Vec<(f64, f64)>> {
        let points = match fields.node("polygon").map(|node| &node.kind) {
            Some(Kind::Sequence(points)) if (3..=MOST_CORNERS).contains(&points.len()) => points,
            _ => {
                let message = format!("the polygon of {} is no list of at least three points", fields.what);
                return self.malformed(
                    fields,
                    message,
                    "write it as in `polygon: [[0.2, 0.1], [0.8, 0.1], [0.5, 0.9]]`",
                );
            }
        };
        let read: Vec<Option<(f64, f64)>> = points.iter().map(|point| self.vertex(point, scales)).collect();
        read.into_iter().collect()
    }

    fn vertex(&mut self, point: &Node, scales: (Option<Scale>, Option<Scale>)) -> Option<(f64, f64)> {
        let Kind::Sequence(pair) = &point.kind else { return self.no_point(point) };
        let [x, y] = &pair[..] else { return self.no_point(point) };
        let (x, y) = (self.number(x, scales.0), self.number(y, scales.1));
        Some((x?, y?))
    }

    fn no_point(&mut self, node: &Node) -> Option<(f64, f64)> {
        let finding = Finding::new(&codes::MALFORMED_GATE, "a corner is a list of two numbers")
            .at(node.place.clone(), node.width);
        self.findings.push(finding.help("write it as in [0.2, 0.1]"));
        None
    }

    fn number(&mut self, node: &Node, scale: Option<Scale>) -> Option<f64> {
        let written = match &node.kind {
            Kind::Scalar(scalar) if scalar.form == Form::Number => scalar.text.clone(),
            _ => text(node, "polygon", self.findings)?.text,
        };
        self.coordinate(&written, scale, &node.place, node.width)
    }
}

/// `99.5 % of isotype`.
fn quantile(whole: &str, rest: &str) -> Result<Bound, Fault> {
    let fault = || {
        let message = format!("`{}` is not a quantile of a control", whole.trim());
        Fault::at(&codes::MALFORMED_GATE, whole, rest, message).help("write it as in `quantile 99.5 % of isotype`")
    };
    let (percent, control) = rest.split_once('%').ok_or_else(fault)?;
    let control = after_word(control.trim_start(), "of").map(str::trim).filter(|name| !name.is_empty());
    let percent =
        Decimal::parse(percent.trim(), DecimalMark::Point).ok().map(|percent| percent.exact().divided_by(100));
    match (percent.map(|p| p.to_f64()), control) {
        (Some(p), Some(control)) if p > 0.0 && p < 1.0 => Ok(Bound::Quantile { p, control: control.to_owned() }),
        _ => Err(fault()),
    }
}

/// Reads a scale: `linear`, `logicle(T=262144, W=0.5, M=4.5, A=0)`. Every parameter is named and none has a default.
///
/// # Errors
/// An unknown scale, parameters that are missing, unknown or, as [`Scale::transform`] has it, impossible.
fn scale(text: &str) -> Result<Scale, Fault> {
    const FORMS: &str =
        "write linear, log(T=262144, M=4.5), logicle(T=262144, W=0.5, M=4.5, A=0) or arcsinh(T=262144, M=4.5, A=0)";
    let body = text.trim();
    let fault = |message: String| Fault::at(&codes::MALFORMED_GATE, text, body, message).help(FORMS);
    if body == "linear" {
        return Ok(Scale::Linear);
    }
    let parts = body.split_once('(').and_then(|(name, rest)| Some((name.trim(), rest.strip_suffix(')')?)));
    let wanted: &[&str] = match parts.map(|(name, _)| name) {
        Some("log") => &["T", "M"],
        Some("logicle") => &["T", "W", "M", "A"],
        Some("arcsinh") => &["T", "M", "A"],
        _ => return Err(fault(format!("`{body}` is not a scale"))),
    };
    let (name, inside) = parts.unwrap_or_default();
    let mut values = [None; 4];
    for part in inside.split(',') {
        let (parameter, number) = part.split_once('=').unwrap_or((part, ""));
        let known = wanted.iter().position(|wanted| *wanted == parameter.trim());
        let value = Decimal::parse(number.trim(), DecimalMark::Point).ok().map(|number| number.exact().to_f64());
        match (known.and_then(|at| values.get_mut(at)), value.filter(|value| value.is_finite())) {
            (Some(slot @ None), Some(value)) => *slot = Some(value),
            _ => return Err(fault(format!("`{}` is not a parameter of {name}", part.trim()))),
        }
    }
    let scale = match (name, values) {
        ("log", [Some(t), Some(m), ..]) => Scale::Log { t, m },
        ("logicle", [Some(t), Some(w), Some(m), Some(a)]) => Scale::Logicle { t, w, m, a },
        ("arcsinh", [Some(t), Some(m), Some(a), _]) => Scale::Arcsinh { t, m, a },
        _ => return Err(fault(format!("{name} needs {}", wanted.join(", ")))),
    };
    // One place decides which parameters are possible: that which makes coordinates of them.
    scale.transform().map(|_| scale).map_err(|why| fault(why.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_read_with_every_parameter_named() {
        assert_eq!(scale("linear"), Ok(Scale::Linear));
        assert_eq!(scale("log(T=10000, M=5)"), Ok(Scale::Log { t: 10_000.0, m: 5.0 }));
        let logicle = Scale::Logicle { t: 262_144.0, w: 0.5, m: 4.5, a: 0.0 };
        assert_eq!(scale("logicle(T=262144, W=0.5, M=4.5, A=0)"), Ok(logicle));
        assert_eq!(scale("logicle(A=0, M=4.5, W=0.5, T=262144)"), Ok(logicle));
        assert_eq!(scale("arcsinh(T=1000, M=4.5, A=0)"), Ok(Scale::Arcsinh { t: 1000.0, m: 4.5, a: 0.0 }));
        for text in [
            "log",
            "log(T=10)",
            "log(T=10, M=-1)",
            "logicle(T=262144, W=3, M=4.5, A=0)",
            "logicle(T=262144, T=1, M=4.5, A=0)",
            "biexponential(T=1)",
            "arcsinh(T=1000, M=4.5, A=5)",
            "logicle(T=262144, W=0.5, M=150, A=0)",
            "arcsinh(T=1000, M=300, A=0)",
            "logicle(T=262144, W=2, M=4, A=-4)",
            "",
        ] {
            assert_eq!(scale(text).unwrap_err().code.name, "malformed-gate", "{text}");
        }
    }

    #[test]
    fn what_cannot_be_drawn_says_why() {
        let refused = |text: &str| scale(text).unwrap_err().message;
        assert_eq!(
            refused("logicle(T=262144, W=0.5, M=150, A=0)"),
            "M = 150 is outside the domain of the logicle scale: 0 < M < 100"
        );
        assert_eq!(refused("log(T=0, M=4)"), "T = 0 is outside the domain of the log scale: T > 0");
    }

    #[test]
    fn quantiles_name_their_control() {
        let read = |text: &str| after_word(text, "quantile").map(|rest| quantile(text, rest).ok()).unwrap_or_default();
        let bound = Bound::Quantile { p: 0.995, control: "isotype".to_owned() };
        assert_eq!(read("quantile 99.5 % of isotype"), Some(bound));
        for text in
            ["quantile 99.5 %", "quantile 0 % of isotype", "quantile 100 % of isotype", "quantile 99.5 of isotype"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
