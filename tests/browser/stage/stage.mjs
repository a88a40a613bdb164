// What is there when the curtain goes up: the demo's three centres, one story that was withdrawn, one that is hidden for
// now, and a machine that was just restored and has not heard from anybody. Tests read it with `stage()`.

import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATIENCE_MS, done, freePorts, startUntil, stop, stopAll } from './program.mjs';

const VARIABLE = 'KNUTEPUNKT_STAGE';
const HUBS = 3;

/** Sets everything up, and answers how to take it down. Its description is left where the tests find it. */
export async function raise() {
  const folder = mkdtempSync(join(tmpdir(), 'knutepunkt-browser-'));
  const lower = async () => {
    await stopAll();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [demo, restored] = await Promise.all([raiseDemo(folder), raiseRestored(folder)]);
    const file = join(folder, 'stage.json');
    writeFileSync(file, JSON.stringify({ folder, ...demo, restored }));
    process.env[VARIABLE] = file;
    return lower;
  } catch (error) {
    await lower();
    throw error;
  }
}

/** What was set up: `hubs` with `slug`, `url` and `dir`, the ids `gone` and `held`, the `key` of
 * the withdrawal's receipts, a `code` that nobody withdraws with, and `restored`, an address. */
export function stage() {
  const file = process.env[VARIABLE];
  if (!file) throw new Error('start the tests with tests/browser/run');
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function raiseDemo(folder) {
  const dir = join(folder, 'demo');
  const port = await freePorts(HUBS);
  const hubs = [];
  const { text } = await startUntil(['demo', '--hubs', String(HUBS), '--port', String(port), '--dir', dir], /^try withdrawing: /, line => {
    const [, slug, url] = line.match(/^ready (\S+) (\S+)$/) ?? [];
    if (slug) hubs.push({ slug, url, dir: join(dir, slug) });
  });
  const [, gone, code] = text.match(/^try withdrawing: (\S+) (\S+)$/);
  const { key } = JSON.parse(await done(['withdraw', '--dir', hubs[1].dir, code, '--json']));
  const held = await publish(hubs[0], 'hidden');
  await done(['hold', '--dir', hubs[0].dir, held.id]);
  const kept = await publish(hubs[0], 'kept');
  await answers(hubs, `/fortellinger/${gone}`, 410);
  await answers(hubs, `/fortellinger/${held.id}`, 451);
  return { hubs, gone, key, held: held.id, code: kept.code };
}

/** A machine that is made anew from its words while nobody can be reached: it shows no story until it has heard of withdrawals. */
async function raiseRestored(folder) {
  const [old, lost] = [join(folder, 'old'), join(folder, 'restored')];
  const { words } = JSON.parse(await done(['init', '--dir', old, '--name', 'Gryte', '--county', '50', '--json']));
  await done(['found', '--dir', old, '--network', 'Oppdiktet', '--alone']);
  const served = await serve(old);
  const link = (await done(['invite', '--dir', old])).trim();
  await stop(served.node);
  const file = join(folder, 'words');
  writeFileSync(file, words.join(' '));
  chmodSync(file, 0o600);
  // It would look for the old one for a minute. That it has to wait is on disk before it begins.
  const recovering = await startUntil(['recover', '--dir', lost, '--link', link, '--words-file', file], / listening address=/);
  await stop(recovering.node, 'SIGKILL');
  return (await serve(lost)).url;
}

async function serve(dir) {
  const port = await freePorts(1);
  const args = ['serve', '--dir', dir, '--http', `127.0.0.1:${port}`, '--listen', '/ip4/127.0.0.1/tcp/0'];
  const { node, text } = await startUntil(args, /^ready /);
  return { node, url: text.split(' ')[2] };
}

let published = 0;

/** Publishes an invented story at a centre. Answers its id and the code that withdraws it. */
export async function publish(hub, name, more = {}) {
  published += 1;
  const story = {
    kind: 'story',
    ref: `browser-${process.pid}-${published}-${name}`,
    lang: 'nb',
    title: `Oppdiktet prøve: ${name}`,
    body: ['Denne fortellingen er diktet opp for en prøve.', 'Den handler om ingenting, og den blir snart borte.'],
    narrator_role: 'service_user',
    byline: { kind: 'anonymous' },
    field: 'mental_health',
    themes: ['hope'],
    content_warnings: [],
    consent: { scopes: ['publish_here', 'network'], text_version: '2026-01', given_at: '2026-01-15' },
    anonymisation: { level: 'partial', second_reader: true, teller_approved: true },
    comments_open: false,
    status: 'published',
    reach: 'network',
    ...more,
  };
  const answer = JSON.parse(await done(['import', '--dir', hub.dir, '-', '--json'], `${JSON.stringify(story)}\n`));
  if (!answer.ok) throw new Error(`the story was refused: ${JSON.stringify(answer)}`);
  return { id: answer.id, code: answer.code, title: story.title };
}

/** Waits until the page answers so at every centre. */
export async function answers(hubs, path, status) {
  const until = Date.now() + PATIENCE_MS;
  for (const hub of hubs) {
    while ((await fetch(hub.url + path, { redirect: 'manual' })).status !== status) {
      if (Date.now() > until) throw new Error(`${hub.url}${path} has not answered ${status}`);
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}
