// Leaving fast: Shift three times, or the link, which without this is an ordinary one. What was read is blanked at once and its
// place in the history is taken, so that "back" does not lead here; the rest of the history is the browser's.
(function () {
  'use strict';
  var link = document.querySelector('a[data-exit]');
  if (!link) return;
  var within = 2000; // milliseconds for three presses
  var presses = [];

  function leave() {
    document.body.hidden = true;
    document.title = '…';
    try { history.replaceState(null, '', '/'); } catch (refused) { /* The page is left all the same. */ }
    location.replace(link.href);
  }

  link.addEventListener('click', function (event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    leave();
  });
  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Shift') { presses = []; return; }
    if (event.repeat) return;
    var now = Date.now();
    presses = presses.filter(function (at) { return now - at < within; });
    presses.push(now);
    if (presses.length === 3) leave();
  });
  // Whoever comes back to a page that was kept in memory finds it blank, unless it is asked for anew.
  window.addEventListener('pageshow', function (event) { if (event.persisted && document.body.hidden) location.reload(); });
})();
