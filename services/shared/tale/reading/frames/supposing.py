"""Say as a deed what a prompt supposes: "What if dogs ran the school", "The day when all animals could talk"."""

import re

from services.shared.tale.reading.frames import missing, spans, wanting

_IF = re.compile(
    r"^\W*(?:what if|what (?:would|might|will|could) happen if|what happens (?:if|when)|(?:imagine|suppose|pretend)"
    r"(?: that| if)?)\s+(?P<clause>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
_MERELY_IF = re.compile(r"^\W*if\s+(?!only\b)(?P<clause>[^,]+)$", re.IGNORECASE)
_WHEN = re.compile(
    r"^\W*(?:an?|the|one|that)\s+(?:\w+\s+)?(?:day|night|morning|week|year|summer|winter|time)\s+(?:when|that|where"
    r"|in which|on which)\s+(?P<clause>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
_WRONG = re.compile(
    r"^(?:an?|the|my|our)\s+[^.,;]+?\s+(?:goes|went|turns?|turned)\s+(?:\w+ly\s+)?(?:wrong|bad|crazy"
    r"|into a disaster)\s+(?:when|because|after)\s+(?P<clause>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
"""“The class trip goes wrong when the mummy wakes up” is about what happens there."""
_PLACE = re.compile(
    r"^\W*(?P<place>(?:an?|the)\s+(?:[\w-]+\s+){0,2}?(?:world|town|village|city|land|planet|country|kingdom|school|island|street"
    r"|house|forest|valley))\s+(?:where|in which)\s+(?P<clause>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
"""“A town where nobody laughs” is the story of a child who lives there."""
_MAKES = re.compile(
    r"^\s*(?:makes?|made|lets?|turns?|turned|causes?|caused)\s+(?:everyone|everybody|people|all|every|nobody"
    r"|the whole)\b",
    re.IGNORECASE,
)
"""What a thing does to everybody."""
_SELF = re.compile(r"(?P<who>i|we|you)(?P<am>['’](?:m|re|d))?\s+(?P<does>\S.*)$", re.IGNORECASE | re.DOTALL)
_ALL = re.compile(
    r"(?:everyone|everybody|nobody|no one|people|everything|nothing|there (?:was|were|is|are) no|all|every|both)\b",
    re.IGNORECASE,
)
_SO = re.compile(
    r"(?:(?:could|can|was|were|is|are|had|has|have|would|might|lived|came (?:alive|to life)|come (?:alive|to life))\b)",
    re.IGNORECASE,
)
"""Verbs that say how things are, and not what happened."""
_BE_OR_DO = re.compile(
    r"(?:could(?! not)|can(?! not)|had an?|was an?|was the|were an?|became an?|became the)\b", re.IGNORECASE
)
_FEELS = re.compile(
    r"\s*(?:(?:is|was|felt|feels|became|got)\s+(?:(?:so|very|really|always|too|secretly)\s+)*(?:afraid|scared|frightened"
    r"|terrified|shy|lonely|sad|happy|jealous|homesick|tired|bored|angry|grumpy|nervous|worried|ashamed|proud"
    r"|in love)\b"
    r"|(?:wants?|wanted|refuse[sd]?|dream(?:s|ed|t)|hate[sd]?|loves?|loved|falls? in love|fell in love)\b)",
    re.IGNORECASE,
)
"""What only somebody does, so that even a thing that does it is the hero."""
_AS_IT_IS = re.compile(r"(?:it|that|this|he|she|they)\b", re.IGNORECASE)


def statement(text: str) -> str:
    """What somebody does about it: of what is so a child proves it, of what happened a child finds out why."""
    if match := _IF.match(text) or _MERELY_IF.match(text):
        clause = match["clause"].strip().rstrip("?!. ")
        return _own(clause) or _of_all(clause) or _of_one(clause) or spans.capital(clause)
    if wrong := _WRONG.match(text):
        clause = wrong["clause"].strip().rstrip("?!. ")
        return missing.statement(clause) or f"A child finds out why {clause}"
    if there := _PLACE.match(text):
        told = _of_all(there["clause"].strip().rstrip("?!. "))
        why = told.replace("A child proves that", "a child finds out why").replace("A child finds", "a child finds")
        return f"In {there['place'][:1].lower()}{there['place'][1:]}, {why}" if told else ""
    found = spans.subject(text)
    if found and not found.alive and _MAKES.match(found.rest):
        owned = text.split(maxsplit=1)[0].endswith(("'s", "’s"))
        return f"A child finds out why {text if owned else text[:1].lower() + text[1:]}"
    match = _WHEN.match(text)
    return _of_all(match["clause"].strip().rstrip("?!. ")) if match else ""


def _own(clause: str) -> str:
    """What "you" might be or could do is what a child wants."""
    match = _SELF.match(clause)
    if match is None or match["am"]:
        return ""
    return wanting.wished("You", f"you {match['does']}")


def _of_all(clause: str) -> str:
    """A clause about all of a kind or about a thing; empty for one about somebody, which is a story by itself."""
    if _AS_IT_IS.match(clause) or missing.statement(clause):
        return ""
    found = spans.subject(clause)
    everybody = _ALL.match(clause)
    if not everybody and (found is None or not found.acts or not _general(found)):
        return ""
    does = found.rest if found else _ALL.sub("", clause, count=1)
    so = _SO.match(does.strip()) and not clause.lower().startswith(("nobody", "no one", "nothing", "there"))
    return f"A child {'proves that' if so else 'finds out why'} {clause[:1].lower()}{clause[1:]}"


def _of_one(clause: str) -> str:
    """What somebody might be or could do is what they want: "a fish could fly"."""
    found = spans.subject(clause)
    if found is None or not found.alive or not _BE_OR_DO.match(found.rest):
        return ""
    return wanting.wished(spans.capital(found.text), f"he {found.rest}")


def _general(found: spans.Subject) -> bool:
    """Whether the subject is a kind or a thing, and nobody whose own story it can be."""
    phrase = found.being.phrase
    if found.being.name or found.being.phrase.determiner.startswith("their"):
        return False
    feels = re.match(r"\s*(?:forgets?|forgot)\b", found.rest) or (not phrase.plural and _FEELS.match(found.rest))
    return (not found.alive and not feels) or (phrase.plural and phrase.determiner in ("", "all", "the"))
