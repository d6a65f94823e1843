"""The stock of moments: none leans on what is not told, and every kind of thing has enough of them."""

from collections.abc import Iterable

import pytest

from services.shared.tale.plot import arcs, bank, leaning
from services.shared.tale.plot.suited import act_for
from services.shared.tale.plot.topics import topics
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell
from services.shared.tale.wish.phrases import NounPhrase
from services.shared.tale.wish.wish import Wish
from services.shared.tale.words import lexicon


def before(moment: bank.Moment) -> tuple[bank.Clause, ...]:
    """The clauses that a mend or a closing goes on from."""
    kind = {"mend": "obstacle", "closing": "opening"}.get(moment.kind, "")
    return next((item.clauses for item in bank.find(kind, moment.about, *moment.tags)), ())


ARCS = sorted(
    {(moment.about, *moment.limits["arc"]) for moment in bank.moments() if moment.kind == "want" and arcs.told(moment)}
)


def of_arc(kind: str, act: str, arc: str) -> list[bank.Moment]:
    """Its moments of a kind, in their order."""
    return [moment for moment in bank.find(kind, act) if arc in moment.limits.get("arc", ())]


def attempt(obstacle: bank.Moment) -> tuple[bank.Moment, ...]:
    """How one of an arc's attempts fails, who helps, and how it goes better."""
    (help_,) = bank.find("help", *obstacle.limits["lack"])
    (mend,) = bank.find("mend", obstacle.about, *obstacle.tags)
    return obstacle, help_, mend


ATTEMPTS = {item for act, arc in ARCS for obstacle in of_arc("obstacle", act, arc) for item in attempt(obstacle)}


def assert_nothing_hangs(clauses: Iterable[bank.Clause], *, plain: bool) -> None:
    """No needed clause speaks of what may not have been told."""
    full, said = frozenset[str](), frozenset[str]()
    for clause in clauses:
        shown = clause.plain if plain and clause.plain else clause
        if clause.needed:
            common = leaning.COMMON if not plain else frozenset()
            assert not leaning.missed(shown.text["en"], full - common, said), shown.text["en"]
            said |= leaning.stems(shown.text["en"])
        full |= leaning.stems(clause.text["en"])


@pytest.mark.parametrize("plain", [False, True])
def test_no_needed_clause_leans_on_what_may_be_left_out(plain: bool) -> None:
    """In long words none needs a detail, in plain words none needs what only the long ones tell of."""
    for moment in bank.moments():
        if not arcs.told(moment) and moment not in ATTEMPTS:
            assert_nothing_hangs((*before(moment), *moment.clauses), plain=plain)


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize(("act", "arc"), ARCS)
def test_an_arc_can_be_told_with_any_of_its_attempts(act: str, arc: str, plain: bool) -> None:
    """Each goes on from what is wanted, and the end from the last one."""
    *_, last = obstacles = of_arc("obstacle", act, arc)
    ends = [*attempt(last), *(moment for kind in ("climax", "result", "echo") for moment in of_arc(kind, act, arc))]
    for want in of_arc("want", act, arc):
        for told in (*map(attempt, obstacles), ends):
            assert_nothing_hangs((clause for moment in (want, *told) for clause in moment.clauses), plain=plain)


LACKS = sorted(
    {
        moment.limits["lack"][0]
        for moment in bank.moments()
        if moment.kind == "obstacle"
        and moment.about not in {topic.name for topic in topics()}
        and not arcs.told(moment)
    }
)


@pytest.mark.parametrize("lack", LACKS)
def test_every_lack_is_named_and_made_up_for(lack: str) -> None:
    """Five ways to say what is missing, and what is won by it, first or after another one, and kept."""
    assert len(bank.find("need", lack)) >= 5
    gained = bank.find("gained", lack)
    assert {"too" in moment.tags for moment in gained} == {True, False}
    assert len(bank.find("learnt", lack)) >= 2


KINDS = sorted({noun.kind for noun in lexicon.nouns().values()})
AGAINST = ("escape", "face", "fight")
"""Classes of action whose thing is what stands in the way."""


WANTS = {moment.about for moment in bank.moments() if moment.kind == "want" and not arcs.told(moment)}
"""Those whose moments are mixed."""
TOPICS = {topic.name for topic in topics()}


@pytest.mark.parametrize("act", sorted(WANTS - TOPICS))
def test_there_are_enough_moments_for_every_kind_of_thing(act: str) -> None:
    """Four obstacles that fail for want of different things, each with its mend, and three of all else."""
    phrases = dict.fromkeys(bank.places()["sea"].phrases, "")
    slots = {"deed", "task", "did", "place", "a_role", "is_role", "hero", "friend", "friend_role", "skill", "price"}
    slots |= {"thing", "a_thing", *phrases} | ({"foe", "a_foe", "one_foe"} if act in AGAINST else set())
    for kind in KINDS:
        found = NounPhrase(next(noun.name for noun in lexicon.nouns().values() if noun.kind == kind), determiner="the")
        if act_for(Wish(act=act, thing=found)) != act or (act, kind) in (("steal", "idea"), ("steal", "time")):
            continue
        known = bank.Known(frozenset(slots), {"act": act, "thing": kind, "foe": kind, "role": "robbed"})
        lacks = {
            moment.limits["lack"]
            for moment in bank.find("obstacle", act, known=known)
            if bank.find("mend", act, *moment.tags, known=known)
        }
        assert len(lacks) >= 4, kind
        for part in ("want", "climax", "result"):
            assert len(bank.find(part, act, known=known)) >= 3, (part, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_looked_for_in_a_room_is_found_there(kind: str) -> None:
    """Whatever it is: two obstacles at least, and a climax."""
    slots = frozenset({"hero", "friend", "thing", "deed", "did", "inside", "there", "folk", "place", "light", "sound"})
    known = bank.Known(slots, {"act": "find", "thing": kind, "inside": "room"})
    assert len(bank.find("obstacle", "find", known=known)) >= 2
    assert bank.find("climax", "find", known=known)


@pytest.mark.parametrize(
    ("text", "act", "did"),
    [
        ("A boy wins a race", "win", "won the race"),
        ("A girl wants to be the best", "win", "was the best"),
        ("A boy plays football", "learn", "played football"),
        ("fishing", "learn", "practised fishing"),
        ("A girl opens a box", "discover", "opened the box"),
        ("A boy makes a friend", "befriend", "made a friend"),
    ],
)
def test_what_was_done_is_said_as_known(text: str, act: str, did: str) -> None:
    """An article of the verb's own is "the" once the tale has told of it, and the moments suit the thing."""
    plan = make(text, seed=1, length=300, theme="", grade=4)
    assert plan.wish.act == act
    told = [sentence.text for scene in tell(plan, "en").scenes for paragraph in scene for sentence in paragraph]
    assert any(did in sentence for sentence in told), told


def test_a_detail_waits_for_what_it_leans_on() -> None:
    """It may speak of boots as known after a clause that tells of boots; a name and "his" make known as well."""
    assert leaning.missed("the red boots were new", leaning.told(["a cat with boots"]), frozenset()) == {"boot"}
    assert not leaning.missed("the red boots were new", leaning.told(["a cat with boots"]), leaning.told(["two boots"]))
    assert leaning.known("{friend} bowed to Bertha, as to {friend:his|her} aunt") == {"bertha", "aunt"}
    assert not leaning.known("a duck came by, and the duck was wet") & {"duck"}


def test_a_paragraph_in_plain_words_leaves_out_what_leans_on_long_ones() -> None:
    """So does a mend, which goes on from its obstacle."""
    left = 0
    for moment in bank.moments():
        kept = bank.simplified(moment).clauses
        assert [clause.needed for clause in kept].count(True) == len(moment.needed)
        left += len(moment.clauses) - len(kept)
    assert 0 < left < len(bank.moments()) / 2


@pytest.mark.parametrize(
    ("text", "arc"),
    [
        ("A boy hides a puppy from his parents", "table"),
        ("A girl keeps a secret", "starling"),
        ("A singer loses her voice", "echo"),
        ("A bear eats all the honey", "belly"),
        ("A girl who wants to become a mermaid", "dew"),
        ("The cat who became mayor", "chair"),
        ("A wolf wants to become a doctor", "ear"),
        ("A tiny ant carries a cake across the kitchen", "load"),
        ("An ant wants to lift an elephant", "plank"),
        ("A boy wakes a sleeping bear", "pancake"),
        ("A shepherd counts his sheep", "beans"),
        ("A mouse sews a dress for the queen", "chestnut"),
    ],
)
def test_the_first_seed_tells_the_plot_that_was_made_for_the_prompt(text: str, arc: str) -> None:
    """And not one of those that suit any."""
    assert make(text, seed=1, length=300, theme="", grade=4).known.kinds["arc"] == arc


def test_nobody_hides_whom_they_hide_from() -> None:
    """A cat is not given a place at the table by a mouse."""
    for seed in range(1, 6):
        known = make("A mouse hides from a cat", seed=seed, length=300, theme="", grade=4).known
        assert known.kinds.get("arc") != "table"
