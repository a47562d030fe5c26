// The evidence panel: beside the chat on a desk, over it on smaller screens, always scrolled to the marked span.
// Runs once, with `element` and `watch` given by gr.HTML; asks the conversation to step to another citation.

const narrow = window.matchMedia("(max-width: 1099px)");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const root = document.documentElement;
let opener = null;

function behind(inert) {
  document.getElementById("ecqa-chat").inert = inert;
  document.getElementById("ecqa-head").inert = inert;
  document.getElementById("ecqa-list").inert = inert;
}

function show(from) {
  opener = from;
  root.dataset.evidence = "open";
  behind(narrow.matches);
  const panel = element.querySelector(".panel");
  if (narrow.matches && !panel.contains(document.activeElement)) panel.focus({ preventScroll: true });
  toMark();
}

function hide() {
  if (root.dataset.evidence !== "open") return;
  delete root.dataset.evidence;
  behind(false);
  if (opener && opener.isConnected) opener.focus({ preventScroll: true });
  opener = null;
}

function toMark() {
  const body = element.querySelector(".panel-body");
  const mark = body.querySelector("mark");
  if (!mark) {
    body.scrollTo({ top: 0 });
    return;
  }
  const above = body.scrollTop + mark.getBoundingClientRect().top - body.getBoundingClientRect().top;
  const top = above < body.clientHeight / 2 ? 0 : above - body.clientHeight / 3;
  body.scrollTo({ top, behavior: still.matches ? "auto" : "smooth" });
}

async function copyLink(button) {
  const words = button.textContent;
  try {
    await navigator.clipboard.writeText(window.location.origin + button.dataset.link);
  } catch {
    return; // pages served without https have no clipboard; the link beside it can be copied
  }
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = words; }, 1500);
}

function widen(to) {
  const width = Math.round(Math.min(Math.max(to, 320), window.innerWidth - 480, 720));
  document.body.style.setProperty("--side", `${width}px`);
  element.querySelector(".grip").setAttribute("aria-valuenow", width);
}

const grip = element.querySelector(".grip");
grip.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
});
grip.addEventListener("pointermove", (event) => {
  if (grip.hasPointerCapture(event.pointerId)) widen(window.innerWidth - event.clientX);
});
grip.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: 24, ArrowRight: -24 }[event.key];
  if (!step) return;
  event.preventDefault();
  widen(element.querySelector(".panel").offsetWidth + step);
});

element.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) {
    hide();
    return;
  }
  const link = event.target.closest("[data-link]");
  if (link) {
    copyLink(link);
    return;
  }
  const step = event.target.closest("[data-step]");
  if (!step) return;
  const { turn, list, index } = element.querySelector(".document").dataset;
  document.dispatchEvent(new CustomEvent("ecqa:step", { detail: { turn, list, index: Number(index) + Number(step.dataset.step) } }));
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});
document.addEventListener("ecqa:evidence", (event) => show(event.detail.from));
document.addEventListener("ecqa:close", hide);
narrow.addEventListener("change", () => behind(narrow.matches && root.dataset.evidence === "open"));
watch("value", () => {
  const open = element.querySelector(".document");
  document.dispatchEvent(new CustomEvent("ecqa:shown", { detail: open ? { ...open.dataset } : {} }));
  toMark();
});
