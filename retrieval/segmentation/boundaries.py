"""Finds where one sentence of a line ends and the next begins: sentencex, and repairs of what it gets wrong."""

from __future__ import annotations

import re
from typing import NamedTuple

import sentencex

from retrieval.segmentation.abbreviations import ENGLISH, LIST_MARKER, is_abbreviated, is_dotted
from retrieval.segmentation.enclosures import MARKS, Enclosures

_WINDOW = 8192
_CONTEXT = 40
_EMOJI = "\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
# Footnote marks and emoji after a sentence belong to it.
_TRAILING = re.compile(rf"\[\w{{1,3}}\]|(?<=[.!?…])[¹²³⁰⁴-⁹]+|(?P<emoji>[{_EMOJI}][{_EMOJI}\ufe0f\u200d]*)")
_EMOJI_AT_END = re.compile(rf"[{_EMOJI}][\ufe0f\u200d]*$")
_WORDS_BEFORE_EMOJI = 4
# sentencex panics on white space other than plain, takes no lone surrogates, and keeps in one piece whatever stands
# between quotation marks. All of them become plain spaces, one for one, so that offsets stay.
_SPACE = r"\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
_PAIRED = re.escape(MARKS.translate({ord("'"): None, ord("’"): None}))
_MASKED = re.compile(rf"[{_SPACE}\ud800-\udfff{_PAIRED}]")
_QUOTING_APOSTROPHE = re.compile(r"['’](?:(?<!\w.)|(?!\w))")
# What ends a sentence in some language; sentencex passes over some of it.
_STOPS = re.compile(r"[.!?…|。！？｡؟۔։፧።។៕༎།॥]+")
_FULL_WIDTH = frozenset("。！？｡")
_INDIC = range(0x0900, 0x0E00)
_SPACES = re.compile(" *")
_REPORTING = re.compile(
    r"(?:[\w.'’-]{1,30} ){1,4}(?:said|says|asked|asks|told|tells|wrote|writes|added|adds|replied|answered|shouted|"
    r"cried|exclaimed|wondered|recalled|tweeted)\b"
)
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_ASIDE = re.compile(r"[—–-] ?(?P<letter>[^\W\d_])")
_CONTINUING = frozenset(",;:·،؛、，；：%‰°)]}")
_NOT_ENDING = frozenset("၊،,")
_ELLIPSES = ("...", "…", ". .")
# What looks like the next sentence after a full stop without a space, but is the end of a name.
_SUFFIXES = frozenset(
    """
    ai app biz ca co com css de edu eu exe fr gov html info io jp js json md net org pdf php py ru ts tv txt uk us
    """.split()
)


class Boundary(NamedTuple):
    """A place where a sentence may end.

    Its punctuation ends at `ender`, with the closing marks after it it ends at `cut`; `next` is the first letter of
    what follows. Places count code points of the line.
    """

    ender: int
    cut: int
    next: int


def find_boundaries(line: str, enclosures: Enclosures, language: str) -> list[Boundary]:
    """Every place in `line` where a sentence may end, also inside of quotation marks, in order."""
    trailing: set[int] = set()
    emoji: set[int] = set()
    masked = line
    if not line.isascii() or "[" in line:
        for match in _TRAILING.finditer(line):
            trailing.update(range(*match.span()))
            if match["emoji"] and line[match.end() : match.end() + 2].istitle():
                emoji.add(match.end())
        if trailing:
            masked = _TRAILING.sub(_as_spaces, line)
    masked = _QUOTING_APOSTROPHE.sub(" ", _MASKED.sub(" ", masked))
    enders = _sentence_ends(masked, language) | emoji
    enders.update(match.end() for match in _STOPS.finditer(masked) if _may_end(masked, match.start(), match.end()))
    boundaries = []
    for ender in sorted(enders):
        following = _after_spaces(masked, ender)
        if following == len(line):
            break
        cut = ender
        for place in range(ender, following):
            if place in enclosures.closing or place in trailing:
                cut = place + 1
            elif not line[place].isspace():
                break
        boundaries.append(Boundary(ender, cut, following))
    return boundaries


def is_sentence_end(line: str, begin: int, boundary: Boundary, language: str, *, lower_case: bool) -> bool:
    """Whether the sentence that begins at `begin` really ends at `boundary`.

    `lower_case` says that the author begins sentences with small letters.
    """
    ender, cut, following = boundary
    left = line[max(begin, ender - _CONTEXT) : ender]
    right = line[following : following + _CONTEXT]
    if left[-1] in _NOT_ENDING or right[0] in _CONTINUING or _is_aside(right):
        return False
    if following == ender and left[-1] in ".!?":
        return _lacks_a_space(line, ender)
    if begins_small(right) and (not lower_case or cut > ender or left.endswith(_ELLIPSES) or is_dotted(left)):
        return False
    if left[-1] == ".":
        return not is_abbreviated(left, right, language, whole=ender - begin < _CONTEXT)
    if _EMOJI_AT_END.search(left):
        # After a few words it is as likely the bullet of what follows.
        return len(left.split()) > _WORDS_BEFORE_EMOJI
    if cut == ender:
        return True
    if language == "ja":
        return not "\u3041" <= right[0] <= "\u309f"
    return language not in ENGLISH or not _REPORTING.match(right)


def begins_small(sentence: str) -> bool:
    """Whether `sentence` begins with a small letter, and not with a name such as iPhone or al-Qaeda."""
    if not sentence[:1].islower():
        return False
    word = sentence.split(maxsplit=1)[0]
    return word == word.lower() and not LIST_MARKER.fullmatch(word)


def _as_spaces(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _after_spaces(masked: str, place: int) -> int:
    match = _SPACES.match(masked, place)
    return match.end() if match else place


def _sentence_ends(masked: str, language: str) -> set[int]:
    """Where sentencex ends sentences, read in windows because it takes quadratic time on some lines."""
    ends: set[int] = set()
    begin = 0
    while begin < len(masked):
        sentences = sentencex.get_sentence_boundaries(language, masked[begin : begin + _WINDOW])
        if begin + _WINDOW < len(masked):
            # The window may have cut the last one short: it is read again from its beginning.
            sentences.pop()
        for sentence in sentences:
            ends.add(begin + sentence["start_index"] + len(sentence["text"].rstrip(" ")))
        begin += sentences[-1]["end_index"] if sentences else _WINDOW
    return ends


def _may_end(masked: str, start: int, end: int) -> bool:
    """Whether the stops in `masked[start:end]` may end a sentence where sentencex does not say so."""
    stop = masked[end - 1]
    if stop in _FULL_WIDTH:
        return True
    before, after = masked[start - 1 : start], masked[end : end + 1]
    if after != " ":
        return before.islower() and after.isupper()
    if stop == "|":
        # Hindi and its neighbours, typed without the danda.
        return before == " " and start > 1 and ord(masked[start - 2]) in _INDIC
    return stop != "." or end - start > 1


def _is_aside(right: str) -> bool:
    """Whether a dash and a small letter follow, as after a quotation in Russian or Spanish."""
    match = _ASIDE.match(right)
    return match is not None and match["letter"].islower()


def _lacks_a_space(line: str, ender: int) -> bool:
    """Whether the stop before `ender` ends a sentence and only the space is missing: `ended.The next`."""
    before = line[max(0, ender - _CONTEXT) : ender - 1].split()[-1:]
    after = line[ender : ender + _CONTEXT].split()[:1]
    if not before or not after or not before[0][-2:].isalpha() or not before[0][-2:].islower():
        return False
    if len(before[0]) == 1:
        # z.B., d.C.: one letter is an abbreviation.
        return False
    word = _FIRST_WORD.match(after[0])
    if word is None or not word[0].istitle() or word[0].lower() in _SUFFIXES:
        return False
    # A stop or a slash elsewhere in the token makes it a name: java.util.List, example.org/About.
    return not any(sign in before[0] + after[0].rstrip(".,!?") for sign in "./@:_#()=")
