"""How people ask for a story: what stands around its matter, as patterns."""

import re

from services.shared.tale.reading.frames.vocabulary import LIKES as _LIKES

STORY = (
    r"(?:story|stories|tale|fairytale|fable|storybook|adventure story|(?:picture|chapter|bedtime) book|legend|poem"
    r"|script|lesson|lessons(?= (?:about|on)\b)|fairy story|nursery rhyme"
    r"|adventure(?= (?:about|where|in which|with|featuring|for)\b))"
)
POLITE = (
    r"^[^\w\"“]*(?:(?:hi|hello|hey|ok|okay|so|well)\b[ ,!.]*)?"
    r"(?:(?:i['’]?m|i am|we['’]?re|we are) (?:an? )?[^.,;!?]{0,60}?(?:[.,;!]| and)\s+(?=(?:i|we|can|could|please)\b))?"
    r"(?:please,?\s+)?"
    r"(?:(?:can|could|would|will) (?:you|we|i|he|she|it)\s+(?:please\s+)?)?"
    r"(?:(?:i|we)(?:'d| would)?\s+(?:like|love|want|need)(?:\s+you)?(?:\s+to)?\s+(?:have\s+|hear\s+|read\s+"
    r"|get\s+)?)?"
    r"(?:please\s+)?"
)
ASK = (
    rf"{POLITE}(?:(?:write|tell|make(?: up)?|give|create|generate|compose|invent|read|help me write"
    r"|come up with)\b\s*"
    r"(?:(?:me|us|him|her|them|my \w+|our \w+|the \w+)\s+)??)?"
)
TO_WHOM = (
    r"(?:(?:to|with|for)\s+)?(?:me|us|him|her|them|everyone|(?:my|our|the|your) (?:\w+ )?(?:class|kids?"
    r"|child(?:ren)?|pupils|students|son"
    r"|daughter|graders?|little ones?|twins|grandchildren))"
)
TELL = re.compile(
    rf"{POLITE}(?:(?:write|tell|talk|speak|make(?: up)?|say|create|invent|come up with|do"
    rf"|give)\b\s*(?:{TO_WHOM}\s+)?"
    rf"(?:(?:something|anything)(?:\s+[a-z]+){{0,4}}?\s+|one\s+|an?\s+(?:[a-z]+\s+){{0,2}}?(?:play|song|rhyme"
    rf"|comic|book|skit)\s+|a bit\s+|more\s+|all\s+)?(?:{TO_WHOM}\s+)?"
    r"|(?:something|anything)(?:\s+[a-z]+){0,3}?\s+)"
    r"about\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
"""A request that does not say that it is for a story: "Tell us about a Viking girl"."""
HEAR = re.compile(
    r"^\W*(?:i|we)(?:['’]d| would| really| want to| need to| like to| love to| like| love| want| need)*"
    r"(?:\s+(?:hear|read|listen to|know|have))?(?:\s+(?:something|anything|more|one))?\s+about\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
"""“I'd love to hear about a knight”"""
CLASS = re.compile(r"\b(?:class|kids|children|pupils|students|graders)\b", re.IGNORECASE)
TELL_WHY = re.compile(
    rf"{POLITE}(?:(?:tell|explain|show|teach|answer)\b\s*(?:{TO_WHOM}\s+)?|do you know\s+"
    r"|(?:have you )?ever wondered\s+"
    r"|know\s+|find out\s+)(?P<rest>(?:why|how|where|what|who|whether|if)\b(?!\s+to\b).+)$",
    re.IGNORECASE | re.DOTALL,
)
WRAPPED = re.compile(
    rf"{ASK}(?P<before>(?:(?:an?|the|one|some|another|your|my)\s+)?(?:[\w'-]+,?\s+){{0,7}}?){STORY}\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
WANTED = re.compile(
    r"^\W*(?P<who>(?:my|our)\s[^.!?]+?)\s+(?:wants?|wanted|would (?:like|love)|needs?|asked for|is asking for)\s+"
    r"(?:to (?:hear|read|have)\s+)?(?:an?|another|some)\s+(?:[\w-]+\s+){0,2}?stor(?:y|ies)\s+"
    r"(?P<rest>(?:about|where|with|in which|featuring)\b.+)$",
    re.IGNORECASE | re.DOTALL,
)
"""Who asks through somebody else: "My daughter wants a story about a castle"."""
TAUGHT = re.compile(
    r"^\W*(?:(?:an?|the|my|our|his|her|\w+['’]s)\s+)?(?:(?:first|last)\s+)?(?:[a-z]+ing|piano|violin|guitar|drum|flute|music"
    r"|dance|ballet|art)\s+lessons?\s+for\b",
    re.IGNORECASE,
)
"""A lesson that somebody takes: "The first swimming lesson for a penguin"."""
TELLS = re.compile(
    r"(?:(?:an?|the|two|three|one)\s+)[\w' -]+?\s+(?:(?:that|who|which)\b|(?:tells?|told|reads?|writes?|wrote|collects?"
    r"|invents?|loves?|sells?|forgets?|steals?|eats?)\s+(?:[\w-]+\s+){0,2}$)",
    re.IGNORECASE,
)
"""Somebody who tells stories, and is not asked for one: "A tree that tells stories to children"."""
GOES_ON = re.compile(
    r"\b(?:goes|go|going|went|sets? off|sets? out|leaves?|left) on (?:an?|the|his|her|their|our|my)\s+"
    r"(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
"""Somebody who goes on an adventure: "Mia goes on a space adventure with her cat"."""
ABOUT = re.compile(
    r"\b(?:about|of|on the topic of|on|where|in which|featuring|starring|involving|set|with|that (?:teaches"
    r"|explains|shows|helps)"
    r"(?: (?:my|our|the|a))?(?: [\w-]+){0,3}?(?= (?:about|how|that|why|to|stop|learn|understand"
    r"|share)\b)(?: about| how| that| to)?"
    r"|to (?:teach|explain|show|help)(?: (?:my|the|our|a))?(?: [\w-]+){0,2}?(?= (?:about|how|that|why"
    r"|to)\b)(?: about| how| that| to)?"
    r"|(?:explaining|teaching|showing)(?: (?:kids|children|my \w+|the class))?(?: about| how| that)?"
    r"|that explains(?= (?:the|an?)\s)"
    r"|that (?:answers?|asks?)(?: (?:the|this|my|a) question)?:?"
    r"|whose hero is|based on|inspired by|using the words?:?|with the words?:?|that (?:includes|has|contains"
    r"|features|involves|stars)"
    r"|including|containing)\s+",
    re.IGNORECASE,
)
FOR = re.compile(
    r"^\W*(?:for|to(?!\s+(?:teach|explain|show|help|read)\b))\s+(?:(?P<own>my|our)\s+|(?:an?"
    r"|the)\s+)?(?P<who>(?:[^,.;:]|,(?=\s+(?:and\s+)?(?:her|his|their)\s))*?)"
    r"(?=\s*(?:,(?!\s+(?:and\s+)?(?:her|his|their)\s)|[.;:]|$|\babout\b"
    r"|\bwhere\b|\bin which\b|\bfeaturing\b|\bwith\b|\bthat\b|\bwho\b|\bwhose\b))",
    re.IGNORECASE,
)
FOR_LAST = re.compile(
    r",?\s+for\s+(?:my|our)\s+(?P<who>(?:little |young )?(?:son|daughter|kid|child|boy|girl|grandson"
    r"|granddaughter|grandchild|niece|nephew|toddler"
    r"|twins|grandchildren|children|kids)(?:\s+[A-Z]\w+(?:\s+and\s+[A-Z]\w+)?)?)(?:,?\s+who\s+(?P<clause>.+?))?\W*$"
)
"""For whom it is, at the end of what it is about."""
LIKES = re.compile(rf"\bwho\s+(?:{_LIKES}|wants?)\s+(.*)$", re.IGNORECASE)
SHORT = re.compile(
    r"^[^\w\"“]*(?:once upon a time,?(?: there (?:was|were|lived))?"
    r"|once(?! upon),?"
    r"|(?:the )?(?:title|prompt|topic|idea|theme)\s*:"
    r"|there['’]s|there (?:was|is|lived"
    r"|were|are)(?: once)?|(?:it(?:'s| is) )?about(?= ))\s+",
    re.IGNORECASE,
)
SUFFIX = re.compile(
    r"[\s,]+(?:(?:suitable|written|aimed|meant|good)\s+)?(?:for|at)\s+(?:(?:my|our|the|a|some|young|little)\s+)*"
    r"(?:ages?\b.*|(?:(?:first|second|third|fourth|fifth|sixth|\d+\w*)[- ])?"
    r"(?:(?:grade|year|school|preschool|reception|primary)\s+)?(?:grad\w+|kids|children|toddlers"
    r"|preschoolers|kindergart\w+"
    r"|class|students|pupils|beginners|(?:\d+[- ])?years?[- ]olds?))\W*$",
    re.IGNORECASE,
)
"""For whom it is, at the end: ", for ages 6 to 8", "for second graders"."""
LINE = re.compile(
    r"^\W*(?:(?:that|which)\s+(?:begins?|starts?|opens?|ends?|finishes)|beginning|starting|opening|ending"
    r"|with (?:the|this) (?:\w+ )?(?:line|sentence|words?))(?:\s+(?:off|out))?(?:\s+(?:with|like this|in|at|on))?"
    r"(?:\s+(?:the|this) (?:\w+ )?(?:line|sentence|words?))?\s*[:,]?\s*(?P<line>.+)$",
    re.IGNORECASE | re.DOTALL,
)
"""Words that the story is to begin or end with."""
AND_ENDS = re.compile(r"\W*\s+and\s+(?:ends|ending|finishes|closes)\s+with\s*[:,]?\s*", re.IGNORECASE)
AND_THAT = re.compile(r"^(?:and\s+)?(?:that(?: i|['’])s|this is) (?:why|how)\s+", re.IGNORECASE)
CALLED = re.compile(r"^\W*(?:called|titled|entitled|named)\s*:?\s*(?P<title>.+)$", re.IGNORECASE | re.DOTALL)
MARKS = re.compile(r"[\"“”«»]")
ASKER = re.compile(
    r"^(?:(?:i['’]m|i am|we['’]re|we are)\s+(?:an?\s+|the\s+)?(?:[a-z-]+\s+){0,3}?"
    r"(?:teachers?|mum|mom|mother|dad|father|parents?|nurse|librarian|babysitter|tutor|aunt|uncle|grandm\w+"
    r"|grandp\w+|student)\b"
    r"|i (?:teach|work)\b|(?:hi|hello|hey)\W*$|this is for\b)[^.!?]*[.!?]*$",
    re.IGNORECASE,
)
"""A sentence that only says who asks for the story."""
INTRODUCES = re.compile(
    r"^(?:(?:hi|hello|hey)\b[,!. ]*)?(?:there[,!. ]+)?my name(?: is|['’]s)\s+(?P<name>[A-Z]\w+)(?:\s+and\b|[,.!])\s*"
    r"(?P<rest>.+)$",
    re.DOTALL | re.IGNORECASE,
)
SPEAKS = re.compile(r"\bI(?P<am>['’]m| am)?\b(?=.*[.!?]\s)", re.DOTALL)
SPLICED = re.compile(
    r"^(?P<said>(?:my|our|i|we|he|she|they|[A-Z]\w+)\b[^.!?\"“]*?[^.!?,;\s])\s*[,;]?\s+(?:so\s+|and\s+)?"
    r"(?P<ask>(?:please\s+)?(?:can|could|would|will)\s+(?:you|he|she|we|it)\s+(?:please\s+)?(?:make|write|tell|create|give|do|read|come)\b"
    r"[^.!?]*\bstor(?:y|ies)\b)",
    re.IGNORECASE,
)
"""Two sentences without a full stop: "my son loves trucks could you make a story …"."""
ASKED_LAST = re.compile(
    r"^(?P<said>[^.!?\"“]+?)\s*[,;]\s+(?:so\s+|and\s+)?(?:please\s+)?(?:write|tell|make(?: up)?|give|create)\s+"
    r"(?:(?:me|us|him|her|them)\s+)?(?:an?|some)\s+(?:[\w-]+\s+)?stor(?:y|ies)"
    r"(?:\s+(?:(?:that|to|which|for|about)\s+(?:helps?|teach\w*|him|her|them|me|us|it|this|that|explains?)\b[^.!?]*))?\W*$",
    re.IGNORECASE,
)
"""A request behind what the story is about: "my son won't share, write a story that helps"."""
TEACHES_WITH = re.compile(
    r"^\W*(?:that|which|to)\s+(?:teach(?:es)?|shows?|explains?)\s+(?:about\s+)?(?P<what>[\w' -]+?)\s+"
    r"(?:with|using|featuring)\s+(?P<by>.+)$",
    re.IGNORECASE,
)
"""What is taught and who is in it: "a story that teaches sharing with two otters"."""
MERE = re.compile(
    rf"{POLITE}(?:write|tell|make(?: up)?|give|create|read|come up with|do)\s+(?:(?:me|us|him|her|them|my \w+)\s+)?"
    r"(?:something|anything|one|it)\b(?:\s+(?!about\b)[\w-]+){0,5}\W*$",
    re.IGNORECASE,
)
"""A sentence that only asks: "Can you write something short?"."""
SO = re.compile(
    r"(?P<who>\b(?:an?|the|two|my|his|her|their)\s+(?:[\w-]+\s+){0,2}?)(?P<noun>[\w-]+)\s+(?=so\s+[\w-]+\s+that\b)",
    re.IGNORECASE,
)
"""“A king so proud that he …” is one who is so proud."""
ONE = re.compile(
    r"(?P<said>\b(?:is|was|are)\s+(?P<what>an?\s+[\w-]+(?:\s+[\w-]+)?)(?:,|\s+and|\s+but|\s+so|,\s*and|\.)\s.*?\b(?:be|become)\s+)one\b",
    re.IGNORECASE,
)
"""“My dad is a firefighter and I want to be one”"""
AT = re.compile(r"^(?P<topic>[\w'’ ]{3,30}?),?\s+(?:where|in which|when)\s+(?P<rest>\S+\s.+)$", re.DOTALL)
VAGUE = re.compile(r"^(?:it|this|that|him|her|them|my \w+|me|us)?\W*$", re.IGNORECASE)
LOVES = re.compile(rf"^(?:(?:my|our)\s+)?(?P<who>[\w' -]+?)\s+{_LIKES}\s+(?P<likes>[^.!?]+)\W*$", re.IGNORECASE)
TEACHES = re.compile(
    r"\W*(?:explaining|teaching|showing|that (?:teaches|explains|shows|helps)|to (?:teach|explain|show|help))",
    re.IGNORECASE,
)
ASKS = re.compile(r"\W*(?:please|can|could|would|will|i|we|write|tell|make|give|create|read|generate)\b", re.IGNORECASE)
NAMED = re.compile(r"(?:(?:my|our)\s+)?(?P<who>(?:[a-z]+\s+)?[A-Z]\w+)")
TONES = {
    "calm": "calm soothing gentle quiet sleepy bedtime goodnight relaxing",
    "funny": "funny silly hilarious humorous",
}
