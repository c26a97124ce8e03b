//! Documents as one HTML page that opens offline: no script, no address of another machine.

mod page;
mod read;

pub use read::read_html;

use super::signs::{invisible_sign, printed, whereabouts};
use super::squares::Squares;
use super::{
    Align, Attachment, Block, Cell, Document, DocumentError, Emphasis, Label, Language, Pair, Pairs, Picture, QrCode,
    Row, RowKind, Run, Signatories, Signatory, Style, Table, Text, Tone,
};
use crate::plot::{Figure, svg};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt::Write as _;

/// Width of a figure in pixels of a page.
const FIGURE: f32 = 720.0;

/// The document as an HTML page. Attachments are links that hold the whole file.
///
/// # Errors
/// [`DocumentError`]: an invisible sign, a picture that is none, a figure or a code that cannot be drawn.
pub fn html(document: &Document) -> Result<String, DocumentError> {
    Ok(page::page(document, &html_parts(document)?))
}

/// What a page is made of, for whoever puts a frame of their own around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HtmlParts {
    /// The title, as the text of an element.
    pub title: String,
    /// What the head says of the page: its policy, by which nothing is fetched and nothing runs, and its author; well-formed.
    pub head: String,
    /// The rules of its style.
    pub style: String,
    /// Everything between the tags of the body.
    pub body: String,
}

/// The document as the parts of an HTML page.
///
/// # Errors
/// As [`html`].
pub fn html_parts(document: &Document) -> Result<HtmlParts, DocumentError> {
    // Nothing stands behind the end of a document, the links to its attachments neither.
    let (blocks, end) = match document.blocks.split_last() {
        Some((end @ Block::EndMark(_), blocks)) => (blocks, Some(end)),
        _ => (&document.blocks[..], None),
    };
    let mut body = blocks.iter().map(of_block).collect::<Result<String, _>>()?;
    if !document.attachments.is_empty() {
        let items: String = document.attachments.iter().map(of_attachment).collect();
        let _ = writeln!(body, "<ul class=\"attachments\">{items}</ul>");
    }
    if let Some(end) = end {
        body += &of_block(end)?;
    }
    page::parts(document, &body)
}

fn of_block(block: &Block) -> Result<String, DocumentError> {
    Ok(match block {
        Block::Letterhead { logo, lines } => of_letterhead(logo.as_ref(), lines)?,
        Block::Heading { level, label } => {
            let level = (*level).clamp(1, 3);
            format!("<h{level}>{}</h{level}>\n", of_label(label)?)
        }
        Block::Paragraph { text, emphasis } => {
            format!("<p{}{}>{}</p>\n", classes(emphasis_class(*emphasis)), language(text.language), of_text(text)?)
        }
        Block::Parallel { first, second, emphasis } => format!(
            "<div{}>{}{}</div>\n",
            classes(&format!("parallel {}", emphasis_class(*emphasis))),
            of_paragraph(first)?,
            of_paragraph(second)?
        ),
        Block::List(items) => {
            let items = items.iter().map(|item| Ok(format!("<li{}>{}</li>", language(item.language), of_text(item)?)));
            format!("<ul>{}</ul>\n", items.collect::<Result<String, DocumentError>>()?)
        }
        Block::Pairs(Pairs { side_by_side, pairs }) => {
            let class = if *side_by_side { "pairs two" } else { "pairs" };
            format!("<dl class=\"{class}\">{}</dl>\n", of_pairs(pairs)?)
        }
        Block::Table(table) => of_table(table)?,
        Block::Notes(notes) => {
            let note = |note: &super::Note| -> Result<String, DocumentError> {
                Ok(format!("<div><dt>{}</dt><dd>{}</dd></div>", escaped(&note.mark)?, of_paragraphs(&note.texts)?))
            };
            format!("<dl class=\"notes\">{}</dl>\n", notes.iter().map(note).collect::<Result<String, _>>()?)
        }
        Block::Figure { figure, shape, caption } => of_figure(figure, *shape, caption)?,
        Block::Signatories(signatories) => of_signatories(signatories)?,
        Block::QrCode(code) => of_code(code)?,
        Block::Together(blocks) => {
            let inside = blocks.iter().map(of_block).collect::<Result<String, _>>()?;
            format!("<div class=\"together\">\n{inside}</div>\n")
        }
        Block::PageBreak => "<div class=\"break\"></div>\n".to_owned(),
        Block::EndMark(label) => format!("<p class=\"end\">{}</p>\n", of_label(label)?),
    })
}

fn emphasis_class(emphasis: Emphasis) -> &'static str {
    match emphasis {
        Emphasis::Normal => "",
        Emphasis::Fine => "fine",
        Emphasis::Framed(Tone::Neutral) => "framed",
        Emphasis::Framed(Tone::Good) => "framed good",
        Emphasis::Framed(Tone::Bad) => "framed bad",
        Emphasis::Framed(Tone::Open) => "framed open",
    }
}

fn classes(names: &str) -> String {
    if names.trim().is_empty() { String::new() } else { format!(" class=\"{}\"", names.trim()) }
}

fn language(language: Option<Language>) -> String {
    language.map_or_else(String::new, |language| format!(" lang=\"{}\"", language.tag()))
}

fn of_letterhead(logo: Option<&Picture>, lines: &[Text]) -> Result<String, DocumentError> {
    let mut made = "<div class=\"letterhead\">".to_owned();
    if let Some(picture) = logo {
        let kind = kind(picture)?;
        let bytes = STANDARD.encode(&picture.bytes);
        let told = attribute(if picture.description.is_empty() { &picture.name } else { &picture.description })?;
        let _ = write!(made, "<img alt=\"{told}\" src=\"data:{kind};base64,{bytes}\">");
    }
    Ok(made + "<div>" + &of_paragraphs(lines)? + "</div></div>\n")
}

fn kind(picture: &Picture) -> Result<&'static str, DocumentError> {
    let bytes = &picture.bytes;
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Ok("image/png")
    } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        Ok("image/jpeg")
    } else if bytes.windows(4).take(4096).any(|window| window == b"<svg") {
        Ok("image/svg+xml")
    } else {
        let why = "it is neither a PNG, a JPEG nor an SVG file".to_owned();
        Err(DocumentError::Picture { name: picture.name.clone(), why })
    }
}

fn of_pairs(pairs: &[Pair]) -> Result<String, DocumentError> {
    let pair = |pair: &Pair| {
        Ok(format!("<div><dt>{}</dt><dd>{}</dd></div>", of_label(&pair.label)?, of_paragraphs(&pair.value)?))
    };
    pairs.iter().map(pair).collect()
}

fn of_table(table: &Table) -> Result<String, DocumentError> {
    let mut made = "<table>\n".to_owned();
    if let Some(caption) = &table.caption {
        let _ = writeln!(made, "<caption>{}</caption>", of_label(caption)?);
    }
    let sum: u32 = table.columns.iter().map(|column| u32::from(column.width.max(1))).sum();
    for column in &table.columns {
        let share = u32::from(column.width.max(1)) * 100 / sum.max(1);
        let _ = write!(made, "<col style=\"width:{share}%\">");
    }
    made += "\n<thead><tr>";
    for column in &table.columns {
        let _ = write!(made, "<th scope=\"col\"{}>{}</th>", align(column.align), of_label(&column.head)?);
    }
    made += "</tr></thead>\n<tbody>\n";
    for (at, row) in table.rows.iter().enumerate() {
        made += &of_row(table, row, at)?;
    }
    Ok(made + "</tbody>\n</table>\n")
}

fn align(align: Align) -> &'static str {
    match align {
        Align::Start => "",
        Align::Centre => " class=\"centre\"",
        Align::End => " class=\"at-end\"",
    }
}

fn of_row(table: &Table, row: &Row, at: usize) -> Result<String, DocumentError> {
    let columns = table.columns.len();
    let cells = row.cells.len();
    let most = if row.kind == RowKind::Group { 1 } else { columns };
    if cells > most {
        return Err(DocumentError::Cells { place: format!("row {} of the table", at + 1), cells, columns: most });
    }
    let empty = Cell::default();
    if row.kind == RowKind::Group {
        let cell = of_paragraphs(&row.cells.first().unwrap_or(&empty).texts)?;
        return Ok(format!("<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{columns}\">{cell}</th></tr>\n"));
    }
    let mut made = "<tr>".to_owned();
    for (at, column) in table.columns.iter().enumerate() {
        let cell = row.cells.get(at).unwrap_or(&empty);
        let tone = match cell.tone {
            Tone::Neutral => "",
            Tone::Good => "good ",
            Tone::Bad => "bad ",
            Tone::Open => "open ",
        };
        let align = match column.align {
            Align::Start => "",
            Align::Centre => "centre",
            Align::End => "at-end",
        };
        let long = if cell.texts.iter().any(has_long_word) { " long" } else { "" };
        let class = classes(&format!("{tone}{align}{long}"));
        // On a narrow screen a row is a card, and each cell says what it is.
        let label = attribute(&column.head.characters(" / "))?;
        let texts = of_paragraphs(&cell.texts)?;
        let _ = match cell.names_row {
            true => write!(made, "<th scope=\"row\" data-label=\"{label}\"{class}>{texts}</th>"),
            false => write!(made, "<td data-label=\"{label}\"{class}>{texts}</td>"),
        };
    }
    Ok(made + "</tr>\n")
}

/// Whether a text has a word that a column may have no room for, so that it must break; a shorter one never does.
fn has_long_word(text: &Text) -> bool {
    const LONG: usize = 15;
    text.characters().split(char::is_whitespace).any(|word| word.chars().filter(char::is_ascii).count() >= LONG)
}

fn of_figure(figure: &Figure, shape: f32, caption: &Text) -> Result<String, DocumentError> {
    let shape = if shape.is_finite() { shape.clamp(0.1, 2.0) } else { 0.6 };
    let drawn = svg(figure, FIGURE as u32, (FIGURE * shape) as u32)?;
    let caption = match caption.is_empty() {
        true => String::new(),
        false => format!("<figcaption{}>{}</figcaption>", language(caption.language), of_text(caption)?),
    };
    Ok(format!("<figure>{drawn}{caption}</figure>\n"))
}

fn of_signatories(signatories: &Signatories) -> Result<String, DocumentError> {
    let mut made = "<div class=\"signatories\">".to_owned();
    for Signatory { meaning, pairs, space, signature } in &signatories.signatories {
        let _ = write!(made, "<section><h4>{}</h4><dl class=\"pairs\">{}</dl>", of_label(meaning)?, of_pairs(pairs)?);
        if let Some(space) = space {
            let _ = write!(made, "<div class=\"space\"></div><p class=\"fine\">{}</p>", of_label(space)?);
        }
        if !signature.is_empty() {
            let _ = write!(made, "<div class=\"signature\">{}</div>", of_paragraphs(signature)?);
        }
        made += "</section>";
    }
    if let Some(seal) = &signatories.seal {
        let _ = write!(made, "<div class=\"seal\"><div></div><p class=\"fine\">{}</p></div>", of_label(seal)?);
    }
    Ok(made + "</div>\n")
}

fn of_code(code: &QrCode) -> Result<String, DocumentError> {
    let squares = Squares::new(&code.content)?;
    let side = squares.side();
    let bars = squares.bars.iter().map(|(x, y, length)| format!("M{x} {y}h{length}v1h-{length}z"));
    let path: String = bars.collect();
    let told = attribute(if code.description.is_empty() { &code.content } else { &code.description })?;
    let pairs = match &code.pairs[..] {
        [] => String::new(),
        pairs => format!("<dl class=\"pairs two\">{}</dl>", of_pairs(pairs)?),
    };
    Ok(format!(
        "<div class=\"code\"><svg viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{told}\"><rect width=\"{side}\" \
         height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg><div>{}{pairs}</div></div>\n",
        of_paragraphs(&code.texts)?
    ))
}

fn of_attachment(attachment: &Attachment) -> String {
    let (name, description) = (shown(&attachment.name), shown(&attachment.description));
    // Anything else would end the attribute.
    let allowed = |sign: char| sign.is_ascii_alphanumeric() || "/.+-".contains(sign);
    let kind: String = attachment.media_type.chars().filter(|sign| allowed(*sign)).collect();
    let bytes = STANDARD.encode(&attachment.bytes);
    format!("<li><a download=\"{name}\" href=\"data:{kind};base64,{bytes}\">{name}</a> {description}</li>")
}

fn of_paragraphs(texts: &[Text]) -> Result<String, DocumentError> {
    match texts {
        [one] if one.language.is_none() => of_text(one),
        texts => texts.iter().map(of_paragraph).collect(),
    }
}

fn of_paragraph(text: &Text) -> Result<String, DocumentError> {
    Ok(format!("<p{}>{}</p>", language(text.language), of_text(text)?))
}

/// The texts of a label beside each other; the second one is less prominent.
fn of_label(label: &Label) -> Result<String, DocumentError> {
    let mut made = String::new();
    for (at, text) in label.texts.iter().enumerate() {
        let _ = match at {
            0 => write!(made, "<span{}>{}</span>", language(text.language), of_text(text)?),
            _ => write!(made, " <span class=\"second\"{}>{}</span>", language(text.language), of_text(text)?),
        };
    }
    Ok(made)
}

fn of_text(text: &Text) -> Result<String, DocumentError> {
    let run = |run: &Run| {
        // Raised digits are signs of their own: no style and no copy makes plain ones of them.
        let run = printed(run);
        let text = escaped(&run.text)?;
        Ok(match run.style {
            Style::Plain => text,
            Style::Strong => format!("<strong>{text}</strong>"),
            Style::Superscript => format!("<sup>{text}</sup>"),
            Style::Subscript => format!("<sub>{text}</sub>"),
            Style::Code => format!("<code>{text}</code>"),
        })
    };
    text.runs.iter().map(run).collect()
}

/// Text that no browser takes for markup.
fn escaped(text: &str) -> Result<String, DocumentError> {
    match invisible_sign(text) {
        Some(sign) => Err(DocumentError::InvisibleSign { sign, place: whereabouts("the document", text) }),
        None => Ok(shown(text)),
    }
}

/// The same for an attribute or for the head of the page, where nothing breaks a line.
fn attribute(text: &str) -> Result<String, DocumentError> {
    escaped(&text.replace('\n', " "))
}

/// The same for names and descriptions of files: what is not seen is left out.
fn shown(text: &str) -> String {
    let seen: String = text.chars().filter(|sign| invisible_sign(&sign.to_string()).is_none()).collect();
    quick_xml::escape::escape(seen.as_str()).replace('\n', "<br>")
}
