//! What stays on a reader's device for when there is no network: who one can call, in the reader's language, and how it
//! looks. Nothing else, ever: a story that was kept could not be withdrawn.

use crate::assets;
use crate::lang::Lang;
use crate::paths;
use crate::site::House;

const TEMPLATE: &str = include_str!("offline/worker.js");

/// The worker that keeps it, for browsers to fetch at [`paths::WORKER`]. `shown` names what the help pages show: where it
/// changes, devices fetch them again.
pub fn worker(house: &House, shown: &str) -> String {
    let pages: Vec<String> =
        Lang::OFFERED.iter().map(|lang| format!("  {}: {},", lang.code(), quoted(&lang.path(paths::OFFLINE)))).collect();
    let looks = [Some(assets::stylesheet_path()), house.stylesheet.as_deref(), house.logo.as_deref()];
    let looks: Vec<String> = looks.into_iter().flatten().map(quoted).collect();
    TEMPLATE
        .replace("PAGES", &format!("{{\n{}\n}}", pages.join("\n")))
        .replace("LOOKS", &format!("[{}]", looks.join(", ")))
        .replace("VERSION", &quoted(&assets::named(shown)))
}

/// As a text of the script. Our own paths need no escapes; whatever else comes loses what could end the text.
fn quoted(text: &str) -> String {
    let plain: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || "/-._".contains(*c)).collect();
    format!("'{plain}'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_the_help_page_and_its_looks_is_kept() {
        let house = House { stylesheet: Some("/assets/hub-1.css".to_owned()), ..House::default() };
        let worker = worker(&house, "v");
        let kept: Vec<&str> = worker.split('\'').skip(1).step_by(2).filter(|text| text.starts_with('/')).collect();
        let expected = ["/hjelp/uten-nett", "/nn/hjelp/uten-nett", "/en/hjelp/uten-nett", "/se/hjelp/uten-nett"];
        assert_eq!(kept, [&expected[..], &[assets::stylesheet_path(), "/assets/hub-1.css"]].concat());
        assert_eq!(worker.matches(".addAll(").count(), 1, "one place keeps things");
        assert!(worker.contains("addAll([page, ...looks])"), "and it keeps these");
        for other in [".put(", ".add(", "indexedDB", "importScripts", "http:", "https:", "postMessage"] {
            assert!(!worker.contains(other), "{other}");
        }
    }

    #[test]
    fn what_is_shown_anew_is_fetched_anew() {
        let house = House::default();
        assert_ne!(worker(&house, "one"), worker(&house, "two"));
        assert_eq!(quoted("a');alert(1)//"), "'aalert1//'");
    }
}
