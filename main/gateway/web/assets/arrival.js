// A script of this page that does not arrive, because the network went away or was exchanged: the page loads again.
// Not a module: it waits for no other script, and is there before them.

(() => {
  const KEY = "loads", MOST = 3;
  /** Time before the first load again, milliseconds; each further one takes twice as long. */
  const WAIT = 1_000;
  let lost = false;

  // A browser may keep nothing: then it is not tried again by itself.
  function loads(count) {
    try {
      if (count !== undefined) sessionStorage.setItem(KEY, count);
      return Number(sessionStorage.getItem(KEY) ?? 0);
    } catch {
      return MOST;
    }
  }

  function tell() {
    document.getElementById("missing").hidden = false;
    document.getElementById("reload").addEventListener("click", () => {
      loads(0);
      location.reload();
    });
  }

  // Such an event does not rise; it can be caught on its way down.
  addEventListener("error", ({ target }) => {
    if (!(target instanceof HTMLScriptElement) || lost) return;
    lost = true;
    const before = loads();
    if (before < MOST) {
      loads(before + 1);
      setTimeout(() => location.reload(), WAIT * 2 ** before);
    } else if (document.readyState === "loading") {
      addEventListener("DOMContentLoaded", tell);
    } else {
      tell();
    }
  }, true);
  addEventListener("load", () => { if (!lost) loads(0); });
})();
