// A story's text and pictures in a column, scene by scene: the scenes of two stories stand beside each other.

import { ask, fileAddress } from "./api.js";
import { element, find, write } from "./dom.js";

/** Fetch a completed run's story, and show it. Raises Problem. */
export async function showStory(side, id) {
  const file = (name) => ask(`/v1/runs/${id}/files/data/${name}`);
  const [story, pictures] = await Promise.all([file("story.json"), file("images/prompts.json")]);
  const column = find(`told-${side}`);
  column.lang = story.language_code;
  write(find(`title-${side}`), story.title);
  const scenes = pictures.map((picture) => scene(id, picture, story.paragraphs));
  column.querySelectorAll(".scene").forEach((old) => old.remove());
  column.append(...scenes);
  // Both columns have as many rows as the longer one: so a scene begins where the other story's does.
  const rows = Math.max(...[...document.querySelectorAll(".told")].map((each) => each.children.length));
  find("pair").style.setProperty("--rows", rows);
}

function scene(id, picture, paragraphs) {
  const src = fileAddress(id, `data/images/${picture.id}.svg`);
  const image = element("img", { src, alt: picture.alt_text, width: 1280, height: 720, loading: "lazy" });
  const texts = (picture.paragraphs ?? []).map((place) => {
    const { heading, sentences } = paragraphs[place];
    return element(heading ? "h3" : "p", {}, sentences.map(({ text }) => text).join(" "));
  });
  return element("section", { class: "scene" }, image, ...texts);
}
