"use strict";
(() => {
  const cards = [...document.querySelectorAll("#cards > .card")];
  const search = document.getElementById("search");
  const count = document.getElementById("count");
  const selects = [...document.querySelectorAll("[data-filter]")];
  if (!search || !count) return;

  function show() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const card of cards) {
      const fits =
        selects.every((select) => !select.value || card.dataset[select.dataset.filter].split(" ").includes(select.value)) &&
        words.every((word) => card.dataset.text.includes(word));
      card.hidden = !fits;
      shown += fits;
    }
    count.value = String(shown);
  }

  for (const field of [search, ...selects]) field.addEventListener("input", show);
  document.getElementById("filters").addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("open").addEventListener("click", () => {
    const visible = cards.filter((card) => !card.hidden);
    const open = visible.some((card) => !card.open);
    for (const card of visible) card.open = open;
  });
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
  show();
})();
