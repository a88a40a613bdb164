// Who one can call stays on this device, for when there is no network (see offline.rs). Nothing else is kept.
(function () {
  'use strict';
  if (!navigator.serviceWorker) return;
  navigator.serviceWorker.register('/sw.js?lang=' + document.documentElement.lang).catch(function () { /* Then not. */ });
})();
