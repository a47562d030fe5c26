// What the page says when the server is gone, or takes no more questions; a question that it did not take comes back into the box.
// Runs once, with `element` given by gr.HTML. Gradio's own notices, which are English, are not shown.

const UNSENT = "ecqa-unsent";
const AGAIN = 2000;
const notice = element.querySelector(".trouble");
const send = window.fetch.bind(window);
let asked = null; // the question asked last
let full = false; // whether the server has turned it away
let lost = 0; // the timer that looks for the server
let leaving = false;

function pending() {
  return document.querySelector("#ecqa-log .turn[data-pending]");
}

function back({ text, again, filters }) {
  document.dispatchEvent(new CustomEvent("ecqa:edit", { detail: { number: again || 0, text, filters: filters || {} } }));
}

function lose() {
  if (lost || leaving) return;
  notice.textContent = notice.dataset.lost;
  notice.hidden = false;
  lost = setInterval(() => send("/pages/icon.svg", { cache: "no-store" }).then(find, () => {}), AGAIN);
}

function find() {
  if (!lost) return;
  if (pending()) window.location.reload(); // Gradio does so too; what was asked comes back
  clearInterval(lost);
  lost = 0;
  notice.hidden = true;
}

window.fetch = async (...given) => {
  const address = String(given[0] instanceof Request ? given[0].url : given[0]);
  const page = address.includes("/gradio_api/");
  try {
    const answer = await send(...given);
    if (page) find();
    full = address.includes("/queue/join") && answer.status === 503;
    return answer;
  } catch (problem) {
    if (page && problem.name !== "AbortError") lose();
    throw problem;
  }
};

document.addEventListener("ecqa:asked", (event) => { asked = event.detail; });
document.addEventListener("ecqa:failed", () => {
  document.dispatchEvent(new CustomEvent("ecqa:idle"));
  const turn = pending();
  if (!turn) return;
  const stage = turn.querySelector(".stage");
  stage.className = "card problem";
  stage.setAttribute("role", "alert");
  stage.textContent = full ? notice.dataset.full : notice.dataset.failed;
  delete turn.dataset.pending;
  back(asked);
});

window.addEventListener("beforeunload", () => {
  leaving = true;
  setTimeout(() => { leaving = false; }, AGAIN); // a download leaves nothing
  if (!lost) return;
  const typed = document.querySelector("#ecqa-composer textarea").value;
  const unsent = pending() ? asked : { text: typed };
  if (unsent.text) window.sessionStorage.setItem(UNSENT, JSON.stringify(unsent));
});
document.addEventListener("ecqa:ready", () => {
  const unsent = JSON.parse(window.sessionStorage.getItem(UNSENT) || "null");
  window.sessionStorage.removeItem(UNSENT);
  const last = [...document.querySelectorAll("#ecqa-log .turn")].pop();
  if (unsent && (!last || last.dataset.question.trim() !== unsent.text)) back(unsent);
}, { once: true });
