"""How a tale begins: the hero by what they are, the friend by what both do, and what the end takes up of it."""

import re

import pytest

from services.shared.tale.plot import bank
from services.shared.tale.plot.chance import Chance
from services.shared.tale.plot.plan import Plan
from services.shared.tale.plot.scenes import Paragraph
from services.shared.tale.plot.turns import Turns
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell
from services.shared.tale.words.lexicon import CODES

SEEDS = range(1, 6)
HEROES = (
    "A lighthouse", "A train", "A teapot", "The moon", "A cloud", "An octopus", "A robot", "A baker", "A girl",
    "A dragon", "An oak tree", "A knight",
)  # fmt: skip


def plan(text: str, seed: int = 1, length: int = 300, grade: int = 4) -> Plan:
    """A tale's plan."""
    return make(text, seed=seed, length=length, theme="", grade=grade)


def told(made: Plan, code: str = "en") -> list[list[str]]:
    """Its paragraphs, each as sentences."""
    return [[sentence.text for sentence in part] for scene in tell(made, code).scenes for part in scene]


def moments(made: Plan, kind: str) -> list[Paragraph]:
    """Its paragraphs of a kind of moment."""
    return [part for scene in made.scenes for part in scene.paragraphs if part.moment.kind == kind]


def test_hero_friend_and_trait_are_one_paragraph() -> None:
    """Three connected sentences or more, not three lines of their own."""
    (first, *_) = told(plan("A shy octopus opens a bow tie shop"))
    assert len(first) >= 3
    assert "octopus" in first[0]


@pytest.mark.parametrize(("text", "word"), [("An octopus sails", "eight"), ("A knight finds a sword", "rattled")])
def test_some_seed_tells_what_only_somebody_of_this_kind_does(text: str, word: str) -> None:
    """An octopus has eight arms, and a knight an armour."""
    assert any(word in " ".join(told(plan(text, seed))[0]) for seed in SEEDS)


@pytest.mark.parametrize("text", ["A lighthouse finds a lamp", "The moon finds a star", "A teapot wins a race"])
def test_a_thing_is_not_told_of_as_a_child(text: str) -> None:
    """In its first paragraph it neither walks, eats, sleeps in a bed nor has pockets."""
    for seed in SEEDS:
        first = " ".join(told(plan(text, seed))[0])
        assert not re.search(r"\b(?:walk|breakfast|in bed|pocket|shoe|birthday|grandmother)", first), first


def test_there_is_one_moon_and_one_wind() -> None:
    """So the hero is "the" moon, but "a" star."""
    assert "the moon" in told(plan("The moon wants to dance"))[0][0]
    assert "a star" in told(plan("A star wants to dance"))[0][0]


@pytest.mark.parametrize(
    ("text", "word"), [("A knight and his horse find a sword", "horse"), ("Amir and his grandmother bake", "grandma")]
)
def test_the_friend_comes_in_by_what_they_are(text: str, word: str) -> None:
    """By what a horse does with a knight, or a grandmother with a child, in more than one seed."""
    found = [moments(plan(text, seed), "company")[0].moment.limits.get("friend-word", ()) for seed in SEEDS]
    assert sum(word in words for words in found) >= 2


def test_first_paragraphs_are_hardly_ever_alike() -> None:
    """Of twelve heroes with three seeds, with names masked, no sentence of the first paragraph is in four tales."""
    count: dict[str, int] = {}
    for hero in HEROES:
        for seed in range(1, 4):
            made = plan(f"{hero} finds a key", seed)
            names = "|".join(person.name for person in made.cast)
            for sentence in {re.sub(names, "N", sentence) for sentence in told(made)[0]}:
                count[sentence] = count.get(sentence, 0) + 1
    assert max(count.values()) < 4, max(count, key=lambda sentence: count[sentence])


def test_what_shows_a_trait_is_what_the_end_takes_up() -> None:
    """A list of fears grows shorter; nobody's curtain is missed who had none."""
    for moment in bank.moments():
        if moment.kind == "trait" and "opening" in moment.tags:
            tags = moment.tags - {"opening"}
            ends = [end for end in bank.find("trait", moment.about, "closing") if end.tags - {"closing"} == tags]
            assert ends, (moment.about, tags)


BEGUN = ("habit", "start")
"""Kinds of moments that show what the hero does."""


def test_the_end_may_come_back_to_how_the_hero_was_shown() -> None:
    """A robot that squeaked does so no more; each such end belongs to a habit, or to what has to do with the wish."""
    shown = {tag for moment in bank.moments() if moment.kind in BEGUN for tag in moment.tags}
    ends = {tag for moment in bank.moments() if moment.kind == "return" for tag in moment.tags}
    assert ends <= shown
    assert any(moments(plan("A robot learns to paint", seed), "return") for seed in SEEDS)


def test_no_two_that_show_the_hero_have_the_same_tag() -> None:
    """Else the end of one would be told of another one; of several classes of wishes it is one moment."""
    found = {(moment.clauses, tag) for moment in bank.moments() if moment.kind in BEGUN for tag in moment.tags}
    tags = [tag for _, tag in found]
    assert len(tags) == len(set(tags))


def test_most_seeds_begin_with_what_has_to_do_with_the_wish() -> None:
    """And a tale whose place the prompt names begins there."""
    starts = {clause for moment in bank.moments() if moment.kind == "start" for clause in moment.clauses}
    begun = [starts & set(plan("A fox wants to learn to sail", seed).scenes[0].paragraphs[0].chosen) for seed in SEEDS]
    assert sum(map(bool, begun)) >= 3
    (first, *_) = told(plan("A fox in a castle wants to win a race"))
    assert "castle" in first[0]


def test_every_start_is_returned_to() -> None:
    """What the hero did for the wish's sake in the beginning has changed in the end."""
    ends = {tag for moment in bank.moments() if moment.kind == "return" for tag in moment.tags}
    for moment in bank.moments():
        assert moment.kind != "start" or moment.tags <= ends, moment.tags


@pytest.mark.parametrize("code", CODES)
def test_attempts_of_a_tale_go_on_in_different_ways(code: str) -> None:
    """In each language "this time" is said once at most."""
    for seed in SEEDS:
        text = " ".join(sentence for part in told(plan("A fox learns to sail", seed), code) for sentence in part)
        assert len(re.findall(r"(?:This time|Esta vez|Cette fois)\b", text)) <= 1


def test_a_turn_about_the_hero_tells_of_one_deed_only() -> None:
    """After "tried again and" there is no second "and", nothing that was not done, and no words that are spoken."""
    known = bank.Known(frozenset({"hero", "friend"}))
    (help_, *_) = (item for item in bank.find("help", "skill") if item.needed[-1].slots >= {"friend", "hero"})
    led = [
        item for item in bank.moments() if item.kind == "mend" and item.clauses[0].text["en"].startswith("this time ")
    ]
    found = 0
    for number, mend in enumerate(led):
        first = Turns(known, Chance("a prompt", "", number)).turned(mend, help_).clauses[0].text["en"]
        if rest := re.match(r"\{hero\} (?:tried again|took heart) and (.*)", first):
            found += 1
            assert not re.search(r" and | not |“", rest[1]), first
    assert found > 20


def test_the_help_is_of_the_friend_s_own_trade() -> None:
    """A mapmaker draws the way, a musician plays until all is calm."""
    known = bank.Known(frozenset({"hero", "friend", "there"}), {"friend": "trade"}, {"friend": "mapmaker"})
    assert any(
        "drew" in clause.text["en"] for help_ in bank.find("help", "way", known=known) for clause in help_.clauses
    )
