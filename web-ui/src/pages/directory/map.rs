//! The fifteen counties: drawn, each a link, and as a list of the same links.
//!
//! The drawing has a corner in which the counties around the Oslofjord are larger: Oslo would be too small to touch. A county
//! and its place in the corner are one link. Its name stands in the sea while one points at it; the list has them all.

use maud::{Markup, html};

use super::outlines::{CORNER, CORNER_OF, OUTLINES, SIZE};
use crate::lang::Lang;
use crate::site::Site;
use crate::texts::Arg;
use crate::vocabulary::Vocabulary;

/// The county that is too small for a finger even in the corner; it is given a wider edge to touch.
const SMALLEST: &str = "03";

/// How many there are of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The code.
    pub code: String,
    /// How many.
    pub count: u64,
}

/// The map and the list. `path` gives the address of a county, and for an empty text of the whole country.
pub(crate) fn map(site: &Site, counts: &[Counted], chosen: &str, path: &dyn Fn(&str) -> String) -> Markup {
    let lang = site.lang;
    let count = |code: &str| counts.iter().find(|counted| counted.code == code).map_or(0, |counted| counted.count);
    let current = |code: &str| (code == chosen).then_some("true");
    html! {
        div.map {
            figure {
                (drawing(lang, &|code| (site.link(&path(code)), count(code), code == chosen)))
                figcaption.quiet { (lang.text("directory-map-credit")) }
            }
            ul.counties {
                @for code in Vocabulary::County.codes() {
                    li { a href=(site.link(&path(code))) aria-current=[current(code)] { (Vocabulary::County.label(lang, code)) } " " span.quiet { (lang.number(count(code))) } }
                }
                @if !chosen.is_empty() { li { a href=(site.link(&path(""))) { (lang.text("directory-whole-country")) } } }
            }
        }
    }
}

/// The drawing alone: for each code an address, how many there are, and whether it is chosen.
fn drawing(lang: Lang, county: &dyn Fn(&str) -> (String, u64, bool)) -> Markup {
    let (width, height) = SIZE;
    let [corner, corner_of] = [CORNER, CORNER_OF].map(|[x, y, wide, high]| format!("M{x} {y}h{wide}v{high}h-{wide}z"));
    html! {
        svg viewBox={ "0 0 " (width) " " (height) } role="group" aria-label=(lang.text("directory-map")) {
            path.frame d=(corner) {}
            @for code in Vocabulary::County.codes() {
                @if let Some((_, outline, close)) = OUTLINES.iter().find(|(of, _, _)| of == code) {
                    @let (address, count, chosen) = county(code);
                    @let name = Vocabulary::County.label(lang, code);
                    @let args = [("place", Arg::Ours(name.as_ref().into())), ("count", Arg::Number(count))];
                    a href=(address) aria-label=(lang.text_with("directory-in", &args)) aria-current=[chosen.then_some("true")]
                        class=[(count == 0).then_some("none")] {
                        path d=(outline) {}
                        @if !close.is_empty() { path.wide[*code == SMALLEST] d=(close) {} }
                        text x="20" y="70" { (name.split(" – ").next().unwrap_or_default()) }
                    }
                    // Beside the link: whoever speaks to a machine says what stands in a link, and that is the county's name.
                    text.how-many x="20" y="140" aria-hidden="true" { (lang.text_with("directory-count", &[("count", Arg::Number(count))])) }
                }
            }
            path.frame.over d=(corner_of) {}
        }
    }
}
