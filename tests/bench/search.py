#!/usr/bin/env python3
"""How long a search among many stories takes, beside SQLite FTS5 with bm25 over the same text in the same run.

    cargo build --release --example search_bench
    python3 tests/bench/search.py --stories 100000 --arriving 10000

Stories are made of real Norwegian sentences (see takeover.py). Both sides are asked every question in turn, each for the best ten.
Ours also counts all that match and every facet, knows inflection, and answers from a machine that holds the stories; the times of
FTS5 are those of `select rowid .. order by rank limit 10` in this process, its index on disk and in the page cache. What FTS5 does
not do: inflected forms, compounds, facets, totals, misspellings. Prints lines of JSON.
"""

import argparse, json, os, random, re, sqlite3, statistics, subprocess, sys, tempfile, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from takeover import sentences, stories


def questions(words, count, seed=2):
    """What people may ask: a word, several words of one sentence, a phrase; by kind."""
    dice = random.Random(seed)
    kinds = ["one word", "two words", "three words", "phrase", "common words", "misspelt"]
    common = ["og", "det", "er", "ikke", "å", "jeg", "han", "var", "på", "i"]
    for number in range(count):
        sentence = [word for word in re.findall(r"\w+", dice.choice(words).lower()) if not word.isdigit()]
        long = [word for word in sentence if len(word) > 4] or sentence
        kind = kinds[number % len(kinds)]
        if kind == "one word":
            asked = dice.choice(long)
        elif kind == "two words":
            asked = " ".join(dice.sample(long, min(2, len(long))))
        elif kind == "three words":
            asked = " ".join(dice.sample(sentence, min(3, len(sentence))))
        elif kind == "phrase":
            start = dice.randrange(max(1, len(sentence) - 2))
            asked = '"' + " ".join(sentence[start:start + 3]) + '"'
        elif kind == "common words":
            asked = " ".join(dice.sample(common, 2))
        else:
            word = dice.choice(long)
            at = dice.randrange(len(word))
            asked = word[:at] + word[at + 1:] if len(word) > 4 else word
        yield kind, asked


HOSTILE = {
    "one star": "*", "operators": '" AND OR NOT ( ) - * ~ ^ "', "ten kB of one letter": "a" * 10_240,
    "ten kB of words": " ".join(f"ord{number}" for number in range(1_500)), "common words": "og i det er på som en å ikke jeg han var",
    "common phrase": '"og det er"', "all left out": "-og -det", "begun": "s", "sixteen misspelt": " ".join(f"fortelingene{x}" for x in "abcdefghijklmnop"),
}


class Ours:
    def __init__(self, program, file, first, folder):
        self.process = subprocess.Popen([program, file, str(first), folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.made = json.loads(self.process.stdout.readline())

    def tell(self, request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


class Fts5:
    def __init__(self, lines, path):
        started = time.monotonic()
        self.connection = sqlite3.connect(path)
        self.connection.execute("pragma cache_size = -1000000")
        self.connection.execute("create virtual table story using fts5(title, body, tokenize = 'unicode61 remove_diacritics 0')")
        self.connection.executemany("insert into story values (?, ?)", ((line["title"], "\n".join(line["body"])) for line in lines))
        self.connection.execute("insert into story(story) values ('optimize')")
        self.connection.commit()
        self.seconds = time.monotonic() - started
        self.index_bytes = self.connection.execute("select sum(length(block)) from story_data").fetchone()[0]

    def ask(self, asked):
        words = asked if asked.startswith('"') else " ".join(f'"{word}"' for word in asked.split())
        started = time.perf_counter()
        found = self.connection.execute(
            "select rowid from story where story match ? order by bm25(story, 4.0, 1.0) limit 10", (words,)).fetchall()
        return (time.perf_counter() - started) * 1e6, len(found)


def spread(times):
    times = sorted(times)
    at = lambda part: round(times[min(len(times) - 1, int(part * len(times)))] / 1000, 2)
    return {"p50_ms": at(0.5), "p95_ms": at(0.95), "p99_ms": at(0.99), "worst_ms": at(1), "questions": len(times)}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", default="target/release/examples/search_bench")
    options.add_argument("--stories", type=int, default=100_000)
    options.add_argument("--arriving", type=int, default=10_000)
    options.add_argument("--questions", type=int, default=1_200)
    options.add_argument("--cache", default=os.path.expanduser("~/.cache/knutepunkt-bench"))
    options = options.parse_args()
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    print(json.dumps({"processor": model, "cores": os.cpu_count(), "load": os.getloadavg()[0], "stories": options.stories}), flush=True)
    words = sentences(options.cache)
    with tempfile.TemporaryDirectory(prefix="search-") as work:
        file = os.path.join(work, "stories.jsonl")
        dice, lines = random.Random(3), []
        with open(file, "w") as out:
            for line in stories(options.stories + options.arriving, words):
                names = ["lang", "narrator_role", "field", "themes"]
                codes = {name: line[name] for name in names}
                codes |= {"place": {"county": dice.choice(["03", "11", "46", "50", "55"])}, "helped": ["work", "housing"][:dice.randrange(3)],
                          "content_warnings": ["suicide"] if dice.random() < 0.1 else []}
                out.write(json.dumps({"title": line["title"], "body": line["body"], "codes": codes}, ensure_ascii=False) + "\n")
                if len(lines) < options.stories:
                    lines.append({"title": line["title"], "body": line["body"]})
        text = sum(len(line["title"].encode()) + sum(len(part.encode()) for part in line["body"]) for line in lines)
        other = Fts5(lines, os.path.join(work, "fts5.db"))
        del lines
        print(json.dumps({"text_mib": text >> 20, "fts5_build_seconds": round(other.seconds, 1), "fts5_index_mib": other.index_bytes >> 20}), flush=True)
        ours = Ours(options.bin, file, options.stories, os.path.join(work, "data"))
        print(json.dumps(ours.made), flush=True)
        measure(ours, other, words, options)


def measure(ours, other, words, options):
    asked = list(questions(words, options.questions))
    for _, question in asked[:100]:
        ours.tell({"q": question}), other.ask(question)
    times, found = {}, [0, 0]
    for kind, question in asked:
        answer, (theirs, rows) = ours.tell({"q": question}), other.ask(question)
        for key in (kind, "all"):
            row = times.setdefault(key, ([], [], []))
            row[0].append(answer["us"]), row[1].append(theirs), row[2].append(answer["us_shown"])
        found = [found[0] + (answer["total"] > 0), found[1] + (rows > 0)]
    for kind, (mine, theirs, shown) in times.items():
        print(json.dumps({"kind": kind, "ours": spread(mine), "fts5": spread(theirs), "ours_with_passages": spread(shown)}), flush=True)
    ratio = spread(times["all"][0])["p99_ms"] / spread(times["all"][1])["p99_ms"]
    print(json.dumps({"p99_ratio": round(ratio, 3), "answered": {"ours": found[0], "fts5": found[1]}}), flush=True)
    for name, question in HOSTILE.items():
        print(json.dumps({"hostile": name, **spread([ours.tell({"q": question})["us"] for _ in range(20)])}), flush=True)
    ours.tell({"arrive": True})
    meanwhile, at = [], 0
    while True:
        answer = ours.tell({"q": asked[at % len(asked)][1]})
        if not answer["arriving"]:
            break
        meanwhile.append(answer["us"])
        at += 1
        time.sleep(0.005)
    if meanwhile:
        print(json.dumps({"while_arriving": spread(meanwhile)}), flush=True)
    ours.process.stdin.close()
    ours.process.wait(30)


if __name__ == "__main__":
    main()
