"""The package's own page: it opens from the disk, asks nothing of a network, and switches language without a script.

Where there is a narration, a script of the page's own shows the sentence that is heard, and reads on from a sentence
that is clicked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from services.shared.text import Text

NAMES = {
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "ca": "Català",
    "gl": "Galego",
    "pt": "Português",
}
"""What each language calls itself."""
_STYLE = """
:root { color-scheme: light dark; --ink: #2a2622; --paper: #fdfaf4; --line: #e3dccf; --accent: #9a4b1f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece6db; --paper: #1d1b1a; --line: #3d3833; --accent: #f0a878; }
}
body { max-width: 44rem; margin: 0 auto; padding: 2rem 1.2rem 4rem; color: var(--ink); background: var(--paper);
  font: 1.2rem/1.65 Georgia, "Times New Roman", serif; }
h1 { font-size: 2.2rem; line-height: 1.15; margin: 1.5rem 0 2rem; text-wrap: balance; }
figure { margin: 2.5rem 0 1.5rem; }
img { display: block; width: 100%; height: auto; border-radius: .6rem; }
p { margin: 0 0 1em; }
p.t:not([lang=SOURCE]) { color: color-mix(in srgb, var(--ink) 88%, var(--accent)); }
fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .5rem; font: .95rem/1 sans-serif; }
legend { float: left; padding: .55rem .4rem .55rem 0; }
fieldset label { padding: .55rem .9rem; border: 1px solid var(--line); border-radius: 2rem; cursor: pointer; }
fieldset label:has(:checked) { background: var(--accent); border-color: var(--accent); color: var(--paper); }
fieldset label:has(:focus-visible) { outline: 2px solid var(--ink); outline-offset: 2px; }
fieldset input { position: absolute; opacity: 0; }
audio { width: 100%; margin: 0 0 1.5rem; }
[data-start] { cursor: pointer; border-radius: .2rem; }
.heard { background: var(--accent); color: var(--paper); box-shadow: 0 0 0 .15rem var(--accent); }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); font: .9rem/1.6 sans-serif; }
footer ul { padding-left: 1.2rem; } a { color: var(--accent); }
@media print { fieldset, footer, audio { display: none } body { padding: 0 } figure { break-inside: avoid } }
"""
_SCRIPT = """
for (const audio of document.querySelectorAll("audio")) {
  const spans = [...document.querySelectorAll(`p[lang="${audio.lang}"] [data-start]`)];
  let heard = null;
  const show = () => {
    const now = audio.currentTime;
    const next = audio.paused ? null : spans.find((span) => now >= span.dataset.start && now < span.dataset.end);
    if (next !== heard) {
      heard?.classList.remove("heard");
      next?.classList.add("heard");
      next?.scrollIntoView({ block: "nearest", behavior: "smooth" });
      heard = next;
    }
    if (!audio.paused) requestAnimationFrame(show);
  };
  audio.addEventListener("play", () => {
    for (const other of document.querySelectorAll("audio")) if (other !== audio) other.pause();
    show();
  });
  audio.addEventListener("pause", show);
  for (const span of spans) {
    span.addEventListener("click", () => { audio.currentTime = span.dataset.start; audio.play(); });
  }
}
"""


@dataclass(frozen=True)
class Page:
    """The story in one language, and when each sentence is heard, in milliseconds; nothing where there is no sound."""

    text: Text
    cues: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Picture:
    """One scene: its picture, and the paragraphs that it shows."""

    path: str
    alt: str
    paragraphs: tuple[int, ...]


def render(
    pages: Sequence[Page], pictures: Sequence[Picture], facts: str, notes: Sequence[str], links: list[str]
) -> str:
    """The whole page. `pages` begins with the story's own language; `facts` and `notes` are plain text."""
    texts = [page.text for page in pages]
    source = texts[0]
    blocks = [_titles(texts), *(_audio(page.text) for page in pages if page.cues)]
    for picture in pictures:
        alt = escape(picture.alt)
        blocks.append(f'<figure><img src="{escape(picture.path)}" alt="{alt}" width="1280" height="720"></figure>')
        blocks += [_paragraph(page, index, own=page is pages[0]) for index in picture.paragraphs for page in pages]
    remarks = "".join(f"<p>{escape(note)}</p>" for note in notes)
    items = "".join(f'<li><a href="{escape(path)}">{escape(path)}</a></li>' for path in links)
    script = f"<script>{_SCRIPT}</script>\n" if any(page.cues for page in pages) else ""
    return (
        f'<!doctype html>\n<html lang="{escape(source.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(source.title)}</title>\n<style>{_STYLE.replace('SOURCE', source.language)}{_choices(texts)}"
        f"</style>\n</head>\n<body>\n{_switch(texts)}\n<main>\n{chr(10).join(blocks)}\n</main>\n"
        f"<footer><p>{escape(facts)}</p>{remarks}<ul>{items}</ul></footer>\n{script}</body>\n</html>\n"
    )


def _titles(texts: Sequence[Text]) -> str:
    return "\n".join(f'<h1 class="t" lang="{text.language}">{escape(text.title)}</h1>' for text in texts)


def _audio(text: Text) -> str:
    code = text.language
    return f'<audio class="t" lang="{code}" controls preload="metadata" src="audio/story.{code}.mp3"></audio>'


def _paragraph(page: Page, index: int, *, own: bool) -> str:
    """One paragraph in one language; the story's own sentences carry their ids."""
    spans = []
    for key, said in page.text.paragraphs[index]:
        names = f'id="{key}"' if own else f'data-sentence="{key}"'
        if key in page.cues:
            start, end = page.cues[key]
            names += f' data-start="{start / 1e3:.3f}" data-end="{end / 1e3:.3f}"'
        spans.append(f"<span {names}>{escape(said, quote=False)}</span>")
    return f'<p class="t" lang="{page.text.language}">{" ".join(spans)}</p>'


def _switch(texts: Sequence[Text]) -> str:
    """A choice between the languages, and all of them side by side."""
    if len(texts) == 1:
        return ""
    choices = [(text.language, NAMES.get(text.language, text.language)) for text in texts]
    labels = [
        f'<label lang="{code}"><input type="radio" name="language" id="show-{code}"{" checked" if not number else ""}>'
        f"{escape(name)}</label>"
        for number, (code, name) in enumerate(choices)
    ]
    labels.append('<label><input type="radio" name="language" id="show-all">All</label>')
    return f"<fieldset><legend>Read in</legend>{''.join(labels)}</fieldset>"


def _choices(texts: Sequence[Text]) -> str:
    """One rule a language: what is hidden while it is chosen."""
    if len(texts) == 1:
        return ""
    return "".join(
        f"body:has(#show-{text.language}:checked) .t:not([lang={text.language}]) {{ display: none; }}\n"
        for text in texts
    )
