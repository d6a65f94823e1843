// What is wrong with a form, each thing at its field.

import { announce, find } from "./dom.js";
import { say } from "./words.js";

function reason(field) {
  const { validity, value } = field;
  const most = Number(field.dataset.most ?? Infinity);
  const length = [...value].length;
  if (validity.valueMissing && field.type !== "number") return say("empty");
  if (length > most) return say("too_long", { n: length, most });
  if (!validity.valid) return say("number", { low: Number(field.min), high: Number(field.max) });
  return "";
}

/** Whether all fields are right, as far as the page can tell; what is wrong is shown. */
export function check(form) {
  const found = [...form.elements]
    .filter((field) => field.willValidate && field.name)
    .map((field) => ({ field: field.name, description: reason(field), ours: true }))
    .filter((item) => item.description);
  showWrong(form, found);
  return !found.length;
}

/** Take away what was shown. */
export function clearWrong(form) {
  for (const place of form.querySelectorAll(".wrong")) { place.hidden = true; place.textContent = ""; }
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

/** Show violations at their fields, and go to the first; returns those that have no field here. */
export function showWrong(form, violations) {
  const left = [];
  let first = null;
  for (const item of violations) {
    const name = item.field.split(".")[0];
    const place = find(`${name}-wrong`);
    const field = find(name);
    if (!place || !field || field.matches(":disabled")) { left.push(item); continue; }
    // The gateway speaks English.
    if (!item.ours) place.lang = "en"; else place.removeAttribute("lang");
    place.textContent = place.textContent ? `${place.textContent}; ${item.description}` : item.description;
    place.hidden = false;
    for (const input of field.matches("fieldset") ? field.querySelectorAll("input") : [field]) {
      input.setAttribute("aria-invalid", "true");
    }
    const folded = field.closest("details");
    if (folded) folded.open = true;
    first ??= field.matches("fieldset") ? field.querySelector("input") : field;
  }
  if (first) {
    first.focus();
    announce(say("look"), true);
  }
  return left;
}
