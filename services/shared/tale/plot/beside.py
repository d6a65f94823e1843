"""Put what a prompt says beside its goal into the paragraphs of the plan where it belongs."""

import re
from dataclasses import replace
from itertools import zip_longest

from services.shared.tale.plot import bank
from services.shared.tale.plot.bank import Clause, Known, Moment
from services.shared.tale.plot.chance import Chance
from services.shared.tale.wish.wish import Remark
from services.shared.tale.words.lexicon import CODES

SLOTS = ("said", "remark", "remark_did")
"""The slots of a remark in the bank; in a plan they end with its letter, "said_a" is the first one's."""
LETTERS = "abc"
_ENDS = re.compile(r"\b(?:found|saved|rescued|helped|solved|won|succeeded|showed)\b")
"""What a remark says of how it ends."""
_ENDED = {"answered": "trouble", "over": "before"}
"""What the end says of remarks of a kind."""
_SLOT = re.compile(rf"{{({'|'.join(SLOTS)})([}}:#])")


class Beside:
    """The clauses that tell the remarks of one prompt."""

    def __init__(self, remarks: tuple[Remark, ...], known: Known, chance: Chance) -> None:
        self._remarks = list(zip(LETTERS, remarks, strict=False))
        self._known = replace(known, slots=known.slots | set(SLOTS))
        self._chance = chance
        self._told: list[Moment] = []

    @property
    def ends(self) -> bool:
        """Whether what comes at last is how it ends: "until a mouse finds it"."""
        return any(remark.kind == "until" and _ENDS.search(remark.said) for _, remark in self._remarks)

    def clauses(self, *kinds: str) -> tuple[Clause, ...]:
        """Those of the remarks of these kinds; "answered" and "over" say that it is so no more."""
        found: list[Clause] = []
        for letter, remark in self._remarks:
            kind = next((end for end, begun in _ENDED.items() if end in kinds and remark.kind == begun), remark.kind)
            # How it went with what the goal is about, the deed has told.
            told = kind == "answered" and remark.thing and remark.thing.noun == self._known.words.get("thing")
            # What somebody else wants is no trouble that ends.
            told = told or (kind == "answered" and " wanted " in f" {remark.said} ")
            if kind not in kinds or told:
                continue
            # As a deed only where the bank has a line for that.
            forms = [*(["-deed"] if remark.deed else []), *([""] if remark.thing else []), "-alone"]
            form = next((form for form in forms if bank.find("remark", f"{kind}{form}", known=self._known)), "-alone")
            moment = self._picked(f"{kind}{form}", kind, letter)
            codes = [code for code in CODES[1:] if code in remark.own or remark.statement]
            said = self._picked(f"{kind}-said", kind, letter) if codes else None
            if moment is None:
                continue
            texts = (clause.text for clause in said.needed) if said else ()
            for clause, own in zip_longest(moment.needed, texts):
                said_own = {code: own[code] for code in codes} if own else {}
                if own and form != "-deed":
                    said_own |= {"en": own["en"]}
                found.append(_named(replace(clause, text=clause.text | said_own), letter))
        return tuple(found)

    def _picked(self, about: str, kind: str, letter: str) -> Moment | None:
        """A moment that was not told before; None where there is none."""
        fit = [moment for moment in bank.find("remark", about, known=self._known) if moment not in self._told]
        if not fit:
            return None
        moment = self._chance.pick(f"remark {kind} {letter}", fit)
        self._told.append(moment)
        return moment


def _named(clause: Clause, letter: str) -> Clause:
    return replace(clause, text={code: _SLOT.sub(rf"{{\1_{letter}\2", text) for code, text in clause.text.items()})
