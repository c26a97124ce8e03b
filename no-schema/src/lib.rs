//! The JSON schemas of evqc's formats are made by its tests and lie in `docs/schema`; the program itself needs none of the code that
//! makes them. This derive stands where theirs would, and makes nothing, so that no type has to say its attributes twice.

use proc_macro::TokenStream;

/// Makes nothing, of a type that `schemars` would describe.
#[proc_macro_derive(JsonSchema, attributes(schemars))]
pub fn nothing(_: TokenStream) -> TokenStream {
    TokenStream::new()
}
