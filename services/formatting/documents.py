"""The story as Markdown and as HTML, from plain paragraphs of (sentence id, text)."""

from html import escape

STYLE = (
    "body{max-width:38rem;margin:3rem auto;padding:0 1rem;font:1.15rem/1.7 Georgia,serif;color:#222;background:#fdfcf9}"
    "h1{line-height:1.2}p{margin:0 0 1.2em}footer{color:#666;font-size:.85rem;border-top:1px solid #ddd;padding-top:1em}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#1b1b1f}footer{color:#aaa;border-color:#444}}"
)
_MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>#"})

Paragraphs = list[list[tuple[str, str]]]


def markdown(title: str, paragraphs: Paragraphs, cast: list[tuple[str, str]]) -> str:
    """CommonMark: the title, the cast as (name, role), one block a paragraph."""
    lines = [f"# {title.translate(_MARKDOWN)}", ""]
    lines += [f"- **{name.translate(_MARKDOWN)}**, {role.translate(_MARKDOWN)}" for name, role in cast]
    lines.append("")
    for paragraph in paragraphs:
        lines += [" ".join(text for _, text in paragraph).translate(_MARKDOWN), ""]
    return "\n".join(lines)


def html(title: str, language: str, paragraphs: Paragraphs, facts: str) -> str:
    """One self-contained HTML page; each sentence is a span with its id."""
    body = "\n".join(
        "<p>"
        + " ".join(f'<span id="{sentence_id}">{escape(text, quote=False)}</span>' for sentence_id, text in paragraph)
        + "</p>"
        for paragraph in paragraphs
    )
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(title)}</h1>\n{body}\n</main>\n<footer>{escape(facts)}</footer>\n</body>\n</html>\n"
    )
