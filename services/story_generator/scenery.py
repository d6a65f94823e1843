"""Where a text happens: the kind of place, by the things in it."""

import re
from collections import Counter
from functools import cache

from services.shared.readability import words
from services.shared.tale.words import lexicon

_PLACES = {
    "sea": {
        "en": ("by the sea", "sea ocean beach shore seashore coast island", (
            "harbour harbor port wave waves boat ship sail sails shell cliff lighthouse tide dock pier whale dolphin"
            " captain pirate seagull gull gulls"
        )),
        "es": ("junto al mar", "mar océano playa costa isla faro", (
            "orilla puerto ola olas barco barca velero vela marea muelle ballena delfín capitán pirata gaviota"
            " gaviotas arena"
        )),
        "fr": ("au bord de la mer", "mer océan plage rivage île côte", (
            "port vague vagues bateau navire voile phare marée quai baleine dauphin capitaine pirate mouette"
            " mouettes"
        )),
    },
    "forest": {
        "en": ("in the forest", "forest forests wood woods", (
            "tree trees oak pine leaf leaves den burrow bear wolf fox squirrel owl deer mushroom acorn log"
        )),
        "es": ("en el bosque", "bosque bosques", (
            "árbol árboles roble pino hojas madriguera oso lobo zorro ardilla búho ciervo seta bellota"
        )),
        "fr": ("dans la forêt", "forêt bois", (
            "arbre arbres chêne pin feuilles terrier ours loup renard écureuil hibou cerf champignon gland"
        )),
    },
    "city": {
        "en": ("in the city", "city town street streets", (
            "shop store market bus tram train station car house houses apartment kitchen window museum library cafe"
            " neighbour neighbor mayor roof elevator"
        )),
        "es": ("en la ciudad", "ciudad pueblo calle calles", (
            "tienda mercado autobús tranvía tren estación coche carro casa casas piso cocina ventana museo"
            " biblioteca café vecino vecina alcalde tejado ascensor"
        )),
        "fr": ("dans la ville", "ville village rue rues", (
            "magasin boutique marché bus tramway train gare voiture maison maisons appartement cuisine fenêtre musée"
            " bibliothèque café voisin voisine maire toit ascenseur"
        )),
    },
    "mountain": {
        "en": ("in the mountains", "mountain mountains mount hill", (
            "hills peak summit valley cave rocks goat eagle climb climbed avalanche cliff"
        )),
        "es": ("en las montañas", "montaña montañas monte", (
            "colina cerro cima cumbre valle cueva rocas cabra águila escalar avalancha"
        )),
        "fr": ("dans les montagnes", "montagne montagnes mont", (
            "colline sommet vallée grotte rochers chèvre aigle grimper avalanche"
        )),
    },
    "space": {
        "en": ("among the stars", "space rocket spaceship planet planets", (
            "moon stars galaxy astronaut alien star saturn jupiter venus comet orbit mars robot spacesuit"
        )),
        "es": ("entre las estrellas", "espacio cohete planeta planetas", (
            "nave luna estrellas galaxia astronauta extraterrestre estrella saturno cometa órbita marte"
        )),
        "fr": ("parmi les étoiles", "espace fusée planète planètes", (
            "vaisseau lune étoiles galaxie astronaute extraterrestre étoile saturne comète orbite mars"
        )),
    },
    "farm": {
        "en": ("on a farm", "farm barn field fields", (
            "farmer hay cow cows pig pigs hen hens chicken sheep tractor stable corn wheat rooster scarecrow mill"
            " harvest"
        )),
        "es": ("en una granja", "granja granero campo campos", (
            "granjero granjera heno vaca vacas cerdo cerdos gallina gallinas oveja ovejas tractor establo maíz trigo"
            " gallo espantapájaros molino cosecha"
        )),
        "fr": ("dans une ferme", "ferme grange champ champs", (
            "fermier fermière foin vache vaches cochon cochons poule poules mouton moutons tracteur étable maïs blé"
            " coq épouvantail moulin récolte"
        )),
    },
    "garden": {
        "en": ("in a garden", "garden park lawn", (
            "flower flowers rose roses seed seeds bee bees butterfly butterflies snail ladybug ladybird caterpillar"
            " worm fence bench swing hedge vegetable carrot"
        )),
        "es": ("en un jardín", "jardín parque huerto", (
            "flor flores rosa rosas semilla semillas abeja abejas mariposa mariposas caracol mariquita oruga lombriz"
            " césped valla banco columpio zanahoria"
        )),
        "fr": ("dans un jardin", "jardin parc potager", (
            "fleur fleurs roses graine graines abeille abeilles papillon papillons escargot coccinelle chenille ver"
            " pelouse barrière banc balançoire carotte"
        )),
    },
    "castle": {
        "en": ("in a castle", "castle palace kingdom", (
            "king queen prince princess knight throne tower crown dragon dungeon royal wizard guard guards"
        )),
        "es": ("en un castillo", "castillo palacio reino", (
            "rey reina príncipe princesa caballero trono torre corona dragón mazmorra mago guardia guardias"
        )),
        "fr": ("dans un château", "château palais royaume", (
            "roi reine prince princesse chevalier trône tour couronne dragon cachot magicien garde gardes"
        )),
    },
    "desert": {
        "en": ("in the desert", "desert dune dunes", (
            "camel camels cactus oasis pyramid sand caravan"
        )),
        "es": ("en el desierto", "desierto duna dunas", (
            "camello camellos cactus oasis pirámide caravana"
        )),
        "fr": ("dans le désert", "désert dune dunes", (
            "chameau chameaux cactus oasis pyramide sable caravane"
        )),
    },
    "river": {
        "en": ("by the water", "river rivers stream brook pond lake", (
            "bank bridge frog frogs duck ducks heron otter beaver fish fishes trout swan raft ferry waterfall minnow"
            " minnows"
        )),
        "es": ("junto al agua", "río ríos arroyo estanque lago", (
            "orilla puente rana ranas pato patos garza nutria castor pez peces trucha cisne balsa cascada"
        )),
        "fr": ("au bord de l'eau", "rivière fleuve ruisseau étang lac", (
            "rive pont grenouille grenouilles canard canards héron loutre castor poisson poissons truite cygne"
            " radeau cascade"
        )),
    },
    "ice": {
        "en": ("in the snow", "ice snow igloo", (
            "snowy iceberg penguin penguins polar arctic frozen sled sledge snowman blizzard glacier"
        )),
        "es": ("en la nieve", "hielo nieve iglú", (
            "nevado iceberg pingüino pingüinos polar ártico helado trineo ventisca glaciar"
        )),
        "fr": ("dans la neige", "glace neige igloo", (
            "enneigé iceberg manchot manchots pingouin polaire arctique gelé traîneau blizzard glacier"
        )),
    },
    "school": {
        "en": ("at school", "school classroom class", (
            "teacher pupil pupils classmates homework lesson blackboard playground recess desk"
        )),
        "es": ("en la escuela", "escuela colegio aula", (
            "clase maestra maestro profesor profesora alumno alumnos deberes lección pizarra recreo pupitre"
        )),
        "fr": ("à l'école", "école classe", (
            "maîtresse maître professeur élève élèves devoirs leçon tableau récréation pupitre"
        )),
    },
}  # fmt: skip
"""By kind of place and language: where it is, words that name it, and words of what is found there."""
NAMED, OFTEN = 3, 2
"""A word that names the place weighs as much as so many that are only found there; no word counts more often."""
LEAST = 2
"""Less weight than that is chance."""


@cache
def _homes(language: str) -> dict[str, tuple[str, int]]:
    """By lower-case word: the kind of place, and the weight."""
    found: dict[str, tuple[str, int]] = {}
    for noun in lexicon.nouns().values():
        if noun.home in _PLACES:
            for form in noun.forms(language):
                for word in (form.singular, form.plural):
                    if " " not in word:
                        found[word.lower()] = (noun.home, 1)
    for place, languages in _PLACES.items():
        _, names, things = languages[language]
        found |= dict.fromkeys(things.split(), (place, 1)) | dict.fromkeys(names.split(), (place, NAMED))
    return found


def place_of(text: str, language: str) -> str:
    """The kind of place, as in Story.place; empty where the text does not say."""
    homes, weights = _homes(language), Counter[str]()
    counts = Counter(word.lower() for word in words(re.sub(r"(?<=\w)['’]", " ", text) if language == "fr" else text))
    # most_common keeps the order in which words stand in the text where weights are equal.
    for word, count in counts.items():
        if home := homes.get(word):
            weights[home[0]] += home[1] * min(count, OFTEN)
    return next((place for place, weight in weights.most_common(1) if weight >= LEAST), "")


def setting_of(place: str, language: str) -> str:
    """Where that is, in the language: "by the sea"; empty for no place."""
    return _PLACES[place][language][0] if place else ""
