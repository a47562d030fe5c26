/* Files that are dropped, named before they are sent, and refused here where the server would; work that is waited for. The pages work without it. */
"use strict";

const LOOK = 700;
const MEGABYTE = 1e6;

function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

function uploading(form) {
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector(".drop");
  const refused = form.querySelector("[data-refused]");
  const told = form.querySelector("[data-told]");
  const limits = JSON.parse(form.dataset.limits);
  let inside = 0;

  function fault(file) {
    const ending = (/\.[^.]*$/.exec(file.name) || [""])[0].toLowerCase();
    if (!Object.hasOwn(limits, ending)) return filled(form.dataset.format, { name: file.name });
    if (file.size > limits[ending]) return filled(form.dataset.tooLarge, { name: file.name, limit: limits[ending] / MEGABYTE });
    return "";
  }
  function show() {
    const files = [...input.files];
    const faults = files.map(fault).filter(Boolean);
    refused.textContent = faults.join(" ");
    refused.hidden = !faults.length;
    told.textContent = files.length ? filled(form.dataset.chosen, { n: files.length }) + files.map((file) => file.name).join("、") : "";
    return !faults.length;
  }
  input.addEventListener("change", show);
  form.addEventListener("submit", (event) => {
    if (!show()) event.preventDefault();
    else told.textContent = form.dataset.sending;
  });
  document.addEventListener("dragenter", (event) => {
    inside += 1;
    zone.classList.add("over");
    event.preventDefault();
  });
  document.addEventListener("dragleave", () => {
    inside -= 1;
    zone.classList.toggle("over", inside > 0);
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    inside = 0;
    zone.classList.remove("over");
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      if (show()) form.requestSubmit();
    }
  });
}

function waiting(box) {
  async function look() {
    try {
      const answer = await fetch(box.dataset.waiting, { headers: { accept: "application/json" } });
      if (!answer.ok || (await answer.json()).over) {
        location.reload();
        return;
      }
    } catch {
      /* the server does not answer just now */
    }
    setTimeout(look, LOOK);
  }
  setTimeout(look, LOOK);
}

function openTarget() {
  const card = /^#article-\d+$/.test(location.hash) && document.querySelector(location.hash);
  if (card) card.open = true;
}

document.querySelectorAll("[data-upload]").forEach(uploading);
document.querySelectorAll("[data-waiting]").forEach(waiting);
addEventListener("hashchange", openTarget);
openTarget();
