// The stages of a run: what is known of each, and how it is shown.

import { seconds } from "./api.js";
import { announce, find, write } from "./dom.js";
import { say } from "./words.js";

const rows = new Map([...find("stages").children].map((row) => [row.dataset.stage, row]));
const fresh = () => ({ state: "waiting", doing: "", share: null, node: "", timing: null, anew: false });
const known = new Map([...rows.keys()].map((name) => [name, fresh()]));

/** The stages as an event leaves them. */
export function heard(kind, data) {
  const stage = known.get(data.stage);
  if (kind === "run_resumed") for (const name of data.stages) known.set(name, fresh());
  else if (kind === "stage_completed" && stage) done(data.stage, data.timing);
  else if (kind === "stage_started" && stage && stage.state !== "done") {
    // Whoever worked on it before is gone: another gateway goes on.
    Object.assign(stage, fresh(), { state: "running", anew: stage.state === "running" });
  } else if (kind === "stage_progress" && stage && stage.state !== "done") {
    const share = data.total ? (data.done ?? 0) / data.total : null;
    Object.assign(stage, { state: "running", doing: data.doing, share, node: data.node ?? "" });
  }
  draw();
}

/** The stages as a run's state has them; where events do not come, or it has ended. */
export function shown(run) {
  for (const timing of run.timings) done(timing.stage, timing);
  if (["failed", "cancelled"].includes(run.state)) {
    for (const stage of known.values()) if (stage.state !== "done") Object.assign(stage, fresh(), { state: "undone" });
  }
  draw();
}

function done(name, timing) {
  if (known.get(name)?.state === "done") return;
  known.set(name, { ...fresh(), state: "done", timing, anew: known.get(name)?.anew ?? false });
}

function doing(stage) {
  if (stage.state === "waiting" || stage.state === "undone") return say(stage.state);
  const words = stage.state === "done" ? [say("done", { n: seconds(stage.timing) })] : [stage.doing || say("begun")];
  if (stage.timing?.attempts > 1) words.push(say("attempts", { n: stage.timing.attempts }));
  if (stage.anew) words.push(say("anew"));
  return words.join(" · ");
}

function draw() {
  for (const [name, stage] of known) {
    const row = rows.get(name);
    if (!row) continue;
    row.dataset.state = stage.state;
    const place = row.querySelector(".doing");
    // What a stage says of its work is English.
    if (stage.state === "running" && stage.doing) place.lang = "en"; else place.removeAttribute("lang");
    write(place, doing(stage));
    write(row.querySelector(".where"), stage.timing?.node ?? stage.node);
    row.querySelector(".where").title = stage.timing?.replica ?? "";
    const bar = row.querySelector("progress");
    if (stage.state === "running" && stage.share === null) bar.removeAttribute("value");
    else bar.value = stage.state === "done" ? 1 : stage.share ?? 0;
  }
  const count = [...known.values()].filter((stage) => stage.state === "done").length;
  if (count && count !== draw.count && count < known.size) announce(say("progress", { n: count, all: known.size }));
  draw.count = count;
}
