"""The package's own page: it opens from the disk, asks nothing of a network, and switches language without a script."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from services.documents import Text

NAMES = {"en": "English", "es": "Español", "fr": "Français"}
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
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); font: .9rem/1.6 sans-serif; }
footer ul { padding-left: 1.2rem; } a { color: var(--accent); }
@media print { fieldset, footer { display: none } body { padding: 0 } figure { break-inside: avoid } }
"""


@dataclass(frozen=True)
class Picture:
    """One scene: its picture, and the paragraphs that it shows."""

    path: str
    alt: str
    paragraphs: tuple[int, ...]


def render(
    texts: Sequence[Text], pictures: Sequence[Picture], facts: str, notes: Sequence[str], links: list[str]
) -> str:
    """The whole page. `texts` begins with the story's own language; `facts` and `notes` are plain text."""
    source, *_ = texts
    blocks = [_titles(texts)]
    for picture in pictures:
        alt = escape(picture.alt)
        blocks.append(f'<figure><img src="{escape(picture.path)}" alt="{alt}" width="1280" height="720"></figure>')
        blocks += [_paragraph(text, index, own=text is source) for index in picture.paragraphs for text in texts]
    remarks = "".join(f"<p>{escape(note)}</p>" for note in notes)
    items = "".join(f'<li><a href="{escape(path)}">{escape(path)}</a></li>' for path in links)
    return (
        f'<!doctype html>\n<html lang="{escape(source.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(source.title)}</title>\n<style>{_STYLE.replace('SOURCE', source.language)}{_choices(texts)}"
        f"</style>\n</head>\n<body>\n{_switch(texts)}\n<main>\n{chr(10).join(blocks)}\n</main>\n"
        f"<footer><p>{escape(facts)}</p>{remarks}<ul>{items}</ul></footer>\n</body>\n</html>\n"
    )


def _titles(texts: Sequence[Text]) -> str:
    return "\n".join(f'<h1 class="t" lang="{text.language}">{escape(text.title)}</h1>' for text in texts)


def _paragraph(text: Text, index: int, *, own: bool) -> str:
    """One paragraph in one language; the story's own sentences carry their ids."""
    spans = " ".join(
        f'<span id="{key}">{escape(said, quote=False)}</span>'
        if own
        else f'<span data-sentence="{key}">{escape(said, quote=False)}</span>'
        for key, said in text.paragraphs[index]
    )
    return f'<p class="t" lang="{text.language}">{spans}</p>'


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
