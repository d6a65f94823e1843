// One story: watch it being made, then keep it.

import { ask, subject, told } from "./api.js";
import { announce, find, pill, write } from "./dom.js";
import { FINAL, follow } from "./follow.js";
import { keep } from "./keep.js";
import { ended as linkEnded, enterByLink } from "./share.js";
import { heard, shown } from "./stages.js";
import { moment, say } from "./words.js";

const id = location.pathname.split("/").pop();
let state = "";

function facts(run) {
  const words = [moment(run.created)];
  if (run.prompt.length) words.push(say("words", { n: run.prompt.length }));
  words.push(say("seed", { n: run.prompt.seed ?? 0 }));
  if (run.queue_position === 0) words.push(say("queue_next"));
  else if (run.queue_position) words.push(say(run.queue_position === 1 ? "queue_one" : "queue", { n: run.queue_position }));
  return words.join(" · ");
}

function show(run, whole) {
  const before = state;
  enter(run.state);
  write(find("wish"), subject(run));
  write(find("facts"), facts(run));
  write(find("why"), run.error?.detail ?? "");
  // What the wish itself makes impossible is not better the second time.
  const wishIsWrong = Boolean(run.error?.violations?.length);
  find("change").classList.toggle("main", wishIsWrong);
  find("resume").classList.toggle("main", !wishIsWrong);
  if (whole) shown(run);
  if (run.state === "completed") {
    // Who has watched sees how it was made fold away; who comes later never sees it open.
    find("how").open = false;
    keep(run);
    if (before && before !== "completed") announce(say("ready"), true);
  }
}

function enter(next) {
  state = next;
  pill(find("state"), state);
  const ended = FINAL.includes(state);
  find("cancel").hidden = ended;
  find("resume").hidden = find("change").hidden = !(state === "failed" || state === "cancelled");
  find("failure").hidden = state !== "failed";
  find("keep").hidden = state !== "completed";
  document.title = document.title.replace(/^[^·]*/, `${say(state)} `);
}

if (!(await enterByLink())) {
  location.replace(linkEnded());
  await new Promise(() => {}); // Nothing of the story can be shown, until that page is there.
}

const again = follow(id, {
  run: show,
  event(kind, data) {
    heard(kind, data);
    if (kind === "stage_started" && state === "accepted") enter("running");
  },
  away: (is) => write(find("away"), is ? say("away") : ""),
  gone() {
    write(find("away"), say("gone"));
    for (const part of ["acts", "how", "keep"]) find(part).hidden = true;
  },
});

/** Ask the gateway for something about this run, then see what has come of it. */
async function act(button, what) {
  button.disabled = true;
  try {
    await ask(`/v1/runs/${id}/${what}`, { method: "POST" });
    find("how").open = true;
    again();
  } catch (problem) {
    find("failure").hidden = false;
    write(find("why"), told(problem));
  }
  button.disabled = false;
}

for (const what of ["cancel", "resume"]) find(what).addEventListener("click", ({ target }) => act(target, what));
