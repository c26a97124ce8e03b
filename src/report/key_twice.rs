//! A JSON document that has a key twice: one reader takes the first value, another one the last.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeSet;
use std::fmt;

/// Which key stands twice in one map of a document that can be read, and where; nothing: none does.
pub fn key_twice(json: &[u8]) -> Option<String> {
    serde_json::from_slice::<EachOnce>(json).err().map(|error| error.to_string())
}

/// A value of which nothing is kept: its maps have each key once.
struct EachOnce;

impl<'de> Deserialize<'de> for EachOnce {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(EachOnce)
    }
}

impl<'de> Visitor<'de> for EachOnce {
    type Value = EachOnce;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a JSON value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<EachOnce, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<EachOnce, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<EachOnce, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<EachOnce, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<EachOnce, E> {
        Ok(self)
    }

    fn visit_unit<E>(self) -> Result<EachOnce, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut of: A) -> Result<EachOnce, A::Error> {
        while of.next_element::<EachOnce>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut of: A) -> Result<EachOnce, A::Error> {
        let mut keys = BTreeSet::new();
        while let Some(key) = of.next_key::<String>()? {
            if keys.contains(&key) {
                return Err(A::Error::custom(format!("the key `{key}` stands twice")));
            }
            keys.insert(key);
            of.next_value::<EachOnce>()?;
        }
        Ok(self)
    }
}
