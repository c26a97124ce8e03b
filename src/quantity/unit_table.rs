//! The table of units: each spelling written once, with its UCUM code, its dimension and its exact size.
//!
//! Spellings that differ only by a prefix (`mL`, `µL`, `毫升`) are made from [`PREFIXES`]. Not here on purpose: `ppm` and
//! `fold` (fractions of what?), `rpm` (depends on the rotor), `ML` (megalitre by the letter, millilitre by intention).

/// What a unit counts or measures. Two units convert only when they agree in all of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Base {
    /// Particles as counted by the instrument.
    Particle,
    /// Particles shown to be vesicles; how many of the counted particles are is a measurement of its own.
    Vesicle,
    /// Mass.
    Mass,
    /// Length; its third power is volume.
    Length,
    /// Time of the clock.
    Time,
    /// Calendar months, which have no fixed number of days.
    Month,
    /// Temperature in degrees Celsius.
    Celsius,
    /// Temperature in kelvin; an interval and a point differ, so there is no conversion to Celsius.
    Kelvin,
    /// Percentage of something; never the same as a bare number.
    Percentage,
    /// Endotoxin units.
    Endotoxin,
    /// Colony-forming units.
    Colony,
    /// Plaque-forming units.
    Plaque,
    /// Tissue culture infectious doses.
    InfectiousDose,
    /// Cells.
    Cell,
    /// Copies of a nucleic acid.
    Copy,
    /// Amount of substance.
    Amount,
    /// Osmotically active amount.
    Osmole,
    /// Doses.
    Dose,
    /// Vials and other containers.
    Container,
    /// Acidity on the pH scale.
    Acidity,
    /// Enzyme activity.
    Activity,
    /// Cycles of a polymerase chain reaction.
    Cycle,
    /// Frames of a video.
    Frame,
    /// Detected events.
    Event,
    /// Median or mean fluorescence intensity, arbitrary units of one instrument.
    Fluorescence,
    /// Relative fluorescence units of one plate reader.
    RelativeFluorescence,
    /// Relative light units of one instrument.
    Luminescence,
    /// Molecular mass; not tied to grams, whose factor is measured.
    MolecularMass,
    /// Base pairs.
    BasePair,
    /// Electric potential.
    Potential,
    /// Electric conductance.
    Conductance,
    /// Turbidity.
    Turbidity,
    /// Absorbance.
    Absorbance,
}

impl Base {
    /// Every base, in the order in which dimensions are printed.
    pub const ALL: [Base; 33] = [
        Base::Particle,
        Base::Vesicle,
        Base::Mass,
        Base::Amount,
        Base::Endotoxin,
        Base::Colony,
        Base::Plaque,
        Base::InfectiousDose,
        Base::Activity,
        Base::Osmole,
        Base::Cell,
        Base::Copy,
        Base::Event,
        Base::Percentage,
        Base::Fluorescence,
        Base::RelativeFluorescence,
        Base::Luminescence,
        Base::MolecularMass,
        Base::BasePair,
        Base::Potential,
        Base::Conductance,
        Base::Turbidity,
        Base::Absorbance,
        Base::Acidity,
        Base::Cycle,
        Base::Celsius,
        Base::Kelvin,
        Base::Length,
        Base::Dose,
        Base::Container,
        Base::Frame,
        Base::Time,
        Base::Month,
    ];

    /// The word that messages use.
    pub fn word(self) -> &'static str {
        match self {
            Base::Particle => "particles",
            Base::Vesicle => "vesicles",
            Base::Mass => "mass",
            Base::Length => "length",
            Base::Time => "time",
            Base::Month => "calendar months",
            Base::Celsius => "temperature in °C",
            Base::Kelvin => "temperature in K",
            Base::Percentage => "percentage",
            Base::Endotoxin => "endotoxin",
            Base::Colony => "colony-forming units",
            Base::Plaque => "plaque-forming units",
            Base::InfectiousDose => "infectious doses",
            Base::Cell => "cells",
            Base::Copy => "copies",
            Base::Amount => "amount of substance",
            Base::Osmole => "osmoles",
            Base::Dose => "dose",
            Base::Container => "container",
            Base::Acidity => "pH",
            Base::Activity => "enzyme activity",
            Base::Cycle => "PCR cycles",
            Base::Frame => "frame",
            Base::Event => "events",
            Base::Fluorescence => "fluorescence intensity",
            Base::RelativeFluorescence => "relative fluorescence",
            Base::Luminescence => "luminescence",
            Base::MolecularMass => "molecular mass",
            Base::BasePair => "base pairs",
            Base::Potential => "electric potential",
            Base::Conductance => "electric conductance",
            Base::Turbidity => "turbidity",
            Base::Absorbance => "absorbance",
        }
    }
}

/// A decimal prefix.
#[derive(Debug)]
pub struct Prefix {
    /// As printed.
    pub symbol: &'static str,
    /// In UCUM.
    pub ucum: &'static str,
    /// Power of ten.
    pub power: i32,
    /// As users write it.
    pub spellings: &'static [&'static str],
}

/// Decimal prefixes.
pub const PREFIXES: &[Prefix] = &[
    Prefix { symbol: "k", ucum: "k", power: 3, spellings: &["k", "千"] },
    Prefix { symbol: "d", ucum: "d", power: -1, spellings: &["d", "分"] },
    Prefix { symbol: "c", ucum: "c", power: -2, spellings: &["c", "厘"] },
    Prefix { symbol: "m", ucum: "m", power: -3, spellings: &["m", "毫"] },
    // Micro sign, Greek mu, Latin u.
    Prefix { symbol: "µ", ucum: "u", power: -6, spellings: &["\u{b5}", "\u{3bc}", "u", "微"] },
    Prefix { symbol: "n", ucum: "n", power: -9, spellings: &["n", "纳"] },
    Prefix { symbol: "p", ucum: "p", power: -12, spellings: &["p", "皮"] },
    Prefix { symbol: "f", ucum: "f", power: -15, spellings: &["f", "飞"] },
];

/// One unit.
#[derive(Debug)]
pub struct Row {
    /// As printed.
    pub symbol: &'static str,
    /// UCUM code; brackets and braces as UCUM wants them.
    pub ucum: &'static str,
    /// Powers of the bases.
    pub dimension: &'static [(Base, i32)],
    /// Size in base units: factor × 10^power.
    pub size: (i64, i32),
    /// Symbols of the prefixes that the unit takes.
    pub prefixes: &'static str,
    /// As users write it, without a prefix.
    pub spellings: &'static [&'static str],
}

/// A row of its own base, size 1, no prefixes.
const fn counted(
    symbol: &'static str,
    ucum: &'static str,
    of: &'static [(Base, i32)],
    words: &'static [&'static str],
) -> Row {
    Row { symbol, ucum, dimension: of, size: (1, 0), prefixes: "", spellings: words }
}

/// A row with size and prefixes.
const fn measured(
    symbol: &'static str,
    ucum: &'static str,
    dimension: &'static [(Base, i32)],
    size: (i64, i32),
    prefixes: &'static str,
    spellings: &'static [&'static str],
) -> Row {
    Row { symbol, ucum, dimension, size, prefixes, spellings }
}

/// Every unit. Base units: particle, gram, metre, second, month, percent, mole, and one of everything counted.
#[rustfmt::skip]
pub const UNITS: &[Row] = &[
    counted("particles", "{particles}", &[(Base::Particle, 1)],
        &["particles", "particle", "{particles}", "{particle}", "个", "颗粒", "粒", "个颗粒"]),
    counted("vesicles", "{vesicles}", &[(Base::Vesicle, 1)], &["vesicles", "vesicle", "{vesicles}", "{vesicle}", "EVs", "囊泡"]),
    measured("g", "g", &[(Base::Mass, 1)], (1, 0), "kdcmµnpf", &["g", "gram", "grams", "克"]),
    measured("L", "L", &[(Base::Length, 3)], (1, -3), "dcmµnpf", &["L", "l", "ℓ", "litre", "litres", "liter", "liters", "升"]),
    measured("m", "m", &[(Base::Length, 1)], (1, 0), "kdcmµnpf", &["m", "metre", "metres", "meter", "meters", "米"]),
    measured("cc", "cm3", &[(Base::Length, 3)], (1, -6), "", &["cc", "ccm"]),
    measured("s", "s", &[(Base::Time, 1)], (1, 0), "mµn", &["s", "sec", "second", "seconds", "秒"]),
    measured("min", "min", &[(Base::Time, 1)], (60, 0), "", &["min", "mins", "minute", "minutes", "分钟"]),
    measured("h", "h", &[(Base::Time, 1)], (3600, 0), "", &["h", "hr", "hrs", "hour", "hours", "小时"]),
    measured("d", "d", &[(Base::Time, 1)], (86400, 0), "", &["d", "day", "days", "天", "日"]),
    measured("wk", "wk", &[(Base::Time, 1)], (604_800, 0), "", &["wk", "week", "weeks", "周"]),
    measured("months", "mo", &[(Base::Month, 1)], (1, 0), "", &["months", "month", "mo", "月", "个月"]),
    measured("years", "a", &[(Base::Month, 1)], (12, 0), "", &["years", "year", "yr", "yrs", "y", "a", "年"]),
    counted("°C", "Cel", &[(Base::Celsius, 1)], &["°C", "℃", "Cel", "degC", "deg C", "ºC", "摄氏度"]),
    counted("K", "K", &[(Base::Kelvin, 1)], &["K", "kelvin"]),
    counted("%", "%", &[(Base::Percentage, 1)], &["%", "﹪", "percent", "per cent", "pct", "百分比"]),
    measured("‰", "[ppth]", &[(Base::Percentage, 1)], (1, -1), "", &["‰", "[ppth]", "permille"]),
    counted("EU", "[EU]", &[(Base::Endotoxin, 1)], &["EU", "[EU]", "E.U."]),
    counted("IU", "[iU]", &[(Base::Endotoxin, 1)], &["IU", "[iU]", "[IU]", "I.U."]),
    counted("CFU", "[CFU]", &[(Base::Colony, 1)], &["CFU", "cfu", "[CFU]"]),
    counted("PFU", "[PFU]", &[(Base::Plaque, 1)], &["PFU", "pfu", "[PFU]"]),
    counted("TCID50", "[TCID_50]", &[(Base::InfectiousDose, 1)], &["TCID50", "TCID₅₀", "[TCID_50]"]),
    counted("cells", "{cells}", &[(Base::Cell, 1)], &["cells", "cell", "{cells}", "{cell}", "细胞", "个细胞"]),
    counted("copies", "{copies}", &[(Base::Copy, 1)], &["copies", "copy", "{copies}", "{copy}", "vg", "gc", "GC", "拷贝"]),
    counted("events", "{events}", &[(Base::Event, 1)], &["events", "event", "{events}", "counts", "count"]),
    // Thousands have a row of their own, because UCUM has no prefix before a count.
    measured("cps", "{events}/s", &[(Base::Event, 1), (Base::Time, -1)], (1, 0), "", &["cps"]),
    measured("kcps", "10*3.{events}/s", &[(Base::Event, 1), (Base::Time, -1)], (1, 3), "", &["kcps"]),
    measured("mol", "mol", &[(Base::Amount, 1)], (1, 0), "kmµnpf", &["mol", "mole", "moles", "摩尔"]),
    measured("M", "mol/L", &[(Base::Amount, 1), (Base::Length, -3)], (1, 3), "mµnpf", &["M"]),
    measured("Osm", "osm", &[(Base::Osmole, 1)], (1, 0), "mµ", &["Osm", "osm", "OSM", "Osmol", "osmol"]),
    counted("dose", "{dose}", &[(Base::Dose, 1)], &["dose", "doses", "{dose}", "{doses}", "剂", "剂次"]),
    counted("vial", "{vial}", &[(Base::Container, 1)], &["vial", "vials", "{vial}"]),
    // One vial is one container; each is printed as it is called.
    counted("container", "{container}", &[(Base::Container, 1)], &["container", "containers", "{container}"]),
    counted("ampoule", "{ampoule}", &[(Base::Container, 1)], &["ampoule", "ampoules", "{ampoule}"]),
    counted("瓶", "{bottle}", &[(Base::Container, 1)], &["瓶", "{bottle}"]),
    counted("支", "{piece}", &[(Base::Container, 1)], &["支", "{piece}"]),
    counted("pH", "[pH]", &[(Base::Acidity, 1)], &["pH", "[pH]", "pH units", "pH unit"]),
    measured("U", "U", &[(Base::Activity, 1)], (1, 0), "kmµ", &["U"]),
    counted("Ct", "{Ct}", &[(Base::Cycle, 1)], &["Ct", "Cq", "{Ct}", "cycles", "cycle"]),
    counted("frame", "{frame}", &[(Base::Frame, 1)], &["frame", "frames", "{frame}", "帧"]),
    counted("MFI", "{MFI}", &[(Base::Fluorescence, 1)], &["MFI", "{MFI}"]),
    counted("RFU", "{RFU}", &[(Base::RelativeFluorescence, 1)], &["RFU", "{RFU}"]),
    counted("RLU", "{RLU}", &[(Base::Luminescence, 1)], &["RLU", "{RLU}"]),
    measured("Da", "u", &[(Base::MolecularMass, 1)], (1, 0), "k", &["Da", "dalton"]),
    counted("bp", "{bp}", &[(Base::BasePair, 1)], &["bp", "{bp}", "base pairs"]),
    measured("V", "V", &[(Base::Potential, 1)], (1, 0), "m", &["V"]),
    measured("S", "S", &[(Base::Conductance, 1)], (1, 0), "mµ", &["S"]),
    // A newton per square metre, in grams, metres and seconds; a poise is a tenth of a pascal second.
    measured("Pa", "Pa", &[(Base::Mass, 1), (Base::Length, -1), (Base::Time, -2)], (1, 3), "km", &["Pa", "pascal"]),
    measured("P", "P", &[(Base::Mass, 1), (Base::Length, -1), (Base::Time, -1)], (1, 2), "cm", &["P", "poise"]),
    counted("NTU", "{NTU}", &[(Base::Turbidity, 1)], &["NTU", "{NTU}"]),
    counted("AU", "{AU}", &[(Base::Absorbance, 1)], &["AU", "{AU}", "OD"]),
];
