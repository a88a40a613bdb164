//! How far a document has come, and how far it goes. Both stay on the machine that keeps it.

/// How far a document has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Status {
    /// Being written. Where every document begins.
    #[default]
    Draft,
    /// Somebody else reads it.
    Review,
    /// People can read it.
    Published,
    /// Kept, no longer shown in lists.
    Archived,
}

impl Status {
    /// Every status.
    pub const ALL: &'static [Status] = &[Status::Draft, Status::Review, Status::Published, Status::Archived];

    /// The code that stands in import lines.
    pub const fn code(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Review => "review",
            Status::Published => "published",
            Status::Archived => "archived",
        }
    }

    /// The status with this code.
    pub fn from_code(code: &str) -> Option<Status> {
        Self::ALL.iter().copied().find(|status| status.code() == code)
    }
}

/// How far a document goes once it is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Reach {
    /// It never leaves this centre. What nobody has decided about stays here.
    #[default]
    Here,
    /// Every centre of the network holds it too.
    Network,
}

impl Reach {
    /// Every reach.
    pub const ALL: &'static [Reach] = &[Reach::Here, Reach::Network];

    /// The code that stands in import lines.
    pub const fn code(self) -> &'static str {
        match self {
            Reach::Here => "here",
            Reach::Network => "network",
        }
    }

    /// The reach with this code.
    pub fn from_code(code: &str) -> Option<Reach> {
        Self::ALL.iter().copied().find(|reach| reach.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back() {
        assert!(Status::ALL.iter().all(|status| Status::from_code(status.code()) == Some(*status)));
        assert!(Reach::ALL.iter().all(|reach| Reach::from_code(reach.code()) == Some(*reach)));
        assert_eq!((Status::default(), Reach::default()), (Status::Draft, Reach::Here));
        assert_eq!(Status::from_code("publisert"), None);
        assert_eq!(Reach::from_code("everywhere"), None);
    }
}
