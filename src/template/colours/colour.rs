//! A colour as a style writes it: its shades, its brightness, its contrast with another one.

use super::names::NAMES;

/// Red, green and blue.
pub(super) type Shades = [u32; 3];

/// Shades that differ by less are those of a grey: paper, and the ground of a verdict in print.
const GREY: u32 = 10;

/// A colour and how much of it is seen, from 0 to 255.
pub(super) struct Colour {
    shades: Shades,
    pub alpha: u32,
}

impl Colour {
    pub fn read(value: &str) -> Option<Colour> {
        if let Some((_, shades)) = NAMES.iter().find(|(name, _)| *name == value) {
            return Some(Colour { shades: *shades, alpha: 255 });
        }
        match value.strip_prefix('#') {
            Some(digits) => Colour::of_digits(digits),
            None => Colour::of_numbers(value),
        }
    }

    /// `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`.
    fn of_digits(digits: &str) -> Option<Colour> {
        let all: Vec<u32> = digits.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
        let (shades, alpha) = match all[..] {
            [r, g, b] => ([r * 17, g * 17, b * 17], 255),
            [r, g, b, a] => ([r * 17, g * 17, b * 17], a * 17),
            [r, s, g, h, b, c] => ([r * 16 + s, g * 16 + h, b * 16 + c], 255),
            [r, s, g, h, b, c, a, d] => ([r * 16 + s, g * 16 + h, b * 16 + c], a * 16 + d),
            _ => return None,
        };
        Some(Colour { shades, alpha })
    }

    /// `rgb(r, g, b)`, `rgba(r, g, b, alpha)`, `rgb(r g b / alpha)`, of whole numbers.
    fn of_numbers(value: &str) -> Option<Colour> {
        let inside = value.strip_prefix("rgba(").or_else(|| value.strip_prefix("rgb("))?.strip_suffix(')')?;
        let (shades, alpha): (Vec<&str>, Option<&str>) = if inside.contains(',') {
            let mut all: Vec<&str> = inside.split(',').map(str::trim).collect();
            let alpha = if all.len() == 4 { all.pop() } else { None };
            (all, alpha)
        } else {
            let (shades, alpha) =
                inside.split_once('/').map_or((inside, None), |(all, alpha)| (all, Some(alpha.trim())));
            (shades.split_whitespace().collect(), alpha)
        };
        let [red, green, blue] = shades.try_into().ok()?;
        let shade = |text: &str| text.parse().ok().filter(|shade: &u32| *shade <= 255);
        let shades = [shade(red)?, shade(green)?, shade(blue)?];
        Some(Colour { shades, alpha: alpha.map_or(Some(255), share)? })
    }

    /// What is seen of it on paper.
    pub fn over(&self, paper: &Colour) -> Colour {
        let mixed = |own: u32, paper: u32| (own * self.alpha + paper * (255 - self.alpha)) / 255;
        let ([r, g, b], [x, y, z]) = (self.shades, paper.shades);
        Colour { shades: [mixed(r, x), mixed(g, y), mixed(b, z)], alpha: 255 }
    }

    /// The same of letters; of a mark that may be seen through by more (an `alpha` of nothing), what it is made of.
    pub fn mixed(&self, paper: Option<&Colour>, alpha: u32) -> Colour {
        let own = || Colour { shades: self.shades, alpha: self.alpha };
        paper.filter(|_| alpha > 0).map_or_else(own, |paper| self.over(paper))
    }

    /// The contrast of letters with their ground, from 1 to 21.
    ///
    /// # Source
    /// Web Content Accessibility Guidelines (WCAG) 2.2 (W3C), definition of contrast ratio.
    pub fn contrast(&self, ground: &Colour) -> f64 {
        let [one, other] = [self.luminance(), ground.luminance()];
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// # Source
    /// Web Content Accessibility Guidelines (WCAG) 2.2 (W3C), definition of relative luminance.
    fn luminance(&self) -> f64 {
        let linear = |shade: u32| match f64::from(shade) / 255.0 {
            shade if shade <= 0.04045 => shade / 12.92,
            shade => libm::pow((shade + 0.055) / 1.055, 2.4),
        };
        let [red, green, blue] = self.shades.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// By how much the shade differs that differs most.
    pub fn difference(&self, other: &Colour) -> u32 {
        let all = self.shades.into_iter().zip(other.shades).map(|(one, other)| one.abs_diff(other));
        all.max().unwrap_or_default()
    }

    /// Where it stands on the colour circle, in degrees from red; nothing: it is a grey.
    pub fn hue(&self) -> Option<i64> {
        let [red, green, blue] = self.shades.map(i64::from);
        let most = red.max(green).max(blue);
        let spread = most - red.min(green).min(blue);
        if spread < i64::from(GREY) {
            return None;
        }
        let hue = match most {
            most if most == red => 60 * (green - blue) / spread,
            most if most == green => 120 + 60 * (blue - red) / spread,
            _ => 240 + 60 * (red - green) / spread,
        };
        Some(hue.rem_euclid(360))
    }

    /// How bright it is, from 0 to 255.
    ///
    /// # Source
    /// Recommendation ITU-R BT.709-6 (2015), item 3.2: the weights of luma.
    pub fn brightness(&self) -> u32 {
        let [red, green, blue] = self.shades;
        (2126 * red + 7152 * green + 722 * blue) / 10_000
    }
}

/// `.5` or `50%` as a number from 0 to 255.
fn share(text: &str) -> Option<u32> {
    let (number, parts) = text.strip_suffix('%').map_or((text, 1.0), |percent| (percent, 100.0));
    let digits = number.ends_with(|last: char| last.is_ascii_digit());
    let share: f64 = number.parse::<f64>().ok().filter(|_| digits)? / parts;
    (0_u32..=255).find(|level| f64::from(*level) >= share * 255.0)
}
