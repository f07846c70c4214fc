// The page of `postback listen`: requests as they arrive, newest first. Whatever a request holds is
// put on the page as text and never as markup.
"use strict";

const limit = 500; // cards that are kept, as many as the server keeps events

const byId = (id) => document.getElementById(id);
const list = byId("requests");
const filter = byId("filter");
const cards = new Map(); // card → the request that it shows
let instance = "";

// element makes an element with text and attributes in it.
function element(name, text, attributes) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
  return node;
}

// Requests.

function add(request) {
  const card = byId("request").content.firstElementChild.cloneNode(true);
  const part = (name) => card.querySelector("." + name);
  part("seq").textContent = "#" + request.seq;
  part("time").textContent = request.time.slice(11, 23);
  part("time").dateTime = request.time;
  part("method").textContent = request.method;
  part("path").textContent = request.path;
  part("status").textContent = request.reset ? "reset" : request.status;
  part("status").dataset.kind = request.reset ? "reset" : request.status >= 400 ? "refused" : "answered";
  for (const badge of badges(request)) part("badges").append(badge);
  part("details").addEventListener("toggle", () => fill(card));
  card.dataset.new = "";
  cards.set(card, { request, words: JSON.stringify(request).toLowerCase() });
  list.prepend(card);
  drop();
  show(card, terms());
}

// fill makes what a card shows when it is opened, once.
function fill(card) {
  const box = card.querySelector(".body");
  if (!box.hasChildNodes()) box.append(...body(cards.get(card).request));
}

// drop forgets the oldest cards.
function drop() {
  while (cards.size > limit) {
    const oldest = list.lastElementChild;
    cards.delete(oldest);
    oldest.remove();
    byId("dropped").hidden = false;
  }
}

function badges(request) {
  return request.notes.filter((note) => note.badge)
    .map((note) => element("span", note.badge, { class: "badge", "data-kind": note.kind }));
}

// body is what an open card shows.
function body(request) {
  return [
    notes(request),
    ...section("Query", parameters(request.query)),
    ...section(request.content_type ? "Body · " + request.content_type : "Body", content(request)),
    ...section("Headers", table(Object.entries(request.headers))),
    ...section("Answer", element("p", request.answered)),
    copying(request),
  ];
}

function section(title, node) {
  return node ? [element("h3", title), node] : [];
}

function notes(request) {
  const box = element("div", undefined, { class: "notes" });
  for (const note of request.notes.filter((note) => note.text)) {
    box.append(element("p", note.text, { class: "note", "data-kind": note.kind }));
  }
  return box.hasChildNodes() ? box : "";
}

function parameters(params) {
  if (!params || params.length === 0) return null;
  return table(params.map((param) => [param.name, param.value, param.malformed]));
}

function table(rows) {
  if (rows.length === 0) return null;
  const node = element("table", undefined, { class: "mono" });
  for (const [name, value, malformed] of rows) {
    const row = node.insertRow();
    row.append(element("th", name, { scope: "row" }));
    const cell = element("td", value === "" ? "empty" : value);
    if (value === "") cell.className = "nothing";
    if (malformed) {
      cell.className = "wrong";
      cell.textContent += " (not valid percent-encoding)";
    }
    row.append(cell);
  }
  return node;
}

// content is the body of a request: its parameters where it has some.
function content(request) {
  if (request.body_params && request.body_params.length > 0) return parameters(request.body_params);
  if (request.body) return element("pre", request.body, { class: "mono" });
  if (request.body_base64) return element("pre", "base64: " + request.body_base64, { class: "mono" });
  return null;
}

// copying is the button that copies the request as a curl command, and the command.
function copying(request) {
  const box = element("div", undefined, { class: "actions" });
  const button = element("button", "Copy as curl", { type: "button", class: "copy" });
  const said = element("p", "", { role: "status" });
  button.addEventListener("click", () => copy(request.curl, box, said));
  box.append(button, said);
  return box;
}

async function copy(text, box, said) {
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = "copied";
  } catch {
    // Without the right to the clipboard the command is shown, selected.
    const shown = box.parentNode.querySelector("pre.curl") || element("pre", text, { class: "mono curl", tabindex: "0" });
    box.after(shown);
    getSelection().selectAllChildren(shown);
    said.textContent = "press Ctrl+C to copy";
  }
}

// The filter.

const terms = () => filter.value.toLowerCase().split(/\s+/).filter(Boolean);

// show hides a card that does not have all the words in it.
function show(card, words) {
  card.hidden = card.dataset.cleared !== undefined || !words.every((word) => cards.get(card).words.includes(word));
}

function refilter() {
  const words = terms();
  for (const card of cards.keys()) show(card, words);
  count();
}

const visible = () => [...cards.keys()].filter((card) => !card.hidden).reverse();

function count() {
  const kept = [...cards.keys()].filter((card) => card.dataset.cleared === undefined).length;
  const shown = visible().length;
  const noun = kept === 1 ? " request" : " requests";
  byId("count").textContent = shown === kept ? kept + noun : shown + " of " + kept + noun;
  byId("empty").hidden = kept > 0;
  byId("nothing").hidden = kept === 0 || shown > 0;
}

function clear() {
  for (const card of cards.keys()) card.dataset.cleared = "";
  refilter();
}

// What is expected.

function showState(state) {
  byId("expected").hidden = false;
  byId("tally").textContent = state.summary;
  byId("progress").max = Math.max(state.expected, 1);
  byId("progress").value = state.matched;
  byId("missing").replaceChildren(...state.lines.map((line) => {
    const item = element("li", undefined, { "data-kind": line.kind });
    item.append(element("span", line.badge), line.text);
    return item;
  }));
}

// The stream of events.

function connect() {
  const source = new EventSource("/_postback/events");
  const state = (name, words) => {
    byId("connection").dataset.state = name;
    byId("connection").textContent = words;
  };
  source.addEventListener("open", () => state("live", "live"));
  source.addEventListener("error", () => state("lost", "not connected: the receiver has stopped"));
  source.addEventListener("hello", (event) => greet(JSON.parse(event.data)));
  source.addEventListener("request", (event) => arrived(JSON.parse(event.data)));
  source.addEventListener("state", (event) => showState(JSON.parse(event.data)));
}

// greet begins anew when another run answers.
function greet(hello) {
  if (instance && instance !== hello.instance) {
    cards.clear();
    list.replaceChildren();
    byId("expected").hidden = true;
  }
  instance = hello.instance;
  count();
}

// arrived adds a request, and counts once for all that come together.
let counting = false;
function arrived(request) {
  add(request);
  if (counting) return;
  counting = true;
  requestAnimationFrame(() => {
    counting = false;
    count();
  });
}

// The keyboard.

function step(direction) {
  const shown = visible();
  const at = shown.findIndex((card) => card.contains(document.activeElement));
  const next = shown[Math.min(Math.max(at + direction, 0), shown.length - 1)];
  if (next) next.querySelector("summary").focus();
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target === filter) {
    if (event.key !== "Escape" && event.key !== "ArrowDown") return;
    if (event.key === "Escape") filter.value = "";
    refilter();
    filter.blur();
    if (event.key === "ArrowDown") step(1);
    event.preventDefault();
    return;
  }
  const actions = { "/": () => filter.focus(), j: () => step(1), k: () => step(-1), c: copyCurrent };
  if (!actions[event.key]) return;
  actions[event.key]();
  event.preventDefault();
}

// copyCurrent opens the card that has the focus and copies it.
function copyCurrent() {
  const card = document.activeElement.closest(".request");
  if (!card) return;
  fill(card);
  card.querySelector("details").open = true;
  card.querySelector(".copy").click();
}

byId("address").textContent = location.origin;
byId("here").textContent = location.origin;
filter.addEventListener("input", refilter);
byId("clear").addEventListener("click", clear);
document.addEventListener("keydown", pressed);
connect();
