// Pictures of every kind of page, narrow and wide, light and dark, for people to look at: `tests/browser/run --screenshots DIR`.

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SIZES, open, visitor } from './stage/browser.mjs';
import { kinds, visit } from './stage/pages.mjs';

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('tests/browser: name the folder for the pictures: tests/browser/run --screenshots DIR');
  process.exit(1);
}
// The tests' own folder is where this runs; the folder is meant from where the command was typed.
const place = resolve(process.env.OLDPWD ?? '.', folder);
mkdirSync(place, { recursive: true });
const browser = await open();
for (const kind of await kinds()) {
  for (const [width, size] of Object.entries(SIZES)) {
    for (const scheme of ['light', 'dark']) {
      const { page, context } = await visitor(browser, { base: kind.base, size, scheme });
      await visit(page, kind);
      const file = `${kind.name.replaceAll(/[^a-z0-9]+/g, '-')}-${width}-${scheme}.png`;
      await page.screenshot({ path: join(place, file), fullPage: true });
      await context.close();
      console.log(file);
    }
  }
}
await browser.close();
