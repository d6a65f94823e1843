"""Some sentences say a premise that is a tale of its own: an origin, another world, an accident, an odd gift."""

import pytest

from services.shared.tale.plot.plan import Plan
from services.shared.tale.reading.read import read
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell


def plan(text: str, seed: int = 1) -> Plan:
    """The plan of a short tale."""
    return make(text, seed=seed, length=300, theme="", grade=4)


def sentences(text: str, code: str = "en") -> list[str]:
    """What is told of a prompt."""
    scenes = tell(plan(text), code).scenes
    return [sentence.text for scene in scenes for paragraph in scene for sentence in paragraph]


@pytest.mark.parametrize(
    ("text", "topic", "sort"),
    [
        ("How the giraffe got its long neck", "origin", "long"),
        ("How the zebra got its stripes", "origin", "painted"),
        ("The story of how the camel got its hump", "origin", "given"),
        ("How did the turtle get its shell?", "origin", "given"),
        ("How the bear lost its tail", "origin", "lost"),
        ("why cats hate water", "origin", "ways"),
        ("Why flamingos are pink", "origin", "state"),
        ("How cats learned to purr", "origin", "ways"),
        ("A boy finds a door in his closet that leads to a world made of candy", "elsewhere", "sweet"),
        ("Mia steps through the mirror into a world made of chocolate", "elsewhere", "sweet"),
        ("A bus driver who takes a wrong turn into a fairy tale", "elsewhere", "tale"),
        ("a girl falls into a painting", "elsewhere", "flat"),
        ("a library book that sucks you in", "elsewhere", "flat"),
        ("the elevator goes to a floor that does not exist", "elsewhere", "strange"),
        ("Two sisters discover a portal to an underwater kingdom", "elsewhere", "far"),
        ("a taxi driver takes a wrong turn and ends up on the moon", "elsewhere", "far"),
        ("a mailman delivers a letter to a whale by mistake", "accident", "sent"),
        ("a dog who accidentally becomes mayor", "accident", "office"),
        ("A boy accidentally orders a thousand pizzas", "accident", "done"),
        ("a girl who sneezes glitter", "oddity", "gift"),
        ("a dragon who breathes bubbles", "oddity", "gift"),
        ("a boy who hiccups every time he lies", "oddity", "lies"),
        ("Every time Lucas tells a lie, he burps", "oddity", "lies"),
        ("a witch whose spells go wrong", "oddity", "awry"),
        ("An inventor whose inventions never work", "oddity", "awry"),
        ("A boy who floats when he is happy", "oddity", "when"),
        ("A cat that barks", "oddity", "habit"),
        ("A tree that grows candy", "oddity", "habit"),
        ("A boy gets trapped inside a video game", "elsewhere", "screen"),
        ("Lena follows a rabbit down a hole into a land of talking teapots", "elsewhere", "far"),
        ("A boy crawls under his bed and ends up in a land where everything is made of cheese", "elsewhere", "sweet"),
        ("grumpy toaster", "moods", ""),
        ("The Grumpy Old Cat", "moods", ""),
        ("a dragon who would rather knit than fight", "rather", ""),
        ("A knight who prefers baking to fighting", "rather", ""),
        ("A king orders that nobody may laugh", "ban", ""),
        ("The queen forbids dancing", "ban", ""),
        ("A library turns into a jungle overnight", "turned", ""),
        ("The day the school bus turned into a submarine", "turned", ""),
        ("Grandpa's garden shed turns into a time machine", "turned", ""),
        ("A whale appears in the village pond", "coming", ""),
        ("A polar bear shows up at the ice cream shop", "coming", ""),
        ("A cat and a dog swap bodies", "swap", ""),
        ("A prince changes places with a shoeshine boy for a day", "swap", ""),
        ("A bear gets stuck in a honey jar", "stuck", ""),
        ("A rainbow gets stuck in a tree", "stuck", ""),
        ("A parrot is mistaken for the king", "mistaken", ""),
        ("A potato who is mistaken for a rare diamond", "mistaken", ""),
        ("A boy gets a letter from the moon", "letter", ""),
        ("A lonely lighthouse keeper receives a message in a bottle", "letter", ""),
    ],
)
def test_a_premise_is_known_by_its_sentence(text: str, topic: str, sort: str) -> None:
    """And the climax is one of its own."""
    told = plan(text)
    assert (told.wish.topic, told.wish.premise.sort if told.wish.premise else "") == (topic, sort)
    climax = next(scene for scene in told.scenes if scene.beat == "climax")
    assert climax.paragraphs[-1].moment.about == topic


@pytest.mark.parametrize(
    "text",
    [
        "Why do cats purr?",
        "how come geese never get lost",
        "How to train a dragon",
        "How Grandma met Grandpa",
        "Why my baby brother cries",
        "A girl walks through a gate into the garden",
        "A fox finds a hole in the fence",
        "A wizard turns his cat into a teapot by accident",
        "A girl delivers letters to her neighbours",
        "A boy sneezes",
        "A dog that barks",
        "A bird that sings at the king's feast",
        "A cat that talks to a ghost and runs away",
        "A boy who laughs at everything",
        "A grumpy cat learns to dance",
        "A king forbids a book",
        "A girl who would rather have a dog than a cat",
        "A caterpillar turns into a butterfly",
        "A whale appears on television and becomes famous",
        "A pirate lands on an island",
        "A tiny dragon hatches in a chicken coop",
        "A girl swaps shoes with her sister",
        "A boy gets stuck in a lift",
        "A boy gets a telescope",
    ],
)
def test_what_only_looks_like_one_is_read_as_before(text: str) -> None:
    """What animals do today has a true answer, a garden is no other world, a sneeze alone is a cold."""
    assert read(text).topic == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("How the giraffe got its long neck", "did not have her long neck yet"),
        ("A boy finds a door in his closet that leads to a world made of candy", "to a world of candy"),
        ("a mailman delivers a letter to a whale by mistake", "delivered a letter to a whale"),
        ("a girl who sneezes glitter", "was ready, Lola sneezed glitter"),
        ("A boy who floats when he is happy", "floated every time he was happy"),
        ("A train that runs on lemonade", "ran on lemonade again"),
        ("a dragon who would rather knit than fight", "had to fight"),
        ("The queen forbids dancing", "“Nobody may dance any more"),
        ("a boy who hiccups every time he lies", "“It was the wind,” said Daniel, and then he hiccuped"),
        ("A girl finds a tunnel that leads to a land where toys are alive", "oys were alive there"),
        ("A library turns into a jungle overnight", "the library turned into a jungle"),
        ("A whale appears in the village pond", "appeared in the village pond"),
        ("A cat and a dog swap bodies", "swapped bodies with"),
        ("A bear gets stuck in a honey jar", "got stuck in the honey jar"),
        ("A parrot is mistaken for the king", "for the king"),
        ("A boy gets a letter from the moon", "a letter from the moon lay"),
    ],
)
def test_the_premise_happens_in_the_scenes(text: str, said: str) -> None:
    """In its own words, and not only at the end."""
    assert any(said in sentence for sentence in sentences(text)[:-5]), sentences(text)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("why cats hate water", "es", "odi"),
        ("why cats hate water", "fr", "détest"),
        ("a girl who sneezes glitter", "es", "estornudó purpurina"),
        ("a girl who sneezes glitter", "fr", "éternua des paillettes"),
    ],
)
def test_a_deed_is_told_word_for_word_in_every_language(text: str, code: str, said: str) -> None:
    """Of verbs that are else something to be put right."""
    assert any(said in sentence for sentence in sentences(text, code))


def test_an_origin_ends_with_how_it_is_today() -> None:
    """Of all of the kind."""
    assert "giraffes" in sentences("How the giraffe got its long neck")[-1].lower()
