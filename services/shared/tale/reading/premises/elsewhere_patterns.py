"""How prompts say that somebody comes into another world."""

import re

from services.shared.tale.reading.premises.parts import ADVERBS

_ENTERS = (
    r"(?:finds?|found|discovers?|discovered|opens?|opened|enters?|entered|follows?|followed|takes?|took|rides?|rode|uses?"
    r"|used|sees?|saw|digs?|dug|(?:goes|go|went|walks?|walked|steps?|stepped|climbs?|climbed|crawls?|crawled|runs?|ran"
    r"|slips?|slipped|falls?|fell|tumbles?|tumbled|jumps?|jumped|slides?|slid)\s+(?:into|through|down|up|inside|in))"
)
_LEADS = (
    r"(?:(?:leads?|led|goes|go|went|takes?(?:\s+\w+)?|took(?:\s+\w+)?|brings?(?:\s+\w+)?|opens?|opened|carries(?:\s+\w+)?)"
    r"\s+(?:down\s+|up\s+|straight\s+|out\s+)?(?:in)?to|is\s+a\s+(?:door|portal|way|gateway)\s+(?:in)?to)"
)
FOUND = re.compile(
    rf"^{ADVERBS}{_ENTERS}\s+(?P<way>[^,.;]+?)\s*,?\s+(?:(?:that|which|and(?:\s+it)?)\s+)?(?:leads?|led|leading|goes"
    r"|going|went|opens|opened|opening|takes\s+(?:her|him|them|me|us|you)|taking\s+(?:her|him|them|me|us|you)"
    r"|transports\s+(?:her|him|them|me|us|you))\s+(?:in)?to\s+(?P<world>.+?)[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
PORTAL = re.compile(
    rf"^{ADVERBS}{_ENTERS}\s+(?P<way>[^,.;]*?)\s+(?P<to>(?:in)?to)\s+(?P<world>.+?)[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
TURN = re.compile(
    rf"^{ADVERBS}(?:takes?|took|makes?|made)\s+(?P<way>(?:a|the)\s+wrong\s+(?:turn(?:ing)?|exit|bus|train|road|path))\s*,?\s*"
    r"(?:and\s+(?:ends?\s+up|ended\s+up|lands?|landed|drives?|finds?\s+\w+|arrives?|gets?)\s+)?"
    r"(?:in|into|to|on|at|inside)\s+(?P<world>.+?)[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
INSIDE = re.compile(
    rf"^{ADVERBS}(?:(?:is|are|gets?|got|was|were)\s+(?:sucked|pulled|drawn|trapped|stuck|dragged|swallowed)|falls?|fell"
    r"|steps?|stepped|climbs?|climbed|jumps?|jumped|walks?|walked|tumbles?|tumbled|slips?|slipped|dives?|dived"
    r"|disappears?|disappeared|crawls?|crawled|hops?|hopped|wakes?\s+up|woke\s+up|ends?\s+up|ended\s+up|lands?|landed"
    r"|gets?\s+lost|got\s+lost|finds?\s+(?:himself|herself|themselves)|enters?|entered|travels?|travelled)\s*"
    r"(?:inside\s+of|inside|into|in|through|by)?\s+(?P<way>[^,;]+?)[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
PULLS = re.compile(
    r"^(?P<way>.+?)\s+(?:that|which)\s+(?:sucks?|pulls?|draws?|swallows?|drags?|takes?|brings?)\s+(?:you|people"
    r"|children|kids|its readers?|readers?|everyone|everybody|whoever\s+\w+(?:\s+it)?)\s*(?:right\s+)?"
    r"(?:in|into\s+its?\s+\w+|inside|(?:in)?to\s+(?P<world>.+?))?[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
WAY_GOES = re.compile(
    rf"^(?P<way>.+?)\s+(?:that\s+|which\s+)?{_LEADS}\s+(?P<world>.+?)[.!]*$", re.IGNORECASE | re.DOTALL
)
LANDS = re.compile(
    rf"^{ADVERBS}(?:[a-z]+\s+)+?(?:into|through|under|down|inside|behind|in|over|on|opens?|opened)\s+(?P<way>[^,.;]+?)\s*,?\s+"
    r"(?:and|until\s+\w+)\s+(?:suddenly\s+)?(?:ends?\s+up|ended\s+up|lands?|landed|finds?\s+(?:him|her|them)sel(?:f|ves)"
    r"|found\s+(?:him|her|them)sel(?:f|ves)|wakes?\s+up|woke\s+up|arrives?|arrived|comes?\s+out|came\s+out|steps?\s+out"
    r"|is\s+suddenly|are\s+suddenly)\s+(?:in|on|inside|into|at)\s+(?P<world>.+?)[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
AFTER = re.compile(
    r"^.*?\s(?:down|through|into|inside|under)\s+(?P<way>(?:an?|the|his|her|their|my|our)\s+[^,.;]+?)\s+(?:in)?to\s+"
    r"(?P<world>.+?)[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
"""“Follows a rabbit down a hole into a land of teapots”"""
IS_WAY = re.compile(
    r"^(?P<way>.+?)\s+(?:is|was|becomes?|became)\s+(?:really\s+)?an?\s+(?:secret\s+|magic\s+)?(?:door|portal|way|gateway)\s+"
    r"(?:in)?to\s+(?P<world>.+?)[.!]*$",
    re.IGNORECASE | re.DOTALL,
)
MADE_OF = re.compile(
    r"\b(?:where\s+everything\s+(?:is|was)\s+)?(?:(?:made|built|full)\s+)?(?:entirely\s+|completely\s+|only\s+)?(?:out\s+)?of\b",
    re.IGNORECASE,
)
"""“a world made of candy”, “a land where everything is of cheese”"""
