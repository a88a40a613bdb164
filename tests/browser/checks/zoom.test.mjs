// Large letters and small windows: at 400 % zoom (320 pixels wide) nothing has to be scrolled sideways, and neither there nor
// with the reader's own spacing of text (WCAG 1.4.12) nor with letters of double size is anything cut off. And at a desk there is room.

import { after, before, describe, test } from 'node:test';
import { SIZES, as, open } from '../stage/browser.mjs';
import { none } from '../stage/none.mjs';
import { LANGUAGES, kinds, visit } from '../stage/pages.mjs';

/** A window of 1280 × 1024 at 400 %. */
const ZOOMED = { width: 320, height: 256 };
const SPACED = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }';
const DOUBLE = ':root { font-size: 200% !important }';

let browser;
before(async () => (browser = await open()));
after(() => browser?.close());

/** Lays a reader's own style over the page, as an extension of the browser would; the page's policy has no say in it. */
function restyle(page, css) {
  return page.evaluate(css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
  }, css);
}

/** What sticks out to the side, and what is cut off. Runs in the page. */
function spills() {
  const wide = document.documentElement.clientWidth;
  const faults = [];
  const name = element => `<${element.localName}${element.id ? ` id=${element.id}` : ''} class="${element.className.baseVal ?? element.className}"> "${element.textContent.trim().slice(0, 40)}"`;
  const hidden = element => element.clientWidth <= 1 || element.clientHeight <= 1;
  const scrolls = element => element && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`the page is ${document.documentElement.scrollWidth} wide in a window of ${innerWidth}`);
  for (const element of document.body.querySelectorAll('*')) {
    if (!element.checkVisibility() || element.closest('svg')) continue;
    const box = element.getBoundingClientRect();
    const out = box.right > wide + 1 && box.width > 1 && !scrolls(element.parentElement);
    if (out && getComputedStyle(element).position !== 'absolute') faults.push(`${name(element)} reaches to ${Math.round(box.right)}`);
    const style = getComputedStyle(element);
    if (element.textContent.trim() === '' || hidden(element)) continue;
    if (/hidden|clip/.test(style.overflowY) && element.scrollHeight > element.clientHeight + 1) faults.push(`${name(element)} is cut off below`);
    if (/hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1) faults.push(`${name(element)} is cut off at the side`);
  }
  return faults;
}

const pages = await kinds();
for (const lang of Object.keys(LANGUAGES)) {
  describe(`large letters in ${lang}`, () => {
    for (const kind of pages) {
      test(kind.name, async () => {
        await as(browser, { base: kind.base, size: ZOOMED }, async page => {
          await visit(page, kind, lang);
          // What is folded away is unfolded: a reader who opens it must be able to read it.
          await page.evaluate(() => document.querySelectorAll('details').forEach(details => (details.open = true)));
          const faults = await page.evaluate(spills);
          for (const [what, css, size] of [['with more space', SPACED, ZOOMED], ['with double letters on a phone', DOUBLE, SIZES[360]]]) {
            await page.setViewportSize(size);
            await restyle(page, css);
            faults.push(...(await page.evaluate(spills)).map(fault => `${what}: ${fault}`));
          }
          none(faults, 'at 320 pixels, and');
        });
      });
    }
  });
}

// The other way round: where there is room, it is used. A list that is squeezed beside something else is nobody's wish.
describe('room', () => {
  for (const kind of pages) {
    test(kind.name, async () => {
      await as(browser, { base: kind.base, size: SIZES[1280] }, async page => {
        await visit(page, kind);
        const narrow = await page.evaluate(() =>
          [...document.querySelectorAll('main ul > li > article, main article h1, main .text')].filter(part => part.checkVisibility()).map(part => Math.round(part.getBoundingClientRect().width)).filter(width => width < 260),
        );
        none(narrow.map(width => `something to read is ${width} wide`), 'at 1280 pixels');
      });
    });
  }
});
