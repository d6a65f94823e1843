"""The page's languages: which one a visitor gets, and its messages (`messages/<code>.toml`)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

LANGUAGES = {"en": "English", "es": "Español", "fr": "Français"}
"""Of the page, by code, each in its own words; the first one is for whoever wants none of them."""
STORIES = {**LANGUAGES, "ca": "Català", "gl": "Galego", "pt": "Português"}
"""Of stories, likewise."""
CHOSEN = "language"
"""The query's word by which a visitor chooses one, and the cookie that keeps it."""


def language_of(request: Request) -> str:
    """The language that the visitor chose, else the best one that the browser asks for."""
    if (chosen := request.cookies.get(CHOSEN, "")) in LANGUAGES:
        return chosen
    asked = parse_accept_header(request.headers.get("accept-language", ""), LanguageAccept)
    return asked.best_match(LANGUAGES, next(iter(LANGUAGES)))


@cache
def messages(language: str) -> dict[str, Any]:
    """All messages of a language: tables of texts by key."""
    return tomllib.loads((Path(__file__).with_name("messages") / f"{language}.toml").read_text(encoding="utf-8"))
