// The conversation: examples and further questions, citation pills, asking again, copying, cards, opinions, and where it is scrolled to.
// Runs once, with `element`, `trigger` and `watch` given by gr.HTML; sends 'open' to the server, and opinions to `/own`.

const scroller = document.getElementById("ecqa-log");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const tip = document.createElement("div");
const following = new Map();
let lastTurn = "";
let shown = {};
let wanted = null; // the conversation that was gone to since the last question, "" for a new one

tip.className = "tip";
tip.setAttribute("role", "tooltip");
tip.id = "ecqa-tip";
document.querySelector(".gradio-container").append(tip);

scroller.setAttribute("role", "log");
scroller.setAttribute("aria-live", "polite");
scroller.setAttribute("tabindex", "0");

function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

function conversation() {
  const turns = element.querySelector(".turns");
  return turns ? turns.dataset.conversation : "";
}

function post(path, turn, more = {}) {
  const body = JSON.stringify({ conversation: conversation(), number: Number(turn.dataset.turn), ...more });
  return fetch(`/own/${path}`, { method: "POST", headers: { "content-type": "application/json" }, body }).then(
    (answer) => (answer.ok ? answer : null),
    () => null,
  );
}

function open(control) {
  const { turn, list, index } = control.dataset;
  trigger("open", { conversation: conversation(), turn, list, index });
  tell("ecqa:evidence", { from: control });
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea"); // pages served without https have no clipboard
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  if (button.dataset.words === undefined) button.dataset.words = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = button.dataset.words; }, 1500);
}

// Cards

function cardOf(control) {
  return control.closest(".menu").dataset.card.replaceAll("{origin}", window.location.origin);
}

function save(control) {
  const link = document.createElement("a");
  const url = URL.createObjectURL(new Blob([cardOf(control)], { type: "text/markdown;charset=utf-8" }));
  link.href = url;
  link.download = `${control.closest(".turn").dataset.question.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 40) || "ecqa"}.md`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

function print(turn) {
  turn.dataset.print = "";
  document.documentElement.dataset.print = "one";
  window.print();
}
window.addEventListener("beforeprint", () => {
  for (const address of element.querySelectorAll(".address")) address.textContent = window.location.origin + address.dataset.path;
});
window.addEventListener("afterprint", () => {
  delete document.documentElement.dataset.print;
  for (const turn of element.querySelectorAll("[data-print]")) delete turn.dataset.print;
});

// Opinions

async function judge(thumb) {
  const turn = thumb.closest(".turn");
  const taken = thumb.getAttribute("aria-pressed") === "true" ? null : thumb.dataset.thumbs;
  const form = turn.querySelector(".opinion");
  if (!(await post("feedback", turn, { thumbs: taken }))) {
    form.hidden = false;
    form.querySelector(".said").textContent = form.dataset.failed;
    return;
  }
  for (const one of turn.querySelectorAll(".thumb")) one.setAttribute("aria-pressed", String(one.dataset.thumbs === taken));
  form.hidden = taken === null;
  form.querySelector("fieldset").hidden = taken === "up";
  form.querySelector(".said").textContent = taken ? form.dataset.saved : "";
}

element.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const turn = form.closest(".turn");
  const pressed = turn.querySelector('.thumb[aria-pressed="true"]');
  const reason = form.querySelector("input:checked");
  const said = { thumbs: pressed.dataset.thumbs, reason: reason ? reason.value : "", text: form.querySelector("textarea").value.trim() };
  form.querySelector(".said").textContent = "";
  const saved = await post("feedback", turn, said);
  form.querySelector(".said").textContent = saved ? form.dataset.saved : form.dataset.failed;
});

async function leave(button) {
  button.disabled = true;
  const saved = await post("leave", button.closest(".turn"));
  button.disabled = Boolean(saved);
  button.textContent = saved ? button.dataset.done : button.dataset.failed;
}

// What one asks next

function again(turn) {
  const more = { again: Number(turn.dataset.turn), filters: JSON.parse(turn.dataset.filters) };
  tell("ecqa:ask", { text: turn.dataset.question.trim(), more });
}

function edit(turn) {
  tell("ecqa:edit", { number: Number(turn.dataset.turn), text: turn.dataset.question.trim(), filters: JSON.parse(turn.dataset.filters) });
}

async function follow(turn) {
  const room = turn && turn.querySelector(".next");
  if (!room || room.childElementCount) return;
  const key = `${conversation()} ${turn.dataset.turn}`;
  if (!following.has(key)) following.set(key, post("next", turn).then((answer) => (answer ? answer.json() : [])));
  const questions = await following.get(key);
  const place = element.querySelector(`.turn[data-turn="${turn.dataset.turn}"]:last-child .next`);
  if (!place || place.childElementCount || !questions.length || key !== `${conversation()} ${turn.dataset.turn}`) return;
  const head = document.createElement("p");
  head.textContent = document.querySelector("#ecqa-composer form").dataset.next;
  place.append(head, ...questions.map((question) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.ask = question;
    button.textContent = question;
    return button;
  }));
}

document.addEventListener("ecqa:asked", (event) => {
  const { text, again: replaced, waiting, you } = event.detail;
  for (const turn of element.querySelectorAll(".turn")) if (replaced && Number(turn.dataset.turn) >= replaced) turn.remove();
  let turns = element.querySelector(".turns");
  if (!turns) {
    turns = document.createElement("div");
    turns.className = "turns";
    turns.dataset.conversation = "";
    (element.querySelector(".welcome") || element.firstElementChild).replaceWith(turns);
  }
  const [turn, asked, reply, stage, whose] = ["article", "p", "div", "p", "span"].map((name) => document.createElement(name));
  turn.className = "turn";
  turn.dataset.turn = "next";
  turn.dataset.pending = "";
  asked.className = "question";
  whose.className = "unseen";
  whose.textContent = you;
  stage.className = "stage";
  stage.setAttribute("role", "status");
  stage.textContent = waiting;
  asked.append(whose, text);
  reply.append(stage);
  turn.append(asked, reply);
  turns.append(turn);
  toTurn(turn);
});

// Evidence

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
  for (const menu of element.querySelectorAll(".menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  const control = event.target.closest("button");
  if (!control) return;
  hideTip();
  const { dataset } = control;
  const turn = control.closest(".turn");
  if (dataset.ask) tell("ecqa:ask", { text: dataset.ask });
  else if (dataset.list) open(control);
  else if (dataset.copy) copy(control, dataset.copy);
  else if ("cardCopy" in dataset) copy(control, cardOf(control));
  else if ("cardSave" in dataset) save(control);
  else if ("cardPrint" in dataset) print(turn);
  else if ("again" in dataset) again(turn);
  else if ("edit" in dataset) edit(turn);
  else if (dataset.thumbs) judge(control);
  else if ("leave" in dataset) leave(control);
});
element.addEventListener("keydown", (event) => {
  const menu = event.target.closest(".menu[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
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
  else trigger("open", { conversation: conversation(), ...event.detail }); // cited, but not in the text
});

document.addEventListener("ecqa:shown", (event) => {
  shown = event.detail;
  markShown();
});

function toTurn(turn) {
  const top = turn ? scroller.scrollTop + turn.getBoundingClientRect().top - scroller.getBoundingClientRect().top : 0;
  scroller.scrollTo({ top, behavior: still.matches || !turn ? "auto" : "smooth" });
}

function remember() {
  const id = conversation();
  const { pathname, search, hash } = window.location;
  const wanted = id ? `#c=${id}` : "";
  if (hash !== wanted) window.history.replaceState(null, "", pathname + search + wanted);
}

document.addEventListener("ecqa:wait", (event) => { wanted = event.detail.conversation; });
document.addEventListener("ecqa:asked", () => { wanted = null; });

// An answer under way may arrive after its conversation was left: what was gone to is fetched again.
function left() {
  const strays = element.querySelector(".turn") && wanted !== null && (wanted === "" || conversation() !== wanted);
  if (strays) tell("ecqa:resume", { conversation: wanted });
  return strays;
}

watch("value", () => {
  if (left()) return;
  const turns = element.querySelectorAll(".turn");
  const turn = turns[turns.length - 1];
  const busy = Boolean(element.querySelector("[data-busy]"));
  tell("ecqa:state", { busy });
  hideTip();
  markShown();
  remember();
  const number = turn ? `${conversation()} ${turn.dataset.turn}` : "";
  if (number !== lastTurn) {
    lastTurn = number;
    toTurn(turn);
  }
  if (!busy) follow(turn);
});
