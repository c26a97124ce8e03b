//! The JSON schemas of the formats, which the tests publish in `docs/schema`. A program that nobody asks for them is built without
//! (`Cargo.toml`, feature `schemas`): they are a twentieth of its code.

#[cfg(not(feature = "schemas"))]
pub(crate) use evqc_no_schema::JsonSchema;
#[cfg(feature = "schemas")]
pub(crate) use schemars::JsonSchema;

/// The schema of a document that is written, draft 2020-12.
#[cfg(feature = "schemas")]
pub(crate) fn of_written<T: JsonSchema>() -> schemars::Schema {
    schemars::generate::SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}
