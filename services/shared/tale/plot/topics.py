"""What of real life a wish is about, such as a new sibling or a visit to the dentist: its tale is about that.

Their moments are in bank/topics/. What a tale of such a topic needs is said by topics.txt.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Being, Remark, Wish
from services.shared.tale.words import lexicon
from services.shared.tale.words.lexicon import CODES

_FILE = Path(__file__).parent / "topics.txt"
_BAR = re.compile(r" \|(?= )")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_GROWN = frozenset("parent mother father mum mom dad family couple".split())
"""Whose tale it is not, where the prompt names a child of theirs."""
_ACT = "face"
"""The class of a wish of which a topic says all."""
_FELT = frozenset("shy nervous scared afraid worried frightened angry jealous picky fussy".split())
"""What of a hero's adjectives says more than who they are."""
_SAD = re.compile(r"\b(?:afraid|scared|miss|missed|nervous|sad|worried|homesick|lonely)\b")
"""What a remark says of the beginning of such a tale, wherever it stands in the prompt."""


_HARMED = {
    "melts": "snowman snowwoman snowflake snowball icicle ice_cube ice_cream popsicle".split(),
    "softens": "gingerbread_man gingerbread_girl gingerbread_boy paper_doll".split(),
}
"""What warmth melts, and what water makes soft."""


def harmed(hero: Being) -> str:
    """What befalls the hero in warmth or water: "melts", "softens" or nothing."""
    noun = hero.phrase.noun.replace(" ", "_")
    return next((how for how, nouns in _HARMED.items() if noun in nouns), "")


@dataclass(frozen=True)
class Topic:
    """One way in which a prompt speaks of a topic."""

    name: str
    words: tuple[frozenset[str], ...]
    """Of each of these a wish has one."""
    kinds: frozenset[str]
    """The lexicon's kinds of what it is done with."""
    thing: str
    """What it is done with where the prompt does not say, "their toy" for several; empty where nothing is needed."""
    kept: frozenset[str]
    """First words of the verbs whose goal stays as the prompt has it; "*" for any, "inner" for the verb after it."""
    goal: dict[str, str]
    """What the hero wants else, by language."""


@cache
def topics() -> tuple[Topic, ...]:
    """All of them, the first that fits is taken."""
    found = []
    for line in _FILE.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, words, kinds, thing, kept, *goal = (part.strip() for part in _BAR.split(line))
        groups = tuple(frozenset(item.strip() for item in group.split(",")) for group in words.split("&"))
        of_kinds, verbs = frozenset(kinds.split(",")) - {""}, frozenset(kept.split())
        found.append(Topic(name, groups, of_kinds, thing, verbs, dict(zip(CODES, goal, strict=True))))
    return tuple(found)


def shaped(wish: Wish) -> Wish:
    """The wish as one of a topic, if it is about one: with its goal, and without what its tale tells anyhow."""
    if wish.topic:
        return wish
    said = frozenset(_said(wish))
    # A question is answered, whatever it is about.
    topic = next((topic for topic in topics() if all(said & group for group in topic.words)), None)
    if topic is None or wish.question:
        return wish
    wish = _with_child(wish)
    if "inner" in topic.kept and wish.goal and wish.goal.inner:
        topic = replace(topic, kept=frozenset("*"))
        wish = replace(wish, goal=wish.goal.inner) if wish.goal.inner.goal else wish
    keeps = wish.goal is not None and ("*" in topic.kept or wish.goal.verb.partition(" ")[0] in topic.kept)
    if not keeps:
        thing = next((phrase for phrase in _things(wish) if _kind(phrase) in topic.kinds), None)
        if thing is None and topic.thing:
            determiner, _, noun = topic.thing.partition(" ")
            thing = NounPhrase(noun, determiner=determiner, plural=determiner == "their")
        verb = topic.goal["en"].split()[0]
        done_with = thing if "@" in topic.goal["en"] else None
        wish = replace(wish, goal=VerbPhrase(verb, topic.goal, done_with), thing=thing)
    extras = tuple(phrase for phrase in wish.extras if phrase != wish.thing and not _spoken_of(phrase, topic))
    told_as = _told_after if keeps else _told_as
    remarks = tuple(replace(remark, kind=told_as(remark)) for remark in wish.remarks if not _tells(topic, remark.deed))
    friend = None if wish.friend and _spoken_of(wish.friend.phrase, topic) else wish.friend
    return replace(
        wish, topic=topic.name, act=_ACT, friend=friend, foe=None, skill=None, extras=extras, remarks=remarks
    )


def _told_as(remark: Remark) -> str:
    """The kind of a remark in such a tale: what it says in the end, or of a feeling, is where the tale begins."""
    if remark.kind == "state" or (remark.kind == "after" and _SAD.search(remark.said)):
        return "trait"
    return "first" if remark.kind == "after" else remark.kind


def _told_after(remark: Remark) -> str:
    """The same where the goal is the prompt's own: what comes after it comes after it here too."""
    return remark.kind if remark.kind == "after" and not _SAD.search(remark.said) else _told_as(remark)


def _said(wish: Wish) -> Iterator[str]:
    """Words of all that a wish says beside its hero, and its classes."""
    phrases = [*_things(wish), *(wish.goal.phrases() if wish.goal else ())]
    phrases += [being.phrase for being in (wish.friend,) if being]
    # Where nothing is done, where it is says what it is about: "my first day at school".
    phrases += [wish.where.phrase] if wish.where and not wish.goal else []
    texts = [" ".join((*phrase.adjectives, phrase.noun, phrase.name)) for phrase in phrases]
    # How somebody does it in the end does not say what it is about.
    remarks = [remark for remark in wish.remarks if remark.kind != "way"]
    texts += [remark.said for remark in remarks]
    deeds = [deed for deed in (wish.goal, wish.goal and wish.goal.inner, wish.skill) if deed]
    deeds += [remark.deed for remark in remarks if remark.deed]
    texts += [deed.verb for deed in deeds]
    yield from map(_verb, deeds)
    for phrase in phrases:
        yield from (f"{adjective}_{phrase.noun.replace(' ', '_')}" for adjective in phrase.adjectives)
    if wish.hero:
        yield from _FELT & set(wish.hero.phrase.adjectives)
        yield harmed(wish.hero)
    if wish.goal and wish.goal.unwilling:
        yield "unwilling"
    yield f"act={wish.act}"
    yield f"thing={(_kind(wish.thing) or 'unknown') if wish.thing else 'none'}"
    yield f"form={(_kind(wish.form) or 'unknown') if wish.form else 'none'}"
    yield f"where={'some' if wish.where or (wish.goal and wish.goal.complements) else 'none'}"
    for text in texts:
        for word in _WORD.findall(text.lower()):
            yield word
            yield word.removesuffix("s")


def _things(wish: Wish) -> list[NounPhrase]:
    return [phrase for phrase in (wish.thing, wish.foe, *wish.extras) if phrase]


def _kind(phrase: NounPhrase) -> str:
    noun = lexicon.nouns().get(phrase.noun)
    return noun.kind if noun else ""


def _spoken_of(phrase: NounPhrase, topic: Topic) -> bool:
    """Whether the topic's own moments tell of it."""
    return any(set(_WORD.findall(phrase.noun.lower())) & group for group in topic.words)


def _tells(topic: Topic, deed: VerbPhrase | None) -> bool:
    """Whether the topic's own moments tell of this deed, in whatever words it is asked for: that friends make up."""
    groups = (group for row in topics() if row.name == topic.name for group in row.words)
    return deed is not None and any(_verb(deed) in group for group in groups)


def _verb(deed: VerbPhrase) -> str:
    return f"verb={deed.verb.replace(' ', '_')}"


def _with_child(wish: Wish) -> Wish:
    """The wish with a child for its hero where its sentence is about the grown-ups, or about those who are unkind."""
    hero, friend, thing = wish.hero, wish.friend, wish.thing
    if hero is None:
        return wish
    if hero.phrase.noun in _GROWN and friend is not None and friend.name:
        return replace(wish, hero=friend, friend=None)
    if wish.goal is not None and wish.goal.verb == "be mean to" and thing is not None and thing.name:
        return replace(wish, hero=Being(name=thing.name), friend=None, thing=None, remarks=())
    return wish
