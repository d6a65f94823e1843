"""What the prompt's other people and things do in its tale: who of them acts, how often, and in which moment."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from services.shared.tale.plot import arcs, bank
from services.shared.tale.plot.bank import Clause, Known, Moment
from services.shared.tale.plot.chance import Chance
from services.shared.tale.plot.scenes import Scene
from services.shared.tale.plot.suited import kind_of
from services.shared.tale.reading.english import titles
from services.shared.tale.wish.phrases import NounPhrase
from services.shared.tale.wish.wish import MAKES, Remark, Wish
from services.shared.tale.words import lexicon

QUIET = frozenset("idea time body".split())
"""Kinds of things that do little by themselves."""
_STILL = frozenset("floor ceiling ground breakfast lunch dinner supper meal".split())
"""Words of what does nothing by itself, whatever their kind."""
_UNASKED = lexicon.WHERE | {"kin"}
"""Kinds of what a question only names by the way: where it is, and whom the asker lives with."""
SEEN = 2
"""Scenes in which what the goal is about should be told of."""
FEW, MANY_FROM = 2, 450
"""Before so many words so many of them act: where more do, the tale has no room for its own cause and end."""
_WORN = frozenset("clothing container furniture vehicle".split())
"""Kinds of what somebody is in."""
_SOLD = frozenset("clothing drink food instrument plant toy writing".split())
"""Kinds of what is sold or made in a building that is named after it."""
_AGAINST = frozenset("trouble setback reason state".split())
"""Kinds of remarks whose people and things are not on the hero's side, or not there."""
_LOST = re.compile(
    r"\b(?:fear|afraid|scared|terrified|frighten|hate|dislike|allergic|lost|lose|stole|stolen|broke|broken|vanish|disappear|missing"
    r"|ran away|escaped|forgot|n't stop)"
)
"""What a remark says of something that cannot be of use."""
_GONE = re.compile(r"\b(?:lost|lose|stole|stolen|vanish|disappear|missing)")
"""What it says of something that is not there."""
_MADE = frozenset("paper wooden toy stuffed plastic cardboard clay stone glass plush origami painted".split())
"""Adjectives of what only looks like an animal or a machine."""
_NAMED = frozenset("thing deed did".split())
"""Slots that name what the goal is about."""
_SUBJECT = re.compile(r"(?:^|[,:] |\band |\bthen |\|were\} )\{thing\} ")
"""Where a clause says what somebody does."""


@dataclass(frozen=True)
class Acting:
    """Somebody or something that acts, and when: early, late or both."""

    phrase: NounPhrase
    times: tuple[str, ...] = ("early", "late")


class Others:
    """Chooses for one prompt."""

    def __init__(self, wish: Wish, known: Known, length: int, chance: Chance) -> None:
        self._wish = wish
        self._known = known
        self._few = FEW if length < MANY_FROM else len(wish.extras)
        self._chance = chance

    def acting(self, scenes: list[Scene]) -> list[Acting]:
        """Whom and what an act is needed for: what the goal is about only where the scenes hardly tell of it."""
        thing = self._wish.thing
        told = sum(
            any(self._tells(clause) for paragraph in scene.paragraphs for clause in paragraph.chosen)
            for scene in scenes
        )
        # What is still to be made cannot act, and whoever stands in the way acts anyhow.
        one = thing is not None and bool(thing.determiner or thing.name) and self._is_alive(thing)
        made = self._wish.act in MAKES - {"learn"} or (self._wish.act == "learn" and not one)
        # The moments of a topic or an arc tell of it, and whoever has died does nothing.
        own = self._wish.topic or any(
            _is_arc_of_thing(paragraph.moment) for scene in scenes for paragraph in scene.paragraphs
        )
        against = thing is not None and self._wish.foe is not None and thing.noun == self._wish.foe.noun
        acts = thing is not None and told < SEEN and not made and not against and not own
        extras = [*self._wish.extras, *self._sold()]
        found = [Acting(_at_hand(extra), times) for extra in extras if (times := self._times(extra))]
        # Whom the prompt names goes along, so they act first.
        found.sort(key=lambda one: not is_companion(one.phrase))
        return [*([Acting(thing.definite())] if thing and acts else []), *found[: self._few]]

    def _times(self, extra: NounPhrase) -> tuple[str, ...]:
        """When it acts; what a remark tells of has a part already, and hardly ever a good one."""
        kind = kind_of(extra)
        if extra.noun in _STILL or self._is_here(extra) or (self._wish.question and kind in _UNASKED):
            return ()
        # What another one is made of does nothing by itself, and what the hero sits in or wears is a part of them.
        worn = extra.noun in self._wish.around and kind in _WORN
        within = self._wish.hero.phrase.within if self._wish.hero else None
        # Whose the danger is has no part in the rescue.
        owner = self._wish.foe is not None and f"{extra.noun}'s" in self._wish.foe.adjectives
        if (
            kind == "material"
            or worn
            or owner
            or (within and extra.noun.split()[-1:] == within.phrase.noun.split()[-1:])
        ):
            return ()
        said = [remark for remark in self._wish.remarks if _names(remark, extra)]
        if self._is_gone(extra):
            return ("early",)
        # What ends it comes with what the remark tells, and not before.
        if any(remark.kind in (*_AGAINST, "until") or _LOST.search(remark.said) for remark in said):
            return ()
        if said:
            return ("early",) if said[0].kind == "after" else ("late",)
        # What a lesson is about is spoken of in it.
        topic = kind == "idea" and self._wish.act in ("learn", "teach") and self._wish.thing is None
        return () if kind in QUIET and not topic else ("early", "late")

    def _sold(self) -> Iterator[NounPhrase]:
        """What there is in a shop or factory of the prompt: the ice cream of an ice cream shop."""
        goal = self._wish.goal
        at = [self._wish.where] if self._wish.where else []
        for phrase in (self._wish.thing, *(item.phrase for item in (*at, *(goal.complements if goal else ())))):
            # Capitals make a name of it: "the Toy Factory".
            said = (phrase.noun or phrase.name.lower()) if phrase else ""
            shop, inside = (lexicon.nouns().get(word) for word in (said, said.rpartition(" ")[0]))
            if shop and shop.kind in ("building", "vehicle") and inside and inside.kind in _SOLD:
                yield NounPhrase(inside.name, determiner="the", plural=inside.kind not in ("food", "drink"))

    def _is_here(self, extra: NounPhrase) -> bool:
        """Whether it is where the deed is done: all of the tale happens there, and nobody goes past it."""
        goal = self._wish.goal
        at = [*(goal.complements if goal else ()), *([self._wish.where] if self._wish.where else [])]
        return any(kind_of(item.phrase) in lexicon.WHERE and item.phrase.noun == extra.noun for item in at)

    def _is_gone(self, extra: NounPhrase) -> bool:
        """Whether it is a thing that a remark says is lost, so that people can only speak of it."""
        gone = any(_GONE.search(remark.said) and _names(remark, extra) for remark in self._wish.remarks)
        return gone and not self._is_alive(extra) and kind_of(extra) not in QUIET

    @staticmethod
    def _is_alive(phrase: NounPhrase | None) -> bool:
        return phrase is not None and (kind_of(phrase) in lexicon.ALIVE or is_companion(phrase))

    def _tells(self, clause: Clause) -> bool:
        """Whether it tells of what the goal is about; of somebody, what they do."""
        living = self._wish.thing is not None and (self._wish.thing.name or self._known.kinds["thing"] in lexicon.ALIVE)
        return bool(_SUBJECT.search(clause.text["en"])) if living else bool(_NAMED & clause.slots)

    def act(self, extra: NounPhrase, when: str, used: set[Clause]) -> Moment | None:
        """A moment in which it acts early or late, and that is not used yet."""
        for stock in self._stocks(extra):
            fit = [moment for moment in stock if moment.limits.get("when", (when,)) == (when,)]
            fit = [moment for moment in fit if moment.clauses[0] not in used]
            if fit:
                return self._chance.pick(f"acts {when} {extra.noun}", fit)
        return None

    def _stocks(self, extra: NounPhrase) -> Iterator[list[Moment]]:
        noun = lexicon.nouns().get(extra.noun)
        number = "mass" if noun and "mass" in noun.tags else "several" if extra.plural else "one"
        known = replace(
            self._known,
            slots=self._known.slots | {"extra"},
            kinds=self._known.kinds | {"extra": number, "size": _size(noun)},
            words=self._known.words | {"extra": extra.noun},
        )
        if self._wish.question:
            # What is asked about is not there, and need not be one.
            yield bank.find("acts", "asked", known=known)
            return
        if self._wish.thing is not None and extra == self._wish.thing.definite():
            # What the goal is about is not in anybody's hands yet.
            yield bank.find("acts", "living" if self._is_alive(extra) else "goal", known=known)
            return
        if self._is_gone(extra):
            yield bank.find("acts", "gone", known=known)
            return
        baby = "baby" in extra.noun.split()
        if is_companion(extra) and not baby:
            yield bank.find("acts", "companion", known=known)
        words = bank.find("acts", known=known)
        word = "baby" if baby and kind_of(extra) == "kin" else extra.noun
        yield [moment for moment in words if word in moment.limits.get("word", ())]
        made = not _MADE.isdisjoint(extra.adjectives)
        kind = "name" if extra.name and noun is None else noun.kind if noun and not made else "thing"
        yield bank.find("acts", kind, known=known)
        yield bank.find("acts", "thing", known=known)


def _at_hand(extra: NounPhrase) -> NounPhrase:
    """As a thing of this tale, not all that there is of it: the laundry."""
    return replace(extra, determiner="the") if extra.determiner == "all" and kind_of(extra) not in QUIET else extra


def _size(noun: lexicon.Noun | None) -> str:
    """Tiny, small, big or huge; empty where it is as usual for its kind."""
    return next((size for size in ("tiny", "small", "big", "huge") if noun and size in noun.tags), "")


def _is_arc_of_thing(moment: Moment) -> bool:
    """Whether it is of a plot that was written as one, and tells of what the goal is about."""
    return arcs.told(moment) and any("thing" in clause.slots for clause in moment.needed)


def is_companion(extra: NounPhrase) -> bool:
    """Whether it is somebody whom the prompt names, so that they are with the hero."""
    kind = kind_of(extra)
    given = bool(titles.role(extra.name)) or any(word.lower() in lexicon.names() for word in extra.name.split())
    return bool(extra.name) and (kind in lexicon.ALIVE - {"animal"} or (not kind and given))


def _names(remark: Remark, extra: NounPhrase) -> bool:
    """Whether a remark speaks of it."""
    words = [extra.name, extra.noun if kind_of(extra) != "place" or not extra.name else ""]
    several = lexicon.nouns()[extra.noun].form("en").plural if extra.noun in lexicon.nouns() else ""
    return any(re.search(rf"\b{re.escape(word)}s?\b", remark.said, re.IGNORECASE) for word in (*words, several) if word)
