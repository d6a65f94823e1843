"""The story's prose: beats with slots, in the past tense, so that verbs agree with whatever the prompt brings."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Beat:
    """One paragraph: its place in the plot and its sentences, with {slots} for `str.format`."""

    kind: str
    sentences: tuple[str, ...]

    def fill(self, slots: dict[str, str]) -> list[str]:
        """The finished sentences."""
        return [sentence.format(**slots) for sentence in self.sentences]

    def words(self, slots: dict[str, str]) -> int:
        """How many words the finished paragraph has."""
        return sum(len(sentence.split()) for sentence in self.fill(slots))


def _beats(kind: str, *variants: tuple[str, ...]) -> tuple[Beat, ...]:
    return tuple(Beat(kind, sentences) for sentences in variants)


BEATS = {
    "opening": _beats(
        "opening",
        (
            "In {place} people still tell a story that begins with one line: “{premise}.”",
            "It happened {season}, and it happened to {hero}, {introduction} whom everybody knew by sight.",
            "Each evening {she} walked along {path}, looked at {light}, and listened to {sound}.",
        ),
        (
            "{Season}, in {place}, there lived {introduction} called {hero}.",
            "Nobody there would have believed the words that children repeat today: “{premise}.”",
            "{hero} knew every stone of {path} and every voice in {sound}.",
        ),
    ),
    "want": _beats(
        "want",
        (
            "{hero} had a good life, but {she} wanted something more.",
            "More than anything, {she} wanted {want}.",
            "{She} told nobody except {friend}, the {friend_role}, who laughed softly and then stopped laughing.",
            "“If you mean it,” said {friend}, “you will have to begin with {thing}.”",
        ),
        (
            "There was one wish that {hero} carried everywhere, like a stone in a pocket.",
            "{She} wanted {want}.",
            "{friend}, the {friend_role}, heard about it on a rainy morning and shook a wise head.",
            "“Everything you want is waiting behind {thing},” {friend} said.",
        ),
    ),
    "obstacle": _beats(
        "obstacle",
        (
            "That was the trouble, because everybody feared {thing}.",
            "{Folk} closed their windows and said that no good had ever come of it.",
            "{hero} was afraid too, and for three days {she} stayed at home and hated the silence.",
            "On the fourth day {she} opened the door.",
        ),
        (
            "It was not easy, for a sad old rumour surrounded {thing}.",
            "{Folk} spoke of lost hats, broken promises and worse, and they warned {hero} to keep away.",
            "Twice {she} turned back at the end of {path}, angry and ashamed.",
            "The third time {she} kept walking.",
        ),
    ),
    "climax": _beats(
        "climax",
        (
            "Then came the night that everybody remembers.",
            "The ground shook, {light} went out, and {folk} cried for help in the dark.",
            "{hero} ran along {path} until {she} stood in front of {thing}.",
            "“I am not your enemy,” {she} called, and {their} voice did not tremble.",
            "For one long breath nothing moved at all, and then, gently, the world grew calm.",
        ),
        (
            "The worst hour arrived without a warning.",
            "A terrible noise tore through {there}, and even {friend} began to weep.",
            "{hero} took a deep breath, walked to the very end of {path}, and spoke to {thing} as if to a child.",
            "“Stay,” {she} said, “and let us begin again.”",
            "The noise faded, {light} burned once more, and somebody laughed with joy.",
        ),
    ),
    "resolution": _beats(
        "resolution",
        (
            "In the morning {folk} came out to thank {her}, and they brought bread, honey and good news.",
            "{friend} hugged {hero} and asked what {she} had learned.",
            "{hero} looked back at {thing} and smiled.",
            "“{lesson}”",
        ),
        (
            "Since that day nobody in {there} has closed a window in fear.",
            "{hero} and {friend} still meet every evening to share a warm meal and listen to {sound}.",
            "When children ask about {thing}, {hero} gives them a happy wink and one sentence to keep.",
            "“{lesson}”",
        ),
    ),
}
"""One variant of each is told."""

ATTEMPTS = _beats(
    "attempt",
    (
        "First {hero} tried with music.",
        "{She} borrowed an old violin from {friend} and played every song that {she} knew, sad and sweet.",
        "Nothing answered, but for a moment {thing} seemed to listen.",
        "It was a small hope, and {she} carried it home like a candle.",
    ),
    (
        "Next {hero} wrote a letter.",
        "{She} filled four pages with honest questions, folded them carefully and left them where {path} ended.",
        "By morning the paper was gone, and in its place lay a single white feather.",
        "{friend} turned it over twice and could not explain it.",
    ),
    (
        "Another day {hero} decided to bring a gift.",
        "{She} baked a round loaf, burned the first one, cried a little and baked a second.",
        "The smell travelled all over {there}, and {folk} followed it with curious faces.",
        "“For whom is that?” they asked, and {she} pointed at {thing}.",
    ),
    (
        "{friend} thought that they should draw a map.",
        "Together they measured {path} with a rope and marked every danger with red ink.",
        "When the map was ready, the two friends saw that all the red lines met in one place.",
        "There, exactly there, they would find {thing}.",
    ),
    (
        "One night {hero} could not sleep and went out alone.",
        "The dark was full of {sound}, and {light} looked as small as a coin.",
        "{She} sat down and talked about {their} childhood, slowly, to nobody in particular.",
        "Later {she} was certain that somebody had heard every word.",
    ),
    (
        "Then a mistake almost ended it all.",
        "{hero} came too close, slipped on {path} and lost {their} best coat in the fall.",
        "{Folk} said that it was a bad sign, and some of them laughed in a cruel way.",
        "{friend} did not laugh, and lent {her} a warmer coat.",
    ),
    (
        "After the bad days came a good one.",
        "A lost child wandered away from {there}, and {hero} was the first to search.",
        "{She} found the boy safe and asleep, wrapped in a soft mist that kept the cold away.",
        "Only {thing} could have protected him, and {hero} began to understand.",
    ),
    (
        "{hero} visited the oldest woman in {there}, who remembered everything.",
        "“Long ago,” the old woman said, “we were the ones who broke a promise.”",
        "She put a rusty key into {their} hand and closed {their} fingers around it.",
        "“Give it back for us,” she whispered, “and say that we are sorry.”",
    ),
    (
        "For a whole week {hero} only watched.",
        "{She} noticed when {thing} grew restless, and when there was peace, and what made the difference.",
        "It was noise that hurt, and it was patience that helped.",
        "{She} wrote this down in a blue notebook and underlined it twice.",
    ),
    (
        "{friend} had a plan with ropes, bells and eleven buckets.",
        "It took the whole morning to build and three seconds to collapse.",
        "They lay on the ground among the buckets and laughed until their ribs hurt.",
        "Somewhere above them, very quietly, {thing} seemed to laugh as well.",
    ),
    (
        "A stranger arrived and offered a sack of gold for the whole affair.",
        "“Sell me {thing},” the stranger said, “and you will never have to work again.”",
        "{hero} thought about it for as long as it takes to blink.",
        "“Some things are not mine to sell,” {she} answered, and the stranger left in a bad temper.",
    ),
    (
        "Soon {folk} began to take sides.",
        "Half of them wanted to build a wall, and the other half brought {hero} soup and good advice.",
        "{She} thanked everybody, ate the soup and forgot the advice.",
        "What {she} needed was not a wall but a door.",
    ),
    (
        "One morning {hero} found a row of small lights along {path}.",
        "They went on and off in a rhythm, three short and one long.",
        "{friend} counted on ten fingers and then gave a shout.",
        "It was an answer, the first one, and it said that they were welcome.",
    ),
    (
        "They practised what they would say.",
        "{friend} played the part of {thing}, with a blanket, a deep voice and far too much enthusiasm.",
        "{hero} forgot {their} words, began again, and forgot them once more.",
        "In the end {she} decided that it would be enough to be honest.",
    ),
    (
        "The weather turned, and the last easy days were over.",
        "{hero} mended the roof, filled the lamp and packed a bag with dry socks and apples.",
        "Every evening {she} looked towards {thing} and waved, feeling a little foolish.",
        "On the seventh evening something waved back.",
    ),
    (
        "Not everything went forward.",
        "There were two lonely days when {hero} blamed {friend} for a careless word, and neither would speak first.",
        "In the end it was {friend} who came along {path} with a peace offering of warm chestnuts.",
        "They ate them all and never spoke of it again.",
    ),
)
"""Told in between, as many as the wished length takes, each at most once."""
