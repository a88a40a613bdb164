//! Where in a document a value stands, written only when there is something to say about it.

use super::error::quoted;
use std::fmt;

/// A place in a document, as a chain from the inside out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Path<'a> {
    before: Option<&'a Path<'a>>,
    step: Step<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Root,
    Field(&'a str),
    Index(usize),
}

impl<'a> Path<'a> {
    /// The document itself.
    pub(super) const fn root() -> Path<'static> {
        Path { before: None, step: Step::Root }
    }

    /// The field of this name within what stands here.
    pub(super) const fn then(&'a self, name: &'a str) -> Path<'a> {
        Path { before: Some(self), step: Step::Field(name) }
    }

    /// The element at this position, counted from 0.
    pub(super) const fn at(&'a self, index: usize) -> Path<'a> {
        Path { before: Some(self), step: Step::Index(index) }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut steps = Vec::new();
        let mut here = Some(self);
        while let Some(path) = here {
            steps.push(path.step);
            here = path.before;
        }
        let mut first = true;
        for step in steps.into_iter().rev() {
            match step {
                Step::Root => continue,
                Step::Field(name) if first => f.write_str(&quoted(name))?,
                Step::Field(name) => write!(f, ".{}", quoted(name))?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
            first = false;
        }
        if first { f.write_str("line") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_like_an_expression() {
        let root = Path::root();
        let services = root.then("services");
        let second = services.at(1);
        assert_eq!(second.then("name").to_string(), "services[1].name");
        assert_eq!(root.then("title").to_string(), "title");
        assert_eq!(root.to_string(), "line");
    }
}
