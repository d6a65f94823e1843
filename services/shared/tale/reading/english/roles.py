"""What a goal is about, whom it is against, what is paid for it and what is learnt."""

from dataclasses import replace

from services.shared.tale.reading.english import groups
from services.shared.tale.reading.english.mentions import Mentions
from services.shared.tale.reading.english.parser import Parser
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.words import lexicon


class Roles(Mentions):
    """Reads the parts that the phrases of a goal play."""

    def _act(self, goal: VerbPhrase | None) -> str:
        """The class of the goal's own verb, or of the verb that it leads to."""
        if goal is None:
            return ""
        verb = goal.inner if goal.inner and not goal.goal else goal
        named = lexicon.verbs_named(verb.verb)
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
            foe = by.get("from") or by.get("against") or by.get("with")
            # What a contest is about is not who stands in the way.
            foe = foe or (thing if thing and self._stands(act, thing) else None)
        elif act == "trade" and "for" in by:
            thing, price = by["for"], thing
        elif act == "teach" and other is not None and verb.inner is None:
            # What is taught; whom, is the companion's part.
            thing = other if verb.verb.endswith("%") else thing
        skill = verb.inner if act in ("learn", "teach", "become") else None
        if thing is None and skill is not None:
            thing = skill.thing
        if thing is None and other is not None and "~" in verb.verb:
            thing = other
        if thing is None and (inside := self._inside(verb.verb)):
            thing = inside
        if thing is None:
            thing = self._beside_the_deed(verb, act, foe)
        if thing is None and verb.purpose:
            thing = next(iter(verb.purpose.phrases()), None)
        if thing and not thing.name and thing.noun not in groups.OF_MANY:
            thing = replace(thing, within=None)
        return thing, foe, price, skill

    @staticmethod
    def _form(goal: VerbPhrase | None) -> NounPhrase | None:
        """What the thing is turned into."""
        return goal.other if goal and goal.verb.endswith("@ into %") else None

    def _beside_the_deed(self, verb: VerbPhrase, act: str, foe: NounPhrase | None) -> NounPhrase | None:
        """What a deed without an object is about: where it leads, else what stands beside it."""
        there = act in ("travel", "visit", "discover", "escape")
        if verb.goal and "@" not in verb.goal["en"] and act in ("find", "save", "rest", "face"):
            return None
        shut = frozenset() if there else lexicon.WHERE | ({"event"} if act == "perform" else set())
        items = [item for item in verb.complements if item.preposition != "from" and item.phrase is not foe
                 and self.kind(item.phrase) not in shut | {"time"} and item.phrase.noun != "time"]  # fmt: skip
        items.sort(key=lambda item: item.preposition not in ("to", "into", "onto", "towards"))
        return items[0].phrase if items else None

    def _stands(self, act: str, thing: NounPhrase) -> bool:
        """Whether what the action is about can stand in the way: no contest does, and no place."""
        kind = self.kind(thing)
        return kind in lexicon.ALIVE if act == "win" else act != "face" or kind not in lexicon.WHERE

    def _inside(self, verb: str) -> NounPhrase | None:
        """The thing that is a part of a verb's name: the bakery of "open a bakery"."""
        if verb.startswith("be ") or set(verb.split()) & (
            lexicon.PATTERN - {"~"} | {"way", "friends", "peace", "fight", "argument"}
        ):
            return None
        reader = Parser(verb.partition(" ")[2])
        while reader.word() in lexicon.prepositions():
            reader.at += 1
        found = reader.noun_phrase()
        noun = lexicon.nouns().get(found.noun) if found else None
        # A toothache is had, and nothing that anybody looks for.
        return None if noun is None or (noun.kind == "body" and verb.startswith(("have ", "catch "))) else found
