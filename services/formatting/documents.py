"""The story as Markdown and as HTML, from plain paragraphs of (sentence id, text)."""

from html import escape

from services.formatting.page import page

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
    return page(title, language, body, escape(facts))
