// Somebody finds something to take part in, and puts it into their own calendar.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe } from 'node:test';
import { open } from '../stage/browser.mjs';
import { everybody } from '../stage/hand.mjs';
import { stage } from '../stage/stage.mjs';

const [{ url: base }] = stage().hubs;
const TITLE = 'Å fortelle sitt eget: kurs over to dager';

/** When the course begins, as a calendar writes it: the demo keeps its events in the future. */
async function beginning() {
  const list = await (await fetch(`${base}/api/v1/events?limit=100`)).json();
  const { id } = list.items.find(({ title }) => title === TITLE);
  const { start } = await (await fetch(`${base}/api/v1/events/${id}`)).json();
  return start.replaceAll(/[-:]/g, '').padEnd('20270218T100000'.length, '0');
}

let browser;
before(async () => (browser = await open()));
after(() => browser?.close());

describe('from the list to the calendar', () => {
  everybody(() => browser, { base }, async (page, hand) => {
    await page.goto('/arrangementer');
    await hand.press(page.getByRole('main').getByRole('link', { name: TITLE }));
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), hand.press(page.getByRole('main').getByRole('link', { name: 'Legg i kalenderen din' }))]);
    assert.match(file.suggestedFilename(), /\.ics$/);
    const text = readFileSync(await file.path(), 'utf8');
    assert.match(text, /^BEGIN:VCALENDAR\r\n/);
    assert.ok(text.includes(`\r\nDTSTART;TZID=Europe/Oslo:${await beginning()}\r\n`), text);
    assert.match(text.replaceAll('\r\n ', ''), /\r\nSUMMARY(;LANGUAGE=nb)?:Å fortelle sitt eget: kurs over to dager\r\n/);
    assert.match(text, /\r\nEND:VCALENDAR\r\n$/);
  });
});
