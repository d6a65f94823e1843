"""What the words of a prompt hint at: themes, and the kind of place."""

from collections import Counter
from collections.abc import Sequence

from services.shared.tale.reading.english import titles
from services.shared.tale.wish.phrases import Complement, NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Being
from services.shared.tale.words import lexicon

_HINTS = {
    "courage": "shy timid afraid scared fearful brave fear courage",
    "friendship": "lonely friendship friend friendly",
    "belonging": "lost stranger strange home family",
    "patience": "impatient patient slow fast time",
    "honesty": "honest lie truth promise secret",
    "sharing": "greedy rich treasure gold money cake",
    "discovery": "curious mysterious hidden mystery question map",
    "perseverance": "lazy clumsy tired race contest",
    "kindness": "kind gentle grumpy proud kindness love angry",
    "imagination": "dream paint colour color painting dreamy",
    "adventure": "adventure journey trip explorer island",
}
_WATER = frozenset(["sail", "swim", "dive", "surf"])
_HOMES = {"sky": "mountain"}
_PLANETS = frozenset("mercury venus mars jupiter saturn uranus neptune pluto".split())


def themes(words: Sequence[str], goal: VerbPhrase | None) -> Counter[str]:
    """How much the words speak for each theme. `words`: the prompt's, in lower case."""
    hints: Counter[str] = Counter()
    for theme, said in _HINTS.items():
        hints[theme] += 2 * len(set(said.split()) & set(words))
    verb = goal.inner if goal and goal.inner and not goal.goal else goal
    for known in lexicon.verbs():
        if verb and known.name == verb.verb and known.goal == verb.goal:
            for theme in known.themes:
                hints[theme] += 1
    return +hints


def in_space(phrase: NounPhrase) -> bool:
    """Whether it is the moon, a star or a planet, on which somebody can be."""
    noun = lexicon.nouns().get(phrase.noun)
    return phrase.name.lower() in _PLANETS or (noun is not None and noun.home == "space")


def home(words: Sequence[str], where: Complement | None, phrases: list[NounPhrase], hero: Being | None) -> str:
    """The kind of place: where somebody goes, else where the things are found, else where the hero lives."""
    if where and in_space(where.phrase):
        return "space"
    phrases = [*([where.phrase] if where else []), *phrases]
    phrases = [*phrases, *(phrase.within.phrase for phrase in phrases if phrase.within)]
    nouns = [lexicon.nouns()[phrase.noun] for phrase in phrases if phrase.noun in lexicon.nouns()]
    # Who looks at the stars need not live among them.
    homes = [noun.home for noun in nouns if noun.where] + [noun.home for noun in nouns if noun.home != "space"]
    if any(word.rstrip("s") in _WATER for word in words):
        homes.append("sea")
    what = (hero.phrase.noun or titles.role(hero.name)) if hero else ""
    # A fallen star is no longer among the others.
    if hero and what in lexicon.nouns() and "fallen" not in hero.phrase.adjectives:
        homes.append(lexicon.nouns()[what].home)
    found = next((home for home in homes if home), "")
    return _HOMES.get(found, found)
