"""Say the clause of a goal in the past and in every language: "prove that his teacher was a wizard"."""

from dataclasses import replace

from services.shared.tale.grammar.french import French
from services.shared.tale.grammar.language import START, Agreement
from services.shared.tale.grammar.romance import Romance
from services.shared.tale.grammar.spanish import Spanish
from services.shared.tale.reading.english.clauses import Clause
from services.shared.tale.reading.english.grammar_words import BE
from services.shared.tale.reading.english.questions import told
from services.shared.tale.reading.english.relatives import ANYBODY
from services.shared.tale.reading.english.statements import Statements
from services.shared.tale.reading.english.tenses import past_clause, past_of
from services.shared.tale.reading.english.truths import DEEDS
from services.shared.tale.wish.phrases import Statement, VerbPhrase
from services.shared.tale.words import lexicon

_HERO = frozenset("he she they it i".split())
LINKS = {
    "es": {"that": "que", "why": "por qué", "how": "cómo", "where": "dónde", "when": "cuándo", "whether": "si",
           "if": "si"},
    "fr": {"that": "que", "why": "pourquoi", "how": "comment", "where": "où", "when": "quand", "whether": "si",
           "if": "si"},
}  # fmt: skip
"""What stands before such a clause, by the English word."""
_LANGUAGES: dict[str, type[Romance]] = {"es": Spanish, "fr": French}
_SUBJECTS = {"es": ("", ""), "fr": ("il", "elle")}
"""The hero, a man and a woman; in Spanish the verb says it."""


def in_languages(deed: VerbPhrase) -> VerbPhrase:
    """The deed, whose clause each language says that can; any other deed as it is."""
    if deed.inner is not None:
        deed = replace(deed, inner=in_languages(deed.inner))
    if not deed.clause or deed.goal is None or deed.verb not in DEEDS:
        return deed
    link, *rest = deed.clause
    reader = Statements(" ".join(rest))
    subject, verb = _subject(reader)
    if verb < 0:
        return deed
    goal = dict(deed.goal)
    words = ["{:he|she}" if not at and word == "it" else told(word) for at, word in enumerate(reader.tokens)]
    past = past_clause(words, verb)
    # "{:his|her}" in it says already whose something is, and in the past.
    if past and deed.verb != "understand" and "{:" not in goal["en"]:
        goal["en"] = f"{deed.verb} {link} {past}"
    clause = Clause("main", bool(subject), 0, verb, len(reader.tokens), None, 0)
    # What is told in the present is so for long.
    lasts = past_of(reader.lower[verb]) != reader.lower[verb]
    statement = reader.statement(clause, subject, "time" if lasts else "trait")
    if statement and not _is_named(statement, reader.lower, verb):
        for code, links in LINKS.items():
            if link in links and (said := _said(statement, code)):
                goal[code] = f"{DEEDS[deed.verb][code]} {links[link]} {START}{said}"
    return replace(deed, goal=goal)


def _subject(reader: Statements) -> tuple[str, int]:
    """The subject of a remark, "hero" where it is a pronoun; and where the finite verb is, -1 for none."""
    if reader.word() in _HERO:
        return "hero", reader.finite(1)
    if reader.word() in ANYBODY:
        return "", reader.finite(1)
    if reader.noun_phrase(subject=True) is None and not reader.name():
        return "", -1
    return "", reader.finite(reader.at)


def _is_named(statement: Statement, words: list[str], verb: int) -> bool:
    """Whether what looks like something that is being done says what a thing is: "his power was making toast"."""
    noun = lexicon.nouns().get(statement.subject.noun) if statement.subject else None
    after = "".join(words[verb + 1 : verb + 2])
    return noun is not None and not noun.alive and words[verb] in BE and after.endswith("ing")


def _said(statement: Statement, code: str) -> str:
    """The clause for a hero who is a man and one who is a woman: "{:il|elle} était {:timide|timide}"."""
    both = [_said_of(statement, code, gender) for gender in "mf"]
    same = both[0] == both[1]
    return both[0] if same else f"{{:{both[0]}|{both[1]}}}"


def _said_of(statement: Statement, code: str, gender: str) -> str:
    language = _LANGUAGES[code](gender)
    if statement.subject is None:
        subject, agreement = _SUBJECTS[code][gender == "f"], Agreement(gender)
    elif statement.subject.noun in language.anybody:
        subject, several = language.anybody[statement.subject.noun]
        agreement = Agreement("m", several)
    else:
        phrase = statement.subject if statement.subject.determiner == "a" else statement.subject.definite()
        subject, agreement = language.noun_phrase(phrase), language.agreement(phrase)
    said = f"{subject} {language.stated(statement, agreement)}".strip()
    return "" if language.unknown else said
