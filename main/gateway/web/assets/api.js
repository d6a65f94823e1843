// The gateway's API, as any client uses it.

import { say } from "./words.js";

const root = document.documentElement.dataset.root;
/** Longest wait for an answer, milliseconds. */
const PATIENCE = 20_000;

/** The address of a path of this gateway, also behind a proxy. */
export const address = (path) => root + path;
/** The address of a file in a run's package. */
export const fileAddress = (id, path) =>
  address(`/v1/runs/${id}/files/${path.split("/").map(encodeURIComponent).join("/")}`);

/** What the gateway refuses, or that it does not answer (`status` 0). */
export class Problem extends Error {
  constructor(status, said = {}, retry = 0) {
    super(said.detail ?? say("no_answer"));
    this.status = status;
    this.violations = said.violations ?? [];
    this.retry = retry;
  }
}

// Who has signed in is known by a cookie, which the browser sends by itself, with events too.
const headers = (given) => ({ Accept: "application/json", ...given });

/**
 * Ask, and return the JSON of the answer, null when it has none; `also` is a status that is no error. Raises Problem.
 * Who is not signed in, or not any more, is sent to do so, but with `stay`.
 */
export async function ask(path, { method = "GET", body, key, also, stay } = {}) {
  const given = body === undefined ? {} : { "Content-Type": "application/json" };
  if (key) given["Idempotency-Key"] = key;
  let answer, said;
  try {
    answer = await fetch(address(path), {
      method, headers: headers(given), body: JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE),
    });
    const text = await answer.text();
    said = text && (answer.headers.get("Content-Type") ?? "").includes("json") ? JSON.parse(text) : null;
  } catch {
    throw new Problem(0);
  }
  if (answer.status === 401 && !stay) {
    location.replace(address(`/signin?next=${encodeURIComponent(location.pathname + location.search)}`));
  }
  if (!answer.ok && answer.status !== also) {
    // A proxy's own error has no problem document: the gateway behind it is away.
    throw new Problem(said ? answer.status : 0, said ?? {}, Number(answer.headers.get("Retry-After") ?? 0));
  }
  return said;
}

export const getRun = (id) => ask(`/v1/runs/${id}`);

/** Make a run. The same key makes it once, however often it is sent. */
export const makeRun = (wishes, key = newKey()) => ask("/v1/runs", { method: "POST", body: wishes, key });

/** A key that nobody else has; randomUUID is there on secure origins only. */
export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

/** What a run was asked for, under the names with which the API takes it. */
export function wishesOf({ prompt: { text, ...others } }) {
  return { ...others, languages: others.languages ?? [], ...(text ? { prompt: text } : {}) };
}

/** A run's sentence, or the beginning of its story. */
export const subject = ({ prompt: { text, story } }) => text || (story ?? "").split("\n")[0];

/** How long a stage has worked, by its own clock; hundredths are the least that is told. */
export const seconds = ({ started, completed }) =>
  Math.max(0.01, (Number(completed.monotonic_ns) - Number(started.monotonic_ns)) / 1e9);

/** A word for the visitor about a problem. */
export const told = (problem) => (problem.retry ? say("busy", { n: problem.retry }) : problem.message);
