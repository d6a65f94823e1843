"""What a frame shows, as the data from which its alternative text is said in any language."""

from collections.abc import Sequence

from pipeline.v1 import parts_pb2
from services.image_concept.cast import Person
from services.image_concept.frame import Actor, Frame


def depiction(frame: Frame, people: Sequence[Person]) -> parts_pb2.Depiction:
    """Actors from left to right, then what else is there."""
    known = {person.name: person for person in people}
    actors = [
        parts_pb2.Actor(
            name=actor.name,
            role=known[actor.name].role,
            pronoun=known[actor.name].pronoun,
            pose=actor.doing,
            thing=actor.thing.shown if actor.thing and (actor.doing, actor.thing.name) != ("climb", "stone") else "",
            whom=_whom(actor, frame),
        )
        for actor in sorted(frame.actors, key=lambda actor: actor.x)
    ]
    held = [actor.thing for actor in frame.actors]
    return parts_pb2.Depiction(
        actors=actors,
        others=[parts_pb2.Actor(role=actor.role, pose=actor.doing) for actor in frame.others],
        things=[named.shown for named in frame.told if named not in held],
        place="" if frame.room else frame.place,
        room=frame.room,
        hour="" if frame.place == "space" and not frame.room else frame.hour,
        weather="" if frame.room or frame.place == "space" else frame.weather,
    )


def _whom(actor: Actor, frame: Frame) -> str:
    """The name of the one who is hugged: the nearest; empty for other poses."""
    others = [other for other in frame.actors if other is not actor]
    if actor.doing != "hug" or not others:
        return ""
    return min(others, key=lambda other: abs(other.x - actor.x)).name
