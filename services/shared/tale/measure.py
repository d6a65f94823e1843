"""Bring a sketch to its length and its reading grade, both measured on the English telling."""

import random
from collections.abc import Callable, Iterator
from itertools import takewhile

from services.shared.readability import Counts, count
from services.shared.tale import bank
from services.shared.tale.bank import Clause
from services.shared.tale.plan import Paragraph, Plan, Scene, chance_of, sketch
from services.shared.tale.telling import Teller

GROUP = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 4, 7: 5, 8: 7}
"""Reading grade to the most clauses that one sentence may have."""
PLAIN_GRADE = 3
"""Up to this grade a tale is told in plain words."""
LONGEST = {1: (7, 9), 2: (8, 9)}
"""For beginning readers, the details that are told first: those of at most so many words, then so many."""
TOLERANCE = 0.1
"""Share by which a tale may be longer or shorter than wished."""
DETAILS_BEFORE_TURNS = 8
INTERLUDES_A_SCENE = 2
LEAST_CLAUSES = 3
"""Fewest clauses with which an interlude still comes to an end."""
WordsOf = Callable[[Clause, Paragraph], int]
Short = Callable[[Clause, Paragraph], bool]


def make(text: str, *, seed: int, length: int, theme: str, grade: int) -> Plan:
    """Plan one tale. An empty theme is found from the prompt."""
    chance = chance_of(text, seed, theme)
    plan = sketch(text, length, theme, chance)
    shorten(plan, length, grade, chance)
    lengthen(plan, length, grade, chance)
    level(plan, grade, chance)
    return plan


# ---- Length


def shorten(plan: Plan, length: int, grade: int, chance: random.Random) -> None:
    """Tell clauses in plain words: all of them for beginning readers, else as many as the wished length takes."""
    teller = Teller(plan, "en")
    told = [(paragraph, clause) for paragraph in _paragraphs(plan) for clause in paragraph.moment.clauses]
    chance.shuffle(told)
    for paragraph, clause in told:
        if grade <= PLAIN_GRADE or measured(plan, teller).words > length:
            paragraph.simplify(clause)
    if measured(plan, teller).words > length:
        for scene in plan.scenes:
            for paragraph in scene.paragraphs:
                paragraph.brief = scene.beat in ("opening", "climax")


def lengthen(plan: Plan, length: int, grade: int, chance: random.Random) -> None:
    """Add clauses, one at a time, until one more would miss the wished length by more."""
    teller = Teller(plan, "en")
    total = measured(plan, teller).words

    def words_of(clause: Clause, paragraph: Paragraph) -> int:
        return count(teller.sentence([clause], paragraph)).words

    for paragraph, clause in _additions(plan, LONGEST.get(grade, ()), words_of, chance):
        words = words_of(clause, paragraph)
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
    plan: Plan, longest: tuple[int, ...], words_of: WordsOf, chance: random.Random
) -> Iterator[tuple[Paragraph, Clause]]:
    """What may be added, in order: the prompt's things, details, openings of scenes, and what happens in between."""
    backbone = _paragraphs(plan)
    yield from ((paragraph, paragraph.moment.clauses[0]) for paragraph in backbone if not paragraph.chosen)
    yield from _extras(plan, chance)
    for limit in (*longest, 99):

        def short(clause: Clause, paragraph: Paragraph, limit: int = limit) -> bool:
            return words_of(clause, paragraph) <= limit

        details = _details(_paragraphs(plan), chance, short)
        for _, addition in zip(range(DETAILS_BEFORE_TURNS), details, strict=False):
            yield addition
        if limit == (*longest, 99)[0]:
            yield from _turns(plan, chance)
        yield from details
        yield from _interludes(plan, chance, short)


def _extras(plan: Plan, chance: random.Random) -> Iterator[tuple[Paragraph, Clause]]:
    """A moment for each thing that the prompt names beside its goal."""
    stock = bank.find("extra")
    chance.shuffle(stock)
    for number, (moment, extra) in enumerate(zip(stock, plan.extras, strict=False)):
        paragraph = Paragraph(moment, [], extra)
        plan.scenes[1 + number % 3].paragraphs.append(paragraph)
        yield paragraph, moment.clauses[0]


def _details(paragraphs: list[Paragraph], chance: random.Random, short: Short) -> Iterator[tuple[Paragraph, Clause]]:
    """The next detail of each paragraph in turns, until there is none left."""
    left = list(paragraphs)
    while left:
        chance.shuffle(left)
        for paragraph in list(left):
            clause = paragraph.next_detail()
            if clause is not None and short(clause, paragraph):
                yield paragraph, clause
            else:
                left.remove(paragraph)


def _turns(plan: Plan, chance: random.Random) -> Iterator[tuple[Paragraph, Clause]]:
    """A sentence that begins a scene, for those that come later."""
    stock = bank.find("turn")
    chance.shuffle(stock)
    later = [scene for scene in plan.scenes if scene.beat == "attempt"][1:]
    for scene, moment in zip(later, stock, strict=False):
        paragraph = Paragraph(moment, [])
        scene.paragraphs.insert(0, paragraph)
        yield paragraph, moment.clauses[0]


def _interludes(plan: Plan, chance: random.Random, short: Short) -> Iterator[tuple[Paragraph, Clause]]:
    """What happens in between: early, after the failures, and late, in scenes of their own."""
    parts = {person.part for person in plan.cast}
    told = {paragraph.moment for paragraph in _paragraphs(plan)}
    stock = [
        moment
        for moment in bank.find("interlude")
        if moment not in told and {"elder", "rival"} & set(moment.tags) <= parts
    ]
    chance.shuffle(stock)
    waiting = {when: [moment for moment in stock if when in moment.tags] for when in ("early", "between", "late")}
    first, second = [scene for scene in plan.scenes if scene.beat == "attempt"]
    climax = next(scene for scene in plan.scenes if scene.beat == "climax")
    # The order in which gaps are filled, each by when it is and the scene that it stands before.
    gaps = [("between", second), ("early", first), ("between", climax), ("late", climax), ("between", second)]
    open_scenes: dict[int, Scene] = {}
    while any(waiting.values()):
        for gap, (when, before) in enumerate(gaps):
            if waiting[when]:
                moment = waiting[when].pop()
                paragraph = Paragraph(moment, [])
                short_ones = list(takewhile(lambda clause: short(clause, paragraph), moment.clauses))  # noqa: B023
                if len(short_ones) < LEAST_CLAUSES:
                    continue
                scene = open_scenes.get(gap)
                if scene is None or len(scene.paragraphs) >= INTERLUDES_A_SCENE:
                    scene = open_scenes[gap] = Scene("interlude", [])
                    plan.scenes.insert(plan.scenes.index(before), scene)
                scene.paragraphs.append(paragraph)
                yield from ((paragraph, clause) for clause in short_ones)


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
    for paragraph, index in joints:
        if total.grade >= grade:
            break
        if _group(paragraph, index) > GROUP[grade]:
            continue
        before = _counts(paragraph, teller)
        paragraph.joined.add(index)
        joined = total - before + _counts(paragraph, teller)
        if abs(joined.grade - grade) > abs(total.grade - grade):
            paragraph.joined.remove(index)
            break
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
