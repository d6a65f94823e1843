// The stories of the list that are marked: two of them can be compared.

import { address } from "./api.js";
import { element, find, write } from "./dom.js";
import { say } from "./words.js";

const PAIR = 2;
const picked = new Set();

/** The box that marks a story. A story that is shown anew stays marked. */
export function box(id, what) {
  const made = element("input", { type: "checkbox", name: "run", value: id, "aria-label": say("compare_of", { what }) });
  made.checked = picked.has(id);
  made.addEventListener("change", () => {
    if (made.checked) picked.add(id); else picked.delete(id);
    show();
  });
  return made;
}

/** Forget the marks of stories that are not in the list any more: what nobody sees is not compared. */
export function forget(shown) {
  for (const id of picked) if (!shown.has(id)) picked.delete(id);
  show();
}

function show() {
  const n = picked.size;
  find("compare").disabled = n !== PAIR;
  write(find("picked"), n === PAIR ? say("compare_ready") : n > PAIR ? say("compare_many", { n }) : say("compare_none"));
}

find("compare").addEventListener("click", () => {
  // The older story comes first: the list has it below the newer one.
  const order = [...document.querySelectorAll("[name=run]:checked")].map((each) => ["run", each.value]).reverse();
  location.href = address(`/compare?${new URLSearchParams(order)}#times`);
});
