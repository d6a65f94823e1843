"""Bring a sketch to its length and its reading grade, both measured on the English telling."""

import math
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, takewhile

from services.shared.readability import Counts, count
from services.shared.tale.plot import bank, leaning
from services.shared.tale.plot.bank import Clause
from services.shared.tale.plot.beginnings import PLANTED
from services.shared.tale.plot.chance import Chance
from services.shared.tale.plot.plan import Plan, sketch
from services.shared.tale.plot.scenes import Paragraph, Scene, introduce
from services.shared.tale.reading.read import read
from services.shared.tale.telling.leveling import level, measured
from services.shared.tale.telling.teller import Teller

PLAIN_GRADE = 3
"""Up to this grade a tale is told in plain words."""
EASIEST = {1: (0, 1, 99), 2: (1, 2, 99)}
"""For beginning readers, the details that are told first: those of at most this grade by themselves, then this."""
ANY = (99,)
HARD = 7
"""The grade from which on hard details come first."""
JOINING = 0.02
"""Share of a hard tale's words that only join its clauses."""
EASY = (0, 1, 2, 3, 4)
"""The same for a tale that would be too hard to read otherwise."""
TOLERANCE = 0.1
"""Share by which a tale may be longer or shorter than wished."""
SPARE_TOLERANCE = 0.04
"""Share over the wished length above which what is spare is left out."""
LAST_TOLERANCE = 0.04
"""Share over the wished length above which needed clauses are left out."""
GRADE_TOLERANCE, EASY_TOLERANCE = 0.4, 0.8
"""By so many grades a tale may be harder, and easier."""
PLOT_TOLERANCE, SHORT_PLOT = 0.08, 1000
"""Share of its length by which a tale of fewer than SHORT_PLOT words may be off when it tells an arc: few moments of
an arc can be left out or added."""
NEAR = 0.1
"""So many grades more than those a tale may still be off, so that the plot that is its turn is told."""
MIXED = 0.5
"""The same for whoever reads well, so that a plot is told rather than mixed moments."""
PLOTS = 3
"""So many plots are tried until one has the length and the grade, before moments are mixed."""
LENGTH_TOLERANCE, LENGTH_WEIGHT = 0.03, 20
"""By so much of its length a tale may be off; each hundredth more counts as a fifth of a grade."""
FEWER = (160, 800)
"""Lengths, in words, between which one obstacle more or less decides how hard a tale is to read."""
TRIES = ((0.0, 0), (0.0, 1), (0.01, 0), (0.25, 0), (0.5, 0), (0.75, 0), (1.0, 0))
"""Tellings in the order of trying: the share of paragraphs in plain words, and how many obstacles are left
out. Plain words make a tale easier to read, and so does a beginning in short sentences, which comes before them. An
obstacle less leaves room for long words, where it is too easy."""
INTERLUDES_A_SCENE = 2
LONG = 1600
"""A tale of so many words or more may be filled with interludes that have little to do with it, after all others."""
WHOLE = frozenset({"want", "climax", "result"})
"""Kinds of moments that are told in plain words last: what is wanted, and how it is won."""
FRAMING = frozenset({"opening", "closing"})
"""Tags of the moments that show how the hero is."""
LEAST_CLAUSES = 3
"""Fewest clauses with which an interlude still comes to an end."""
GradeOf = Callable[[Clause, Paragraph], float]
Easy = Callable[[Clause, Paragraph], bool]


def make(text: str, *, seed: int, length: int, theme: str, grade: int, language: str = "en") -> Plan:
    """Plan one tale. An empty theme is found from the prompt; `language`: BCP-47 code of the prompt's."""
    wish = read(text, language)

    def tried(further: int | None, share: float, fewer: int) -> Plan:
        # The same choices each time, with more of the hardest clauses in plain words.
        chance = Chance(text, theme, seed)
        plan = sketch(wish, length, theme, grade, chance, fewer=fewer, further=further, easy=share > 0)
        _fit(plan, share, length, grade, chance)
        return plan

    best, least = _best(partial(tried, 0), length, grade)
    for further in (*range(1, PLOTS), None):
        # A plot that was written as one has few words to choose from; another one may have the right ones.
        enough = MIXED if further is None and grade > PLAIN_GRADE else NEAR
        if least <= enough or "arc" not in best.known.kinds:
            break
        plan, missed = _best(partial(tried, further), length, grade)
        best, least = (plan, missed) if missed < least else (best, least)
    return best


def _best(tried: Callable[[float, int], Plan], length: int, grade: int) -> tuple[Plan, float]:
    """The telling that misses length and grade the least, and by how much, in grades."""
    best, least, too_easy = None, math.inf, False
    for share, fewer in TRIES:
        if fewer and not too_easy:
            continue
        plan = tried(share, fewer)
        found = measured(plan, Teller(plan, "en"))
        too_easy = found.grade < grade - EASY_TOLERANCE
        missed = max(0.0, found.grade - grade - GRADE_TOLERANCE, grade - found.grade - EASY_TOLERANCE)
        tolerance = PLOT_TOLERANCE if "arc" in plan.known.kinds and length < SHORT_PLOT else LENGTH_TOLERANCE
        missed += LENGTH_WEIGHT * max(0.0, abs(found.words - length) / length - tolerance)
        if missed < least:
            best, least = plan, missed
        # Plain words would make it easier still.
        if not missed or (too_easy and (fewer or not FEWER[0] < length <= FEWER[1])):
            break
    if best is None:
        raise ValueError("there is no share of plain clauses to try")
    return best, least


def _fit(plan: Plan, share: float, length: int, grade: int, chance: Chance) -> None:
    """Bring a sketch to its length and grade, with this share of its paragraphs in plain words."""
    shorten(plan, length, grade, chance)
    _simplify(plan, share)
    _agree(plan)
    _close(plan, length)
    hard = grade >= HARD
    easiest = EASY if share > 0.3 and not hard else EASIEST.get(grade, ANY)
    lengthen(plan, round(length * (1 - JOINING)) if hard else length, easiest, chance, hard=hard)
    introduce(_paragraphs(plan), plan.cast[2:])
    level(plan, grade, chance)


def _simplify(plan: Plan, share: float) -> None:
    """Tell this share of the paragraphs in plain words, the hardest to read first."""
    teller = Teller(plan, "en")
    told = [
        (max(count(teller.sentence([clause], paragraph)).grade for clause in hard), paragraph)
        for paragraph in _paragraphs(plan)
        if (hard := [clause for clause in paragraph.moment.clauses if clause.plain])
    ]
    told.sort(key=lambda item: -item[0])
    for _, paragraph in told[: round(share * len(told))]:
        _in_plain_words(plan, paragraph)


def _agree(plan: Plan) -> None:
    """Tell in plain words what speaks of something as known that only long words would have told of."""
    full, said = frozenset[str](), frozenset[str]()
    for paragraph in _paragraphs(plan):
        whole = paragraph.whole or paragraph.moment
        needed = [clause for clause in paragraph.chosen if clause.plain]
        if any(leaning.missed(clause.text["en"], full - leaning.COMMON, said) for clause in needed):
            _in_plain_words(plan, paragraph)
        full |= leaning.told(clause.text["en"] for clause in whole.clauses)
        said |= leaning.told(clause.text["en"] for clause in paragraph.chosen)


def _in_plain_words(plan: Plan, paragraph: Paragraph) -> None:
    """Tell it in plain words, and what goes on from it."""
    for item in (paragraph, *(later for later in _paragraphs(plan) if later.after is paragraph)):
        item.simplify()


# ---- Length


def shorten(plan: Plan, length: int, grade: int, chance: Chance) -> None:
    """Tell clauses in plain words: all of them for beginning readers, else as many as the wished length takes."""
    teller = Teller(plan, "en")
    told = _paragraphs(plan)
    chance.shuffle(told)
    told.sort(key=lambda paragraph: paragraph.moment.kind in WHOLE)
    for paragraph in told:
        if grade <= PLAIN_GRADE or measured(plan, teller).words > length:
            _in_plain_words(plan, paragraph)
    if measured(plan, teller).words > length:
        for scene in plan.scenes:
            for paragraph in scene.paragraphs:
                paragraph.brief = scene.beat == "climax"
    for paragraph in reversed(_paragraphs(plan)):
        if paragraph.spare and measured(plan, teller).words > length * (1 + SPARE_TOLERANCE):
            paragraph.chosen = []
    # What shows an adjective of the hero's comes with what becomes of it.
    framing = [paragraph for paragraph in _paragraphs(plan) if paragraph.moment.tags & FRAMING]
    if not all(paragraph.chosen for paragraph in framing):
        for scene in plan.scenes:
            scene.paragraphs = [paragraph for paragraph in scene.paragraphs if paragraph.moment.kind != "trait"]
    # What is planted in the opening, then what the helper did, then how it ended beside the deed itself.
    ends = [plan.scenes[0], *reversed(plan.scenes[1:-2]), plan.scenes[-1]]
    for paragraph in [paragraph for scene in ends for paragraph in scene.paragraphs]:
        if len(paragraph.chosen) > 1 and measured(plan, teller).words > length * (1 + LAST_TOLERANCE):
            paragraph.chosen.pop()


def _close(plan: Plan, length: int) -> None:
    """Tell how what the opening plants ends, before anything else is added; or else plant nothing."""
    teller = Teller(plan, "en")
    for closing in [paragraph for paragraph in _paragraphs(plan) if paragraph.moment.kind == "closing"]:
        opening = closing.after
        if opening is None:
            continue
        for plain in (False, True):
            if plain:
                closing.simplify()
            told = len(opening.chosen) > 1 and not any(map(opening.hides, closing.moment.needed))
            closing.chosen = list(closing.moment.needed) if told else []
            if told and measured(plan, teller).words <= length * (1 + LENGTH_TOLERANCE):
                return
        first = opening.moment.clauses[0]
        opening.chosen = [first] if "hero" in first.slots else opening.chosen
        for scene in plan.scenes:
            scene.paragraphs = [paragraph for paragraph in scene.paragraphs if paragraph is not closing]


def lengthen(plan: Plan, length: int, easiest: tuple[int, ...], chance: Chance, *, hard: bool = False) -> None:
    """Add clauses until one more would miss the wished length by more: easy ones first, as `easiest` says, or hard."""
    teller = Teller(plan, "en")
    total = measured(plan, teller).words

    def counts_of(clause: Clause, paragraph: Paragraph) -> Counts:
        return count(teller.sentence([clause], paragraph))

    def grade_of(clause: Clause, paragraph: Paragraph) -> float:
        return counts_of(clause, paragraph).grade

    for paragraph, clause in _additions(plan, length, easiest, grade_of, chance, hard=hard):
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
    plan: Plan, length: int, easiest: tuple[int, ...], grade_of: GradeOf, chance: Chance, *, hard: bool
) -> Iterator[tuple[Paragraph, Clause]]:
    """What may be added at a time, in order: the prompt's things, details, what happens in between."""
    waiting = [paragraph for paragraph in _paragraphs(plan) if not paragraph.chosen]
    waiting.sort(key=lambda paragraph: paragraph.extra is None)
    for paragraph in waiting:
        for clause in paragraph.moment.needed:
            if paragraph.next_detail() is clause:
                yield paragraph, clause
    for limit in easiest:

        def easy(clause: Clause, paragraph: Paragraph, limit: int = limit) -> bool:
            return grade_of(clause, paragraph) <= limit

        details = _details(plan, chance, easy, grade_of if hard else None)
        # A short tale of real life, or of one plot, is about that alone.
        between = length >= PLANTED or not (plan.wish.topic or "arc" in plan.known.kinds)
        yield from chain(details, _interludes(plan, length, chance, easy) if between else ())


def _details(plan: Plan, chance: Chance, easy: Easy, grade_of: GradeOf | None) -> Iterator[tuple[Paragraph, Clause]]:
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
        return float(plan.known.acting.isdisjoint(clause.slots))

    props = bank.props(plan.wish.about)
    left = _paragraphs(plan)
    more = True
    while more:
        chance.shuffle(left)
        left.sort(key=rank)
        said = leaning.told(clause.text["en"] for paragraph in _paragraphs(plan) for clause in paragraph.chosen)
        more = False
        for paragraph in list(left):
            clause = paragraph.next_detail()
            # One that leans on what is not told waits, for that may still come.
            if clause is not None and not leaning.missed(clause.text["en"], props, said):
                if easy(clause, paragraph):
                    more = True
                    yield paragraph, clause
                else:
                    left.remove(paragraph)


def _interludes(plan: Plan, length: int, chance: Chance, easy: Easy) -> Iterator[tuple[Paragraph, Clause]]:
    """What happens in between: early, after the failures, and late, in scenes of their own."""
    parts = {person.part for person in plan.cast}
    told = {paragraph.moment.clauses[0] for paragraph in _paragraphs(plan)}
    stock = [
        moment
        for when in ("early", "between", "late")
        for moment in bank.find("interlude", when, known=plan.known)
        if moment.clauses[0] not in told and {"elder", "rival"} & set(moment.tags) <= parts
        if length >= LONG or "long" not in moment.tags
    ]
    stock = chance.order("interlude", stock)
    # They are taken from the end.
    stock.sort(key=lambda moment: "long" not in moment.tags)
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
