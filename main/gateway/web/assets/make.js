// The form that makes a story.

import { address, getRun, makeRun, newKey, told, wishesOf } from "./api.js";
import { announce, find } from "./dom.js";
import { check, clearWrong, showWrong } from "./wrong.js";
import { readFile } from "./text_file.js";
import { say } from "./words.js";

const form = find("make");
const KEPT = "make";
const UNITS = { length: "words", grade: "grade", pace: "pace" };
let key = newKey();

const kind = () => form.elements.kind.value;

function show() {
  const own = kind() === "story";
  for (const [id, off] of [["of-prompt", own], ["of-story", !own]]) find(id).hidden = find(id).disabled = off;
  find("of-theme").hidden = find("theme").disabled = own;
  for (const [name, unit] of Object.entries(UNITS)) {
    const field = find(name);
    const text = say(unit, { n: field.valueAsNumber });
    find(`${name}-said`).value = text;
    field.setAttribute("aria-valuetext", text);
  }
}

/** What the form asks for. Fields that are off are left to their defaults. */
function wishes() {
  const asked = { languages: [], text_only: find("text_only").checked };
  for (const field of form.elements) {
    if (!field.name || field.name === "kind" || field.matches(":disabled")) continue;
    if (field.name === "languages") { if (field.checked) asked.languages.push(field.value); continue; }
    if (field.type === "range" || field.type === "number") asked[field.name] = field.valueAsNumber;
    else if (field.type !== "checkbox" && field.value) asked[field.name] = field.value;
  }
  return asked;
}

/** Fill the form in, with what `wishes` or a run's prompt says. */
function fill(asked) {
  form.elements.kind.value = asked.story ? "story" : "prompt";
  for (const field of form.elements) {
    if (field.name === "languages") field.checked = asked.languages?.includes(field.value) ?? field.checked;
    else if (field.name === "text_only") field.checked = asked.text_only ?? false;
    else if (field.name !== "kind" && field.name in asked) {
      // A value between two steps of the slider stays what it is.
      if (field.type === "range" && (asked[field.name] - field.min) % (field.step || 1)) field.step = 1;
      field.value = asked[field.name];
    }
  }
  show();
}

/** Everything typed outlives a reload, an error and a change of the page's language. */
function keep() {
  const texts = Object.fromEntries(["prompt", "story"].map((name) => [name, find(name).value]));
  sessionStorage.setItem(KEPT, JSON.stringify({ ...wishes(), ...texts, kind: kind() }));
}

async function begin() {
  const from = new URLSearchParams(location.search).get("from");
  const kept = sessionStorage.getItem(KEPT);
  if (from) {
    try {
      const run = await getRun(encodeURIComponent(from));
      fill(wishesOf(run));
      showWrong(form, run.error?.violations ?? []);
      history.replaceState(null, "", address("/"));
      return keep();
    } catch (problem) {
      say_wrong(told(problem));
    }
  } else if (kept) {
    const asked = JSON.parse(kept);
    fill(asked);
    form.elements.kind.value = asked.kind;
  }
  show();
}

function say_wrong(text) {
  const place = find("form-wrong");
  place.textContent = text;
  place.hidden = !text;
}

async function send() {
  clearWrong(form);
  say_wrong("");
  if (!check(form)) return;
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  announce(say("sending"), true);
  try {
    const run = await makeRun(wishes(), key);
    sessionStorage.removeItem(KEPT);
    location.href = address(`/runs/${run.id}`);
  } catch (problem) {
    const left = showWrong(form, problem.violations);
    if (!problem.violations.length) say_wrong(told(problem));
    else if (left.length) say_wrong(left.map((item) => `${item.field}: ${item.description}`).join("; "));
  } finally {
    button.disabled = false;
  }
}

async function takeFile(file) {
  try {
    form.elements.kind.value = "story";
    show();
    clearWrong(form);
    find("story").value = await readFile(file, Number(find("story").dataset.most));
    keep();
  } catch (problem) {
    showWrong(form, [{ field: "story", description: problem.message, ours: true }]);
  }
}

form.addEventListener("input", () => { key = newKey(); show(); keep(); });
form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
find("examples").addEventListener("click", ({ target }) => {
  if (!target.matches("button")) return;
  find("prompt").value = target.textContent;
  find("prompt").focus();
  form.dispatchEvent(new Event("input"));
});
find("file").addEventListener("change", ({ target }) => target.files.length && takeFile(target.files[0]));
for (const kindOf of ["dragover", "dragleave", "drop"]) {
  form.addEventListener(kindOf, (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("drop", kindOf === "dragover");
    if (kindOf === "drop" && event.dataTransfer.files.length) takeFile(event.dataTransfer.files[0]);
  });
}
begin();
