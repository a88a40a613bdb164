// Raises the stage, runs the tests or takes the pictures, and takes the stage down, whatever happens.

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { raise } from './stage/stage.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Tests of one file take at most so long, on a machine that has much else to do. Two minutes are usual. */
const FILE_MS = 25 * 60_000;

const lower = await raise();
let child;
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stopped = true;
    child?.kill(signal);
  });
}
try {
  const code = stopped ? 1 : await run(process.argv.slice(2));
  process.exitCode = code === 0 ? 0 : 1;
} finally {
  await lower();
}

function run([first, ...rest]) {
  const args =
    first === '--screenshots'
      ? ['screenshots.mjs', ...rest]
      : ['--test', '--test-concurrency=2', `--test-timeout=${FILE_MS}`, '--test-reporter=spec', ...tests([first, ...rest])];
  child = spawn(process.execPath, args, { cwd: here, stdio: 'inherit' });
  return new Promise(resolve => child.once('exit', code => resolve(code)));
}

/** The files of the tests that were asked for; all, if none was. */
function tests(asked) {
  const all = ['journeys', 'checks'].flatMap(folder => readdirSync(join(here, folder)).map(name => `${folder}/${name}`));
  const chosen = asked.filter(Boolean);
  return all.filter(name => name.endsWith('.test.mjs') && (chosen.length === 0 || chosen.some(part => name.includes(part))));
}
