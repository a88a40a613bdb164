//! By what a list can be narrowed, with how many each choice would give; and what is chosen, each with a way to undo it.
//!
//! They are boxes to tick in the search form and work without a script. On a narrow screen they are behind one word, on a wide
//! one beside the list. Small numbers are not shown: beside each other they would point at single people.

use std::borrow::Cow;
use std::fmt;

use maud::{Markup, html};

use crate::filters::Search;
use crate::forms;
use crate::lang::Lang;
use crate::people;
use crate::site::Site;
use crate::texts::Arg;
use crate::vocabulary::Vocabulary;

/// A count below this is «noen få».
const FEW: u64 = 5;

/// Choices of one facet that are offered, at most; the rest is found with words.
const MOST: usize = 40;

/// Groups that are open without a click.
const OPEN: usize = 2;

/// One thing by which a list can be narrowed.
#[derive(Clone, PartialEq, Eq)]
pub struct Facet {
    /// The parameter's name, one of [`crate::forms`].
    pub name: &'static str,
    /// What the codes are called, where they are ours.
    pub vocabulary: Option<Vocabulary>,
    /// What one can choose, in the order in which it is offered.
    pub choices: Vec<Choice>,
}

/// One choice.
#[derive(Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its code.
    pub code: String,
    /// What it is called, where that is not ours to say.
    pub name: Option<String>,
    /// How many it would give; none where that is nobody's business.
    pub count: Option<u64>,
    /// It is chosen.
    pub chosen: bool,
}

impl fmt::Debug for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Facet({}, {} choices)", self.name, self.choices.len())
    }
}

impl fmt::Debug for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Choice({})", self.chosen)
    }
}

impl Facet {
    fn title_key(&self) -> &'static str {
        match self.name {
            forms::PARAM_THEME => "filter-theme",
            forms::PARAM_ROLE => "filter-role",
            forms::PARAM_FIELD => "filter-area",
            forms::PARAM_HELPED => "filter-helped",
            forms::PARAM_COUNTY => "filter-county",
            forms::PARAM_HUB => "filter-hub",
            forms::PARAM_LANG => "filter-lang",
            forms::PARAM_LENGTH => "filter-length",
            forms::PARAM_WITHOUT => "filter-without",
            forms::PARAM_MODE => "filter-mode",
            forms::PARAM_INVOLVEMENT => "filter-involvement",
            forms::PARAM_EVIDENCE => "filter-evidence",
            forms::PARAM_PHASE => "filter-phase",
            _ => "filter-type",
        }
    }

    fn label<'c>(&self, lang: Lang, choice: &'c Choice) -> Cow<'c, str> {
        match (&choice.name, self.vocabulary) {
            (Some(name), _) => people::cut(name, people::TITLE_CHARS),
            (None, Some(vocabulary)) => vocabulary.label(lang, &choice.code),
            (None, None) => people::cut(&choice.code, people::TITLE_CHARS),
        }
    }
}

/// The boxes, as a part of the search form. The first groups are open, and those in which something is chosen.
pub(crate) fn boxes(site: &Site, facets: &[Facet]) -> Markup {
    html! {
        @for (position, facet) in facets.iter().filter(|facet| !facet.choices.is_empty()).enumerate() {
            details.facet open[position < OPEN || facet.choices.iter().any(|choice| choice.chosen)] {
                summary #{ "f-" (facet.name) } { (site.lang.text(facet.title_key())) }
                div role="group" aria-labelledby={ "f-" (facet.name) } {
                    @for choice in facet.choices.iter().take(MOST) { (choice_box(site, facet, choice)) }
                }
            }
        }
    }
}

fn choice_box(site: &Site, facet: &Facet, choice: &Choice) -> Markup {
    let lang = site.lang;
    html! {
        label.check {
            input type="checkbox" name=(facet.name) value=(choice.code) checked[choice.chosen];
            span {
                bdi { (facet.label(lang, choice)) }
                @match choice.count {
                    Some(count) if count >= FEW => span.quiet { " (" (lang.number(count)) ")" },
                    Some(count) if count > 0 => span.quiet { " (" (lang.text("filter-few")) ")" },
                    _ => {}
                }
            }
        }
    }
}

/// What is chosen; each is a link to the same list without it.
pub(crate) fn chosen(site: &Site, path: &str, search: &Search) -> Markup {
    let lang = site.lang;
    let base = site.link(path);
    html! {
        @if search.facets.iter().any(|facet| facet.choices.iter().any(|choice| choice.chosen)) {
            p.label #valgt { (lang.text("filter-chosen")) }
            ul.chosen aria-labelledby="valgt" {
                @for facet in &search.facets {
                    @for choice in facet.choices.iter().filter(|choice| choice.chosen) {
                        li {
                            a href={ (base) (search.query_without(facet.name, &choice.code)) } {
                                span.unseen { (lang.text("filter-remove")) " " }
                                @if facet.name == forms::PARAM_WITHOUT {
                                    (lang.rich("filter-not", &[("what", Arg::People(&facet.label(lang, choice)))]))
                                } @else { bdi { (facet.label(lang, choice)) } }
                                span.cross aria-hidden="true" { " ×" }
                            }
                        }
                    }
                }
            }
        }
    }
}
