#!/usr/bin/env python3
"""Ten thousand that only hold on, and a POST of 100 MB: what readers notice of it.

    python3 tests/bench/slow.py --bin target/release/knutepunkt --connections 10000

Slow ones open a connection, send a byte of a question every few seconds, and come again when they are sent away. Meanwhile one
reader after the other opens a new connection and asks for the front page. Before and during take the same time. Fails where the
slowest of a hundred (p99) takes more than twice as long as before and more than 50 ms, or where somebody is not answered at all.
"""

import argparse, asyncio, json, os, resource, signal, socket, statistics, subprocess, sys, time


def memory_kib(pid, what="VmRSS"):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(what))


async def holds_on(port, number, counts):
    question = b"GET /fortellinger HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: " + b"a" * 10_000
    source = f"127.0.0.{1 + number % 200}"
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
            counts["open"] += 1
            try:
                for letter in question:
                    writer.write(bytes([letter]))
                    await writer.drain()
                    try:
                        # Whatever comes, also the end, says that it is sent away.
                        await asyncio.wait_for(reader.read(1), 5)
                        break
                    except asyncio.TimeoutError:
                        pass
            finally:
                counts["open"] -= 1
                counts["sent_away"] += 1
                writer.close()
        except (OSError, asyncio.IncompleteReadError):
            counts["refused"] += 1
        await asyncio.sleep(1)


def ask(port):
    """One reader with a new connection, in milliseconds; None where there is no answer."""
    begun = time.monotonic()
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as stream:
            stream.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            answer = b""
            while piece := stream.recv(65536):
                answer += piece
        return (time.monotonic() - begun) * 1000 if answer.startswith(b"HTTP/1.1 200") and answer.endswith(b"</html>") else None
    except OSError:
        return None


def large(port, size):
    """A POST that is far too large: the status, and how much was taken."""
    sent, piece = 0, b"a" * 65536
    with socket.create_connection(("127.0.0.1", port), timeout=10) as stream:
        stream.sendall(f"POST /trekk-tilbake HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                       f"Content-Length: {size}\r\n\r\n".encode())
        try:
            while sent < size:
                sent += stream.send(piece)
        except OSError:
            pass
        try:
            return stream.recv(100).split(b" ")[1].decode(), sent
        except (OSError, IndexError):
            return "cut off", sent


def read_for(port, seconds):
    times, lost, until = [], 0, time.monotonic() + seconds
    while time.monotonic() < until:
        taken = ask(port)
        lost, _ = (lost + 1, None) if taken is None else (lost, times.append(taken))
        time.sleep(0.01)
    cuts = statistics.quantiles(times, n=100)
    return {"asked": len(times) + lost, "lost": lost, "p50_ms": round(cuts[49], 2), "p99_ms": round(cuts[98], 2), "worst_ms": round(max(times), 1)}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bin", default="target/release/knutepunkt")
    options.add_argument("--connections", type=int, default=10_000)
    options.add_argument("--seconds", type=int, default=20)
    options.add_argument("--port", type=int, default=18141)
    options.add_argument("--hold", action="store_true", help=argparse.SUPPRESS)
    options = options.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, options.connections + 2_000), hard))
    if options.hold:
        counts = {"open": 0, "sent_away": 0, "refused": 0}

        async def all_of_them():
            tasks = []
            for number in range(options.connections):
                tasks.append(asyncio.create_task(holds_on(options.port, number, counts)))
                if number % 500 == 499:
                    await asyncio.sleep(0.2)
            while True:
                print(json.dumps(counts), flush=True)
                await asyncio.sleep(1)

        return asyncio.run(all_of_them())

    print(json.dumps({"cores": os.cpu_count(), "load": os.getloadavg()[0], "files": resource.getrlimit(resource.RLIMIT_NOFILE)[0]}))
    demo = subprocess.Popen([options.bin, "demo", "--hubs", "1", "--port", str(options.port)], stdout=subprocess.PIPE, text=True)
    for line in demo.stdout:
        if line.startswith("network ready"):
            break
    holding = None
    try:
        ask(options.port)
        before, start = read_for(options.port, options.seconds), memory_kib(demo.pid)
        print(json.dumps({"before": before, "kib": start}), flush=True)
        holding = subprocess.Popen([sys.executable, __file__, "--hold", "--port", str(options.port), "--connections",
                                    str(options.connections)], stdout=subprocess.PIPE, text=True)
        for line in holding.stdout:
            counts = json.loads(line)
            if sum(counts.values()) >= options.connections * 0.95:
                break
        during = read_for(options.port, options.seconds)
        print(json.dumps({"during": during, "slow": counts, "kib": memory_kib(demo.pid)}), flush=True)
        posts = [large(options.port, 100_000_000) for _ in range(5)]
        holding.kill()
        holding.wait()
        after = read_for(options.port, options.seconds / 2)
        end, peak = memory_kib(demo.pid), memory_kib(demo.pid, "VmHWM")
        print(json.dumps({"posts": posts, "after": after, "kib": end, "peak_kib": peak}), flush=True)
    finally:
        if holding and holding.poll() is None:
            holding.kill()
        demo.send_signal(signal.SIGTERM)
        demo.wait(20)
    well = during["lost"] == 0 and after["lost"] == 0 and (during["p99_ms"] <= 2 * before["p99_ms"] or during["p99_ms"] <= 50)
    well = well and all(status in ("413", "cut off") and sent < 50_000_000 for status, sent in posts)
    print("ok" if well else "NOT as promised")
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
