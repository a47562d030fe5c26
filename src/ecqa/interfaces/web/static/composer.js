// The box one types in: Enter sends, Shift+Enter breaks the line, the Enter that confirms an input-method candidate does neither.
// Runs once, with `element` and `trigger` given by gr.HTML; sends 'ask', 'stop' and 'renew' to the server.

const form = element.querySelector("form");
const area = element.querySelector("textarea");
const warning = element.querySelector(".warning");
const [send, halt] = element.querySelectorAll(".send");
const limit = Number(form.dataset.limit);
const fine = window.matchMedia("(pointer: fine)");
let busy = false;

document.documentElement.lang = form.dataset.lang;
document.getElementById("ecqa-log").setAttribute("aria-label", form.dataset.logLabel);

function setBusy(now) {
  busy = now;
  send.hidden = now;
  halt.hidden = !now;
}

function fit() {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, 168)}px`;
  const count = [...area.value.trim()].length;
  send.disabled = count === 0;
  const tooLong = count > limit;
  warning.hidden = !tooLong;
  warning.textContent = tooLong ? form.dataset.tooLong.replace("{n}", count) : "";
  return count > 0 && !tooLong;
}

function ask(text) {
  if (busy) return;
  setBusy(true);
  trigger("ask", { text });
}

function submit() {
  if (busy || !fit()) return;
  ask(area.value.trim());
  area.value = "";
  fit();
  if (!fine.matches) area.blur(); // the keyboard of a phone would cover the answer
}

area.addEventListener("input", fit);
area.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  submit();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
halt.addEventListener("click", () => {
  trigger("stop", {});
  area.focus();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-new]")) return;
  trigger("renew", {});
  document.dispatchEvent(new CustomEvent("ecqa:close"));
  area.value = "";
  fit();
  area.focus();
});
document.addEventListener("ecqa:ask", (event) => ask(event.detail.text));
document.addEventListener("ecqa:state", (event) => setBusy(event.detail.busy));
document.addEventListener("ecqa:idle", () => setBusy(false));

fit();
if (fine.matches) area.focus();

// A phone's keyboard shrinks what is visible, not the window: the page takes the visible height, so that the box stays in sight.
const view = window.visualViewport;
view.addEventListener("resize", () => {
  if (view.scale === 1) document.documentElement.style.setProperty("--height", `${view.height}px`);
});
