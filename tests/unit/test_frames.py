"""What stands around a sentence is taken off before it is read, and only where it does stand around one."""

import pytest

from services.shared.tale.reading.frames.frames import plain
from services.shared.tale.reading.frames.spelling import spelled
from services.shared.tale.reading.frames.wrapping import unwrap
from services.shared.tale.reading.read import read
from services.shared.tale.wish.wish import Being, Wish


def who(being: Being | None) -> str:
    """Name and noun of somebody."""
    return f"{being.name} {being.phrase.noun}".strip() if being else ""


def found(wish: Wish) -> tuple[str, str, str]:
    """Hero, class of action, and what it is about."""
    goal = wish.goal
    thing = (goal.thing or (goal.inner and goal.inner.thing) if goal else None) or wish.thing
    return who(wish.hero), wish.act, (thing.name or thing.noun) if thing else ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("I wish I had a horse", "I want to adopt a horse"),
        ("We wish we could stay up all night", "We want to stay up all night"),
        ("Mia wishes she were invisible", "Mia wants to become invisible"),
        ("A snail who wishes he was faster", "A snail who wants to become faster"),
        ("Grandpa wishes that his parrot could sing", "Grandpa wants to teach his parrot to sing"),
        ("I wish it would rain so the frogs come out", "I want to make it rain so the frogs come out"),
        ("I wish my sister would stop snoring", "I want to persuade my sister to stop snoring"),
        ("If only I could talk to my cat", "I want to talk to my cat"),
        ("I wish my cousin lived next door", "I want to visit my cousin"),
        ("I wish our house was on the beach", "I want to move our house to the beach"),
        ("Tom wishes for a friend", "Tom wants to find a friend"),
        ("I wish I didn't have to eat peas", "I do not want to eat peas"),
        ("I wish I knew why the wind howls", "why the wind howls?"),
    ],
)
def test_a_wish_is_what_somebody_wants(text: str, said: str) -> None:
    """How it might be is what is to be done."""
    assert plain(text).text == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Her dream is to open a bakery", "A girl wants to open a bakery"),
        ("My biggest wish is to be a vet", "I want to become a vet"),
        ("The goal of a small ant is to climb a mountain", "A small ant wants to climb a mountain"),
        ("A cow whose dream is to dance", "A cow who wants to dance"),
        ("All Noor wants is a bicycle", "Noor wants to find a bicycle"),
        ("The only thing Mira wants for her birthday is a telescope", "Mira wants to find a telescope"),
        ("My biggest fear is thunder", "I am afraid of thunder"),
        ("Ravi's plan is to build a rocket", "Ravi wants to build a rocket"),
    ],
)
def test_a_dream_is_what_somebody_wants(text: str, said: str) -> None:
    """Whose dream it is, is who wants it."""
    assert plain(text).text == said


@pytest.mark.parametrize(
    "text",
    [
        "The wish that came true",
        "Three wishes she could not use",
        "A genie who grants every wish",
        "A birthday wish that could change the world",
        "The story keeper finds a book",
        "The teller of tales meets a giant",
        "A parrot tells us about a treasure",
        "Dancing bears find a cave",
        "The flying fish",
        "Wedding at the beach",
        "King of the hill",
        "What a lovely day",
        "The dinosaurs died out",
        "A comedian whose jokes died down",
        "Will and Grace find a cat",
        "An after-school club saves a garden",
        "Ada, an inventor, builds a clock",
    ],
)
def test_what_is_no_frame_stays(text: str) -> None:
    """A word of a frame is often just a word."""
    assert plain(unwrap(text).text).text == text


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("Tell us about a pirate who is afraid of water", "a pirate who is afraid of water"),
        ("Write about a goose", "a goose"),
        ("I'd love to hear about a knight who lost his horse", "a knight who lost his horse"),
        ("Can you talk to us about two whales?", "two whales?"),
        ("Write something gentle about a sleepy bear", "a sleepy bear"),
        ("Make something up about a lost sock", "a lost sock"),
        ('Write a story called "The Lost Moon"', "The Lost Moon"),
        ("Write a story that starts with: “The well was empty.”", "The well was empty."),
    ],
)
def test_a_request_need_not_say_story(text: str, matter: str) -> None:
    """What is told about, called or begun with is the matter."""
    assert unwrap(text).text == matter


@pytest.mark.parametrize(
    ("text", "hero", "act", "thing"),
    [
        ('"I can\'t find my shoes!" cried Omar', "Omar", "find", "shoe"),
        ('"Don\'t open that box," said Grandma. But Tim opened it anyway.', "Tim", "open", "box"),
        ('"Let\'s build a raft," said the otter to the beaver', "otter", "build", "raft"),
        ('"My kite is gone," sobbed Lina', "Lina", "find", "kite"),
        ('"Miss, my tooth fell out!" said Ellie, but then she lost it in the sandpit', "Ellie", "lose", "tooth"),
        ('The little pig squeaked, "Help! I\'m stuck in the mud!"', "pig", "escape", "mud"),
        ('"Who ate my porridge?" growled the bear', "bear", "answer", "porridge"),
        ('"I want to fly to the moon," whispered the moth', "moth", "travel", "moon"),
        ('A dog named "Biscuit" finds a bone', "Biscuit dog", "find", "bone"),
        ('"Give me back my hat!" yelled the snowman', "snowman", "find", "hat"),
        ('Dad says, "No more puppies," but Zara finds one in the rain', "Zara", "find", "puppy"),
        ('Grandma always says, "Never open that door." But Freya opens it.', "Freya", "open", "door"),
        ('"There is a key in the soup," said the cook', "cook", "find", "key"),
    ],
)
def test_what_is_said_is_who_says_it(text: str, hero: str, act: str, thing: str) -> None:
    """The hero is who speaks or what then happens, and "my" is the speaker's."""
    assert found(read(text)) == (hero, act, thing)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Why the sea is salty", "why the sea is salty"),
        ("How plants drink water", "how plants drink water"),
        ("where the wild geese go", "where the wild geese go"),
        ("why do cats purr", "why cats purr"),
        ("can penguins fly", "whether penguins can fly"),
        ("Tell me why leaves change colour", "why leaves change colour"),
        ("Explain to my class how volcanoes erupt", "how volcanoes erupt"),
        ("Teach kids why the moon changes shape", "why the moon changes shape"),
        ("A lesson about why we have eyebrows", "why people have eyebrows"),
        ("If a fish had legs, where would it walk?", "where a fish would walk"),
        ("“Do bees sleep?” Ada asked her uncle", "whether bees sleep"),
        ("“Why is the moon round?” my son asked me", "why the moon is round"),
        ("Write a story that answers the question “Why do owls hoot?”", "why owls hoot"),
        ("how come geese never get lost", "why geese never get lost"),
        ("why won't the old tap stop dripping", "why the old tap won't stop dripping"),
        ("when will the first snow fall", "when the first snow will fall"),
    ],
)
def test_an_indirect_question_is_one(text: str, asked: str) -> None:
    """Without a mark, in a title or in a lesson."""
    question = read(text).question
    assert question
    assert question.clause == asked


@pytest.mark.parametrize(
    ("text", "asker"),
    [
        ("Mia wonders why the moon follows her", "Mia"),
        ("Ada lost her blanket at the airport. Please make up a story about where the blanket went.", "Ada"),
        ("My son keeps asking why the sky is blue", "son"),
        ('"Why is the moon following us?" asked Leila', "Leila"),
        ("A young fox wants to know where the sun sleeps", "fox"),
    ],
)
def test_who_asks_is_the_hero(text: str, asker: str) -> None:
    """Where the prompt says who."""
    wish = read(text)
    assert wish.question
    assert who(wish.hero) == asker


@pytest.mark.parametrize(
    ("text", "hero", "act", "thing"),
    [
        ("How Grandma met Grandpa", "Grandma", "befriend", "Grandpa"),
        ("How the shy hen met a fox", "hen", "befriend", "fox"),
        ("How to train a dragon", "child", "learn", "dragon"),
        ("riding a bike", "child", "learn", "bike"),
        ("Going to the dentist", "child", "face", "dentist"),
        ("Losing a tooth", "child", "lose", "tooth"),
        ("catching fireflies", "child", "catch", "firefly"),
        ("Baking bread with Grandpa", "child", "cook", "bread"),
        ("My first time riding a horse", "child", "learn", "horse"),
        ("Riding a bike is hard for Tom", "Tom", "learn", "bike"),
    ],
)
def test_a_title_is_a_deed(text: str, hero: str, act: str, thing: str) -> None:
    """Of whoever it names, or else of a child."""
    assert found(read(text)) == (hero, act, thing)


@pytest.mark.parametrize(
    ("text", "hero", "friend"),
    [
        ("A story to teach children about sharing, with a squirrel and a hedgehog", "squirrel", "hedgehog"),
        ("A lesson about honesty, with a fox and a crow", "fox", "crow"),
        ("a story for Zoe and her grandpa about a lost kite", "Zoe girl", "grandpa"),
        ("A story for my niece Ines about the ocean", "Ines girl", ""),
        ("Write a story for Leo about a dragon who lost his fire", "dragon", "Leo boy"),
        ("A bedtime story for my twins Oliver and Amara about a dragon", "Oliver twin", "Amara twin"),
        ("A story about a duck for my son Ben", "Ben boy", "duck"),
        ("A story for kids about a dragon", "dragon", ""),
        ("A story for Christmas about a reindeer", "reindeer", ""),
        ("Please write a story. My daughter Ada is 5 and loves owls.", "Ada daughter", "owl"),
    ],
)
def test_for_whom_it_is(text: str, hero: str, friend: str) -> None:
    """A child with a name is the hero, or goes along with the one that the story has."""
    wish = read(text)
    assert (who(wish.hero), who(wish.friend)) == (hero, friend)


@pytest.mark.parametrize(
    ("text", "hero", "act", "thing"),
    [
        ("A story for Zoe who lost her first tooth", "Zoe", "lose", "tooth"),
        ("A story for my nephew Finn whose dog ran away", "Finn", "find", "dog"),
        (
            "My daughter Maisie is afraid of the dark. Can you write a story about it?",
            "Maisie daughter",
            "face",
            "dark",
        ),
        (
            "My son Jack is afraid of dogs. Please write a story about a brave tiger who makes friends with a puppy.",
            "tiger",
            "befriend",
            "puppy",
        ),
        (
            "Write a story about a fox who finds a bell. Make it funny. It should have a happy ending.",
            "fox",
            "find",
            "bell",
        ),
        ("Mia, age 6, is afraid of the dark", "Mia", "face", "dark"),
        ("I'm a teacher. I need a story about bullying for my third grade class.", "child", "face", ""),
        (
            "Hi! My name is Ben, I am 7 years old and I am scared of bees. Can you write me a story?",
            "Ben",
            "face",
            "bee",
        ),
        ("Theo (4) finds a map", "Theo", "find", "map"),
        ("My 5 year old son Leo is scared of thunder", "Leo son", "face", "thunder"),
        ("An 80-year-old woman learns to surf", "old woman", "learn", ""),
        ("An 80-year-old sailor learns to surf", "sailor", "learn", ""),
    ],
)
def test_what_a_prompt_tells_around_its_request(text: str, hero: str, act: str, thing: str) -> None:
    """Who it is for, how old they are and how it is to be told say nothing of who the hero is."""
    assert found(read(text)) == (hero, act, thing)


@pytest.mark.parametrize(
    ("text", "hero", "act", "thing", "where"),
    [
        ("In a village where nobody may sing, a mute girl finds a flute.", "girl", "find", "flute", "village"),
        ("In the forest there lives a fox who wants to find a friend", "fox", "befriend", "friend", "forest"),
        ("Deep in the jungle lived a parrot who lost her voice", "parrot", "lose", "voice", "jungle"),
        ("Once upon a time, in a land far away, there was a king who lost his crown", "king", "lose", "crown", "land"),
        ("On the night train to Vienna, a thief steals a briefcase", "thief", "steal", "briefcase", ""),
        ("When the power goes out, a girl builds a lantern", "girl", "build", "lantern", ""),
        ("When a shy owl discovers that the books move at night, she must find the key.", "owl", "find", "key", ""),
        ("When Tom finds a dragon in the barn he must hide it", "Tom", "hide", "dragon", ""),
        ("After her kite flies away, Nora climbs a mountain", "Nora", "travel", "mountain", ""),
        ("Every night, while the city sleeps, an old tailor sews a cloak", "tailor", "deed", "cloak", ""),
        ("At the end of the road, where the wind lives, stands a goat who lost her bell", "goat", "lose", "bell", ""),
        ("When Samira's best friend moves away, she climbs a hill", "Samira", "travel", "hill", ""),
        ("One rainy afternoon, in a dusty museum, a lady finds a key", "lady", "find", "key", "museum"),
        ("After grandpa's funeral, Jonas finds a watch", "Jonas", "find", "watch", ""),
        ("If I had a dragon, I would fly to the moon", "child", "travel", "moon", ""),
    ],
)
def test_what_stands_before_the_subject(text: str, hero: str, act: str, thing: str, where: str) -> None:
    """Neither a place nor a clause that begins the sentence hides who does it."""
    wish = read(text)
    assert found(wish) == (hero, act, thing)
    assert (wish.where.phrase.noun if wish.where else "") == where


@pytest.mark.parametrize(
    ("text", "hero", "dead"),
    [
        ("Our cat Biscuit passed away last week and my son Eli misses him.", "Eli", "cat"),
        ("A girl whose grandmother died", "girl", "grandmother"),
        ("Tom's hamster died", "Tom", "hamster"),
        ("My dog Rex died and I miss him", "child", "dog"),
        ("Mia misses her grandpa who passed away", "Mia", "grandpa"),
        ("a story about the death of a pet", "child", "pet"),
    ],
)
def test_who_is_left_says_goodbye(text: str, hero: str, dead: str) -> None:
    """The dead are spoken of, and have no part."""
    wish = read(text)
    assert who(wish.hero) == hero
    assert wish.goal
    assert wish.goal.thing
    assert wish.goal.verb == "say goodbye to"
    assert dead in f"{wish.goal.thing.name} {wish.goal.thing.noun} {' '.join(wish.goal.thing.adjectives)}"
    assert (wish.friend, wish.thing, wish.extras, wish.calm) == (None, None, (), True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("can u tell my dauhgter about a unicron", "can you tell my daughter about a unicorn"),
        ("a octopuss who lernt to swim", "a octopus who learnt to swim"),
        ("a pengiun finds tresure becuase he dug", "a penguin finds treasure because he dug"),
        ("my freind the squirel doesnt sleep", "my friend the squirrel doesn't sleep"),
        ("a buterfly with beutiful wings", "a butterfly with beautiful wings"),
        ("a storey about a fox", "a story about a fox"),
    ],
)
def test_a_mistyped_word_is_read_as_it_was_meant(typed: str, meant: str) -> None:
    """Where one word is an edit away."""
    assert spelled(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "a boy called zeldo meets a yeti",
        "Kestral the bard drinks matcha",
        "fortnite and minecraft",
        "the house has two storeys",
        "Princes and tigers eat hummus",
        "a gorgle and a snorkle",
    ],
)
def test_a_word_that_nobody_knows_stays(text: str) -> None:
    """Names, words of other fields, and what is no edit away from one word."""
    assert spelled(text) == text


@pytest.mark.parametrize("text", ["Diwali at our house where the lamps keep blowing out", "What if it rained candy?"])
def test_a_prompt_with_things_only_is_told(text: str) -> None:
    """What is in it is not thrown away with a note that it could not be read."""
    wish = read(text)
    assert not wish.note
    assert wish.extras or wish.thing


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("There is a monster under my bed", "I am afraid of the monster under my bed"),
        ("There's a ghost in Leo's wardrobe", "Leo is afraid of the monster in his wardrobe"),
        ("A dragon's birthday party", "A dragon celebrates their birthday party"),
        ("Mia's fifth birthday", "Mia celebrates her fifth birthday"),
        ("A girl who can't put down her phone", "A girl wants to switch off her phone"),
        ("My son watches TV all day", "My son wants to switch off the TV"),
        ("A girl's goldfish died", "A girl says goodbye to their goldfish"),
        ("A boy plays video games with his sister", "A boy plays video games with his sister"),
        ("There is a mouse under my bed", "There is a mouse under my bed"),
    ],
)
def test_what_children_live_with_is_said_as_a_deed(text: str, said: str) -> None:
    """A fear, a feast, too much of a screen, a farewell."""
    assert plain(text).text == said
