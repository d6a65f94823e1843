"""Read what somebody does in a premise, from its verb on: "tell the truth", "becomes invisible", "be eaten"."""

import re
from dataclasses import replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.foreign.glossary import said_for
from services.shared.tale.reading.frames import spans
from services.shared.tale.wish.phrases import NounPhrase, VerbPhrase
from services.shared.tale.words import lexicon

_LEAD = re.compile(
    r"^(?:(?:can|could|will|would|must|may|might|suddenly|magically|always|only|all|ever) "
    r"|(?:has|have|had|starts?|started|begins?|began|able|allowed) to "
    r"|(?:is|are|was|were) (?=able|allowed)|to )+",
    re.IGNORECASE,
)
"""What stands before the verb and is not the deed."""
_BE = re.compile(r"(?:be|is|are|was|were|feels?|felt|gets?|got|becomes?|became) "
                 r"(?:(?:so|very|all) )?(?P<how>[\w-]+)$", re.IGNORECASE)  # fmt: skip
_PASSIVE = re.compile(r"be (?P<verb>\w+)$", re.IGNORECASE)
_OWN = re.compile(r"\b(?:my|your|his|her|our)\b", re.IGNORECASE)
_HAVE = {"en": "have @", "es": "tener @", "fr": "avoir @"}
_SAID = {
    "rain": ("llover", "pleuvoir"), "snow": ("nevar", "neiger"), "say no": ("decir que no", "dire non"),
    "say yes": ("decir que sí", "dire oui"), "say hello": ("saludar", "dire bonjour"), "come": ("venir", "venir"),
    "strike midnight": ("dar la medianoche", "sonner minuit"), "strike twelve": ("dar las doce", "sonner midi"),
    "strike": ("dar la hora", "sonner l'heure"), "tick": ("hacer tictac", "faire tic-tac"), "ring": ("sonar", "sonner"),
    "walk backwards": ("andar hacia atrás", "marcher à reculons"), "work": ("trabajar", "travailler"),
    "float": ("flotar", "flotter"), "fall in love": ("enamorarse", "tomber {:amoureux|amoureuse}"),
    "talk": ("hablar", "parler"), "speak": ("hablar", "parler"), "wake up": ("despertarse", "se réveiller"),
    "get up": ("levantarse", "se lever"), "rise": ("salir", "se lever"), "go down": ("ponerse", "se coucher"),
    "set": ("ponerse", "se coucher"), "crow": ("cantar", "chanter"), "breathe fire": ("echar fuego", "cracher du feu"),
    "play": ("sonar", "jouer"), "turn green": ("ponerse verde", "passer au vert"), "move": ("moverse", "bouger"),
    "giggle": ("reírse", "rire"), "sneeze": ("estornudar", "éternuer"), "give milk": ("dar leche", "donner du lait"),
    "lay eggs": ("poner huevos", "pondre des œufs"), "speak in rhymes": ("hablar en verso", "parler en vers"),
    "fly": ("volar", "voler"), "shine": ("brillar", "briller"), "drive": ("ponerse en marcha", "rouler"),
}  # fmt: skip
"""Deeds that are no goal, or another one by themselves, in Spanish and French."""
_UNSAID = {"es": "hacer cosas raras", "fr": "faire de drôles de choses"}
"""What is said of a deed that only the prompt's language has words for."""
_GIVEN = {
    "tell": ("contar", "raconter"), "give": ("dar", "donner"), "read": ("leer", "lire"), "sing": ("cantar", "chanter"),
    "bring": ("traer", "apporter"), "show": ("enseñar", "montrer"), "teach": ("enseñar", "apprendre"),
}  # fmt: skip
"""Verbs of which the first object is whom it is done for: "tells it a story"."""
_FOR = re.compile(r"(?P<verb>\w+) (?:it|him|her|them) (?P<what>\S.*)$", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:it|him|her|them)\b", re.IGNORECASE)


def deed(text: str) -> VerbPhrase | None:
    """What somebody does; None for no deed. Words that cannot be read stay as they are in English."""
    said = _OWN.sub("their", _LEAD.sub("", text.strip(" .,!?"))).strip()
    if not said:
        return None
    if (how := _BE.match(said)) and (adjective := lexicon.adjectives().get(how["how"].lower())):
        masculine, feminine = ({code: adjective.forms[code][column] for code in lexicon.CODES[1:]} for column in (0, 1))
        name = f"become {how['how'].lower()}"
        forms = {code: f"{{:{masculine[code]}|{feminine[code]}}}" for code in masculine}
        return VerbPhrase(name, {"en": name, "es": f"volverse {forms['es']}", "fr": f"devenir {forms['fr']}"})
    return _set_phrase(said) or _passive(said) or _having(said) or _read(said)


def towards(text: str, whom: NounPhrase) -> VerbPhrase | None:
    """A deed in which a pronoun means somebody: "makes it laugh" of a cloud."""
    known = replace(whom, determiner="" if whom.name else "the")
    said = _FOR.match(text)
    verb = spans.base(said["verb"]) if said else ""
    if said and verb in ("make", "let") and (inner := deed(said["what"])):
        goals = {"en": f"{verb} @ …", "es": "hacer … a @", "fr": "faire … @"}
        return VerbPhrase(
            f"{verb} @ …",
            goals | ({"es": "dejar … a @", "fr": "laisser … @"} if verb == "let" else {}),
            known,
            inner=inner,
        )
    if said and verb in _GIVEN and (what := spans.phrase(said["what"])[0]):
        spanish, french = _GIVEN[verb]
        goals = {"en": f"{verb} @ %", "es": f"{spanish} % a @", "fr": f"{french} % à @"}
        return VerbPhrase(f"{verb} @ %", goals, known, replace(what.phrase, name=what.name))
    name = whom.name or spans.joined(
        ["the", *whom.adjectives, lexicon.plural(whom.noun, "en") if whom.plural else whom.noun]
    )
    return deed(_PRONOUN.sub(name, text, count=1))


def _set_phrase(said: str) -> VerbPhrase | None:
    first, _, rest = said.lower().partition(" ")
    whole = f"{spans.base(first)} {rest}".strip()
    if whole not in _SAID:
        return None
    spanish, french = _SAID[whole]
    return VerbPhrase(whole, {"en": whole, "es": spanish, "fr": french})


def _having(said: str) -> VerbPhrase | None:
    first, _, rest = said.partition(" ")
    thing = spans.phrase(rest)[0] if rest and first.lower() in ("have", "has", "had") else None
    return VerbPhrase("have", _HAVE, thing.phrase) if thing else None


def _passive(said: str) -> VerbPhrase | None:
    """“Be eaten”, which the other languages say as "let oneself be eaten"."""
    match = _PASSIVE.match(said)
    base = spans.base(match["verb"]) if match else ""
    goal = next((verb.goal for verb in lexicon.verbs_named(base) if verb.goal), None) if base else None
    if goal is None:
        return None
    bare = {code: goal[code].replace("@", "").strip() for code in lexicon.CODES[1:]}
    return VerbPhrase(
        said.lower(), {"en": said.lower(), "es": f"dejarse {bare['es']}", "fr": f"se laisser {bare['fr']}"}
    )


def _read(said: str) -> VerbPhrase | None:
    """The deed as the reader has it, else in its own words."""
    reader = Reader(f"A child {said}")
    reader.cast()
    found = reader.verb_phrase(own=True)
    if found and found.goal is not None and reader.at >= len(reader.tokens):
        if found.literal:
            # Each of them turns into one.
            if found.becomes == "@" and found.thing and found.thing.plural:
                return replace(found, thing=replace(found.thing, plural=False, determiner="a"))
            return found
        # The lexicon has what is then wanted: of "disappear" that is to come back.
        own = {code: said_for(found.verb, code, thing=found.thing is not None) for code in lexicon.CODES[1:]}
        if all(own.values()) and not found.inner and not found.other:
            return replace(found, goal=own | {"en": f"{found.verb} @" if found.thing else found.verb})
    first, _, rest = said.partition(" ")
    base = spans.base(first)
    return VerbPhrase(f"{base} {rest}".strip(), _UNSAID | {"en": f"{base} {rest}".strip()}) if base else None
