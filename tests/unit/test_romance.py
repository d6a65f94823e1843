"""Spanish and French: the rules by which what a prompt says is told in them."""

import re
import shutil
import subprocess

import pytest

from services.shared.tale.grammar import past
from services.shared.tale.grammar.elision import elides
from services.shared.tale.grammar.french import French
from services.shared.tale.grammar.language import START, Language
from services.shared.tale.grammar.spanish import Spanish
from services.shared.tale.plot import bank
from services.shared.tale.plot.bank import Clause
from services.shared.tale.plot.plan import Plan
from services.shared.tale.telling.measure import make
from services.shared.tale.telling.teller import Tale, Teller, tell
from services.shared.tale.words import lexicon

HUNSPELL = shutil.which("hunspell")
UNKNOWN_TO_HUNSPELL = frozenset(
    "snowboard surf pillapilla picnic saltitos balonce autostop tirolesa iodla Halloween".split()
)
"""Words of goals that are Spanish, as the Academy's dictionary or every child knows them."""


def plan_of(text: str, *, seed: int = 1, length: int = 200, language: str = "en") -> Plan:
    return make(text, seed=seed, length=length, theme="", grade=4, language=language)


def told(tale: Tale) -> str:
    return " ".join(sentence.text for scene in tale.scenes for paragraph in scene for sentence in paragraph)


def deeds(text: str, *, done: bool = False) -> tuple[str, str]:
    """The prompt's goal in Spanish and French, with all words that melt."""
    plan = plan_of(text)
    goal = plan.goal.known() if done else plan.goal
    languages = (Spanish(plan.hero.gender), French(plan.hero.gender))
    said = [language.melt(language.verb_phrase(goal, done=done)) for language in languages]
    return said[0].replace(START, ""), said[1].replace(START, "")


# ---- The simple past


@pytest.mark.parametrize(
    ("infinitive", "past_tense"),
    [
        ("contestar a @", "contestó a @"),
        ("prestar @", "prestó @"),
        ("estar a salvo", "estuvo a salvo"),
        ("desandar @", "desanduvo @"),
        ("hervir @", "hirvió @"),
        ("rendir honores", "rindió honores"),
        ("piar", "pio"),
        ("reírse", "se rio"),
        ("sonreír", "sonrió"),
        ("arreglarlo todo", "lo arregló todo"),
        ("conseguirlo por fin", "lo consiguió por fin"),
        ("dárselo", "se lo dio"),
        ("irse", "se fue"),
        ("no preocuparse más", "no se preocupó más"),
    ],
)
def test_spanish_past(infinitive: str, past_tense: str) -> None:
    """Irregular verbs are matched as whole words, pronouns go before the verb, and "no" stays first."""
    assert past.spanish(infinitive) == past_tense


@pytest.mark.parametrize(
    ("infinitive", "past_tense"),
    [
        ("bien dormir", "dormit bien"),
        ("tout remettre en ordre", "remit tout en ordre"),
        ("bien s'entendre avec @", "s'entendit bien avec @"),
        ("en savoir plus sur @", "en sut plus sur @"),
        ("ne parler de @ à personne", "ne parla de @ à personne"),
        ("ne pas se décourager", "ne se découragea pas"),
        ("ne plus avoir peur de @", "n'eut plus peur de @"),
        ("ne plus haïr @", "ne haït plus @"),
        ("ne pas y aller", "n'y alla pas"),
    ],
)
def test_french_past(infinitive: str, past_tense: str) -> None:
    """What stands before the infinitive goes where French has it beside a finite verb."""
    assert past.french(infinitive) == past_tense


@pytest.mark.skipif(HUNSPELL is None, reason="hunspell is not here: install hunspell, hunspell-es and hunspell-fr")
@pytest.mark.parametrize(("code", "dictionary", "inner"), [("es", "es_ES", "mirar"), ("fr", "fr", "regarder")])
def test_the_past_of_every_goal_is_in_the_dictionary(code: str, dictionary: str, inner: str) -> None:
    """No goal of the lexicon makes a form that hunspell does not know."""
    language = {"es": Spanish, "fr": French}[code]
    goals = {language(gender).agreed(verb.goal[code]) for verb in lexicon.verbs() if verb.goal for gender in "mf"}
    said = [language("f").done(goal.replace("…", inner)) for goal in goals]
    words = re.sub(r"[@%]|\b[a-z]'", " ", "\n".join(said))
    command = [str(HUNSPELL), "-i", "utf-8", "-d", dictionary, "-l"]
    found = subprocess.run(command, input=words, capture_output=True, text=True, timeout=60, check=True)
    assert set(found.stdout.split()) <= UNKNOWN_TO_HUNSPELL


# ---- Words


@pytest.mark.parametrize("word", "hiver herbe Hélène Henri Yves Yvonne yeux école Émile œuf hippopotame huître".split())
def test_vowels_elide(word: str) -> None:
    """A vowel and a mute h take the vowel before them away."""
    assert elides(word)


@pytest.mark.parametrize(
    "word", "hibou hangar harfang hors-la-loi husky hanté Hugo Hassan Harry Yasmine Youssef yéti yaourt onze".split()
)
def test_consonants_do_not_elide(word: str) -> None:
    """An aspirated h, a name's h of another language, and a y before a vowel leave the vowel before them."""
    assert not elides(word)


def test_plurals_agree() -> None:
    """A noun of several words has its plural in all of them."""
    assert lexicon.nouns()["whipped cream"].form("fr").plural == "crèmes fouettées"
    assert lexicon.nouns()["order"].form("es").plural == "órdenes"
    assert lexicon.nouns()["cat"].form("fr", "f").singular == "chatte"


# ---- Phrases


@pytest.mark.parametrize(
    ("text", "spanish", "french"),
    [
        ("Nora wants to become a teacher", "llegar a ser maestra", "devenir maîtresse"),
        ("A princess turns into a frog", "volver a ser quien era", "redevenir elle-même"),
        ("A bear sleeps at night", "dormir por la noche", "dormir la nuit"),
        ("A mole sleeps in winter", "dormir en invierno", "dormir en hiver"),
        ("A girl dances in the rain", "bailar bajo la lluvia", "danser sous la pluie"),
        ("A pig builds a house of straw", "construir una casa de paja", "construire une maison de paille"),
        ("A nurse works in hospital", "trabajar en el hospital", "travailler à l'hôpital"),
        ("A boy travels to Paris", "viajar a París", "voyager à Paris"),
        ("A boy travels to Italy", "viajar a Italia", "voyager en Italie"),
        ("A girl visits Japan", "visitar Japón", "visiter le Japon"),
        ("An astronaut explores Mars", "explorar Marte", "explorer Mars"),
        ("A girl visits Omar", "visitar a Omar", "aller voir Omar"),
        ("A girl celebrates Hanukkah", "celebrar la fiesta de Janucá", "fêter Hanoucca"),
        ("A girl finds a puppy", "encontrar un cachorro", "trouver un chiot"),
        ("A girl finds her puppy", "encontrar a su cachorro", "trouver son chiot"),
        ("A boy breaks his mother's vase", "arreglar el jarrón de su madre", "réparer le vase de sa mère"),
        ("A boy finds the king's crown", "encontrar la corona del rey", "trouver la couronne du roi"),
        ("A boy finds a brave little cat", "encontrar un pequeño gato valiente", "trouver un petit chat courageux"),
        ("A boy finds a good dragon", "encontrar un buen dragón", "trouver un bon dragon"),
        ("A boy finds old maps", "encontrar mapas viejos", "trouver de vieilles cartes"),
        ("A boy finds a brave shy cat", "encontrar un gato valiente y tímido", "trouver un chat courageux et timide"),
        ("A girl learns to play cello", "aprender a tocar el violonchelo", "apprendre à jouer du violoncelle"),
        ("A cat enters the relay race", "participar en la carrera de relevos", "participer à la course de relais"),
        ("A boy breaks the crystal ball", "arreglar la bola de cristal", "réparer la boule de cristal"),
        ("A boy befriends a yeti", "hacerse amigo de un yeti", "devenir l'ami d'un yéti"),
    ],
)  # fmt: skip
def test_goals(text: str, spanish: str, french: str) -> None:
    """Articles, prepositions, "a" before persons, and the order of adjectives are those of the language."""
    assert deeds(text) == (spanish, french)


@pytest.mark.parametrize(
    ("text", "spanish", "french"),
    [
        ("Nora wants to become a teacher", "llegó a ser maestra", "devint maîtresse"),
        ("A bird flies like an eagle", "voló como un águila", "vola comme un aigle"),
        ("A girl finds a puppy", "encontró al cachorro", "trouva le chiot"),
        ("A mole worries", "no se preocupó más", "ne s'inquiéta plus"),
        ("A girl draws a horse", "dibujó el caballo", "dessina le cheval"),
    ],
)
def test_what_was_done(text: str, spanish: str, french: str) -> None:
    """What somebody becomes, or is like, is never one that was met before."""
    assert deeds(text, done=True) == (spanish, french)


def test_nobody_becomes_the_teacher() -> None:
    """In English neither: a trade to be learnt stays any of its kind."""
    goal = plan_of("Nora wants to become a teacher").goal
    assert Language("f").verb_phrase(goal.known(), done=True).replace(START, "") == "became a teacher"


def test_a_trade_without_an_article_in_the_prompt() -> None:
    """It has neither article nor partitive in French, "devenir danseuse", and an article in English."""
    goal = plan_of("Une licorne veut devenir danseuse", language="fr").goal
    assert French("f").verb_phrase(goal).replace(START, "") == "devenir danseuse"
    assert Language("f").verb_phrase(goal).replace(START, "") == "become a dancer"


def test_a_new_sentence_after_a_question() -> None:
    """After a question mark there is no comma."""
    language = Spanish("f")
    said = language.join("and", "¿qué va primero?", "en cada sitio decían otra cosa")
    assert language.sentence(said) == "¿Qué va primero? En cada sitio decían otra cosa."


def test_a_quotation_after_a_colon_has_a_capital() -> None:
    """What is quoted after a colon begins a sentence."""
    assert Spanish("f").sentence("el río murmuró: «¿da la vuelta?»") == "El río murmuró: «¿Da la vuelta?»."
    assert French("f").sentence("on lisait : « va voir »") == "On lisait\u00a0: «\u00a0Va voir\u00a0»."


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("es", {"so": "así|por eso|y entonces", "then": "luego|entonces|después", "but": "pero", "and": "y "}),
        ("fr", {"so": "alors|donc|ainsi|c'est pourquoi", "then": "puis|ensuite|alors", "but": "mais", "and": "et "}),
    ],
)
def test_no_clause_says_its_connective_again(code: str, said: dict[str, str]) -> None:
    """The word that joins a clause to the one before stands there already: "así que así nadie ganó"."""
    clauses = [clause for moment in bank.moments() for clause in moment.clauses]
    for shown in [*clauses, *(clause.plain for clause in clauses if clause.plain)]:
        if shown.connective:
            assert not re.match(said[shown.connective], shown.text[code]), shown.text[code]


def test_what_follows_from_it_has_a_subject() -> None:
    """After "et ainsi" French wants to hear once more who did it."""
    for moment in bank.moments():
        for clause in moment.clauses:
            for shown in (clause, clause.plain or clause):
                assert not re.search(r"ainsi \{did\}", shown.text["fr"]), shown.text["fr"]


# ---- Names and roles


def test_titles_and_places_have_names_in_each_language() -> None:
    """A title before a name is translated, with the article that it has, and so is a place."""
    spanish, french = Spanish("m"), French("m")
    assert (spanish.named("Grandpa Joe"), french.named("Grandpa Joe")) == ("el abuelo Joe", "papi Joe")
    assert (spanish.named("Dr Ana", "f"), french.named("Mr Fox", "m")) == ("la doctora Ana", "monsieur Renard")
    assert (spanish.named("London"), french.named("Egypt")) == ("Londres", "l'Égypte")
    assert (french.named("Japón"), Language("m").named("Le Caire")) == ("le Japon", "Cairo")
    assert spanish.named("Rosa") == "Rosa"


def test_names_that_no_prompt_gave_are_spelt_as_in_the_language() -> None:
    """The companion of the stock is Víctor in Spanish; the prompt's own Victor stays as he was written."""
    texts = {person.name: plan for seed in range(40) for plan in [plan_of("A fox", seed=seed)] for person in plan.cast}
    assert "Víctor" in told(tell(texts["Victor"], "es"))
    own = told(tell(plan_of("Victor and Felix build a boat"), "es"))
    assert "Victor" in own
    assert "Víctor" not in own


def test_one_of_a_girl_and_a_boy_is_masculine() -> None:
    """It is "uno de los dos piratas" where the other one is a man, and no name follows the role without a comma."""
    plans = [plan_of("Two pirates share a treasure", seed=seed) for seed in range(30)]
    for plan in (plan for plan in plans if {person.gender for person in plan.cast} == {"f", "m"}):
        for code, wrong in (("es", r"una de las dos piratas"), ("fr", r"l'une des deux pirates")):
            assert not re.search(wrong, told(tell(plan, code)))
        assert not re.search(r"two pirates (named|called|by the name of)", told(tell(plan, "en")))


def test_a_name_with_an_article_stands_by_itself() -> None:
    """Nobody is "un niño llamado el doctor Patel"."""
    for seed in range(30):
        tale = tell(plan_of("Dr Patel finds a treasure", seed=seed), "es")
        assert not re.search(r"(llamad[oa]|se llamaba|de nombre) el", told(tale))


def test_the_prompts_own_words_are_not_quoted() -> None:
    """A word that the lexicon does not have is none of another language in a prompt of this one."""
    plan = plan_of("Un zorro encuentra una chirimbola", language="es")
    spanish = Teller(plan, "es").clause(Clause({"es": "{a_thing}"}))
    assert spanish.replace(START, "") == "una chirimbola"
    assert "« chirimbola »" in Teller(plan, "fr").clause(Clause({"fr": "{a_thing}"}))


@pytest.mark.parametrize(("code", "one", "known"), [("en", "a mouse", "the mouse"), ("es", "un ratón", "el ratón")])
def test_what_was_told_of_is_known(code: str, one: str, known: str) -> None:
    """After the want has told of the mouse, nobody wants to befriend "a mouse" any more."""
    for seed in range(12):
        text = told(tell(plan_of("A fox befriends a mouse", seed=seed, length=400), code))
        if known in text:
            assert one not in text[text.index(known) :]


@pytest.mark.parametrize(("code", "new"), [("en", "in a mountain village"), ("es", "en una aldea de montaña")])
def test_the_place_is_new_in_the_opening(code: str, new: str) -> None:
    """The opening says the place as the prompt says it."""
    assert new in told(tell(plan_of("In a mountain village, a baker bakes bread"), code)).lower()


@pytest.mark.parametrize("text", ["A rabbit loses its carrot", "A girl loses her dog"])
def test_what_is_lost_is_not_found_before(text: str) -> None:
    """The want of a story of loss says that something is lost, never that it was found again."""
    for seed in range(12):
        plan = plan_of(text, seed=seed)
        for code in ("en", "es", "fr"):
            want = next(scene for scene in plan.scenes if scene.beat == "want")
            teller = Teller(plan, code)
            said = [teller.clause(clause, told) for told in want.paragraphs for clause in told.chosen]
            assert not re.search(r"found .* again|volvió a encontrar|retrouva ", " ".join(said))


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        ("es", "En el Pirineo, una pastora busca una oveja", "En el Pirineo"),
        ("es", "Un niño quiere jugar al fútbol en la Bombonera", "en la Bombonera"),
        ("es", "Una cartera de Bogotá encuentra un gato", "En Bogotá"),
        ("es", "Tres cerditos astronautas viajan a Marte", "los tres cerditos astronautas"),
        ("es", "Un gato duerme delante de la puerta", "delante de la puerta"),
        ("fr", "Dans les Andes, une bergère tricote un poncho", "Dans les Andes"),
        ("fr", "À Ziguinchor, un garçon construit une pirogue", "À Ziguinchor"),
        ("fr", "Une fille de Montréal trouve un hibou", "À Montréal"),
        ("fr", "Deux chats pirates cherchent une île", "chats pirates"),
        ("fr", "Un chat attend devant la gare", "devant la gare"),
        ("en", "A girl from Buenos Aires finds a cat", "Buenos Aires"),
        ("en", "In the Andes, a llama teaches a condor", "the Andes"),
        ("en", "A cat waits next to the station", "next to the station"),
    ],
)
def test_where_somebody_is_or_comes_from(code: str, text: str, said: str) -> None:
    """Places have their article and their preposition; who is two things at once is told as both."""
    plan = make(text, seed=4, length=300, theme="", grade=4, language=code)
    tale = tell(plan, code)
    told = " ".join(one.text for scene in tale.scenes for part in scene for one in part)
    assert said.lower() in told.lower()


@pytest.mark.parametrize("code", ["es", "fr"])
def test_what_no_language_knows_is_not_told(code: str) -> None:
    """Neither quoted nor as it was written."""
    plan = make("A fox wants to zibble the grompf", seed=4, length=200, theme="", grade=4)
    tale = tell(plan, code)
    assert "zibbl" not in " ".join(one.text for scene in tale.scenes for part in scene for one in part)
