/* The page of a draft: marks at a press, the page as it will print, a warning before words are lost.
   Optional. Everything works without it. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-draft]");
  if (!form) { return; }
  function each(parent, selector, act) { Array.prototype.forEach.call(parent.querySelectorAll(selector), act); }

  // Leaving with words that are not saved asks first; sending the form is not leaving.
  var unsaved = Boolean(document.querySelector(".errors, [data-unsaved]"));
  form.addEventListener("input", function () { unsaved = true; });
  form.addEventListener("submit", function () { unsaved = false; });
  window.addEventListener("pageshow", function (event) { if (event.persisted) { unsaved = true; } });
  window.addEventListener("beforeunload", function (event) {
    if (unsaved) { event.preventDefault(); event.returnValue = ""; }
  });

  // Marks of emphasis, lists and tables, put into the text so that they can be undone.
  var ordinals = "一二三四五六七八九";
  function ordinal(n) {
    var tens = Math.floor(n / 10), ones = n % 10;
    return (tens ? (tens > 1 ? ordinals[tens - 1] : "") + "十" : "") + (ones ? ordinals[ones - 1] : "");
  }
  var begin = {
    figures: function (n) { return n + ". "; },
    characters: function (n) { return "（" + ordinal(n) + "）"; },
    bullets: function () { return "- "; }
  };
  function put(box, from, to, text) {
    box.focus();
    box.setSelectionRange(from, to);
    if (!document.execCommand || !document.execCommand("insertText", false, text)) {
      box.setRangeText(text, from, to, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  function mark(box, kind, sample) {
    var from = box.selectionStart, to = box.selectionEnd, all = box.value;
    if (kind === "strong") {
      put(box, from, to, "**" + all.slice(from, to) + "**");
      box.setSelectionRange(from + 2, to + 2);
      return;
    }
    if (kind === "table") {
      var before = from && all[from - 1] !== "\n" ? "\n" : "";
      put(box, from, to, before + sample + "\n" + sample.replace(/[^|\s]/g, "　") + "\n");
      return;
    }
    from = all.lastIndexOf("\n", from - 1) + 1;
    to = all.indexOf("\n", to) < 0 ? all.length : all.indexOf("\n", to);
    put(box, from, to, all.slice(from, to).split("\n").map(function (line, n) {
      return begin[kind](n + 1) + line.replace(/^(\d{1,3}[.．]\s+|（[一二三四五六七八九十]+）|-\s+)/, "");
    }).join("\n"));
  }
  var box = form.querySelector("textarea[data-marks]"), bar = form.querySelector(".marks");
  if (box && bar) {
    var buttons = bar.querySelectorAll("button");
    bar.setAttribute("aria-controls", box.id);
    bar.hidden = false;
    box.parentNode.insertBefore(bar, box);
    each(bar, "button", function (button, place) {
      button.tabIndex = place ? -1 : 0;
      button.addEventListener("click", function () {
        mark(box, button.getAttribute("data-mark"), button.getAttribute("data-sample"));
      });
    });
    bar.addEventListener("keydown", function (event) {
      var step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) { return; }
      event.preventDefault();
      var now = Array.prototype.indexOf.call(buttons, document.activeElement);
      buttons[now].tabIndex = -1;
      now = (now + step + buttons.length) % buttons.length;
      buttons[now].tabIndex = 0;
      buttons[now].focus();
    });
    box.addEventListener("keydown", function (event) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "b") {
        event.preventDefault();
        mark(box, "strong");
      }
    });
  }

  // The page as it will print, drawn anew when the typing rests.
  var panel = document.querySelector("[data-preview]");
  if (!panel || !window.fetch || !window.AbortController) { return; }
  var drawn = panel.querySelector(".drawn"), state = panel.querySelector(".state");
  var turn = panel.querySelector(".turn"), at = 0, zoom = 0, zooms = ["", "zoom-2", "zoom-3"];
  var waiting = null, running = null, began = 0, again = false;
  function said(name) { return panel.getAttribute("data-" + name); }

  function show() {
    var sheets = drawn.querySelectorAll(".sheet");
    turn.hidden = !sheets.length;
    if (!sheets.length) { return; }
    at = Math.max(0, Math.min(at, sheets.length - 1));
    Array.prototype.forEach.call(sheets, function (sheet, n) { sheet.hidden = n !== at; });
    drawn.querySelector(".sheets").className = "sheets " + zooms[zoom];
    turn.querySelector(".place").textContent =
      said("place").replace("{name}", sheets[at].getAttribute("data-name")).replace("{m}", sheets.length);
    each(turn, "[data-turn]", function (button) {
      var to = at + Number(button.getAttribute("data-turn"));
      button.setAttribute("aria-disabled", String(to < 0 || to >= sheets.length));
    });
    each(turn, "[data-zoom]", function (button) {
      var to = zoom + Number(button.getAttribute("data-zoom"));
      button.setAttribute("aria-disabled", String(to < 0 || to >= zooms.length));
    });
  }
  each(turn, "button", function (button) {
    button.addEventListener("click", function () {
      if (button.getAttribute("aria-disabled") === "true") { return; }
      at += Number(button.getAttribute("data-turn") || 0);
      zoom += Number(button.getAttribute("data-zoom") || 0);
      show();
    });
  });

  function words() {
    var sent = new URLSearchParams();
    new FormData(form).forEach(function (value, name) { if (typeof value === "string") { sent.append(name, value); } });
    return sent;
  }
  function later(pause) {
    clearTimeout(waiting);
    waiting = setTimeout(draw, pause);
  }
  function replaced(html) {
    var fresh = document.createElement("div"), open = drawn.querySelector(".as-text[open]");
    fresh.innerHTML = html;
    var old = drawn.querySelector(".sheets"), sheets = fresh.querySelector(".sheets");
    var scrolled = old && [old.scrollLeft, old.scrollTop];
    if (!sheets && old) { // nothing could be drawn: the last page stays, with what is wrong above it
      each(drawn, ".note", function (note) { note.parentNode.removeChild(note); });
      each(fresh, ".note", function (note) { drawn.insertBefore(note, drawn.firstChild); });
      return;
    }
    drawn.textContent = "";
    while (fresh.firstChild) { drawn.appendChild(fresh.firstChild); }
    var text = drawn.querySelector(".as-text");
    if (text && open && old) { text.open = true; }
    show();
    if (scrolled && sheets) { sheets.scrollLeft = scrolled[0]; sheets.scrollTop = scrolled[1]; }
  }
  function draw() {
    if (running) { // one at a time: what was typed meanwhile is drawn after it
      again = true;
      if (Date.now() - began > 4000) { running.abort(); }
      return;
    }
    running = new AbortController();
    began = Date.now();
    state.textContent = said("busy");
    fetch(said("preview"), { method: "POST", body: words(), signal: running.signal, credentials: "same-origin" })
      .then(function (answer) {
        if (answer.status === 429) { later(900); return null; }
        if (answer.redirected || answer.status === 403) { state.textContent = said("expired"); return null; }
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.text().then(function (html) { replaced(html); state.textContent = ""; });
      })
      .catch(function (error) { if (error.name !== "AbortError") { state.textContent = said("failed"); } })
      .then(function () {
        running = null;
        if (again) { again = false; later(0); }
      });
  }
  // The first key after a rest is drawn at once, what follows when the typing rests; the letters
  // that an input method has not yet turned into characters are not drawn at all.
  function typed() { later(running || Date.now() - began < 1500 ? 250 : 30); }
  form.addEventListener("input", function (event) { if (!event.isComposing) { typed(); } });
  form.addEventListener("compositionend", typed);
  form.addEventListener("change", function () { later(150); });
  draw();
})();
