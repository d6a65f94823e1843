"""Read something to learn, by a child who learns it."""

from dataclasses import replace

from services.shared.tale.reading.english import hints, truths
from services.shared.tale.reading.english.beings import CHILD
from services.shared.tale.reading.english.grammar_words import BE
from services.shared.tale.reading.english.in_languages import in_languages
from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.english.unsaid import verb
from services.shared.tale.reading.framed import framed
from services.shared.tale.reading.frames.request import Request
from services.shared.tale.reading.frames.spans import subject
from services.shared.tale.reading.premises import subjects
from services.shared.tale.reading.told_before import ALONG
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.wish.wish import Being, Wish


def _learners(request: Request) -> list[Being]:
    """Who learns: those that the lesson is told with, the child that it is for, or any child."""
    for told in (request.by, request.child):
        reader = Reader(told)
        found = [being for being in reader.cast() if being.name or reader.alive(being.phrase)] if told else []
        if found:
            return found[:2]
    return [Being(CHILD)]


def lesson(request: Request) -> Wish:
    """Something to learn, by a child who learns it: "share", "brush their teeth", "recycling"."""
    learners = _learners(request)
    hero, friend = learners[0], learners[1] if len(learners) > 1 else None
    home = hints.home((), None, [], hero)
    taught = subjects.learnt(request.question.rstrip("?") or request.text, learners)
    if taught or request.question:
        asked = replace(Reader(request.question).read(), hero=hero, friend=friend)
        return replace(taught, extras=_beside(request, learners)) if taught else asked
    about = subject(request.text)
    tells = about is not None and (about.alive or about.acts or about.rest.startswith(("that ", "who ", "which ")))
    if about and tells and (about.being.name or about.being.phrase.determiner) and about.rest:
        # "Tell my class about a girl who plants trees" is no lesson.
        return framed(request.text)
    if request.truth:
        return _truth(request, hero, friend)
    with_it = f" with {request.by}" if request.by and hero.phrase == CHILD else ""
    reader = Reader(f"{request.text}{with_it}")
    skill = reader.verb_phrase(own=True)
    if skill is not None and skill.verb not in BE and (skill.goal is not None or not reader.idea()):
        learn = verb("learn", "to")
        goal = VerbPhrase("learn", learn.goal, inner=skill)
        beside = _beside(request, learners)
        return Wish(hero=hero, friend=friend, act="learn", goal=goal, skill=skill, thing=skill.thing, home=home,
                    extras=(*beside, *reader.extras([*skill.phrases()], ())))  # fmt: skip
    reader.at = 0
    found = reader.noun_phrase()
    if found is None:
        return Wish(hero=hero, friend=friend, note=reader.quoted())
    understand = verb("understand", "wish")
    thing = replace(found, determiner=found.determiner or "all")
    goal = VerbPhrase("understand", understand.goal, thing)
    extras = (*_beside(request, learners), *reader.extras([found], ()))
    return Wish(hero=hero, friend=friend, act="learn", goal=goal, thing=thing, extras=extras, home=home)


def _beside(request: Request, learners: list[Being]) -> tuple[NounPhrase, ...]:
    """What else the lesson is told with: the umbrella of "with two otters and one umbrella"."""
    if learners[0].phrase == CHILD:
        return ()
    return Reader(request.by).extras([being.phrase for being in learners], tuple(being.name for being in learners))


def _truth(request: Request, hero: Being, friend: Being | None) -> Wish:
    """Something that is so, which a child comes to understand."""
    liked = Reader(request.likes).extras([], ()) if request.likes else ()
    extras = (*liked[:ALONG], *Reader(request.text).extras([], ()))
    clause = " ".join(request.text.split()).rstrip(".!? ")
    goal = in_languages(truths.deed("understand", "that", clause))
    return Wish(hero=hero, friend=friend, act="learn", goal=goal, extras=extras)
