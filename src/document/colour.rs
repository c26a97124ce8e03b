//! Colours, and how well text in them reads.

/// A colour of sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

impl Colour {
    /// The paper.
    pub const WHITE: Colour = Colour { red: 255, green: 255, blue: 255 };
    /// Behind the heads of tables.
    pub const SHADE: Colour = Colour { red: 0xee, green: 0xf0, blue: 0xf4 };
    /// The page of a dark screen, as in the style of the pages.
    pub const DARK: Colour = Colour { red: 0x18, green: 0x19, blue: 0x1c };
    /// Behind the heads of tables on a dark screen.
    pub const DARK_SHADE: Colour = Colour { red: 0x2a, green: 0x2c, blue: 0x32 };
    /// The least contrast with which text of any size reads.
    ///
    /// # Source
    /// WCAG 2.2 (W3C Recommendation, 12 December 2024), success criterion 1.4.3.
    pub const LEAST_CONTRAST: f64 = 4.5;

    /// A colour written `#005a8c`; `None` where it is written otherwise.
    pub fn parse(text: &str) -> Option<Colour> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let pair = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Colour { red: pair(0)?, green: pair(2)?, blue: pair(4)? })
    }

    /// `#005a8c`.
    pub fn written(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// How much lighter one of two colours is than the other: 1 (no difference) to 21 (black and white).
    ///
    /// # Source
    /// WCAG 2.2, definition of contrast ratio: (L1 + 0.05) / (L2 + 0.05), L1 the relative luminance of the lighter one.
    pub fn contrast(self, other: Colour) -> f64 {
        let (one, other) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if one > other { one / other } else { other / one }
    }

    /// Relative luminance, 0 (black) to 1 (white).
    ///
    /// # Source
    /// WCAG 2.2, definition of relative luminance; the knee is that of IEC 61966-2-1:1999, 0.04045.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { libm::pow((share + 0.055) / 1.055, 2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// Whether text in this colour reads on a ground.
    pub fn reads_on(self, ground: Colour) -> bool {
        self.contrast(ground) >= Colour::LEAST_CONTRAST
    }

    /// The same colour, with as much white in it as it needs to be read on a dark ground.
    pub fn on_dark(self, ground: Colour) -> Colour {
        let mixed = |share: u16| {
            let mix = |channel: u8| {
                let channel = u16::from(channel);
                // At most 255, since it lies between two channels.
                u8::try_from(channel + (255 - channel) * share / 20).unwrap_or(u8::MAX)
            };
            Colour { red: mix(self.red), green: mix(self.green), blue: mix(self.blue) }
        };
        (0..20).map(mixed).find(|colour| colour.reads_on(ground)).unwrap_or(Colour::WHITE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_recommendation() {
        let black = Colour { red: 0, green: 0, blue: 0 };
        assert!((black.contrast(Colour::WHITE) - 21.0).abs() < 1e-12);
        // #767676 is the lightest grey that passes on white, #777777 the first that does not: W3C, understanding 1.4.3.
        let grey = |text: &str| Colour::parse(text).unwrap().contrast(Colour::WHITE);
        assert!(grey("#767676") >= 4.5 && grey("#777777") < 4.5, "{} {}", grey("#767676"), grey("#777777"));
        assert!((grey("#777777") - 4.47).abs() < 0.01);
    }

    #[test]
    fn a_colour_is_written_with_six_digits() {
        assert_eq!(Colour::parse("#005A8c").map(Colour::written).as_deref(), Some("#005a8c"));
        for wrong in ["005a8c", "#05a", "#005a8g", "#+05a8c", "navy", "", "#００５"] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn on_a_dark_screen_it_is_lighter() {
        for dark in ["#005a8c", "#000000", "#5a005a"] {
            let colour = Colour::parse(dark).unwrap();
            for ground in [Colour::DARK, Colour::DARK_SHADE] {
                assert!(!colour.reads_on(ground) && colour.on_dark(ground).reads_on(ground), "{dark}");
            }
        }
        let light = Colour::parse("#9ad0ff").unwrap();
        assert_eq!(light.on_dark(Colour::DARK), light);
    }
}
