// Two stories side by side: what they tell, and when each stage worked on them.

import { address, ask, subject, told } from "./api.js";
import { showStory } from "./beside.js";
import { announce, find, pill, write } from "./dom.js";
import { FINAL, follow } from "./follow.js";
import { showTimes, STAGES } from "./times.js";
import { moment, say } from "./words.js";

const SIDES = ["a", "b"];
const ids = new URLSearchParams(location.search).getAll("run").slice(0, SIDES.length).map(encodeURIComponent);

/** Show one of the two in its column, from now to its end. */
function watch(side, id) {
  const path = `/v1/runs/${id}`;
  const trouble = (text) => write(find(`away-${side}`), text);
  const safely = (work) => work.catch((problem) => trouble(told(problem)));
  let state = "", asked = 0;
  find(`open-${side}`).href = address(`/runs/${id}`);
  find(`open-${side}`).hidden = false;

  async function times() {
    const mine = ++asked;
    const timeline = await ask(`${path}/timeline`);
    if (mine !== asked) return; // A newer answer is on its way.
    showTimes(side, timeline);
    const done = FINAL.includes(state) ? "" : say("progress", { n: timeline.stages.length, all: STAGES });
    write(find(`done-${side}`), done);
  }

  follow(id, {
    run(run) {
      const before = state;
      state = run.state;
      pill(find(`state-${side}`), state);
      write(find(`facts-${side}`), `${moment(run.created)} · ${say("seed", { n: run.prompt.seed ?? 0 })}`);
      if (state !== "completed") write(find(`title-${side}`), subject(run));
      if (state === before) return;
      safely(times());
      if (state !== "completed") return;
      safely(showStory(side, id));
      if (before) announce(say("ready"), true);
    },
    event(kind) {
      if (kind === "stage_completed" && !FINAL.includes(state)) safely(times());
    },
    away: (is) => trouble(is ? say("away") : ""),
    gone: () => trouble(say("gone")),
  });
}

/** What is shown is in the address, so that a link opens it again. */
function choose(view) {
  find("compared").dataset.view = view;
  find("views").querySelector(`[value=${view}]`).checked = true;
}

const named = () => choose(location.hash === "#times" ? "times" : "stories");
find("views").addEventListener("change", ({ target }) => {
  choose(target.value);
  history.replaceState(null, "", target.value === "times" ? "#times" : location.pathname + location.search);
});
addEventListener("hashchange", named);
named();
if (new Set(ids).size === SIDES.length) {
  SIDES.forEach((side, place) => watch(side, ids[place]));
} else {
  find("compared").hidden = true;
  find("choose").hidden = false;
}
