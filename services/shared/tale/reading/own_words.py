"""Put what a gloss was read as back into the prompt's own words."""

import re
from dataclasses import replace

from services.shared.tale.grammar.language import START
from services.shared.tale.reading.english.casing import known
from services.shared.tale.reading.english.in_languages import LINKS
from services.shared.tale.reading.english.truths import DEEDS
from services.shared.tale.reading.foreign.gloss import Glossed
from services.shared.tale.reading.foreign.indirect import indirect
from services.shared.tale.reading.foreign.retelling import Wanted
from services.shared.tale.wish.wish import Being, Remark, Wish
from services.shared.tale.words import lexicon, wordforms

_PRONOUNS = {("he",), ("she",), ("they",)}


def retold(wish: Wish, glossed: Glossed, language: str) -> tuple[Remark, ...]:
    """The remarks with the prompt's own clauses, where it is told in its own language."""
    several = wish.hero is not None and (wish.hero.several or (bool(wish.hero.name) and wish.friend is not None))
    found = []
    for told in wish.remarks:
        remark = told
        if _is_goal(remark, wish):
            continue
        wanted = Wanted(remark.words, remark.kind, remark.subject, several)
        own = glossed.retelling.clause(wanted) if glossed.retelling and remark.subject != "other" else ""
        if not several:
            # Of "su" and "son" the gloss knows not whose it is.
            said = re.sub(r"\btheir\b", "{:his|her}", remark.said)
            remark = replace(remark, said=re.sub(r"\bteach them\b", "teach {:him|her}", said))
        remark = replace(remark, said=re.sub(r"\w+", _rightly, remark.said))
        # What the prompt's own language can say nothing of is left out of every language.
        if own or remark.thing or remark.deed or remark.statement:
            found.append(replace(remark, own={language: own} if own else {}))
    return tuple(found)


def with_clause(wish: Wish, glossed: Glossed, language: str) -> Wish:
    """The wish, whose goal has its clause in the prompt's own words: "demostrar que su gato sabía hablar"."""
    goal = wish.goal
    if goal is None or goal.goal is None or not goal.clause or glossed.retelling is None or goal.verb not in DEEDS:
        return wish
    link, *rest = (word.lower() for word in goal.clause)
    several = wish.hero is not None and wish.hero.several
    english = goal.goal["en"] if several else re.sub(r"\btheir\b", "{:his|her}", goal.goal["en"])
    if not all(known(word) or wordforms.known(word) or word in lexicon.names() for word in rest):
        # A word that only the prompt's language has.
        english = f"{goal.verb} the truth"
    wish = replace(wish, goal=(goal := replace(goal, goal=goal.goal | {"en": english})))
    # The prompt may say the word before the clause, "por qué", or only mean it.
    for before, words in (("", (link, *rest)), (LINKS[language].get(link, ""), tuple(rest))):
        subject = "hero" if words[:1] in _PRONOUNS else ""
        own = glossed.retelling.clause(Wanted(words, "trait", subject, several))
        if own and (before or link != "that"):
            said = " ".join([DEEDS[goal.verb][language], *([before] if before else []), f"{START}{own}"])
            return replace(wish, goal=replace(goal, goal=(goal.goal or {}) | {language: said}))
    return wish


def _is_goal(remark: Remark, wish: Wish) -> bool:
    """Whether the remark only says what the story wants anyway: that the hero is afraid of what they face."""
    goal = wish.goal
    return bool(
        goal
        and goal.thing
        and remark.kind == "trait"
        and goal.verb.startswith("be ")
        and f"was {goal.verb.removeprefix('be ')} the {goal.thing.noun}" in remark.said
    )


def _rightly(match: re.Match[str]) -> str:
    """A plural as English has it: a gloss says "fishes", so that there are several."""
    noun, plural = lexicon.noun_forms().get(match[0], (None, False))
    return noun.forms("en")[0].plural if noun and plural else match[0]


def gendered(being: Being, glossed: Glossed) -> Being:
    """Somebody with the gender that the prompt's own words tell: "boulangère" is one thing, "son" says nothing."""
    given = lexicon.names().get(being.name.partition(" ")[0].lower()) if being.name else None
    if given and given.gender in ("m", "f") and being.gender:
        return being
    return replace(being, gender=glossed.genders.get(being.phrase.noun, being.gender))


def asked(wish: Wish, text: str, language: str) -> Wish:
    """A question's wish in the words of the prompt, where it is told in the prompt's language."""
    clause = indirect(text, language) if wish.question else ""
    if not clause or wish.goal is None or wish.goal.goal is None:
        return wish
    found = {"es": "descubrir", "fr": "découvrir"}[language]
    return replace(wish, goal=replace(wish.goal, goal=wish.goal.goal | {language: f"{found} {clause}"}))
