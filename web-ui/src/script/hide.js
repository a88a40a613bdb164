// Themes and warnings that a reader does not want to meet on this device. What is chosen never leaves it.
(function () {
  'use strict';
  var KEY = 'knutepunkt-skjul';
  var chosen;
  try { chosen = JSON.parse(localStorage.getItem(KEY)) || []; } catch (refused) { return; }
  if (!Array.isArray(chosen)) chosen = [];
  var shown = new Set(); // cards that were opened all the same

  function apply() {
    document.querySelectorAll('[data-codes]').forEach(function (card) {
      var codes = card.getAttribute('data-codes').split(' ');
      var hide = !shown.has(card) && codes.some(function (code) { return chosen.indexOf(code) >= 0; });
      var line = card.previousElementSibling;
      if (hide && !line) {
        card.parentNode.insertBefore(notice(card), card);
      } else if (!hide && line) {
        line.remove();
      }
      card.hidden = hide;
    });
  }

  function notice(card) {
    var words = card.closest('[data-hidden-line]').dataset;
    var line = document.createElement('p');
    var button = document.createElement('button');
    line.className = 'hidden-line';
    line.textContent = words.hiddenLine + ' ';
    button.type = 'button';
    button.className = 'plain';
    button.textContent = words.hiddenShow;
    button.addEventListener('click', function () {
      shown.add(card);
      apply();
      var link = card.querySelector('a');
      if (link) link.focus();
    });
    line.appendChild(button);
    return line;
  }

  var panel = document.querySelector('[data-hide-panel]');
  if (panel) {
    panel.hidden = false;
    panel.open = chosen.length > 0;
    panel.querySelectorAll('input').forEach(function (box) {
      box.checked = chosen.indexOf(box.value) >= 0;
      box.addEventListener('change', function () {
        chosen = chosen.filter(function (code) { return code !== box.value; });
        if (box.checked) chosen.push(box.value);
        shown.clear();
        try { localStorage.setItem(KEY, JSON.stringify(chosen)); } catch (full) { /* It holds for this page. */ }
        apply();
      });
    });
  }
  if (chosen.length) apply();
})();
