/* Drawing boxes on a page. Optional: the same boxes can be typed in millimetres. */
(function () {
  "use strict";
  var svg = document.querySelector("[data-sheet]"), list = document.querySelector("[data-rows]");
  var blank = document.querySelector("[data-blank]"), tools = document.querySelector("[data-tools]");
  if (!svg || !list || !blank || !window.PointerEvent) { return; }
  var undo = tools.querySelector("[data-undo]"), finger = tools.querySelector("[data-draw]");
  var page = svg.viewBox.baseVal, FIELDS = ["x", "y", "width", "height"], SMALLEST = 1;
  var past = [], next = 1, grip = document.createElementNS(svg.namespaceURI, "rect"), chosen = null;
  grip.setAttribute("class", "grip");

  function rows() { return Array.prototype.slice.call(list.querySelectorAll("[data-row]")); }
  function field(row, name) { return row.querySelector("[name=" + name + "-" + row.getAttribute("data-row") + "]"); }
  function boxOf(row) { return svg.querySelector('[data-for="' + row.getAttribute("data-row") + '"]'); }
  function rowOf(box) { return list.querySelector('[data-row="' + box.getAttribute("data-for") + '"]'); }
  function round(mm) { return Math.round(mm * 10) / 10; }
  function place(row) { return FIELDS.map(function (name) { return parseFloat(field(row, name).value) || 0; }); }

  function put(row, at) {
    var w = Math.min(Math.max(at[2], SMALLEST), page.width), h = Math.min(Math.max(at[3], SMALLEST), page.height);
    var x = Math.min(Math.max(at[0], 0), page.width - w), y = Math.min(Math.max(at[1], 0), page.height - h);
    [x, y, w, h].forEach(function (mm, n) { field(row, FIELDS[n]).value = round(mm); });
    paint(row);
  }
  function paint(row) {
    var box = boxOf(row);
    if (!box) {
      box = document.createElementNS(svg.namespaceURI, "rect");
      box.setAttribute("data-for", row.getAttribute("data-row"));
      svg.appendChild(box);
    }
    box.setAttribute("tabindex", "0");
    box.setAttribute("role", "button");
    place(row).forEach(function (mm, n) { box.setAttribute(FIELDS[n], Math.max(mm, 0)); });
    name(row, box);
    if (chosen === row) { hold(); }
  }
  function name(row, box) {
    var label = svg.getAttribute("data-legend").replace("#", rows().indexOf(row) + 1);
    row.querySelector("legend").textContent = label;
    var ground = field(row, "ground"), said = ground.selectedIndex > 0 ? ground.options[ground.selectedIndex].text : "";
    box.setAttribute("aria-label", [label, said, field(row, "why").value].filter(Boolean).join("\u3000"));
  }
  function hold() {
    var at = place(chosen), unit = page.width / svg.getBoundingClientRect().width, side = 14 * unit;
    grip.setAttribute("x", at[0] + at[2] - side / 2);
    grip.setAttribute("y", at[1] + at[3] - side / 2);
    grip.setAttribute("width", side);
    grip.setAttribute("height", side);
    svg.appendChild(grip);
  }
  function choose(row) {
    if (chosen) { chosen.classList.remove("chosen"); }
    chosen = row;
    if (row) { row.classList.add("chosen"); hold(); } else if (grip.parentNode) { svg.removeChild(grip); }
  }

  function keep() {
    past.push(rows().map(function (row) {
      return { key: row.getAttribute("data-row"), at: place(row), ground: field(row, "ground").value, why: field(row, "why").value };
    }));
    undo.setAttribute("aria-disabled", "false");
  }
  function add(at, ground, why) {
    var holder = document.createElement("div");
    holder.innerHTML = blank.innerHTML.replace(/__key__/g, "n" + next);
    next += 1;
    var row = holder.querySelector("[data-row]");
    list.appendChild(row);
    if (ground !== undefined) { field(row, "ground").value = ground; field(row, "why").value = why; }
    put(row, at);
    return row;
  }
  function remove(row) {
    if (chosen === row) { choose(null); }
    var box = boxOf(row);
    if (box) { svg.removeChild(box); }
    list.removeChild(row);
    rows().forEach(paint);
  }
  function back() {
    var was = past.pop();
    if (!was) { return; }
    choose(null);
    rows().forEach(remove);
    was.forEach(function (one) { add(one.at, one.ground, one.why); });
    undo.setAttribute("aria-disabled", String(!past.length));
  }

  function mm(event) {
    var frame = svg.getBoundingClientRect();
    return [(event.clientX - frame.left) / frame.width * page.width, (event.clientY - frame.top) / frame.height * page.height];
  }
  var act = null;
  svg.addEventListener("pointerdown", function (event) {
    var touch = event.pointerType === "touch";
    if (event.button !== 0 || touch && finger.getAttribute("aria-pressed") !== "true") { return; }
    event.preventDefault();
    var from = mm(event), target = event.target;
    if (target === grip && chosen) {
      act = { row: chosen, from: from, at: place(chosen), size: true };
    } else if (target.getAttribute("data-for")) {
      var row = rowOf(target);
      choose(row);
      target.focus({ preventScroll: true });
      act = { row: row, from: from, at: place(row) };
    } else {
      act = { row: null, from: from };
    }
    act.kept = false;
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", function (event) {
    if (!act) { return; }
    var to = mm(event), across = to[0] - act.from[0], down = to[1] - act.from[1];
    if (Math.abs(across) < 0.6 && Math.abs(down) < 0.6) { return; }
    if (!act.kept) { keep(); act.kept = true; }
    if (!act.row) { act.row = add([act.from[0], act.from[1], SMALLEST, SMALLEST]); act.drawn = true; choose(act.row); }
    if (act.drawn) {
      put(act.row, [Math.min(act.from[0], to[0]), Math.min(act.from[1], to[1]), Math.abs(across), Math.abs(down)]);
    } else if (act.size) {
      put(act.row, [act.at[0], act.at[1], act.at[2] + across, act.at[3] + down]);
    } else {
      put(act.row, [act.at[0] + across, act.at[1] + down, act.at[2], act.at[3]]);
    }
  });
  function done() {
    if (act && !act.row) { choose(null); }
    if (act && act.drawn) { boxOf(act.row).focus({ preventScroll: true }); }
    act = null;
  }
  svg.addEventListener("pointerup", done);
  svg.addEventListener("pointercancel", done);

  var STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  svg.addEventListener("keydown", function (event) {
    var row = event.target.getAttribute("data-for") && rowOf(event.target);
    if (!row) { return; }
    var step = STEPS[event.key], at = place(row);
    if (step) {
      event.preventDefault();
      keep();
      put(row, event.shiftKey ? [at[0], at[1], at[2] + step[0], at[3] + step[1]] : [at[0] + step[0], at[1] + step[1], at[2], at[3]]);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      keep();
      remove(row);
    } else if (event.key === "Enter") {
      event.preventDefault();
      field(row, "ground").focus();
    }
  });
  svg.addEventListener("focusin", function (event) {
    if (event.target.getAttribute("data-for")) { choose(rowOf(event.target)); }
  });
  list.addEventListener("focusin", function (event) {
    var row = event.target.closest("[data-row]");
    if (row && row !== chosen) { choose(row); }
  });
  list.addEventListener("input", function (event) {
    var row = event.target.closest("[data-row]");
    if (row) { paint(row); }
  });
  list.addEventListener("change", function (event) {
    if (event.target.name === "drop") { keep(); remove(event.target.closest("[data-row]")); }
  });
  finger.addEventListener("click", function () {
    var on = finger.getAttribute("aria-pressed") !== "true";
    finger.setAttribute("aria-pressed", String(on));
    svg.parentNode.classList.toggle("drawn", on);
  });
  tools.querySelector("[data-add]").addEventListener("click", function () {
    keep();
    var row = add([page.width / 2 - 20, page.height / 2 - 4, 40, 8]);
    choose(row);
    boxOf(row).focus();
  });
  undo.addEventListener("click", back);
  rows().forEach(paint);
  tools.hidden = false;
})();
