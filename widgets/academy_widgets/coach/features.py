"""What the coach notices in a sentence: each thing's name, and the words that carry it."""

from academy_widgets.coach.lexicon import (
    ADVISING,
    AUX,
    BACK,
    CLIPPED,
    COURTESY,
    FEELINGS,
    KIN,
    KNOWING,
    KNOWN,
    LEADS,
    ME,
    MODALS,
    NUMBERS,
    OPEN_WH,
    OWNED,
    SUBJECTS,
    TAGS,
    THEM,
    WH,
    YOU,
)
from academy_widgets.coach.sentences import Piece

Noticed = dict[str, tuple[int, ...]]
"""A feature's name, and which words of the piece carry it; none for its length."""

MARK = -1
"""Where the question mark stands, as a word's number."""
LENGTHS = (1, 2, 4, 8, 15, 30)
SHAPES = (("ing", "ING"), ("ed", "ED"), ("ly", "LY"), ("s", "S"))


def notice(piece: Piece) -> Noticed:
    """Return all that the coach notices in one sentence."""
    here = _Noticing(piece)
    here.grams()
    here.starts()
    here.ends()
    here.asks()
    here.pronouns()
    here.manners()
    here.modals()
    return here.seen


def shape(word: str) -> str:
    """Return the word itself where the coach knows it, else what kind of word it is."""
    if word in FEELINGS:
        return "FEEL"
    if word in KNOWN or word in CLIPPED:
        return word
    if word[0].isdigit():
        return "NUM"
    if word in KIN:
        return "KIN"
    for ending, name in SHAPES:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return name
    return "WORD"


class _Noticing:
    """One sentence while it is looked at.

    Attributes:
        raw: its words, without commas.
        at: for each of them, its number in the piece, where commas count.
        words: as `raw`, with shapes for words that the coach does not know.
        begin: how many words stand before the words that matter.
        seen: what has been noticed so far.
    """

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.at = [i for i, one in enumerate(piece.tokens) if one.text != ","]
        self.raw = [piece.tokens[i].text for i in self.at]
        self.words = [shape(word) for word in self.raw]
        self.begin = 0
        while self.begin < len(self.raw) - 1 and self.raw[self.begin] in LEADS:
            self.begin += 1
        self.rest = self.raw[self.begin :]
        self.seen: Noticed = {}

    def add(self, name: str, *where: int) -> None:
        numbers = tuple(i if i == MARK else self.at[i] for i in where)
        self.seen.setdefault(name, numbers)

    def first(self, name: str, where: list[int], most: int) -> None:
        """Note `name` once, carried by the first few of `where`, if there are any."""
        if where:
            self.add(name, *where[:most])

    def grams(self) -> None:
        for size in (1, 2, 3):
            for i in range(len(self.words) - size + 1):
                some = self.words[i : i + size]
                if size == 1 or sum(word.isupper() for word in some) < 2:  # noqa: PLR2004
                    self.add(f"{size} " + " ".join(some), *range(i, i + size))

    def starts(self) -> None:
        for i in range(self.begin):
            self.add(f"lead {self.words[i]}", i)
        begin = self.begin
        for size in (1, 2, 3, 4):
            some = self.words[begin : begin + size]
            if len(some) == size:
                self.add(f"start{size} " + " ".join(some), *range(begin, begin + size))

    def ends(self) -> None:
        n = len(self.words)
        for size in (1, 2, 3):
            if n >= size:
                some = self.words[n - size :]
                self.add(f"end{size} " + " ".join(some), *range(n - size, n))
        self.add(f"length {next((most for most in LENGTHS if n <= most), 'more')}")
        if self.piece.cut:
            self.add("cut off")

    def asks(self) -> None:
        """Note what makes a question: its words, their order, its mark."""
        begin, rest, raw = self.begin, self.rest, self.raw
        turned = self.turned(begin)
        wh = bool(rest) and rest[0] in WH
        if turned:
            self.add("turned", begin, begin + 1)
        if wh:
            self.asks_wh()
        tag = self.tag()
        if tag:
            self.add("tag", *tag)
        inside = [i for i in range(begin + 2, len(raw) - 1) if self.turned(i)]
        for i in inside:
            if self.at[i] - self.at[i - 1] > 1 or raw[i - 1] in LEADS or raw[i - 1] == "or":
                self.add("turned inside", i, i + 1)
            if raw[i - 1] in WH:
                self.add("wh inside", i - 1, i, i + 1)
        if self.piece.mark:
            self.marked(like_a_question=bool(turned or wh), told=not (tag or inside))
        elif turned:
            self.add("turned, no ?", begin)

    def asks_wh(self) -> None:
        begin, rest = self.begin, self.rest
        self.add("wh", begin)
        if rest[0] in OPEN_WH:
            self.add("wh open", begin)
        second = rest[1] if len(rest) > 1 else ""
        if second in AUX or second in CLIPPED:
            self.add("wh turned", begin, begin + 1)
        elif second and rest[0] in {"what", "which", "how"}:
            self.add(f"wh {rest[0]} of which", begin, begin + 1)

    def marked(self, *, like_a_question: bool, told: bool) -> None:
        self.add("?", MARK)
        if like_a_question:
            self.add("? turned", MARK)
        elif told:
            self.add("? told", MARK)
            if self.rest:
                self.add(f"? told {shape(self.rest[0])}", self.begin)
            if len(self.raw) <= 4:  # noqa: PLR2004
                self.add("? short", MARK)

    def turned(self, i: int) -> bool:
        """Tell whether a verb and who does it are turned round here, as in "do you"."""
        after = [word for word in self.raw[i + 1 : i + 3] if word != "n't"]
        return (
            self.raw[i : i + 1] != []
            and self.raw[i] in AUX
            and after[:1] != []
            and (after[0] in SUBJECTS)
        )

    def tag(self) -> tuple[int, ...]:
        """Return the words of an "isn't it" or ", right" at the end."""
        raw, n = self.raw, len(self.raw)
        if n < 3:  # noqa: PLR2004
            return ()
        if n > 3 and raw[-1] in SUBJECTS:  # noqa: PLR2004
            if raw[-2] == "n't" and raw[-3] in AUX:
                return (n - 3, n - 2, n - 1)
            if raw[-2] in AUX:
                return (n - 2, n - 1)
        paused = self.at[-1] - self.at[-2] > 1
        return (n - 1,) if raw[-1] in TAGS and paused else ()

    def pronouns(self) -> None:
        yours, mine, theirs = (
            [i for i, word in enumerate(self.raw) if word in some]
            for some in (YOU, ME, THEM)
        )
        if yours and not mine:
            self.first("you, not i", yours, 2)
        if mine and not yours:
            self.first("i, not you", mine, 2)
        if not yours and not mine:
            self.add("others only" if theirs else "nobody here")
        if len(yours) > 2:  # noqa: PLR2004
            self.first("you often", yours, len(yours))
        if self.rest and self.rest[0] in YOU:
            self.add("you first", self.begin)
        if self.rest and self.rest[0] in ME:
            self.add("i first", self.begin)
        named = next((w for w in self.rest if w in YOU | ME | THEM), "")
        if named:
            who = "you" if named in YOU else "i" if named in ME else "they"
            self.add(f"first of them {who}")

    def manners(self) -> None:
        """Note courtesies, instructions, facts, numbers and feelings."""
        raw, begin = self.raw, self.begin
        if all(word in BACK for word in raw):
            self.first("only back", list(range(len(raw))), len(raw))
        if 2 * sum(word in BACK or word in COURTESY for word in raw) >= len(raw):
            self.add("mostly courtesy")
        if self.told_to(begin):
            self.add("told to", begin)
        elif self.rest and self.rest[0] in {"do", "please", "just", "maybe"}:
            negated = self.rest[1:2] == ["n't"] and self.rest[2:3] != []
            if self.told_to(begin + 1) or (negated and self.rest[2] not in SUBJECTS):
                self.add("told to", begin, begin + 1)
        known = [i for i, word in enumerate(raw) if word in KNOWING]
        self.first("facts", known, 3)
        self.first("facts twice", known[1:] and known, 3)
        counted = [i for i, w in enumerate(raw) if w[0].isdigit() or w in NUMBERS]
        self.first("number", counted, 2)
        self.first("feeling", [i for i, w in enumerate(raw) if w in FEELINGS], 2)

    def told_to(self, i: int) -> bool:
        """Tell whether an instruction begins here, as "ring them" does."""
        after = self.raw[i + 1 : i + 2]
        return (
            self.raw[i : i + 1] != []
            and self.raw[i] in ADVISING
            and not (after and after[0] in SUBJECTS - OWNED)
        )

    def modals(self) -> None:
        for i, (first, second) in enumerate(zip(self.raw, self.raw[1:], strict=False)):
            if first == "you" and second in MODALS:
                self.add("you modal", i, i + 1)
            if first == "i" and second in {"'d", "would"}:
                self.add("i would", i, i + 1)
