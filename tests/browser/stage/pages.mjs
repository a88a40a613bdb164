// The kinds of pages that there are, with the way to one of each on the stage, and the languages. Every check goes through them.

import { stage } from './stage.mjs';

/** The languages by the beginning of their paths. */
export const LANGUAGES = { nb: '', nn: '/nn', en: '/en' };

/** Northern Sámi has the frame and who one can call; the rest of such a page is in another language, and says so. */
export const FRAME_LANGUAGES = { ...LANGUAGES, se: '/se' };

/** Pages that are the same on every stage. */
const FIXED = [
  ['home', '/'],
  ['search', '/sok'],
  ['search, everything', '/sok?q=fortelle'],
  ['search, one part', '/sok?q=fortelle&del=fortellinger'],
  ['search, nothing found', '/sok?q=xyzzyqwerty'],
  ['stories', '/fortellinger'],
  ['stories, narrowed', '/fortellinger?theme=hope&role=service_user&without=suicide'],
  ['directory', '/katalog'],
  ['directory, one county', '/katalog?county=34'],
  ['municipalities', '/kommune'],
  ['municipality', '/kommune/3411'],
  ['county', '/fylke/34'],
  ['events', '/arrangementer'],
  ['resources', '/kunnskap'],
  ['articles', '/aktuelt'],
  ['network', '/nettverket'],
  ['help', '/hjelp'],
  ['help without a network', '/hjelp/uten-nett'],
  ['about', '/om'],
  ['privacy', '/personvern'],
  ['accessibility', '/tilgjengelighet'],
  ['rules', '/regler'],
  ['withdraw', '/trekk-tilbake'],
];

/** A page in a language. */
export function path(lang, page) {
  const prefix = FRAME_LANGUAGES[lang];
  return page === '/' && prefix ? prefix : prefix + page;
}

/** Goes to a page of this kind. Answers what the site answered. */
export async function visit(page, kind, lang = 'nb') {
  const answer = await page.goto(path(lang, kind.path));
  if (!kind.code) return answer;
  const posted = page.waitForResponse(answer => answer.request().method() === 'POST');
  await page.locator('#kode').fill(kind.code);
  await page.locator('#kode').press('Enter');
  const response = await posted;
  await page.waitForLoadState();
  return response;
}

/**
 * Every kind of page: `name`, `path` (without a language), `base`, the `status` with which it answers, and the `code` that one
 * hands in to come there.
 */
export async function kinds() {
  const { hubs, gone, key, held, code, restored } = stage();
  const base = hubs[0].url;
  const ask = async what => (await fetch(`${base}/api/v1/${what}`)).json();
  const pages = [...FIXED];
  const stories = (await ask('stories?limit=100')).items;
  const whole = await Promise.all(stories.map(story => ask(`stories/${story.id}`)));
  const calm = whole.find(story => story.content_warnings.length === 0);
  const hard = whole.find(story => story.content_warnings.includes('suicide'));
  pages.push(['story', calm.page], ['story with warnings', hard.page]);
  const entries = (await ask('directory?limit=100')).items;
  for (const kind of ['hub', 'organisation']) pages.push([kind, entries.find(entry => entry.kind === kind).page]);
  for (const [name, list] of [['event', 'events'], ['resource', 'resources'], ['article', 'articles']]) {
    pages.push([name, (await ask(`${list}?limit=1`)).items[0].page]);
  }
  pages.push(['receipts', `/kvittering/${key}`]);
  const all = pages.map(([name, page]) => ({ name, path: page, base, status: 200 }));
  all.push({ name: 'withdraw, a wrong code', path: '/trekk-tilbake', base, status: 422, code: 'ABCD' });
  all.push({ name: 'withdraw, the last question', path: '/trekk-tilbake', base, status: 200, code });
  all.push({ name: 'not found', path: '/fortellinger/finnes-ikke', base, status: 404 });
  all.push({ name: 'gone', path: `/fortellinger/${gone}`, base, status: 410 });
  all.push({ name: 'hidden', path: `/fortellinger/${held}`, base, status: 451 });
  all.push({ name: 'just restored', path: '/fortellinger', base: restored, status: 503 });
  return all;
}
