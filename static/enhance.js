/* Optional. Everything works without it. */
(function () {
  "use strict";
  var root = document.documentElement;
  function each(selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); }

  // A second press while the first is on its way sends nothing.
  each("form[method=post]", function (form) {
    var sent = false;
    function busy(on) {
      sent = on;
      each(".btn", function (button) { if (button.form === form) { button.setAttribute("aria-disabled", String(on)); } });
    }
    form.addEventListener("submit", function (event) {
      if (sent) { event.preventDefault(); return; }
      busy(true);
      setTimeout(busy, 8000, false);
    });
    window.addEventListener("pageshow", function () { if (sent) { busy(false); } });
  });

  // Large type and dark colours at once, without a reload; the server reads the same cookie next time.
  var dark = document.getElementById("dark");
  function keep(name, value) {
    var secure = location.protocol === "https:" ? ";secure" : "";
    document.cookie = name + "=" + value + ";path=/;max-age=31536000;samesite=lax" + secure;
  }
  each(".tools [name=type]", function (button) {
    button.addEventListener("click", function (event) {
      event.preventDefault();
      var large = root.getAttribute("data-type") !== "large";
      if (large) { root.setAttribute("data-type", "large"); } else { root.removeAttribute("data-type"); }
      button.setAttribute("aria-pressed", String(large));
      button.value = large ? "plain" : "large";
      keep("type", large ? "large" : "plain");
    });
  });
  each(".tools [name=theme]", function (button) {
    if (!dark) { return; }
    function on() { return window.matchMedia(dark.media || "all").matches; }
    button.setAttribute("aria-pressed", String(on()));
    button.addEventListener("click", function (event) {
      event.preventDefault();
      dark.media = on() ? "not all" : "all";
      button.setAttribute("aria-pressed", String(on()));
      keep("theme", on() ? "dark" : "light");
    });
  });

  // A button that needs script is not there without it.
  each("[data-print]", function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  each("[data-copy]", function (button) {
    if (!navigator.clipboard) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(document.getElementById(button.getAttribute("data-copy")).textContent.trim())
        .then(function () { button.textContent = button.getAttribute("data-done"); });
    });
  });

  var errors = document.querySelector(".errors");
  if (errors) { errors.focus(); }
})();
