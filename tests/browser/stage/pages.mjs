// The kinds of pages that there are, with an address of each on the stage, and the languages.

import { stage } from './stage.mjs';

/** The languages by the beginning of their paths. */
export const LANGUAGES = { nb: '', nn: '/nn', en: '/en' };

/** Northern Sámi has the frame and who one can call; the rest of such a page is in another language, and says so. */
export const FRAME_LANGUAGES = { ...LANGUAGES };

const LISTS = {
  stories: '/fortellinger',
  directory: '/katalog',
  events: '/arrangementer',
  resources: '/kunnskap',
  articles: '/aktuelt',
};

/** A page in a language. */
export function path(lang, page) {
  const prefix = FRAME_LANGUAGES[lang];
  return page === '/' && prefix ? prefix : prefix + page;
}

/** Every kind of page: `name`, `path` (without a language), `base`, and the `status` with which it answers. */
export async function kinds() {
  const { hubs, gone, key, held, restored } = stage();
  const base = hubs[0].url;
  const ask = async what => (await fetch(`${base}/api/v1/${what}`)).json();
  const pages = [
    ['home', '/'],
    ...Object.entries(LISTS),
    ['network', '/nettverket'],
    ['withdraw', '/trekk-tilbake'],
  ];
  const stories = (await ask('stories?limit=100')).items;
  const whole = await Promise.all(stories.map(story => ask(`stories/${story.id}`)));
  const calm = whole.find(story => story.content_warnings.length === 0);
  const hard = whole.find(story => story.content_warnings.includes('suicide'));
  pages.push(['story', calm.page], ['story with warnings', hard.page]);
  pages.push(['stories, narrowed', `/fortellinger?theme=hope&role=${calm.narrator_role}`]);
  pages.push(['stories, nothing found', '/fortellinger?q=xyzzyqwerty']);
  const entries = (await ask('directory?limit=100')).items;
  for (const kind of ['hub', 'organisation']) pages.push([kind, entries.find(entry => entry.kind === kind).page]);
  for (const [name, list] of [['event', 'events'], ['resource', 'resources'], ['article', 'articles']]) {
    pages.push([name, (await ask(`${list}?limit=1`)).items[0].page]);
  }
  pages.push(['receipts', `/kvittering/${key}`]);
  const all = pages.map(([name, page]) => ({ name, path: page, base, status: 200 }));
  all.push({ name: 'not found', path: '/fortellinger/finnes-ikke', base, status: 404 });
  all.push({ name: 'gone', path: `/fortellinger/${gone}`, base, status: 410 });
  all.push({ name: 'hidden', path: `/fortellinger/${held}`, base, status: 451 });
  all.push({ name: 'just restored', path: '/fortellinger', base: restored, status: 503 });
  return all;
}
