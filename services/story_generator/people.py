"""Who is in a text: names by more than their capitals, and beings without one, such as the heron of a fable."""

from collections import Counter
from collections.abc import Iterable, Sequence

from services.shared.speech import narrated
from services.shared.tale.words import lexicon
from services.story_generator.mentions import Mention, is_before_name, mentions, words_of
from services.story_generator.naming import (
    BEFORE_NAMES,
    DETERMINERS,
    IS,
    NAMING,
    PLACE_BEGINS,
    PRONOUNS,
    WITH,
    adjectives,
    beings,
    kin,
    titles,
)
from services.story_generator.person import Person
from services.story_generator.tokens import Token
from services.story_generator.unnamed import unnamed

MAX_PEOPLE = 8
"""Characters of one text."""


def find(sentences: Sequence[str], language: str) -> list[Person]:
    """The people of a text, the one who is named most often first."""
    texts = [words_of(sentence, language) for sentence in sentences]
    if not any(token.capital for text in texts for token in text if not token.first):
        texts = [] if all(sentence == sentence.upper() for sentence in sentences) else texts
    found = [mention for index, text in enumerate(texts) for mention in mentions(index, text, language)]
    small = Counter(token.lower for text in texts for token in text if not token.capital)
    people = _named(found, small, language)
    people += _kin_names(people, texts, language)
    _tell_roles(people, texts, language)
    people += unnamed(people, texts, language)
    people = sorted(people, key=lambda person: (-person.count, person.first, person.name))[:MAX_PEOPLE]
    told = [words_of(narrated(sentence, language), language) for sentence in sentences]
    for person in people:
        if person.pronoun == "they":
            person.pronoun = _pronoun(person, people, told, language)
    return people


def _named(mentions: Iterable[Mention], small: Counter[str], language: str) -> list[Person]:
    """People from the mentions: those of one name together, each by the form that the text has most often."""
    forms: dict[tuple[str, ...], list[Mention]] = {}
    for mention in mentions:
        forms.setdefault((mention.title, *(word.lower() for word in mention.words)), []).append(mention)
    groups: dict[tuple[str, ...], list[Mention]] = {}
    owned: dict[str, list[tuple[str, ...]]] = {}
    # With a title or several words first, then the single words that belong to exactly one of them.
    for form, said in sorted(forms.items(), key=lambda item: (not item[0][0], -len(item[0]))):
        title, words = form[0], form[1:]
        owners = [] if title else [key for key in owned.get(words[0], ()) if set(words) <= set(key[1:])]
        key = owners[0] if len(owners) == 1 else form
        groups.setdefault(key, []).extend(said)
        if key is form:
            for word in words:
                owned.setdefault(word, []).append(form)
    people = []
    for said in groups.values():
        if _is_person(said, small, language):
            counts = Counter((mention.title if mention.called else "", mention.words) for mention in said)
            title, words = max(counts, key=lambda form: (counts[form], len(form[1]) + bool(form[0])))
            shown = _written(title, language)
            genders = {titles(language)[mention.title] for mention in said if mention.title} - {""}
            people.append(
                Person(
                    " ".join([shown, *words] if title else words),
                    pronoun=genders.pop() if len(genders) == 1 else "they",
                    forms={tuple(word.lower() for word in mention.words) for mention in said},
                    title=next((mention.title for mention in said if mention.title), ""),
                    count=len(said),
                    first=min(mention.at for mention in said),
                )
            )
    return people


def _written(title: str, language: str) -> str:
    """A title as it stands before a name."""
    short = {
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "capt",
        "lt",
        "gen",
        "col",
        "sgt",
        "maj",
        "rev",
        "st",
        "sr",
        "sra",
        "srta",
        "dra",
    }
    if language == "en":
        return f"{title.capitalize()}." if title in short else title.capitalize()
    return {"m": "M.", "mme": "Mme", "mlle": "Mlle", "d": "D.", "dña": "Dña."}.get(
        title, f"{title.capitalize()}." if title in short else title
    )


def _is_person(said: Sequence[Mention], small: Counter[str], language: str) -> bool:
    """Whether a name that is mentioned so is somebody's, and not that of a place, a thing or no name at all."""
    acting = sum(mention.acts for mention in said)
    inside = sum(not mention.first for mention in said)
    words = {word.lower() for mention in said for word in mention.words}
    if any(mention.title for mention in said):
        return True
    if 2 * sum(mention.common for mention in said) > len(said):
        # "The Heron" of a fable, but not "the Moon", which does nothing. unnamed() looks for the nouns of the lexicon.
        return acting > 1 and not words & beings(language).keys()
    if not acting and 2 * sum(mention.place for mention in said) >= len(said):
        return False
    if words & PLACE_BEGINS or sum(small[word] for word in words) >= max(1, inside + acting):
        return False
    return bool(inside) or (acting > 0 and not any(_is_common(word, language) for word in words))


def _is_common(word: str, language: str) -> bool:
    """Whether a word that has a capital only where every word has one is no name."""
    known = lexicon.noun_forms().keys() if language == "en" else beings(language).keys()
    return (
        word in known
        or word in adjectives(language)
        or word in BEFORE_NAMES
        or word.endswith(("ly", "ing", "mente", "ment"))
    )


def _kin_names(known: Sequence[Person], texts: Sequence[Sequence[Token]], language: str) -> list[Person]:
    """Those who are called what they are: "Grandma".

    Where only one has that title, "Grandma" is "Grandma Rose", and "the captain" is "Captain Nova".
    """
    titled = Counter(person.title for person in known)
    people: dict[str, Person] = {}
    for person in known:
        title = person.title
        if (own := person.name.lower()) in kin(language):
            people[own] = person
        if titled[title] == 1 and (title in kin(language) or title in beings(language)):
            person.forms.add((title,))
            people[title] = person
    for index, text in enumerate(texts):
        for at, token in enumerate(text):
            gender = kin(language).get(token.lower)
            before = text[at - 1] if at and token.joined else None
            after = text[at + 1] if at + 1 < len(text) and text[at + 1].joined else None
            named = after is not None and after.capital and not after.first
            if gender and token.capital and not named and (not before or before.lower not in DETERMINERS[language]):
                role = beings(language).get(token.lower, ("", ""))[0]
                person = people.setdefault(
                    token.lower, Person(token.text, role, gender, {(token.lower,)}, first=(index, at))
                )
                person.count += 1
    return [person for person in people.values() if all(person is not other for other in known)]


def _tell_roles(people: Sequence[Person], texts: Sequence[Sequence[Token]], language: str) -> None:
    """What the text says that somebody is: "Luna the unicorn", "a fox named Felix", "Max, a dog"."""
    nouns = beings(language)
    for known in people:
        # "Papa Bear" is a bear, "King Midas" a king.
        own = [word for word in (known.name.split()[-1].lower(), known.title) if word in nouns]
        if own and not known.role:
            known.role = nouns[own[0]][0]
    by_word = {form[0]: person for person in people for form in person.forms if len(form) == 1}
    for text in texts:
        for at, token in enumerate(text):
            if not (noun := nouns.get(token.lower)):
                continue
            person: Person | None = None
            named = at + 1 < len(text) and text[at + 1].lower in NAMING
            if at >= 2 and text[at - 1].lower in DETERMINERS[language] and not named:
                is_ = 1 if at >= 3 and text[at - 2].lower in IS else 0
                person = by_word.get(text[at - 2 - is_].lower) if text[at - 2 - is_].capital else None
            if person is None and named and at + 2 < len(text):
                person = by_word.get(text[at + 2].lower)
            elif person is None and is_before_name(text, at) and token.lower not in titles(language):
                person = by_word.get(text[at + 1].lower)
            if person and not person.role:
                person.role = noun[0]
                person.forms.add((token.lower,))
                if noun[1] and person.pronoun == "they":
                    person.pronoun = noun[1]


def _pronoun(person: Person, people: Sequence[Person], texts: Sequence[Sequence[Token]], language: str) -> str:
    """The pronoun that mostly comes next after the person, and before anybody else is named."""
    said: Counter[str] = Counter()
    words = {form[-1] for form in person.forms}
    others = {form[-1] for other in people if other is not person for form in other.forms} - words
    waiting = False
    for text in texts:
        for token in text:
            pronoun = PRONOUNS[language].get(token.lower)
            if token.lower in words:
                waiting = True
            elif waiting and pronoun:
                said[pronoun] += 1
                waiting = False
            elif (token.capital and not token.first) or token.lower in others or token.lower in WITH:
                waiting = False
    if not said and language == "es" and person.name[0].isupper():
        return {"a": "she", "o": "he"}.get(person.name[-1], "they")
    return said.most_common(1)[0][0] if said else "they"
