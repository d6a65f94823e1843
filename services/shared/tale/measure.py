"""Bring a sketch to its length and its reading grade, both measured on the English telling."""

import math
import random
from collections.abc import Callable, Iterator
from itertools import takewhile

from services.shared.readability import Counts, count
from services.shared.tale import bank
from services.shared.tale.bank import Clause
from services.shared.tale.plan import Paragraph, Plan, Scene, chance_of, sketch
from services.shared.tale.reading import read
from services.shared.tale.telling import Teller

GROUP = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 4, 7: 5, 8: 7}
"""Reading grade to the most clauses that one sentence may have."""
PLAIN_GRADE = 3
"""Up to this grade a tale is told in plain words."""
EASIEST = {1: (0, 1, 99), 2: (1, 2, 99)}
"""For beginning readers, the details that are told first: those of at most this grade by themselves, then this."""
ANY = (99,)
HARD = 7
"""The grade from which on hard details come first."""
EASY = (0, 1, 2, 3, 4)
"""The same for a tale that would be too hard to read otherwise."""
TOLERANCE = 0.1
"""Share by which a tale may be longer or shorter than wished."""
SPARE_TOLERANCE = 0.04
"""Share over the wished length above which what is spare is left out."""
LAST_TOLERANCE = 0.07
"""Share over the wished length above which needed clauses are left out."""
GRADE_TOLERANCE = 0.4
LENGTH_TOLERANCE, LENGTH_WEIGHT = 0.03, 20
"""By so much of its length a tale may be off; each hundredth more counts as a fifth of a grade."""
PLAIN_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Of the clauses, how many are told in plain words until the tale is as easy to read as wished."""
DETAILS_BEFORE_TURNS = 8
INTERLUDES_A_SCENE = 2
LEAST_CLAUSES = 3
"""Fewest clauses with which an interlude still comes to an end."""
GradeOf = Callable[[Clause, Paragraph], float]
Easy = Callable[[Clause, Paragraph], bool]


def make(text: str, *, seed: int, length: int, theme: str, grade: int, language: str = "en") -> Plan:
    """Plan one tale. An empty theme is found from the prompt; `language`: BCP-47 code of the prompt's."""
    best, least = None, math.inf
    for share in PLAIN_SHARES:
        # The same choices each time, with more of the hardest clauses in plain words.
        chance = chance_of(text, seed, theme)
        plan = sketch(read(text, language), length, theme, grade, chance)
        shorten(plan, length, grade, chance)
        _simplify(plan, share)
        lengthen(plan, length, EASY if share > 0.3 else EASIEST.get(grade, ANY), chance, hard=grade >= HARD)
        level(plan, grade, chance)
        found = measured(plan, Teller(plan, "en"))
        missed = max(0.0, found.grade - grade - GRADE_TOLERANCE)
        missed += LENGTH_WEIGHT * max(0.0, abs(found.words - length) / length - LENGTH_TOLERANCE)
        if missed < least:
            best, least = plan, missed
        if not missed:
            break
    if best is None:
        raise ValueError("there is no share of plain clauses to try")
    return best


def _simplify(plan: Plan, share: float) -> None:
    """Tell this share of the clauses in plain words, the hardest to read first."""
    teller = Teller(plan, "en")
    told = [
        (paragraph, clause) for paragraph in _paragraphs(plan) for clause in paragraph.moment.clauses if clause.plain
    ]
    told.sort(key=lambda item: -count(teller.sentence([item[1]], item[0])).grade)
    for paragraph, clause in told[: round(share * len(told))]:
        paragraph.simplify(clause)


# ---- Length


def shorten(plan: Plan, length: int, grade: int, chance: random.Random) -> None:
    """Tell clauses in plain words: all of them for beginning readers, else as many as the wished length takes."""
    teller = Teller(plan, "en")
    told = [(paragraph, clause) for paragraph in _paragraphs(plan) for clause in paragraph.moment.clauses]
    chance.shuffle(told)
    words = measured(plan, teller).words
    for paragraph, clause in told:
        if grade <= PLAIN_GRADE or words > length:
            before = _counts(paragraph, teller).words
            paragraph.simplify(clause)
            words += _counts(paragraph, teller).words - before
    if measured(plan, teller).words > length:
        for scene in plan.scenes:
            for paragraph in scene.paragraphs:
                paragraph.brief = scene.beat in ("opening", "climax")
    for paragraph in reversed(_paragraphs(plan)):
        if paragraph.spare and measured(plan, teller).words > length * (1 + SPARE_TOLERANCE):
            paragraph.chosen = []
    # What is planted in the opening, then what the helper did, then how it ended beside the deed itself.
    ends = [plan.scenes[0], *reversed(plan.scenes[1:-2]), plan.scenes[-1]]
    for paragraph in [paragraph for scene in ends for paragraph in scene.paragraphs]:
        if len(paragraph.chosen) > 1 and measured(plan, teller).words > length * (1 + LAST_TOLERANCE):
            paragraph.chosen.pop()


def lengthen(plan: Plan, length: int, easiest: tuple[int, ...], chance: random.Random, *, hard: bool = False) -> None:
    """Add clauses until one more would miss the wished length by more: easy ones first, as `easiest` says, or hard."""
    teller = Teller(plan, "en")
    total = measured(plan, teller).words

    def counts_of(clause: Clause, paragraph: Paragraph) -> Counts:
        return count(teller.sentence([clause], paragraph))

    def grade_of(clause: Clause, paragraph: Paragraph) -> float:
        return counts_of(clause, paragraph).grade

    for paragraph, clause in _additions(plan, easiest, grade_of, chance, hard=hard):
        words = counts_of(clause, paragraph).words
        if abs(total + words - length) > abs(total - length):
            break
        total += words
        paragraph.add(clause)
    for scene in plan.scenes:
        scene.paragraphs = [paragraph for paragraph in scene.paragraphs if paragraph.chosen]
    plan.scenes[:] = [scene for scene in plan.scenes if scene.paragraphs]


def _paragraphs(plan: Plan) -> list[Paragraph]:
    return [paragraph for scene in plan.scenes for paragraph in scene.paragraphs]


def _additions(
    plan: Plan, easiest: tuple[int, ...], grade_of: GradeOf, chance: random.Random, *, hard: bool
) -> Iterator[tuple[Paragraph, Clause]]:
    """What may be added, in order: the prompt's things, details, openings of scenes, and what happens in between."""
    backbone = _paragraphs(plan)
    waiting = [paragraph for paragraph in backbone if not paragraph.chosen]
    waiting.sort(key=lambda paragraph: paragraph.extra is None)
    yield from ((paragraph, paragraph.moment.clauses[0]) for paragraph in waiting)
    for limit in easiest:

        def easy(clause: Clause, paragraph: Paragraph, limit: int = limit) -> bool:
            return grade_of(clause, paragraph) <= limit

        details = _details(plan, chance, easy, grade_of if hard else None)
        for _, addition in zip(range(DETAILS_BEFORE_TURNS), details, strict=False):
            yield addition
        if limit == easiest[0]:
            yield from _turns(plan, chance)
        yield from details
        yield from _interludes(plan, chance, easy)


def _details(
    plan: Plan, chance: random.Random, easy: Easy, grade_of: GradeOf | None
) -> Iterator[tuple[Paragraph, Clause]]:
    """The next detail of each paragraph in turns, until there is none left.

    Those in which the prompt's others act come first; with `grade_of`, those that are harder to read and can be joined
    to longer sentences, which words that somebody speaks cannot.
    """

    def rank(paragraph: Paragraph) -> float:
        clause = paragraph.next_detail()
        if clause is None:
            return 0.0
        if grade_of is not None:
            return (99.0 if clause.speaker else 0.0) - grade_of(clause, paragraph)
        return float(plan.known.acting.isdisjoint(clause.slots()))

    left = _paragraphs(plan)
    while left:
        chance.shuffle(left)
        left.sort(key=rank)
        for paragraph in list(left):
            clause = paragraph.next_detail()
            if clause is not None and easy(clause, paragraph):
                yield paragraph, clause
            else:
                left.remove(paragraph)


def _turns(plan: Plan, chance: random.Random) -> Iterator[tuple[Paragraph, Clause]]:
    """A sentence that begins a scene, for those that come later."""
    stock = bank.find("turn", known=plan.known)
    chance.shuffle(stock)
    later = [scene for scene in plan.scenes if scene.beat == "attempt"][1:]
    for scene, moment in zip(later, stock, strict=False):
        paragraph = Paragraph(moment, [])
        scene.paragraphs.insert(0, paragraph)
        yield paragraph, moment.clauses[0]


def _interludes(plan: Plan, chance: random.Random, easy: Easy) -> Iterator[tuple[Paragraph, Clause]]:
    """What happens in between: early, after the failures, and late, in scenes of their own."""
    parts = {person.part for person in plan.cast}
    told = {paragraph.moment for paragraph in _paragraphs(plan)}
    stock = [
        moment
        for when in ("early", "between", "late")
        for moment in bank.find("interlude", when, known=plan.known)
        if moment not in told and {"elder", "rival"} & set(moment.tags) <= parts
    ]
    chance.shuffle(stock)
    waiting = {when: [moment for moment in stock if when == moment.about] for when in ("early", "between", "late")}
    first, *later = [scene for scene in plan.scenes if scene.beat == "attempt"]
    climax = next(scene for scene in plan.scenes if scene.beat == "climax")
    # The order in which gaps are filled, each by when it is and the scene that it stands before.
    gaps = [*(("between", scene) for scene in later), ("early", first), ("between", climax), ("late", climax)]
    open_scenes: dict[int, Scene] = {}
    while any(waiting.values()):
        for gap, (when, before) in enumerate(gaps):
            if waiting[when]:
                moment = waiting[when].pop()
                paragraph = Paragraph(moment, [])
                easy_ones = list(takewhile(lambda clause: easy(clause, paragraph), moment.clauses))  # noqa: B023
                if len(easy_ones) < LEAST_CLAUSES:
                    continue
                scene = open_scenes.get(gap)
                if scene is None or len(scene.paragraphs) >= INTERLUDES_A_SCENE:
                    scene = open_scenes[gap] = Scene("interlude", [])
                    plan.scenes.insert(plan.scenes.index(before), scene)
                scene.paragraphs.append(paragraph)
                yield from ((paragraph, clause) for clause in easy_ones)


# ---- Reading grade


def level(plan: Plan, grade: int, chance: random.Random) -> None:
    """Join clauses to longer sentences until the tale's Flesch-Kincaid grade is as near to the wish as it gets."""
    teller = Teller(plan, "en")
    total = measured(plan, teller)
    joints = [
        (paragraph, index)
        for scene in plan.scenes
        for paragraph in scene.paragraphs
        for index in range(1, len(paragraph.chosen))
        if not paragraph.chosen[index].speaker and not paragraph.chosen[index - 1].speaker
    ]
    chance.shuffle(joints)
    # Where the bank says how, first.
    joints.sort(key=lambda joint: not joint[0].chosen[joint[1]].connective)
    for more in (0, 1, 2):
        for paragraph, index in joints:
            if total.grade >= grade:
                return
            if index in paragraph.joined or _group(paragraph, index) > GROUP[grade] + more:
                continue
            before = _counts(paragraph, teller)
            paragraph.joined.add(index)
            joined = total - before + _counts(paragraph, teller)
            if abs(joined.grade - grade) > abs(total.grade - grade):
                paragraph.joined.remove(index)
                continue
            total = joined


def _group(paragraph: Paragraph, index: int) -> int:
    """How many clauses the sentence would have if the clause at `index` joined it."""
    joined = paragraph.joined | {index}
    first = last = index
    while first in joined:
        first -= 1
    while last + 1 in joined:
        last += 1
    return last - first + 1


def measured(plan: Plan, teller: Teller) -> Counts:
    """Counts of the English telling."""
    return sum((_counts(paragraph, teller) for paragraph in _paragraphs(plan)), Counts())


def _counts(paragraph: Paragraph, teller: Teller) -> Counts:
    return sum((count(teller.sentence(group, paragraph)) for group in paragraph.sentences()), Counts())
