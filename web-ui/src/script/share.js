// Handing on an address. Without this it stands on the page as text.
(function () {
  'use strict';
  var box = document.querySelector('[data-share]');
  if (!box) return;
  var said = box.querySelector('[role=status]');
  var data = { title: box.dataset.title, url: new URL(box.dataset.share, location.href).href };
  var share = box.querySelector('[data-do=share]');
  var copy = box.querySelector('[data-do=copy]');

  if (navigator.share) {
    share.hidden = false;
    share.addEventListener('click', function () { navigator.share(data).catch(function () { /* Somebody changed their mind. */ }); });
  }
  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener('click', function () {
      navigator.clipboard.writeText(data.url).then(function () { said.textContent = copy.dataset.done; }, function () { copy.hidden = true; });
    });
  }
})();
