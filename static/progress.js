/* How far a file is, without a reload. Optional: the page has a link to look again. */
(function () {
  "use strict";
  var box = document.querySelector("[data-progress]");
  if (!box || !window.fetch) { return; }
  var bar = box.querySelector("progress"), again = box.querySelector("[data-again]");
  var EVERY = 2000, AFTER_A_FAULT = 10000, faults = 0;

  function put(name, words) {
    var place = box.querySelector("[data-" + name + "]");
    if (place.textContent !== words) { place.textContent = words; }  // the same again is not read out
  }
  function show(how) {
    faults = 0;
    if (how.state === "ended") { location.reload(); return; }
    if (how.state === "waiting") { bar.removeAttribute("value"); } else { bar.max = how.pages; bar.value = how.done; }
    put("words", how.words);
    put("said", how.said);
    next(how.watch, EVERY);
  }
  function next(watch, pause) {
    again.hidden = watch;
    if (watch) { setTimeout(ask, pause); }
  }
  function ask() {
    fetch(box.getAttribute("data-progress"), { credentials: "same-origin", redirect: "error" })
      .then(function (answer) { if (!answer.ok) { throw new Error(answer.status); } return answer.json(); })
      .then(show, function () { faults += 1; next(faults < 6, AFTER_A_FAULT); });
  }
  next(box.hasAttribute("data-watch"), EVERY);
})();
