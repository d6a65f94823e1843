"""Read who does something for the first time: "Tom's first haircut", "Mia is nervous about her first sleepover"."""

import re

from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.premises.parts import Who, premise, who
from services.shared.tale.wish.phrases import VerbPhrase
from services.shared.tale.wish.wish import Wish
from services.shared.tale.words import lexicon
from services.shared.tale.words.lexicon import CODES

_FIRST_TIME = ("for the first time", "por primera vez", "pour la première fois")
_EVENTS = {
    r"hair\s?cut|visit to the (?:barber|hairdresser)": (
        "get a haircut", "cortarse el pelo", "se faire couper les cheveux"),
    r"sleepover|night away(?: from home)?|night at (?:grandma|a friend)['’]s(?: house)?": (
        "sleep away from home", "dormir fuera de casa", "dormir loin de la maison"),
    r"(?:air)?plane (?:ride|trip)|flight|time on an? (?:air)?plane": (
        "fly on a plane", "viajar en avión", "prendre l'avion"),
    r"train (?:ride|trip|journey)": ("ride on a train", "viajar en tren", "prendre le train"),
    r"(?:school )?bus (?:ride|trip)": ("ride on the bus", "viajar en autobús", "prendre le bus"),
    r"boat (?:ride|trip)": ("ride in a boat", "ir en barco", "aller en bateau"),
    r"(?:pony|horse) ride": ("ride a pony", "montar en poni", "monter sur un poney"),
    r"rollercoaster(?: ride)?|roller coaster(?: ride)?": (
        "ride a roller coaster", "subir a la montaña rusa", "monter sur les montagnes russes"),
    r"(?:elevator|lift) ride": ("ride in a lift", "subir en ascensor", "prendre l'ascenseur"),
    r"camping trip|night in a tent|camp ?out": ("sleep in a tent", "dormir en una tienda", "dormir sous la tente"),
    r"(?:flu )?(?:shot|jab|vaccination|injection)": ("get a jab", "ponerse una vacuna", "se faire vacciner"),
    r"check-?up|doctor['’]s visit|visit to the doctor": ("go to the doctor", "ir al médico", "aller chez le médecin"),
    r"eye (?:test|exam)": ("have an eye test", "hacerse una prueba de la vista", "faire un test de vue"),
    r"trip to the (?:movies|cinema)|movie": ("go to the cinema", "ir al cine", "aller au cinéma"),
}  # fmt: skip
"""What is done at an event, in each language, by patterns of its names."""
_EVENT = re.compile(
    rf"^(?:very\s+)?first\s+(?:ever\s+)?(?:{'|'.join(f'(?P<e{n}>{names})' for n, names in enumerate(_EVENTS))})[.!]*$",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"^(?P<who>(?:my|our)(?=\s+(?:very\s+)?first)|.+?['’]s?)\s+(?P<event>(?:very\s+)?first\s+.+)$", re.IGNORECASE
)
_OF = re.compile(
    r"^the\s+(?P<event>(?:very\s+)?first\s+.+?)\s+of\s+(?P<who>(?:an?|my|our|the)\s+.+|[A-Z]\w+)$", re.IGNORECASE
)
_DOES = re.compile(
    r"^(?:who\s+)?(?:(?:is|was|feels|felt|am)\s+(?:\w+\s+)?(?:nervous|scared|afraid|worried|frightened|excited)\s+(?:about|of|for)"
    r"|gets?|got|has|have|had|goes (?:on|to|for)|went (?:on|to|for)|takes?|took|fears?|dreads?)\s+"
    r"(?:his|her|their|its|my|our|an?)\s+(?P<event>(?:very\s+)?first\s+.+)$",
    re.IGNORECASE,
)


def wish(text: str) -> Wish | None:
    """Who is to do it; None for what is no such event."""
    plain = text.strip().rstrip(".!")
    owned = _OWNED.match(plain) or _OF.match(plain)
    if owned:
        named = {"my": "I", "our": "We"}.get(owned["who"].lower(), re.sub(r"['’]s?$", "", owned["who"]))
        return _told(who(named), owned["event"])
    found = who(plain)
    said = _DOES.match(found.rest.strip()) if found else None
    return _told(found, said["event"]) if said else None


def _told(found: Who | None, event: str) -> Wish | None:
    match = _EVENT.match(event)
    if found is None or match is None or spans.kind(found.hero) not in lexicon.ALIVE | {"", "machine"}:
        return None
    done = next(done for number, done in enumerate(_EVENTS.values()) if match[f"e{number}"])
    if done[0].startswith("fly") and found.kind in ("animal", "creature"):
        # What has wings learns it.
        return None
    goal = {code: f"{deed} {time}" for code, deed, time in zip(CODES, done, _FIRST_TIME, strict=True)}
    return premise(found, "firsttime", "", VerbPhrase(done[0].partition(" ")[0], goal))
