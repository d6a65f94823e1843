// Sign in: the token becomes a cookie that no script can read.

import { address, ask, told } from "./api.js";
import { find, write } from "./dom.js";
import { say } from "./words.js";
import { clearWrong, showWrong } from "./wrong.js";

const form = find("signin");
const given = new URLSearchParams(location.search);

/** Where the visitor wanted to go: a page of this gateway, whatever the address says. */
function wanted() {
  try {
    const there = new URL(given.get("next") ?? "", location.origin);
    if (given.has("next") && there.origin === location.origin) return there.href;
  } catch { /* It is no address. */ }
  return address("/");
}

const refuse = (why) => showWrong(form, [{ field: "token", description: say(why), ours: true }]);

async function signIn() {
  clearWrong(form);
  write(find("form-wrong"), "");
  find("form-wrong").hidden = true;
  const token = form.elements.token.value.trim();
  if (!token) return refuse("no_token");
  try {
    const { run_id: run } = await ask("/v1/session", { method: "POST", body: { token }, stay: true });
    location.replace(run ? address(`/runs/${run}`) : wanted());
  } catch (problem) {
    if (problem.status === 401 || problem.status === 422) return refuse("refused");
    find("form-wrong").hidden = false;
    write(find("form-wrong"), told(problem));
  }
}

// Until here the form does nothing: a browser's own way to send it would put the token into an address.
find("go").disabled = false;
form.addEventListener("submit", (event) => { event.preventDefault(); signIn(); });
if (given.has("ended")) {
  find("form-wrong").hidden = false;
  write(find("form-wrong"), say("link_ended"));
}
// A browser keeps the cookie back from who comes by a link of another site, so that the gateway did not know them.
ask("/v1/session").then(({ name, required }) => { if (name || !required) location.replace(wanted()); }, () => {});
