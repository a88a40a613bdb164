#!/usr/bin/env python3
"""Pages a second, kept and made anew, beside hyper alone that sends the same bytes, headers included.

    cargo build --release -p knutepunkt-node --bin knutepunkt --example bare_hyper
    python3 tests/bench/pages.py --bin target/release/knutepunkt --pairs 5

The load comes from `wrk` (Debian: `apt-get install wrk`), on the same machine. The sides take turns. "Made anew" asks with another
query string each time, so that nothing which is kept fits. Memory is read before and after. What hyper alone does not do: look
anything up, hold it against what was withdrawn, count who takes too much. Prints one line of JSON a pair, then the medians.
"""

import argparse, json, os, re, signal, statistics, subprocess, tempfile, urllib.request

ANEW = """
local n = math.random(1, 1000000000)
request = function()
  n = n + 1
  return wrk.format("GET", wrk.path .. (wrk.path:find("?", 1, true) and "&" or "?") .. "n=" .. n)
end
"""


def memory_kib(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def load(url, seconds, connections, script=None, header=None):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    command += ["-s", script] if script else []
    command += ["-H", header] if header else []
    out = subprocess.run([*command, url], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        raise SystemExit(f"{url}\n{out}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
    count = int(re.search(r"(\d+) requests in", out)[1])
    return rate, count


def saved(url, header, file):
    """The answer with its headers, without those that hyper writes itself."""
    request = urllib.request.Request(url, headers=dict([header.split(": ")]) if header else {})
    with urllib.request.urlopen(request) as answer, open(file, "wb") as out:
        for name, value in answer.headers.items():
            if name.lower() not in ("content-length", "date", "transfer-encoding", "connection"):
                out.write(f"{name}: {value}\r\n".encode())
        body = answer.read()
        out.write(b"\r\n" + body)
    return len(body)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", default="target/release/knutepunkt")
    options.add_argument("--bare", help="default: examples/bare_hyper beside --bin")
    options.add_argument("--pairs", type=int, default=5)
    options.add_argument("--seconds", type=int, default=4)
    options.add_argument("--connections", type=int, default=16)
    options.add_argument("--port", type=int, default=18131)
    options.add_argument("--only", help="one of the pages")
    options = options.parse_args()
    bare = options.bare or os.path.join(os.path.dirname(options.bin), "examples", "bare_hyper")
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    print(json.dumps({"processor": model, "cores": os.cpu_count(), "load": os.getloadavg()[0]}), flush=True)
    demo = subprocess.Popen([options.bin, "demo", "--hubs", "1", "--port", str(options.port)], stdout=subprocess.PIPE, text=True)
    for line in demo.stdout:
        if line.startswith("network ready"):
            break
    site = f"http://127.0.0.1:{options.port}"
    story = json.load(urllib.request.urlopen(f"{site}/api/v1/stories?limit=1"))["items"][0]["page"]
    pages = {"front": ("/", None), "story": (story, None), "story_gzip": (story, "Accept-Encoding: gzip"),
             "list": ("/fortellinger", None), "search": ("/fortellinger?q=natt", None), "json": ("/api/v1/stories", None)}
    work = tempfile.mkdtemp(prefix="pages-")
    anew = os.path.join(work, "anew.lua")
    with open(anew, "w") as out:
        out.write(ANEW)
    try:
        for name, (path, header) in pages.items():
            if options.only and name != options.only:
                continue
            file = os.path.join(work, name)
            size = saved(site + path, header, file)
            server = subprocess.Popen([bare, file], stdout=subprocess.PIPE, text=True)
            address = server.stdout.readline().strip()
            rates, before, asked = {"bare": [], "kept": [], "anew": []}, memory_kib(demo.pid), 0
            for _ in range(options.pairs):
                rates["bare"].append(load(address + path, options.seconds, options.connections, None, header)[0])
                for kind, script in (("kept", None), ("anew", None if path.startswith("/api") else anew)):
                    if kind == "anew" and script is None:
                        continue
                    rate, count = load(site + path, options.seconds, options.connections, script, header)
                    rates[kind].append(rate)
                    asked += count
            server.kill()
            server.wait()
            middle = {kind: statistics.median(them) for kind, them in rates.items() if them}
            spread = {kind: round((max(them) - min(them)) / statistics.median(them), 2) for kind, them in rates.items() if them}
            ratios = {f"{kind}_ratio": round(middle[kind] / middle["bare"], 3) for kind in middle if kind != "bare"}
            print(json.dumps({"page": name, "bytes": size, **{kind: round(rate) for kind, rate in middle.items()}, **ratios,
                              "spread": spread, "asked": asked, "kib_before": before, "kib_after": memory_kib(demo.pid),
                              "load": os.getloadavg()[0]}), flush=True)
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait(20)


if __name__ == "__main__":
    main()
