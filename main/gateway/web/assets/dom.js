// Short words for the document.

import { say } from "./words.js";

export const find = (id) => document.getElementById(id);

/** A new element with attributes and children; those that are null are left out. Text is never read as markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value != null) made.setAttribute(key, value);
  made.append(...children.filter((child) => child != null));
  return made;
}

/** Write a text where it changes, so that a screen reader says it once; what has no text is hidden. */
export function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
  place.hidden = !text && !place.hasAttribute("role");
}

/** A state as a pill. */
export function pill(place, state) {
  write(place, say(state));
  place.dataset.state = state;
}

let pending;
/** Tell a screen reader, at most once in four seconds: the newest word is the one that counts. */
export function announce(text, now = false) {
  clearTimeout(pending?.timer);
  const wait = now ? 0 : Math.max(0, (pending?.free ?? 0) - Date.now());
  pending = {
    free: Date.now() + wait + 4000,
    timer: setTimeout(() => { find("said").textContent = text; }, wait),
  };
}
