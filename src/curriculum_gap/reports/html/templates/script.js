"use strict";
/* What the page can do where scripts run. It reads this page alone: nothing is fetched, sent or kept.
   Text is only ever set as textContent or cloned; marks leave the page as a file that a person saves. */
const main = document.querySelector("main");
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const make = (tag, text, values = {}) =>
  Object.assign(document.createElement(tag), { textContent: text }, values);
const listed = (name) => all(`#facts .${name} > li`);
const topics = listed("topics");
const rows = all("tr[id][data-t]"); /* topics with their evidence, by document or course */
const grids = all(".grid").filter((grid) => grid.querySelector("tr[data-t]"));
const fold = (text) => text.toLowerCase().replace(/\s+/g, " ").trim();

/* Tabs */
const panels = all("[data-tab]", main);
function show(chosen, focus) {
  for (const tab of all("[role=tab]")) {
    const on = tab.dataset.name === chosen;
    tab.setAttribute("aria-selected", on);
    tab.tabIndex = on ? 0 : -1;
    if (on && focus) tab.focus();
  }
  for (const panel of panels) panel.hidden = panel.dataset.tab !== chosen;
}
const names = [...new Set(panels.map((panel) => panel.dataset.tab))];
if (names.length > 1) {
  const bar = make("div", "", { role: "tablist", ariaLabel: "Parts of this page", className: "tabs" });
  for (const name of names) {
    const tab = make("button", name, { type: "button", role: "tab" });
    tab.dataset.name = name;
    tab.onclick = () => show(name);
    bar.append(tab);
  }
  bar.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = names.indexOf(event.target.dataset.name);
    if (step) show(names[(at + step + names.length) % names.length], true);
  };
  main.prepend(bar);
  show(names[0]);
}

/* Filters */
const form = make("form", "", { className: "filters", onsubmit: (event) => event.preventDefault() });
function field(label, name, control) {
  const box = make("label", label + " ");
  box.append(Object.assign(control, { name }));
  form.append(box);
}
function choice(label, name, options) {
  const select = make("select", "");
  select.append(new Option("all", ""), ...options.map(([text, value]) => new Option(text, value)));
  if (options.length > 1) field(label, name, select);
}
const units = all("details.document").map((unit) => [unit, unit.querySelector("div[id]").id]);
const status = make("output", "");
const counts = { right: 0, wrong: 0 };
const values = () => Object.fromEntries(new FormData(form));

function cellPasses(cell, { level = "", words }, passing) {
  const link = cell.querySelector("a");
  return (!level || cell.classList.contains(level)) && (!words || (link && passing.has(link.hash.slice(1))));
}
function filterGrid(grid, wanted, passing, ofDomain) {
  const heads = [...grid.tHead.rows[0].cells];
  const columns = heads.map((head) => head.querySelector("a")?.hash.slice(1));
  const kept = columns.map((unit) => !unit || !wanted.course || unit === wanted.course);
  const first = columns.findIndex(Boolean);
  let left = 0;
  for (const row of grid.rows) {
    const skipped = heads.length - row.cells.length;
    if (row.cells.length > 1)
      for (const cell of row.cells) if (cell.cellIndex) cell.hidden = !kept[cell.cellIndex + skipped];
    if (!row.dataset.t) continue;
    const cells = [...row.cells].filter((cell) => cell.cellIndex >= first && first > 0 && !cell.hidden);
    row.hidden =
      !ofDomain(row) ||
      (first > 0 && (wanted.level || wanted.words) && !cells.some((cell) => cellPasses(cell, wanted, passing)));
    left += !row.hidden;
  }
  grid.parentElement.hidden = first > 0 && !columns.some((unit, at) => unit && kept[at]);
  return left;
}
function filter() {
  const wanted = values();
  wanted.words = fold(wanted.words || "");
  const ofDomain = (row) => !wanted.domain || topics[row.dataset.t].dataset.d === wanted.domain;
  const passing = new Set();
  for (const row of rows) {
    const passes =
      ofDomain(row) &&
      (!wanted.level || row.dataset.l === wanted.level) &&
      (!wanted.course || row.id.startsWith(wanted.course + "t")) &&
      (!wanted.words || fold(row.textContent).includes(wanted.words));
    row.hidden = !passes;
    if (passes) passing.add(row.id);
  }
  for (const body of all(".topics tbody")) body.hidden = !body.querySelector("tr[data-t]:not([hidden])");
  for (const grid of grids) filterGrid(grid, wanted, passing, ofDomain);
  const narrowed = wanted.domain || wanted.level || wanted.words;
  for (const [unit, id] of units)
    unit.hidden =
      (wanted.course && id !== wanted.course) || (narrowed && !unit.querySelector("tr[data-t]:not([hidden])"));
  status.textContent = `${passing.size} of ${rows.length} entries shown`;
}
if (rows.length) {
  choice("Domain", "domain", listed("domains").map((one, at) => [one.textContent, String(at)]));
  const levels = ["assessed", "taught", "mentioned"].map((level) => [level, level]);
  choice("Level", "level", grids.length ? [...levels, ["not found here", "absent"]] : levels);
  choice("Course", "course", units.map(([unit, id]) => [unit.querySelector("h3").textContent, id]));
  field("Words", "words", make("input", "", { type: "search" }));
  form.append(status);
  form.oninput = filter;
  main.prepend(form);
}

/* A cell opens its evidence; arrows go from cell to cell */
const dialog = make("dialog", "");
document.body.append(dialog);
function open(id) {
  const row = document.getElementById(id);
  const name = row.closest("details.document")?.querySelector("h3").textContent ?? "";
  const heading = make("h2", `${name} · ${row.querySelector("th").textContent}`, { id: "opened" });
  const close = make("button", "Close", { type: "button", onclick: () => dialog.close() });
  dialog.setAttribute("aria-labelledby", "opened");
  dialog.replaceChildren(close, heading);
  for (const cell of row.cells) {
    if (cell.localName === "th") continue;
    const part = make("div", "");
    part.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
    dialog.append(part);
  }
  for (const folded of all("details", dialog)) folded.open = true;
  for (const entry of all("li[data-e]", dialog)) offer(entry);
  dialog.showModal();
}
main.addEventListener("click", (event) => {
  const link = event.target.closest(".grid td.level")?.querySelector("a");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  open(link.hash.slice(1));
});
main.addEventListener("keydown", (event) => {
  const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
  const cell = event.target.closest(".grid td.level");
  if (!step || !cell) return;
  event.preventDefault();
  const lines = [...cell.closest("table").rows];
  let [x, y] = [cell.cellIndex, lines.indexOf(cell.parentElement)];
  for (;;) {
    x += step[0];
    y += step[1];
    if (x < 1 || !lines[y] || x >= lines[y].cells.length + (step[1] ? 99 : 0)) return;
    const link = lines[y].hidden ? null : lines[y].cells[x]?.querySelector("td a");
    if (link) return link.focus();
  }
});

/* Marks: right or wrong, saved as a file of labels without any words of a document */
const files = listed("files");
const marks = new Map();
const save = make("button", "", { type: "button", hidden: true });
let unsaved = false;
function pressed(key, from = document) {
  for (const button of all(`button[data-key="${key}"]`, from))
    button.setAttribute("aria-pressed", marks.get(key)?.mark === button.dataset.mark);
}
function offer(entry) {
  const { e: position, f: file, t: topic, o: offsets } = entry.dataset;
  const key = [file, topic, position].join("-");
  if (!files[file] || entry.querySelector("button")) return pressed(key, entry);
  const group = make("span", " ", { className: "judge", role: "group", ariaLabel: "Is this evidence?" });
  for (const mark of ["right", "wrong"]) {
    const button = make("button", mark, { type: "button" });
    Object.assign(button.dataset, { key, mark });
    group.append(button);
    button.onclick = () => {
      const [start, end] = offsets.split("-").map(Number);
      const known = marks.get(key)?.mark === mark;
      if (known) marks.delete(key);
      else
        marks.set(key, {
          mark, file: files[file].textContent, sha256: files[file].dataset.h,
          topic: topics[topic].textContent, position: Number(position), start, end,
        });
      unsaved = marks.size > 0;
      save.hidden = !unsaved;
      save.textContent = `Download marks (${marks.size})`;
      pressed(key);
    };
  }
  entry.append(group);
  pressed(key, entry);
}
document.addEventListener("toggle", (event) => all("li[data-e]", event.target).forEach(offer), true);
save.onclick = () => {
  const lines = [...marks.values()].map((mark) => JSON.stringify(mark) + "\n");
  const address = URL.createObjectURL(new Blob(lines, { type: "application/jsonl" }));
  make("a", "", { href: address, download: "marks.jsonl" }).click();
  URL.revokeObjectURL(address);
  unsaved = false;
};
form.append(save);
addEventListener("beforeunload", (event) => unsaved && event.preventDefault());
