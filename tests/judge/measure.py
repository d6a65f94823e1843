"""Each figure of a sample: its value, and what spoils it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import fmean

from tests.judge import kept, pixels, romance, sameness
from tests.judge.acting import Acts, acts
from tests.judge.grammar import Word
from tests.judge.sample import LONG, Sample
from tests.judge.stories import Told, pictures
from tests.judge.words import is_noun, is_verb


@dataclass(frozen=True)
class Measured:
    """A figure, and what spoils it, most important first."""

    value: float
    faults: tuple[str, ...] = ()


def _share(good: Iterable[bool], faults: Iterable[str] = ()) -> Measured:
    counted = list(good)
    return Measured(sum(counted) / max(1, len(counted)), tuple(faults))


def kept_parts(sample: Sample) -> Measured:
    """What is seen of all that the stories of tests/prompts must show: people, things, action, place, language."""
    found = [(told.asked.prompt, what, seen) for told in sample.all_prompts for what, seen in kept.checks(told)]
    return _share((seen for *_, seen in found), (f"{prompt}: {what}" for prompt, what, seen in found if not seen))


def _acts(sample: Sample) -> list[tuple[Told, Acts]]:
    """Each story whose prompt has people or things, and what they do in it."""
    found = zip(sample.stories, sample.parses, strict=True)
    return [(told, acts(told, parsed)) for told, parsed in found if told.asked.parts]


def acting(sample: Sample) -> Measured:
    """Sentences in which something of the prompt is the subject of a verb, by its name, its noun or a pronoun."""
    rows = sorted(_acts(sample), key=lambda row: row[1].acting / max(1, row[1].sentences))
    faults = (f"{one.acting} of {one.sentences} sentences: {told.asked.prompt}" for told, one in rows)
    total = sum((one for _, one in rows), Acts())
    return Measured(total.acting / max(1, total.sentences), tuple(faults))


def others(sample: Sample) -> Measured:
    """Sentences in which somebody or something of the prompt acts besides the one that acts most."""
    rows = sorted((row for row in _acts(sample) if row[1].with_others), key=lambda row: row[1].others)
    faults = (f"{one.others} of {one.with_others} sentences: {told.asked.prompt}" for told, one in rows)
    total = sum((one for _, one in rows), Acts())
    return Measured(total.others / max(1, total.with_others), tuple(faults))


def in_scenes(sample: Sample) -> Measured:
    """People and things of the prompt that act in two scenes or more."""
    rows = _acts(sample)
    faults = (f"{told.asked.prompt}: {', '.join(one.idle)}" for told, one in rows if one.idle)
    total = sum((one for _, one in rows), Acts())
    return Measured(total.in_scenes / max(1, total.parts), tuple(faults))


def repeated_over_prompts(sample: Sample) -> Measured:
    """Sentences that occur in another one of 24 prompts' stories, masked."""
    return Measured(fmean(map(sameness.repeated, sample.groups)), _frequent(sample.stories))


def repeated_over_seeds(sample: Sample) -> Measured:
    """Sentences that occur in another one of six stories of a prompt, masked."""
    rows = sorted(((sameness.repeated(stories), stories[0].asked.prompt) for stories in sample.seeded), reverse=True)
    return Measured(fmean(share for share, _ in rows), tuple(f"{share:.0%}: {prompt}" for share, prompt in rows))


def _frequent(stories: Iterable[Told]) -> tuple[str, ...]:
    """The masked sentences that most stories have."""
    counts = Counter(sentence for told in stories for sentence in set(sameness.masked(told)))
    return tuple(f"{count} stories: {sentence}" for sentence, count in counts.most_common(100) if count > 1)


def same_pixels(sample: Sample) -> Measured:
    """Pixels that the two most alike scenes of a book have in common, the mean over books."""
    rows = sorted(
        ((max(pixels.shared(pictures(told)), default=0.0), told.asked.prompt) for told in sample.books), reverse=True
    )
    return Measured(fmean(share for share, _ in rows), tuple(f"{share:.0%}: {prompt}" for share, prompt in rows))


def linked(sample: Sample) -> Measured:
    """Sentences that link-grammar reads whole."""
    rows = [
        (parse.whole, sentence)
        for told, parsed in zip(sample.stories, sample.parses, strict=True)
        for sentence, parse in zip(told.sentences, parsed, strict=True)
    ]
    return _share((whole for whole, _ in rows), dict.fromkeys(sentence for whole, sentence in rows if not whole))


def _known(sample: Sample, is_one: Callable[[Word], bool], is_known: Callable[[str], bool]) -> Measured:
    """Of the words that link-grammar takes for one kind, in sentences that it reads whole, the share that is."""
    rows = [
        (is_known(word.text), word.text, sentence)
        for told, parsed in zip(sample.stories, sample.parses, strict=True)
        for sentence, parse in zip(told.sentences, parsed, strict=True)
        if parse.whole
        for word in parse.words
        if is_one(word) and word.text.isalpha() and word.text.islower() and len(word.text) > 1
    ]
    return _share((known for known, *_ in rows), (f"{word}: {where}" for known, word, where in rows if not known))


def verb_forms(sample: Sample) -> Measured:
    """Verbs whose form is in lemminflect's tables as a verb's."""
    return _known(sample, lambda word: word.is_verb, is_verb)


def noun_forms(sample: Sample) -> Measured:
    """Nouns whose form is in lemminflect's tables, or is two of their words joined, or a verb's -ing."""
    return _known(sample, lambda word: word.is_noun, is_noun)


def spanish_words(sample: Sample) -> Measured:
    """Spanish words that hunspell knows."""
    return _spelt(sample, "es")


def french_words(sample: Sample) -> Measured:
    """French words that hunspell knows."""
    return _spelt(sample, "fr")


def _spelt(sample: Sample, code: str) -> Measured:
    unknown, total = romance.spelt(sample.translated, code)
    faults = tuple(f"{count} times: {word}" for word, count in unknown.most_common())
    return Measured(1 - unknown.total() / max(1, total), faults)


def french_grammar(sample: Sample) -> Measured:
    """French sentences in which grammalecte finds no mistake."""
    sentences = [sentence.text for told in sample.translated for sentence in told.translation("fr").sentences]
    remarks = romance.remarks(sentences)
    return _share((not found for found in remarks), (f"{s}: {r}" for s, r in zip(sentences, remarks, strict=True) if r))


def length(sample: Sample) -> Measured:
    """How far a story of 2,000 words is from that length, the worst of all."""
    rows = [(abs(told.draft.analysis.statistics.words / LONG - 1), told.asked.prompt) for told in sample.long]
    return Measured(max(rows)[0], tuple(f"{share:.1%}: {prompt}" for share, prompt in sorted(rows, reverse=True)))


def grade(sample: Sample) -> Measured:
    """How far a story of 300 words is from the grade asked for, 2 to 8, the worst of all."""
    rows = [
        (abs(told.draft.analysis.statistics.flesch_kincaid_grade - wanted), f"grade {wanted}: {told.asked.prompt}")
        for wanted, told in sample.graded
    ]
    return Measured(max(rows)[0], tuple(f"{off:.2f}, {what}" for off, what in sorted(rows, reverse=True)))
