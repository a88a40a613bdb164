//! The languages, and how a path says which one a reader wants.
//!
//! The language is chosen by the beginning of the path and by nothing else: no cookie, no guess from the browser's headers.
//! Bokmål has no prefix, so that an address on a poster is short. The texts themselves are in [`crate::texts`].

/// A language that the pages or the documents on them can be in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// Norwegian bokmål, at the root.
    #[default]
    Nb,
    /// Norwegian nynorsk, under `/nn`.
    Nn,
    /// English, under `/en`.
    En,
    /// Northern Sámi, under `/se`: what surrounds a page and what one reads in a crisis; the rest is bokmål.
    Se,
}

impl Lang {
    /// The languages of the pages, in the order in which they are offered.
    pub const OFFERED: [Lang; 4] = [Lang::Nb, Lang::Nn, Lang::En, Lang::Se];

    /// The languages in which everything is said. What stands under another language is one of these in another frame, which
    /// search engines need not know twice.
    pub const COMPLETE: [Lang; 3] = [Lang::Nb, Lang::Nn, Lang::En];

    /// The language tag, as in `<html lang>` and in documents.
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Nb => "nb",
            Lang::Nn => "nn",
            Lang::En => "en",
            Lang::Se => "se",
        }
    }

    /// The language with this tag, if it is one of ours.
    pub fn from_code(code: &str) -> Option<Lang> {
        [Lang::Nb, Lang::Nn, Lang::En, Lang::Se].into_iter().find(|lang| lang.code() == code)
    }

    /// What the language calls itself; the same on every page, so that people find their own.
    pub const fn own_name(self) -> &'static str {
        match self {
            Lang::Nb => "Bokmål",
            Lang::Nn => "Nynorsk",
            Lang::En => "English",
            Lang::Se => "Davvisámegiella",
        }
    }

    /// What stands before every path of this language: nothing for bokmål.
    pub const fn prefix(self) -> &'static str {
        match self {
            Lang::Nb => "",
            Lang::Nn => "/nn",
            Lang::En => "/en",
            Lang::Se => "/se",
        }
    }

    /// The language of what a page holds. Northern Sámi has only the frame, so there it is bokmål.
    pub const fn of_content(self) -> Lang {
        match self {
            Lang::Se => Lang::Nb,
            other => other,
        }
    }

    /// The address of `path` (which has no prefix) in this language.
    pub fn path(self, path: &str) -> String {
        if path == "/" && self != Lang::Nb {
            return self.prefix().to_owned();
        }
        format!("{}{path}", self.prefix())
    }

    /// Takes the prefix off a requested path: which language is asked for, and which page of it.
    pub fn split(path: &str) -> (Lang, &str) {
        for lang in Lang::OFFERED {
            if lang == Lang::Nb {
                continue;
            }
            match path.strip_prefix(lang.prefix()) {
                Some("") => return (lang, "/"),
                Some(rest) if rest.starts_with('/') => return (lang, rest),
                _ => {}
            }
        }
        (Lang::Nb, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_comes_off_as_it_went_on() {
        for lang in Lang::OFFERED {
            for path in ["/", "/fortellinger", "/fortellinger/ab"] {
                assert_eq!(Lang::split(&lang.path(path)), (lang, path));
            }
        }
        assert_eq!(Lang::split("/en/"), (Lang::En, "/"));
    }

    #[test]
    fn only_a_whole_segment_is_a_language() {
        for path in ["/english", "/nnn/x", "/sem/x", "", "en", "//en"] {
            assert_eq!(Lang::split(path), (Lang::Nb, path));
        }
    }

    #[test]
    fn codes_are_known_both_ways() {
        for lang in [Lang::Nb, Lang::Nn, Lang::En, Lang::Se] {
            assert_eq!(Lang::from_code(lang.code()), Some(lang));
        }
        assert_eq!(Lang::from_code("no"), None);
    }
}
