// Somebody finds something to take part in, and puts it into their own calendar.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe } from 'node:test';
import { open } from '../stage/browser.mjs';
import { everybody } from '../stage/hand.mjs';
import { stage } from '../stage/stage.mjs';

const [{ url: base }] = stage().hubs;
const TITLE = 'Å fortelle sitt eget: kurs over to dager';

let browser;
before(async () => (browser = await open()));
after(() => browser?.close());

describe('from the list to the calendar', () => {
  everybody(() => browser, { base }, async (page, hand) => {
    await page.goto('/arrangementer');
    await hand.press(page.getByRole('main').getByRole('link', { name: TITLE }));
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    assert.ok(await page.getByRole('main').getByText('18. februar 2027').first().isVisible());
    const [file] = await Promise.all([page.waitForEvent('download'), hand.press(page.getByRole('link', { name: /kalender/i }).first())]);
    assert.match(file.suggestedFilename(), /\.ics$/);
    const text = readFileSync(await file.path(), 'utf8');
    assert.match(text, /^BEGIN:VCALENDAR\r\n/);
    assert.match(text, /\r\nBEGIN:VEVENT\r\n[\s\S]*\r\nDTSTART;TZID=Europe\/Oslo:20270218T100000\r\n/);
    assert.match(text.replaceAll('\r\n ', ''), /\r\nSUMMARY:Å fortelle sitt eget: kurs over to dager\r\n/);
    assert.match(text, /\r\nEND:VCALENDAR\r\n$/);
  });
});
