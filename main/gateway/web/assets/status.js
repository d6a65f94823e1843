// Whether a story can be made now, and where the last ones were made.

import { ask, seconds } from "./api.js";
import { element, find, write } from "./dom.js";
import { moment, say } from "./words.js";

/** Time between two looks, milliseconds. */
const LOOK = 5_000;
/** Stories whose timings are shown, and most that are counted. */
const LATEST = 20, COUNTED = 100;

const count = async (state) => {
  const { runs, next } = await ask(`/v1/runs?state=${state}&limit=${COUNTED}`);
  return next ? `${runs.length}+` : String(runs.length);
};

function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

function ready(said) {
  const all = said.status === "ready";
  const place = find("ready");
  write(place, say(all ? "all_ready" : "not_ready"));
  place.classList.toggle("good", all);
  place.classList.toggle("bad", !all);
  find("reasons").replaceChildren(...said.reasons.map((reason) => element("li", {}, reason)));
  write(find("since"), said.store.created ? moment(said.store.created) : "–");
  write(find("version"), said.version);
}

/** Each stage's row: whether it answers, and what the latest stories' timings say of it. */
function stages(said, runs) {
  const timings = runs.flatMap((run) => run.timings);
  for (const row of find("stages").children) {
    const name = row.dataset.stage;
    const well = said.stages[name] === "ready";
    const mine = timings.filter((timing) => timing.stage === name);
    const nodes = [...new Set(mine.map((timing) => timing.node))].sort();
    const [state, time, on] = row.querySelectorAll("td");
    write(state, say(well ? "stage_ready" : "stage_not"));
    state.dataset.state = well ? "completed" : "failed";
    write(time, mine.length ? say("seconds", { n: median(mine.map(seconds)) }) : "–");
    write(on, nodes.join(", ") || "–");
  }
}

async function look() {
  try {
    const [said, running, waiting, { runs }] = await Promise.all([
      ask("/readyz", { also: 503 }), count("running"), count("accepted"), ask(`/v1/runs?state=completed&limit=${LATEST}`),
    ]);
    ready(said);
    stages(said, runs);
    write(find("running"), running);
    write(find("waiting"), waiting);
  } catch {
    const place = find("ready");
    write(place, say("no_gateway"));
    place.classList.add("bad");
    place.classList.remove("good");
  }
  setTimeout(look, LOOK);
}

look();
