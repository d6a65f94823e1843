"""Stage a book's scenes: who stands where, in which pose and size, how near the camera is.

Pure functions of the moments, the looks and a seed; the same input gives the same frames everywhere.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from services.image_concept import layout, riding
from services.image_concept.frame import MIDDLE, NEAR, WIDE, Actor, Frame, Member
from services.image_concept.looks import Look, look_of
from services.image_concept.reading.deeds import Deed
from services.image_concept.reading.moment import Moment
from services.image_concept.reading.nouns import Named
from services.image_concept.scenery.rooms import KINDS

MAX_ACTORS = 4
_SHOTS = ((WIDE, NEAR, MIDDLE), (MIDDLE, WIDE, NEAR), (WIDE, MIDDLE, NEAR, MIDDLE))
_DAY = ("morning", "day", "day", "afternoon", "afternoon", "evening")
"""Hours of a book whose text names none, from its first scene to its last."""
_NEXT = {"morning": "day", "day": "afternoon", "afternoon": "evening", "evening": "day", "night": "morning"}
_FOUR_LEGS = frozenset(
    "dog puppy hound cat kitten kitty horse pony foal donkey mule cow calf ox bull goat sheep lamb ram pig piglet deer"
    " reindeer moose elk antelope gazelle buffalo bison giraffe camel llama alpaca zebra elephant mammoth lion tiger"
    " leopard cheetah jaguar lynx panther wolf fox hedgehog turtle tortoise unicorn pegasus rhino"
    " rhinoceros hippo".split()
)
"""Animals that go on four legs beside people; in a fable of animals all stand upright."""
_HANDS = frozenset(("read", "cook", "work", "wave", "point", "hug", "push", "play"))
_IDLE = ("stand", "look", "listen", "walk", "stand", "look up")
_WATERS = frozenset(("sea", "river", "ice"))
_WET_VIEWS = {"sea": 2, "river": 1, "ice": 1}
"""Of the places with water, the view that has it before the feet."""
_VEHICLES = frozenset(
    [*"boat ship raft submarine train bus car truck bicycle wagon plane rocket balloon".split(), "hot-air balloon"]
)


def stage(moments: Sequence[Moment], cast: Sequence[Member], place: str, seed: str) -> list[Frame]:
    """A frame for each moment of a book. `place` is a kind of place as in Story.place."""
    chance = random.Random(seed)  # noqa: S311 - scenery, not a secret
    shots = chance.choice(_SHOTS)
    first_view = chance.randint(0, 5)
    mixed = any(member.look.face == "person" for member in cast)
    members = {member.name: _on_legs(member) if mixed else member for member in cast}
    before: dict[str, str] = {}
    frames = []
    hour = ""
    for number, moment in enumerate(moments):
        hour = moment.hour or (_NEXT[hour] if hour else "")
        shown = hour or _DAY[number * len(_DAY) // len(moments)]
        here = moment.place or place
        scene = random.Random(f"{seed} {number}")  # noqa: S311
        actors = _actors(moment, members, before, here, scene)
        before = {actor.name: actor.doing for actor in actors}
        others = _others(moment, mixed, actors, here, seed) if len(actors) < MAX_ACTORS else ()
        shot = shots[number % len(shots)]
        if (others and shot == NEAR) or any(actor.aboard or actor.doing in ("fly", "climb") for actor in actors):
            shot = MIDDLE if shot == NEAR else shot
        wet = here in _WET_VIEWS and bool(actors) and all(_in_water(actor) for actor in actors)
        frame = Frame(
            place=here,
            view=_WET_VIEWS[here] if wet else first_view + number,
            wet=wet,
            room=moment.room if moment.room in KINDS and not _outside(actors) else "",
            hour=shown,
            weather=moment.weather,
            shot=shot,
            mirrored=scene.random() < 0.5,
            pan=scene.random(),
            actors=tuple(actors),
            others=others,
        )
        frames.append(layout.arrange(frame, _things(moment, actors, frame), scene))
    return frames


def _in_water(actor: Actor) -> bool:
    """Whether somebody swims or sails; where all do, the water comes up to the lower edge."""
    thing = actor.thing.thing if actor.thing else None
    return (
        actor.doing == "swim"
        or actor.look.body == "fish"
        or bool(actor.aboard and thing and thing.name in riding.SHIPS)
    )


def _on_legs(member: Member) -> Member:
    look = member.look
    return (
        replace(member, look=replace(look, body="four")) if look.kind in _FOUR_LEGS and look.body == "beast" else member
    )


def _outside(actors: Sequence[Actor]) -> bool:
    return any(actor.doing in ("ride", "swim") for actor in actors)


def _actors(
    moment: Moment, members: Mapping[str, Member], before: Mapping[str, str], place: str, chance: random.Random
) -> list[Actor]:
    """Who is seen, each in the most telling pose that nobody else here has and that is new for them."""
    names = [name for name in moment.deeds if name in members][:MAX_ACTORS] or list(members)[:1]
    taken: dict[str, int] = {}
    found: list[Actor] = []
    for name in names:
        member = members[name]
        deeds = [_possible(deed, member.look, place) for deed in moment.deeds.get(name, ())]
        idle = Deed(chance.choice(_IDLE), None, 0.4)
        best = max(
            [*deeds, idle],
            key=lambda deed: deed.weight - 1.5 * (before.get(name) == deed.doing) - taken.get(deed.doing, 0),
        )
        taken[best.doing] = taken.get(best.doing, 0) + (
            0 if best.doing in ("walk", "run", "ride", "sleep", "fly") else 1
        )
        found.append(Actor(name, member.look, member.coat, best.doing, best.thing))
    return found


def _possible(deed: Deed, look: Look, place: str) -> Deed:
    """What such a body can do in such a place instead of what it cannot."""
    thing = deed.thing.thing if deed.thing else None
    name = thing.name if thing else ""
    wet = place in _WATERS
    if deed.doing == "swim" and not wet and look.body != "fish":
        return replace(deed, doing="walk", weight=1)
    if deed.doing == "ride" and deed.thing and deed.thing.kind == "animal" and riding.mount(deed.thing.name):
        return deed
    if deed.doing == "ride" and (name not in _VEHICLES or (name in riding.SHIPS and not wet)):
        return replace(deed, doing="walk", thing=None, weight=2)
    if look.body == "four" and deed.doing in _HANDS:
        return replace(deed, doing="sit" if deed.doing in ("read", "cook", "play") else "walk", thing=None)
    if thing and thing.height > layout.HAND and deed.doing != "climb":
        return replace(deed, doing={"hold": "look", "give": "point", "reach": "point"}.get(deed.doing, deed.doing))
    return replace(deed, doing="stand", weight=0) if deed.doing == "hold" and not thing else deed


def _others(moment: Moment, mixed: bool, actors: Sequence[Actor], place: str, seed: str) -> tuple[Actor, ...]:
    """Animals and people beside the cast, at most two; several where the noun is plural."""
    ridden = {actor.thing.name for actor in actors if actor.aboard and actor.thing}
    unridden = [named for named in moment.others if named.name not in ridden]
    found: list[Actor] = []
    for named in unridden[: 2 if len(actors) < 3 else 1]:
        for copy in range(2 if named.several else 1):
            look = look_of(f"{seed} {named.name} {copy}", named.name)
            if look.body == "fish" and place not in _WATERS:
                continue
            member = Member("", look, ("#8f8a9a", "#9a8a72", "#7a8f8a")[(len(found) + copy) % 3])
            seen = _on_legs(member) if mixed else member
            deed = moment.busy.get(named.name)
            doing = _possible(deed, look, place).doing if deed else "walk" if copy else "stand"
            found.append(Actor("", seen.look, seen.coat, "stand" if doing == "ride" else doing, role=named.name))
    return tuple(found[:3])


def _things(moment: Moment, actors: Sequence[Actor], frame: Frame) -> list[Named]:
    """The things that stand there: what is acted on and too big for hands, then what is told of most."""
    acted = [
        actor.thing
        for actor in actors
        if actor.thing and not actor.aboard and actor.doing != "climb" and not layout.in_hand(actor)
    ]
    used = {
        actor.thing.thing.name for actor in actors if actor.thing and actor.thing.thing and actor.thing not in acted
    }
    found: list[Named] = []
    for named in (*acted, *moment.things):
        thing = named.thing
        if thing and thing.name not in used and layout.shows(thing, frame):
            used.add(thing.name)
            found.append(named)
    return found
