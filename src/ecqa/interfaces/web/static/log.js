// The conversation: example questions, citation pills, copying, and where it is scrolled to.
// Runs once, with `element`, `trigger` and `watch` given by gr.HTML; sends 'open' to the server.

const scroller = document.getElementById("ecqa-log");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const tip = document.createElement("div");
let lastTurn = "";
let shown = {};

tip.className = "tip";
tip.setAttribute("role", "tooltip");
tip.id = "ecqa-tip";
document.querySelector(".gradio-container").append(tip);

scroller.setAttribute("role", "log");
scroller.setAttribute("aria-live", "polite");
scroller.setAttribute("tabindex", "0");

function open(control) {
  trigger("open", { turn: control.dataset.turn, list: control.dataset.list, index: control.dataset.index });
  document.dispatchEvent(new CustomEvent("ecqa:evidence", { detail: { from: control } }));
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    const area = document.createElement("textarea"); // pages served without https have no clipboard
    area.value = button.dataset.copy;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const words = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = words; }, 1500);
}

function select({ turn, list, index }) {
  return element.querySelectorAll(`[data-turn="${turn}"][data-list="${list}"][data-index="${index}"]`);
}

function markShown() {
  for (const control of element.querySelectorAll("[aria-current]")) control.removeAttribute("aria-current");
  for (const control of select(shown)) control.setAttribute("aria-current", "true");
}

function showTip(pill) {
  const head = document.createElement("strong");
  head.textContent = pill.dataset.title;
  const date = document.createElement("span");
  date.textContent = pill.dataset.date;
  const quote = document.createElement("p");
  quote.textContent = pill.dataset.quote;
  tip.replaceChildren(head, date, quote);
  tip.classList.add("shown");
  pill.setAttribute("aria-describedby", tip.id);
  const at = pill.getBoundingClientRect();
  const left = Math.min(Math.max(at.left + at.width / 2 - tip.offsetWidth / 2, 8), window.innerWidth - tip.offsetWidth - 8);
  const above = at.top - tip.offsetHeight - 8;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 8 ? above : at.bottom + 8}px`;
}

function hideTip() {
  tip.classList.remove("shown");
}

element.addEventListener("click", (event) => {
  const control = event.target.closest("button");
  if (!control) return;
  hideTip();
  if (control.dataset.ask) document.dispatchEvent(new CustomEvent("ecqa:ask", { detail: { text: control.dataset.ask } }));
  else if (control.dataset.list) open(control);
  else if (control.dataset.copy) copy(control);
});

for (const [type, act] of [["pointerover", showTip], ["focusin", showTip], ["pointerout", hideTip], ["focusout", hideTip]]) {
  element.addEventListener(type, (event) => {
    const pill = event.target.closest(".pill");
    if (!pill || event.pointerType === "touch" || (type === "focusin" && !pill.matches(":focus-visible"))) return;
    act(pill);
  });
}
scroller.addEventListener("scroll", hideTip, { passive: true });

document.addEventListener("ecqa:step", (event) => {
  const [control] = select(event.detail);
  if (control) open(control);
  else trigger("open", event.detail); // cited, but not in the text
});

document.addEventListener("ecqa:shown", (event) => {
  shown = event.detail;
  markShown();
});

watch("value", () => {
  const turns = element.querySelectorAll(".turn");
  const turn = turns[turns.length - 1];
  const busy = Boolean(element.querySelector("[data-busy]"));
  document.dispatchEvent(new CustomEvent("ecqa:state", { detail: { busy } }));
  hideTip();
  markShown();
  const number = turn ? turn.dataset.turn : "";
  if (number !== lastTurn) {
    lastTurn = number;
    const top = turn ? scroller.scrollTop + turn.getBoundingClientRect().top - scroller.getBoundingClientRect().top : 0;
    scroller.scrollTo({ top, behavior: still.matches || !turn ? "auto" : "smooth" });
  }
});
