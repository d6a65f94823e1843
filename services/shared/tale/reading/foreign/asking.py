"""Take off a Spanish or French request what it says of the story's form: "un cuento infantil, con final feliz, porfa".

What stays is a request that a gloss can say: the story's noun, whether it is to fall asleep by, for which child it is,
and what it is about.
"""

from services.shared.tale.reading.foreign.asking_patterns import FEASTS, PATTERNS, STORIES, Asking


def plainly(text: str, code: str) -> str:
    """The request in the language of this BCP-47 code (es or fr), without what only says of what form a story is."""
    asking = PATTERNS[code]
    text = asking.greeting.sub("", text.strip()).strip(" ,")
    text = asking.label.sub("", text)
    text = asking.begun.sub(lambda match: f"{match[2][:1].upper()}{match[2][1:]}, ", text)
    text = asking.shown.sub("", text)
    text = asking.named.sub(r"\g<kin> \g<name>\g<rest>", text)
    if after := asking.after.search(text):
        return text[: after.start()]
    text = asking.adventure.sub(f"{asking.story} ", text)
    lead = asking.lead.match(text)
    begin = lead.end() if lead else 0
    noun = STORIES[code].match(text, begin)
    if not noun:
        return text
    rest = _bare(text[noun.end() :], asking, code)
    return f"{rest[0]}{rest[1]}"


def _bare(rest: str, asking: Asking, code: str) -> tuple[str, str]:
    """The story's noun as the gloss knows it, and what is said of the story apart from its form."""
    sleep = asking.sleep.match(rest) or asking.sleep.search(rest, max(0, len(rest) - 40))
    if sleep:
        rest = rest[: sleep.start()] + rest[sleep.end() :]
    feast = asking.feast.match(rest)
    if feast:
        rest = rest[feast.end() :]
    while form := asking.form.match(rest):
        rest = rest[form.end() :]
    while tail := asking.tail.search(rest):
        rest = rest[: tail.start()]
    rest = asking.about.sub(" sobre" if code == "es" else " ", rest)
    rest = asking.audience.sub(rf"\g<whom> {'sobre' if code == 'es' else 'sur'} ", rest)
    rest = rest.rstrip(" ?.!")
    if feast:
        rest = f"{rest} {FEASTS[code]} {feast[1].capitalize()}"
    return asking.bedtime if sleep else asking.story, rest
