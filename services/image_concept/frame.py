"""What one picture shows, as plain data: made by `staging` and `layout`, drawn by `picture`, said by `depicted`."""

from dataclasses import dataclass

from services.image_concept.looks import Look
from services.image_concept.reading.nouns import Named

NEAR, MIDDLE, WIDE = "near", "middle", "wide"


@dataclass(frozen=True)
class Member:
    """One of the cast, as all scenes show it."""

    name: str
    look: Look
    coat: str


@dataclass(frozen=True)
class Actor:
    """One figure in a frame; its feet stand on (x, y)."""

    name: str
    look: Look
    coat: str
    doing: str
    thing: Named | None = None
    x: float = 0
    y: float = 0
    scale: float = 1
    facing: int = 1
    role: str = ""
    """The noun of somebody beside the cast."""

    @property
    def aboard(self) -> bool:
        """Whether it sits in what it rides."""
        return self.doing == "ride" and self.thing is not None


@dataclass(frozen=True)
class Prop:
    """A thing in a frame; it stands on (x, y)."""

    named: Named
    x: float = 0
    y: float = 0
    height: float = 100
    behind: bool = False
    flip: bool = False


@dataclass(frozen=True)
class Frame:
    """All that one picture shows."""

    place: str
    view: int
    room: str
    hour: str
    weather: str
    shot: str
    mirrored: bool
    pan: float
    """Where the camera looks, 0 for the left end of the land, 1 for the right."""
    wet: bool = False
    """All are in the water or on it."""
    actors: tuple[Actor, ...] = ()
    props: tuple[Prop, ...] = ()
    vehicles: tuple[Prop, ...] = ()
    """What some of the actors ride in."""
    mounts: tuple[Actor, ...] = ()
    """The animals that some of the actors ride on."""
    others: tuple[Actor, ...] = ()
    """Who is there beside the cast, farther away."""
    told: tuple[Named, ...] = ()
    """What else stands there, for the words that describe the picture."""
