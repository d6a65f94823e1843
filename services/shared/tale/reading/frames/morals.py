"""Read the moral that a story is to have, which is nobody in it, and say a deed that shows it.

"With the moral that telling the truth is better than hiding a mistake" is told of somebody who tells the truth.
"""

import re
from dataclasses import replace

from services.shared.tale.reading.frames import spans
from services.shared.tale.reading.frames.lessons import learnt
from services.shared.tale.reading.frames.request import Request

_NOUN = r"(?:morals?|lessons?|messages?|themes?|ideas?|takeaways?|point)"
_MARK = re.compile(
    rf",?\s+(?:(?:with|and|has|having|gives?|carries|ends? with)\s+(?:an?|the|its|this)\s+(?:[a-z]+\s+)?{_NOUN}\b"
    rf"(?:\s+(?:of|that says|being|about)\b)?|whose\s+(?:[a-z]+\s+)?{_NOUN}\s+(?:is|should be|says)"
    rf"|(?:where|in which)\s+the\s+{_NOUN}(?:\s+of the story)?\s+is"
    r"|(?:that|which|to)\s+(?:teach(?:es)?|shows?)(?:\s+(?:us|you|them|kids|children|readers|everyone))?(?=\s+(?:that|it)\b))"
    r"\s*:?\s*(?:that\s+)?",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"^(?:the\s+)?{_NOUN}(?:\s+of\s+(?:the|my|our)\s+story)?\s*(?::|is|should be|must be)\s*:?\s*(?:that\s+)?"
    r"(?P<moral>[^.!?]+)[.!]*$",
    re.IGNORECASE,
)
"""“The moral of the story is that honesty is the best policy”"""
_LAST = re.compile(
    rf"[.;!]\s+(?:the|its)\s+{_NOUN}(?:\s+of\s+the\s+story)?\s*(?:is|should be|must be|:)\s*"
    r"(?:that\s+)?(?P<moral>[^.!?]+)[.!]*$",
    re.IGNORECASE,
)
_STORY = re.compile(r"\b(?:stor(?:y|ies)|tale|fairytale|fable|legend|poem|book)\b", re.IGNORECASE)
_ENDS = re.compile(r",?\s+(?=(?:about|featuring|starring|for my|for our)\s)|[.!?;](?=\s|$)", re.IGNORECASE)
_SHOWN = tuple(
    (re.compile(words, re.IGNORECASE), deed)
    for words, deed in (
        (r"\b(?:truth|truthful|honest|honesty|lie|lies|lying|liars?|admit|own up|mistakes?)\b",
         "breaks a vase and has to tell the truth"),
        (r"\b(?:shar(?:e|es|ed|ing)|greed|greedy|selfish)\b", "learns about sharing"),
        (r"\b(?:slow and steady|tortoise|haste|hurry|hurrying|rush|rushing)\b",
         "wants to win a race against a fast hare"),
        (r"\b(?:giv(?:e|ing) up|keep trying|try again|persever\w+|practice|practise|hard work)\b",
         "learns to ride a bike"),
        (r"\b(?:judge|judging|book by its cover|different|differences|appearances?|looks|inside)\b",
         "wants to be friends with a lonely monster"),
        (r"\b(?:teamwork|team|together|cooperat\w+)\b", "learns about teamwork"),
        (r"\b(?:winning|losing|sore loser)\b", "is a sore loser"),
        (r"\b(?:forgiv\w+|sorry|apologi\w+)\b", "has a fight with a friend"),
        (r"\b(?:anger|angry|temper|patien\w+)\b", "wants to calm down"),
        (r"\b(?:brave|bravery|courage|fear|fears|afraid)\b", "is afraid of the dark"),
        (r"\b(?:friend|friends|friendship)\b", "wants to make friends with a shy new neighbour"),
        (r"\b(?:kind|kindness|help|helping|helps|bully|bullying|nice|gentle|care|caring)\b",
         "wants to help a sad old neighbour"),
    )
)  # fmt: skip
"""What somebody does in a story with such a moral; the first that fits."""
_OF_SEVERAL = {"wants": "want", "learns": "learn", "is": "are", "has": "have", "breaks": "break"}
_VERB = re.compile(rf"\b(?:{'|'.join(_OF_SEVERAL)})\b")
_DUTY = re.compile(
    r"^(?:you|we|one|people|everyone|everybody|children|kids)\s+(?:should|must|need to|have to|can|ought to)\s+"
    r"(?:always\s+)?"
    r"|^it(?:['’]s| is)\s+(?:always\s+)?(?:better|best|good|important|right|okay|ok|fine)\s+to\s+|^(?:always|to)\s+",
    re.IGNORECASE,
)


def divided(text: str) -> tuple[str, str]:
    """The request without its moral, and the moral; nothing where it asks for none."""
    if first := _FIRST.match(text):
        return "", first["moral"].strip()
    if last := _LAST.search(text):
        return text[: last.start()], last["moral"].strip()
    mark = _MARK.search(text)
    if mark is None or not _STORY.search(text[: mark.start()]):
        return text, ""
    said = text[mark.end() :]
    end = _ENDS.search(said)
    moral, rest = (said[: end.start()], said[end.start() :]) if end else (said, "")
    return f"{text[: mark.start()]}{rest}".strip(), moral.strip(" ,.!")


def shown(request: Request, moral: str) -> Request:
    """The request with what shows the moral; one that tells what happens stays as it is."""
    about = spans.subject(request.text) if request.text else None
    if request.text and (about is None or about.rest.strip(" .!")):
        return request
    who = request.text.strip(" .!") or request.child
    deed = next((deed for words, deed in _SHOWN if words.search(moral)), "")
    if not deed:
        return replace(learnt(_DUTY.sub("", moral)), by=who, tone=request.tone, age=request.age)
    if about is not None and about.plain:
        deed = _VERB.sub(lambda verb: _OF_SEVERAL[verb[0]], deed)
    return replace(request, text=f"{spans.capital(who or 'a child')} {deed}", child="")
