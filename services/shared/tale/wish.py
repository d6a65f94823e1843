"""What a prompt wishes for, apart from any language: who, does what, with whom and what, where."""

from collections import Counter
from dataclasses import dataclass, field

from services.shared.tale.phrases import Complement, NounPhrase, VerbPhrase


@dataclass(frozen=True)
class Being:
    """Somebody of the prompt."""

    phrase: NounPhrase = field(default_factory=NounPhrase)
    """What they are: "a shy dragon"; without a noun where the prompt has only a name."""
    name: str = ""
    gender: str = ""
    """"m", "f" or "" where the prompt does not say."""
    several: bool = False
    """The prompt speaks of more than one of them."""


@dataclass(frozen=True)
class Wish:
    """A prompt that was read. None and empty strings stand for what it does not say."""

    hero: Being | None = None
    friend: Being | None = None
    """Who does it with the hero."""
    act: str = ""
    """The class of the action, such as "find"; empty when the prompt has none that is known."""
    goal: VerbPhrase | None = None
    thing: NounPhrase | None = None
    """What or whom the action is about."""
    foe: NounPhrase | None = None
    """Whom or what it is done against."""
    price: NounPhrase | None = None
    """What is given for the thing."""
    skill: VerbPhrase | None = None
    """What is learnt or taught."""
    extras: tuple[NounPhrase, ...] = ()
    """Other people and things of the prompt, each of which the story must have a use for."""
    hints: Counter[str] = field(default_factory=Counter)
    """Themes that its words speak for."""
    home: str = ""
    """The kind of place where it happens."""
    where: Complement | None = None
    """The place itself, where the prompt names one: "by the sea"."""
    trait: str = ""
    """The adjective of the hero's that the story makes something of."""
    takes: bool = False
    """What is stolen is taken by the hero, not from them."""
    calm: bool = False
    """A story to fall asleep by."""
    note: str = ""
    """The text itself, when it could not be read: it may be no sentence at all."""
