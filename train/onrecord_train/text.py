"""Words and quotation marks, the way the engine sees them.

This module mirrors `crates/onrecord/src/segment` (words.rs, quotes.rs): a model trained on other
words or other quotation states than the engine feeds it would be worth less. The engine's test
`tag/parity.rs` holds the two together over `train/fixtures/segment.json`.
"""
import re

WORD = re.compile(r"\w+|[^\w\s]")
OPENERS = set("“«„‟")
CLOSERS = set("”»")
SINGLE = set("'‘’‚‛`")
DOUBLE = set('"＂')
# words that lose their first letters to an apostrophe: 'tis, 'em, 'n', ...
ELIDED = {"tis", "twas", "em", "cause", "til", "till", "n", "bout", "round", "ere", "neath", "cos"}

OUTSIDE, INSIDE, MARK = 0, 1, 2
# how many words a single mark looks ahead for the one that closes it
LOOK_AHEAD = 400


def words(text):
    """Code-point spans of the words: runs of word characters, or one other sign."""
    return [m.span() for m in WORD.finditer(text)]


def gaps(text, spans):
    """For each word: 0 joined to the word before, 1 white space before, 2 a paragraph starts."""
    out = []
    for i, (a, _) in enumerate(spans):
        between = text[spans[i - 1][1] : a] if i else "\n"
        out.append(2 if "\n" in between else 1 if between else 0)
    return out


def _is_word(token):
    return token[0].isalnum() or token[0] == "_"


class _Paragraph:
    """The marks of one paragraph; words[a:b] of the article."""

    def __init__(self, tokens, gap, a, b):
        self.tokens, self.gap, self.a, self.b = tokens, gap, a, b

    def tight_before(self, i):
        """Whether a non-space stands right before word i."""
        return i > self.a and self.gap[i] == 0

    def tight_after(self, i):
        return i + 1 < self.b and self.gap[i + 1] == 0

    def can_open(self, i):
        before = self.tokens[i - 1] if self.tight_before(i) else " "
        return self.tight_after(i) and not (_is_word(before) or before in ",.!?;:)]…")

    def can_close(self, i):
        return self.tight_before(i) and not (self.tight_after(i) and _is_word(self.tokens[i + 1]))

    def opens_single(self, i):
        if not self.can_open(i):
            return False
        after = self.tokens[i + 1]
        if self.tokens[i] == "’" or after[0].isdigit() or after.lower() in ELIDED:
            return False
        return _is_word(after) or after in "“\"…[$£€-—(" or after in SINGLE

    def sure_close(self, i):
        """A closing single mark that no plural possessive looks like."""
        before = self.tokens[i - 1]
        if not _is_word(before) or not before.lower().endswith("s"):
            return True
        return i + 1 >= self.b or not _is_word(self.tokens[i + 1])

    def closer_of(self, i):
        """The word index of the single mark that closes the one at i, or None."""
        maybe = None
        for j in range(i + 2, min(self.b, i + LOOK_AHEAD)):
            if self.tokens[j] in SINGLE and self.can_close(j):
                if self.sure_close(j):
                    return j
                maybe = j if maybe is None else maybe
        return maybe


def quote_states(tokens, gap):
    """OUTSIDE, INSIDE or MARK for every word. A quotation never crosses a paragraph."""
    n = len(tokens)
    state = [OUTSIDE] * n
    a = 0
    while a < n:
        b = a + 1
        while b < n and gap[b] != 2:
            b += 1
        _paragraph_states(_Paragraph(tokens, gap, a, b), state)
        a = b
    return state


def _paragraph_states(p, state):
    double, single_close, i = False, None, p.a
    while i < p.b:
        token = p.tokens[i]
        pair = token in "'`" and i + 1 < p.b and p.tokens[i + 1] == token and p.gap[i + 1] == 0
        if pair:
            double = not double
            state[i] = state[i + 1] = MARK
            i += 2
            continue
        if token in OPENERS:
            double, state[i] = True, MARK
        elif token in CLOSERS:
            double, state[i] = False, MARK
        elif token in DOUBLE:
            opens, closes = p.can_open(i), p.can_close(i)
            double = opens if opens != closes else not double
            state[i] = MARK
        elif token in SINGLE and i == single_close:
            single_close, state[i] = None, MARK
        elif token in SINGLE and single_close is None and p.opens_single(i) and p.closer_of(i) is not None:
            single_close, state[i] = p.closer_of(i), MARK
        else:
            state[i] = INSIDE if double or single_close is not None else OUTSIDE
        i += 1


def shape(token):
    """0 sign, 1 number, 2 capitals, 3 Capitalised, 4 other."""
    if not token[0].isalnum():
        return 0
    if token[0].isdigit():
        return 1
    if len(token) > 1 and token.isupper():
        return 2
    return 3 if token[0].isupper() else 4


def features(tokens, states):
    """The input feature of every word, 1 to 15; 0 stands for the model's own special pieces."""
    return [1 + shape(t) * 3 + q for t, q in zip(tokens, states)]
