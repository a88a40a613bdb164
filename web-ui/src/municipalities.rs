//! The municipalities and counties of today, and by which numbers and names people still know them.
//!
//! Numbers and names as of 2024, in the official languages of each municipality. Documents may carry the numbers that held
//! from 2020 to 2023, and people the names of counties that are no more: both find the place as it is today.

use std::cmp::Ordering;

/// Every municipality: its number and its name, by number.
#[rustfmt::skip]
pub const ALL: [(&str, &str); 357] = [
    ("0301", "Oslo"),
    ("1101", "Eigersund"), ("1103", "Stavanger"), ("1106", "Haugesund"), ("1108", "Sandnes"), ("1111", "Sokndal"),
    ("1112", "Lund"), ("1114", "Bjerkreim"), ("1119", "Hå"), ("1120", "Klepp"), ("1121", "Time"), ("1122", "Gjesdal"),
    ("1124", "Sola"), ("1127", "Randaberg"), ("1130", "Strand"), ("1133", "Hjelmeland"), ("1134", "Suldal"),
    ("1135", "Sauda"), ("1144", "Kvitsøy"), ("1145", "Bokn"), ("1146", "Tysvær"), ("1149", "Karmøy"),
    ("1151", "Utsira"), ("1160", "Vindafjord"),
    ("1505", "Kristiansund"), ("1506", "Molde"), ("1508", "Ålesund"), ("1511", "Vanylven"), ("1514", "Sande"),
    ("1515", "Herøy i Møre og Romsdal"), ("1516", "Ulstein"), ("1517", "Hareid"), ("1520", "Ørsta"),
    ("1525", "Stranda"), ("1528", "Sykkylven"), ("1531", "Sula"), ("1532", "Giske"), ("1535", "Vestnes"),
    ("1539", "Rauma"), ("1547", "Aukra"), ("1554", "Averøy"), ("1557", "Gjemnes"), ("1560", "Tingvoll"),
    ("1563", "Sunndal"), ("1566", "Surnadal"), ("1573", "Smøla"), ("1576", "Aure"), ("1577", "Volda"),
    ("1578", "Fjord"), ("1579", "Hustadvika"), ("1580", "Haram"),
    ("1804", "Bodø"), ("1806", "Narvik"), ("1811", "Bindal"), ("1812", "Sømna"), ("1813", "Brønnøy"),
    ("1815", "Vega"), ("1816", "Vevelstad"), ("1818", "Herøy i Nordland"), ("1820", "Alstahaug"),
    ("1822", "Leirfjord"), ("1824", "Vefsn"), ("1825", "Grane"), ("1826", "Aarborte – Hattfjelldal"),
    ("1827", "Dønna"), ("1828", "Nesna"), ("1832", "Hemnes"), ("1833", "Rana"), ("1834", "Lurøy"), ("1835", "Træna"),
    ("1836", "Rødøy"), ("1837", "Meløy"), ("1838", "Gildeskål"), ("1839", "Beiarn"), ("1840", "Saltdal"),
    ("1841", "Fauske – Fuossko"), ("1845", "Sørfold"), ("1848", "Steigen"), ("1851", "Lødingen"),
    ("1853", "Evenes – Evenášši"), ("1856", "Røst"), ("1857", "Værøy"), ("1859", "Flakstad"), ("1860", "Vestvågøy"),
    ("1865", "Vågan"), ("1866", "Hadsel"), ("1867", "Bø"), ("1868", "Øksnes"), ("1870", "Sortland – Suortá"),
    ("1871", "Andøy"), ("1874", "Moskenes"), ("1875", "Hábmer – Hamarøy"),
    ("3101", "Halden"), ("3103", "Moss"), ("3105", "Sarpsborg"), ("3107", "Fredrikstad"), ("3110", "Hvaler"),
    ("3112", "Råde"), ("3114", "Våler i Østfold"), ("3116", "Skiptvet"), ("3118", "Indre Østfold"),
    ("3120", "Rakkestad"), ("3122", "Marker"), ("3124", "Aremark"),
    ("3201", "Bærum"), ("3203", "Asker"), ("3205", "Lillestrøm"), ("3207", "Nordre Follo"), ("3209", "Ullensaker"),
    ("3212", "Nesodden"), ("3214", "Frogn"), ("3216", "Vestby"), ("3218", "Ås"), ("3220", "Enebakk"),
    ("3222", "Lørenskog"), ("3224", "Rælingen"), ("3226", "Aurskog-Høland"), ("3228", "Nes"), ("3230", "Gjerdrum"),
    ("3232", "Nittedal"), ("3234", "Lunner"), ("3236", "Jevnaker"), ("3238", "Nannestad"), ("3240", "Eidsvoll"),
    ("3242", "Hurdal"),
    ("3301", "Drammen"), ("3303", "Kongsberg"), ("3305", "Ringerike"), ("3310", "Hole"), ("3312", "Lier"),
    ("3314", "Øvre Eiker"), ("3316", "Modum"), ("3318", "Krødsherad"), ("3320", "Flå"), ("3322", "Nesbyen"),
    ("3324", "Gol"), ("3326", "Hemsedal"), ("3328", "Ål"), ("3330", "Hol"), ("3332", "Sigdal"), ("3334", "Flesberg"),
    ("3336", "Rollag"), ("3338", "Nore og Uvdal"),
    ("3401", "Kongsvinger"), ("3403", "Hamar"), ("3405", "Lillehammer"), ("3407", "Gjøvik"), ("3411", "Ringsaker"),
    ("3412", "Løten"), ("3413", "Stange"), ("3414", "Nord-Odal"), ("3415", "Sør-Odal"), ("3416", "Eidskog"),
    ("3417", "Grue"), ("3418", "Åsnes"), ("3419", "Våler i Innlandet"), ("3420", "Elverum"), ("3421", "Trysil"),
    ("3422", "Åmot"), ("3423", "Stor-Elvdal"), ("3424", "Rendalen"), ("3425", "Engerdal"), ("3426", "Tolga"),
    ("3427", "Tynset"), ("3428", "Alvdal"), ("3429", "Folldal"), ("3430", "Os"), ("3431", "Dovre"), ("3432", "Lesja"),
    ("3433", "Skjåk"), ("3434", "Lom"), ("3435", "Vågå"), ("3436", "Nord-Fron"), ("3437", "Sel"),
    ("3438", "Sør-Fron"), ("3439", "Ringebu"), ("3440", "Øyer"), ("3441", "Gausdal"), ("3442", "Østre Toten"),
    ("3443", "Vestre Toten"), ("3446", "Gran"), ("3447", "Søndre Land"), ("3448", "Nordre Land"),
    ("3449", "Sør-Aurdal"), ("3450", "Etnedal"), ("3451", "Nord-Aurdal"), ("3452", "Vestre Slidre"),
    ("3453", "Øystre Slidre"), ("3454", "Vang"),
    ("3901", "Horten"), ("3903", "Holmestrand"), ("3905", "Tønsberg"), ("3907", "Sandefjord"), ("3909", "Larvik"),
    ("3911", "Færder"),
    ("4001", "Porsgrunn"), ("4003", "Skien"), ("4005", "Notodden"), ("4010", "Siljan"), ("4012", "Bamble"),
    ("4014", "Kragerø"), ("4016", "Drangedal"), ("4018", "Nome"), ("4020", "Midt-Telemark"), ("4022", "Seljord"),
    ("4024", "Hjartdal"), ("4026", "Tinn"), ("4028", "Kviteseid"), ("4030", "Nissedal"), ("4032", "Fyresdal"),
    ("4034", "Tokke"), ("4036", "Vinje"),
    ("4201", "Risør"), ("4202", "Grimstad"), ("4203", "Arendal"), ("4204", "Kristiansand"), ("4205", "Lindesnes"),
    ("4206", "Farsund"), ("4207", "Flekkefjord"), ("4211", "Gjerstad"), ("4212", "Vegårshei"),
    ("4213", "Tvedestrand"), ("4214", "Froland"), ("4215", "Lillesand"), ("4216", "Birkenes"), ("4217", "Åmli"),
    ("4218", "Iveland"), ("4219", "Evje og Hornnes"), ("4220", "Bygland"), ("4221", "Valle"), ("4222", "Bykle"),
    ("4223", "Vennesla"), ("4224", "Åseral"), ("4225", "Lyngdal"), ("4226", "Hægebostad"), ("4227", "Kvinesdal"),
    ("4228", "Sirdal"),
    ("4601", "Bergen"), ("4602", "Kinn"), ("4611", "Etne"), ("4612", "Sveio"), ("4613", "Bømlo"), ("4614", "Stord"),
    ("4615", "Fitjar"), ("4616", "Tysnes"), ("4617", "Kvinnherad"), ("4618", "Ullensvang"), ("4619", "Eidfjord"),
    ("4620", "Ulvik"), ("4621", "Voss"), ("4622", "Kvam"), ("4623", "Samnanger"), ("4624", "Bjørnafjorden"),
    ("4625", "Austevoll"), ("4626", "Øygarden"), ("4627", "Askøy"), ("4628", "Vaksdal"), ("4629", "Modalen"),
    ("4630", "Osterøy"), ("4631", "Alver"), ("4632", "Austrheim"), ("4633", "Fedje"), ("4634", "Masfjorden"),
    ("4635", "Gulen"), ("4636", "Solund"), ("4637", "Hyllestad"), ("4638", "Høyanger"), ("4639", "Vik"),
    ("4640", "Sogndal"), ("4641", "Aurland"), ("4642", "Lærdal"), ("4643", "Årdal"), ("4644", "Luster"),
    ("4645", "Askvoll"), ("4646", "Fjaler"), ("4647", "Sunnfjord"), ("4648", "Bremanger"), ("4649", "Stad"),
    ("4650", "Gloppen"), ("4651", "Stryn"),
    ("5001", "Trondheim – Tråante"), ("5006", "Steinkjer"), ("5007", "Namsos – Nåavmesjenjaelmie"), ("5014", "Frøya"),
    ("5020", "Osen"), ("5021", "Oppdal"), ("5022", "Rennebu"), ("5025", "Røros – Rosse"), ("5026", "Holtålen"),
    ("5027", "Midtre Gauldal"), ("5028", "Melhus"), ("5029", "Skaun"), ("5031", "Malvik"), ("5032", "Selbu"),
    ("5033", "Tydal"), ("5034", "Meråker"), ("5035", "Stjørdal"), ("5036", "Frosta"), ("5037", "Levanger"),
    ("5038", "Verdal"), ("5041", "Snåase – Snåsa"), ("5042", "Lierne"), ("5043", "Raarvihke – Røyrvik"),
    ("5044", "Namsskogan"), ("5045", "Grong"), ("5046", "Høylandet"), ("5047", "Overhalla"), ("5049", "Flatanger"),
    ("5052", "Leka"), ("5053", "Inderøy"), ("5054", "Indre Fosen"), ("5055", "Heim"), ("5056", "Hitra"),
    ("5057", "Ørland"), ("5058", "Åfjord"), ("5059", "Orkland"), ("5060", "Nærøysund"), ("5061", "Rindal"),
    ("5501", "Tromsø"), ("5503", "Harstad – Hárstták"), ("5510", "Kvæfjord"), ("5512", "Dielddanuorri – Tjeldsund"),
    ("5514", "Ibestad"), ("5516", "Gratangen"), ("5518", "Loabák – Lavangen"), ("5520", "Bardu"),
    ("5522", "Salangen"), ("5524", "Målselv"), ("5526", "Sørreisa"), ("5528", "Dyrøy"), ("5530", "Senja"),
    ("5532", "Balsfjord"), ("5534", "Karlsøy"), ("5536", "Lyngen"), ("5538", "Storfjord – Omasvuotna – Omasvuono"),
    ("5540", "Gáivuotna – Kåfjord – Kaivuono"), ("5542", "Skjervøy"), ("5544", "Nordreisa – Ráisa – Raisi"),
    ("5546", "Kvænangen"),
    ("5601", "Alta"), ("5603", "Hammerfest – Hámmerfeasta"), ("5605", "Sør-Varanger"), ("5607", "Vadsø"),
    ("5610", "Kárášjohka – Karasjok"), ("5612", "Guovdageaidnu – Kautokeino"), ("5614", "Loppa"), ("5616", "Hasvik"),
    ("5618", "Måsøy"), ("5620", "Nordkapp"), ("5622", "Porsanger – Porsáŋgu – Porsanki"), ("5624", "Lebesby"),
    ("5626", "Gamvik"), ("5628", "Deatnu – Tana"), ("5630", "Berlevåg"), ("5632", "Båtsfjord"), ("5634", "Vardø"),
    ("5636", "Unjárga – Nesseby"),
];

/// Numbers of 2020 to 2023 that were given up, and the ones that took their place. Ålesund was divided: its number finds the
/// larger part.
#[rustfmt::skip]
const FORMER: [(&str, &str); 114] = [
    ("1507", "1508"),
    ("3001", "3101"), ("3002", "3103"), ("3003", "3105"), ("3004", "3107"), ("3005", "3301"), ("3006", "3303"),
    ("3007", "3305"), ("3011", "3110"), ("3012", "3124"), ("3013", "3122"), ("3014", "3118"), ("3015", "3116"),
    ("3016", "3120"), ("3017", "3112"), ("3018", "3114"), ("3019", "3216"), ("3020", "3207"), ("3021", "3218"),
    ("3022", "3214"), ("3023", "3212"), ("3024", "3201"), ("3025", "3203"), ("3026", "3226"), ("3027", "3224"),
    ("3028", "3220"), ("3029", "3222"), ("3030", "3205"), ("3031", "3232"), ("3032", "3230"), ("3033", "3209"),
    ("3034", "3228"), ("3035", "3240"), ("3036", "3238"), ("3037", "3242"), ("3038", "3310"), ("3039", "3320"),
    ("3040", "3322"), ("3041", "3324"), ("3042", "3326"), ("3043", "3328"), ("3044", "3330"), ("3045", "3332"),
    ("3046", "3318"), ("3047", "3316"), ("3048", "3314"), ("3049", "3312"), ("3050", "3334"), ("3051", "3336"),
    ("3052", "3338"), ("3053", "3236"), ("3054", "3234"),
    ("3801", "3901"), ("3802", "3903"), ("3803", "3905"), ("3804", "3907"), ("3805", "3909"), ("3806", "4001"),
    ("3807", "4003"), ("3808", "4005"), ("3811", "3911"), ("3812", "4010"), ("3813", "4012"), ("3814", "4014"),
    ("3815", "4016"), ("3816", "4018"), ("3817", "4020"), ("3818", "4026"), ("3819", "4024"), ("3820", "4022"),
    ("3821", "4028"), ("3822", "4030"), ("3823", "4032"), ("3824", "4034"), ("3825", "4036"),
    ("5401", "5501"), ("5402", "5503"), ("5403", "5601"), ("5404", "5634"), ("5405", "5607"), ("5406", "5603"),
    ("5411", "5510"), ("5412", "5512"), ("5413", "5514"), ("5414", "5516"), ("5415", "5518"), ("5416", "5520"),
    ("5417", "5522"), ("5418", "5524"), ("5419", "5526"), ("5420", "5528"), ("5421", "5530"), ("5422", "5532"),
    ("5423", "5534"), ("5424", "5536"), ("5425", "5538"), ("5426", "5540"), ("5427", "5542"), ("5428", "5544"),
    ("5429", "5546"), ("5430", "5612"), ("5432", "5614"), ("5433", "5616"), ("5434", "5618"), ("5435", "5620"),
    ("5436", "5622"), ("5437", "5610"), ("5438", "5624"), ("5439", "5626"), ("5440", "5630"), ("5441", "5628"),
    ("5442", "5636"), ("5443", "5632"), ("5444", "5605"),
];

/// Counties by the names that people use: today's, in each of their languages, and former ones.
#[rustfmt::skip]
const COUNTIES: [(&str, &[&str]); 32] = [
    ("oslo", &["03"]), ("rogaland", &["11"]), ("møre og romsdal", &["15"]), ("nordland", &["18"]), ("nordlánnda", &["18"]),
    ("østfold", &["31"]), ("akershus", &["32"]), ("buskerud", &["33"]), ("innlandet", &["34"]), ("vestfold", &["39"]),
    ("telemark", &["40"]), ("agder", &["42"]), ("vestland", &["46"]), ("trøndelag", &["50"]), ("trööndelage", &["50"]),
    ("troms", &["55"]), ("romsa", &["55"]), ("tromssa", &["55"]), ("finnmark", &["56"]), ("finnmárku", &["56"]), ("finmarkku", &["56"]),
    ("hedmark", &["34"]), ("oppland", &["34"]), ("aust-agder", &["42"]), ("vest-agder", &["42"]), ("hordaland", &["46"]),
    ("sogn og fjordane", &["46"]), ("nord-trøndelag", &["50"]), ("sør-trøndelag", &["50"]), ("viken", &["31", "32", "33"]),
    ("vestfold og telemark", &["39", "40"]), ("troms og finnmark", &["55", "56"]),
];

/// The name of a municipality of today.
pub fn name(number: &str) -> Option<&'static str> {
    let at = ALL.binary_search_by(|(known, _)| (*known).cmp(number)).ok()?;
    ALL.get(at).map(|(_, name)| *name)
}

/// The number of today for one that may be a former one; any other text as it is.
pub fn today(number: &str) -> &str {
    let at = FORMER.binary_search_by(|(former, _)| (*former).cmp(number)).ok();
    at.and_then(|at| FORMER.get(at)).map_or(number, |(_, today)| *today)
}

/// The county in which a municipality of today lies.
pub fn county(number: &str) -> Option<&'static str> {
    let at = ALL.binary_search_by(|(known, _)| (*known).cmp(number)).ok()?;
    ALL.get(at).and_then(|(number, _)| number.get(..2))
}

/// The municipalities of a county, by name, as a Norwegian list.
pub fn of_county(county: &str) -> Vec<(&'static str, &'static str)> {
    let mut all: Vec<_> = ALL.into_iter().filter(|(number, _)| number.starts_with(county)).collect();
    all.sort_by(|(_, one), (_, other)| by_name(one, other));
    all
}

/// The counties that somebody means by a name; none where it is no name of a county. Of a former county that was divided, several.
pub fn counties_named(words: &str) -> &'static [&'static str] {
    let words = folded(words);
    let words = words.strip_suffix(" fylke").unwrap_or(&words);
    COUNTIES.iter().find(|(name, _)| *name == words).map_or(&[], |(_, counties)| counties)
}

/// The municipalities that somebody means by a name or by the beginning of one, in any of its languages; those that are named
/// exactly, if there are any.
pub fn named(words: &str) -> Vec<(&'static str, &'static str)> {
    let words = folded(words);
    let words = words.strip_suffix(" kommune").unwrap_or(&words);
    if words.is_empty() {
        return Vec::new();
    }
    let such = |fits: &dyn Fn(&str) -> bool| -> Vec<_> {
        ALL.into_iter().filter(|(_, name)| names(name).any(|name| fits(&name))).collect()
    };
    let mut found = such(&|name| name == words || name.split(" i ").next() == Some(words));
    if found.is_empty() {
        found = such(&|name| name.starts_with(words));
    }
    found.sort_by(|(_, one), (_, other)| by_name(one, other));
    found
}

/// A name in each of its languages, folded.
fn names(name: &str) -> impl Iterator<Item = String> {
    name.split(" – ").map(folded)
}

fn folded(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// As a Norwegian list: æ, ø and å last.
fn by_name(one: &str, other: &str) -> Ordering {
    let key = |name: &str| -> String {
        let place = |letter| match letter {
            'æ' => '{',
            'ø' => '|',
            'å' => '}',
            'á' => 'a',
            other => other,
        };
        name.to_lowercase().chars().map(place).collect()
    };
    key(one).cmp(&key(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Vocabulary;
    use std::collections::BTreeMap;

    #[test]
    fn every_county_has_as_many_as_there_are() {
        let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
        ALL.iter().for_each(|(number, _)| *counted.entry(&number[..2]).or_default() += 1);
        let known = [
            ("03", 1),
            ("11", 23),
            ("15", 27),
            ("18", 41),
            ("31", 12),
            ("32", 21),
            ("33", 18),
            ("34", 46),
            ("39", 6),
            ("40", 17),
            ("42", 25),
            ("46", 43),
            ("50", 38),
            ("55", 21),
            ("56", 18),
        ];
        assert_eq!(counted.into_iter().collect::<Vec<_>>(), known);
        assert!(known.iter().all(|(county, _)| Vocabulary::County.codes().contains(county)));
        assert!(ALL.is_sorted() && FORMER.is_sorted(), "they are looked up by halves");
    }

    #[test]
    fn former_numbers_find_places_of_today_and_each_another() {
        for (former, number) in FORMER {
            assert!(name(former).is_none() && name(number).is_some(), "{former} {number}");
        }
        let mut taken: Vec<_> = FORMER.iter().map(|(_, number)| number).collect();
        taken.sort();
        taken.dedup();
        assert_eq!(taken.len(), FORMER.len());
        for (former, today_is, called) in [
            ("3001", "3101", "Halden"),
            ("3053", "3236", "Jevnaker"),
            ("3024", "3201", "Bærum"),
            ("3811", "3911", "Færder"),
            ("3818", "4026", "Tinn"),
            ("5401", "5501", "Tromsø"),
            ("5404", "5634", "Vardø"),
            ("1507", "1508", "Ålesund"),
            ("0301", "0301", "Oslo"),
        ] {
            assert_eq!((today(former), name(today(former))), (today_is, Some(called)));
        }
        assert_eq!((today("9999"), name("9999"), name("1580")), ("9999", None, Some("Haram")));
    }

    #[test]
    fn names_find_places() {
        assert_eq!(named("Tromsø kommune"), [("5501", "Tromsø")]);
        assert_eq!(named(" karasjok "), [("5610", "Kárášjohka – Karasjok")]);
        assert_eq!(named("herøy").len(), 2);
        assert_eq!(named("våler").iter().map(|(number, _)| *number).collect::<Vec<_>>(), ["3419", "3114"]);
        assert!(named("nord").len() > 5 && named("nord").iter().all(|(_, name)| name.starts_with("Nord")));
        assert!(named("").is_empty() && named("Bykommunen").is_empty());
        assert_eq!(counties_named("Oppland"), ["34"]);
        assert_eq!(counties_named("Nord-Trøndelag fylke"), ["50"]);
        assert_eq!(counties_named("viken"), ["31", "32", "33"]);
        assert!(counties_named("Tromsø").is_empty());
    }

    #[test]
    fn a_county_s_municipalities_are_in_norwegian_order() {
        let names: Vec<_> = of_county("32").into_iter().map(|(_, name)| name).collect();
        assert_eq!((names.first(), names.last()), (Some(&"Asker"), Some(&"Ås")));
        assert!(of_county("99").is_empty());
    }
}
