// Sign out.

import { address, ask, told } from "./api.js";
import { announce, find } from "./dom.js";

find("sign-out").addEventListener("click", async () => {
  try {
    await ask("/v1/session", { method: "DELETE" });
    // What was typed may not be for who comes next.
    sessionStorage.clear();
    location.replace(address("/signin"));
  } catch (problem) {
    announce(told(problem), true);
  }
});
