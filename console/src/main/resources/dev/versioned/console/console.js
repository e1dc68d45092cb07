// The only script: reloads the page every 10 seconds, if the user wants that, and keeps the place.
(function () {
  "use strict";
  var button = document.getElementById("refresh");
  if (!button || document.querySelector("form[method=post]") || location.search.indexOf("made=") >= 0) {
    return;
  }
  var key = "versioned-refresh";
  var timer = 0;

  function isOn() {
    return sessionStorage.getItem(key) === "on";
  }

  function show() {
    button.setAttribute("aria-pressed", isOn() ? "true" : "false");
    clearInterval(timer);
    if (isOn()) {
      timer = setInterval(function () {
        var field = document.activeElement && document.activeElement.tagName === "INPUT";
        if (!document.hidden && !field) {
          location.reload();
        }
      }, 10000);
    }
  }

  button.hidden = false;
  button.addEventListener("click", function () {
    sessionStorage.setItem(key, isOn() ? "off" : "on");
    show();
  });
  show();
})();
