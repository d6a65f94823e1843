"""Words by which people are known in a text: titles, relatives, beings; and those that show a place or a thing."""

from functools import cache

from services.shared.tale.words import lexicon

_TITLES = {
    "en": {
        "m": "mr master sir lord king prince uncle grandpa grandfather father brother duke count emperor papa",
        "f": (
            "mrs ms miss lady queen princess aunt auntie grandma grandmother granny mother sister duchess empress"
            " madam mama"
        ),
        "": (
            "dr doctor prof professor captain capt lt lieutenant gen general col colonel sgt sergeant maj major rev"
            " reverend judge mayor nurse saint st coach president officer detective cousin baby old little"
        ),
    },
    "es": {
        "m": "sr señor don d tío abuelo rey príncipe doctor profesor fray san hermano papá maestro conde duque",
        "f": (
            "sra srta señora señorita doña dña tía abuela reina princesa doctora profesora santa hermana mamá"
            " maestra condesa"
        ),
        "": "dr dra capitán capitana general coronel teniente alcalde juez",
    },
    "fr": {
        "m": "m monsieur oncle tonton roi prince père frère grand-père papi papy papa saint comte duc maître",
        "f": "mme mlle madame mademoiselle tante tata reine princesse mère sœur grand-mère mamie maman sainte comtesse",
        "": "dr docteur professeur capitaine général colonel lieutenant maire juge",
    },
}
"""Words that go with a name, and whose they are, in lower case."""
_KIN = {
    "en": {
        "m": "dad daddy papa pa grandpa grandfather granddad father uncle",
        "f": "mum mom mommy mummy mama ma grandma grandmother granny nana nan mother aunt auntie",
    },
    "es": {"m": "papá papi abuelo abuelito", "f": "mamá mami abuela abuelita"},
    "fr": {"m": "papa papi papy pépé grand-père", "f": "maman mamie mémé grand-mère"},
}
"""Words that are names by themselves where no article stands before them."""
DETERMINERS = {
    "en": frozenset("the a an this that these those his her its their our your my each some no one".split()),
    "es": frozenset(
        "el la los las un una unos unas este esta ese esa aquel aquella su sus mi tu nuestra al del cada".split()
    ),
    "fr": frozenset(
        "le la les l un une des ce cet cette ces son sa ses mon ma mes ton ta leur notre au aux du chaque".split()
    ),
}
GENDERED: dict[str, dict[str, str]] = {
    "en": {},
    "es": {"el": "he", "un": "he", "al": "he", "del": "he", "la": "she", "una": "she"},
    "fr": {"le": "he", "un": "he", "au": "he", "du": "he", "la": "she", "une": "she"},
}
"""By article, the pronoun of a being that has no name: in Spanish and French that of the noun."""
AT = {
    "en": frozenset(
        "in at near into on onto around across through towards past over under above below outside inside".split()
    ),
    "es": frozenset("en hasta hacia desde".split()),
    "fr": frozenset("en dans vers depuis jusqu".split()),
}
"""Before the name of a place."""
POSSESSIVES = frozenset(
    "my your his her its our their mi mis tu su sus nuestra mon ma ton ta son sa notre leur".split()
)
"""Before a relative who has a name: "her aunt Joan" is called Joan."""
MOVING = frozenset(
    "go goes went gone going sail sails sailed travel travels travelled traveled fly flies flew drive drove move"
    " moved walk walked ran come came back trip journey way road train moved flight fue va fueron viajó llegó voló"
    " vino alla va vont partit arriva vint".split()
)
"""Before the "to" of a place."""
NO_PERSONS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march july september october november"
    " december christmas easter halloween god english french spanish american british german italian chinese earth"
    " north south east west mount mt lake river yes no oh ah hey hello hi goodbye please okay ok well wow hooray hurray"
    " everyone everybody someone nobody anyone everything nothing whoever goodnight"
    " nor neither either yet once maybe perhaps"
    " ouch yum yuck sorry thanks suddenly finally meanwhile chapter part scene"
    " lunes martes miércoles jueves viernes sábado domingo navidad dios hola adiós gracias ay lundi mardi mercredi"
    " jeudi vendredi samedi dimanche noël dieu bonjour bonsoir merci oui hélas tiens"
    .split()
)  # fmt: skip
PLACE_ENDS = frozenset(
    "street road lane avenue square river lake forest mountain mountains sea ocean island school park city town"
    " castle hill valley bridge woods beach bay house inn".split()
)
PLACE_BEGINS = frozenset("mount mt lake río monte lac mont rue calle cabo fort".split())
NAMING = frozenset("named called llamado llamada nommé nommée appelé appelée".split())
DEEDS = frozenset(
    "is was are were has had can could will would did does must should may might went came saw ran felt took made"
    " gave knew thought looked found got sat stood kept told heard held left began loved lived wanted meets met"
    " finds lives loves es era fue estaba tiene tenía había quería vivía va iba est était a avait va vit veut"
    " voulait peut pouvait".split()
)
IS = frozenset("is was era es est était".split())
BEFORE_NAMES = frozenset(
    "tell ask let look come go give help meet bring call wake poor dear hush stop wait see thank believe trust follow"
    " catch run take show wish say remember watch and but so then when while if as pobre querido querida dile mira"
    " pauvre cher chère dis regarde".split()
)
"""Words that begin a sentence and often stand right before a name."""
BETWEEN = frozenset(
    "se le lo les me te nos no ne lui y en never always also just then soon only quickly slowly".split()
)
"""Words that can stand between somebody and what they do."""
WITH = frozenset("con de para por sin hacia sobre a avec pour sans chez".split())
"""Before a pronoun that means somebody else."""
PRONOUNS = {
    "en": {"she": "she", "her": "she", "hers": "she", "he": "he", "him": "he", "his": "he"},
    "es": {"ella": "she", "él": "he"},
    "fr": {"elle": "she", "il": "he"},
}
_GENDER = {"m": "he", "f": "she", "": ""}


@cache
def titles(language: str) -> dict[str, str]:
    """By title in lower case: "he", "she", or empty."""
    return {word: _GENDER[gender] for gender, words in _TITLES[language].items() for word in words.split()}


@cache
def kin(language: str) -> dict[str, str]:
    """By word for a relative in lower case: "she" or "he"."""
    return {word: _GENDER[gender] for gender, words in _KIN[language].items() for word in words.split()}


@cache
def beings(language: str) -> dict[str, tuple[str, str]]:
    """By lower-case singular of one word: the English noun of somebody who can act, and "he", "she" or empty."""
    found: dict[str, tuple[str, str]] = {}
    for noun in lexicon.nouns().values():
        if noun.alive:
            forms = noun.forms(language)
            for form in forms:
                # A noun with two forms says whose it is; in one with a single form its gender is only the word's own.
                said = form.gender if len(forms) > 1 else noun.gender.lower() if noun.gender.isupper() else ""
                found.setdefault(form.singular.lower(), (noun.name, _GENDER[said]))
    return found


@cache
def adjectives(language: str) -> frozenset[str]:
    """Every form of the lexicon's adjectives, in lower case."""
    return frozenset(form.lower() for adjective in lexicon.adjectives().values() for form in adjective.forms[language])
