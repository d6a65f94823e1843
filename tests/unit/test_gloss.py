"""Spanish and French prompts word for word in English, and what is read out of them."""

import pytest

from services.shared.tale.grammar.conjugation import forms
from services.shared.tale.reading.foreign.gloss import gloss, known_share
from services.shared.tale.reading.read import read
from services.shared.tale.wish.wish import Being
from services.shared.tale.words import lexicon


def who(being: Being | None) -> str:
    """Name, noun and gender of somebody."""
    return " ".join(part for part in (being.name, being.phrase.noun, being.gender) if part) if being else ""


@pytest.mark.parametrize(
    ("code", "infinitive", "some"),
    [
        ("es", "soñar", "sueña sueñan soñaba soñaban soñó soñaron soñara sueñe soñado soñando soñará soñaría"),
        ("es", "tener", "tiene tienen tenía tenían tuvo tuvieron tuviera tenga tendrá tendría"),
        ("es", "mantener", "mantiene mantuvo mantuvieron"),
        ("es", "dormir", "duerme dormía durmió durmieron durmiendo"),
        ("es", "leer", "leyó leyeron leyendo leído"),
        ("es", "decir", "dijo dijeron dicho"),
        ("es", "buscar", "busque buscaba buscaron"),
        ("es", "ir", "va iba iban fue fueron fuera yendo"),
        ("es", "ver", "veía vio vieron visto"),
        ("es", "coser", "cose cosía cosió"),
        ("es", "hacer", "hizo hicieron hiciera"),
        ("es", "conseguir", "consigue consiguen consiga"),
        ("fr", "ranger", "rangea rangèrent"),
        ("fr", "dormir", "dort dorme dormait"),
        ("fr", "chercher", "cherche cherchait cherchaient chercha cherchèrent cherché cherchées cherchant cherchera"),
        ("fr", "manger", "mangeait mangea mangé"),
        ("fr", "commencer", "commençait commença"),
        ("fr", "finir", "finit finissait finissent fini"),
        ("fr", "revenir", "revient revenait revint revinrent revenu reviendra"),
        ("fr", "voir", "voit voyait vu vue verra"),
        ("fr", "peindre", "peint peignait peignent"),
        ("fr", "conduire", "conduit conduisait conduisent"),
        ("fr", "appeler", "appelle appelait"),
        ("fr", "lever", "lève levait"),
        ("fr", "envoyer", "envoie envoyait"),
    ],
)
def test_forms_of_a_verb(code: str, infinitive: str, some: str) -> None:
    """Present, both pasts, what would be, participle and gerund, of one and of several, by rule or by the table."""
    assert set(some.split()) <= {form.text for form in forms(infinitive, code)}


def test_another_verb_that_only_ends_alike() -> None:
    """Neither is "coser" formed as "ser", nor "emballer" as "aller"."""
    assert "coes" not in {form.text for form in forms("coser", "es")}
    assert "embva" not in {form.text for form in forms("emballer", "fr")}


STATES = frozenset(
    "bump into, check, get angry with, get hurt, go on strike, lay, make a mistake, pretend to, put, run out, sigh, "
    "suffer, win the contest, brush their teeth, fall from, accuse, attack, beg, cluck, cough, creak, "
    "erase, freeze, let go of, neigh, pedal, pray, punish, scold, scratch, "
    "slip, soil, spend, step on, sting, take off, trample, weigh, worry, worry about, yawn, "
    "appear, be cold, be hot, be naughty, can, die, fit, get lost in, play the, rain, snow, talk about, "
    "travel through, turn, want to get".split(", ")
)
"""What the lexicon has no verb for, or only a pattern."""


def test_what_a_row_says_is_in_the_lexicon() -> None:
    """Every deed, noun and adjective of the gloss is one that the reader knows."""
    verbs = {verb.name for verb in lexicon.verbs()} | STATES
    tables = {"noun": set(lexicon.nouns()), "adjective": set(lexicon.adjectives())}
    unknown = [english for _, what, _, english, *_ in lexicon.rows("foreign")
               if (what == "deed" and not {english, english.removesuffix(" to")} & verbs)
               or (what in tables and english not in tables[what])]  # fmt: skip
    assert not unknown


SPANISH = [
    # Tenses.
    ("Mi hermana y yo encontramos un mapa", "my sister and I find a map"),
    ("Eres un pirata y buscas una isla", "you are a pirate and you look for an island"),
    ("Un topo que buscaba la luz", "a mole who looked for the light"),
    ("Los piratas encontraron una isla", "the pirates found an island"),
    ("Una ballena quería bailar", "a whale wanted to dance"),
    ("Tres ranas soñaban con cantar", "three frogs wished to sing"),
    ("El caracol estaba triste", "the snail was sad"),
    ("Dos erizos construyeron una cabaña", "two hedgehogs built a hut"),
    ("La abuela está buscando sus gafas", "the grandmother looks for their glasses"),
    # Verbs of state, and those whose subject is another one in English.
    ("Un lobo tiene hambre", "a wolf is hungry"),
    ("Un ratón que tiene miedo a los gatos", "a mouse who is afraid of the cats"),
    ("Al zorro le gusta leer", "the fox likes to read"),
    ("A Sara le encantaban los trenes", "Sara loved the trains"),
    ("Un rey que tiene que cocinar", "a king who has to cook"),
    ("Una vaca que quiere ser bailarina", "a cow who wants to be a ballerina"),
    # What is over.
    ("Un mago que ha perdido su varita", "a magician who lost their wand"),
    ("Los elfos habían escondido el tesoro", "the elves hid the treasure"),
    ("Una jirafa se ha perdido en la ciudad", "a giraffe got lost in the city"),
    ("El panadero ha olvidado la receta", "the baker forgot the recipe"),
    ("Olga acaba de encontrar una llave", "Olga found a key"),
    # Denied.
    ("Un pato que no sabe nadar", "a duck who cannot swim"),
    ("Una bruja que no podía volar", "a witch who could not fly"),
    ("El bebé no quiere dormir", "the baby does not want to sleep"),
    ("Un gigante que no tiene amigos", "a giant who has no friends"),
    ("Leo no encuentra su zapato", "Leo cannot find their shoe"),
    ("Un gato al que no le gusta el frío", "a cat who dislikes the winter"),
    ("Un rey que no quería mandar, sino bailar", "a king who wanted to dance"),
    ("Un niño que no sabe cómo volver a casa", "a boy who cannot go home"),
    ("Una princesa que nunca reía", "a princess who never laughed"),
    # What asks for a story.
    ("Cuéntame una historia sobre un topo", "tell me a story about a mole"),
    ("Escríbeme un cuento de una vaca", "write me a story of a cow"),
    ("Érase una vez un rey", "once upon a time there was a king"),
    ("¿Y si los gatos pudieran volar?", "what if the cats could fly?"),
    ("¿Puedes contarme un cuento para dormir sobre un búho?", "can you tell me a bedtime story about an owl?"),
    ("Mi perro se llama Toby y quiere volar", "my dog named Toby who wants to fly"),
    ("Mi hija Eva, de 6 años, pierde un diente", "my daughter Eva loses a tooth"),
    # Without accents, and made smaller.
    ("un raton que queria un lapiz magico", "a mouse who wanted to get a magic pencil"),
    ("la nina perdio su cancion", "the girl lost their song"),
    ("Un osito busca a su mamá", "a little bear looks for their mum"),
    ("Dos gatitas y un lobito", "two kittens and a little wolf"),
    ("Una estrellita se cae del cielo", "a little star falls from the sky"),
    ("un pececito sueña", "a little fish dreams"),
    ("una pingüina baila", "a penguin dances"),
    # Names, words that are several things, order.
    ("Rosa busca una rosa", "Rosa looks for a rose"),
    ("La panadera cocina en la cocina", "the baker cooks in the kitchen"),
    ("Un pulpo que toca ocho tambores", "an octopus who plays eight drums"),
    ("Un dragón tímido y solitario", "a lonely shy dragon"),
    ("Hugo le enseña a nadar a su hermana", "Hugo teaches their sister to swim"),
    ("El sombrero de la bruja", "the witch's hat"),
    ("Los zapatos de Paula bailan", "Paula's shoes dance"),
    ("En la clase de Luis hay un gato", "in the class of Luis there is a cat"),
    ("Un perro pirata", "a pirate dog"),
    ("Un pan tan grande que no cabe", "a bread so big that it does not fit"),
    ("La bruja convirtió al rey en rana", "the witch turned the king into a frog"),
    ("El día que las flores hablaron", "the day the flowers talked"),
    ("Si los animales gobernaran el mundo", "what if the animals ruled the world"),
    ("Escribe un cuento divertido sobre un loro", "write a funny story about a parrot"),
    (
        "Había una vez una niña llamada Ana. Ana quería volar",
        "once upon a time there was a girl named Ana who wanted to fly",
    ),
    ("Mi hija se llama Eva y tiene 5 años.", "my daughter named Eva."),
    ("EL OSO Y LA ABEJA", "the bear and the bee"),
]
FRENCH = [
    # Tenses.
    ("Mon frère et moi construisons une fusée", "my brother and me build a rocket"),
    ("Tu es un pirate et tu cherches une île", "you are a pirate and you look for an island"),
    ("Un loup cherchait un ami", "a wolf looked for a friend"),
    ("Les lutins mangeaient des pommes", "the leprechauns ate some apples"),
    ("Une reine voulait danser", "a queen wanted to dance"),
    ("Un robot rêvait de chanter", "a robot wished to sing"),
    ("Deux ours construisaient une cabane", "two bears built a hut"),
    ("Le roi s'ennuyait", "the king was bored"),
    ("Papa est en train de réparer le vélo", "dad repairs the bike"),
    # Verbs of state.
    ("Un chien a faim", "a dog is hungry"),
    ("Une souris qui a peur des chats", "a mouse who is afraid of the cats"),
    ("Un lion qui aime lire", "a lion who likes to read"),
    ("Le prince doit trouver une clé", "the prince has to find a key"),
    ("Une vache qui veut devenir danseuse", "a cow who wants to become a dancer"),
    # What is over.
    ("Une fée qui a perdu ses ailes", "a fairy who lost their wings"),
    ("Les pirates ont trouvé une île", "the pirates found an island"),
    ("Un canard est parti chercher la mer", "a duck set out to look for the sea"),
    ("Un lapin s'est perdu dans la forêt", "a rabbit got lost in the forest"),
    ("Le hibou a oublié sa chanson", "the owl forgot their song"),
    ("Nina vient de trouver un œuf", "Nina found an egg"),
    # Denied.
    ("Un poisson qui ne sait pas nager", "a fish who cannot swim"),
    ("Une sorcière qui ne peut plus voler", "a witch who cannot fly"),
    ("Le bébé ne veut pas dormir", "the baby does not want to sleep"),
    ("Un géant qui n'a pas d'amis", "a giant who has no friends"),
    ("Léo ne trouve pas sa chaussure", "Léo cannot find their shoe"),
    ("Une girafe qui n'aime pas son cou", "a giraffe who dislikes their neck"),
    ("Un hibou qui dort la nuit", "an owl who sleeps during the night"),
    ("Elle ne veut pas dormir mais chanter", "she wants to sing"),
    ("Une princesse qui ne riait jamais", "a princess who never laughed"),
    # What asks for a story.
    ("Raconte-moi une histoire sur un cochon", "tell me a story about a pig"),
    ("Écris un conte pour enfants avec une vache", "write a story with a cow"),
    ("Il était une fois un roi", "once upon a time there was a king"),
    ("Et si les chats pouvaient voler ?", "what if the cats could fly?"),
    ("Peux-tu nous raconter une histoire du soir ?", "can you tell us a bedtime story?"),
    ("Mon chien s'appelle Rex et veut voler", "my dog named Rex who wants to fly"),
    ("Ma fille Eva, 6 ans, perd une dent", "my daughter Eva loses a tooth"),
    # Without accents, and made smaller.
    ("une fee qui a perdu son epee", "a fairy who lost their sword"),
    ("le heros de l'ecole", "the hero of the school"),
    ("une sorciere cherchait un elephant", "a witch looked for an elephant"),
    ("Un lapinou cherche sa maman", "a little rabbit looks for their mum"),
    ("Une grenouillette chante", "a little frog sings"),
    # Names, words that are several things, order.
    ("À Lyon, un chat vole un poisson", "in Lyon, a cat steals a fish"),
    ("Un cochon qui veut voler", "a pig who wants to fly"),
    ("Une ecole ou les maîtres sont des ours", "a school where the teachers are some bears"),
    ("La reine prépare une tarte", "the queen cooks a pie"),
    ("La reine prépare un spectacle", "the queen prepares a show"),
    ("Hugo apprend à nager à sa sœur", "Hugo teaches their sister to swim"),
    ("Les jouets de Nina ont disparu", "Nina's toys disappeared"),
    ("Un chat pirate boit de l'eau", "a pirate cat drinks water"),
    ("La sorcière a transformé le roi en crapaud", "the witch turned the king into a toad"),
    ("Le jour où les fleurs ont parlé", "the day the flowers talked"),
    ("Une étoile veut rentrer chez elle", "a star wants to go home"),
    ("Une histoire drôle sur un singe", "a funny story about a monkey"),
    ("Un ours nommé Max. Il voulait danser", "a bear named Max who wanted to dance"),
    ("LE RENARD ET LA POULE", "the fox and the hen"),
]


@pytest.mark.parametrize(
    ("code", "text", "english"), [*(("es", *pair) for pair in SPANISH), *(("fr", *pair) for pair in FRENCH)]
)
def test_word_for_word(code: str, text: str, english: str) -> None:
    """The English that one reader reads for all three languages."""
    assert gloss(text, code).text == english


@pytest.mark.parametrize(
    ("code", "text", "hero", "friend", "act"),
    [
        ("es", "un conejo pierde su zanahoria", "rabbit m", "", "lose"),
        ("es", "La astronauta y su perra reparan el cohete", "astronaut f", "dog f", "repair"),
        ("es", "Un panadero ayuda a su vecina", "baker m", "", "help"),
        ("es", "Lucas y su abuela plantan un árbol", "Lucas m", "grandmother f", "grow"),
        ("es", "Una leona que no sabe rugir", "lion f", "", "perform"),
        ("fr", "Un boulanger qui a perdu sa recette", "baker m", "", "lose"),
        ("fr", "Chloé et son grand-père construisent un bateau", "Chloé f", "grandfather m", "build"),
        ("fr", "Léo et son chien cherchent un trésor", "Léo m", "dog m", "find"),
        ("fr", "Une jardinière prépare sa soupe", "gardener f", "", "cook"),
        ("fr", "Le roi et sa chatte partent en voyage", "king m", "cat f", "travel"),
        ("fr", "Il était une fois un prince qui s'ennuyait", "prince m", "", "face"),
    ],
)
def test_whose_gender_the_prompt_tells(code: str, text: str, hero: str, friend: str, act: str) -> None:
    """The noun's own form tells it, never "su" or "son", which are his and hers alike."""
    wish = read(text, code)
    assert (who(wish.hero), who(wish.friend), wish.act) == (hero, friend, act)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("es", "Había una vez un rey que quería volar"),
        ("es", "Cuéntame un cuento de un rey"),
        ("es", "Se busca un rey"),
        ("fr", "Il était une fois un roi qui voulait voler"),
        ("fr", "Écris-moi un conte sur un roi"),
        ("fr", "Elle cherche un roi"),
    ],
)
def test_words_of_grammar_are_nobody_s_names(code: str, text: str) -> None:
    """What stands first is written large, and no name for that."""
    wish = read(text, code)
    assert not [being.name for being in (wish.hero, wish.friend) if being and being.name]
    assert not [phrase.name for phrase in wish.extras if phrase.name]


@pytest.mark.parametrize(
    ("code", "text", "goal"),
    [
        ("es", "¿Por qué ronronean los gatos?", "descubrir por qué ronronean los gatos"),
        ("es", "Por que llora la nube?", "descubrir por qué llora la nube"),
        ("es", "¿Quién enciende las estrellas?", "descubrir quién enciende las estrellas"),
        ("es", "¿Puede un pez volar?", "descubrir si puede un pez volar"),
        ("es", "¿Dónde duerme mi gato?", "descubrir dónde duerme su gato"),
        ("es", "¿Cómo llegan las estrellas al cielo?", "descubrir cómo llegan las estrellas al cielo"),
        ("fr", "Pourquoi les feuilles tombent-elles ?", "découvrir pourquoi les feuilles tombent"),
        ("fr", "Où dort le vent ?", "découvrir où dort le vent"),
        ("fr", "Est-ce que les poissons dorment ?", "découvrir si les poissons dorment"),
        ("fr", "Comment fait-on du miel ?", "découvrir comment on fait du miel"),
        ("fr", "Qu'est-ce que les dragons mangent ?", "découvrir ce que les dragons mangent"),
        ("fr", "Qui allume les étoiles ?", "découvrir qui allume les étoiles"),
        ("fr", "Pourquoi mon chat ronronne-t-il ?", "découvrir pourquoi son chat ronronne"),
    ],
)
def test_a_question_is_told_in_its_own_words(code: str, text: str, goal: str) -> None:
    """Where the tale is in the prompt's language, what is asked stays as it was asked, in a statement's order."""
    wish = read(text, code)
    assert wish.goal
    assert wish.goal.goal
    assert wish.goal.goal[code] == goal


@pytest.mark.parametrize(("code", "text"), [("es", "¿Por qué tengo que dormir?"), ("fr", "Pourquoi dois-je dormir ?")])
def test_what_is_asked_of_oneself_is_not_told_of_another(code: str, text: str) -> None:
    """A verb of who speaks would have to be said of the hero."""
    wish = read(text, code)
    assert not (wish.goal and wish.goal.goal and "dormir" in wish.goal.goal[code] and wish.question)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("es", "una nina queria un gatito"),
        ("fr", "une ecole ou les eleves sont des animaux"),
        ("fr", "le bonhomme qui voulait danser"),
    ],
)
def test_a_text_without_accents_is_known(code: str, text: str) -> None:
    """People leave them out, in capitals and on keyboards of others."""
    assert known_share(text, code) == 1.0


@pytest.mark.parametrize(
    "text", ["", "?", "¿", "a a a a", "ne pas ne pas", "se se se la la", "de de de", "des", "Y", "l'"]
)
@pytest.mark.parametrize("code", ["es", "fr"])
def test_any_text_is_glossed(code: str, text: str) -> None:
    """What is no sentence gives some words, and no error."""
    assert isinstance(gloss(text, code).text, str)
    assert read(text, code) is not None


@pytest.mark.parametrize(
    ("code", "text", "english"),
    [
        ("es", "Che, inventame una de dos pibes y un barrilete", ", make me a story about two children and a kite"),
        ("es", "oye cuéntanos uno sobre un chigüiro", "tell us a story about a capybara"),
        ("es", "haceme un cuento de una cancha mágica", "make me a story of a magic football field"),
        ("es", "escribime uno de un camionero", "write me a story about a truck driver"),
        ("es", "Recitame un cuento de un gaucho", "tell me a story of a gaucho"),
        ("fr", "dis, on voudrait un conte de loups", ", we would like a story of wolves"),
        ("fr", "mon chum pis sa sœur bâtissent un igloo", "my friend and their sister build an igloo"),
        ("fr", "un ours qui a jamais dormi", "a bear who never slept"),
        ("fr", "une équipe qui veut marquer un but", "a team who wants to score a goal"),
        ("fr", "chante-nous une histoire de pirates", "tell me a story of pirates"),
    ],
)
def test_how_people_ask_for_a_story(code: str, text: str, english: str) -> None:
    """As they do in Argentina, Venezuela or Québec: no word of the request is somebody in the story."""
    assert gloss(text, code).text == english


@pytest.mark.parametrize(
    ("code", "text", "english"),
    [
        ("es", "Un zorro ya no quiere correr", "a fox does not want to run"),
        ("es", "una jirafa se cansó de su cuello", "a giraffe was tired of their neck"),
        ("es", "un gato espera delante de la puerta", "a cat waits in front of the door"),
        ("es", "una caja de cartón y un barco de papel", "a cardboard box and a paper boat"),
        ("es", "un oso busca a su hijo antes de que nieve", "a bear looks for their son before the snow falls"),
        ("es", "una pintora de Bogotá encuentra un pincel", "a painter from Bogotá finds a paintbrush"),
        ("es", "un niño quiere tener un perro", "a boy wants to get a dog"),
        ("fr", "un chien dort devant la porte", "a dog sleeps in front of the door"),
        ("fr", "un robot en carton et une épée de bois", "a cardboard robot and a wooden sword"),
        ("fr", "un lapin rentre avant qu'il pleuve", "a rabbit goes home before the rain falls"),
        ("fr", "une vendeuse de Dakar perd son panier", "a shopkeeper from Dakar loses their basket"),
        ("fr", "un chat en a assez de la pluie", "a cat is tired of the rain"),
        ("fr", "les lettres bougent", "the letters move"),
        ("fr", "un enfant veut avoir un chien", "a child wants to get a dog"),
    ],
)
def test_words_of_everyday(code: str, text: str, english: str) -> None:
    """What is no longer so, what things are made of, where somebody comes from, and the weather."""
    assert gloss(text, code).text == english


@pytest.mark.parametrize(
    ("code", "text", "hero", "act"),
    [
        ("es", "—Papá, ¿por qué brilla la luna? —preguntó Nadia", "Nadia", "answer"),
        ("es", "«No quiero dormir», dijo Pablo", "Pablo", "rest"),
        ("es", "—¿Dónde vive el viento? —preguntó Mateo a su abuela", "Mateo", "answer"),
        ("fr", "— Mamie, pourquoi la mer est salée ? demanda Awa", "Awa", "answer"),
        ("fr", "« Est-ce que les étoiles dorment ? » demanda Hugo", "Hugo", "answer"),
        ("fr", "«Je veux apprendre à nager», dit Moussa", "Moussa", "learn"),
    ],
)
def test_who_speaks_is_the_hero(code: str, text: str, hero: str, act: str) -> None:
    """And what they ask is what they want to know."""
    wish = read(text, code)
    assert (wish.hero.name if wish.hero else "", wish.act) == (hero, act)


@pytest.mark.parametrize(
    ("code", "text", "hero"),
    [
        ("es", "Quiero un cuento para mis alumnos: una rana quiere ser doctora", "frog"),
        ("fr", "Je voudrais une histoire pour ma classe : un hibou cherche ses lunettes", "owl"),
    ],
)
def test_the_story_itself_after_a_colon(code: str, text: str, hero: str) -> None:
    """Who asks, and for whom, is nobody in it."""
    wish = read(text, code)
    assert wish.hero is not None
    assert wish.hero.phrase.noun == hero
