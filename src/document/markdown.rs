//! Documents as Markdown, for mail, issues and diffs. Tables and lists are those of GitHub.

use super::signs::{invisible_sign, printed, whereabouts};
use super::{
    Align, Block, Cell, Document, DocumentError, Emphasis, Label, Pair, Pairs, Row, RowKind, Signatories, Signatory,
    Style, Table, Text,
};
use std::fmt::Write as _;

/// The document as Markdown. A figure is its description, a code for cameras its content.
///
/// # Errors
/// [`DocumentError::InvisibleSign`]; [`DocumentError::Cells`] where a row has more cells than its table has columns.
pub fn markdown(document: &Document) -> Result<String, DocumentError> {
    let mut made = String::new();
    let word = document.watermark.as_deref().map(|word| format!("{}\n\n", bold_alone(&escaped(word))));
    made += word.as_deref().unwrap_or_default();
    for text in [&document.head.start, &document.head.end] {
        // A head that only repeats the title is there for pages, and this has none.
        if !text.is_empty() && text.characters() != document.title {
            let _ = write!(made, "{}\n\n", of_text(text)?);
        }
    }
    for block in &document.blocks {
        let block = of_block(block)?;
        if !block.is_empty() {
            let _ = write!(made, "{}\n\n", block.trim_end());
        }
    }
    for attachment in &document.attachments {
        let _ = writeln!(made, "- `{}`: {}", attachment.name.replace('`', "'"), escaped(&attachment.description));
    }
    made += if document.attachments.is_empty() { "" } else { "\n" };
    made += word.as_deref().unwrap_or_default();
    Ok(format!("{}\n", made.trim_end()))
}

fn of_block(block: &Block) -> Result<String, DocumentError> {
    Ok(match block {
        Block::Letterhead { lines, .. } => joined(lines, "\\\n")?,
        Block::Heading { level, label } => {
            format!("{} {}", "#".repeat((*level).clamp(1, 3).into()), of_label(label, " ")?)
        }
        Block::Paragraph { text, emphasis } => emphasized(&of_text(text)?, *emphasis),
        Block::Parallel { first, second, emphasis } => {
            let texts = [first, second].map(|text| of_text(text).map(|text| emphasized(&text, *emphasis)));
            let [first, second] = texts;
            let between = if matches!(emphasis, Emphasis::Framed(_)) { "\n>\n" } else { "\n\n" };
            first? + between + &second?
        }
        Block::List(items) => {
            items.iter().map(|item| Ok(format!("- {}\n", of_text(item)?))).collect::<Result<String, DocumentError>>()?
        }
        Block::Pairs(Pairs { pairs, .. }) => pairs.iter().map(of_pair).collect::<Result<String, DocumentError>>()?,
        Block::Table(table) => of_table(table)?,
        Block::Notes(notes) => {
            let note =
                |note: &super::Note| Ok(format!("- {}: {}\n", escaped(&note.mark), joined(&note.texts, "<br>")?));
            notes.iter().map(note).collect::<Result<String, DocumentError>>()?
        }
        Block::Figure { figure, caption, .. } => {
            let (title, told) = (escaped(&figure.title), escaped(&figure.description));
            let caption = of_text(caption)?;
            format!("{} {told}{}{caption}", bold_alone(&title), if caption.is_empty() { "" } else { "\n\n" })
        }
        Block::Signatories(signatories) => of_signatories(signatories)?,
        Block::QrCode(code) => {
            let texts = joined(&code.texts, "\\\n")?;
            let pairs = code.pairs.iter().map(of_pair).collect::<Result<String, DocumentError>>()?;
            let parts = [format!("`{}`", code.content.replace('`', "'")), texts, pairs];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
        }
        Block::Together(blocks) => {
            let blocks = blocks.iter().map(of_block).collect::<Result<Vec<String>, DocumentError>>()?;
            let shown = blocks.iter().map(|block| block.trim_end()).filter(|block| !block.is_empty());
            shown.collect::<Vec<_>>().join("\n\n")
        }
        Block::PageBreak => String::new(),
        Block::EndMark(label) => format!("---\n\n{}", of_label(label, " ")?),
    })
}

fn emphasized(text: &str, emphasis: Emphasis) -> String {
    match emphasis {
        Emphasis::Framed(_) => format!("> {text}"),
        Emphasis::Normal | Emphasis::Fine => text.to_owned(),
    }
}

fn of_pair(pair: &Pair) -> Result<String, DocumentError> {
    Ok(format!("- {}: {}\n", bold_alone(&of_label(&pair.label, " ")?), joined(&pair.value, "<br>")?))
}

fn of_signatories(signatories: &Signatories) -> Result<String, DocumentError> {
    let mut made = String::new();
    for Signatory { meaning, pairs, space, signature } in &signatories.signatories {
        let _ = write!(made, "{}\n\n", bold_alone(&of_label(meaning, " ")?));
        for pair in pairs {
            made += &of_pair(pair)?;
        }
        if let Some(space) = space {
            let _ = writeln!(made, "- {}: \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_", of_label(space, " ")?);
        }
        if !signature.is_empty() {
            let _ = writeln!(made, "- {}", joined(signature, "<br>")?);
        }
        made.push('\n');
    }
    if let Some(seal) = &signatories.seal {
        made += &of_label(seal, " ")?;
    }
    Ok(made)
}

fn of_table(table: &Table) -> Result<String, DocumentError> {
    let mut made = String::new();
    if let Some(caption) = &table.caption {
        let _ = write!(made, "{}\n\n", bold_alone(&of_label(caption, " ")?));
    }
    for column in &table.columns {
        let _ = write!(made, "| {} ", of_label(&column.head, "<br>")?);
    }
    made += "|\n";
    for column in &table.columns {
        made += match column.align {
            Align::Start => "| --- ",
            Align::Centre => "| :-: ",
            Align::End => "| --: ",
        };
    }
    made += "|\n";
    for (at, row) in table.rows.iter().enumerate() {
        made += &of_row(table, row, at)?;
    }
    Ok(made)
}

fn of_row(table: &Table, row: &Row, at: usize) -> Result<String, DocumentError> {
    let columns = table.columns.len();
    let cells = row.cells.len();
    if cells > columns {
        return Err(DocumentError::Cells { place: format!("row {} of the table", at + 1), cells, columns });
    }
    let mut made = String::new();
    let empty = Cell::default();
    for column in 0..columns {
        let text = joined(&row.cells.get(column).unwrap_or(&empty).texts, "<br>")?;
        let text = if row.kind == RowKind::Group { bold_alone(&text) } else { text };
        let _ = write!(made, "| {text} ");
    }
    Ok(made + "|\n")
}

fn joined(texts: &[Text], between: &str) -> Result<String, DocumentError> {
    let texts: Result<Vec<String>, DocumentError> = texts.iter().map(of_text).collect();
    Ok(texts?.join(between))
}

fn of_label(label: &Label, between: &str) -> Result<String, DocumentError> {
    joined(&label.texts, between)
}

fn of_text(text: &Text) -> Result<String, DocumentError> {
    // Parts by whether they are bold; an exponent behind bold letters is bold as these are.
    let mut parts: Vec<(bool, String)> = Vec::new();
    for (raised, run) in text.runs.iter().map(|run| (is_raised(run.style), printed(run))) {
        if let Some(sign) = invisible_sign(&run.text) {
            return Err(DocumentError::InvisibleSign { sign, place: whereabouts("the document", &run.text) });
        }
        let text = escaped(&run.text);
        let (before, inside, after) = around(&text);
        let made = match run.style {
            _ if inside.is_empty() => text.clone(),
            Style::Plain | Style::Strong => text.clone(),
            Style::Superscript => format!("{before}<sup>{inside}</sup>{after}"),
            Style::Subscript => format!("{before}<sub>{inside}</sub>{after}"),
            Style::Code => format!("{before}`{}`{after}", run.text.trim().replace('`', "'").replace(['\n', '|'], " ")),
        };
        match parts.last_mut() {
            Some((strong, last))
                if *strong == (run.style == Style::Strong)
                    || (*strong && raised && !last.ends_with(char::is_whitespace)) =>
            {
                *last += &made;
            }
            _ => parts.push((run.style == Style::Strong, made)),
        }
    }
    let mut made = String::new();
    for (at, (strong, part)) in parts.iter().enumerate() {
        if *strong {
            let (before, inside, after) = around(part);
            let next = after.chars().next().or_else(|| parts.get(at + 1)?.1.chars().next());
            made.push_str(before);
            let bold = bold(made.chars().last(), inside, next);
            made += &(bold + after);
        } else {
            made.push_str(part);
        }
    }
    Ok(made)
}

fn is_raised(style: Style) -> bool {
    matches!(style, Style::Superscript | Style::Subscript)
}

/// A text in bold, given what stands before and behind it. Stars are read as bold only where they lean on a letter or a digit, or
/// have a space or a plain sign on their other side (CommonMark, delimiter runs); else it is bold as HTML.
fn bold(before: Option<char>, inside: &str, after: Option<char>) -> String {
    let is_read = |outer: Option<char>, inner: Option<char>| {
        inner.is_some_and(char::is_alphanumeric)
            || outer.is_none_or(|outer| outer.is_whitespace() || (outer.is_ascii_punctuation() && outer != '*'))
    };
    match inside {
        "" => String::new(),
        // It is bold in parts.
        parts if parts.contains("**") || parts.contains("<strong>") => parts.to_owned(),
        whole if is_read(before, whole.chars().next()) && is_read(after, whole.chars().last()) => {
            format!("**{whole}**")
        }
        whole => format!("<strong>{whole}</strong>"),
    }
}

/// The same on its own, or before a colon or the end of a cell.
fn bold_alone(inside: &str) -> String {
    bold(None, inside, None)
}

/// White space before and after, and what is between.
fn around(text: &str) -> (&str, &str, &str) {
    let inside = text.trim();
    let from = text.len() - text.trim_start().len();
    let after = text.get(from + inside.len()..).unwrap_or_default();
    (text.get(..from).unwrap_or_default(), inside, after)
}

/// Text that no reader of Markdown or HTML takes for markup.
fn escaped(text: &str) -> String {
    let mut made = String::new();
    let starts = |before: Option<char>| before.is_none_or(|before| before == '\n');
    let mut before = None;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\n' => made += "<br>",
            '&' => made += "&amp;",
            '<' => made += "&lt;",
            '>' => made += "&gt;",
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '!' | '$' => {
                made.push('\\');
                made.push(sign);
            }
            '+' | '-' | '=' if starts(before) => {
                made.push('\\');
                made.push(sign);
            }
            // `1. ` at the start of a line begins a list.
            '.' | ')' if starts_with_number(&made) && signs.peek().is_none_or(|next| next.is_whitespace()) => {
                made.push('\\');
                made.push(sign);
            }
            // An address is text, not a link.
            ':' if made.ends_with("http") || made.ends_with("https") => made += "&#58;",
            '@' => made += "&#64;",
            other => made.push(other),
        }
        before = Some(sign);
    }
    made
}

fn starts_with_number(made: &str) -> bool {
    let line = made.rsplit("<br>").next().unwrap_or_default();
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped() {
        assert_eq!(escaped("<b>*a*</b> | _c_ [d](e) #1"), "&lt;b&gt;\\*a\\*&lt;/b&gt; \\| \\_c\\_ \\[d\\](e) \\#1");
        assert_eq!(escaped("1. first"), "1\\. first");
        assert_eq!(escaped("12.5 %"), "12.5 %");
        assert_eq!(escaped("a 1.5"), "a 1.5");
        assert_eq!(escaped("- a\n- b"), "\\- a<br>\\- b");
    }

    #[test]
    fn emphasis_touches_letters() {
        let text = Text::plain("a").with(" b ", Style::Strong).with("10", Style::Superscript).with("x`y", Style::Code);
        assert_eq!(of_text(&text).unwrap(), "a **b** ¹⁰`x'y`");
    }

    #[test]
    fn a_power_is_bold_as_a_whole() {
        let value = Text::strong("1.8×10").with("9", Style::Superscript).with(" particles/µg", Style::Strong);
        assert_eq!(of_text(&value).unwrap(), "**1.8×10⁹ particles/µg**");
    }

    #[test]
    fn bold_is_read_where_it_stands() {
        let beside = |before: &str, own: &str, after: &str| {
            of_text(&Text::plain(before).with(own, Style::Strong).with(after, Style::Plain)).unwrap()
        };
        assert_eq!(beside("", "80 %", " of particles"), "**80 %** of particles");
        assert_eq!(beside("结果", "80 %", "符合规定"), "结果<strong>80 %</strong>符合规定");
        assert_eq!(beside("a", "<0.05", ""), "a<strong>&lt;0.05</strong>");
        assert_eq!(beside("a", "b", "c"), "a**b**c");
        assert_eq!(beside("", "-25 mV", ""), "**\\-25 mV**");
        let twice = Text::strong("a").with("b", Style::Strong);
        assert_eq!(of_text(&twice).unwrap(), "**ab**");
    }
}
