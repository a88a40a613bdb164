//! The word that somebody probably meant.

/// A longer word is no typing error of any of ours, and comparing costs the product of the lengths.
const COMPARED_CHARS: usize = 40;

/// The nearest of the words, if it is near enough to be a typing error: about one slip in three letters, and
/// two letters that changed places count as two.
pub(super) fn nearest<'a>(given: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if given.is_empty() || given.chars().nth(COMPARED_CHARS).is_some() {
        return None;
    }
    // People write `Service-user` for `service_user`; that is no slip at all.
    let plain = given.trim().to_lowercase().replace(['-', ' '], "_");
    let allowed = ((plain.chars().count() + 1) / 3).max(1);
    words
        .into_iter()
        .map(|word| (distance(&plain, &word.to_lowercase()), word))
        .filter(|(slips, _)| *slips <= allowed)
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, word)| word)
}

/// How many letters must be put in, taken out or replaced.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().enumerate() {
        let mut left = index + 1;
        let mut next = vec![left];
        for ((diagonal, above), other_letter) in row.iter().zip(row.iter().skip(1)).zip(&other) {
            let replaced = diagonal + usize::from(letter != *other_letter);
            left = replaced.min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        assert_eq!(distance("", ""), 0);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("relativ", "relative"), 1);
        assert_eq!(distance("titel", "title"), 2);
    }

    #[test]
    fn the_nearest_word_is_found_and_nothing_far_away() {
        let words = ["service_user", "relative", "bereaved"];
        assert_eq!(nearest("relativ", words), Some("relative"));
        assert_eq!(nearest("Service-User", words), Some("service_user"));
        assert_eq!(nearest("titel", ["title"]), Some("title"));
        assert_eq!(nearest("bydays", ["COUNT", "BYDAY"]), Some("BYDAY"));
        assert_eq!(nearest("doctor", words), None);
        assert_eq!(nearest("", words), None);
        assert_eq!(nearest(&"x".repeat(1_000_000), words), None);
    }
}
