// The keyboard and the thumb: every control is reached with Tab, in the order in which it is read, and shows that it has the
// focus; and whatever is pressed is large enough to be hit, unless it is a link within a sentence.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SIZES, as, open } from '../stage/browser.mjs';
import { none } from '../stage/none.mjs';
import { kinds, visit } from '../stage/pages.mjs';

/** More controls than this are on no page. */
const MOST_STOPS = 400;

let browser;
before(async () => (browser = await open()));
after(() => browser?.close());

/** Writes down where the focus goes, and how that looks. Runs in the page. */
function follow() {
  const reached = (globalThis.reached = []);
  const shows = element => {
    // A shape in a drawing has no box to draw around, but an edge.
    if (element.closest('svg')) return [...element.querySelectorAll('path')].some(shape => parseFloat(getComputedStyle(shape).strokeWidth) >= 2);
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && !/, 0\)$/.test(outlineColor);
  };
  document.addEventListener('focusin', ({ target }) => {
    // After the last control the browser begins again with the first.
    if (reached.some(before => before.target === target)) return;
    const box = target.getBoundingClientRect();
    const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    reached.push({ target, name: `<${target.localName}> "${(target.ariaLabel ?? target.textContent ?? '').trim().slice(0, 40)}"`, shown: shows(target), seen });
  });
}

/** What is wrong with the way that the focus went. Runs in the page. */
function judge() {
  const faults = [];
  const reached = globalThis.reached;
  for (const { name, shown, seen } of reached) {
    if (!shown) faults.push(`${name} does not show the focus`);
    if (!seen) faults.push(`${name} has the focus out of sight`);
  }
  for (const [index, { target, name }] of reached.entries()) {
    const before = reached[index - 1]?.target;
    if (before && !(before.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING)) faults.push(`${name} comes after what stands behind it`);
  }
  const controls = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')];
  const stops = controls.filter(element => !element.disabled && element.checkVisibility({ visibilityProperty: true }));
  const radios = new Set();
  for (const control of stops) {
    if (control.type === 'radio') {
      if (radios.has(control.name)) continue;
      radios.add(control.name);
      if (reached.some(({ target }) => target.type === 'radio' && target.name === control.name)) continue;
    }
    if (!reached.some(({ target }) => target === control)) faults.push(`<${control.localName}> "${control.textContent.trim().slice(0, 40)}" cannot be reached`);
  }
  return { faults, stops: stops.length };
}

/** What is too small to be hit. Runs in the page. */
function small() {
  const least = 24;
  const faults = [];
  const inSentence = element => {
    if (!getComputedStyle(element).display.startsWith('inline') || getComputedStyle(element).display !== 'inline') return false;
    let block = element.parentElement;
    while (getComputedStyle(block).display === 'inline') block = block.parentElement;
    return block.textContent.replace(/\s+/g, '').length > element.textContent.replace(/\s+/g, '').length + 1;
  };
  for (const element of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    if (!element.checkVisibility({ visibilityProperty: true }) || inSentence(element)) continue;
    const boxes = [element, ...(element.labels ?? [])].map(part => part.getBoundingClientRect());
    // A link that is hidden until it has the focus is judged when it has it.
    if (boxes[0].width <= 1 || boxes[0].bottom <= 0 || boxes[0].right <= 0) continue;
    const height = Math.max(...boxes.map(box => box.bottom)) - Math.min(...boxes.map(box => box.top));
    const width = Math.max(...boxes.map(box => box.right)) - Math.min(...boxes.map(box => box.left));
    if (height < least - 0.5 || width < least - 0.5) faults.push(`<${element.localName}> "${element.textContent.trim().slice(0, 40)}" is ${Math.round(width)} × ${Math.round(height)}`);
  }
  return faults;
}

async function walk(page) {
  await page.evaluate(follow);
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const over = await page.evaluate(before => globalThis.reached.length === before, stop);
    if (over) return page.evaluate(judge);
  }
  return assert.fail(`more than ${MOST_STOPS} stops`);
}

for (const kind of await kinds()) {
  describe(kind.name, () => {
    for (const [width, size] of Object.entries(SIZES)) {
      test(`is reached and hit at ${width}`, async () => {
        await as(browser, { base: kind.base, size }, async page => {
          await visit(page, kind);
          const { faults, stops } = await walk(page);
          assert.ok(stops > 5, `only ${stops} controls`);
          none([...faults, ...(await page.evaluate(small))], `at ${width} pixels`);
        });
      });
    }
  });
}
