// The site as a whole: every link leads somewhere, every language is offered and kept, every page is well described to those
// who do not see it, and without a network the numbers one can call are there and no story is.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SIZES, as, open, visitor } from '../stage/browser.mjs';
import { lay } from '../stage/cable.mjs';
import { none } from '../stage/none.mjs';
import { FRAME_LANGUAGES, kinds, path, visit } from '../stage/pages.mjs';
import { stage } from '../stage/stage.mjs';

const { hubs } = stage();
const [{ url: base }] = hubs;
const OWN_NAMES = { nb: 'Bokmål', nn: 'Nynorsk', en: 'English', se: 'Davvisámegiella' };

let browser;
before(async () => (browser = await open()));
after(() => browser?.close());

const all = await kinds();

describe('links', () => {
  const asked = new Map();
  const status = url => {
    if (!asked.has(url)) asked.set(url, fetch(url, { redirect: 'manual' }).then(answer => answer.body?.cancel().then(() => answer.status)));
    return asked.get(url);
  };
  for (const kind of all) {
    test(`of ${kind.name}`, async () => {
      await as(browser, { base: kind.base, js: false }, async page => {
        await visit(page, kind);
        const links = await page.evaluate(() =>
          [...document.querySelectorAll('a[href]')].map(link => {
            const { origin, pathname, search, hash } = new URL(link.getAttribute('href'), document.baseURI);
            const lost = hash !== '' && pathname === location.pathname && !document.getElementById(decodeURIComponent(hash.slice(1)));
            return { href: origin + pathname + search, lost: lost ? hash : '' };
          }),
        );
        const faults = links.filter(({ lost }) => lost).map(({ lost }) => `${lost} is nowhere on the page`);
        for (const href of new Set(links.map(({ href }) => href).filter(href => href.startsWith(`${kind.base}/`)))) {
          // What the page itself answers is known; the story list of a machine that was just restored says that it waits.
          const expected = await status(href);
          if (expected >= 400 && href !== page.url() && kind.status === 200) faults.push(`${href} answers ${expected}`);
        }
        none(faults, 'links');
      });
    });
  }
});

describe('languages', () => {
  for (const { js, size } of [{ js: true, size: SIZES[360] }, { js: false, size: SIZES[1280] }]) {
    test(`are offered on a list and keep what was searched, ${js ? 'with' : 'without'} JavaScript`, async () => {
      await as(browser, { base, js, size }, async page => {
        await page.goto('/fortellinger?theme=hope');
        for (const lang of [...Object.keys(FRAME_LANGUAGES), 'nb']) {
          const link = page.getByRole('banner').getByRole('link', { name: OWN_NAMES[lang], exact: true, includeHidden: true });
          assert.equal(await link.getAttribute('lang'), lang);
          if (!(await link.isVisible())) await page.locator('summary:visible').filter({ hasText: /^(Språk|Language|Giella)/ }).first().click();
          await link.click();
          await page.waitForURL(url => url.pathname === path(lang, '/fortellinger') && url.search === '?theme=hope');
          assert.equal(await page.locator('html').getAttribute('lang'), lang);
        }
      });
    });
  }
});

describe('without a network', () => {
  test('the numbers one can call are there, and no story is', async () => {
    const cable = await lay(base);
    // Without a network the browser itself complains; what pages do is looked at elsewhere.
    const { page, context } = await visitor(browser, { base: cable.url, size: SIZES[360] });
    const story = all.find(({ name }) => name === 'story').path;
    try {
      await page.goto('/');
      await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated');
      await page.goto(story);
      await page.goto('/hjelp');
      await cable.cut();
      for (const path of [story, '/fortellinger', '/hjelp', '/']) {
        await page.goto(path);
        await page.getByRole('main').getByRole('link', { name: /116.123/ }).waitFor();
        await page.getByText('Du er uten nett nå').waitFor();
        assert.equal(await page.locator('article.story').count(), 0);
      }
      const kept = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async name => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat());
      none(kept.filter(path => !/^\/((nn|en|se)\/)?hjelp|^\/assets\//.test(path)), 'kept on the device');
      await cable.mend();
      await page.goto(story);
      await page.locator('article.story').waitFor();
    } finally {
      await context.close();
      await cable.cut();
    }
  });
});
