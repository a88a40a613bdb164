// Somebody looks for a story, narrows the search, is told what may be hard to read, reads, and cites it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { as, open } from '../stage/browser.mjs';
import { everybody } from '../stage/hand.mjs';
import { publish, answers, stage } from '../stage/stage.mjs';

const { hubs } = stage();
const [{ url: base }] = hubs;

let browser;
before(async () => (browser = await open()));
after(() => browser?.close());

/** What the link brings, as text, and the name under which it is kept. */
async function download(page, press) {
  const [file] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

describe('from a search to a citation', () => {
  everybody(() => browser, { base }, async (page, hand) => {
    await page.goto('/sok');
    const main = page.getByRole('main');
    await hand.write(main.getByRole('searchbox', { name: 'Søk' }), 'hjertet');
    await hand.press(main.getByRole('button', { name: 'Søk', exact: true }));
    await page.waitForURL(/q=hjertet/);
    await hand.press(main.getByRole('navigation', { name: 'Deler av nettstedet' }).getByRole('link', { name: /^Fortellinger/ }));
    await page.waitForURL(/del=fortellinger/);
    const theme = main.getByRole('group', { name: 'Tema' }).getByRole('checkbox', { name: /^Identitet/ });
    if (!(await theme.isVisible())) await hand.press(main.locator('summary', { hasText: 'Velg hva du vil se' }));
    await hand.tick(theme);
    await hand.press(main.getByRole('button', { name: 'Vis det jeg har valgt' }));
    await page.waitForURL(/theme=identity/);
    await main.getByRole('list', { name: 'Du har valgt' }).getByRole('link', { name: /Ta bort.*Identitet/ }).waitFor();

    await hand.press(main.getByRole('link', { name: 'Vi sa at det var hjertet' }));
    await page.getByRole('heading', { level: 1, name: 'Vi sa at det var hjertet' }).waitFor();
    const text = page.getByText('Det visste jeg ikke. Vi sa at det var hjertet.');
    assert.ok(await page.getByRole('heading', { name: 'Før du leser' }).isVisible(), 'what may be hard comes first');
    assert.equal(await text.isVisible(), false, 'and the text waits');
    await hand.press(page.locator('summary', { hasText: 'Les fortellingen' }));
    await text.waitFor();

    await hand.press(page.locator('summary', { hasText: 'Slik siterer du' }));
    const bib = await download(page, () => hand.press(page.getByRole('link', { name: /BibTeX/ })));
    assert.match(bib.name, /\.bib$/);
    assert.match(bib.text, /^@\w+\{[\s\S]*Vi sa at det var hjertet/);
    const ris = await download(page, () => hand.press(page.getByRole('link', { name: /RIS/ })));
    assert.match(ris.name, /\.ris$/);
    assert.match(ris.text, /^TY {2}- \w+\r?\n[\s\S]*\nER {2}- /);
  });
});

describe('words that were typed wrongly', () => {
  everybody(() => browser, { base }, async (page, hand) => {
    const main = page.getByRole('main');
    const story = main.getByRole('link', { name: 'Første dag med nøkkelkort' });
    await page.goto('/fortellinger?q=nøkkelkrot');
    await story.waitFor();
    await page.goto('/fortellinger?q=nøkkel krot');
    await hand.press(main.getByText('Mente du').getByRole('link', { name: 'nøkkel kort' }));
    await story.waitFor();
  });
});

describe('hiding themes on this device', () => {
  test('what is hidden stays hidden, can be shown all the same, and is told to nobody', async () => {
    await as(browser, { base }, async page => {
      await page.goto('/fortellinger');
      const cards = page.getByRole('main').getByRole('article').or(page.locator('[data-codes]'));
      const all = await cards.count();
      await page.locator('summary', { hasText: 'Tilpass på denne enheten' }).click();
      await page.getByRole('group', { name: 'Skjul temaer' }).getByLabel('Håp').check();
      const hidden = page.getByText('En fortelling er skjult, slik du har valgt.');
      await hidden.first().waitFor();
      assert.ok((await cards.filter({ visible: true }).count()) < all);
      const sent = [];
      page.on('request', request => sent.push(request.url() + (request.postData() ?? '') + (request.headers().cookie ?? '')));
      await page.reload();
      await hidden.first().waitFor();
      assert.doesNotMatch(sent.join(), /hope|skjul/, 'the choice stays here');
      const before = await hidden.count();
      await page.getByRole('button', { name: 'Vis den likevel' }).first().click();
      assert.equal(await hidden.count(), before - 1);
    });
  });

  test('without JavaScript nothing is offered that does not work', async () => {
    await as(browser, { base, js: false }, async page => {
      await page.goto('/fortellinger');
      assert.equal(await page.getByText('Tilpass på denne enheten').isVisible(), false);
      assert.equal(await page.getByRole('group', { name: 'Skjul temaer' }).isVisible(), false);
    });
  });
});

describe('leaving fast', () => {
  const away = 'https://www.yr.no/';
  const story = async () => {
    const { id, title } = await publish(hubs[0], 'forlat');
    await answers(hubs.slice(0, 1), `/fortellinger/${id}`, 200);
    return { path: `/fortellinger/${id}`, title };
  };

  for (const js of [true, false]) {
    test(`by the link ${js ? 'with' : 'without'} JavaScript`, async () => {
      const { path } = await story();
      await as(browser, { base, js, away: [away] }, async page => {
        await page.goto(path);
        await page.locator('a[data-exit]').click();
        await page.waitForURL(away);
      });
    });
  }

  test('by Shift three times, and "back" does not lead to the story', async () => {
    const { path, title } = await story();
    await as(browser, { base, away: [away] }, async page => {
      await page.goto('/nettverket');
      await page.goto(path);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      for (let press = 0; press < 3; press += 1) await page.keyboard.press('Shift');
      await page.waitForURL(away);
      await page.goBack();
      assert.equal(new URL(page.url()).pathname, '/nettverket');
    });
  });

  test('Shift within other typing leads nowhere', async () => {
    const { path, title } = await story();
    await as(browser, { base, away: [away] }, async page => {
      await page.goto(path);
      for (const key of ['Shift', 'a', 'Shift', 'b', 'Shift', 'c']) await page.keyboard.press(key);
      assert.ok(await page.getByRole('heading', { level: 1, name: title }).isVisible());
    });
  });
});
