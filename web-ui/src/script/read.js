// Reading aloud, with a voice that lives on this device: nothing is sent to a voice somewhere else. Without such a voice for the
// language of the text there is no button.
(function () {
  'use strict';
  var box = document.querySelector('[data-read]');
  var speech = window.speechSynthesis;
  if (!box || !speech || !window.SpeechSynthesisUtterance) return;
  // A bokmål voice reads nynorsk, and the other way, rather than nobody.
  var wanted = { nb: ['nb', 'no', 'nn'], nn: ['nn', 'no', 'nb'], se: ['se'], en: ['en'] }[box.dataset.read] || [];
  var play = box.querySelector('[data-do=play]');
  var stop = box.querySelector('[data-do=stop]');
  var parts = Array.prototype.slice.call(document.querySelectorAll('.text p'));
  var voice = null;
  var at = 0;
  var speaking = null;

  function find() {
    var local = speech.getVoices().filter(function (one) { return one.localService === true; });
    wanted.some(function (code) {
      voice = local.find(function (one) { return one.lang.toLowerCase().split(/[-_]/)[0] === code; }) || null;
      return voice;
    });
    box.hidden = !voice;
  }

  // Pausing is stopping and remembering where: what browsers call pausing loses the place on many phones.
  function quiet() {
    speaking = null;
    speech.cancel();
    play.textContent = at > 0 ? play.dataset.resume : play.dataset.play;
  }

  function next() {
    if (at >= parts.length) { at = 0; stop.hidden = true; return quiet(); }
    var mine = new SpeechSynthesisUtterance(parts[at].textContent);
    mine.voice = voice;
    mine.lang = voice.lang;
    mine.onend = function () { if (speaking === mine) { at += 1; next(); } };
    mine.onerror = function () { if (speaking === mine) quiet(); };
    speaking = mine;
    speech.speak(mine);
  }

  play.addEventListener('click', function () {
    if (speaking) return quiet();
    stop.hidden = false;
    play.textContent = play.dataset.pause;
    next();
  });
  stop.addEventListener('click', function () { at = 0; stop.hidden = true; quiet(); play.focus(); });
  window.addEventListener('pagehide', function () { speech.cancel(); });
  speech.addEventListener && speech.addEventListener('voiceschanged', find);
  find();
})();
