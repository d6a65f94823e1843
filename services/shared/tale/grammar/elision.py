"""Before which French words "le", "la" and "de" lose their vowel: "l'hiver, d'Yves", but "le hibou, de Yasmine"."""

import re

_VOWEL = re.compile(r"[aeiouàâäéèêëîïôöùûüœæ]|h|y(?:eux\b|[^aeiouàâéèêëîïôûü])", re.IGNORECASE)
"""A y before a vowel is a consonant, "le yéti", but for "les yeux"."""
_ASPIRATED = re.compile(
    r"hach|haie|haill|hain|haï|hall\b|halle\b|halo\b|halte\b|hamac|hameau|hamburger|hamster|hanche|handball|handicap"
    r"|hangar|hanneton|hant|harcel|harcèl|hard|hareng|harfang|haricot|harn|harpe|harpi|harpon|hasard|hât|hausse|haut"
    r"|havre|hayon|hernie|héron|héros\b|hériss|hêtre|heurt|hi-|hibou|hiérarch|hijab|hip-hop|hippie|hisse|hobbit|hobby"
    r"|hoch|hockey|hollandais|homard|hongrois|honte|hoquet|hors|hot-dog|hotte|houe|houille|houle|housse|houx|hublot"
    r"|huche|huée|huit|hulotte|hulul|hurl|husky|hussard|hutte|onz|oui\b|ouistiti",
    re.IGNORECASE,
)
"""Words with an aspirated h, and a few others before which nothing is lost."""
_MUTE_NAME = re.compile(
    r"(?:Halloween|Hector|Hélène|Hélios|Héloïse|Henri|Henriette|Hercule|Hermine|Hermione|Hervé|Hilaire|Hippolyte|Homère"
    r"|Honoré|Honorine|Horace|Hortense|Hubert|Hugues|Hyacinthe)\b"
)
"""Names with a mute h; that of all others, most of them of other languages, is heard."""


def elides(words: str) -> bool:
    """Whether an article or "de" before the words loses its vowel."""
    if words.startswith("H"):
        return bool(_MUTE_NAME.match(words))
    return bool(_VOWEL.match(words)) and not _ASPIRATED.match(words)
