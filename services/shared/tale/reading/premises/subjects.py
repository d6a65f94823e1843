"""Read what a class learns about nature: "the water cycle", "how plants grow", "germs and washing hands"."""

import re
from dataclasses import dataclass, replace

from services.shared.tale.reading.english.reader import Reader
from services.shared.tale.reading.premises.parts import Who, child, premise
from services.shared.tale.wish.phrases import VerbPhrase
from services.shared.tale.wish.wish import Being, Wish


@dataclass(frozen=True)
class _Subject:
    """A subject of lessons: how it is named, and what a child finds out about it."""

    sort: str
    named: str
    finds: dict[str, str]


_SUBJECTS = (
    _Subject(
        "butterfly",
        r"(?:butterflies|caterpillars)(?: and (?:butterflies|caterpillars))?|(?:caterpillar |butterfly )?metamorphosis"
        r"|(?:butterfly|caterpillar) life cycle|life cycle of (?:an? |the )?(?:butterfl(?:y|ies)|caterpillars?)"
        r"|how (?:an? )?caterpillars? (?:turns? into|becomes?|grows? into) (?:an? )?butterfl(?:y|ies)",
        {
            "en": "find out how a butterfly grows up",
            "es": "averiguar cómo crece una mariposa",
            "fr": "découvrir comment grandit un papillon",
        },
    ),
    _Subject(
        "frog",
        r"(?:frogs|tadpoles)(?: and (?:frogs|tadpoles))?|(?:frog|tadpole) life cycle|how (?:frogs|tadpoles) grow"
        r"|life cycle of (?:an? |the )?(?:frogs?|tadpoles?)"
        r"|how (?:an? )?tadpoles? (?:turns? into|becomes?|grows? into) (?:an? )?frogs?",
        {
            "en": "find out how a frog grows up",
            "es": "averiguar cómo crece una rana",
            "fr": "découvrir comment grandit une grenouille",
        },
    ),
    _Subject(
        "water",
        r"water cycle|cycle of water|evaporation(?: and condensation)?|rain|where (?:the )?rain comes from"
        r"|how (?:the )?(?:rain (?:is made|forms|works)"
        r"|clouds (?:are made|form|make rain))",
        {"en": "find out where the water goes", "es": "averiguar adónde va el agua", "fr": "découvrir où va l'eau"},
    ),
    _Subject(
        "plant",
        r"photosynthesis|parts of (?:an? )?plants?|(?:how )?(?:plants?|seeds?|beans?|flowers?)(?: (?:grows?|eat))?"
        r"|growing (?:plants|seeds|beans)"
        r"|(?:plant )?life cycle(?: of (?:an? )?(?:plants?|seeds?|beans?|flowers?))?|what plants need(?: to grow)?",
        {
            "en": "find out what a plant needs",
            "es": "averiguar qué necesita una planta",
            "fr": "découvrir ce qu'il faut à une plante",
        },
    ),
    _Subject(
        "seasons",
        r"(?:four )?seasons(?: of the year)?|why (?:we have|there are) (?:four )?seasons|changing seasons",
        {
            "en": "find out why there are four seasons",
            "es": "averiguar por qué hay cuatro estaciones",
            "fr": "découvrir pourquoi il y a quatre saisons",
        },
    ),
    _Subject(
        "planets",
        r"(?:eight )?planets(?: (?:of|in) (?:the|our) solar system)?|solar system|how (?:the )?planets move"
        r"|astronomy|(?:stars and planets|planets and stars)",
        {
            "en": "find out how the planets move",
            "es": "averiguar cómo se mueven los planetas",
            "fr": "découvrir comment bougent les planètes",
        },
    ),
    _Subject(
        "germs",
        r"germs|(?:germs and )?(?:hand ?washing|washing (?:your |our |their )?hands)|(?:good )?hygiene|bacteria"
        r"|why we (?:should )?wash our hands|wash(?: (?:your|our|their))? hands|keeping clean|how germs spread",
        {
            "en": "find out how germs travel",
            "es": "averiguar cómo viajan los microbios",
            "fr": "découvrir comment voyagent les microbes",
        },
    ),
    _Subject(
        "bees",
        r"pollination|bees|(?:bees and flowers|flowers and bees)|how (?:bees make honey|flowers become fruit)"
        r"|pollinators|(?:why )?bees are important|why (?:we|flowers) need bees",
        {
            "en": "find out why flowers need bees",
            "es": "averiguar para qué sirven las abejas a las flores",
            "fr": "découvrir pourquoi les fleurs ont besoin des abeilles",
        },
    ),
)
_LEAD = r"(?:(?:all )?about |learning about |the importance of |the )*"
_PATTERNS = tuple(
    re.compile(
        rf"^{_LEAD}(?:{subject.named})(?: (?:and|works?) [\w ]{{0,24}})?(?P<by>,? with (?:an?|the|two) .+)?$",
        re.IGNORECASE,
    )
    for subject in _SUBJECTS
)


def wish(text: str) -> Wish | None:
    """A child finds it out; None for a text that is about somebody, and for a question, which facts answer."""
    return learnt(text, [child()])


def learnt(text: str, learners: list[Being]) -> Wish | None:
    """The same for those who learn it."""
    plain = text.strip(" .!")
    matches = zip(_SUBJECTS, (named.match(plain) for named in _PATTERNS), strict=True)
    subject, match = next(((one, match) for one, match in matches if match), (None, None))
    if subject is None or match is None:
        return None
    learners = Reader((match["by"] or "").partition("with ")[2]).cast() or learners
    hero, friend = learners[0], learners[1] if len(learners) > 1 else None
    told = premise(Who(hero, friend, ""), "nature", subject.sort, VerbPhrase("find out", subject.finds))
    return replace(told, home="")
