"""What somebody wants of whom a prompt only says how they are or what befell them."""

import re
from dataclasses import replace

from services.shared.tale.reading.english import truths
from services.shared.tale.reading.english.casting import Having
from services.shared.tale.reading.english.parser import Parser
from services.shared.tale.wish.phrases import NounPhrase, Statement, VerbPhrase
from services.shared.tale.wish.wish import MAKES, Remark
from services.shared.tale.words import lexicon

_BROKEN = frozenset("broken torn cracked leaky rusty wobbly squeaky bent".split())
_BELIEVES = re.compile(
    r"\b(?:thinks?|believes?|pretends?|is sure|insists?) (?:that )?(?:he|she|it|they) (?:is|are) (?:really )?(an? .+)$"
)
"""What somebody takes themselves for, and would be."""
_BETTER = re.compile(
    r"\b(faster|higher|farther|further|louder|better|longer) than (?:anyone|anybody|everyone|everybody|any other|all)\b"
)
_THOUGHT = re.compile(
    r"(?:\{:he\|she\}|they) (?:thought|believed|was sure) (?:that )?(?!\{)(.+ (?:was|were|had|could) .+)$"
)
_BEFELL = {
    "find": re.compile(
        r"\b(?:(?:ran|flew|floated|rolled|blew|swam) (?:away|off)|disappeared|vanished|missing|lost|gone)\b"
    ),
    "repair": re.compile(r"\b(?:broke|broken|stopped working|torn|burst)\b"),
}
"""What has befallen something of the hero's, and what they do about it."""
_NEAR = frozenset("befriend help persuade teach heal visit".split())
"""Classes of what is done with somebody who is not far away."""


def verb(name: str, kind: str) -> lexicon.Verb:
    """The lexicon's verb of this name and kind."""
    return next(verb for verb in lexicon.verbs_named(name) if verb.kind == kind)


def unsaid(remarks: tuple[Remark, ...], text: str, has: Having | None) -> VerbPhrase | None:
    """What is wanted; None where nothing tells. `text`: the prompt in lower case; `has`: what the hero has."""
    return (
        _unwanted(remarks)
        or _believed(text)
        or _best(text)
        or _befallen(remarks)
        or _doubted(remarks)
        or (_cured(has.words) or _mended(has.phrase) if has else None)
    )


def _unwanted(remarks: tuple[Remark, ...]) -> VerbPhrase | None:
    """Whom nobody wants finds a place to belong."""
    if not any(remark.kind == "trait" and remark.said.startswith("nobody ") for remark in remarks):
        return None
    row = verb("belong", "wish")
    return VerbPhrase(row.name, row.goal)


def _believed(text: str) -> VerbPhrase | None:
    """Who thinks that they are a lion would be one."""
    match = _BELIEVES.search(text)
    what = Parser(match[1]) if match else None
    being = what.noun_phrase() if what else None
    if what is None or being is None or what.word():
        return None
    become = verb("become", "wish")
    return VerbPhrase(become.name, become.goal, being)


def _best(text: str) -> VerbPhrase | None:
    """Who can run faster than anyone has a race to win."""
    match = _BETTER.search(text)
    if match is None:
        return None
    win = verb("win", "wish")
    return VerbPhrase(win.name, win.goal, NounPhrase("race" if match[1] == "faster" else "contest", (), "a"))


def _befallen(remarks: tuple[Remark, ...]) -> VerbPhrase | None:
    """What of the hero's is gone is found, what is broken is mended, and what is odd is understood."""
    whose = next((remark for remark in remarks if remark.subject == "whose" and remark.thing), None)
    if whose is None or whose.thing is None:
        return None
    name = next((name for name, said in _BEFELL.items() if said.search(whose.said)), "")
    if name:
        row = verb(name, "wish")
        return VerbPhrase(
            row.name, row.goal, NounPhrase(whose.thing.noun, determiner="their", plural=whose.thing.plural)
        )
    return truths.found_out("why", whose.said, ("their", *whose.words))


def _doubted(remarks: tuple[Remark, ...]) -> VerbPhrase | None:
    """Who thinks that the sky is falling finds out whether it is."""
    thought = next((match for remark in remarks if (match := _THOUGHT.match(remark.said))), None)
    return truths.found_out("whether", thought[1]) if thought else None


def _cured(had: str) -> VerbPhrase | None:
    """Who has a toothache wants to be rid of it."""
    row = next((row for row in lexicon.verbs_named(f"have {had.lower()}") if row.kind == "mishap"), None)
    return VerbPhrase(row.name, row.goal) if row else None


def _mended(thing: NounPhrase) -> VerbPhrase | None:
    if not _BROKEN & set(thing.adjectives):
        return None
    row = verb("repair", "wish")
    return VerbPhrase(row.name, row.goal, NounPhrase(thing.noun, thing.adjectives, "their", thing.plural))


def named(goal: VerbPhrase | None, act: str) -> tuple[Remark, ...]:
    """What somebody is who is told of by name only: "meets a camel called Habib". `act`: the class of the goal."""
    whom = next((phrase for phrase in goal.phrases() if phrase.name), None) if goal else None
    noun = lexicon.nouns().get(whom.noun) if whom else None
    if whom is None or noun is None or not noun.alive:
        return ()
    what = replace(whom, name="", determiner="their" if whom.determiner == "their" else "a", within=None)
    article = "{:his|her}" if what.determiner == "their" else ""
    said = " ".join([*what.adjectives, noun.name])
    article = article or ("an" if said[0] in "aeiou" else "a")
    statement = Statement(NounPhrase(name=whom.name), being=what) if what.determiner == "a" else None
    kind = "near" if act in _NEAR else "other"
    return (Remark(kind, f"{whom.name} was {article} {said}", statement=statement),)


def served(goal: VerbPhrase | None, act: str) -> tuple[Remark, ...]:
    """What is done with what was made: "a ladder to reach the moon". `act`: the class of the goal."""
    purpose = goal.purpose if goal else None
    if purpose is None or not purpose.literal or act not in MAKES or not purpose.thing or "@" in purpose.verb:
        return ()
    first, *rest = purpose.verb.split()
    row = lexicon.verbs_named(purpose.verb)[0]
    said = " ".join([lexicon.english_past(first, row.past), *rest])
    return (Remark("after", f"{{:he|she}} {said}", purpose),)
