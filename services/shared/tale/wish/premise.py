"""The premise of a tale of its own: a thing that does something to whoever uses it, an origin, another world."""

from dataclasses import dataclass

from services.shared.tale.wish.phrases import Complement, VerbPhrase

_BY_THING = frozenset(("until", "free", "asleep", "forgot", "lost", "late", "kind", "quirk"))
"""Sorts in which the deed is that of whoever the tale is about, and not of people."""


@dataclass(frozen=True)
class Premise:
    """What holds in a tale, and is seen in its scenes."""

    sort: str = ""
    """Which of the topic's plots suit: of somebody who does not come "asleep" or "lost", of an origin "painted"."""
    deed: VerbPhrase | None = None
    """What everybody does, or what is refused: "tell the truth" of "a soup that makes everyone tell the truth"."""
    condition: VerbPhrase | None = None
    """What the hero has to do first: "make the cloud laugh"."""
    use: VerbPhrase | None = None
    """What one does to the thing to feel what it does: "taste the soup"."""
    when: Complement | None = None
    """When it happens: "on her birthday"."""
    time: str = "day"
    """The time of day, a word of telling/premises.py, where `when` does not say it."""

    @property
    def by_thing(self) -> bool:
        """Whether the deed is that of whoever the tale is about."""
        return self.sort in _BY_THING

    @property
    def words(self) -> dict[str, str]:
        """The verbs of its deeds, by their names in the bank's limits: of "make it laugh" that is "laugh"."""
        given = {"premise": self.deed, "condition": self.condition}
        return {name: (deed.inner or deed).verb for name, deed in given.items() if deed}

    @property
    def slots(self) -> frozenset[str]:
        """Names in the bank of what it says."""
        names = {"when"}
        names |= {"premise", "premise_did", "hero_premise_did", "thing_did"} if self.deed else set()
        names |= {"condition", "condition_did"} if self.condition else set()
        return frozenset(names | ({"use", "use_did", "hero_use_did"} if self.use else set()))
