"""Read the sentence of a prompt: who, does what, with whom and what, where."""

from collections import Counter
from dataclasses import replace

from services.shared.tale import lexicon
from services.shared.tale.casting import ABSTRACT, CHILD, THERE, Casting
from services.shared.tale.parser import Parser
from services.shared.tale.phrases import NounPhrase, VerbPhrase
from services.shared.tale.questions import asks, indirect
from services.shared.tale.tokens import ADVERBS, ARTICLES, BE, GRAMMAR, NUMBERS, OWN, RELATIVE
from services.shared.tale.wish import Being, Wish

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
_AGAINST = frozenset("fight escape save guard face steal catch".split())
"""Classes of action in which somebody who is named besides may be against the hero."""
MAX_EXTRAS = 6
NOTE = 80
"""At most so many characters of a prompt that could not be read are quoted."""
_SECRET = {"es": "descubrir el secreto de @", "fr": "découvrir le secret de @"}
_ANSWER = {"en": "find the answer", "es": "encontrar la respuesta", "fr": "trouver la réponse"}


def verb(name: str, kind: str) -> lexicon.Verb:
    """The lexicon's verb of this name and kind."""
    return next(verb for verb in lexicon.verbs() if (verb.name, verb.kind) == (name, kind))


class Reader(Casting):
    """One pass over one text."""

    def quoted(self) -> str:
        """The text as it is quoted when it could not be read."""
        return self.text[:NOTE].rstrip() + ("…" if len(self.text) > NOTE else "")

    def idea(self) -> bool:
        """Whether the text begins with a noun for something that is no deed: "fractions", "sharing"."""
        here, self.at = self.at, 0
        found = self.noun()
        self.at = here
        return found is not None

    def read(self) -> Wish:
        """The wish of a statement, a question, or a title."""
        if asks(self.text):
            return self._question()
        self.lead()
        quarrel = self.event()
        cast = quarrel or self.cast()
        self.aside()
        relative = self.word() in RELATIVE
        goal = self._goal()
        if relative and self.verb() is not None and (main := self.verb_phrase()):
            # "An owl who is afraid of the dark makes friends": what it does, not what it is.
            goal = main
        goal = self._purpose(goal)
        hero = cast[0] if cast else None
        friend = cast[1] if len(cast) > 1 else self.owning
        if hero is not None and goal is None and not hero.name and not self.alive(hero.phrase) and not quarrel:
            # "The magic brush": a thing that nobody does anything with.
            self.beside, hero = (hero.phrase if self.beside is None else self.beside), None
        if hero is None and friend is not None and goal is None:
            # "A lonely lighthouse, a brave otter"
            hero, friend = friend, None
        if quarrel and goal is None:
            goal = VerbPhrase("make peace", verb("make peace", "wish").goal)
        wish = self._wish(hero, friend, goal)
        if quarrel:
            # It is between hero and companion; nobody else stands in the way.
            extras = tuple(phrase for phrase in wish.extras if self.kind(phrase) != "event")
            wish = replace(wish, act="fight", thing=None, foe=None, extras=extras)
        wish = replace(wish, takes=goal is not None and goal.verb.startswith("steal"))
        return wish if self._readable(wish) else Wish(note=self.quoted())

    def _wish(self, hero: Being | None, friend: Being | None, goal: VerbPhrase | None) -> Wish:
        act = self._act(goal)
        thing, foe, price, skill = self._roles(goal, act)
        if goal is None:
            thing = self.beside
        phrases = goal.phrases() if goal else []
        beings = [being.phrase for being in (hero, friend) if being]
        used = [phrase for phrase in (*beings, thing, foe, price, self.where and self.where.phrase, *phrases) if phrase]
        names = tuple(being.name for being in (hero, friend) if being)
        verb = f" {goal.verb} {goal.inner.verb if goal.inner else ''}" if goal else ""
        inside = [
            NounPhrase(noun.name) for word in verb.split() if (noun := lexicon.noun_forms().get(word, (None,))[0])
        ]
        extras = self.extras([*used, *inside], names)
        if friend is None and hero is not None and act not in _AGAINST:
            # Who else is named goes along.
            friend = next(
                (self._joining(phrase) for phrase in extras if phrase.name or self.kind(phrase) in lexicon.ALIVE), None
            )
            extras = tuple(phrase for phrase in extras if not friend or self._joining(phrase) != friend)
        others = [*reversed(phrases), *([thing] if thing else []), *extras]
        where = self.where or next(
            (item for item in (goal.complements if goal else ())
             if self.kind(item.phrase) in lexicon.WHERE and item.preposition in THERE and item.phrase != thing), None
        )  # fmt: skip
        if act == "teach" and friend is None and thing and (thing.name or (thing.noun and self.alive(thing))):
            friend, thing = Being(replace(thing, name=""), thing.name, self.gender_of(thing, thing.name)), None
        return Wish(hero, friend, act, goal, thing, foe, price, skill, extras, self._hints(goal),
                    self._home([*([where.phrase] if where else []), *others], hero), where)  # fmt: skip

    def _joining(self, phrase: NounPhrase) -> Being:
        """Somebody of the prompt as the hero's companion."""
        bare = replace(phrase, name="", determiner="a")
        return Being(bare, phrase.name, self.gender_of(bare, phrase.name), phrase.plural)

    def _goal(self) -> VerbPhrase | None:
        while self.word() in RELATIVE or self.word() in ADVERBS or self.lower[self.at : self.at + 1] == [","]:
            self.at += 1
        found = self.verb_phrase(own=True)
        if found is None and self.word() in BE:
            self.at += 1
        return found

    def _purpose(self, goal: VerbPhrase | None) -> VerbPhrase | None:
        """What somebody comes or goes for, which tells more than that they come."""
        if (
            goal is not None
            and goal.purpose is not None
            and self._act(goal) in ("", "travel")
            and self._act(goal.purpose)
        ):
            return replace(goal.purpose, complements=goal.purpose.complements or goal.complements)
        return goal

    def _act(self, goal: VerbPhrase | None) -> str:
        """The class of the goal's own verb, or of the verb that it leads to."""
        if goal is None:
            return ""
        verb = goal.inner if goal.inner and not goal.goal else goal
        named = [item for item in lexicon.verbs() if item.name == verb.verb]
        known = next((item for item in named if item.goal == verb.goal), named[0] if named else None)
        return known.act if known else ""

    def _roles(
        self, goal: VerbPhrase | None, act: str
    ) -> tuple[NounPhrase | None, NounPhrase | None, NounPhrase | None, VerbPhrase | None]:
        """What the action is about, whom it is against, what is paid, what is learnt."""
        if goal is None:
            return None, None, None, None
        verb = goal.inner if goal.inner and not goal.goal else goal
        by = {item.preposition: item.phrase for item in verb.complements}
        thing, other = verb.thing, verb.other
        foe = price = None
        if other is not None:
            by |= {word: other for word in verb.verb.split() if word in lexicon.prepositions()}
        if act in ("save", "guard", "hide", "steal", "heal", "free"):
            foe = by.get("from") or by.get("against")
        elif act in ("escape", "fight", "face", "win"):
            foe = by.get("from") or by.get("against") or by.get("with") or thing
        elif act == "trade" and "for" in by:
            thing, price = by["for"], thing
        elif act == "teach" and other is not None and verb.inner is None:
            # What is taught; whom, is the companion's part.
            thing = other if verb.verb.endswith("%") else thing
        skill = verb.inner if act in ("learn", "teach", "become") else None
        if thing is None and skill is not None:
            thing = skill.thing
        if thing is None and (inside := self._inside(verb.verb)):
            thing = inside
        if thing is None:
            there = act in ("travel", "visit", "discover", "escape")
            thing = next((item.phrase for item in verb.complements if item.phrase is not foe
                          and self.kind(item.phrase) != "time"
                          and (there or self.kind(item.phrase) not in lexicon.WHERE)), None)  # fmt: skip
        if thing is None and verb.purpose:
            thing = next(iter(verb.purpose.phrases()), None)
        if thing and not thing.name:
            thing = replace(thing, within=None)
        return thing, foe, price, skill

    def _inside(self, verb: str) -> NounPhrase | None:
        """The thing that is a part of a verb's name: the bakery of "open a bakery"."""
        reader = Parser(verb.partition(" ")[2])
        while reader.word() in lexicon.prepositions():
            reader.at += 1
        found = reader.noun_phrase()
        return found if found and found.noun in lexicon.nouns() else None

    def _question(self) -> Wish:
        """Somebody wants to know; what is asked about is the thing."""
        found = self.extras([], ())
        things = [phrase for phrase in found if phrase.noun not in ("day", "night", "time")]
        thing = things[0] if things else None
        words = self.text.rstrip("?! ")
        goal = {"en": f"find out {indirect(words)}"} | _SECRET if thing else None
        thing = thing or NounPhrase("question", determiner="the")
        deed = VerbPhrase("find out", goal or _ANSWER, thing)
        return Wish(hero=Being(CHILD), act="answer", goal=deed, thing=thing, extras=tuple(things[1:]),
                    home=self._home(things, None), hints=self._hints(None))  # fmt: skip

    def _readable(self, wish: Wish) -> bool:
        """Whether the text has a word that is known: a text in another language has none, or only by accident."""
        words = [word for word in self.lower if word[:1].isalnum()]
        known = sum(
            word in GRAMMAR
            or word in lexicon.noun_forms()
            or word in lexicon.adjectives()
            or word in lexicon.prepositions()
            or word in lexicon.names()
            or (word.isascii() and word in lexicon.verb_forms())
            for word in words
        )
        if not self.text.isascii() and known * 3 < len(words):
            return False
        if wish.hero is None and wish.goal is None and wish.thing is None:
            return False
        return known > 0

    def extras(self, used: list[NounPhrase], names: tuple[str, ...]) -> tuple[NounPhrase, ...]:
        """The things and names of the text that are not used yet, at most MAX_EXTRAS."""
        known = {phrase.noun for phrase in used} | {name for phrase in used for name in phrase.adjectives}
        known |= {f"{phrase.adjectives[-1]} {phrase.noun}" for phrase in used if phrase.adjectives}
        told = {word for name in (*names, *(phrase.name for phrase in used)) for word in name.split()}
        found: list[NounPhrase] = []
        self.at = 0
        while self.at < len(self.tokens) and len(found) < MAX_EXTRAS:
            token = self.tokens[self.at].removesuffix("'s").removesuffix("’s")
            if self.capital() and not set(token.split()) & told and len(token) > 1:
                found.append(NounPhrase(name=token))
                told.update(token.split())
            elif (
                (owner := lexicon.nouns().get(self.word().removesuffix("'s")))
                and owner.alive
                and self.word() != owner.name
            ):
                if owner.name not in known and self.word().endswith("'s"):
                    found.append(NounPhrase(owner.name, determiner="the"))
                    known.add(owner.name)
            elif self.word() not in GRAMMAR and not self.capital() and (hit := self.noun()):
                noun, plural, length = hit
                verb_only = self.verb() and self.at and not self._determined_before()
                describes = length == 1 and self.word() in lexicon.adjectives() and self.noun(1)
                if noun.name not in known and not verb_only and not describes:
                    before = self.lower[self.at - 1] if self.at else ""
                    adjectives = (before,) if before in lexicon.adjectives() else ()
                    bare = noun.kind in ABSTRACT - {"event"} or "mass" in noun.tags
                    name = self.tokens[self.at + length] if noun.alive and self.capital(length) else ""
                    if name not in told:
                        found.append(NounPhrase(noun.name, adjectives, "all" if bare else "the", plural, name))
                        told.update(name.split())
                    known.add(noun.name)
                self.at += length - 1
            self.at += 1
        return tuple(found)

    def _determined_before(self) -> bool:
        before = self.lower[self.at - 1]
        return before in ARTICLES or before in OWN or before in lexicon.adjectives() or before in NUMBERS

    def _hints(self, goal: VerbPhrase | None) -> Counter[str]:
        hints: Counter[str] = Counter()
        for theme, words in _HINTS.items():
            hints[theme] += 2 * len(set(words.split()) & set(self.lower))
        verb = goal.inner if goal and goal.inner and not goal.goal else goal
        for known in lexicon.verbs():
            if verb and known.name == verb.verb and known.goal == verb.goal:
                for theme in known.themes:
                    hints[theme] += 1
        return +hints

    def _home(self, phrases: list[NounPhrase], hero: Being | None) -> str:
        """The kind of place: where somebody goes, else where the things are found, else where the hero lives."""
        nouns = [lexicon.nouns()[phrase.noun] for phrase in phrases if phrase.noun in lexicon.nouns()]
        homes = [noun.home for noun in nouns if noun.where] + [noun.home for noun in nouns]
        if any(word.rstrip("s") in _WATER for word in self.lower):
            homes.append("sea")
        if hero and hero.phrase.noun in lexicon.nouns():
            homes.append(lexicon.nouns()[hero.phrase.noun].home)
        found = next((home for home in homes if home), "")
        return _HOMES.get(found, found)
