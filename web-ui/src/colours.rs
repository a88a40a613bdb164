//! A centre's own colours. What a centre chooses is made darker or lighter until everybody can read it.

use std::fmt::Write;

/// What WCAG asks of text (1.4.3), with a little to spare for rounding.
const LEGIBLE: f64 = 4.6;

/// Of the centre's colour, how much goes into the tint behind boxes.
const TINT: f64 = 0.09;

/// How far a colour goes towards black or white in one step.
const STEP: f64 = 0.04;

/// Red, green and blue, each 0 to 255.
type Colour = [f64; 3];

/// The colours of `base.css` on which the accent stands, and the text that stands on the tint.
struct Scheme {
    grounds: [Colour; 2],
    texts: [Colour; 2],
    /// Towards which colours become more legible.
    towards: Colour,
}

const LIGHT: Scheme = Scheme {
    grounds: [[251.0, 248.0, 243.0], [255.0, 253.0, 250.0]],
    texts: [[42.0, 39.0, 35.0], [95.0, 87.0, 78.0]],
    towards: [0.0, 0.0, 0.0],
};

const DARK: Scheme = Scheme {
    grounds: [[29.0, 27.0, 25.0], [38.0, 35.0, 32.0]],
    texts: [[236.0, 230.0, 220.0], [185.0, 175.0, 162.0]],
    towards: [255.0, 255.0, 255.0],
};

/// The stylesheet with an accent colour, `#rrggbb`, for light and dark; none where it is no colour. Readers who ask their
/// device for more contrast keep ours, and paper stays paper.
pub fn stylesheet(accent: &str) -> Option<String> {
    let accent = parse(accent)?;
    let mut out = String::new();
    for (scheme, wanted) in [(&LIGHT, "light"), (&DARK, "dark")] {
        let (accent, on_accent, tint) = fitted(accent, scheme);
        // Proof: writing to a String cannot fail.
        let _infallible = writeln!(
            out,
            "@media screen and (prefers-color-scheme: {wanted}) and (prefers-contrast: no-preference) {{ :root {{ --accent: {}; --on-accent: {}; --tint: {}; }} }}",
            written(accent),
            written(on_accent),
            written(tint)
        );
    }
    Some(out)
}

/// The accent as it can be read in a scheme, what stands on it, and the tint.
fn fitted(wanted: Colour, scheme: &Scheme) -> (Colour, Colour, Colour) {
    let mut accent = wanted;
    // Whole steps, and then the end itself, where everything is legible.
    let mut amount = 0.0;
    loop {
        let tint = rounded(mixed(scheme.grounds[0], accent, TINT));
        let on_accent =
            if contrast([255.0; 3], accent) >= contrast([18.0, 24.0, 22.0], accent) { [255.0; 3] } else { [18.0, 24.0, 22.0] };
        let all = scheme.grounds.iter().all(|ground| contrast(accent, *ground) >= LEGIBLE)
            && contrast(accent, tint) >= LEGIBLE
            && contrast(on_accent, accent) >= LEGIBLE
            && scheme.texts.iter().all(|text| contrast(*text, tint) >= LEGIBLE);
        if all || amount >= 1.0 {
            return (accent, on_accent, tint);
        }
        amount += STEP;
        accent = rounded(mixed(wanted, scheme.towards, f64::min(amount, 1.0)));
    }
}

fn parse(text: &str) -> Option<Colour> {
    let digits =
        text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok().map(f64::from);
    Some([part(0)?, part(2)?, part(4)?])
}

fn written(colour: Colour) -> String {
    let [red, green, blue] = colour.map(|part| part as u8);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn mixed(from: Colour, to: Colour, amount: f64) -> Colour {
    let ([a, b, c], [d, e, f]) = (from, to);
    [(a, d), (b, e), (c, f)].map(|(from, to)| from + (to - from) * amount)
}

fn rounded(colour: Colour) -> Colour {
    colour.map(f64::round)
}

/// The contrast of two colours as WCAG 2 reckons it, 1 to 21.
fn contrast(a: Colour, b: Colour) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = part / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_reckoned_as_everybody_does() {
        assert!((contrast([0.0; 3], [255.0; 3]) - 21.0).abs() < 0.01);
        assert!((contrast(parse("#777777").unwrap(), [255.0; 3]) - 4.48).abs() < 0.01);
    }

    #[test]
    fn every_colour_can_be_read_in_light_and_in_dark() {
        for number in 0..4096_u32 {
            let colour = [number >> 8, number >> 4 & 15, number & 15].map(|part| f64::from(part * 17));
            for scheme in [&LIGHT, &DARK] {
                let (accent, on_accent, tint) = fitted(colour, scheme);
                let mut pairs = vec![(accent, tint), (on_accent, accent)];
                pairs.extend(scheme.grounds.iter().map(|ground| (accent, *ground)));
                pairs.extend(scheme.texts.iter().map(|text| (*text, tint)));
                for (a, b) in pairs {
                    assert!(contrast(a, b) >= 4.5, "{}: {} on {}", written(colour), written(a), written(b));
                }
            }
        }
    }

    #[test]
    fn a_legible_colour_stays_as_it_is() {
        let css = stylesheet("#17594F").unwrap();
        assert!(css.contains("--accent: #17594f; --on-accent: #ffffff"), "{css}");
        assert_eq!(css.matches('{').count(), css.matches('}').count());
        for wrong in ["17594f", "#17594", "#17594g", "#17594fa", "#+75940", "red;}", "#ååå", ""] {
            assert_eq!(stylesheet(wrong), None, "{wrong}");
        }
    }

    /// The schemes here are those of the stylesheet.
    #[test]
    fn the_stylesheet_has_the_same_colours() {
        let base = include_str!("style/base.css");
        for (name, [light, dark]) in [
            ("paper", [LIGHT.grounds[0], DARK.grounds[0]]),
            ("raised", [LIGHT.grounds[1], DARK.grounds[1]]),
            ("ink", [LIGHT.texts[0], DARK.texts[0]]),
            ("soft", [LIGHT.texts[1], DARK.texts[1]]),
        ] {
            let found: Vec<&str> =
                base.split(&format!("--{name}: ")).skip(1).take(2).map(|rest| rest.split(';').next().unwrap()).collect();
            assert_eq!(found, [written(light), written(dark)], "{name}");
        }
    }
}
