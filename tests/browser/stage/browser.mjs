// A visitor with a real browser. Whatever no page of ours may do is noted while the visitor walks about, and told when the
// visitor leaves: a request to another host, an error on the console, a broken policy, a cookie.

import { chromium } from 'playwright-core';
import { none } from './none.mjs';

/** Nothing of the browser's own leaves the machine, and no name but this machine's is known. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** How long one action may take on a slow machine with two cores. */
const ACTION_MS = 30_000;

/** The narrow one is a phone; the wide one a desk. */
export const SIZES = { 360: { width: 360, height: 740 }, 1280: { width: 1280, height: 900 } };

/** The browser; another one, when it has ended by itself, as browsers do now and then. */
class Browser {
  #process;

  get runs() {
    return this.#process?.isConnected() ?? false;
  }

  async process() {
    if (!this.runs) this.#process = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ARGUMENTS });
    return this.#process;
  }

  close() {
    return this.#process?.close();
  }
}

/** Starts the browser. */
export async function open() {
  const browser = new Browser();
  await browser.process();
  return browser;
}

/**
 * Somebody who comes to `base`. `away` lists addresses of other sites that a person may go to on purpose; there they find
 * an empty page.
 */
export async function visitor(browser, { base, js = true, size = SIZES[1280], scheme = 'light', away = [], ...more }) {
  const context = await (await browser.process()).newContext({
    baseURL: base,
    javaScriptEnabled: js,
    viewport: size,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'nb-NO',
    acceptDownloads: true,
    ...more,
  });
  context.setDefaultTimeout(ACTION_MS);
  const complaints = watch(context, new URL(base).origin, away);
  for (const site of away) await context.route(`${site}**`, route => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>away</title>' }));
  const page = await context.newPage();
  return { context, page, leave: () => leave(context, complaints) };
}

/**
 * Does what `journey` does as such a visitor, and looks afterwards whether any page did what none may. Where the browser itself
 * ended on the way, it is done once more; a page that ends a browser every time fails.
 */
export async function as(browser, options, journey) {
  try {
    await once(browser, options, journey);
  } catch (error) {
    if (browser.runs) throw error;
    await once(browser, options, journey);
  }
}

async function once(browser, options, journey) {
  const { context, page, leave } = await visitor(browser, options);
  try {
    await journey(page, context);
  } catch (error) {
    error.message += `\n  on ${page.url()}`;
    await context.close().catch(() => {});
    throw error;
  }
  await leave();
}

/** Notes what no page may do. */
function watch(context, origin, away) {
  const complaints = [];
  const troubled = new Set();
  context.on('request', request => {
    const url = request.url();
    const known = new URL(url).origin === origin || away.some(site => url.startsWith(site));
    if (!known) complaints.push({ what: `asked ${url}` });
  });
  context.on('response', response => {
    // What the page's worker asks for, it asks for the page, which answers for it.
    if (response.status() < 400 || response.request().serviceWorker()) return;
    // A page that says that something is gone is an answer; anything that such a page lacks is not.
    if (response.request().isNavigationRequest()) troubled.add(response.url());
    else complaints.push({ what: `${response.url()} answered ${response.status()}` });
  });
  context.on('console', message => {
    if (!['error', 'warning'].includes(message.type())) return;
    const about = message.location().url;
    complaints.push({ what: `console ${message.type()}: ${message.text()} (${about})`, unless: () => troubled.has(about) && message.text().startsWith('Failed to load resource') });
  });
  context.on('weberror', error => complaints.push({ what: `script failed: ${error.error().stack}` }));
  return complaints;
}

async function leave(context, complaints) {
  const cookies = await context.cookies();
  await context.close();
  const told = complaints.filter(({ unless }) => !unless?.()).map(({ what }) => what);
  told.push(...cookies.map(cookie => `set the cookie ${cookie.name}`));
  none(told, 'what no page may do');
}
