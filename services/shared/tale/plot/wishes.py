"""Complete a wish: choose the hero, the class of action and the goal where the prompt does not name them."""

import re
from collections.abc import Iterable
from dataclasses import replace

from services.shared.tale.plot import bank
from services.shared.tale.reading.english import titles
from services.shared.tale.wish.phrases import Complement, NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import GENERIC, MAKES, Being, Wish
from services.shared.tale.words import lexicon

_BY_KIND = {
    "place": "visit", "building": "visit", "room": "find", "event": "celebrate", "food": "cook", "drink": "cook",
    "idea": "understand", "instrument": "play", "sport": "play", "plant": "grow",
    "time": "celebrate",
}  # fmt: skip
"""What somebody wants with a thing that the prompt only names, by its kind."""
_PRACTISED = frozenset("archery athletics ballet gymnastics judo karate martial arts yoga high jump long jump".split())
"""Sports, and the words of their names, that nobody plays, beside those in -ing."""
_THEMES = {
    "adventure": ("find", "treasure"), "belonging": ("build", "treehouse"), "courage": ("climb", "mountain"),
    "discovery": ("open", "box"), "friendship": ("befriend", "neighbour"), "honesty": ("find", "key"),
    "imagination": ("build", "treehouse"), "kindness": ("help", "neighbour"), "patience": ("plant", "tree"),
    "perseverance": ("repair", "clock"), "sharing": ("bake", "cake"),
}  # fmt: skip
"""What is wanted where the prompt names neither deed nor thing."""
_TRADES = {
    "baker": ("bake", "cake"), "cook": ("cook", "soup"), "chef": ("cook", "soup"), "gardener": ("plant", "tree"),
    "farmer": ("plant", "tree"), "librarian": ("find", "book"), "teacher": ("find", "book"),
    "pirate": ("find", "treasure"),
    "musician": ("repair", "violin"), "clockmaker": ("repair", "clock"), "carpenter": ("build", "treehouse"),
    "builder": ("build", "treehouse"), "sailor": ("repair", "ship"), "captain": ("repair", "ship"),
    "detective": ("find", "key"), "mechanic": ("repair", "car"), "postman": ("find", "letter"),
    "inventor": ("build", "machine"), "scientist": ("build", "machine"), "astronaut": ("repair", "rocket"),
    "knight": ("find", "sword"), "wizard": ("find", "book"), "witch": ("find", "broom"), "king": ("find", "crown"),
    "queen": ("find", "crown"), "princess": ("find", "crown"), "prince": ("find", "crown"),
    "painter": ("find", "brush"),
    "tailor": ("find", "thimble"), "shoemaker": ("repair", "shoe"), "lighthouse keeper": ("repair", "lamp"),
}  # fmt: skip
"""The same for a hero of whom the prompt says what they are."""
_NO_TOWNS = frozenset("space ice desert castle school".split())
_NEVER = frozenset("time idea material body group".split())
"""Kinds that nobody sets out for where the prompt says no deed."""
_SMALL = frozenset(
    "food drink plant clothing tool instrument container toy light writing treasure thing furniture sport force".split()
)
_HOUSEHOLD = _SMALL - {"plant", "sport"} | {"person", "kin", "trade"}
"""Kinds of people, and of the things that live with them."""
_FOR_WHOM = {
    "catch": "runaway escaped wild", "help": "lost scared frightened afraid sad stuck worried homeless shy",
    "heal": "sick ill hurt injured wounded poorly", "free": "trapped captured caged captive imprisoned",
    "wake": "sleeping sleepy", "comfort": "crying heartbroken",
}  # fmt: skip
"""What is done about somebody of whom the prompt only says how they are."""
_DWELLINGS = frozenset(
    "house cottage hut cabin castle palace tower lighthouse farm farmhouse inn hotel mill windmill treehouse mansion"
    " manor zoo circus monastery orphanage hospital caravan tent igloo nest den burrow cave".split()
)
"""Buildings that one lives at; what is done in another one is said of the deed: "find a map in the attic"."""


_INNS = frozenset("farm inn hotel mill".split())
"""Those of them that are a business too."""
_QUIET = frozenset("peace quiet silence nap rest sleep break minute hour coffee tea cup".split())
"""What somebody wants who is tired."""
_BECOME_FRIENDS = frozenset(("become friends", "become best friends"))
"""Verbs of two who are not friends yet."""
_FRIENDS = frozenset(("friend", "best friend"))
"""What they are to each other then."""
_LOST = re.compile(r"\b(?:lost|dropped|mislaid)\b")
_RUNS = frozenset(("run", "inherit", "own", "manage", "take over"))
"""Verbs of who has a shop."""
_BARE = frozenset("idea event sport time material region instrument".split())
"""Kinds of things that stand without an article."""


def complete(wish: Wish, theme: str) -> Wish:
    """The wish with a goal of a class that the bank has, and what that class needs."""
    if wish.hero is None and (alive := [phrase for phrase in wish.extras if _alive(phrase)]):
        first, *others = alive
        rest = tuple(phrase for phrase in wish.extras if phrase not in alive[:2])
        friend = wish.friend or (_being(others[0]) if others else None)
        wish = replace(wish, hero=_being(first), friend=friend, extras=rest)
    if wish.goal is None and wish.thing is None and wish.hero is not None:
        wish = _about_friend(wish)
    if wish.goal is None:
        wish = _with_goal(wish, theme)
    wish = _befriending(_resting(_running(_without(_searching(_with_baby(wish))))))
    act = wish.act if bank.find("want", wish.act) else _near(wish)
    hero = wish.hero or Being()
    adjectives = hero.phrase.adjectives
    trait = next((word for word in adjectives if bank.find("trait", word)), "")
    goal, where = wish.goal, wish.where
    if goal is not None and where is not None and not _lives_at(where.phrase):
        goal, where = _done_there(goal, where), None
    if goal is not None and goal.thing is not None:
        thing = _with_article(goal.thing, act)
        same = wish.thing == goal.thing
        goal = replace(goal, thing=thing)
        wish = replace(wish, thing=thing if same else wish.thing)
    if wish.thing is not None:
        wish = replace(wish, thing=_own(wish.thing, act))
    return replace(wish, act=act, hero=hero, trait=trait, goal=goal, where=where)


def _with_article(phrase: NounPhrase, act: str) -> NounPhrase:
    """One thing of a telegram, "girl lost dog park", with the article that it lacks."""
    noun = lexicon.nouns().get(phrase.noun)
    one = noun is not None and not phrase.name and not phrase.plural and not noun.tags & {"mass", "pl", "group"}
    if phrase.determiner or _owned(phrase) or not one or act in GENERIC or (noun and noun.kind in _BARE):
        return phrase
    return replace(phrase, determiner="their" if act == "lose" else "a" if act in MAKES | {"find"} else "the")


def _own(phrase: NounPhrase, act: str) -> NounPhrase:
    """What is lost as the hero's, where the verb itself says what it is: "lose ~ voice"."""
    bare = act == "lose" and not phrase.determiner and not phrase.name and not _owned(phrase)
    return replace(phrase, determiner="their") if bare else phrase


def _owned(phrase: NounPhrase) -> bool:
    """Whether it is somebody's who is named: "Nana's recipe", which takes no article."""
    return any(word[0].isupper() and word.endswith(("'s", "’s")) for word in phrase.adjectives)


def _with_baby(wish: Wish) -> Wish:
    """A baby is there but does not talk things over, so that it is no companion."""
    friend = wish.friend
    if friend is None or friend.several or not friend.phrase.noun.startswith(("baby", "newborn", "toddler")):
        return wish
    noun = lexicon.nouns().get(friend.phrase.noun)
    if noun is None or noun.kind not in ("kin", "person"):
        return wish
    return replace(wish, friend=None, extras=(replace(friend.phrase, name=friend.name).definite(), *wish.extras))


def _without(wish: Wish) -> Wish:
    """Whoever must not eat something looks for a treat without it; of what nobody eats one can stay away."""
    goal, thing = wish.goal, wish.thing
    noun = lexicon.nouns().get(thing.noun) if thing else None
    if goal is None or goal.verb != "be allergic to" or noun is None or noun.kind not in ("food", "drink", "plant"):
        return wish
    verb = _verb("find a treat without")
    treat = NounPhrase("treat", determiner="a")
    return replace(wish, act=verb.act, goal=replace(goal, verb=verb.name, goal=verb.goal), thing=treat, foe=None)


def _searching(wish: Wish) -> Wish:
    """Who cannot find what is theirs has lost it, so that it is near and was seen before."""
    goal, thing = wish.goal, wish.thing
    lost = any(_LOST.search(remark.said) for remark in wish.remarks)
    if goal is None or thing is None or goal.verb not in ("find", "look for") or thing != goal.thing:
        return wish
    if wish.topic or not lost or not thing.determiner.startswith("their"):
        return wish
    verb = _verb_of("lose", "mishap")
    return replace(wish, act=verb.act, goal=replace(goal, verb=verb.name, goal=verb.goal))


def _running(wish: Wish) -> Wish:
    """Whoever has inherited a shop keeps it open, and whoever runs a stand does not run to it."""
    goal, thing = wish.goal, wish.goal.thing if wish.goal else None
    noun = lexicon.nouns().get(thing.noun) if thing else None
    shop = noun is not None and noun.kind == "building" and noun.name not in _DWELLINGS - _INNS
    if goal is None or goal.verb not in _RUNS or not shop:
        return wish
    verb = _verb("keep running")
    return replace(wish, act=verb.act, goal=replace(goal, verb=verb.name, goal=verb.goal))


def _resting(wish: Wish) -> Wish:
    """Who wants five minutes of peace collects no minutes."""
    goal, thing = wish.goal, wish.goal.thing if wish.goal else None
    if goal is None or thing is None or goal.verb not in ("want", "need") or thing.noun not in _QUIET:
        return wish
    return replace(wish, act="rest", goal=replace(goal, verb="want", goal=_verb("want").goal))


def _befriending(wish: Wish) -> Wish:
    """Of two who become friends, the one befriends the other, who is then in every scene."""
    goal, friend = wish.goal, wish.friend
    nobody_yet = wish.act == "befriend" and wish.thing is not None and wish.thing.noun == "friend"
    if goal is not None and goal.thing is None and nobody_yet:
        # Who wants a friend has none yet who could do anything.
        return replace(wish, thing=None)
    if goal is None or friend is None or friend.several or goal.verb not in _BECOME_FRIENDS:
        return wish
    noun = lexicon.nouns().get(friend.phrase.noun)
    if noun and noun.kind == "kin":
        return wish
    thing = replace(friend.phrase, name=friend.name, determiner="" if friend.name else "the")
    verb = _verb("befriend")
    # The snowstorm during which they become friends is told with what they do.
    others = tuple(phrase for phrase in wish.extras if phrase.noun not in _FRIENDS)
    goal = replace(goal, verb=verb.name, goal=verb.goal, thing=thing)
    return replace(wish, friend=None, goal=goal, thing=thing, extras=others)


def homes(wish: Wish, kinds: Iterable[str]) -> list[str]:
    """In which of these kinds of place it can be, where the prompt says nothing.

    People, and the things that they use, live in towns and villages, and wind and clouds are seen there.
    """
    noun = lexicon.nouns().get(wish.hero.phrase.noun) if wish.hero else None
    people = noun is None or noun.kind in _HOUSEHOLD
    return [kind for kind in sorted(kinds) if not (people and kind in _NO_TOWNS) and kind != wish.away]


def _alive(phrase: NounPhrase) -> bool:
    noun = lexicon.nouns().get(phrase.noun)
    return noun.alive and "group" not in noun.tags if noun else bool(phrase.name)


def _lives_at(phrase: NounPhrase) -> bool:
    """Whether one can live there: outdoors, or in a house, and not in an attic."""
    noun = lexicon.nouns().get(phrase.noun)
    return noun is None or noun.kind == "place" or noun.name in _DWELLINGS


def _done_there(goal: VerbPhrase, where: Complement) -> VerbPhrase:
    if goal.inner and not goal.thing:
        return replace(goal, inner=_done_there(goal.inner, where))
    return goal if where in goal.complements else replace(goal, complements=(*goal.complements, where))


def _being(phrase: NounPhrase) -> Being:
    noun = lexicon.nouns().get(phrase.noun or titles.role(phrase.name))
    given = lexicon.names().get(phrase.name.partition(" ")[0].lower())
    gender = noun.gender.lower() if noun else ""
    if given and given.gender != "n" and not (noun and noun.gender.isupper()):
        gender = given.gender
    gender = titles.gender(phrase.name) or gender
    return Being(replace(phrase, name="", determiner="a"), phrase.name, gender, phrase.plural)


def _worth(wish: Wish, phrase: NounPhrase) -> int | None:
    """How much it is a goal, the least first: somebody, an event, a small thing, a place; None for what is none."""
    noun = lexicon.nouns().get(phrase.noun)
    if phrase.noun in wish.around or (noun and (noun.kind in _NEVER or "group" in noun.tags)):
        return None
    if noun is None:
        return 0 if phrase.name else 3
    ranks = (noun.alive, noun.kind == "event", noun.kind in _SMALL, not noun.where)
    return next((rank for rank, fits in enumerate(ranks) if fits), len(ranks))


def _chosen(wish: Wish) -> NounPhrase | None:
    """What of the prompt's other people and things the goal is about."""
    ranked = [(worth, index) for index, phrase in enumerate(wish.extras) if (worth := _worth(wish, phrase)) is not None]
    return wish.extras[min(ranked)[1]] if ranked else None


def _about_friend(wish: Wish) -> Wish:
    """Hero and companion of the prompt without a deed: it is about the companion."""
    friend = wish.friend
    if friend is None or friend.several or friend.phrase.determiner == "their" or wish.calm:
        return wish
    noun = lexicon.nouns().get(friend.phrase.noun)
    if noun and noun.kind == "kin":
        return wish
    about = set(friend.phrase.adjectives)
    name = next((name for name, words in _FOR_WHOM.items() if about & set(words.split())), "")
    if not name and wish.extras and _chosen(wish):
        return wish
    verb = _verb(name or "befriend")
    thing = replace(friend.phrase, name=friend.name, determiner="the")
    return replace(wish, friend=None, act=verb.act, goal=VerbPhrase(verb.name, verb.goal, thing), thing=thing)


def _with_goal(wish: Wish, theme: str) -> Wish:
    thing = wish.thing
    if wish.act == "rest" or (wish.calm and thing is None):
        verb = _verb("fall asleep")
        return replace(wish, act=verb.act, goal=VerbPhrase(verb.name, verb.goal))
    if thing is None and (thing := _chosen(wish)):
        wish = replace(wish, extras=tuple(phrase for phrase in wish.extras if phrase is not thing))
    if thing is not None:
        noun = lexicon.nouns().get(thing.noun)
        name = _BY_KIND.get(noun.kind if noun else "", "befriend" if (noun and noun.alive) or thing.name else "find")
        if name == "play" and noun and noun.kind == "sport" and _practised(noun.name):
            name = "practise"
        one = noun is not None and not thing.name and not thing.plural and not noun.tags & {"mass", "pl"}
        bare = one and not thing.determiner and not _owned(thing)
        thing = thing if _owned(thing) else replace(thing, determiner="the") if bare else thing.definite()
    else:
        name, word = _TRADES.get(wish.hero.phrase.noun if wish.hero else "", _THEMES[theme])
        thing = NounPhrase(word, determiner="a")
    verb = _verb(name)
    return replace(wish, act=verb.act, goal=VerbPhrase(verb.name, verb.goal, thing), thing=thing)


def _practised(sport: str) -> bool:
    return sport.endswith("ing") or set(sport.split()) <= _PRACTISED


def _near(wish: Wish) -> str:
    """The class of a verb that nobody knows, which can be any deed; of a state, by what it is about."""
    if wish.goal is not None and wish.goal.goal is None:
        return "deed"
    noun = lexicon.nouns().get(wish.thing.noun) if wish.thing else None
    if noun is not None and noun.where:
        return "travel"
    return "learn" if wish.thing is None else "discover"


def _verb(name: str) -> lexicon.Verb:
    return _verb_of(name, "wish", "alone")


def _verb_of(name: str, *kinds: str) -> lexicon.Verb:
    return next(verb for verb in lexicon.verbs_named(name) if verb.kind in kinds)
