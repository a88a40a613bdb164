// Every kind of page in every language, and in light and in dark: axe finds nothing to say, neither by WCAG 2.2 AA nor by good
// practice; and the page is in the language that it says it is in.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { SIZES, as, open } from '../stage/browser.mjs';
import { none } from '../stage/none.mjs';
import { FRAME_LANGUAGES, kinds, visit } from '../stage/pages.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What a change of colours can break, and nothing else. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

let browser;
before(async () => (browser = await open()));
after(() => browser?.close());

/** What axe finds, one line for each element. */
async function findings(page, options) {
  const { violations } = await page.evaluate(options => globalThis.axe.run(document, { ...options, resultTypes: ['violations'] }), options);
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(node => `${id} (${impact}) at ${node.target.join(' ')}: ${node.html.slice(0, 160)} – ${[...node.any, ...node.all, ...node.none].map(check => check.message).join('; ')}`),
  );
}

const pages = await kinds();
for (const lang of Object.keys(FRAME_LANGUAGES)) {
  describe(`axe in ${lang}`, () => {
    for (const kind of pages) {
      test(kind.name, async () => {
        await as(browser, { base: kind.base, size: SIZES[360] }, async page => {
          const answer = await visit(page, kind, lang);
          assert.equal(answer.status(), kind.status);
          assert.equal(await page.locator('html').getAttribute('lang'), lang);
          // By way of the debugger, which no policy of a page forbids.
          await page.evaluate(AXE);
          const light = await findings(page, { runOnly: TAGS });
          // Words have other colours in the dark, and the same in every language.
          await page.emulateMedia({ colorScheme: 'dark' });
          const dark = lang === 'nb' ? await findings(page, { runOnly: { type: 'rule', values: COLOURS } }) : [];
          none([...light, ...dark.map(found => `in dark: ${found}`)], 'axe found');
        });
      });
    }
  });
}
