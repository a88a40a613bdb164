// How somebody uses a page: with a pointer, or with the keyboard alone. And who they all are: with and without JavaScript,
// on a phone and at a desk.

import { test } from 'node:test';
import { SIZES, as } from './browser.mjs';

/** Controls that one has to pass at most, before one gives up. */
const MOST_STOPS = 300;

/** A pointer, which sees what it presses. */
const pointer = {
  press: async control => control.click({ position: await control.evaluate(within) }),
  write: (field, text) => field.fill(text),
  tick: box => box.check(),
};

/** A point that belongs to the control, where that is not its middle: a county on a map winds around others. Runs in the page. */
function within(element) {
  if (!element.closest('svg')) return undefined;
  element.scrollIntoView({ block: 'center' });
  const box = element.getBoundingClientRect();
  const parts = Array.from({ length: 19 }, (_, index) => (index + 1) / 20);
  const points = parts.flatMap(across => parts.map(down => ({ x: box.width * across, y: box.height * down })));
  return points.find(({ x, y }) => element.contains(document.elementFromPoint(box.left + x, box.top + y)));
}

/** The keyboard alone: Tab until one is there. */
const keyboard = {
  async press(control) {
    await goTo(control);
    await control.page().keyboard.press('Enter');
  },
  async write(field, text) {
    await goTo(field);
    await field.page().keyboard.press('ControlOrMeta+a');
    await field.page().keyboard.type(text);
  },
  async tick(box) {
    await goTo(box);
    await box.page().keyboard.press('Space');
  },
};

async function goTo(control) {
  await control.waitFor();
  const here = () => control.evaluate(element => element === element.ownerDocument.activeElement);
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await here()) return;
    await control.page().keyboard.press('Tab');
  }
  throw new Error(`${control} cannot be reached with the keyboard`);
}

/** The people who make every journey. */
const PEOPLE = [
  { who: 'on a phone', js: true, size: SIZES[360], hand: pointer },
  { who: 'on a phone, without JavaScript', js: false, size: SIZES[360], hand: pointer },
  { who: 'at a desk', js: true, size: SIZES[1280], hand: pointer },
  { who: 'at a desk, without JavaScript', js: false, size: SIZES[1280], hand: pointer },
  { who: 'with the keyboard on a phone, without JavaScript', js: false, size: SIZES[360], hand: keyboard },
  { who: 'with the keyboard at a desk', js: true, size: SIZES[1280], hand: keyboard },
];

/** Everybody makes the journey: `walk(page, hand, context)`. `browser` answers the browser when it is time. */
export function everybody(browser, options, walk) {
  for (const { who, hand, ...person } of PEOPLE) {
    test(who, () => as(browser(), { ...options, ...person }, (page, context) => walk(page, hand, context)));
  }
}
