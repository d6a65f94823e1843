// Whether a story can be made now: stages, their replicas on machines, what these run, the queue and the store.

import { ask, seconds } from "./api.js";
import { element, find, write } from "./dom.js";
import { daysFromNow, moment, say } from "./words.js";

/** Time between two looks, milliseconds. */
const LOOK = 5_000;
/** Stories whose timings are shown. */
const LATEST = 20;
/** Characters of a digest that tell it from another one. */
const SHORT = 12;
/** Days before its end at which a certificate is marked, as the log of its process begins to say so. */
const SOON = 7;

const listed = (words) => words.join(", ") || "–";
const short = (build) => build.slice(0, SHORT);

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
}

/** The certificate of all processes that ends first; none where they speak in plain. */
function firstToEnd({ gateway, stages: all }) {
  const days = [gateway, ...all.flatMap(({ replicas }) => replicas)].map((one) => one.certificate_days).filter((one) => one != null);
  const least = Math.min(...days);
  find("of-certificates").hidden = !days.length;
  if (!days.length) return;
  write(find("certificates"), daysFromNow(least));
  find("certificates").dataset.soon = least <= SOON ? "yes" : "";
}

function figures({ versions, builds, nodes, queue, store }) {
  write(find("version"), listed(versions));
  const count = builds.length > 1 ? `${say("builds", { n: builds.length })}: ` : "";
  write(find("build"), count + listed(builds.map(short)));
  find("build").dataset.many = builds.length > 1 ? "yes" : "";
  write(find("nodes"), nodes.length > 1 ? `${nodes.length}: ${listed(nodes)}` : listed(nodes));
  write(find("running"), queue ? String(queue.running) : "–");
  write(find("waiting"), queue ? say("of", { n: queue.waiting, all: queue.max_waiting }) : "–");
  write(find("store"), store.kind);
  write(find("ended"), String(store.ended ?? "–"));
  write(find("since"), store.created ? moment(store.created) : "–");
}

/** A replica in its stage's row: its machine, its address, what it runs, and why it does not serve. */
function replica(one) {
  const words = [one.address, one.version, short(one.build)].filter(Boolean);
  const wrong = one.reason ? element("span", { class: "wrong", lang: "en" }, one.reason) : null;
  const days = one.certificate_days;
  const ends = days == null ? null : element("small", { "data-soon": days <= SOON ? "yes" : null }, ` · ${say("certificate", { when: daysFromNow(days) })}`);
  return element("li", { title: one.replica || null }, one.node || "–", " ", element("small", {}, words.join(" · ")), ends, wrong);
}

function stages(said, runs) {
  const timings = runs.flatMap((run) => run.timings);
  for (const row of find("stages").children) {
    const stage = said.stages.find(({ name }) => name === row.dataset.stage);
    const mine = timings.filter((timing) => timing.stage === row.dataset.stage);
    const [state, count, on, time] = row.querySelectorAll("td");
    const all = stage?.replicas ?? [], well = all.filter(({ reason }) => !reason).length;
    write(state, say(stage && !stage.reason ? "stage_ready" : "stage_not"));
    state.dataset.state = stage && !stage.reason ? "completed" : "failed";
    write(count, well === all.length ? String(well) : say("of", { n: well, all: all.length }));
    on.replaceChildren(all.length ? element("ul", {}, ...all.map(replica)) : "–");
    write(time, mine.length ? say("seconds", { n: median(mine.map(seconds)) }) : "–");
  }
}

async function look() {
  try {
    const [said, { runs }] = await Promise.all([
      ask("/v1/status"), ask(`/v1/runs?state=completed&limit=${LATEST}`).catch(() => ({ runs: [] })),
    ]);
    ready(said);
    figures(said);
    firstToEnd(said);
    stages(said, runs);
  } catch {
    const place = find("ready");
    write(place, say("no_gateway"));
    place.classList.add("bad");
    place.classList.remove("good");
  }
  setTimeout(look, LOOK);
}

look();
