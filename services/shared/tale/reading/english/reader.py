"""Read the sentence of a prompt: who, does what, with whom and what, where."""

import re
from dataclasses import replace

from services.shared.tale.reading.english import groups, hints, titles
from services.shared.tale.reading.english.beings import CHILD
from services.shared.tale.reading.english.casting import THERE
from services.shared.tale.reading.english.grammar_words import GRAMMAR
from services.shared.tale.reading.english.hints import in_space
from services.shared.tale.reading.english.in_languages import in_languages
from services.shared.tale.reading.english.occasions import is_quarrel
from services.shared.tale.reading.english.questions import asks, question
from services.shared.tale.reading.english.remarks import MAX_REMARKS, Remarks, about_thing
from services.shared.tale.reading.english.roles import Roles
from services.shared.tale.reading.english.unsaid import named, served, unsaid, verb
from services.shared.tale.wish.phrases import Complement, NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Being, Remark, Wish
from services.shared.tale.words import lexicon

_FEELINGS = frozenset(
    "lonely sad shy brave grumpy proud kind jealous happy angry silly curious clumsy lazy sleepy".split()
)
"""What makes of two things somebody: "a lonely sock and a lonely glove"."""

_HAD = re.compile(r"(?:\{:he\|she\}|they) (?:had (?!lost|no\b|never|to\b)|was so \w+ that\b)")
_APPEARS = frozenset(["wash up", "appear", "arrive", "arrive at", "turn up", "show up", "lie", "land"])
_FELT = frozenset("plant thing toy clothing furniture building tool container food light".split())
"""Kinds of things that are somebody when they are said to feel something."""
_ACTS = frozenset("force machine vehicle toy".split())
_GONE = re.compile(r"\b(?:missing|lost|gone|disappeared|vanished|stolen|dead|tired of)\b")
_TOWARDS = frozenset(
    ["compete", "race", "work", "work together", "work hard", "try", "team up", "practise", "practice"]
)
"""What is done only to do something else."""
_TO = frozenset("to into towards toward".split())
"""Prepositions before where somebody goes."""
_LONGS = frozenset(
    "miss misses missed fear fears feared worries worried feels felt longs longed is am was wants".split()
)
"""What a child does whose kin do something else."""
_AGAINST = frozenset("fight escape save guard face steal catch".split())
"""Classes of action in which somebody who is named besides may be against the hero."""
NOTE = 80
"""At most so many characters of a prompt that could not be read are quoted."""
_SECRET = {"es": "descubrir el secreto de @", "fr": "découvrir le secret de @"}
_ANSWER = {"es": "encontrar la respuesta", "fr": "trouver la réponse"}


class Reader(Remarks, Roles):
    """One pass over one text."""

    culprit: NounPhrase | None = None
    """Who did what another one must put right."""

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
        if longing := self._longing(cast):
            return longing
        self.aside()
        goal, remarks = self.told(cast)
        goal = self._purpose(goal) or unsaid(remarks, " ".join(self.lower), self.has)
        goal = in_languages(goal) if goal else None
        # What somebody has they need not find.
        self.around |= {noun for item in remarks if _HAD.match(item.said) for noun in _nouns(item)}
        self.culprit = culprit = cast[0].phrase if cast and self.champion else None
        cast = [self.champion] if self.champion else cast
        hero = cast[0] if cast else None
        friend = cast[1] if len(cast) > 1 else self.owning
        two = hero is not None and friend is not None and not friend.name and not self.alive(friend.phrase)
        alone = hero is not None and friend is None and self.kind(hero.phrase) in _FELT
        feels = (two or alone) and _FEELINGS & set(hero.phrase.adjectives if hero else ())
        lives = hero is None or hero.name or self.alive(hero.phrase) or feels
        cast, friend, goal = self._contest(cast, friend, goal)
        acts = hero is not None and self.kind(hero.phrase) in _ACTS
        if goal is not None and goal.verb in _APPEARS and not lives and not acts:
            # "A message washes up on the beach": somebody finds it there.
            find = verb("find", "wish")
            thing = hero.phrase if hero else None
            goal, hero, cast = replace(goal, verb=find.name, goal=find.goal, thing=thing), None, []
        if hero is not None and goal is None and not lives and not quarrel:
            # "The magic brush": a thing that nobody does anything with.
            self.beside, hero = (hero.phrase if self.beside is None else self.beside), None
            remarks = tuple(about_thing(remark, cast[0].phrase) for remark in remarks)
            if friend is not None and not friend.name and not self.alive(friend.phrase):
                friend = None
        if hero is None and friend is not None and goal is None:
            # "A lonely lighthouse, a brave otter"
            hero, friend = friend, None
        if quarrel and goal is None:
            goal = VerbPhrase("make peace", verb("make peace", "wish").goal)
        wish = self._wish(
            hero, friend, goal, (*remarks, *named(goal, self._act(goal)), *served(goal, self._act(goal)))[:MAX_REMARKS]
        )
        if quarrel:
            # It is between hero and companion; nobody else stands in the way.
            extras = tuple(phrase for phrase in wish.extras if self.kind(phrase) != "event")
            wish = replace(wish, act="fight", thing=None, foe=None, extras=extras)
        elif is_quarrel(goal) and goal is not None:
            wish = self._quarrelled(wish, goal)
        blamed = culprit and self.alive(culprit) and not (wish.thing and wish.thing.noun == culprit.noun)
        if culprit and blamed and wish.act in _AGAINST | {"find", "give"}:
            wish = replace(wish, foe=culprit.definite())
        wish = replace(wish, takes=goal is not None and goal.verb.startswith("steal"))
        wish = replace(wish, missed=self.missed)
        return wish if self._readable(wish) else Wish(note=self.quoted())

    def _quarrelled(self, wish: Wish, goal: VerbPhrase) -> Wish:
        """With whom the hero has fallen out is the companion, and nobody stands in the way."""
        other = wish.foe or wish.thing
        friend = wish.friend or (self._joining(other) if other and (other.name or self.alive(other)) else None)
        return replace(wish, friend=friend, thing=None, foe=None, goal=replace(goal, thing=None, complements=()))

    def _contest(
        self, cast: list[Being], friend: Being | None, goal: VerbPhrase | None
    ) -> tuple[list[Being], Being | None, VerbPhrase | None]:
        """Of two who have a contest the second is whom the first has to beat."""
        if goal is None or goal.verb != "win" or len(cast) < 2 or cast[0].phrase.noun == cast[1].phrase.noun:
            return cast, friend, goal
        rival = replace(cast[1].phrase, name=cast[1].name).definite()
        return cast[:1], None, replace(goal, complements=(Complement("against", rival), *goal.complements)[:2])

    def _longing(self, cast: list[Being]) -> Wish | None:
        """Of "Mommy goes on a trip and Hana misses her" the child is the hero."""
        end = self.at
        kin = cast[0] if len(cast) == 1 else Being()
        own = kin.phrase.noun.endswith("friend") and kin.phrase.determiner == "their"
        if not titles.role(kin.name) and self.kind(kin.phrase) != "kin" and not own:
            return None
        said = self.tokens[:end]
        for index, word in enumerate(self.lower[end:], end + 1):
            self.at = index
            if word not in ("and", "but", "so", "because", "while") or not self._begins(0):
                continue
            child = self.being()
            if child and self.word() in _LONGS:
                at = self.at + 1
                whom = said if self.word() in ("him", "her") or self.word(1) in ("him", "her") else []
                rest = [*self.tokens[index:at], *(whom or self.tokens[at : at + 1]), *self.tokens[at + 1 :]]
                wish = Reader(" ".join(rest)).read()
                if wish.goal is not None:
                    friend = wish.friend or (None if wish.thing and wish.thing.name == kin.name else kin)
                    return replace(wish, hero=child, friend=friend)
        self.at = end
        return None

    def _wish(
        self, hero: Being | None, friend: Being | None, goal: VerbPhrase | None, remarks: tuple[Remark, ...]
    ) -> Wish:
        act = self._act(goal)
        thing, foe, price, skill = self._roles(goal, act)
        form = self._form(goal)
        if goal is None:
            thing = self.beside
        phrases = goal.phrases() if goal else []
        beings = [being.phrase for being in (hero, friend) if being]
        used = [
            phrase
            for phrase in (*beings, self.culprit, thing, foe, price, self.where and self.where.phrase, *phrases)
            if phrase
        ]
        names = tuple(being.name for being in (hero, friend) if being)
        verb = f" {goal.verb} {goal.inner.verb if goal.inner else ''}" if goal else ""
        inside = [
            NounPhrase(noun.name) for word in verb.split() if (noun := lexicon.noun_forms().get(word, (None,))[0])
        ]
        pupil = thing and not groups.is_group(thing) and (thing.name or (thing.noun and self.alive(thing)))
        if act == "teach" and friend is None and thing and pupil:
            friend, thing = Being(replace(thing, name=""), thing.name, self.gender_of(thing, thing.name)), None
        if friend is None and (other := self._sharer(goal)):
            friend = self._joining(other)
        extras = self.extras([*used, *inside], names)
        if goal is not None and goal.clause:
            # What a clause tells of has its part in the goal; only who is in it can do something.
            extras = tuple(phrase for phrase in extras if phrase.name or self.alive(phrase))
        if friend is None and hero is not None and act not in _AGAINST:
            # Who else is named goes along.
            # Who is in the way, or is gone, does not go along.
            against = {
                remark.thing.noun
                for remark in remarks
                if remark.thing and (remark.kind in ("trouble", "aim") or _GONE.search(remark.said))
            }
            along = self.companion(tuple(phrase for phrase in extras if phrase.name or phrase.noun not in against))
            friend = self._joining(along) if along else None
            extras = tuple(phrase for phrase in extras if phrase is not along)
        # Who wants to become an astronaut is not in space yet, and who wants to see the sea not at the sea.
        others = list(extras) if act == "become" else [*reversed(phrases), *([thing] if thing else []), *extras]
        ahead = self._ahead(goal, hero, thing)
        others = [phrase for phrase in others if phrase.noun not in {place.noun for place in ahead}]
        at = (item for item in (goal.complements if goal else ()) if item.preposition in THERE and item.phrase != thing)
        where = self.where or next((item for item in at if self._is_place(item)), None)
        home = hints.home(self.lower, where, others, hero)
        away = hints.home((), None, ahead, None) if ahead else ""
        return Wish(hero, friend, act, goal, thing, foe, price, form, skill, extras, hints.themes(self.lower, goal),
                    home, where, remarks=remarks, around=self.around, away=away if away != home else "")  # fmt: skip

    def _ahead(self, goal: VerbPhrase | None, hero: Being | None, thing: NounPhrase | None) -> list[NounPhrase]:
        """The places that somebody longs to see, or to which somebody goes who is at home elsewhere."""
        if goal is None:
            return []
        deed = goal.inner if goal.inner and not goal.goal else goal
        longs = deed.verb.startswith(("see", "reach"))
        lives = hints.home((), None, [], hero)
        there = [item.phrase for item in deed.complements if item.preposition in _TO] if longs or lives else []
        if thing and (longs or (lives and self._act(goal) == "travel" and not deed.verb.startswith("climb"))):
            there.append(thing)
        return [phrase for phrase in there if self._lies(phrase)]

    def _lies(self, phrase: NounPhrase) -> bool:
        """Whether it is a place outdoors, or the moon."""
        return self.kind(phrase) == "place" or in_space(phrase)

    def _is_place(self, item: Complement) -> bool:
        """Whether somebody can be there: in the attic, on Mars, but not "at the stars", nor "in the world"."""
        if item.phrase.noun == "world" and not item.phrase.adjectives and not item.phrase.within:
            return False
        return self.kind(item.phrase) in lexicon.WHERE or (item.preposition == "on" and hints.in_space(item.phrase))

    def _sharer(self, goal: VerbPhrase | None) -> NounPhrase | None:
        """With whom somebody shares something, and learns to: "share his nuts with a hedgehog"."""
        deed = goal.inner if goal and goal.inner else goal
        other = deed.other if deed and deed.verb.startswith("share @ with") else None
        return other if other and (other.name or self.alive(other)) and not groups.is_group(other) else None

    def _joining(self, phrase: NounPhrase) -> Being:
        """Somebody of the prompt as the hero's companion."""
        bare = replace(phrase, name="", determiner="their" if phrase.determiner == "their" else "a")
        return Being(bare, phrase.name, self.gender_of(bare, phrase.name), phrase.plural)

    def _purpose(self, goal: VerbPhrase | None) -> VerbPhrase | None:
        """What somebody comes or goes for, which tells more than that they come."""
        if (
            goal is not None
            and goal.purpose is not None
            and (self._act(goal) in ("", "travel") or goal.verb in _TOWARDS)
            and self._act(goal.purpose)
        ):
            return replace(goal.purpose, complements=goal.purpose.complements or goal.complements)
        return goal

    def _question(self) -> Wish:
        """Somebody wants to know; what is asked about is the thing."""
        found = self.extras([], ())
        things = [phrase for phrase in found if phrase.noun not in ("day", "night", "time")]
        thing = things[0] if things else None
        asked = question(self.text)
        goal = {"en": f"find out {asked.clause}"} | (_SECRET if thing else _ANSWER)
        thing = thing or NounPhrase("question", determiner="the")
        deed = VerbPhrase("find out", goal, thing)
        return Wish(hero=Being(CHILD), act="answer", goal=deed, thing=thing, extras=tuple(things[1:]),
                    home=hints.home(self.lower, None, things, None), question=asked,
                    hints=hints.themes(self.lower, None))  # fmt: skip

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
            # A text in another language has a word that looks like one of ours, but hardly half of them.
            return bool(wish.extras) and known * 2 >= len(words)
        return known > 0


def _nouns(remark: Remark) -> set[str]:
    """The nouns of what a remark tells."""
    forms = lexicon.noun_forms()
    return {forms[word][0].name for word in remark.words if word in forms} | (
        {remark.thing.noun} if remark.thing else set()
    )
