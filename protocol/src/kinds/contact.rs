//! How to reach somebody: telephone numbers, e-mail and web addresses, postal codes, organisation numbers.
//!
//! Only the way they are written is checked; nothing is looked up.

use super::dates::digits;
use super::error::Fault;
use super::limits;
use super::schema::Format;

/// Eight digits, or a short number; kept as digits.
pub const PHONE: Format = Format { name: "phone", most: limits::FORMATTED_CHARS, normalise: phone };

/// An e-mail address.
pub const EMAIL: Format = Format { name: "email", most: limits::EMAIL_CHARS, normalise: email };

/// A web address.
pub const URL: Format = Format { name: "url", most: limits::URL_CHARS, normalise: url };

/// Four digits.
pub const POSTAL_CODE: Format = Format { name: "postal_code", most: limits::FORMATTED_CHARS, normalise: postal_code };

/// Nine digits of which the last is a check digit; kept as digits.
pub const ORGANISATION_NUMBER: Format =
    Format { name: "organisation_number", most: limits::FORMATTED_CHARS, normalise: organisation_number };

/// A network address of a machine, such as `/dns4/nordlys.example/tcp/4001`.
pub const MULTIADDR: Format = Format { name: "multiaddr", most: limits::MULTIADDR_CHARS, normalise: multiaddr };

/// The weights of the first eight digits of an organisation number.
const WEIGHTS: [u32; 8] = [3, 2, 7, 6, 5, 4, 3, 2];

fn without_spaces(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

fn only_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn phone(text: &str) -> Result<String, Fault> {
    let number = without_spaces(text);
    let (abroad, number) = match number.strip_prefix("+47").or_else(|| number.strip_prefix("0047")) {
        Some(rest) => (true, rest),
        None => (false, number.as_str()),
    };
    let length = number.len();
    // A short number works within the country only, so it never follows +47.
    if only_digits(number) && (length == 8 || (!abroad && (3..=6).contains(&length))) {
        return Ok(number.to_owned());
    }
    Err(Fault::malformed("is not a Norwegian telephone number; write eight digits, or a short number of three to six"))
}

fn email(text: &str) -> Result<String, Fault> {
    let allowed = |character: char| character.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(character);
    let sound = text.split_once('@').is_some_and(|(person, host)| {
        let length = person.chars().count();
        (1..=64).contains(&length)
            && person.chars().all(allowed)
            && !person.starts_with('.')
            && !person.ends_with('.')
            && !person.contains("..")
            && is_host(host)
    });
    if sound { Ok(text.to_owned()) } else { Err(Fault::malformed("is not an e-mail address; write it as `post@senter.example`")) }
}

/// Whether this is a host with a domain: labels of letters, digits and hyphens.
fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.chars().count())
            && label.chars().all(|character| character.is_alphanumeric() || character == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.chars().count() <= 253 && host.contains('.') && host.split('.').all(label)
}

fn url(text: &str) -> Result<String, Fault> {
    let advice = "write it in full, as `https://senter.example/kurs`";
    let Some((scheme, rest)) = text.split_once("://") else {
        return Err(Fault::malformed(format!("is not a web address; {advice}")));
    };
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return Err(Fault::malformed(format!("begins with neither https:// nor http://; {advice}")));
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let port_sound = port.is_none_or(|port| only_digits(port) && port.parse::<u16>().is_ok_and(|port| port > 0));
    // What stands before an @ is a favourite disguise for another host; `is_host` refuses it with everything else.
    let path_sound = !path.chars().any(|character| character.is_whitespace() || "\"<>\\^`{|}".contains(character));
    if is_host(host) && port_sound && path_sound {
        Ok(text.to_owned())
    } else {
        Err(Fault::malformed(format!("is not a web address that can be opened; {advice}")))
    }
}

fn postal_code(text: &str) -> Result<String, Fault> {
    match digits(text, 4) {
        Some(_) => Ok(text.to_owned()),
        None => Err(Fault::malformed("is not a postal code; write its four digits, such as `9008`")),
    }
}

fn organisation_number(text: &str) -> Result<String, Fault> {
    let number = without_spaces(text);
    if !only_digits(&number) || number.len() != 9 {
        return Err(Fault::malformed("is not an organisation number; write its nine digits"));
    }
    let values = || number.chars().filter_map(|digit| digit.to_digit(10));
    let sum: u32 = values().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = match 11 - sum % 11 {
        11 => Some(0),
        10 => None,
        digit => Some(digit),
    };
    if check.is_some() && values().next_back() == check {
        Ok(number)
    } else {
        Err(Fault::new(
            "check_digit",
            "is not an organisation number, since its last digit does not fit the others; look for a typing error",
        ))
    }
}

fn multiaddr(text: &str) -> Result<String, Fault> {
    const BEGINNINGS: [&str; 7] = ["ip4", "ip6", "dns", "dns4", "dns6", "dnsaddr", "p2p"];
    let mut parts = text.split('/');
    let sound = parts.next() == Some("")
        && parts.next().is_some_and(|protocol| BEGINNINGS.contains(&protocol))
        && parts.next().is_some_and(|value| !value.is_empty())
        && parts.all(|part| !part.is_empty())
        && text.bytes().all(|byte| byte.is_ascii_graphic());
    if sound {
        Ok(text.to_owned())
    } else {
        Err(Fault::malformed("is not a network address; write it as `/dns4/senter.example/tcp/4001`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(format: Format, texts: &[&str]) {
        for text in texts {
            assert_eq!((format.normalise)(text).unwrap_err().rule, "malformed", "{} {text:?}", format.name);
        }
    }

    #[test]
    fn phones_are_kept_as_digits() {
        for (given, kept) in [
            ("22 00 00 00", "22000000"),
            ("+47 220 00 000", "22000000"),
            ("0047 22000000", "22000000"),
            ("116 123", "116123"),
            ("113", "113"),
            ("02 000", "02000"),
        ] {
            assert_eq!(phone(given).as_deref(), Ok(kept));
        }
        refused(PHONE, &["", "12", "1234567", "123456789", "+46 22000000", "+47 113", "2200OOOO", "22-00-00-00", "٢٢٠٠٠٠٠٠"]);
    }

    #[test]
    fn organisation_numbers_carry_a_check_digit() {
        assert_eq!(organisation_number("123456785").as_deref(), Ok("123456785"));
        assert_eq!(organisation_number("123 456\u{a0}785").as_deref(), Ok("123456785"));
        for wrong in ["123456784", "213456785", "123456780"] {
            assert_eq!(organisation_number(wrong).unwrap_err().rule, "check_digit", "{wrong}");
        }
        refused(ORGANISATION_NUMBER, &["", "12345678", "1234567850", "NO123456785MVA", "12345678S", "１２３４５６７８５"]);
    }

    #[test]
    fn a_sum_whose_check_would_be_ten_belongs_to_nobody() {
        // 3·2 + 2·3 = 12, and 11 − 12 mod 11 = 10: no last digit makes it valid.
        for last in 0..10 {
            assert_eq!(organisation_number(&format!("23000000{last}")).unwrap_err().rule, "check_digit");
        }
        // A sum that 11 divides has the check digit 0: 3·3 + 2·1 = 11.
        assert_eq!(organisation_number("310000000").as_deref(), Ok("310000000"));
    }

    #[test]
    fn emails_have_a_person_and_a_host() {
        for good in ["post@senter.example", "kari.o'nordmann+kurs@a-b.senter.example", "post@blåtind.example"] {
            assert_eq!(email(good).as_deref(), Ok(good));
        }
        let wrong = ["", "@", "post", "post@", "@senter.example", "a@b", "a b@senter.example", "a@b@senter.example"];
        refused(EMAIL, &wrong);
        refused(
            EMAIL,
            &[".a@senter.example", "a..b@senter.example", "a@-senter.example", "a@senter..example", "<a@senter.example>"],
        );
    }

    #[test]
    fn web_addresses_open_a_web_page() {
        for good in [
            "https://senter.example",
            "http://senter.example:8080/kurs?q=a&b=c#d",
            "HTTPS://blåtind.example/påmelding",
            "https://senter.example?x=1@2",
        ] {
            assert_eq!(url(good).as_deref(), Ok(good));
        }
        refused(
            URL,
            &[
                "",
                "senter.example",
                "javascript:alert(1)",
                "javascript://senter.example/%0aalert(1)",
                "https://",
                "https:///x",
                "ftp://senter.example",
                "https://user@senter.example",
                "https://senter.example:0",
                "https://senter.example:x",
                "https://senter.example:99999",
                "https://senter",
                "https://a b.example",
                "https://senter.example/\"onload",
                "https://senter.example/<b>",
                "data:text/html,x",
                "//senter.example",
            ],
        );
    }

    #[test]
    fn postal_codes_are_four_digits() {
        assert_eq!(postal_code("0001").as_deref(), Ok("0001"));
        refused(POSTAL_CODE, &["", "901", "90088", "N-9008", "90 08"]);
    }

    #[test]
    fn network_addresses_begin_with_a_protocol() {
        for good in ["/dns4/senter.example/tcp/4001", "/ip6/::1/tcp/1", "/ip4/192.0.2.1/tcp/1/p2p/x"] {
            assert_eq!(multiaddr(good).as_deref(), Ok(good));
        }
        refused(MULTIADDR, &["", "/", "ip4/192.0.2.1", "/ip4", "/ip4/", "/ip4//tcp", "/http/x", "/ip4/a b", "/dns/ø"]);
    }
}
