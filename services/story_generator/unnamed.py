"""Beings without a name in a text, such as the heron of a fable."""

from collections import Counter
from collections.abc import Sequence

from services.shared.speech import SAYING
from services.shared.stopwords import STOP_WORDS
from services.story_generator.mentions import acts, is_before_name
from services.story_generator.naming import BETWEEN, DETERMINERS, GENDERED, adjectives, beings, titles
from services.story_generator.person import Person
from services.story_generator.tokens import Token


def unnamed(people: Sequence[Person], texts: Sequence[Sequence[Token]], language: str) -> list[Person]:
    """Beings without a name that the text tells of: named twice or more, and at least once as who acts or speaks."""
    taken = {form[0] for person in people for form in person.forms if len(form) == 1}
    nouns, found = beings(language), dict[str, Person]()
    acting: set[str] = set()
    written: Counter[str] = Counter()
    for index, text in enumerate(texts):
        for at, token in enumerate(text):
            article = _article_of(text, at, language)
            if article < 0 or token.lower in taken:
                continue
            before, after = text[article - 1] if article else None, text[at + 1 :]
            # Whoever speaks is somebody, whatever it is: "said the heron".
            speaks = _says(before, after, language) and token.lower not in STOP_WORDS[language]
            noun = nouns.get(token.lower) or (
                ("", "") if speaks and before and not _is_adjective(token, language) else None
            )
            if not noun or (is_before_name(text, at) and token.lower in titles(language)):
                continue
            pronoun = noun[1] or GENDERED[language].get(text[article].lower, "they")
            person = found.setdefault(
                token.lower, Person(token.lower, noun[0], pronoun, {(token.lower,)}, first=(index, at))
            )
            person.count += 1 + speaks
            written[token.text] += 1
            if speaks or text[article].first or acts(before, token, after, language):
                acting.add(token.lower)
    for person in found.values():
        person.name = max((person.name, person.name.capitalize()), key=lambda form: written[form])
    return [person for word, person in found.items() if person.count > 1 and word in acting]


def _article_of(text: Sequence[Token], at: int, language: str) -> int:
    """Index of the article before a noun, with adjectives between; -1 where there is none."""
    index = at - 1
    while index > 0 and text[index + 1].joined and _is_adjective(text[index], language):
        index -= 1
    return index if index >= 0 and text[index + 1].joined and text[index].lower in DETERMINERS[language] else -1


def _says(before: Token | None, after: Sequence[Token], language: str) -> bool:
    """Whether a verb such as "said" stands beside somebody."""
    saying = SAYING[language]
    verb = next((token for token in after if token.lower not in BETWEEN), None)
    return (before is not None and before.lower in saying) or (
        verb is not None and verb.joined and verb.lower in saying and before is None
    )


def _is_adjective(token: Token, language: str) -> bool:
    return token.lower in adjectives(language)
