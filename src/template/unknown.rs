//! A variable that a frame uses and that there is none of, by its name: the template language says the line alone.

use crate::finding::did_you_mean;
use crate::order;
use minijinja::Template;

/// What a frame may use, as it is written there: `title`, `evqc.report`, `image["logo.png"]`.
pub(super) struct Known {
    /// Variables of this page.
    pub variables: Vec<String>,
    /// Pictures of the folder.
    pub pictures: Vec<String>,
    /// Functions of the template language.
    pub functions: Vec<String>,
}

impl Known {
    /// Whether a name stands for something, or for a map of things.
    fn has(&self, name: &str) -> bool {
        let is_map = |one: &String| one.strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', '[']));
        let mut all = self.variables.iter().chain(&self.pictures);
        name == PICTURES || all.any(|one| one == name || is_map(one)) || self.functions.iter().any(|one| one == name)
    }

    /// What is wrong in a line of a frame: the first variable there that does not exist, and the one that may be meant.
    pub fn lacks(&self, page: &Template<'_, '_>, line: usize) -> Option<String> {
        let text = page.source().lines().nth(line.checked_sub(1)?)?;
        let places = page.undeclared_variables(true).into_iter().filter_map(|name| Some((text.find(&name)?, name)));
        let all = places.chain(entries(text, PICTURES)).chain(entries(text, "evqc"));
        let mut missing: Vec<(usize, String)> = order::collect(all.filter(|(_, name)| !self.has(name)));
        order::sort(&mut missing);
        let (_, name) = missing.first()?;
        let is_picture = name.strip_prefix(PICTURES).is_some_and(|rest| rest.starts_with(['.', '[']));
        let (what, there) = if is_picture { ("picture", &self.pictures) } else { ("variable", &self.variables) };
        // Pictures are told apart by their names, not by how a frame asks for one.
        let own = |name: &str| name.trim_start_matches(PICTURES).trim_matches(['[', ']', '"', '.']).to_owned();
        let meant = match is_picture {
            true => did_you_mean(
                &own(name),
                there.iter().map(|one| own(one)).collect::<Vec<_>>().iter().map(String::as_str),
            )
            .map(|meant| format!("{PICTURES}[\"{meant}\"]")),
            false => did_you_mean(name, there.iter().map(String::as_str)).map(str::to_owned),
        };
        Some(match meant {
            Some(meant) => format!("there is no {what} `{name}`; did you mean `{meant}`?"),
            None if is_picture && there.is_empty() => {
                format!("there is no picture `{name}`: the folder of the template has none (.png, .jpg, .svg)")
            }
            None if is_picture => format!("there is no picture `{name}`; the folder has {}", there.join(", ")),
            None => format!("there is no variable `{name}`; a frame has {}", there.join(", ")),
        })
    }
}

/// The map of pictures: `image["logo.png"]`.
const PICTURES: &str = "image";

/// The entries of a map that a line names in brackets, each with its place.
fn entries<'t>(line: &'t str, map: &'t str) -> impl Iterator<Item = (usize, String)> + 't {
    line.match_indices(map).filter_map(move |(at, _)| {
        let rest = line.get(at + map.len()..)?.trim_start().strip_prefix('[')?.trim_start();
        let quote = rest.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
        let (name, _) = rest.get(1..)?.split_once(quote)?;
        Some((at, format!("{map}[\"{name}\"]")))
    })
}
