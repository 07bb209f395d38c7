//! Are two numbers the same? By value, with units of one kind brought together and approximations taken as such.

use crate::claim::number::Quantity;

/// What a unit measures, and how much of its base unit it is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Measure<'u> {
    /// A number of things.
    Count,
    /// Percent.
    Share,
    /// Kilograms.
    Mass(f64),
    /// Metres.
    Length(f64),
    /// Square metres.
    Area(f64),
    /// Hours.
    Time(f64),
    /// A currency, or a unit that only itself compares with.
    Other(&'u str),
}

fn measure(unit: Option<&str>) -> Measure<'_> {
    match unit {
        None => Measure::Count,
        Some("%") => Measure::Share,
        Some("g") => Measure::Mass(0.001),
        Some("kg") => Measure::Mass(1.0),
        Some("t") => Measure::Mass(1000.0),
        Some("mm") => Measure::Length(0.001),
        Some("ft") => Measure::Length(0.3048),
        Some("cm") => Measure::Length(0.01),
        Some("m") => Measure::Length(1.0),
        Some("km") => Measure::Length(1000.0),
        Some("mi") => Measure::Length(1609.0),
        Some("ha") => Measure::Area(10_000.0),
        Some("km2") => Measure::Area(1_000_000.0),
        Some("s") => Measure::Time(1.0 / 3600.0),
        Some("min") => Measure::Time(1.0 / 60.0),
        Some("h") => Measure::Time(1.0),
        Some("d") => Measure::Time(24.0),
        Some("wk") => Measure::Time(168.0),
        Some("mo") => Measure::Time(730.0),
        Some("y") => Measure::Time(8760.0),
        Some(other) => Measure::Other(other),
    }
}

/// How two numbers compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// The same value.
    Same,
    /// Another value of the same kind of thing.
    Number,
    /// The same figure with another unit of the same kind: kilos and tonnes, euros and dollars.
    Unit,
    /// More than so much, and less than it.
    Excluded,
    /// They count different kinds of things.
    Apart,
}

/// Two figures that differ by less than this share of the greater one are the same when one is said to be rough.
const ROUGH: f64 = 0.08;
/// The same for two exact figures: room for a unit converted and rounded.
const EXACT: f64 = 0.006;

/// Compares two numbers; the order does not matter.
pub(super) fn agreement(a: &Quantity, b: &Quantity) -> Agreement {
    let (one, two) = (measure(a.unit.as_deref()), measure(b.unit.as_deref()));
    let scaled = match (one, two) {
        (Measure::Mass(x), Measure::Mass(y))
        | (Measure::Length(x), Measure::Length(y))
        | (Measure::Area(x), Measure::Area(y))
        | (Measure::Time(x), Measure::Time(y)) => Some((a.number * x, b.number * y)),
        (Measure::Count, Measure::Count) | (Measure::Share, Measure::Share) => Some((a.number, b.number)),
        (Measure::Other(x), Measure::Other(y)) if x == y => Some((a.number, b.number)),
        _ => None,
    };
    let Some((x, y)) = scaled else {
        let same = close(a.number, b.number, EXACT);
        return match (one, two) {
            (Measure::Other(_), Measure::Other(_)) if same => Agreement::Unit,
            (Measure::Other(_), Measure::Other(_)) => Agreement::Number,
            // A unit that one side did not say or that was not read.
            (Measure::Count, _) | (_, Measure::Count) if same => Agreement::Same,
            (Measure::Share, Measure::Other("pt")) | (Measure::Other("pt"), Measure::Share) if same => Agreement::Unit,
            _ => Agreement::Apart,
        };
    };
    let rough = [a.bound, b.bound].iter().any(|bound| matches!(bound, Some('~' | '<' | '>')));
    // Nearly two days and forty-eight hours: a month is no exact number of hours.
    let converted = one != two;
    let whole = |number: f64| number.fract() == 0.0 && number.abs() < 1e4;
    let limit = if rough || converted {
        ROUGH
    } else if whole(x) && whole(y) {
        // Nobody rounds 2008 to 2005.
        0.0
    } else {
        EXACT
    };
    if close(x, y, limit) {
        return match (a.bound, b.bound) {
            (Some('>'), Some('<')) | (Some('<'), Some('>')) if !converted => Agreement::Excluded,
            _ => Agreement::Same,
        };
    }
    let excludes = |one: &Quantity, x: f64, two: &Quantity, y: f64| match (one.bound, two.bound) {
        (Some('='), _) => true,
        (Some('<'), Some('>')) => x < y,
        _ => false,
    };
    if excludes(a, x, b, y) || excludes(b, y, a, x) {
        return Agreement::Excluded;
    }
    match (one, two) {
        _ if one != two && close(a.number, b.number, EXACT) => Agreement::Unit,
        _ => Agreement::Number,
    }
}

fn close(x: f64, y: f64, share: f64) -> bool {
    (x - y).abs() <= share * x.abs().max(y.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(a: &str, b: &str) -> Agreement {
        let read = |value| Quantity::parse(value).unwrap();
        assert_eq!(agreement(&read(a), &read(b)), agreement(&read(b), &read(a)));
        agreement(&read(a), &read(b))
    }

    #[test]
    fn values_not_strings() {
        assert_eq!(of("~3000", "3000"), Agreement::Same);
        assert_eq!(of("~800", "1200"), Agreement::Number);
        assert_eq!(of("120", "121"), Agreement::Number);
        assert_eq!(of("2008", "2005"), Agreement::Number);
        assert_eq!(of("48 h", "2 d"), Agreement::Same);
        assert_eq!(of("12 mo", "1 y"), Agreement::Same);
        assert_eq!(of("150 kg", "150 t"), Agreement::Unit);
        assert_eq!(of("1500 kg", "1.5 t"), Agreement::Same);
        assert_eq!(of("30000000 EUR", "30000000 USD"), Agreement::Unit);
        assert_eq!(of(">3000", "<3000"), Agreement::Excluded);
        assert_eq!(of("<10", ">30"), Agreement::Excluded);
        assert_eq!(of("=42", "40"), Agreement::Excluded);
        assert_eq!(of(">500", "300"), Agreement::Number);
        assert_eq!(of("5.1 %", "5.8 %"), Agreement::Number);
        assert_eq!(of("5 %", "12"), Agreement::Apart);
    }
}
