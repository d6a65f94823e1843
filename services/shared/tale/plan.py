"""Plan a tale by cause: what is wanted, why it fails, who helps, how it succeeds. Independent of any language.

An obstacle fails for want of something (a lack: skill, courage, light, ...). A help removes that lack, and the mend
that belongs to the obstacle shows it. What the prompt names besides takes part. The same prompt, seed, length, theme
and grade make the same plan on every machine.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from services.contract.request import THEMES
from services.shared.tale import bank, lexicon
from services.shared.tale.bank import Clause, Known, Moment, Place
from services.shared.tale.cast import Person, choose
from services.shared.tale.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish import Wish
from services.shared.tale.wishes import complete

WORDS_FOR = {3: 350, 4: 600}
"""Cast of so many from so many words on."""
OBSTACLES = ((160, 1), (450, 2), (900, 3))
"""Up to so many words a tale has so many obstacles; a longer one has MAX_OBSTACLES."""
MAX_OBSTACLES = 4
LONG_SENTENCES = 7
"""The grade from which on sentences are so long that paragraphs must be."""
EARLY, LATE = 4, 2
"""So many of the prompt's other people and things are told of in any case, early and late; more where there is room."""
MAKES = frozenset("build become cook create grow learn open".split())
"""Classes of action whose thing is there only at the end."""
SEEN = 3
"""Scenes in which what the goal is about should be told of."""
SHORT = 140
"""Up to so many words there is no room to introduce a companion that the prompt does not name."""
LACKS = {
    "courage": "courage", "friendship": "trust", "belonging": "heart", "patience": "calm", "honesty": "trust",
    "sharing": "strength", "discovery": "way", "perseverance": "skill", "kindness": "heart", "imagination": "material",
    "adventure": "way",
}  # fmt: skip
"""What the last obstacle fails for, by the theme."""


@dataclass
class Paragraph:
    """A moment as it is told: the chosen clauses, in groups that are one sentence each."""

    moment: Moment
    chosen: list[Clause]
    extra: NounPhrase | None = None
    """The thing of the prompt that it is about."""
    joined: set[int] = field(default_factory=set)
    """Indexes of the clauses that continue the sentence before them."""
    spare: bool = False
    """It goes first where the tale would be too long."""
    brief: bool = False
    """The place and the goal are only meant: "in the harbour", "do it"."""

    def next_detail(self) -> Clause | None:
        """The first clause that is not told yet; a detail may lean on those before it, so they come in order."""
        return next((clause for clause in self.moment.clauses if clause not in self.chosen), None)

    def add(self, clause: Clause) -> None:
        """Tell this clause too, in its place."""
        self.chosen = [known for known in self.moment.clauses if known in self.chosen or known == clause]

    def simplify(self, clause: Clause) -> None:
        """Tell this clause in plain words."""
        plain = {clause: replace(clause.plain, needed=clause.needed)} if clause.plain else {}
        self.moment = replace(self.moment, clauses=tuple(plain.get(known, known) for known in self.moment.clauses))
        self.chosen = [plain.get(known, known) for known in self.chosen]

    def sentences(self) -> Iterator[list[Clause]]:
        """The chosen clauses, grouped into sentences."""
        group: list[Clause] = []
        for index, clause in enumerate(self.chosen):
            if group and index not in self.joined:
                yield group
                group = []
            group.append(clause)
        if group:
            yield group


@dataclass
class Scene:
    """Paragraphs of one beat: opening, want, interlude, attempt, climax or resolution."""

    beat: str
    paragraphs: list[Paragraph]


@dataclass(frozen=True)
class Plan:
    """All that a telling needs, in any language."""

    cast: tuple[Person, ...]
    place: Place
    theme: str
    wish: Wish
    title: Clause
    scenes: list[Scene]
    known: Known
    """What its moments can tell of."""

    @property
    def goal(self) -> VerbPhrase:
        """What the hero wants to do."""
        if self.wish.goal is None:
            raise ValueError("a plan is made of a complete wish")
        return self.wish.goal

    @property
    def hero(self) -> Person:
        """The main character."""
        return self.cast[0]


def chance_of(text: str, seed: int, theme: str) -> random.Random:
    """The random numbers of one tale: all its choices come from here."""
    # Python's own hash() of a string differs from process to process.
    return random.Random(hashlib.sha256(f"{seed}\n{theme}\n{text}".encode()).digest())  # noqa: S311 - a tale


def sketch(read_wish: Wish, length: int, theme: str, grade: int, chance: random.Random) -> Plan:
    """A plan with the moments that every tale has, in as few words as they can be told."""
    theme = theme or _theme(read_wish, chance)
    wish = complete(read_wish, theme, chance)
    cast = choose(wish, 2 + sum(length >= words for words in WORDS_FOR.values()), chance)
    places = bank.places()
    place = places.get(wish.home) or places[chance.choice(sorted(places))]
    known = _known(wish, cast)
    scenes = _Planner(wish, known, theme, length, chance).scenes(_obstacles(length, grade))
    title = _title(wish, known, chance)
    return Plan(cast, place, theme, wish, title, scenes, known)


def _obstacles(length: int, grade: int) -> int:
    """How many there is room for; what is harder to read has longer sentences, so fewer and longer paragraphs."""
    length = length // 2 if grade >= LONG_SENTENCES else length
    return next((count for words, count in OBSTACLES if length <= words), MAX_OBSTACLES)


def _theme(wish: Wish, chance: random.Random) -> str:
    best = max(wish.hints.values(), default=0)
    return chance.choice([theme for theme in THEMES if wish.hints[theme] == best])


def _known(wish: Wish, cast: tuple[Person, ...]) -> Known:
    phrases = {"thing": wish.thing, "foe": wish.foe, "price": wish.price}
    given = {name: phrase for name, phrase in phrases.items() if phrase}
    people = {person.part: person.role for person in cast}
    slots = {"deed", "did", "place", "there", "folk", "path", "light", "sound", "smell", "a_role", "is_role"}
    slots |= set(given) | {f"a_{name}" for name in given} | set(people) | ({"skill"} if wish.skill else set())
    slots |= {name for part in people for name in (f"{part}_role", f"the_{part}_role")}
    nouns = {name: lexicon.nouns().get(phrase.noun) for name, phrase in (given | people).items()}
    kinds = {name: noun.kind if noun else "" for name, noun in nouns.items()}
    if wish.act == "steal":
        kinds["role"] = "thief" if wish.takes else "robbed"
    words = {name: phrase.noun for name, phrase in (given | people).items()}
    acting = {name for name in ("thing", "foe") if name in given} | ({"friend"} if wish.friend else set())
    return Known(frozenset(slots), kinds, words, frozenset(acting | {"extra"}))


def _title(wish: Wish, known: Known, chance: random.Random) -> Clause:
    own, common = bank.find("title", wish.act, known=known), bank.find("title", known=known)
    return chance.choice([*own, *own, *common]).clauses[0]


class _Planner:
    """Chains the moments of one tale."""

    def __init__(self, wish: Wish, known: Known, theme: str, length: int, chance: random.Random) -> None:
        self._wish = wish
        self._known = known
        self._theme = theme
        self._length = length
        self._chance = chance

    def scenes(self, obstacles: int) -> list[Scene]:
        """Opening, want, attempts, climax, resolution."""
        wish = self._wish
        opening = self._one("opening", "calm" if wish.calm else "")
        shared = next(iter(opening.tags), "")
        introduced = self._one("company", "")
        told = self._length > SHORT or (wish.friend and not wish.friend.several)
        company = Paragraph(introduced, list(introduced.needed) if told else [], spare=True)
        found = [
            Scene("opening", [self._told(opening), company, *self._later("trait", wish.trait, "opening")]),
            Scene("want", [self._told(self._one("want", wish.act)), *self._foe("threat")]),
        ]
        found += [Scene("attempt", self._attempt(obstacle)) for obstacle in self._chosen(obstacles)]
        climax = [
            *self._foe("yield"),
            *self._later("trait", wish.trait, "climax"),
            self._told(self._one("climax", wish.act)),
        ]
        found.append(Scene("climax", climax))
        end = [self._told(self._one("result", wish.act)), *self._later("trait", wish.trait, "closing")]
        end += self._later("closing", "calm" if wish.calm else "", shared)
        found.append(Scene("resolution", [*end, *self._later("lesson", self._theme)]))
        self._place_extras(found)
        return found

    def _attempt(self, obstacle: Moment) -> list[Paragraph]:
        """It fails for want of something; somebody helps; it goes better."""
        help_ = self._one("help", obstacle.limits["lack"][0])
        (name,) = obstacle.tags
        mend = self._chance.choice(bank.find("mend", self._wish.act, name, known=self._known))
        return [self._told(obstacle), self._told(help_), self._told(mend)]

    def _chosen(self, count: int) -> list[Moment]:
        """So many obstacles of different lacks, the theme's last."""
        found = [
            moment
            for moment in bank.find("obstacle", self._wish.act, known=self._known)
            if any(bank.find("mend", self._wish.act, tag, known=self._known) for tag in moment.tags)
        ]
        # A shuffle in which those that weigh more come rather earlier (Efraimidis and Spirakis 2006).
        found.sort(key=lambda moment: self._chance.random() ** (1 / self._weight(moment)), reverse=True)
        found.sort(key=lambda moment: moment.limits["lack"][0] != LACKS[self._theme])
        chosen: list[Moment] = []
        for moment in found:
            if moment.limits["lack"][0] not in {other.limits["lack"][0] for other in chosen}:
                chosen.append(moment)
        return chosen[:count][::-1]

    def _one(self, kind: str, about: str, *tags: str) -> Moment:
        """A moment by chance, rather one that is made for what is known."""
        fit = bank.find(kind, about, *tags, known=self._known) or bank.find(kind, "", *tags, known=self._known)
        return self._chance.choices(fit, [self._weight(moment) for moment in fit])[0]

    def _weight(self, moment: Moment) -> float:
        """How much a moment is preferred: for being made for what is known, and for letting the prompt's others act."""
        told = set().union(*(clause.slots() for clause in moment.needed))
        return 1 + 2 * bool(moment.limits.keys() - bank.OWN) + 2 * len(told & self._known.acting)

    @staticmethod
    def _told(moment: Moment) -> Paragraph:
        return Paragraph(moment, list(moment.needed))

    def _later(self, kind: str, about: str, *tags: str) -> list[Paragraph]:
        """A paragraph that is told when there is room, and there nearly always is."""
        fit = bank.find(kind, about, *tags, known=self._known) if about or kind not in ("trait", "lesson") else []
        return [Paragraph(self._chance.choice(fit), [])] if fit else []

    def _foe(self, kind: str) -> list[Paragraph]:
        """What who stands in the way does; by its own word, else by its kind, else as anything."""
        if self._wish.foe is None:
            return []
        fit = bank.find(kind, known=self._known)
        ranks = [("foe-word" in moment.limits, "foe" in moment.limits) for moment in fit]
        best = [moment for moment, rank in zip(fit, ranks, strict=True) if rank == max(ranks)]
        chosen = self._chance.choice(best) if best else None
        return [Paragraph(chosen, list(chosen.needed), spare=True)] if chosen else []

    def _place_extras(self, scenes: list[Scene]) -> None:
        """The prompt's other people and things act early and late."""
        attempts = [scene for scene in scenes if scene.beat == "attempt"]
        early, late = [scenes[1], *attempts[:1]], [*attempts[-1:], scenes[-2]]
        used: set[Moment] = set()
        for number, extra in enumerate(self._acting(scenes)):
            for when, places in (("early", early), ("late", late)):
                moment = self._act(extra, when, used)
                if moment is None:
                    continue
                used.add(moment)
                scene = places[number % len(places)]
                needed = when == "early" or number < LATE
                told = list(moment.needed) if needed and self._length > SHORT and number < EARLY else []
                # In an attempt before the paragraph that ends it, which what comes next hangs on.
                at = len(scene.paragraphs) - (scene.beat == "attempt")
                scene.paragraphs.insert(at, Paragraph(moment, told, extra, spare=True))

    def _acting(self, scenes: list[Scene]) -> list[NounPhrase]:
        """Whom and what an act is needed for: what the goal is about only where the scenes hardly tell of it."""
        told = sum(
            any("thing" in clause.slots() for paragraph in scene.paragraphs for clause in paragraph.chosen)
            for scene in scenes
        )
        thing = self._wish.thing
        # What is still to be made cannot act, and whoever stands in the way acts anyhow.
        acts = thing is not None and told < SEEN and self._wish.act not in MAKES and thing != self._wish.foe
        return [*([thing.definite()] if thing and acts else []), *self._wish.extras]

    def _act(self, extra: NounPhrase, when: str, used: set[Moment]) -> Moment | None:
        noun = lexicon.nouns().get(extra.noun)
        kind = "name" if extra.name and noun is None else noun.kind if noun else "thing"
        known = replace(
            self._known, slots=self._known.slots | {"extra"}, words=self._known.words | {"extra": extra.noun}
        )
        kinds = [moment for moment in bank.find("acts", kind) if known.fits(moment)]
        words = [moment for moment in bank.find("acts") if extra.noun in moment.limits.get("word", ())]
        for stock in (words, kinds, bank.find("acts", "thing")):
            fit = [moment for moment in stock if moment not in used and moment.limits.get("when", (when,)) == (when,)]
            if fit:
                return known.told(self._chance.choice(fit))
        return None
