// Follow a run to its end: by events, and where they do not come by asking for its state.

import { address, getRun } from "./api.js";

const KINDS = [
  "run_accepted", "run_resumed", "stage_started", "stage_progress", "stage_completed",
  "run_completed", "run_failed", "run_cancelled",
];
export const FINAL = ["completed", "failed", "cancelled"];
/** Time between two looks at a run whose events do not come, or that waits, milliseconds. */
const LOOK = 2_000;

/**
 * Call `on.event(kind, data)` for each event once, `on.run(run)` for each state that was asked for, `on.away(is)` when
 * the gateway goes or is back, and `on.gone()` when there is no such run. Returns a function that begins again after
 * the run was resumed.
 */
export function follow(id, on) {
  let last = 0, source = null, state = "", timer = 0;

  function open() {
    source?.close();
    // EventSource repeats Last-Event-ID by itself; a new one hears all again, of which `last` is heard already.
    source = new EventSource(address(`/v1/runs/${id}/events`));
    source.onopen = () => on.away(false);
    source.onerror = () => look(0);
    for (const kind of KINDS) source.addEventListener(kind, (event) => take(kind, event));
  }

  function take(kind, event) {
    const number = Number(event.lastEventId);
    if (number <= last) return;
    last = number;
    on.event(kind, JSON.parse(event.data));
    const word = kind.split("_")[1];
    if (kind.startsWith("run_") && FINAL.includes(word)) look(0);
    else if (kind === "stage_started") state = "running";
  }

  const listens = () => source?.readyState === EventSource.OPEN;

  function look(wait) {
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  }

  async function ask() {
    try {
      const run = await getRun(id);
      state = run.state;
      on.away(false);
      if (FINAL.includes(state)) {
        source?.close();
        last = run.events;
        on.run(run, true);
        return;
      }
      on.run(run, !listens());
      if (!document.hidden && (!source || source.readyState === EventSource.CLOSED)) open();
    } catch (problem) {
      if (problem.status === 404) {
        source?.close();
        return on.gone();
      }
      on.away(true);
    }
    if (!listens() || state === "accepted") look(LOOK);
  }

  // A browser has six connections to a gateway, and events take one as long as they last: a page that nobody sees asks.
  document.addEventListener("visibilitychange", () => {
    if (FINAL.includes(state)) return;
    if (document.hidden) source?.close();
    look(0);
  });
  ask();
  return ask;
}
