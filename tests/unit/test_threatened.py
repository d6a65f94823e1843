"""What befalls a place, a vehicle or somebody tired is read as what is done about it."""

import pytest

from services.shared.tale.reading.read import read
from services.shared.tale.telling.measure import make
from services.shared.tale.wish.wish import Being


def who(being: Being | None) -> str:
    """Name and noun of somebody."""
    return f"{being.name} {being.phrase.noun}".strip() if being else ""


@pytest.mark.parametrize(
    ("text", "hero", "thing", "foe"),
    [
        ("Rain ruins the school fair", "child", "school fair", "rain"),
        ("The forest is on fire", "squirrel", "forest", "fire"),
        ("A flood threatens the village", "child", "village", "flood"),
        ("A storm is coming to the lighthouse", "child", "lighthouse", "storm"),
        ("A wildfire threatens the forest and a fox warns everybody", "fox", "forest", "wildfire"),
    ],
)
def test_what_is_threatened_is_saved(text: str, hero: str, thing: str, foe: str) -> None:
    """By whoever acts, or by somebody who lives there; fire and water are nobody's name."""
    wish = read(text)
    assert wish.thing is not None
    assert wish.foe is not None
    assert (who(wish.hero), wish.act, wish.thing.noun, wish.foe.noun) == (hero, "save", thing, foe)


@pytest.mark.parametrize(
    ("text", "hero", "thing"),
    [
        ("The oceans are full of plastic", "fish", "ocean"),
        ("The park is covered in litter and Mia sees it", "Mia", "park"),
    ],
)
def test_what_is_full_of_rubbish_is_cleaned(text: str, hero: str, thing: str) -> None:
    """The rubbish itself is no goal."""
    wish = read(text)
    assert wish.thing is not None
    assert (who(wish.hero).split()[-1], wish.act, wish.thing.noun) == (hero, "clean", thing)


def test_a_girl_may_be_called_rain() -> None:
    """Where she does what only somebody can do."""
    assert who(read("Rain finds a puppy").hero) == "Rain"


@pytest.mark.parametrize(
    ("text", "hero"),
    [("The car won't start", "car"), ("Grandpa's tractor won't start", "tractor"), ("An old bus breaks down", "bus")],
)
def test_a_vehicle_that_does_not_go_is_to_get_going_again(text: str, hero: str) -> None:
    """Whose it is comes along."""
    wish = read(text)
    assert wish.goal is not None
    assert (who(wish.hero), wish.act, (wish.goal.goal or {}).get("en")) == (hero, "repair", "get going again")


def test_a_child_who_will_not_go_is_no_vehicle() -> None:
    """They keep their own story."""
    assert read("Mia won't go to bed").act != "repair"


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("My daughter's stuffed elephant goes on a moon adventure", "moon"),
        ("A boy goes on a jungle adventure", "jungle"),
        ("Mia goes on a space adventure with her cat", "space"),
        ("Two brothers go back in time to see the dinosaurs", "age of dinosaurs"),
    ],
)
def test_a_journey_leads_to_what_it_is_named_for(text: str, thing: str) -> None:
    """Nobody sets out for an adventure."""
    wish = read(text)
    assert wish.thing is not None
    assert (wish.act, wish.thing.noun) == ("travel", thing)


@pytest.mark.parametrize(
    ("text", "act", "goal"),
    [
        ("A young woman inherits a bakery", "open", "run @"),
        ("Lily runs a lemonade stand", "open", "run @"),
        ("A mother wants five minutes of peace", "rest", "get @"),
        ("A dog runs to the bakery", "travel", "run to @"),
    ],
)
def test_a_shop_is_kept_and_rest_is_no_collection(text: str, act: str, goal: str) -> None:
    """The goal is what suits the thing."""
    plan = make(text, seed=1, length=300, theme="", grade=4)
    assert (plan.wish.act, (plan.goal.goal or {}).get("en")) == (act, goal)


@pytest.mark.parametrize(
    ("text", "plots"),
    [
        ("A little train cannot climb the hill", {"sand", "rope"}),
        ("A school bus breaks down", {"tea", "nest"}),
        ("A penguin escapes from the zoo", {"hat", "butter"}),
        ("Tom runs away from home", {"heard", "plate"}),
        ("A boy sails to an island", {"bells", "tub"}),
        ("Two kids travel back to the age of dinosaurs", {"egg", "hiccup"}),
        ("Two friends travel to Mars", {"dust", "balloon"}),
        ("A mother wants five minutes of peace", {"sign", "coupon"}),
    ],
)
def test_the_first_seeds_tell_the_plots_that_are_made_for_it(text: str, plots: set[str]) -> None:
    """One each."""
    told = {make(text, seed=seed, length=300, theme="", grade=4).known.kinds.get("arc") for seed in (1, 2)}
    assert told == plots
