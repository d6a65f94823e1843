"""What a prompt wishes for, apart from any language: who, does what, with whom and what, where."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from services.shared.tale.wish.phrases import Complement, NounPhrase, Statement, VerbPhrase
from services.shared.tale.wish.premise import Premise

SETTING = "setting"
"""The kind of a remark that says when all of it happens: "it was Christmas Eve"."""
WHEN = "when"
"""The kind of a remark that a topic's own moments tell: when it happens."""
MAKES = frozenset("build become cook create grow learn open".split())
"""Classes of action whose thing is there only at the end."""
GENERIC = frozenset("face learn become answer help".split())
"""Classes of action that can be about all of a kind: "stop being afraid of bridges"."""


@dataclass(frozen=True)
class Question:
    """A question as the story tells it. Words that agree with who asks are {:he|she}."""

    kind: str
    """Its question word; "whether" for one that is answered by yes or no, "degree" for "how big"."""
    clause: str
    """What somebody wants to know: "where the wind sleeps", "whether a fish can fly"."""
    statement: str
    """What is known with the answer, without the question word: "the wind sleeps"."""


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
class Remark:
    """What a prompt says beside its goal."""

    kind: str
    """One of these. Of the hero: `trait`, and `before` for a state that ends. Of what the goal is about: `other` and
    `near`. What happens first: `first`, or `setback` where it goes badly. Of the goal: `trouble`, `reason`, `aim`,
    `time`, `way` for how it is done, `until` for what ends it, `after` for what comes of it. Of others: `more`."""
    said: str
    """In English, in the simple past and nearly word for word; {:he|she} agrees with the hero."""
    deed: VerbPhrase | None = None
    """The same as something that the hero does, where it is that."""
    thing: NounPhrase | None = None
    """What it is about."""
    words: tuple[str, ...] = ()
    """The clause as it was read, in lower case."""
    subject: str = ""
    """What stands before these words: "hero", "before" (the noun that they are about), "thing" (the sentence's subject,
    which is not the hero), "whose" (something of the hero's), "other", or nothing, where they name it themselves."""
    statement: Statement | None = None
    """The same apart from any language, where all of it can be said so."""
    own: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The same in other languages, by BCP-47 code, as far as it can be told there."""


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
    form: NounPhrase | None = None
    """What the thing is turned into."""
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
    remarks: tuple[Remark, ...] = ()
    """What is said beside the goal."""
    around: frozenset[str] = frozenset()
    """Nouns of the extras that only say where something is or whose: no goal."""
    trait: str = ""
    """The adjective of the hero's that the story makes something of."""
    takes: bool = False
    """What is stolen is taken by the hero, not from them."""
    question: Question | None = None
    """What is asked, where the prompt is a question."""
    calm: bool = False
    """A story to fall asleep by."""
    language: str = "en"
    """BCP-47 code of the prompt's language."""
    genders: dict[str, str] = field(default_factory=dict)
    """What gender the prompt's articles give to its words, in a language that has genders."""
    nouns: dict[str, str] = field(default_factory=dict)
    """By English noun, the word that the prompt has for it in its own language: its forms, as the lexicon has them."""
    note: str = ""
    """The text itself, when it could not be read: it may be no sentence at all."""
    missed: tuple[str, ...] = ()
    """Clauses of the prompt that could not be read, as they were written: the story does not tell them."""
    away: str = ""
    """The kind of place that the hero still has to reach, so that it is not where it happens."""
    topic: str = ""
    """What of real life it is about, such as "dentist"; empty for most."""
    premise: Premise | None = None
    """What it supposes, and of which sort it is where its topic has plots of several; None for most."""

    @property
    def about(self) -> str:
        """Whose moments tell it: those of its topic, else those of its class of action."""
        return self.topic or self.act
