"""Take off what says when it is: "It is Christmas Eve and", "On the night before Halloween,", "One snowy night,"."""

import re
from dataclasses import dataclass, replace

from services.shared.tale.grammar.english import indefinite_article
from services.shared.tale.reading.english import hints
from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.english.remarks import MAX_REMARKS
from services.shared.tale.reading.frames import fragments, spans
from services.shared.tale.wish.phrases import Complement, NounPhrase
from services.shared.tale.wish.wish import SETTING, Remark, Wish
from services.shared.tale.words import lexicon

_SEASON = r"(?:spring|summer|autumn|winter)"
_FEAST = (
    r"(?:Christmas(?:\s+(?:Eve|Day))?|New Year['’]s (?:Eve|Day)|Halloween|Easter(?:\s+Sunday)?|Eid|Diwali|Hanukkah"
    r"|Thanksgiving|midnight|Valentine['’]s Day|Mother['’]s Day|Father['’]s Day|April Fools['’]? Day)"
)
_PART = r"(?:night|day|morning|evening|afternoon|eve)"
_OF = r"(?:\s+(?:of|before|after)\s+(?:the\s+)?[\w'’-]+(?:\s+(?!(?:for|with|in|at|when|and)\b)[\w'’-]+)?)"
_FIRST = r"first (?:snow|frost)(?:\s+of (?:the )?(?:year|winter))?(?:\s+(?:falls|comes|fell|came))?"
_WHEN = (
    rf"(?:(?:the\s+)?(?:(?!(?:is|was|one)\b)[\w-]+\s+){{0,3}}?(?:{_PART}{_OF}?|{_SEASON}|{_FEAST}|{_FIRST})(?:\s+(?:{_PART}|time))?"
    r"(?:\s+at\s+(?:the\s+)?school)?)"
)
_SOMEBODY = r"(?-i:[A-Z])|(?:an?|the|all|every|two|three|some|nobody|our|my|his|her)\b"
_THEN = rf"(?:,\s+|(?P<joined>\s+(?:and|when)\s+)(?={_SOMEBODY})|\s+(?={_SOMEBODY}))(?P<main>\S.+)$"
"""How it goes on: after a comma, or with somebody."""
_IT_IS = re.compile(
    rf"^(?:(?:it|today|tomorrow)(?:['’]s| is| was)|is)\s+(?P<when>(?:an?\s+)?{_WHEN})"
    r"\s*(?:[,;.]\s*(?:(?:and|but|when)\s+)?|\s(?:and|but|when)\s+)(?P<main>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
_ON = re.compile(
    rf"^(?:late\s+)?(?P<at>(?:on|at|in|during)\s+)?(?P<when>(?:an?\s+)?{_WHEN}){_THEN}", re.IGNORECASE | re.DOTALL
)
_ONE = re.compile(rf"^(?:one|an?)\s+(?P<when>[\w-]+(?:,?\s+[\w-]+)?\s+{_PART}){_THEN}", re.IGNORECASE | re.DOTALL)
_THEIRS = re.compile(rf"^an?\s+(?P<when>[\w-]+\s+{_PART})\s+for\s+(?P<main>\S.+)$", re.IGNORECASE | re.DOTALL)
_TREAT = re.compile(
    r"^trick[ -]or[ -]treat(?:ing)?(?P<when>\s*[:!,.–-]+)\s*(?:when\s+|and\s+)?(?P<main>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
"""What children call at Halloween."""
_PLAIN = re.compile(rf"^(?:(?:an?|the|that|same|next|first|summer|sunny|late|early)\s+)*{_PART}$", re.IGNORECASE)
"""A time of day of which nothing is said."""
_BESIDE = frozenset(("before", "after"))
"""What a time stands to: "the night before Halloween"."""
_ANYWHERE = frozenset(("", "city"))
"""Homes of those whom nothing says to be at home somewhere else."""


@dataclass(frozen=True)
class Setting:
    """A text without what it says of the time."""

    main: str
    remark: Remark
    """When it happens."""

    def told(self, wish: Wish) -> Wish:
        """The wish of what happens, with its time, which may say where it is: the last day of school is at school."""
        here = (
            hints.home((), None, [NounPhrase(word) for word in self.remark.words], None)
            if wish.home in _ANYWHERE
            else ""
        )
        return replace(wish, home=here or wish.home, remarks=(self.remark, *wish.remarks)[:MAX_REMARKS])


def apart(text: str) -> Setting | None:
    """What happens and when, where a text begins with a time of which it says something; None for any other one."""
    match = next(
        (found for pattern in (_IT_IS, _ON, _ONE, _THEIRS, _TREAT) if (found := pattern.match(text.strip()))), None
    )
    if match is None or _PLAIN.match(match["when"]):
        return None
    alone = len(re.sub(r"^the\s+", "", match["when"], flags=re.IGNORECASE).split()) == 1
    if match.re is _ON and alone and not (match["at"] or match["joined"] or "," in text):
        # "Midnight the cat" and "the Easter Bunny" are somebody.
        return None
    who = spans.subject(match["main"])
    if who is None or not (who.alive or who.acts or fragments.statement(match["main"])):
        return None
    when = match["when"] if match.re not in (_ONE, _THEIRS) else f"{indefinite_article(match['when'])} {match['when']}"
    when = "Halloween" if match.re is _TREAT else when
    when = re.sub(rf"^(?:the )?({_FIRST})$", _day_of, when.replace("before of", "before"), flags=re.IGNORECASE)
    first, _ = lexicon.noun_forms().get(when.split()[0].lower(), (None, False))
    if not re.match(_FEAST, when) and not (first and first.name[0].isupper()):
        when = f"{when[:1].lower()}{when[1:]}"
    words = tuple(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", f"it is {when}".lower()))
    return Setting(spans.capital(match["main"]), Remark(SETTING, f"it was {when}", thing=_moment(when), words=words))


def _day_of(match: re.Match[str]) -> str:
    """“The first snow falls” is a day."""
    return f"the day of the {' '.join(match[1].split()[:2])}".lower()


def _moment(when: str) -> NounPhrase | None:
    """The time as a phrase: "the night before Halloween"."""
    reader = Reader(when)
    found = reader.noun_phrase()
    if found is None:
        return None
    found = found if found.determiner else found.definite()
    if reader.word() not in _BESIDE:
        return found
    preposition, rest = reader.word(), spans.joined(reader.tokens[reader.at + 1 :])
    inner = Reader(rest).noun_phrase()
    return replace(found, within=Complement(preposition, inner)) if inner else None
