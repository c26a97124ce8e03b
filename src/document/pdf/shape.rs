//! Text to lines of glyphs: shaping, line breaking and the direction of writing are those of `parley`, with the letters of
//! the program alone.

use super::ink::Colour;
use crate::document::DocumentError;
use crate::document::signs::{invisible_sign, printed, whereabouts};
use crate::document::{Align, Run, Style, Text};
use crate::plot::{LATIN_LETTERS, chinese_letters, need_chinese};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::layout::{Alignment, AlignmentOptions, Glyph};
use parley::style::{FontFamily, FontFamilyName, FontWeight, LineHeight, OverflowWrap, StyleProperty, WordBreak};
use parley::{FontContext, Layout, LayoutContext, LineBreakContext};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Names of the families in `fonts/`, the leading one first.
const FAMILIES: [FontFamilyName<'static>; 2] =
    [FontFamilyName::Named(Cow::Borrowed("Source Sans 3")), FontFamilyName::Named(Cow::Borrowed("Noto Sans CJK SC"))];

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    /// Size of the letters in points.
    pub(super) size: f32,
    /// Whether all of it is bold.
    pub(super) strong: bool,
    /// Colour.
    pub(super) colour: Colour,
}

impl Look {
    pub(super) const fn new(size: f32, strong: bool, colour: Colour) -> Look {
        Look { size, strong, colour }
    }

    /// Distance from line to line in points. Chinese letters fill their square, so that lines need air.
    fn line_height(self) -> f32 {
        self.size * 1.34
    }
}

/// What the letters of one run carry besides their shape.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Brush {
    colour: Colour,
    /// How much they are raised, in points.
    raised: f32,
}

/// The letters of the program, ready for setting and for writing.
pub(super) struct Letters {
    fonts: FontContext,
    layouts: LayoutContext<Brush>,
    faces: Vec<Face>,
    /// Whether the Chinese letters are among them.
    has_chinese: bool,
    /// What was shaped already: a label is measured before it is set, a name stands in many cells.
    drafted: BTreeMap<Key, Layout<Brush>>,
}

/// A text with its look: size, whether it is bold, colour.
type Key = (u32, bool, Colour, Vec<Run>);

/// A font as who sets texts and who writes the file want it.
#[derive(Clone)]
struct Face {
    setter: Blob<u8>,
    writer: Font,
}

/// The Latin letters, read once: whoever sets a part of a document has the same fonts.
fn latin_faces() -> Result<&'static [Face], DocumentError> {
    static FACES: OnceLock<Vec<Face>> = OnceLock::new();
    usable(FACES.get_or_init(|| faces(LATIN_LETTERS)))
}

fn chinese_faces() -> Result<&'static [Face], DocumentError> {
    static FACES: OnceLock<Vec<Face>> = OnceLock::new();
    usable(FACES.get_or_init(|| faces(chinese_letters())))
}

/// The fonts that can be read.
fn faces(files: [&'static [u8]; 2]) -> Vec<Face> {
    let face = |letters: &'static [u8]| {
        Some(Face { setter: Blob::new(Arc::new(letters)), writer: Font::new(letters.into(), 0)? })
    };
    files.into_iter().filter_map(face).collect()
}

fn usable(faces: &'static [Face]) -> Result<&'static [Face], DocumentError> {
    match faces.len() {
        2 => Ok(faces),
        _ => Err(DocumentError::Refused("a font of the program cannot be read".to_owned())),
    }
}

/// Whether the letters of the program have every sign of a text.
pub(super) fn can_print(text: &str) -> bool {
    let (look, width) = (Look::new(10.0, false, Colour::default()), 1e3);
    let lines = |mut letters: Letters| letters.lines(&Text::plain(text), look, width, Align::Start, "").map(drop);
    Letters::new().and_then(lines).is_ok()
}

/// A text whose width is not decided yet.
pub(super) struct Draft {
    layout: Layout<Brush>,
    characters: Arc<str>,
    place: String,
}

/// A text in lines.
#[derive(Debug)]
pub(super) struct Shaped {
    /// All its characters; glyphs refer to them.
    pub(super) characters: Arc<str>,
    /// The lines from top to bottom.
    pub(super) lines: Vec<Line>,
}

/// A line of a text.
#[derive(Debug)]
pub(super) struct Line {
    /// Height in points.
    pub(super) height: f32,
    /// From the start of the line to the end of its last letter.
    pub(super) end: f32,
    /// The letters, each run with one font.
    pub(super) runs: Vec<GlyphRun>,
}

/// Letters of one font, size and colour.
#[derive(Debug)]
pub(super) struct GlyphRun {
    pub(super) font: Font,
    pub(super) size: f32,
    pub(super) colour: Colour,
    /// Start on the baseline, from the upper left corner of the line.
    pub(super) at: (f32, f32),
    pub(super) glyphs: Vec<KrillaGlyph>,
}

impl Letters {
    /// Reads the Latin letters; the Chinese ones are read when a text needs them.
    ///
    /// # Errors
    /// [`DocumentError::Refused`] where a font of the program cannot be read.
    pub(super) fn new() -> Result<Letters, DocumentError> {
        let collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        let fonts = FontContext { collection, source_cache: SourceCache::default() };
        let (layouts, faces, drafted) = (LayoutContext::new(), Vec::new(), BTreeMap::new());
        let mut read = Letters { fonts, layouts, faces, has_chinese: false, drafted };
        read.add(latin_faces()?);
        Ok(read)
    }

    fn add(&mut self, faces: &[Face]) {
        for face in faces {
            self.fonts.collection.register_fonts(face.setter.clone(), None);
            self.faces.push(face.clone());
        }
    }

    /// A text that is not broken into lines yet; `place` says where it stands, for messages.
    ///
    /// # Errors
    /// [`DocumentError::InvisibleSign`], [`DocumentError::Refused`].
    pub(super) fn draft(&mut self, text: &Text, look: Look, place: &str) -> Result<Draft, DocumentError> {
        let runs: Vec<Run> = text.runs.iter().map(printed).collect();
        let characters: Arc<str> = runs.iter().map(|run| run.text.as_str()).collect::<String>().into();
        if let Some(sign) = invisible_sign(&characters) {
            return Err(DocumentError::InvisibleSign { sign, place: whereabouts(place, &characters) });
        }
        if !self.has_chinese && need_chinese(&characters) {
            self.add(chinese_faces()?);
            self.has_chinese = true;
        }
        let key = (look.size.to_bits(), look.strong, look.colour, runs);
        let layout = match self.drafted.get(&key) {
            Some(layout) => layout.clone(),
            None => {
                let layout = self.layout(&key.3, &characters, look);
                self.drafted.insert(key, layout.clone());
                layout
            }
        };
        Ok(Draft { layout, characters, place: place.to_owned() })
    }

    fn layout(&mut self, runs: &[Run], characters: &str, look: Look) -> Layout<Brush> {
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, characters, 1.0, false);
        builder.push_default(FontFamily::List(Cow::Borrowed(&FAMILIES)));
        builder.push_default(StyleProperty::FontSize(look.size));
        builder.push_default(LineHeight::Absolute(look.line_height()));
        builder.push_default(StyleProperty::Brush(Brush { colour: look.colour, raised: 0.0 }));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
        if look.strong {
            builder.push_default(StyleProperty::FontWeight(FontWeight::BOLD));
        }
        let mut from = 0;
        for run in runs {
            let range = from..from + run.text.len();
            from = range.end;
            match run.style {
                Style::Plain => {}
                Style::Strong => builder.push(StyleProperty::FontWeight(FontWeight::BOLD), range),
                Style::Code => builder.push(StyleProperty::WordBreak(WordBreak::BreakAll), range),
                Style::Superscript | Style::Subscript => {
                    let raised = if run.style == Style::Superscript { 0.36 } else { -0.14 } * look.size;
                    builder.push(StyleProperty::FontSize(look.size * 0.66), range.clone());
                    builder.push(StyleProperty::Brush(Brush { colour: look.colour, raised }), range);
                }
            }
        }
        builder.set_line_break_override(Some(&kept_together));
        builder.build(characters)
    }

    /// A text in lines no wider than `width`.
    ///
    /// # Errors
    /// [`DocumentError::InvisibleSign`], [`DocumentError::MissingSign`].
    pub(super) fn lines(
        &mut self,
        text: &Text,
        look: Look,
        width: f32,
        align: Align,
        place: &str,
    ) -> Result<Arc<Shaped>, DocumentError> {
        let draft = self.draft(text, look, place)?;
        self.broken(draft, width, align)
    }

    /// A draft in lines no wider than `width`; a word that is wider is broken.
    ///
    /// # Errors
    /// [`DocumentError::MissingSign`].
    pub(super) fn broken(&mut self, mut draft: Draft, width: f32, align: Align) -> Result<Arc<Shaped>, DocumentError> {
        draft.layout.break_all_lines(Some(width));
        let align = match align {
            Align::Start => Alignment::Start,
            Align::Centre => Alignment::Center,
            Align::End => Alignment::End,
        };
        draft.layout.align(align, AlignmentOptions::default());
        let mut lines = Vec::new();
        for line in draft.layout.lines() {
            match self.line(&draft, &line) {
                Ok(line) => lines.push(line),
                Err(cluster) => {
                    let sign = self.missing_sign(&draft.characters, &cluster);
                    return Err(DocumentError::MissingSign {
                        sign,
                        place: whereabouts(&draft.place, &draft.characters),
                    });
                }
            }
        }
        Ok(Arc::new(Shaped { characters: draft.characters, lines }))
    }

    /// The letters of one line, or the characters that no font has.
    fn line(&self, draft: &Draft, line: &parley::Line<'_, Brush>) -> Result<Line, String> {
        let metrics = line.metrics();
        let baseline = metrics.baseline - metrics.block_min_coord;
        let mut at = (metrics.offset, baseline);
        let mut made = Line { height: metrics.line_height, end: at.0 + metrics.advance, runs: Vec::new() };
        for run in line.runs() {
            let font = self.faces.iter().find(|face| face.setter.id() == run.font().data.id());
            let font = font.map(|face| &face.writer);
            let mut current: Option<Brush> = None;
            for cluster in run.visual_clusters() {
                let range = cluster.text_range();
                let last = made.runs.last_mut().and_then(|run: &mut GlyphRun| run.glyphs.last_mut());
                if cluster.is_ligature_continuation() {
                    if let Some(glyph) = last {
                        glyph.text_range.end = range.end.max(glyph.text_range.end);
                    }
                    continue;
                }
                let characters = draft.characters.get(range.clone()).unwrap_or_default();
                if characters.contains('\n') {
                    continue;
                }
                let brush = cluster.style().brush;
                for glyph in cluster.glyphs() {
                    let Some(font) = font.filter(|_| glyph.id != 0) else { return Err(characters.to_owned()) };
                    if current.replace(brush) != Some(brush) {
                        made.runs.push(GlyphRun::new(font, run.font_size(), brush, at));
                    }
                    if let Some(run) = made.runs.last_mut() {
                        run.glyphs.push(krilla_glyph(glyph, run.size, range.clone()));
                    }
                    at.0 += glyph.advance;
                }
            }
        }
        Ok(made)
    }

    /// The first character of a text that no font has, in the order of reading. Where each is in a font but no font has all
    /// of a cluster, it is the mark that the letter cannot carry.
    fn missing_sign(&mut self, characters: &str, cluster: &str) -> char {
        let look = Look::new(10.0, false, Colour::default());
        let mut signs = characters.chars().filter(|sign| !sign.is_ascii());
        let missing = signs.find(|sign| {
            let mut layout = self.layout(&[], &sign.to_string(), look);
            layout.break_all_lines(None);
            let has = |run: parley::layout::Run<'_, Brush>| {
                run.clusters().all(|cluster| cluster.glyphs().all(|glyph| glyph.id != 0))
            };
            !layout.lines().all(|line| line.runs().all(has))
        });
        missing.or_else(|| cluster.chars().last()).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

impl GlyphRun {
    fn new(font: &Font, size: f32, brush: Brush, (x, baseline): (f32, f32)) -> GlyphRun {
        let at = (x, baseline - brush.raised);
        GlyphRun { font: font.clone(), size, colour: brush.colour, at, glyphs: Vec::new() }
    }
}

/// A glyph as the writer of the file wants it: in shares of the size of the letters.
fn krilla_glyph(glyph: Glyph, size: f32, characters: Range<usize>) -> KrillaGlyph {
    let (advance, x, y) = (glyph.advance / size, glyph.x / size, glyph.y / size);
    KrillaGlyph::new(GlyphId::new(glyph.id), advance, x, y, 0.0, characters, None)
}

impl Draft {
    /// Width of the widest piece that is not broken without need, in points.
    pub(super) fn least_width(&self) -> f32 {
        self.layout.calculate_content_widths().min
    }

    /// Width without any break but those that the text asks for, in points.
    pub(super) fn full_width(&self) -> f32 {
        self.layout.calculate_content_widths().max
    }
}

impl Shaped {
    /// From the top of the first line to what its letters stand on, in points.
    pub(super) fn baseline(&self) -> f32 {
        self.lines.first().and_then(|line| line.runs.first()).map_or(0.0, |run| run.at.1)
    }

    /// Height of all lines, in points.
    pub(super) fn height(&self) -> f32 {
        self.lines.iter().map(|line| line.height).sum()
    }
}

/// No line breaks inside of a unit (`particles/mL`), between a number and the sign of its unit or a power of ten and its unit, nor
/// between a sign of comparison and its number. A letter behind a plain digit is no sure unit: lists of names such as `CD9 CD63`
/// have to break.
fn kept_together(context: LineBreakContext) -> Option<bool> {
    let LineBreakContext { before_before, before, after, .. } = context;
    let left = before_before?;
    if before == '/' {
        return (left.is_alphabetic() && after.is_alphabetic()).then_some(false);
    }
    if before != ' ' {
        return None;
    }
    let of_power = "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(left) && after.is_alphabetic();
    let unit = of_power || (left.is_ascii_digit() && "%‰°µμ/".contains(after));
    let compared = "<>≤≥=≈±×".contains(left) && after.is_ascii_digit();
    (unit || compared).then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(faces: &[Face]) -> Letters {
        let mut letters = Letters::new().unwrap();
        letters.fonts.collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        letters.add(faces);
        letters
    }

    fn knows(letters: &mut Letters, sign: char) -> bool {
        let mut layout = letters.layout(&[], &sign.to_string(), Look::new(10.0, false, Colour::default()));
        layout.break_all_lines(None);
        let known = |run: parley::layout::Run<'_, Brush>| {
            run.clusters().any(|cluster| cluster.glyphs().any(|glyph| glyph.id != 0))
        };
        layout.lines().any(|line| line.runs().any(known))
    }

    /// Chinese letters are read only for texts that need them: none that only they have may be missed.
    #[test]
    fn every_sign_that_only_the_chinese_letters_have_asks_for_them() {
        let (mut latin, mut chinese) = (of(latin_faces().unwrap()), of(chinese_faces().unwrap()));
        assert!(knows(&mut chinese, '中') && knows(&mut chinese, '（') && !knows(&mut latin, '中'));
        let missed = ('!'..'\u{3400}')
            .filter(|sign| !sign.is_whitespace() && !need_chinese(&sign.to_string()))
            .filter(|sign| knows(&mut chinese, *sign) && !knows(&mut latin, *sign));
        assert_eq!(missed.collect::<String>(), "");
    }
}
