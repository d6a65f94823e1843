"""How a story's people are called where it does not tell of them itself."""

from pipeline.v1 import parts_pb2
from services.shared.tale.words import lexicon


def called(story: parts_pb2.Story) -> dict[str, tuple[str, str]]:
    """By name: how somebody is called, and the role where it says more than that: ("Laura", "lighthouse keeper").

    Somebody without a name is ("the heron", ""). Roles are English words, and so are said in an English story only.
    """
    found = {}
    for character in story.characters:
        name, role = character.name, character.role
        told = story.language_code != "en" or set(role.lower().split()) <= set(name.lower().split())
        found[name] = (f"{_article(name, story.language_code)}{name}" if name.islower() else name, "" if told else role)
    return found


def _article(noun: str, language: str) -> str:
    """The definite article before a noun of the language, and a space where one belongs there."""
    if language == "en":
        return "the "
    forms = [
        form
        for item in lexicon.nouns().values()
        for form in (item.forms(language) if language in lexicon.CODES else ())
    ]
    gender = next((form.gender for form in forms if form.singular.lower() == noun), "f" if noun[-1] in "ae" else "m")
    if language == "fr":
        return "l'" if noun[0] in "aeiouyéèêhœâîô" else {"m": "le ", "f": "la "}[gender]
    return {"m": "el ", "f": "la "}[gender]
