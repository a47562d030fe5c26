/* Progress that is followed, lists that are filtered, scores that are given by keyboard. The pages work without it. */
"use strict";

const EVERY = 1000;

function follow(box) {
  const bar = box.querySelector("progress");
  const words = box.querySelector("output");
  async function ask() {
    let state;
    try {
      const answer = await fetch(box.dataset.progress, { headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      state = await answer.json();
    } catch {
      setTimeout(ask, 5 * EVERY);
      return;
    }
    if (state.over) {
      location.reload();
      return;
    }
    bar.max = state.total || 1;
    bar.value = state.done;
    words.value = `${state.done} / ${state.total}`;
    setTimeout(ask, EVERY);
  }
  setTimeout(ask, EVERY);
}

function filter(form) {
  const cards = [...document.querySelectorAll(`${form.dataset.filters} > .card`)];
  const search = form.querySelector("[data-search]");
  const selects = [...form.querySelectorAll("[data-filter]")];
  const count = form.querySelector("[data-count]");
  function show() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const card of cards) {
      const fits =
        selects.every((select) => !select.value || card.dataset[select.dataset.filter] === select.value) &&
        words.every((word) => card.dataset.text.includes(word));
      card.hidden = !fits;
      shown += fits;
    }
    count.value = String(shown);
  }
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
}

function score(form) {
  const scales = [...form.querySelectorAll("fieldset")];
  let current = 0;
  function mark(place) {
    current = Math.max(0, Math.min(scales.length - 1, place));
    scales.forEach((scale, number) => scale.classList.toggle("current", number === current));
  }
  const unanswered = scales.findIndex((scale) => !scale.querySelector("input:checked"));
  mark(unanswered < 0 ? 0 : unanswered);
  scales.forEach((scale, number) => scale.addEventListener("focusin", () => mark(number)));
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key >= "0" && event.key <= "5") {
      const inputs = scales[current].querySelectorAll("input");
      const input = inputs[event.key === "0" ? inputs.length - 1 : Number(event.key) - 1];
      input.checked = true;
      input.focus();
      mark(current + 1);
      event.preventDefault();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      mark(current + (event.key === "ArrowDown" ? 1 : -1));
      event.preventDefault();
    } else if (event.key === "Enter" && !event.target.closest("a, summary, button")) {
      form.requestSubmit();
      event.preventDefault();
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const path = event.key === "ArrowLeft" ? form.dataset.back : form.dataset.on;
      if (path) location.search = path;
      event.preventDefault();
    }
  });
}

/* Where a plot is wider than the window, the latest days are in sight. */
document.querySelectorAll(".scroll:has(> svg.days)").forEach((box) => { box.scrollLeft = box.scrollWidth; });
document.querySelectorAll("[data-progress]").forEach(follow);
document.querySelectorAll("[data-filters]").forEach(filter);
document.querySelectorAll("[data-scoring]").forEach(score);
