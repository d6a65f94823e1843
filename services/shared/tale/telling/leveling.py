"""Join clauses to longer sentences until a tale is as hard to read as wished, measured on the English telling."""

from services.shared.readability import Counts, count
from services.shared.tale.plot.chance import Chance
from services.shared.tale.plot.plan import Plan
from services.shared.tale.plot.scenes import Paragraph
from services.shared.tale.telling.teller import Teller

GROUP = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 4, 7: 5, 8: 7}
"""Reading grade to the most clauses that one sentence may have."""


def level(plan: Plan, grade: int, chance: Chance) -> None:
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
    for more, plain in ((0, True), (1, True), (2, True), (0, False), (1, False), (2, False)):
        for paragraph, index in joints:
            if total.grade >= grade:
                return
            if index in paragraph.joined or _group(paragraph, index) > GROUP[grade] + more:
                continue
            if plain and _repeats(paragraph, index):
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


def _repeats(paragraph: Paragraph, index: int) -> bool:
    """Whether the sentence would have the clause's connective twice: "…, but he fell, but he got up"."""
    word = paragraph.chosen[index].connective or "and"
    first = last = index
    while first - 1 in paragraph.joined:
        first -= 1
    while last + 1 in paragraph.joined:
        last += 1
    others = paragraph.chosen[max(0, first - 1) : last + 1]
    said = any(f", {word} " in clause.text["en"] for clause in others)
    return said or any(clause.connective == word for clause in others[1:] if clause is not paragraph.chosen[index])


def measured(plan: Plan, teller: Teller) -> Counts:
    """Counts of the English telling."""
    return sum((_counts(paragraph, teller) for scene in plan.scenes for paragraph in scene.paragraphs), Counts())


def _counts(paragraph: Paragraph, teller: Teller) -> Counts:
    return sum((count(sentence.text) for sentence in teller.paragraph(paragraph)), Counts())
