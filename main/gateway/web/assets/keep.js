// A story that is ready: read, listen, look, download, share, tell again.

import { address, ask, fileAddress, makeRun, told, wishesOf } from "./api.js";
import { announce, element, find, write } from "./dom.js";
import { endLinks, linkTo } from "./share.js";
import { language, say, size } from "./words.js";

/** Kinds of files by their media types, both with what people want first. */
const KINDS = [
  ["read", ["application/pdf", "application/epub", "text/html", "text/plain", "text/markdown"]],
  ["listen", ["audio/", "text/vtt", "application/ssml"]],
  ["look_at", ["image/"]],
  ["data", [""]],
];
const kindOf = (file) => KINDS.find(([, types]) => types.some((type) => file.media_type.startsWith(type)))[0];
const nameOf = (file) => file.path.split("/").pop();
let kept = "";

/** Show a completed run's package. */
export async function keep(run) {
  if (kept === run.package.content_digest) return;
  kept = run.package.content_digest;
  write(find("zip"), say("zip", { size: size(run.package.bytes) }));
  find("book").src = find("alone").href;
  find("address").value = location.href;
  if (find("share")) find("share").onclick = () => share(run);
  try {
    const [{ files }, story] = await Promise.all([
      ask(`/v1/runs/${run.id}/files`), ask(`/v1/runs/${run.id}/files/data/story.json`),
    ]);
    title(story);
    // The book is made for paper; a story of text alone has none, and its page prints well too.
    const book = files.find((file) => file.path === `data/book/story.${story.language_code}.pdf`);
    if (book) find("print").href = fileAddress(run.id, book.path);
    // What is not under data/ describes the package, and is in the zip.
    const content = files.filter((file) => file.path.startsWith("data/"));
    find("groups").replaceChildren(...KINDS.map(([kind, types]) => group(run.id, kind, types, content)).filter(Boolean));
  } catch (problem) {
    write(find("away"), told(problem));
  }
  find("again").onclick = () => tellAgain(run);
}

function title(story) {
  write(find("title"), story.title);
  find("title").lang = story.language_code;
  document.title = `${story.title} · Storyloom`;
}

/** The files of one kind, with a heading; null when there are none. */
function group(id, kind, types, files) {
  const place = (file) => types.findIndex((type) => file.media_type.startsWith(type));
  const found = files.filter((file) => kindOf(file) === kind).sort((one, other) => place(one) - place(other));
  if (!found.length) return null;
  const list = element("ul", { class: kind === "look_at" ? "pictures" : "files" }, ...found.map((file) => row(id, kind, file)));
  return element("section", {}, element("h2", {}, say(kind)), list);
}

function row(id, kind, file) {
  const href = fileAddress(id, file.path);
  const language_ = file.language ? ` · ${languageName(file.language)}` : "";
  const link = element("a", { href, download: nameOf(file) }, nameOf(file));
  const picture = kind === "look_at" ? element("img", { src: href, alt: "", loading: "lazy", width: 160, height: 90 }) : null;
  return element("li", {}, picture, link, element("small", {}, `${size(file.bytes)}${language_}`));
}

const languageName = (code) => new Intl.DisplayNames([language], { type: "language" }).of(code);

/** The same wishes with the next number; the new story stands beside this one, while it is made already. */
async function tellAgain(run) {
  const wishes = wishesOf(run);
  try {
    const made = await makeRun({ ...wishes, seed: (Number(wishes.seed ?? 0) + 1) % 2 ** 32 });
    location.href = address(`/compare?${new URLSearchParams([["run", run.id], ["run", made.id]])}`);
  } catch (problem) {
    write(find("away"), told(problem));
  }
}

async function share({ id }) {
  const field = find("address");
  try {
    // A link of its own, where its visitor would be asked for a token.
    if (find("unshare") && !field.dataset.made) {
      field.value = field.dataset.made = await linkTo(id);
      find("unshare").onclick = () => unshare(id);
    }
  } catch (problem) {
    return write(find("away"), told(problem));
  }
  find("link").hidden = false;
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    announce(say("copied"), true);
    write(find("share"), say("copied"));
  } catch {
    field.focus(); // Without a secure origin there is no clipboard: the address is selected, to be copied by hand.
  }
}

async function unshare(id) {
  try {
    await endLinks(id);
  } catch (problem) {
    return write(find("away"), told(problem));
  }
  find("link").hidden = true;
  delete find("address").dataset.made;
  write(find("share"), say("share"));
  find("share").focus();
  announce(say("unshared"), true);
}
