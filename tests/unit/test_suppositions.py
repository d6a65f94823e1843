"""What a prompt supposes: that something holds for everybody, or that somebody does not do their part."""

import pytest

from services.shared.tale.plot import bank
from services.shared.tale.plot.plan import Plan
from services.shared.tale.reading.read import read
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell
from services.shared.tale.wish.wish import Being, Wish
from services.shared.tale.words import lexicon

PROMPTS = {
    "A robot chef whose soup makes everyone tell the truth": ("effect", "effect"),
    "A girl finds a hat that makes whoever wears it invisible": ("effect", "effect"),
    "A bell that puts the whole town to sleep": ("effect", "effect"),
    "A mirror that shows the future": ("effect", "effect"),
    "Shoes that never stop dancing": ("effect", "effect"),
    "A cake that turns everyone who eats it into a frog": ("effect", "effect"),
    "A pencil whose drawings come alive": ("drawn", "drawn"),
    "My son Max has a crayon that makes everything he draws come to life": ("drawn", "drawn"),
    "What if it rained pancakes on my birthday?": ("rained", "rained"),
    "One morning it snowed popcorn": ("rained", "rained"),
    "What if everyone could fly?": ("everybody", "everybody"),
    "What if animals could talk?": ("kind", "kind"),
    "A town where nobody can say no": ("nobody", "nobody"),
    "The day everybody forgot how to laugh": ("nobody", "nobody"),
    "The day that gravity stopped": ("gravity", "gravity"),
    "The day the colours disappeared": ("colours", "colours"),
    "A cloud refuses to rain until a girl makes it laugh": ("refusal", "until"),
    "The alarm clock won't ring because nobody ever says thank you": ("refusal", "until"),
    "The night the stars went on strike": ("refusal", "free"),
    "The vegetables refuse to be eaten": ("refusal", "free"),
    "A school bus that has had enough": ("refusal", "free"),
    "The tooth fairy forgot to come": ("absent", "forgot"),
    "Santa overslept": ("absent", "asleep"),
    "The sandman lost his sand": ("absent", "lost"),
    "The sun didn’t come up": ("absent", "late"),
    "The rooster lost its voice": ("absent", "late"),
    "Mum forgets my birthday": ("birthday", "birthday"),
}
"""With the topic, and the sort of its plots."""


def plan_of(text: str, *, seed: int = 1) -> Plan:
    return make(text, seed=seed, length=300, theme="", grade=4)


def story(text: str, code: str = "en", *, seed: int = 1) -> str:
    scenes = tell(plan_of(text, seed=seed), code).scenes
    return " ".join(sentence.text for scene in scenes for paragraph in scene for sentence in paragraph)


def who(being: Being | None) -> str:
    return (being.name or being.phrase.noun) if being else ""


@pytest.mark.parametrize(("text", "kept"), PROMPTS.items())
def test_what_is_supposed_is_read(text: str, kept: tuple[str, str]) -> None:
    wish = read(text)
    assert wish.premise is not None
    assert (wish.topic, wish.premise.sort) == kept


@pytest.mark.parametrize("text", PROMPTS)
@pytest.mark.parametrize("code", lexicon.CODES)
def test_it_is_told_in_every_language(text: str, code: str) -> None:
    assert "{" not in story(text, code)


@pytest.mark.parametrize(
    "text",
    [
        "In a village where nobody may sing, a mute girl finds a flute.",
        "Nobody came to Ada's concert",
        "The postman is ill and a goose has to bring the letters",
        "A fox learns to sail",
        "The fox who refuses to hunt",
        "Tom lost his hat",
    ],
)
def test_whoever_has_a_tale_of_their_own_keeps_it(text: str) -> None:
    assert read(text).premise is None


@pytest.mark.parametrize(
    ("text", "hero", "thing"),
    [
        ("A robot chef whose soup makes everyone tell the truth", "chef", "soup"),
        ("A boy's shoes refuse to go to school", "boy", "shoe"),
        ("The cows go on strike and Lily has to find out why", "Lily", "cow"),
        ("The moon does not want to shine until Milo tells it a story", "Milo", "moon"),
        ("The Easter Bunny is sick and Mia has to help", "Mia", "the Easter Bunny"),
        ("Everyone forgot Tom's birthday", "Tom", "family"),
    ],
)
def test_who_acts_and_on_what_comes_from_the_sentence(text: str, hero: str, thing: str) -> None:
    wish: Wish = read(text)
    assert who(wish.hero) == hero
    assert wish.thing is not None
    assert (wish.thing.name or wish.thing.noun) == thing


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A robot chef whose soup makes everyone tell the truth", "told the truth"),
        ("A cloud refuses to rain until a girl makes it laugh", "made the cloud laugh"),
        ("The moon does not want to shine until Milo tells it a story", "told the moon a story"),
        ("The vegetables refuse to be eaten", "were eaten"),
        ("A cake that turns everyone who eats it into frogs", "turned into a frog"),
        ("One morning it snowed popcorn", "One morning"),
    ],
)
def test_the_deed_is_told_and_not_only_wished_for(text: str, told: str) -> None:
    assert told in story(text)


@pytest.mark.parametrize(
    ("code", "text", "told"),
    [
        ("es", "A boy's shoes refuse to go to school", "fueron a la escuela"),
        ("fr", "A boy's shoes refuse to go to school", "allèrent à l'école"),
        ("es", "The night the stars went on strike", "brillaron"),
        ("fr", "A boy's shoes refuse to go to school", "d'aller à l'école"),
        ("es", "A bell that puts the whole town to sleep", "se quedó dormid"),
    ],
)
def test_what_is_done_agrees_with_who_does_it(code: str, text: str, told: str) -> None:
    assert told.lower() in story(text, code).lower()


@pytest.mark.parametrize("text", PROMPTS)
def test_a_plot_is_whole(text: str) -> None:
    """Whatever is supposed, there is a plot for it that was written as one."""
    assert "arc" in plan_of(text).known.kinds


@pytest.mark.parametrize("topic", ["refusal", "effect", "absent", "drawn", "rained", "everybody"])
def test_frequent_premises_have_plots_to_choose_from(topic: str) -> None:
    assert len({moment.limits["arc"] for moment in bank.find("want", topic)}) > 1
