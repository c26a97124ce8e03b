//! The JSON Schema of the language, for editors; made from the same table of keys that the reader checks against.

use super::keys::{self, Entry, Shape};
use crate::order;
use serde_json::{Map, Value, json};

/// The schema of a specification file, JSON Schema draft 2020-12.
///
/// It knows keys, shapes and words; grammars inside texts, units and names are checked by the reader only.
pub fn json_schema() -> Value {
    let mut schema = object(keys::SPECIFICATION);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("evqc release specification, format 1");
    schema["required"] = json!(["evqc", "id", "title"]);
    let part = json!({"properties": {"part": {"const": true}}, "required": ["part"]});
    schema["anyOf"] = json!([{"required": ["version", "status"]}, part]);
    schema
}

/// The schema of another file that is read by a table of keys.
pub fn schema_of(table: &[Entry], title: &str, required: &[&str]) -> Value {
    let mut schema = object(table);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!(title);
    schema["required"] = json!(required);
    schema
}

/// A map with these keys and no others.
fn object(table: &[Entry]) -> Value {
    let properties: Map<String, Value> =
        order::collect(table.iter().map(|entry| (entry.name.to_owned(), property(entry))));
    json!({"type": "object", "additionalProperties": false, "properties": properties})
}

fn property(entry: &Entry) -> Value {
    let mut schema = shape(&entry.shape);
    schema["description"] = json!(entry.what);
    schema
}

fn shape(of: &Shape) -> Value {
    match of {
        Shape::Text => json!({"type": "string", "minLength": 1}),
        Shape::Word(words) => json!({"type": "string", "enum": words}),
        Shape::Date => json!({"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"}),
        Shape::Boolean => json!({"type": "boolean"}),
        Shape::FormatVersion => json!({"const": 1}),
        Shape::Number => json!({"type": ["number", "string"]}),
        Shape::OneOrMore(inner) => json!({"anyOf": [shape(inner), list(inner)]}),
        Shape::List(inner) => list(inner),
        Shape::Keys(table) => object(table),
        Shape::Named(inner) => json!({"type": "object", "additionalProperties": shape(inner)}),
        Shape::OrNothing(inner) => json!({"anyOf": [shape(inner), {"type": "null"}]}),
        Shape::Points => json!({
            "type": "array",
            "minItems": 3,
            "items": {"type": "array", "minItems": 2, "maxItems": 2, "items": shape(&Shape::Number)},
        }),
        Shape::TextOrKeys(table) => json!({"anyOf": [shape(&Shape::Text), object(table)]}),
        Shape::Criterion => {
            let mut alternative = object(keys::ALTERNATIVE);
            alternative["required"] = json!(["when", "is"]);
            json!({"anyOf": [shape(&Shape::Text), {"type": "array", "minItems": 1, "items": alternative}]})
        }
    }
}

fn list(inner: &Shape) -> Value {
    json!({"type": "array", "items": shape(inner)})
}
