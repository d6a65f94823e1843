"""Read a prompt: what only asks for a story is taken off, and what is left is read as a sentence."""

import re
from dataclasses import replace

from services.shared.tale.grammar.english import indefinite_article
from services.shared.tale.grammar.language import START
from services.shared.tale.reading.english import truths
from services.shared.tale.reading.english.beings import CHILD
from services.shared.tale.reading.english.in_languages import in_languages
from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.english.tokens import BE
from services.shared.tale.reading.english.truths import DEEDS
from services.shared.tale.reading.english.unsaid import verb
from services.shared.tale.reading.foreign.articles import genders, of_speaker
from services.shared.tale.reading.foreign.asking import plainly
from services.shared.tale.reading.foreign.company import accompanied
from services.shared.tale.reading.foreign.gloss import Glossed, gloss
from services.shared.tale.reading.foreign.indirect import indirect
from services.shared.tale.reading.foreign.retelling import Wanted
from services.shared.tale.reading.foreign.sound import Sound
from services.shared.tale.reading.foreign.written import spelt
from services.shared.tale.reading.frames.frames import Plain, plain
from services.shared.tale.reading.frames.request import Request
from services.shared.tale.reading.frames.spans import subject, whose
from services.shared.tale.reading.frames.spelling import spelled
from services.shared.tale.reading.frames.wrapping import liked, unwrap
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Being, Remark, Wish
from services.shared.tale.words import lexicon

_SIBLINGS = frozenset("twin brother sister sibling cousin friend".split())
"""What two children are to each other, and not to who asks for the story."""
_HE = re.compile(r"(he|she|they)\b\s+(?!['’])", re.IGNORECASE)
_ONE = re.compile(
    r"one(?: of (?:them|these))? (?:helps? (?:him|her|them) (?:to )?(?P<deed>.+)|(?P<does>.+))$",
    re.IGNORECASE | re.DOTALL,
)
"""Who of a kind that the child likes is in the story."""
_PRONOUNS = {("he",), ("she",), ("they",)}
ALONG = 2
"""Things that the child of a prompt brings into a story about somebody else."""


def read(text: str, language: str = "en") -> Wish:
    """Read one prompt in the language of this BCP-47 code; any text gives a wish, if a poor one."""
    if language == "en":
        return _read(spelled(text))
    text = plainly(spelt(text, language), language)
    glossed = gloss(text, language)
    wish = accompanied(Sound(text).wish(_read(glossed.text)), glossed.text)
    remarks = _retold(wish, glossed, language)
    wish = replace(wish, language=language, genders=genders(text), nouns=glossed.nouns, remarks=remarks)
    wish = _with_clause(wish, glossed, language)
    if wish.note:
        return replace(wish, note=Reader(text).quoted())
    hero, friend = (being and _gendered(being, glossed) for being in (wish.hero, wish.friend))
    if hero and hero.phrase == CHILD and not hero.gender:
        hero = replace(hero, gender=of_speaker(text, language))
    return _asked(replace(wish, hero=hero, friend=friend), glossed.asked or text, language)


def _retold(wish: Wish, glossed: Glossed, language: str) -> tuple[Remark, ...]:
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


def _with_clause(wish: Wish, glossed: Glossed, language: str) -> Wish:
    """The wish, whose goal has its clause in the prompt's own words: "demostrar que su gato sabía hablar"."""
    goal = wish.goal
    if goal is None or goal.goal is None or not goal.clause or glossed.retelling is None or goal.verb not in DEEDS:
        return wish
    link, *rest = goal.clause
    words = tuple(word.lower() for word in (rest if link == "that" else goal.clause))
    several = wish.hero is not None and wish.hero.several
    own = glossed.retelling.clause(Wanted(words, "trait", "hero" if words[:1] in _PRONOUNS else "", several))
    if not own:
        return wish
    that = "que " if link == "that" else ""
    said = f"{DEEDS[goal.verb][language]} {that}{START}{own}"
    return replace(wish, goal=replace(goal, goal=goal.goal | {language: said}))


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


def _gendered(being: Being, glossed: Glossed) -> Being:
    """Somebody with the gender that the prompt's own words tell: "boulangère" is one thing, "son" says nothing."""
    given = lexicon.names().get(being.name.partition(" ")[0].lower()) if being.name else None
    if given and given.gender in ("m", "f") and being.gender:
        return being
    return replace(being, gender=glossed.genders.get(being.phrase.noun, being.gender))


def _asked(wish: Wish, text: str, language: str) -> Wish:
    """A question's wish in the words of the prompt, where it is told in the prompt's language."""
    clause = indirect(text, language) if wish.question else ""
    if not clause or wish.goal is None or wish.goal.goal is None:
        return wish
    found = {"es": "descubrir", "fr": "découvrir"}[language]
    return replace(wish, goal=replace(wish.goal, goal=wish.goal.goal | {language: f"{found} {clause}"}))


def _read(text: str) -> Wish:
    """The wish of an English prompt."""
    request = unwrap(text)
    calm = request.tone == "calm"
    if request.lesson:
        return _lesson(request)
    if request.said:
        return replace(_after_what_was_said(request), calm=calm)
    if request.clause:
        named = Reader(request.child).being()
        return replace(_framed(f"{request.child} {request.clause}"), hero=named, calm=calm)
    if not request.text and (request.child or request.likes):
        return _for_a_child(request)
    matter = request.text or text
    if pronoun := _HE.match(matter):
        # "For Ella and Finn, where they find a door"; "She opens a box"
        who = request.child or whose(pronoun[1])
        wish = _framed(f"{who} {matter[pronoun.end() :]}")
        return replace(
            wish, hero=wish.hero and _child(wish.hero) if request.child else wish.hero, calm=calm or wish.calm
        )
    wish = _framed(matter)
    if request.child and request.text:
        wish = _with_child(wish, request.child)
    return replace(wish, calm=calm or wish.calm)


def _framed(text: str) -> Wish:
    """The wish of a sentence in any frame."""
    return _plainly(plain(text))


def _plainly(found: Plain) -> Wish:
    wish = Reader(found.text).read()
    if found.asker and wish.question and (asker := _asker(found.asker)):
        beside = Reader(found.beside).extras([], (asker.name,)) if found.beside else ()
        return replace(wish, hero=asker, extras=(*wish.extras, *beside))
    if found.farewell and wish.goal is not None:
        # The dead one is only spoken of, so that no scene needs them.
        return replace(wish, friend=None, thing=None, extras=(), calm=True)
    return wish


def _asker(text: str) -> Being | None:
    """Who asks; one capitalised word is a name, even "Pip"."""
    being = Reader(text).being()
    if (
        being
        and not being.name
        and text.isalpha()
        and text[0].isupper()
        and Reader("").kind(being.phrase) not in lexicon.ALIVE
    ):
        return Being(NounPhrase(), text, Reader("").gender_of(NounPhrase(), text))
    return being


def _after_what_was_said(request: Request) -> Wish:
    """A prompt that tells of somebody, and then asks for a story about what may be something else."""
    if (farewell := plain(f"{request.said} {request.text}")).farewell:
        return _plainly(farewell)
    request = replace(request, said=_HE.sub(lambda match: f"{whose(match[1])} ", request.said, count=1))
    about = subject(request.said)
    if request.text and about is not None:
        # "where she meets a dragon": who she is was said before.
        request = replace(request, text=re.sub(r"^(?:she|he|they)\b", about.text, request.text))
        if (text := _one_of_them(request.text, request.said, about.text)) != request.text:
            return _framed(text)
    matter = _framed(request.text) if request.text else Wish()
    doing = subject(request.text) if request.text else None
    own = about is None or about.text in request.text
    if matter.question and about is not None:
        return replace(_beside(matter, Reader(request.said)), hero=about.being)
    if matter.goal and matter.hero and not own and matter.hero.phrase == CHILD:
        # "We moved. Write something about making new friends": it is they who make them.
        deed = plain(request.text).text.removeprefix("You ")
        return _framed(f"{request.said} {about.text if about else ''} wants to {deed}")
    if matter.hero and doing and not own and doing.alive and (matter.goal or doing.rest):
        return _beside(matter, Reader(request.said))
    return _framed(f"{request.said} {request.text}")


def _one_of_them(text: str, said: str, who: str) -> str:
    """“One helps him find his hat”: of those whom the child likes. `said`: what was told before; `who`: the child."""
    match = _ONE.match(text)
    likes = Reader(liked(said)).noun_phrase() if match else None
    if match is None or likes is None or not likes.plural:
        return text
    one = " ".join([*likes.adjectives, likes.noun])
    one = f"{indefinite_article(one)} {one}"
    if match["deed"]:
        return f"{who} and {one} {match['deed']}"
    whom = who[:1].lower() + who[1:] if who[:2] in ("My", "A ") else who
    return f"{one.capitalize()} {re.sub(r'(?<=[a-z] )(?:him|her|them)(?= )', whom, match['does'], count=1)}"


def _beside(wish: Wish, reader: Reader) -> Wish:
    """A story about somebody else than the child that the prompt tells of, who goes along with all that is theirs."""
    named = [_child(being) for being in reader.cast() if being.name][:1]
    told = [being.name for being in named]
    extras = reader.extras([wish.thing] if wish.thing else [], tuple(told))
    things = tuple(phrase for phrase in extras if not phrase.name and reader.kind(phrase) not in lexicon.ALIVE)
    friend = wish.friend or (named[0] if named else None)
    return replace(wish, friend=friend, extras=(*wish.extras, *things[:ALONG]))


def _with_child(wish: Wish, child: str) -> Wish:
    """A story about something, for somebody: its hero where it has none, else who goes along."""
    if "'s" in child:
        return wish
    # "Twins Oliver and Amara" are named like "twins, Oliver and Amara".
    people = [
        being
        for being in Reader(re.sub(r"^([a-z ]+s|\w*children) (?=[A-Z])", r"\1, ", child)).cast()
        if _somebody(being)
    ]
    if not people:
        return wish
    children = [_child(being) for being in people]
    first, second = children[0], children[1] if len(children) > 1 else None
    hero = wish.hero
    if hero is None or hero.phrase == CHILD or not Reader("").alive(hero.phrase):
        return replace(wish, hero=first, friend=second or wish.friend)
    if wish.goal is None:
        # "For the twins about a dragon": it is whom they meet.
        if second is not None and wish.friend is None:
            return replace(wish, hero=first, friend=second, thing=hero.phrase)
        return replace(wish, hero=first, friend=hero)
    return wish if wish.friend else replace(wish, friend=first)


def _child(being: Being) -> Being:
    """Somebody as nobody's son or niece, for who asks is not in the story."""
    if being.name and being.phrase.noun not in _SIBLINGS:
        noun = {"m": "boy", "f": "girl"}.get(being.gender, "child")
        return replace(being, phrase=NounPhrase(noun, determiner="a"))
    return replace(being, phrase=replace(being.phrase, determiner="a" if being.phrase.noun else ""))


def _somebody(being: Being) -> bool:
    """Whether a story can be for them and have them in it: not "for bedtime", "for kids"."""
    kind = Reader("").kind(being.phrase)
    return not being.several and (bool(being.name) or kind == "kin" or being.phrase.noun in ("boy", "girl"))


def _learners(request: Request) -> list[Being]:
    """Who learns: those that the lesson is told with, the child that it is for, or any child."""
    for told in (request.by, request.child):
        reader = Reader(told)
        found = [being for being in reader.cast() if being.name or reader.alive(being.phrase)] if told else []
        if found:
            return found[:2]
    return [Being(CHILD)]


def _lesson(request: Request) -> Wish:
    """Something to learn, by a child who learns it: "share", "brush their teeth", "recycling"."""
    learners = _learners(request)
    hero, friend = learners[0], learners[1] if len(learners) > 1 else None
    if request.question:
        wish = Reader(request.question).read()
        return replace(wish, hero=hero, friend=friend)
    about = subject(request.text)
    tells = about is not None and (about.alive or about.acts or about.rest.startswith(("that ", "who ", "which ")))
    if about and tells and (about.being.name or about.being.phrase.determiner) and about.rest:
        # "Tell my class about a girl who plants trees" is no lesson.
        return _framed(request.text)
    if request.truth:
        return _truth(request, hero, friend)
    with_it = f" with {request.by}" if request.by and hero.phrase == CHILD else ""
    reader = Reader(f"{request.text}{with_it}")
    skill = reader.verb_phrase(own=True)
    if skill is not None and skill.verb not in BE and (skill.goal is not None or not reader.idea()):
        learn = verb("learn", "to")
        goal = VerbPhrase("learn", learn.goal, inner=skill)
        return Wish(hero=hero, friend=friend, act="learn", goal=goal, skill=skill, thing=skill.thing,
                    extras=reader.extras([*skill.phrases()], ()))  # fmt: skip
    reader.at = 0
    found = reader.noun_phrase()
    if found is None:
        return Wish(hero=hero, friend=friend, note=reader.quoted())
    understand = verb("understand", "wish")
    thing = replace(found, determiner=found.determiner or "all")
    goal = VerbPhrase("understand", understand.goal, thing)
    return Wish(hero=hero, friend=friend, act="learn", goal=goal, thing=thing, extras=reader.extras([found], ()))


def _truth(request: Request, hero: Being, friend: Being | None) -> Wish:
    """Something that is so, which a child comes to understand."""
    liked = Reader(request.likes).extras([], ()) if request.likes else ()
    extras = (*liked[:ALONG], *Reader(request.text).extras([], ()))
    clause = " ".join(request.text.split()).rstrip(".!? ")
    goal = in_languages(truths.deed("understand", "that", clause))
    return Wish(hero=hero, friend=friend, act="learn", goal=goal, extras=extras)


def _for_a_child(request: Request) -> Wish:
    """A story for somebody, who is its hero if they have a name; what they like comes in."""
    child = Reader(request.child).being() if request.child else None
    liked = Reader(request.likes).read() if request.likes else Wish()
    liked_hero = liked.hero and replace(
        liked.hero, several=False, phrase=replace(liked.hero.phrase, plural=False, determiner="a")
    )
    act = "rest" if request.tone == "calm" else ""
    if child is None or not (child.name or _somebody(child)):
        return replace(liked, hero=liked_hero or Being(CHILD), act=act or liked.act, calm=request.tone == "calm")
    child = replace(child, phrase=replace(child.phrase, determiner="a") if child.phrase.noun else CHILD)
    return replace(liked, hero=child, friend=liked_hero, act=act or liked.act, calm=request.tone == "calm")
