// The box one types in: Enter sends, Shift+Enter breaks the line, the Enter that confirms an input-method candidate does neither.
// Runs once, with `element` and `trigger` given by gr.HTML; sends 'ask', 'stop' and 'renew' to the server.

const form = element.querySelector("form");
const area = element.querySelector("textarea");
const warning = element.querySelector(".warning");
const editing = element.querySelector(".editing");
const scope = element.querySelector(".scope");
const [send, halt] = element.querySelectorAll(".send");
const limit = Number(form.dataset.limit);
const kinds = JSON.parse(form.dataset.kinds);
const fine = window.matchMedia("(pointer: fine)");
const FILTERS = ["section", "kind", "source", "since", "until"];
let busy = false;
let again = 0;
let filters = {};
let ready = false; // whether the conversation of the address has been shown; a question asked before waits for it
let early = null;

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

function only(chosen) {
  filters = Object.fromEntries(FILTERS.filter((name) => chosen[name]).map((name) => [name, String(chosen[name])]));
  const { section, kind, source, since, until } = filters;
  const words = [section, kind && (kinds[kind] || kind), source].filter(Boolean);
  if (since || until) words.push(form.dataset.dates.replace("{since}", since || "…").replace("{until}", until || "…"));
  const label = scope.querySelector("span");
  label.textContent = label.dataset.only.replace("{what}", () => words.join(" · "));
  scope.hidden = words.length === 0;
}

function edit(number) {
  again = number;
  editing.hidden = number === 0;
}

function ask(text, more = {}) {
  if (busy) return;
  setBusy(true);
  if (!ready) {
    early = () => ask(text, more);
    return;
  }
  const turns = document.querySelector("#ecqa-log .turns");
  const asked = { text, filters, again: 0, conversation: turns ? turns.dataset.conversation : "", ...more };
  document.dispatchEvent(new CustomEvent("ecqa:asked", { detail: { ...asked, waiting: form.dataset.waiting, you: form.dataset.you } }));
  trigger("ask", asked);
}

function submit() {
  if (busy || !fit()) return;
  ask(area.value.trim(), { again });
  area.value = "";
  edit(0);
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
form.addEventListener("click", (event) => {
  const control = event.target.closest("button");
  if (!control) return;
  if ("editEnd" in control.dataset) {
    edit(0);
    area.value = "";
    fit();
    area.focus();
  } else if ("scopeEnd" in control.dataset) {
    only({});
    window.history.replaceState(null, "", window.location.pathname + window.location.hash);
    area.focus();
  }
});
halt.addEventListener("click", () => {
  trigger("stop", {});
  area.focus();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-new]")) return;
  document.dispatchEvent(new CustomEvent("ecqa:leave"));
  document.dispatchEvent(new CustomEvent("ecqa:wait", { detail: { conversation: "" } }));
  trigger("renew", {});
  area.focus();
});
function begin() {
  ready = true;
  if (!early) return;
  setBusy(false);
  early();
  early = null;
}
document.addEventListener("ecqa:ready", begin);
setTimeout(begin, 5000); // a server that does not say what it has kept can be asked all the same
document.addEventListener("ecqa:wait", () => { ready = false; });
document.addEventListener("ecqa:leave", () => {
  document.dispatchEvent(new CustomEvent("ecqa:close"));
  area.value = "";
  edit(0);
  fit();
});
document.addEventListener("ecqa:ask", (event) => ask(event.detail.text, event.detail.more));
document.addEventListener("ecqa:edit", (event) => {
  edit(event.detail.number);
  only(event.detail.filters);
  area.value = event.detail.text;
  fit();
  area.focus();
});
document.addEventListener("ecqa:state", (event) => setBusy(event.detail.busy));
document.addEventListener("ecqa:idle", () => setBusy(false));

only(Object.fromEntries(new URLSearchParams(window.location.search)));
fit();
if (fine.matches) area.focus();

// A phone's keyboard shrinks what is visible, not the window: the page takes the visible height, so that the box stays in sight.
const view = window.visualViewport;
view.addEventListener("resize", () => {
  if (view.scale === 1) document.documentElement.style.setProperty("--height", `${view.height}px`);
});
