// A page that waits for others is asked for again, more and more seldom, and only its living part is exchanged.
(function () {
  'use strict';
  var waiting = document.querySelector('[data-refresh]');
  var live = document.querySelector('[data-live]');
  if (!waiting || !live || !window.fetch) return;
  var most = 60000; // milliseconds between two looks, at most
  var pause = Math.max(2, Number(waiting.getAttribute('data-refresh')) || 5) * 1000;

  function later() {
    setTimeout(look, pause);
    pause = Math.min(most, pause * 1.3);
  }

  function look() {
    if (document.hidden) return later();
    fetch(location.href, { cache: 'no-store', redirect: 'error' }).then(function (answer) {
      if (!answer.ok) throw new Error();
      return answer.text();
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, 'text/html');
      var fresh = page.querySelector('[data-live]');
      if (!fresh) return;
      if (fresh.innerHTML !== live.innerHTML && !live.contains(document.activeElement)) {
        while (live.firstChild) live.removeChild(live.firstChild);
        while (fresh.firstChild) live.appendChild(document.adoptNode(fresh.firstChild));
      }
      if (page.querySelector('[data-refresh]')) later();
    }).catch(later);
  }
  later();
})();
