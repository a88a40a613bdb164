// Somebody looks for a place to go: a county on the map, or in the list beside it; a centre there; when it is open, and its number.

import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { open } from '../stage/browser.mjs';
import { everybody } from '../stage/hand.mjs';
import { stage } from '../stage/stage.mjs';

const [{ url: base }] = stage().hubs;

let browser;
before(async () => (browser = await open()));
after(() => browser?.close());

describe('from the map to the opening hours', () => {
  everybody(() => browser, { base }, async (page, hand) => {
    await page.goto('/katalog');
    // In the drawing, and not in the list of the same names.
    const county = page.locator('svg').getByRole('link', { name: /^Innlandet/ });
    await hand.press(county);
    await page.waitForURL(/county=34/);
    const found = page.getByRole('main').getByRole('link', { name: 'Grangløtt brukerstyrte senter' });
    assert.equal(await page.getByRole('main').getByRole('link', { name: 'Moloen møteplass' }).count(), 0, 'others are not there');
    await hand.press(found);
    await page.getByRole('heading', { level: 1, name: 'Grangløtt brukerstyrte senter' }).waitFor();
    await page.getByRole('main').getByText('Åpningstider').first().waitFor();
    await page.getByRole('main').getByText(/mandag/i).first().waitFor();
    const phone = page.getByRole('main').locator('a[href^="tel:"]').first();
    assert.match(await phone.textContent(), /\d{2}.\d{2}.\d{2}.\d{2}/);
  });
});

describe('from the list of counties', () => {
  everybody(() => browser, { base }, async (page, hand) => {
    await page.goto('/katalog');
    const list = page.getByRole('main').locator(':not(svg) > li').getByRole('link', { name: /^Trom/ });
    await hand.press(list);
    await page.waitForURL(/county=55/);
    await page.getByRole('main').getByRole('link', { name: 'Moloen møteplass' }).waitFor();
  });
});
