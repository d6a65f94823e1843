"""Tell apart what somebody says in a Spanish or French prompt and what is said of them: "—¿Vienes? —preguntó Inés"."""

import re

_SAYING = {
    "es": r"pregunt|dij|dice|grit|susurr|murmur|exclam|respond|contest|suspir|llor|chill",
    "fr": r"demand|dit|cri|s'écri|s'exclam|murmur|chuchot|répond|soupir|pleur|hurl",
}
_QUOTES = (
    r"[«“\"]\s*(?P<said>[^»”\"]+?)\s*[»”\"]\s*,?\s*(?P<rest>(?:{verb}).*)",
    r"[—–-]\s*(?P<said>[^—–]+?)\s*,?\s*[—–]\s*(?P<rest>(?:{verb})[^—–]*)(?:[—–].*)?",
    r"[—–-]\s*(?P<said>[^—–]+?[?!.,…])\s*,?\s*(?P<rest>(?:{verb}).*)",
)

_CALLED = re.compile(r"^[¿¡]?\w+(?: \w+)?[,!]\s*(?=[¿\w])")
"""Who is asked: "mamá, ¿dónde estás?"."""


def spoken(text: str, code: str) -> tuple[str, str] | None:
    """What is said, and the words about who says it; `code`: BCP-47 code, es or fr; None where nobody speaks."""
    for pattern in _QUOTES:
        match = re.fullmatch(pattern.format(verb=_SAYING[code]), text.strip(), re.IGNORECASE | re.DOTALL)
        if match:
            said = match["said"].strip()
            return (_CALLED.sub("", said) if said.endswith("?") else said), match["rest"].strip()
    return None
