// A story from a file.

import { say } from "./words.js";

/** Most bytes of a character in UTF-8. */
const WIDEST = 4;

/** The file's text. Raises Error with a word for the visitor when it is not text, or far over `most` characters. */
export async function readFile(file, most) {
  if (file.size > WIDEST * most) throw new Error(say("too_long", { n: file.size, most }));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new Error(say("not_text"));
  }
}
