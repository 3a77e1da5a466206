"use strict";
/* What this page does where scripts run: tabs, filters, the evidence behind a cell, and marks. It reads this
   page alone; nothing is fetched, sent or stored. The text of each document or course waits in a noscript
   element, so that a page of hundreds opens at once; DOMParser, in which nothing runs, parses it when it
   is asked for. Ids: d1 or c1 is a document or course, d1t7 topic 7 (from 0) in it. */
const one = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const fold = (text) => text.toLowerCase().replace(/\s+/g, " ");
const [main, dialog, filters, bar, save] = ["main", "dialog", ".filters", ".tabs", ".save"].map((name) => one(name));
const [topics, files] = all("#facts ol").map((list) => list.children);
const grids = all(".grid").filter((grid) => one("[data-t]", grid));
const units = new Map(all("details.document").map((unit) => [one("div", unit).id, unit]));
const levels = new Map(all(".grid td.level > a").map((link) => [link.hash.slice(1), link.parentElement.classList[1]]));
let passing = levels; /* what the filters leave */
const buttons = one("template").content;
const texts = new Map();
const marks = new Map();
let unsaved = false;

/* Tabs */
function show(name) {
  for (const panel of all("[data-tab]")) panel.hidden = panel.dataset.tab !== name;
  for (const tab of bar.children) {
    tab.ariaSelected = tab.textContent === name;
    tab.tabIndex = tab.textContent === name ? 0 : -1;
  }
}

/* Evidence: its text for the filter, buttons for marks */
function prepare(part) {
  for (const row of all("tr[id]", part)) {
    if (!units.size) levels.set(row.id, row.dataset.l);
    texts.set(row.id, fold(row.textContent));
    row.hidden = !passing.has(row.id);
  }
  for (const entry of all("[data-e]", part)) entry.append(buttons.cloneNode(true));
}
function unfold(unit) {
  const kept = one("noscript", unit);
  if (!kept) return;
  kept.replaceWith(...new DOMParser().parseFromString(kept.textContent, "text/html").body.childNodes);
  prepare(unit);
}
function open(id) {
  const unit = units.get(id.split("t")[0]);
  unfold(unit);
  const row = document.getElementById(id);
  one("h2", dialog).textContent = `${one("h3", unit).textContent} \u00b7 ${one("th", row).textContent}`;
  one("div", dialog).replaceChildren(...all("td", row).flatMap((cell) => [...cell.cloneNode(true).childNodes, " "]));
  for (const folded of all("details", dialog)) folded.open = true;
  dialog.showModal();
}

/* Filters */
function filter() {
  const { domain, level, course, words } = Object.fromEntries(all("[name]", filters).map(({ name, value }) => [name, value]));
  const sought = fold(words.trim());
  const inDomain = (topic) => !domain || topics[topic].dataset.d === domain;
  if (sought) units.forEach(unfold);
  passing = new Set();
  for (const [id, found] of levels) {
    const [unit, topic] = id.split("t");
    const fits = inDomain(topic) && (!level || level === found) && (!course || course === unit);
    if (fits && (!sought || texts.get(id)?.includes(sought))) passing.add(id);
  }
  for (const row of all("tr[id]")) row.hidden = !passing.has(row.id);
  for (const body of all(".topics tbody")) body.hidden = !one("tr[id]:not([hidden])", body);
  for (const grid of grids) filterGrid(grid, inDomain, course, level, sought);
  const shown = new Set([...passing].map((id) => id.split("t")[0]));
  for (const [id, unit] of units)
    unit.hidden = course ? course !== id : (domain || level || sought) && !shown.has(id);
  one("output").textContent = `${passing.size} of ${levels.size} entries shown`;
}
function filterGrid(grid, inDomain, course, level, sought) {
  const heads = all("thead a", grid); /* documents or courses: the last columns */
  const others = heads.map(({ hash }) => course && hash !== `#${course}`);
  for (const { cells } of grid.rows)
    if (cells.length > 1) others.forEach((other, at) => (cells[cells.length - heads.length + at].hidden = other));
  grid.parentElement.hidden = heads.length && others.every(Boolean);
  const passes = (cell) => {
    const link = one("a", cell);
    return !cell.hidden && (link ? passing.has(link.hash.slice(1)) : !sought && cell.classList.contains(level));
  };
  for (const row of all("[data-t]", grid))
    row.hidden = !inDomain(row.dataset.t) || (heads.length && (level || sought) && !all(".level", row).some(passes));
}

/* Marks: whether a passage is evidence, saved as a file that holds no words of a document */
function judge({ f, t, e, o }, mark) {
  const key = `[data-f="${f}"][data-t="${t}"][data-e="${e}"]`;
  const taken = marks.get(key)?.mark === mark;
  if (taken) marks.delete(key);
  else {
    const [start, end] = o.split(" ").map(Number);
    marks.set(key, { mark, file: files[f].textContent, sha256: files[f].dataset.h,
      topic: topics[t].textContent, position: Number(e), start, end });
  }
  for (const button of all(`${key} .judge button`)) button.ariaPressed = !taken && button.value === mark;
  unsaved = marks.size > 0;
  save.hidden = !unsaved;
  save.textContent = `Download marks (${marks.size})`;
}
function download() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([...marks.values()].map((mark) => JSON.stringify(mark) + "\n")));
  link.download = "marks.jsonl";
  link.click();
  URL.revokeObjectURL(link.href);
  unsaved = false;
}

/* One listener for all clicks, since a page may have thousands of cells */
addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const id = event.target.closest("main a")?.hash.slice(1);
  if (button?.role === "tab") show(button.textContent);
  else if (button === save) download();
  else if (button?.value) judge(button.closest("[data-e]").dataset, button.value);
  else if (button) dialog.close();
  else if (levels.has(id) && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    open(id);
  } else if (units.has(id)) {
    show(units.get(id).closest("[data-tab]").dataset.tab);
    units.get(id).open = true;
  }
});
/* Arrows go from cell to cell, and from tab to tab */
main.addEventListener("keydown", (event) => {
  const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
  let cell = event.target.closest(".grid [data-t] td");
  if (step && cell) {
    event.preventDefault();
    const rows = all("[data-t]:not([hidden])", cell.closest("table"));
    let [x, y] = [cell.cellIndex, rows.indexOf(cell.parentElement)];
    do cell = rows[(y += step[1])]?.cells[(x += step[0])];
    while (cell && (cell.hidden || !one("a", cell)));
    if (cell) one("a", cell).focus();
  } else if (step?.[0] && event.target.role === "tab") {
    const tab = bar.children[[...bar.children].indexOf(event.target) + step[0]];
    tab?.click();
    tab?.focus();
  }
});
addEventListener("toggle", ({ target }) => target.matches("details.document") && unfold(target), true);
addEventListener("beforeprint", () => units.forEach(unfold));
addEventListener("beforeunload", (event) => unsaved && event.preventDefault());
filters.addEventListener("input", filter);

one(".blocked").remove();
prepare(main);
filters.hidden = !levels.size;
const panels = [...all("[data-tab]:not(.unread)"), ...all(".unread")];
for (const name of new Set(panels.map((panel) => panel.dataset.tab)))
  bar.append(Object.assign(document.createElement("button"), { type: "button", role: "tab", textContent: name }));
bar.hidden = bar.children.length < 2;
if (!bar.hidden) show(bar.firstChild.textContent);
