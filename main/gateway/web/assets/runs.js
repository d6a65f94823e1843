// The list of stories.

import { address, ask, subject, told } from "./api.js";
import { announce, element, find, pill, write } from "./dom.js";
import { FINAL } from "./follow.js";
import { box, forget } from "./picked.js";
import { moment, say } from "./words.js";

const form = find("search");
const list = find("runs");
/** Time after the last key until a search is sent, and between two looks at stories that are being made, milliseconds. */
const TYPED = 300, LOOK = 3_000;
/** Most stories of a list that are looked at again. */
const WATCHED = 10;
let next = null, asked = 0;

const trouble = (text) => { write(find("trouble"), text); find("trouble").hidden = !text; };

function query(after) {
  const wanted = new URLSearchParams();
  const { q, state } = form.elements;
  if (q.value) wanted.set("q", q.value);
  for (const one of state.value.split(",").filter(Boolean)) wanted.append("state", one);
  if (!after) history.replaceState(null, "", `${location.pathname}${wanted.size ? `?${wanted}` : ""}`);
  else wanted.set("after", after);
  return wanted;
}

/** Fetch the first stories, or those `after`. An answer that a newer question has overtaken is dropped. */
async function load(after = null) {
  const mine = ++asked;
  try {
    const found = await ask(`/v1/runs?${query(after)}`);
    if (mine !== asked) return;
    next = found.next;
    const rows = found.runs.map(row);
    if (after) list.append(...rows); else list.replaceChildren(...rows);
    marks();
    trouble("");
    if (after) rows[0]?.querySelector("a").focus();
    announce(say("shown", { n: list.children.length }));
  } catch (problem) {
    if (mine !== asked) return;
    trouble(told(problem));
  }
  find("more").hidden = !next;
  find("empty").hidden = list.children.length > 0 || !find("trouble").hidden;
}

/** Whether there is something to compare, and that only what is in the list is marked. */
function marks() {
  forget(new Set([...list.children].map(({ dataset }) => dataset.id)));
  find("comparing").hidden = list.children.length < 2;
}

function row(run) {
  const what = subject(run);
  const made = element("li", { "data-id": run.id });
  const state = element("span", { class: "state" });
  pill(state, run.state);
  made.append(
    box(run.id, what),
    element("a", { href: address(`/runs/${run.id}`) }, what),
    element("p", { class: "facts" }, state, ` ${moment(run.created)} · ${say("seed", { n: run.prompt.seed ?? 0 })}`),
  );
  const act = FINAL.includes(run.state) ? "delete" : "cancel";
  const button = element("button", { type: "button", "aria-label": say(act === "delete" ? "delete_of" : "cancel_of", { what }) }, say(act));
  button.addEventListener("click", () => (act === "delete" ? remove(run) : cancel(made, run, button)));
  made.append(button);
  made.dataset.open = act === "cancel" ? "yes" : "";
  return made;
}

async function cancel(place, run, button) {
  button.disabled = true;
  try {
    replace(place, await ask(`/v1/runs/${run.id}/cancel`, { method: "POST" }));
  } catch (problem) {
    trouble(told(problem));
    await renew(place);
  }
}

function replace(place, run) {
  const focused = place.contains(document.activeElement);
  const made = row(run);
  place.replaceWith(made);
  if (focused) made.querySelector("a").focus();
}

function remove(run) {
  const dialog = find("sure");
  write(find("sure-what"), subject(run));
  // The answer is the form's: a dialog's own event of closing comes a frame later.
  dialog.querySelector("form").onsubmit = ({ submitter }) => { if (submitter.value === "yes") erase(run); };
  dialog.showModal();
}

async function erase({ id }) {
  try {
    await ask(`/v1/runs/${id}`, { method: "DELETE" });
  } catch (problem) {
    return trouble(told(problem));
  }
  // A search may have made the list anew meanwhile.
  const gone = list.querySelector(`[data-id="${id}"]`);
  const near = gone?.nextElementSibling ?? gone?.previousElementSibling;
  gone?.remove();
  marks();
  (near?.querySelector("a") ?? find("q")).focus();
  announce(say("deleted"), true);
  find("empty").hidden = list.children.length > 0;
}

/** See what has become of a story that was being made. */
async function renew(place) {
  try {
    const run = await ask(`/v1/runs/${place.dataset.id}`);
    if (FINAL.includes(run.state)) replace(place, run);
    else pill(place.querySelector(".state"), run.state);
  } catch (problem) {
    if (problem.status !== 404) return;
    place.remove();
    marks();
  }
}

async function watch() {
  const open = [...list.querySelectorAll("[data-open=yes]")].slice(0, WATCHED);
  if (!document.hidden) await Promise.all(open.map(renew));
  setTimeout(watch, LOOK);
}

let typed;
form.addEventListener("submit", (event) => { event.preventDefault(); load(); });
form.addEventListener("input", () => { clearTimeout(typed); typed = setTimeout(load, TYPED); });
find("more").addEventListener("click", () => load(next));
const given = new URLSearchParams(location.search);
form.elements.q.value = given.get("q") ?? "";
form.elements.state.value = given.getAll("state").join(",");
load();
watch();
