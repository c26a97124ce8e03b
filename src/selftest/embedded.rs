//! The reference cases in the program: the project's own selection, one or more for every method.

/// Name and text of every case, in alphabetical order; a test compares it with the folder `cases` beside this file.
pub static EMBEDDED: &[(&str, &str)] = &[];
