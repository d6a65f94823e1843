"""English words of grammar: articles, numbers, auxiliaries, pronouns, adverbs."""

ARTICLES = {"a": "a", "an": "a", "the": "the", "this": "the", "that": "the", "these": "the", "those": "the"}
OWN = frozenset("his her their its my our your".split())
NUMBERS = frozenset("two three four five six seven eight nine ten dozen hundred thousand million many several".split())
BE = frozenset("is are was were be been being am".split())
MODAL = frozenset("can cannot can't could couldn't will would must should may might shall able unable to".split())
NEVER = frozenset("not never doesn't don't didn't won't isn't wasn't".split())
INTENSIFIERS = frozenset("very really so quite too rather extremely terribly incredibly super".split())
"""What makes an adjective stronger, and is not told."""
DWELLS = frozenset("live lives lived sit sits sat stand stands stood".split())
"""Verbs that say where somebody is."""
BETWEEN = INTENSIFIERS | frozenset("always often still also just".split())
"""What may stand between a verb's words: "is always late"."""
RELATIVE = frozenset("who whom that which whose".split())
LINKS = frozenset("and but or so because when while until if as where than then though although".split())
PRONOUNS = frozenset(
    "he she it they him them i you we us me himself herself itself themselves everyone everybody someone somebody"
    " something anything nothing nobody".split()
)
ADVERBS = frozenset(
    "always ever yet rather finally suddenly slowly quickly secretly just soon also once again still every day night"
    " alone together very too more most only both how why what accidentally now today instead even".split()
)
GRAMMAR = (
    frozenset(ARTICLES) | OWN | NUMBERS | BE | MODAL | NEVER | RELATIVE | LINKS | PRONOUNS | ADVERBS
    | frozenset("no does do did there out off away back".split())
)  # fmt: skip
"""Words that are no names of things."""
NO_NOUN = GRAMMAR - {"day", "night"}
"""Not even where they look like one: "does" is no plural of "doe"."""
