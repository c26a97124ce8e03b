//! A text in both languages of a certificate.

use super::terms::Term;
use crate::schema::JsonSchema;
use serde::{Deserialize, Serialize};

/// A text in both languages; names, numbers and units stand in both as they are (R-1101).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Words {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

impl Words {
    /// Two texts.
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Words { en: en.into(), zh: zh.into() }
    }

    /// A text that is the same in both languages: a name, a number.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Words { en: text.clone(), zh: text }
    }

    /// A term of the terminology table.
    pub fn of(term: &Term) -> Self {
        Words::new(term.en, term.zh)
    }

    /// Whether both languages say the same.
    pub fn is_same(&self) -> bool {
        self.en == self.zh
    }

    /// Whether neither language says anything.
    pub fn is_empty(&self) -> bool {
        self.en.trim().is_empty() && self.zh.trim().is_empty()
    }

    /// Texts one after another, joined as each language does it.
    pub fn join(all: &[Words], en: &str, zh: &str) -> Words {
        let each = |of: fn(&Words) -> &str, by: &str| all.iter().map(of).collect::<Vec<_>>().join(by);
        Words::new(each(|words| &words.en, en), each(|words| &words.zh, zh))
    }

    /// The text with another one behind it.
    #[must_use]
    pub fn then(self, other: &Words) -> Words {
        Words::new(self.en + &other.en, self.zh + &other.zh)
    }
}
