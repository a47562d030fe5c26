// The list of conversations: open, rename, delete and bring back, search, erase everything; folded away on a desk, a drawer elsewhere.
// Runs once, with `element`, `trigger` and `watch` given by gr.HTML; sends 'resume', 'rename', 'delete', 'restore' and 'find' to the server.

const root = document.documentElement;
const wide = window.matchMedia("(min-width: 1100px)");
const FOLDED = "ecqa-list-folded";
let searching = 0;

function kept(value) {
  try {
    if (value === undefined) return window.localStorage.getItem(FOLDED) === "1";
    window.localStorage.setItem(FOLDED, value ? "1" : "0");
  } catch { /* a browser that keeps nothing: the list is open */ }
  return false;
}

function current() {
  const turns = document.querySelector("#ecqa-log .turns");
  return turns ? turns.dataset.conversation : "";
}

function behind(inert) {
  for (const id of ["ecqa-chat", "ecqa-head"]) document.getElementById(id).inert = inert;
}

function close() {
  if (root.dataset.drawer !== "open") return;
  delete root.dataset.drawer;
  behind(false);
  document.querySelector("[data-list-toggle]").focus({ preventScroll: true });
}

function toggle() {
  if (wide.matches) {
    const folded = root.dataset.list !== "closed";
    root.dataset.list = folded ? "closed" : "open";
    kept(folded);
  } else {
    root.dataset.drawer = "open";
    behind(true);
    element.querySelector(".list").focus({ preventScroll: true });
  }
}

function rename(row) {
  const opener = row.querySelector("[data-open]");
  const input = document.createElement("input");
  input.value = opener.textContent;
  input.maxLength = 60;
  input.setAttribute("aria-label", row.querySelector("[data-rename]").dataset.label);
  let done = false;
  const end = (save) => {
    if (done) return;
    done = true;
    const title = input.value.trim();
    input.replaceWith(opener);
    opener.focus();
    if (save && title && title !== opener.textContent) {
      opener.textContent = title;
      trigger("rename", { conversation: row.dataset.id, title });
    }
  };
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter") {
      event.preventDefault(); // else it would press the button that takes the field's place
      end(true);
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      end(false);
    }
  });
  input.addEventListener("blur", () => end(true));
  opener.replaceWith(input);
  input.select();
}

async function erase(button) {
  const answer = await fetch("/own/erase", { method: "POST" }).catch(() => null);
  if (answer && answer.ok) window.location.assign("/");
  else button.textContent = button.dataset.failed;
}

function resume(conversation) {
  document.dispatchEvent(new CustomEvent("ecqa:wait", { detail: { conversation } }));
  trigger("resume", { conversation });
}

function open(conversation) {
  close();
  if (conversation === current()) return;
  document.dispatchEvent(new CustomEvent("ecqa:leave"));
  resume(conversation);
}

element.addEventListener("click", (event) => {
  const control = event.target.closest("button, [data-close-list]");
  if (!control) return;
  const row = control.closest("li");
  if ("open" in control.dataset) open(row.dataset.id);
  else if ("rename" in control.dataset) rename(row);
  else if ("delete" in control.dataset) trigger("delete", { conversation: row.dataset.id });
  else if ("restore" in control.dataset) trigger("restore", { conversation: control.dataset.restore });
  else if ("erase" in control.dataset) erase(control);
  else if ("closeList" in control.dataset) close();
});
element.addEventListener("input", (event) => {
  if (!event.target.matches(".find")) return;
  clearTimeout(searching);
  searching = setTimeout(() => trigger("find", { search: event.target.value }), 250);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-list-toggle]")) toggle();
  if (event.target.closest("[data-new]")) close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
document.addEventListener("ecqa:asked", () => {
  element.querySelector(".find").value = "";
});
wide.addEventListener("change", close);

function fromAddress() {
  const [, id] = window.location.hash.match(/^#c=([0-9a-f]{32})$/) || [];
  return id || "";
}
document.addEventListener("ecqa:resume", (event) => resume(event.detail.conversation));
window.addEventListener("hashchange", () => {
  if (fromAddress() !== current()) resume(fromAddress());
});

if (kept()) root.dataset.list = "closed";
resume(fromAddress());
