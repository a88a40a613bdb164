// Keeps who one can call on this device, for when there is no network. Nothing else is ever kept: no story, no list.
const pages = PAGES;
const looks = LOOKS;
const kept = 'help-' + VERSION;
const page = pages[new URL(self.location).searchParams.get('lang')] || pages.nb;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(kept + page).then((cache) => cache.addAll([page, ...looks])).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const old = (names) => names.filter((name) => name !== kept + page);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))));
});

// Pages come from the network, always. Only where there is none, the help page stands in for whatever was asked for.
self.addEventListener('fetch', (event) => {
  const asked = event.request;
  if (asked.method !== 'GET') return;
  if (asked.mode === 'navigate') {
    event.respondWith(fetch(asked).catch(() => caches.match(page)));
  } else if (looks.includes(new URL(asked.url).pathname)) {
    event.respondWith(fetch(asked).catch(() => caches.match(asked)));
  }
});
