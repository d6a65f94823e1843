"""How clauses are joined: the next one does not name the same subject again, nor say "so" or "but" a second time."""

import re
from collections.abc import Collection, Sequence

from services.shared.tale.grammar.language import Language
from services.shared.tale.plot import turns
from services.shared.tale.plot.bank import Clause

_SUBJECT = re.compile(r"\{(hero|friend)\} (?!(?:and|y|e|et) )")
_BESIDE = re.compile(r"(?:it|there) ")
"""How a clause begins that leaves no doubt whom the next pronoun means."""
_NAMED = re.compile(r"\{([a-z]+)")
_ONCE = frozenset(("so", "but"))


def subject(text: str, before: Sequence[str], people: Collection[str], language: Language) -> str:
    """The template of a clause, whose subject the templates before it in the sentence may have made known.

    It is so if they have the same subject and name none of the other `people`, which are names of slots.
    """
    match = _SUBJECT.match(text)
    if match is None or not before:
        return text
    name = match[1]
    same = (f"{{{name}}} ", language.again[name] or f"{{{name}}} ")
    known = turns.leads().sub("", before[0], count=1).startswith(same)
    known = known and all(said.startswith(same) or _BESIDE.match(said) for said in before[1:])
    others = {slot for said in before for slot in _NAMED.findall(said)} & set(people) - {name}
    return language.again[name] + text[match.end() :] if known and not others else text


def joint(clause: Clause, last: str, text: str, language: Language) -> str:
    """What joins a clause to `text`, of which `last` joined the end.

    Where the bank does not say how, "and" and ";" take turns.
    """
    own = clause.connective or ("" if last == "and" else "and")
    said = own in _ONCE and (last == own or language.joints[own] in text or text.startswith(language.openers[own]))
    return "and" if said else own


def opener(group: Sequence[Clause], before: Sequence[Clause]) -> str:
    """What begins a sentence: nothing, where the sentence before it in the paragraph has the same."""
    first = group[0].connective
    return "" if first in _ONCE and any(clause.connective == first for clause in before) else first
