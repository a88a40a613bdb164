// The program as other people run it: commands, nodes that serve, free ports. Nothing here knows what a page looks like.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** How long a machine with two slow cores may take to begin or to end something. */
export const PATIENCE_MS = 120_000;

const PROGRAM = process.env.KNUTEPUNKT_BIN;

/** Everything that was started and has not ended. */
const running = new Set();

/** Starts the program. `line` gets each line that it prints or logs. */
function start(args, line) {
  const child = spawn(PROGRAM, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const node = { child, said: [] };
  node.ended = new Promise(resolve => child.once('exit', (code, signal) => resolve(code ?? signal)));
  running.add(node);
  node.ended.then(() => running.delete(node));
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', text => {
      node.said.push(text);
      line(text);
    });
  }
  return node;
}

/** Starts the program and waits for a line that looks so. Answers that line. */
export function startUntil(args, awaited, line = () => {}) {
  return new Promise((resolve, reject) => {
    const node = start(args, text => {
      line(text);
      if (awaited.test(text)) {
        clearTimeout(late);
        resolve({ node, text });
      }
    });
    const give = reason => reject(new Error(`knutepunkt ${args[0]} ${reason} before it said ${awaited}:\n${node.said.join('\n')}`));
    const late = setTimeout(() => give('took too long'), PATIENCE_MS);
    node.ended.then(code => {
      clearTimeout(late);
      give(`ended (${code})`);
    });
  });
}

/** Runs a command, which has to succeed, with `input` as its standard input. Answers what it printed. */
export function done(args, input = '') {
  return new Promise((resolve, reject) => {
    const child = spawn(PROGRAM, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    let [out, err] = ['', ''];
    child.stdout.on('data', bytes => (out += bytes));
    child.stderr.on('data', bytes => (err += bytes));
    child.once('error', reject);
    child.once('close', code => {
      clearTimeout(late);
      if (code === 0) resolve(out);
      else reject(new Error(`knutepunkt ${args.join(' ')} ended with ${code}: ${err}`));
    });
    // A command that refuses its input early closes it; its exit code says why.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** Ends a node as Ctrl-C does, or as a power cut with `SIGKILL`. */
export async function stop(node, signal = 'SIGINT') {
  node.child.kill(signal);
  const late = setTimeout(() => node.child.kill('SIGKILL'), 20_000);
  const code = await node.ended;
  clearTimeout(late);
  return code;
}

/** Ends everything that was started here. */
export async function stopAll() {
  await Promise.all([...running].map(node => stop(node)));
}

/** The first of `count` ports in a row that nobody listens at. */
export async function freePorts(count) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return first;
  }
  throw new Error(`no ${count} free ports in a row were found`);
}

function isFree(port) {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
