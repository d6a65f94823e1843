// Links to a story: where the gateway asks who one is, each has a token with which the story can be read.

import { address, ask } from "./api.js";

const MARK = "#share=";

/** Enter by the link in the address, whose token is then taken out of it. Returns whether it is still good. */
export async function enterByLink() {
  if (!location.hash.startsWith(MARK)) return true;
  const token = location.hash.slice(MARK.length);
  history.replaceState(null, "", location.pathname + location.search);
  try {
    await ask("/v1/session", { method: "POST", body: { token }, stay: true });
    return true;
  } catch (problem) {
    // Where nobody is asked, no link is needed; and no answer is not the link's fault.
    return problem.status !== 401;
  }
}

/** The sign-in page, for who came by a link that has ended. */
export const ended = () => address(`/signin?ended&next=${encodeURIComponent(location.pathname)}`);

/** A new link to a story. */
export async function linkTo(id) {
  const { token } = await ask(`/v1/runs/${id}/share`, { method: "POST" });
  return `${location.origin}${address(`/runs/${id}`)}${MARK}${token}`;
}

export const endLinks = (id) => ask(`/v1/runs/${id}/share`, { method: "DELETE" });
