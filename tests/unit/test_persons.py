"""People and things of a prompt: names with and without capitals, kin, groups, rows of nouns, and who is no hero."""

import pytest

from services.shared.tale.grammar.language import START, Language
from services.shared.tale.plot.cast import choose
from services.shared.tale.plot.chance import Chance
from services.shared.tale.plot.wishes import complete
from services.shared.tale.reading.read import read
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import tell
from services.shared.tale.wish.phrases import NounPhrase
from services.shared.tale.wish.wish import Being, Wish


def said(phrase: NounPhrase | None) -> str:
    """A phrase as English says it, of a hero who is a girl."""
    return Language("f", {}).noun_phrase(phrase).replace(START, "") if phrase else ""


def who(being: Being | None) -> str:
    """Name and noun of somebody."""
    return f"{being.name} {being.phrase.noun}".strip() if being else ""


def goal(wish: Wish) -> str:
    """What is done, as English says it."""
    assert wish.goal
    language = Language("f")
    return language.melt(START + language.verb_phrase(wish.goal)).replace(START, "")


def extras(text: str) -> list[str]:
    return [said(phrase) for phrase in read(text).extras]


@pytest.mark.parametrize(
    ("text", "hero", "friend"),
    [
        # Small words are no nouns: "does" is no plural of "doe".
        ("A girl does not want to sleep", "girl", ""),
        ("A doe does not like rain", "doe", ""),
        ("The cat does a trick", "cat", ""),
        ("The twins do a puzzle", "twin", "twin"),
        # A group is nobody: one of it is.
        ("Our team wins the cup", "child", ""),
        ("The crew finds an island", "sailor", ""),
        ("Ms Patel's class finds a spaceship", "child", "Ms Patel teacher"),
        ("A family of hedgehogs moves into a teapot", "hedgehog", "hedgehog"),
        ("A party of knights looks for a dragon", "knight", "knight"),
        ("Leo and his team win the cup", "Leo", ""),
        ("A family moves to an old house", "child", ""),
        ("The orchestra's youngest violinist plays a song", "violinist", ""),
        # Who only belongs to something is no companion.
        ("A dragon finds a cat and brings it to its owner", "dragon", ""),
        ("Mia finds a ring and thanks her teacher", "Mia", ""),
        ("Mia wants to be the best goalkeeper", "Mia", ""),
        ("Mia builds a raft for her brother", "Mia", ""),
        ("Mia wins a race with her brother and a fox", "Mia", "fox"),
        # Names of two words, and of all that has capitals.
        ("Ada Lovelace invents a machine", "Ada Lovelace", ""),
        ("Florence Nightingale lights a lamp", "Florence Nightingale", ""),
        ("Rosa Parks sits on a bus", "Rosa Parks", ""),
        ("A robot called Seven Of Nine finds a key", "Seven Of Nine robot", ""),
        ("Rosa plants a tree", "Rosa", ""),
        # Names without capitals.
        ("grandpa joe fixes a clock", "Grandpa Joe", ""),
        ("my dog pepper is afraid of thunder", "Pepper dog", ""),
        ("my daughter daisy wants to grow a tree", "Daisy daughter", ""),
        ("a boy named tim finds a key", "Tim boy", ""),
        ("noah and mia build a boat", "Noah", "Mia"),
        ("the cat may not sing", "cat", ""),
        ("a rose finds a coin", "rose", ""),
        ("my mother may sing", "mother", ""),
        # Names that are words too, after the noun for whom they name.
        ("My daughter Rose finds a key", "Rose daughter", ""),
        ("My son River wants to swim", "River son", ""),
        ("Our cat Waffles wants to fly", "Waffles cat", ""),
        ("Her friend Lily finds a key", "Lily friend", ""),
        ("The fox cub finds a key", "fox cub", ""),
        # Who says "I" or "you".
        ("Grandma and I bake bread", "child", "Grandma"),
        ("My sister and I find a key", "child", "sister"),
        ("Me and my dad build a boat", "child", "dad"),
        ("You are a lighthouse keeper who finds a star", "lighthouse keeper", ""),
        ("You're a pirate and you lose your map", "pirate", ""),
        ("I'm a wizard who can't find my hat", "wizard", ""),
        ("You find a key", "child", ""),
        ("You are afraid of thunder", "child", ""),
        ("Ngozi, a nurse from Enugu, finds a key", "Ngozi nurse", ""),
        ("Mia teaches her class a song", "Mia", ""),
        # Kin by name.
        ("Mommy builds a robot", "Mommy", ""),
        ("mom and dad build a robot", "Mom", "Dad"),
        ("Papa loses his hat", "Papa", ""),
        ("Her grandma loses a hat", "grandma", ""),
        ("A mother hen loses an egg", "hen", ""),
        ("Mommy goes on a trip and Hana misses her", "Hana", ""),
        ("Dad goes to sea, but Yusuf is afraid of the storm", "Yusuf", "Dad"),
        ("Dad bakes bread and the dog sleeps", "Dad", "dog"),
        # A mummy is kin only when it is somebody's own.
        ("The mummy wants to dance", "Egyptian mummy", ""),
        ("My mummy wants to dance", "mummy", ""),
        ("A mummy in a museum wakes up", "Egyptian mummy", ""),
        ("mummy and daddy bake bread", "Mummy", "Daddy"),
        # Several with names.
        ("cousins Leila and Omar build a boat", "Leila cousin", "Omar cousin"),
        ("The twins Ana and Leo build a boat", "Ana twin", "Leo twin"),
        ("Two friends Sam and Lila find a map", "Sam friend", "Lila friend"),
        ("Her brothers, Tom and Max, find a map", "Tom brother", "Max brother"),
        ("Two brothers find a map", "brother", "brother"),
        # Two things.
        ("A spoon and a fork run away", "spoon", "fork"),
        ("A pencil and a ruler who argue", "pencil", "ruler"),
        ("The sun and the wind race", "sun", "wind"),
        ("Lucy and the magic brush", "Lucy", ""),
        ("A lonely sock and a lonely glove", "sock", "glove"),
        ("A lonely lighthouse, a brave otter", "otter", ""),
        # Who is whose.
        ("My grandmother's teapot runs away from home", "teapot", "grandmother"),
        ("The baker's spoon goes on holiday", "spoon", "baker"),
        ("My grandmother's cat runs away from home", "grandmother", ""),
        ("The lighthouse keeper's daughter saves a sailor", "daughter", "lighthouse keeper"),
        ("My best friend's little brother gets lost", "little brother", "best friend"),
        ("Emma's cat and Noah's dog share a bun", "cat", "dog"),
        ("Sofía and her Tía Carmen sell flowers", "Sofía", "Tía Carmen"),
        ("our teacher mr. lee turns into a frog", "Mr Lee teacher", ""),
        ("Nelson Mandela's garden", "Nelson Mandela", ""),
        ("Granny's false teeth go missing", "Granny", ""),
        ("Two hundred penguins build a school", "penguin", "penguin"),
        ("A bear named Snow hates the cold", "Snow bear", ""),
        ("My uncle's dog Rex finds a bone", "Rex dog", "uncle"),
        ("My Uncle Bob builds a canoe", "Uncle Bob", ""),
        ("my cousin amir and i find a tunnel", "child", "Amir cousin"),
        # What makes an adjective stronger.
        ("A very grumpy badger shares an umbrella", "badger", ""),
        ("A really quite silly, cheerful penguin learns to juggle", "penguin", ""),
        ("A fox and an extremely old owl find a key", "fox", "owl"),
        ("My two dads build a boat", "dad", "dad"),
    ],
)
def test_who_is_in_it(text: str, hero: str, friend: str) -> None:
    """Hero and companion."""
    wish = read(text)
    assert (who(wish.hero), who(wish.friend)) == (hero, friend)


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("A girl wins the sports day race", "the sports day race"),
        ("A girl drives a goods train", "a goods train"),
        ("A girl cleans the school bus garage", "the school bus garage"),
        ("A girl bakes a moon cake", "a moon cake"),
        ("A girl plans the Lunar New Year", "the Lunar New Year"),
        ("A girl finds a Roman helmet", "a Roman helmet"),
        ("A girl finds Emma's red hat", "Emma's red hat"),
        ("A girl feeds her three cats", "her three cats"),
        ("A girl finds a thousand shells", "a thousand shells"),
        ("A girl finds a dozen eggs", "a dozen eggs"),
        ("A girl finds a hundred coins", "a hundred coins"),
        ("A girl finds two very old maps", "two old maps"),
        ("A girl climbs Hadrian's Wall", "Hadrian's Wall"),
        ("A girl buys yams", "yams"),
        ("A girl buys kumquats", "kumquats"),
        ("A girl meets ponies", "ponies"),
    ],
)
def test_what_it_is_about(text: str, thing: str) -> None:
    """Rows of nouns in order, numbers, owners and plurals."""
    assert said(read(text).thing) == thing


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Mia bakes a cake for a Viking girl", []),
        ("A shark steals a ring, and the pet dragon sleeps", ["the pet dragon"]),
        ("A fox finds a map in the ice cream truck", []),
        ("A fox finds a map while a time traveler sings", []),
        ("A Roman soldier finds a map", []),
        ("A knight opens a bakery, but her past comes back", ["her past"]),
        ("A fox opens a bakery and hopes that somebody comes", []),
        ("A fox learns to sing, and nobody knows its name", []),
        ("A fox opens a bakery because of love and truth", ["love", "truth"]),
        ("A fox opens a bakery because of a secret", ["the secret"]),
        ("A fox finds a map on Mars", []),
        ("A robot opens a bakery and takes the train to Zorgia", ["the train", "Zorgia"]),
    ],
)
def test_what_else_is_named(text: str, others: list[str]) -> None:
    """Whole nouns, nothing twice, no verbs, and an article where English wants one."""
    assert extras(text) == others


@pytest.mark.parametrize(
    ("text", "deed"),
    [
        ("The lollipop lady and the runaway sheep", "catch the runaway sheep"),
        ("the bus driver and the lost kitten", "help the lost kitten"),
        ("A vet and a sick seal", "heal the sick seal"),
        ("A fox and a hen", "befriend the hen"),
        ("Papa's old guitar", "play her old guitar"),
        ("Nana's quilt", "find her quilt"),
        ("The last day of summer", "celebrate the last day of summer"),
        ("sports day", "celebrate sports day"),
        ("Eid with cousins Leila and Omar", "celebrate Eid"),
        ("A lonely sock and a lonely glove", "befriend the lonely glove"),
        ("Diwali at school", "celebrate Diwali at school"),
        ("In the cellar, a fox finds a map", "find a map in the cellar"),
        ("A fox finds a map in the attic", "find a map in the attic"),
    ],
)
def test_the_goal_of_a_prompt_without_a_deed(text: str, deed: str) -> None:
    """It is about who is named besides, by how they are; what is done indoors is done there."""
    wish = complete(read(text), "friendship")
    assert goal(wish) == deed
    assert wish.where is None


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("The old teddy bear at the bottom of the toy box", "toy box"),
        ("The last dragon on Earth", "earth"),
        ("A summer story with a fox", "summer"),
        ("A fox in autumn", "autumn"),
    ],
)
def test_what_is_no_goal(text: str, never: str) -> None:
    """A time, an idea, a material, or what somebody is in."""
    assert never not in goal(complete(read(text), "courage"))


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Grandma Wen loses a hat", "grandmother"),
        ("Mr Okafor loses a hat", "man"),
        ("King Arthur loses a hat", "king"),
        ("Aunt Joan loses a hat", "aunt"),
        ("Mr Fox loses a hat", "fox"),
        ("Great-grandma Edith loses a hat", "great-grandma"),
        ("Dad loses a hat", "father"),
        ("Mia loses a hat", "girl"),
        ("Marie Curie loses a hat", "woman"),
        ("The baker's daughter loses a hat", "daughter, baker"),
        ("My cousin Leila loses a hat", "girl"),
        ("The smallest owl loses a hat", "owl"),
        ("The twins Priya and Arjun lose a hat", "girl, twin brother"),
    ],
)
def test_what_they_are(text: str, roles: str) -> None:
    """A title or a word for kin says it; of a name alone it is a child."""
    wish = complete(read(text), "courage")
    cast = choose(wish, 2, Chance(text, "courage", 1))
    assert ", ".join(person.role.noun for person in cast[: roles.count(",") + 1]) == roles


def test_no_name_is_there_twice() -> None:
    """Nobody of the cast is called like somebody of the prompt."""
    for seed in range(40):
        cast = make("Why is Grandma Rosa's soup so good?", seed=seed, length=600, theme="", grade=4).cast
        assert "Rosa" not in {person.name for person in cast}


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Why does Grandma Rosa's soup always help?", "why Grandma Rosa's soup always helps"),
        ("Why does my dog's tail wag?", "why {:his|her} dog's tail wags"),
        ("Why did Uncle Tariq's car never start?", "why Uncle Tariq's car never started"),
        ("Why does the king's crown shine?", "why the king's crown shines"),
        ("Why does Max sleep?", "why Max sleeps"),
    ],
)
def test_the_subject_of_a_question(text: str, clause: str) -> None:
    """A name of several words, and what is whose."""
    asked = read(text).question
    assert asked
    assert asked.clause == clause


def test_kin_are_called_in_the_language() -> None:
    """A name that is a word for kin is translated, and the rest of it stays."""
    plan = make("Grandma Rosa bakes a cake", seed=1, length=300, theme="", grade=4)
    told = {
        code: " ".join(
            sentence.text for scene in tell(plan, code).scenes for paragraph in scene for sentence in paragraph
        )
        for code in ("en", "es", "fr")
    }
    assert "Grandma Rosa" in told["en"]
    assert "abuela rosa" in told["es"].lower()
    assert "mamie rosa" in told["fr"].lower()


def test_people_live_where_people_live() -> None:
    """A child without a place of the prompt's own lives neither in space nor in the ice."""
    homes = {make("Mia loses a hat", seed=seed, length=150, theme="", grade=4).place.name for seed in range(40)}
    assert not homes & {"space", "ice", "desert"}
