// How heavy pages are, and how soon they can be read: counted by the browser as the bytes came over the wire, with nothing kept
// from before, as on a phone that comes here for the first time.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SIZES, as, open } from '../stage/browser.mjs';
import { none } from '../stage/none.mjs';
import { kinds } from '../stage/pages.mjs';

/** Bytes over the wire of a page with everything that it brings: five seconds with a bad network of 10 kB/s. */
const PAGE_BYTES = 50_000;
/** Bytes over the wire of all scripts. */
const SCRIPT_BYTES = 10_000;

let browser;
before(async () => (browser = await open()));
after(() => browser?.close());

/** Everything that a page fetched: address, kind, bytes, who asked for it, and whether painting waited for it. */
async function fetched(page, context, path) {
  const wire = await context.newCDPSession(page);
  const resources = new Map();
  await wire.send('Network.enable');
  wire.on('Network.requestWillBeSent', ({ requestId, request, initiator, type }) => resources.set(requestId, { url: request.url, type, initiator, bytes: 0 }));
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => (resources.get(requestId).bytes = encodedDataLength));
  await page.goto(path, { waitUntil: 'load' });
  await page.waitForLoadState('networkidle');
  const blocking = await page.evaluate(() => performance.getEntriesByType('resource').filter(entry => entry.renderBlockingStatus === 'blocking').map(entry => entry.name));
  return [...resources.values()].map(resource => ({ ...resource, blocking: blocking.includes(resource.url) }));
}

// What one comes to by handing something in has no address to begin from.
const all = (await kinds()).filter(({ code }) => !code);
describe('weight', () => {
  for (const kind of all) {
    test(kind.name, async () => {
      await as(browser, { base: kind.base, size: SIZES[360] }, async (page, context) => {
        const resources = await fetched(page, context, kind.path);
        const bytes = list => list.reduce((sum, { bytes }) => sum + bytes, 0);
        const told = resources.map(({ url, bytes }) => `${new URL(url).pathname}: ${bytes}`).join('\n');
        const [document, ...others] = resources;
        assert.ok(document.bytes > 0 && others.some(({ type }) => type === 'Stylesheet'), `nothing was counted:\n${told}`);
        assert.ok(bytes(resources) <= PAGE_BYTES, `${bytes(resources)} bytes:\n${told}`);
        assert.ok(bytes(others.filter(({ type }) => type === 'Script')) <= SCRIPT_BYTES, told);
        none(others.filter(({ blocking, type }) => blocking && type !== 'Stylesheet').map(({ url }) => url), 'painting waits for');
        assert.ok(others.filter(({ blocking }) => blocking).length <= 1, `more than one stylesheet:\n${told}`);
        // Browsers look for an icon by themselves, when all is shown. Else the page itself names all that it needs. What a stylesheet or a script asked for would cost another way there and back.
        const unasked = ({ url, initiator }) => initiator.type !== 'parser' && new URL(url).pathname !== '/favicon.ico';
        none(others.filter(unasked).map(({ url, initiator }) => `${url} (${initiator.type})`), 'fetched in a second round');
      });
    });
  }
});
