"""Plan a tale by cause: what is wanted, why it fails, who helps, how it succeeds. Independent of any language.

An obstacle fails for want of something (a lack: skill, courage, light, ...). A help removes that lack, and the mend
that belongs to the obstacle shows it. What the prompt names besides takes part. The same prompt, seed, length, theme
and grade make the same plan on every machine.
"""

from dataclasses import dataclass, replace

from services.contract.request import THEMES
from services.shared.tale.plot import arcs, bank, facts, topics
from services.shared.tale.plot.bank import Clause, Known, Moment, Place
from services.shared.tale.plot.beginnings import PLANTED, SHORT, Beginnings
from services.shared.tale.plot.beside import Beside
from services.shared.tale.plot.cast import Person, choose
from services.shared.tale.plot.causes import Causes
from services.shared.tale.plot.chance import Chance
from services.shared.tale.plot.others import Others
from services.shared.tale.plot.scenes import Paragraph, Scene
from services.shared.tale.plot.settled import settled
from services.shared.tale.plot.suited import act_for
from services.shared.tale.plot.turns import Turns
from services.shared.tale.plot.wishes import complete, homes
from services.shared.tale.wish.phrases import VerbPhrase
from services.shared.tale.wish.wish import SETTING, Remark, Wish

WORDS_FOR = {3: 350, 4: 600}
"""Cast of so many from so many words on."""
OBSTACLES = ((160, 1), (450, 2), (800, 3), (1100, 4), (1500, 6))
"""Up to so many words a tale has so many obstacles; a longer one has MAX_OBSTACLES."""
MAX_OBSTACLES = 7
LONG_SENTENCES = 7
"""The grade from which on sentences are so long that paragraphs must be."""
JOINED = 6
"""The grade from which on sentences are joined from many clauses."""
EARLY, LATE = 4, 2
"""So many of the prompt's other people and things are told of in any case, early and late; more where there is room."""
SPECIAL = frozenset("skill-word inside".split())
"""Limits by what is learnt and by a room: a moment with one is made for just this prompt."""
LACKS = {
    "courage": "courage", "friendship": "trust", "belonging": "heart", "patience": "calm", "honesty": "trust",
    "sharing": "strength", "discovery": "way", "perseverance": "skill", "kindness": "heart", "imagination": "material",
    "adventure": "way",
}  # fmt: skip
"""What the last obstacle fails for, by the theme."""


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
        """What the hero wants to do; of who is lost, not where: the way home leads away from there."""
        if self.wish.goal is None:
            raise ValueError("a plan is made of a complete wish")
        lost = self.known.kinds.get("role") == "lost"
        return replace(self.wish.goal, complements=()) if lost else self.wish.goal

    @property
    def hero(self) -> Person:
        """The main character."""
        return self.cast[0]


def sketch(
    read_wish: Wish, length: int, theme: str, grade: int, chance: Chance, *, fewer: int = 0, further: int | None = 0,
    easy: bool = False,
) -> Plan:  # fmt: skip
    """A plan with the moments that every tale has, in as few words as they can be told.

    `fewer`: so many obstacles less than there is room for, but one. `further`: so many plots further than the one
    that is the seed's turn; None for moments that are mixed, where there are any. `easy`: whether it begins in short
    sentences.
    """
    given, theme = theme, theme or _theme(read_wish, chance)
    wish = complete(topics.shaped(read_wish), theme)
    cast = choose(wish, 2 + sum(length >= words for words in WORDS_FOR.values()), chance)
    wish = replace(wish, act=act_for(wish), remarks=_remarks(wish))
    places = bank.places()
    place = places.get(wish.home) or places[chance.pick("place", homes(wish, places))]
    known = settled(wish, cast, place)
    known = arcs.chosen(wish.about, known, chance, further=further)
    wish = replace(wish, act=known.kinds["act"])
    if wish.foe and "arc" in known.kinds and arcs.has_single_foe(wish.about, known):
        wish = replace(wish, foe=wish.foe.one_of_them())
    causes = Causes(known, chance, joined=grade >= JOINED)
    # Without a theme that was asked for, its lesson is what the last attempt has taught.
    obstacles = max(1, _obstacles(length, grade) - fewer)
    begun = Beginnings(wish, known, length, chance, easy=easy)
    scenes = _Planner(wish, known, theme, given, length, chance, causes).scenes(obstacles, begun)
    title = _title(wish, known, chance)
    return Plan(cast, place, theme, wish, title, scenes, known)


def _remarks(wish: Wish) -> tuple[Remark, ...]:
    """What the prompt says beside the goal, without what the goal itself is for, which the end tells."""
    purpose = wish.goal.purpose if wish.goal else None
    return tuple(
        remark for remark in wish.remarks if not (purpose and remark.deed and remark.deed.verb == purpose.verb)
    )


def _obstacles(length: int, grade: int) -> int:
    """How many there is room for; what is harder to read has longer sentences, so fewer and longer paragraphs."""
    length = length // 2 if grade >= LONG_SENTENCES else length
    return next((count for words, count in OBSTACLES if length <= words), MAX_OBSTACLES)


def _theme(wish: Wish, chance: Chance) -> str:
    best = max(wish.hints.values(), default=0)
    return chance.pick("theme", [theme for theme in THEMES if wish.hints[theme] == best])


def _title(wish: Wish, known: Known, chance: Chance) -> Clause:
    """The title: the arc's or the topic's own; where neither has one, one of the class, or one that fits any tale.

    What a title of the class promises is told where its moments are mixed, and not in an arc.
    """
    own, common = arcs.own(bank.find("title", wish.about, known=known)), bank.find("title", known=known)
    if (wish.topic and own) or any(map(arcs.told, own)):
        return chance.pick("title", own).clauses[0]
    return chance.pick("title", common if "arc" in known.kinds else [*own, *own, *common]).clauses[0]


def _special(moment: Moment) -> bool:
    """Whether it is made for just this prompt."""
    return bool(SPECIAL & moment.limits.keys())


class _Planner:
    """Chains the moments of one tale."""

    def __init__(
        self, wish: Wish, known: Known, theme: str, lesson: str, length: int, chance: Chance, causes: Causes
    ) -> None:
        self._wish = wish
        self._known = known
        self._theme = theme
        self._lesson = lesson
        self._length = length
        self._chance = chance
        self._beside = Beside(wish.remarks, known, chance)
        self._causes = causes
        self._turns = Turns(known, chance)

    def scenes(self, obstacles: int, beginnings: Beginnings) -> list[Scene]:
        """Opening, want, attempts, climax, resolution."""
        wish = self._wish
        begun = beginnings.begun(self._beside.clauses("trait", "before", "other", "near"))
        want = self._around(
            "want", (SETTING, "first", "setback", "time"), ("state", "reason", "aim", "trouble", "more")
        )
        found = [
            Scene("opening", [begun.opening, *begun.after]),
            Scene("want", [want, *(self._foe("threat", want) if wish.act != "face" else [])]),
        ]
        tried = self._chosen(obstacles)
        found += [Scene("attempt", self._attempt(obstacle, first=not index)) for index, obstacle in enumerate(tried)]
        # An arc's climax goes on from its last attempt, so that what comes then comes before that one.
        sooner = not wish.topic and len(tried) > 1 and arcs.told(tried[-1]) and not self._beside.ends
        if sooner:
            found[-1].paragraphs[0].begin_with(self._beside.clauses("until"))
        won = self._around("climax", ("way",) if sooner else ("until", "way"), ())
        climax = [
            *(self._causes.gained(tried) if self._length > SHORT and wish.act != "rest" else []),
            *(self._foe("yield", won) if self._length >= PLANTED else []),
            self._with_reply(won),
        ]
        found.append(Scene("climax", climax))
        result = self._around("result", ("after",), ("answered", "over"))
        aims = bank.find("purpose", known=self._known)
        done = [self._told(self._chance.pick("purpose", aims, self._weight))] if aims else []
        end = [*done, result, *begun.endings]
        echo = bank.find("echo", wish.about, known=self._known)
        # What fits any tale is told too, so that another seed ends with another picture; a topic and an arc have their
        # own. So has whoever falls asleep, and they have learnt nothing.
        own = bool(wish.topic) or wish.act == "rest" or arcs.told(won.moment)
        echo = [moment for moment in echo if arcs.told(moment)] if arcs.told(won.moment) else echo
        echo += [] if own else bank.find("echo", known=self._known)
        if not own:
            end += self._later("lesson", self._lesson) or self._causes.learnt(tried)
        last = [self._told(self._chance.pick("echo", echo, self._weight))] if echo else []
        end += [replace(told, runs_on=bool(end[len(done) + 1 :])) for told in last]
        found.append(Scene("resolution", end))
        self._place_others(found)
        return found

    def _attempt(self, obstacle: Moment, *, first: bool) -> list[Paragraph]:
        """It fails for want of something; somebody helps; it goes better."""
        help_ = self._one("help", obstacle.limits["lack"][0])
        (name,) = obstacle.tags
        mend = self._chance.pick(f"mend {name}", bank.find("mend", obstacle.about, name, known=self._known))
        failed = self._told(self._causes.failed(obstacle, first=first))
        return [failed, self._told(help_), replace(self._told(self._turns.turned(mend, help_)), after=failed)]

    def _chosen(self, count: int) -> list[Moment]:
        """So many obstacles of different lacks, the theme's last."""
        fit = [
            moment
            for moment in bank.find("obstacle", self._wish.about, known=self._known)
            if any(bank.find("mend", moment.about, tag, known=self._known) for tag in moment.tags)
        ]
        arc = [moment for moment in fit if arcs.told(moment)][-count:]
        count -= len(arc)
        found = self._chance.order("obstacle", [moment for moment in fit if not arcs.told(moment)], self._weight)
        found.sort(key=lambda moment: (not _special(moment), moment.limits["lack"][0] != LACKS[self._theme]))
        chosen: list[Moment] = []
        for moment in found:
            if moment.limits["lack"][0] not in {other.limits["lack"][0] for other in chosen}:
                chosen.append(moment)
        # The theme's last, but none before what it needs.
        told = chosen[:count]
        told.reverse()
        # What an arc tries last leads to its climax, so all else comes before it.
        return [*sorted(told, key=lambda moment: moment.limits.get("stage", ("2",))[0]), *arc]

    def _one(self, kind: str, about: str, *tags: str) -> Moment:
        """A moment by chance, rather one that is made for what is known."""
        fit = bank.find(kind, about, *tags, known=self._known) or bank.find(kind, "", *tags, known=self._known)
        return self._chance.pick(f"{kind} {about}", arcs.own(fit), self._weight)

    def _weight(self, moment: Moment) -> float:
        """How much a moment is preferred: for being made for what is known, and for letting the prompt's others act."""
        told = set().union(*(clause.slots for clause in moment.needed))
        made = any(name not in bank.OWN and not name.startswith("not-") for name in moment.limits)
        made_for_friend = "friend-word" in moment.limits
        return 1 + 2 * made + 6 * made_for_friend + 20 * _special(moment) + 6 * len(told & self._known.acting)

    def _with_reply(self, climax: Paragraph) -> Paragraph:
        """The climax, and in the same paragraph the answer to a question: a true one if it is known."""
        if self._wish.question:
            reply = facts.answer(self._wish.question) or self._one("reply", self._wish.question.kind)
            climax.moment = replace(climax.moment, clauses=(*climax.moment.clauses, *reply.clauses))
            climax.chosen += reply.needed
        return climax

    def _around(self, kind: str, before: tuple[str, ...], after: tuple[str, ...]) -> Paragraph:
        """The moment of this kind for the action, with what the prompt says before and after it."""
        moment = self._one(kind, self._wish.about)
        parts = (self._beside.clauses(*before), moment.needed, self._beside.clauses(*after))
        told = [clause for part in parts for clause in part]
        details = [clause for clause in moment.clauses if not clause.needed]
        return Paragraph(replace(moment, clauses=(*told, *details)), told)

    @staticmethod
    def _told(moment: Moment) -> Paragraph:
        return Paragraph(moment, list(moment.needed))

    def _later(self, kind: str, about: str, *tags: str) -> list[Paragraph]:
        """A paragraph that is told when there is room, and there nearly always is."""
        fit = bank.find(kind, about, *tags, known=self._known) if about or kind != "lesson" else []
        return [Paragraph(self._chance.pick(f"{kind} {tags}", fit), [])] if fit else []

    def _foe(self, kind: str, beside: Paragraph) -> list[Paragraph]:
        """What who stands in the way does; by its own word, else by its kind, else as anything.

        Nothing where `beside`, of an arc, tells of it, nor in an arc without anybody who stands in the way.
        """
        told = arcs.told(beside.moment) and any("foe" in clause.slots for clause in beside.moment.needed)
        if "foe" not in self._known.slots or told or self._is_peaceful():
            return []
        fit = bank.find(kind, known=self._known)
        ranks = [tuple(limit in moment.limits for limit in ("act", "foe-word", "foe")) for moment in fit]
        best = [moment for moment, rank in zip(fit, ranks, strict=True) if rank == max(ranks)]
        chosen = self._chance.pick(kind, best) if best else None
        return [Paragraph(chosen, list(chosen.needed), spare=True)] if chosen else []

    def _is_peaceful(self) -> bool:
        """Whether the arc is one for a danger that is nobody and nothing, such as a circus's closing."""
        wants = [moment for moment in bank.find("want", self._wish.about, known=self._known) if arcs.told(moment)]
        return "arc" in self._known.kinds and any("not-foe" in moment.limits for moment in wants)

    def _place_others(self, scenes: list[Scene]) -> None:
        """The prompt's other people and things act early and late."""
        attempts = [scene for scene in scenes if scene.beat == "attempt"]
        scenes_for = {"early": [scenes[1], *attempts[:1]], "late": [*attempts[-1:], scenes[-2]]}
        others = Others(self._wish, self._known, self._length, self._chance)
        used: set[Clause] = set()
        for number, acting in enumerate(others.acting(scenes)):
            for when in acting.times:
                moment = others.act(acting.phrase, when, used)
                if moment is None:
                    continue
                used.add(moment.clauses[0])
                scene = scenes_for[when][number % len(scenes_for[when])]
                needed = when == "early" or number < LATE
                told = list(moment.needed) if needed and self._length > SHORT and number < EARLY else []
                # Where a scene begins or ends: an attempt, its help and its mend hang on each other.
                at = {"attempt": 0, "climax": len(scene.paragraphs) - 1}.get(scene.beat, len(scene.paragraphs))
                scene.paragraphs.insert(at, Paragraph(moment, told, acting.phrase, spare=True))
