// What only works with this script is hidden in the page, and shown here.
(function () {
  'use strict';
  document.querySelectorAll('[data-with-script]').forEach(function (element) { element.hidden = false; });
})();
