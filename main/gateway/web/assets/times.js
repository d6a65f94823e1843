// When each stage worked on two stories: bars over one axis, and the same as a table.

import { element, find, write } from "./dom.js";
import { say } from "./words.js";

/** Most marks of the axis, and their distances: these times powers of ten. */
const MARKS = 5, STEPS = [1, 2, 5, 10];
/** Hundredths of a second are the least that is told, milliseconds. */
const LEAST = 10;
/** Shares of the axis after which there is no room for what a bar says, and for what a mark says. */
const ROOM = 0.75, MARK_ROOM = 0.88;
const timelines = new Map();
const lanes = [...find("chart").querySelectorAll(".lane")];
/** How many stages there are. */
export const STAGES = new Set(lanes.map((lane) => lane.dataset.stage)).size;

const time = (ms) => say("seconds", { n: ms / 1e3 });
/** How long a work took. */
const length = ({ work_ms: ms }) => time(Math.max(LEAST, ms));

/** Show one side's timeline beside the other's. */
export function showTimes(side, timeline) {
  timelines.set(side, timeline);
  const longest = Math.max(...[...timelines.values()].map((each) => each.total_ms), 1);
  axis(longest);
  for (const lane of lanes) draw(lane, workOf(lane), longest);
  for (const row of find("rows").children) fill(row, workOf(row));
  for (const [each, { total_ms: total }] of timelines) write(find(`total-${each}`), total ? time(total) : "–");
}

const workOf = ({ dataset: { stage, side } }) => timelines.get(side)?.stages.find((work) => work.stage === stage);

/** The marks of the axis: round numbers from 0 on. */
function axis(longest) {
  const least = Math.max(longest / MARKS, LEAST);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = STEPS.find((each) => each * power >= least) * power;
  const marks = Array.from({ length: Math.floor(longest / step) + 1 }, (_, place) => {
    const share = (place * step) / longest;
    const mark = element("span", {}, share > MARK_ROOM ? "" : time(place * step));
    mark.style.insetInlineStart = `${100 * share}%`;
    return mark;
  });
  find("axis").replaceChildren(...marks);
}

function draw(lane, work, longest) {
  const bar = lane.querySelector(".bar"), words = lane.querySelector("small");
  bar.hidden = !work;
  write(words, work ? [length(work), work.node, ...again(work)].join(" · ") : "–");
  if (!work) return;
  const start = Math.max(0, work.start_ms) / longest;
  bar.style.insetInlineStart = `${100 * start}%`;
  bar.style.inlineSize = `${(100 * work.work_ms) / longest}%`;
  words.style.marginInlineStart = `${100 * Math.min(start, ROOM)}%`;
}

const again = ({ attempts }) => (attempts > 1 ? [say("attempts", { n: attempts })] : []);

function fill(row, work) {
  const [begins, takes, node, attempts] = row.querySelectorAll("td");
  const off = work && work.bound_ms >= LEAST ? ` ± ${time(work.bound_ms)}` : "";
  write(begins, work ? time(Math.max(0, work.start_ms)) + off : "–");
  write(takes, work ? length(work) : "–");
  write(node, work?.node ?? "–");
  write(attempts, work ? String(work.attempts) : "–");
}
