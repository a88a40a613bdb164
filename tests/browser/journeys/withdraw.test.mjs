// Somebody takes a story back with the code on the slip, at a centre that did not publish it; watches the receipts of all
// centres come in; and finds the story gone everywhere.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { as, open } from '../stage/browser.mjs';
import { everybody } from '../stage/hand.mjs';
import { PATIENCE_MS } from '../stage/program.mjs';
import { answers, publish, stage } from '../stage/stage.mjs';

const { hubs } = stage();
const [publisher, other] = hubs;

let browser;
before(async () => (browser = await open()));
after(() => browser?.close());

/** Looks again, as a person would, until the page says so. */
async function lookUntil(page, hand, text) {
  const until = Date.now() + PATIENCE_MS;
  while (!(await page.getByText(text).first().isVisible())) {
    if (Date.now() > until) throw new Error(`the page has not said "${text}"`);
    const again = page.getByRole('link', { name: 'Se på nytt' });
    // With a script the page looks by itself, and the link is gone when nothing is waited for.
    if (await again.isVisible()) await hand.press(again).catch(() => {});
    else await page.waitForTimeout(200);
  }
}

describe('from a code to the receipts', () => {
  everybody(() => browser, { base: other.url }, async (page, hand) => {
    const { id, code, title } = await publish(publisher, 'tilbake');
    await answers(hubs, `/fortellinger/${id}`, 200);
    await page.goto(`/fortellinger/${id}`);
    await hand.press(page.getByRole('contentinfo').getByRole('link', { name: 'Trekk tilbake fortellingen din' }));
    await page.getByRole('heading', { level: 1, name: 'Trekk tilbake fortellingen din' }).waitFor();
    await hand.write(page.getByRole('textbox', { name: 'Kode' }), code.toLowerCase().replaceAll('-', ' '));
    await hand.press(page.getByRole('main').getByRole('button', { name: 'Gå videre' }));
    await page.getByRole('heading', { level: 1, name: 'Vil du trekke tilbake fortellingen?' }).waitFor();
    await answers(hubs, `/fortellinger/${id}`, 200);
    await hand.press(page.getByRole('main').getByRole('button', { name: 'Ja, trekk den tilbake' }));
    await page.getByRole('heading', { level: 1, name: 'Kvitteringer' }).waitFor();
    assert.match(page.url(), /\/kvittering\/[0-9a-f]{64}$/);
    assert.ok(!page.url().includes(code), 'a code is in no address');

    await lookUntil(page, hand, `Fjernet hos ${hubs.length} av ${hubs.length}.`);
    assert.equal(await page.getByText(title).count(), 0, 'the receipts do not say which story it was');
    await answers(hubs, `/fortellinger/${id}`, 410);
    await page.goto(`/fortellinger/${id}`);
    await page.getByRole('heading', { level: 1, name: 'Denne fortellingen er ikke her lenger.' }).waitFor();
  });
});

describe('a code that was typed wrongly', () => {
  test('is told at the field, and nothing happens', async () => {
    const { id, code } = await publish(publisher, 'tastefeil');
    await answers(hubs, `/fortellinger/${id}`, 200);
    const wrong = code.replace(/.$/, last => (last === '7' ? '8' : '7'));
    await as(browser, { base: other.url, js: false }, async page => {
      await page.goto('/trekk-tilbake');
      const field = page.getByRole('textbox', { name: 'Kode' });
      await field.fill(wrong);
      await field.press('Enter');
      await page.waitForLoadState();
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      const told = (await field.getAttribute('aria-describedby')).split(' ');
      const texts = await Promise.all(told.map(id => page.locator(`#${id}`).textContent()));
      assert.match(texts.join(' '), /Se på lappen en gang til/);
      await answers(hubs, `/fortellinger/${id}`, 200);
    });
  });
});
