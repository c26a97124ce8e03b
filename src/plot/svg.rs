//! Vector pictures.

use super::axis::with_raised_powers;
use super::{FINENESS, Figure, FigureError, draw, height_for};
use plotters::prelude::{IntoDrawingArea, SVGBackend};

/// The figure as an SVG document of the given size in pixels of a page, higher where its legend needs it ([`height_for`]); text stays
/// text, and equal figures give equal bytes.
///
/// # Errors
/// Those of [`draw()`].
pub fn svg(figure: &Figure, width: u32, height: u32) -> Result<String, FigureError> {
    let height = height_for(figure, width, height);
    let mut drawn = String::new();
    {
        let area = SVGBackend::with_string(&mut drawn, (width * FINENESS, height * FINENESS)).into_drawing_area();
        draw(&area, figure)?;
        area.present().map_err(|error| FigureError::Refused(figure.title.clone(), error.to_string()))?;
    }
    Ok(with_head(&drawn, figure, width, height))
}

/// The same picture with a head of its own: the size of the page, and what a reader who cannot see it is told.
fn with_head(drawn: &str, figure: &Figure, width: u32, height: u32) -> String {
    let body = drawn.split_once('>').map_or(drawn, |(_, body)| body);
    let (across, down) = (width * FINENESS, height * FINENESS);
    let told = |text: &str| escaped(&with_raised_powers(text));
    let (title, description) = (told(&figure.title), told(&figure.description));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {across} {down}\" \
         role=\"img\" aria-label=\"{title}\">\n<title>{title}</title>\n<desc>{description}</desc>\n{}",
        body.trim_start()
    )
}

fn escaped(text: &str) -> String {
    // A control character has no place in an XML document, escaped or not.
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    quick_xml::escape::escape(text.as_str()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::{Axis, Mark, Role, png};

    fn figure() -> Figure {
        let places = vec![(0.0, 101.2), (3.0, 98.6), (12.0, 94.6)];
        Figure {
            title: "Potency <A & B>".to_owned(),
            subtitle: "5 °C, 批次 A".to_owned(),
            description: "Batch A stays above 85 %.\u{7}".to_owned(),
            x: Axis::linear("Time (months)"),
            y: Axis::linear("Relative potency (%)"),
            marks: vec![
                Mark::Level { name: "limit ≥ 85 %".to_owned(), role: Role::AtLeast, at: 85.0 },
                Mark::Points { name: "batch A".to_owned(), series: 0, places: places.clone() },
                Mark::Line { name: String::new(), series: 0, bound: true, signs: false, places },
            ],
        }
    }

    /// Every text of the document, and that it is well-formed.
    fn texts(document: &str) -> Vec<String> {
        let mut reader = quick_xml::Reader::from_str(document);
        reader.config_mut().check_end_names = true;
        let mut texts = Vec::new();
        let mut current = String::new();
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Eof => return texts,
                quick_xml::events::Event::Text(text) => current += AsRef::<str>::as_ref(&text),
                quick_xml::events::Event::GeneralRef(name) => {
                    current += &format!("&{};", AsRef::<str>::as_ref(&name));
                }
                quick_xml::events::Event::End(_) => texts.push(std::mem::take(&mut current).trim().to_owned()),
                _ => {}
            }
        }
    }

    #[test]
    fn text_stays_text_and_equal_figures_give_equal_bytes() {
        let drawn = svg(&figure(), 640, 400).unwrap();
        assert_eq!(drawn, svg(&figure(), 640, 400).unwrap());
        let texts = texts(&drawn);
        for expected in
            ["Potency &lt;A &amp; B&gt;", "5 °C, 批次 A", "Time (months)", "limit ≥ 85 %", "batch A", "90", "10"]
        {
            assert!(texts.iter().any(|text| text == expected), "{expected} is not in {texts:?}");
        }
        assert!(drawn.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"400\""), "{drawn}");
        assert!(!drawn.contains('\u{7}'), "a control character is no XML");
    }

    #[test]
    fn values_stand_where_the_axis_says() {
        let drawn = svg(&figure(), 640, 400).unwrap();
        let mut discs: Vec<(f64, f64)> = drawn
            .lines()
            .filter(|line| line.starts_with("<circle"))
            .map(|line| {
                let number = |key: &str| line.split(key).nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
                (number("cx=\""), number("cy=\""))
            })
            .collect();
        // The last one is the sample in the legend.
        discs.pop();
        let [first, second, third] = discs[..] else { panic!("{discs:?}") };
        let share = (second.0 - first.0) / (third.0 - first.0);
        assert!((share - 3.0 / 12.0).abs() < 1e-3, "{share}");
        let share = (second.1 - first.1) / (third.1 - first.1);
        assert!((share - 2.6 / 6.6).abs() < 1e-3, "{share}");
    }

    #[test]
    fn what_cannot_be_drawn_is_an_error() {
        let with = |marks: Vec<Mark>| Figure { marks, ..figure() };
        assert_eq!(svg(&with(Vec::new()), 640, 400), Err(FigureError::Empty(figure().title)));
        let places = vec![(0.0, f64::NAN)];
        let bad = with(vec![Mark::Points { name: String::new(), series: 0, places }]);
        assert_eq!(svg(&bad, 640, 400), Err(FigureError::NotOnAxis(figure().title)));
        let zero = Figure { y: Axis::logarithmic("particles"), ..figure() };
        let zero =
            Figure { marks: vec![Mark::Points { name: String::new(), series: 0, places: vec![(0.0, 0.0)] }], ..zero };
        assert_eq!(svg(&zero, 640, 400), Err(FigureError::NotOnAxis(figure().title)));
    }

    #[test]
    fn pixels_have_the_size_asked_for_and_letters_of_both_scripts() {
        let picture = png(&figure(), 320, 200, 2).unwrap();
        assert_eq!(picture, png(&figure(), 320, 200, 2).unwrap());
        assert_eq!(&picture[1..4], b"PNG");
        assert_eq!(picture[16..24], [0, 0, 2, 128, 0, 0, 1, 144]);
        // A picture without its Chinese letters is another picture.
        let without = Figure { subtitle: "5 °C, A".to_owned(), ..figure() };
        assert_ne!(picture, png(&without, 320, 200, 2).unwrap());
        let boxes = Figure { subtitle: "5 °C, \u{10fffd}\u{10fffd} A".to_owned(), ..figure() };
        let refused = png(&boxes, 320, 200, 2).unwrap_err();
        assert!(refused.to_string().contains("no letter of the program shows \"\\u{10fffd}\""), "{refused}");
    }

    /// A legend with more rows than the picture is high makes it higher: no row lies over another one.
    #[test]
    fn a_picture_grows_with_its_legend() {
        let marks = |count: usize| {
            let one =
                |at: usize| Mark::Points { name: format!("run {at}"), series: at, places: vec![(at as f64, 1.0)] };
            (0..count).map(one).collect::<Vec<_>>()
        };
        let with = |count: usize| Figure { marks: marks(count), ..figure() };
        assert!(svg(&with(3), 640, 400).unwrap().contains("height=\"400\""));
        let many = svg(&with(40), 640, 400).unwrap();
        let rows: Vec<i32> = many
            .split("<text ")
            .filter(|text| text.contains("\nrun "))
            .filter_map(|text| text.split("y=\"").nth(1)?.split('"').next()?.parse().ok())
            .collect();
        assert_eq!(rows.len(), 40);
        assert!(rows.windows(2).all(|two| two[1] - two[0] >= 10 * i32::try_from(FINENESS).unwrap()), "{rows:?}");
        let height: i32 = many.split("height=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
        assert!(rows.last().unwrap() < &(height * i32::try_from(FINENESS).unwrap()), "{height} {rows:?}");
    }
}
