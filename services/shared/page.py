"""The HTML page that the story is set in: self-contained, readable light and dark."""

from html import escape

_STYLE = (
    "body{max-width:38rem;margin:3rem auto;padding:0 1rem;font:1.15rem/1.7 Georgia,serif;color:#222;background:#fdfcf9}"
    "h1{line-height:1.2}p{margin:0 0 1.2em}figure{margin:2rem 0}img{width:100%;height:auto;border-radius:.5rem}"
    "footer{color:#666;font-size:.85rem;border-top:1px solid #ddd;padding-top:1em}a{color:#1f5f99}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#1b1b1f}footer{color:#aaa;border-color:#444}"
    "a{color:#8ec5ff}}"
)


def page(title: str, language: str, body: str, footer: str) -> str:
    """A whole page; `body` and `footer` are HTML already, `title` is text."""
    heading = escape(title)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{heading}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{heading}</h1>\n{body}\n</main>\n<footer>{footer}</footer>\n</body>\n</html>\n"
    )
