"""Messages that ask for nothing: greetings, thanks, goodbyes, a call for help, an *ok* or a laugh."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from retrieval.cues.lists import UNSPACED_LETTER, WORD, bare, lists, plain
from retrieval.types import Why

_LONGEST = 80
# Of a phrase; what parts a greeting from a question; and what begins a question without that.
_MOST_WORDS = 5
_PARTING = re.compile(r"\s*[,!.;:\u2013\u2014\n\u060c\u3001\uff0c\u3002\uff01]")
_ASKING = frozenset("who whom whose what when where why which how is are was were do does did can could will".split())
_SIGNS = {
    **dict.fromkeys("👍🙏❤👏👌💯🎉💪😍🥰", Why.THANKS),
    "👋": Why.GREETING,
    **dict.fromkeys("😂🤣😆😄😃😀😁😅🙂😊😉😎🤔😐😮😢😭👎✅🔥", Why.CHATTER),
}
_KINDS = {
    "greeting": Why.GREETING, "thanks": Why.THANKS, "farewell": Why.FAREWELL, "assent": Why.CHATTER,
    "chatter": Why.CHATTER, "help": Why.HELP,
}  # fmt: skip
# Where a message is of several kinds: *hi, thanks, bye* is a farewell.
_FIRST = (Why.FAREWELL, Why.THANKS, Why.HELP, Why.GREETING, Why.CHATTER)
# Only these go with words that may be of a question too: *thanks a lot for that*, but not *is the test today*.
_AMPLE = frozenset({"greeting", "thanks"})
# What is dropped before a question. A title may begin with the others: *Goodbye, Lenin!*
_OPENING = frozenset({"greeting", "thanks", "assent"})
_BESIDE = frozenset({"address", "filler"})


def small_talk(text: str) -> Why | None:
    """The kind of small talk that a whole message is, in any language; None if it says more."""
    if len(text) > _LONGEST:
        return None
    rest = _spelled(text)
    if not rest:
        return next((why for sign, why in _SIGNS.items() if sign in text), None)
    phrases = _phrases()
    kinds = []
    while rest:
        ends = (end for end in range(len(rest), 0, -1) if _word_ends(rest, end))
        if not (end := next((end for end in ends if rest[:end] in phrases), 0)):
            return None
        kinds.append(phrases[rest[:end]])
        rest = rest[end:].lstrip()
    if "filler" in kinds and _AMPLE.isdisjoint(kinds):
        return None
    found = {_KINDS[kind] for kind in kinds if kind in _KINDS}
    return next((why for why in _FIRST if why in found), None)


def without_greeting(text: str) -> str:
    """What follows a greeting or thanks at the beginning of a message: *hi, who retook Palmyra?*

    The whole message where there is none, or nothing follows.
    """
    words = list(WORD.finditer(text[:_LONGEST]))
    phrases = _phrases()
    begin, kept, greets = 0, 0, False
    while begin < len(words) - 1:
        ends = range(min(len(words) - 1, begin + _MOST_WORDS), begin, -1)
        spelled = {end: _spelled(text[words[begin].start() : words[end - 1].end()]) for end in ends}
        end = next((end for end in ends if spelled[end] in phrases), begin)
        kind = phrases.get(spelled[end]) if end > begin else None
        # What follows a comma and may be of a question is: *great, and when?*
        if kind not in _OPENING | _BESIDE or (kind == "filler" and 0 < kept == begin):
            break
        greets = greets or kind in _OPENING
        begin = end
        # A name may begin with *Hello* too: a comma or the like parts a greeting from the question, or a question word.
        if greets and (_PARTING.match(text, words[end - 1].end()) or _asks(text[words[end].start() :])):
            kept = end
    return text[words[kept].start() :] if kept else text


def _asks(text: str) -> bool:
    """Whether a text begins with an English question word, as most questions after a bare *hi* do."""
    first = WORD.match(text)
    return first is not None and first.group().lower() in _ASKING


def _word_ends(text: str, end: int) -> bool:
    return end == len(text) or text[end] == " " or bool(UNSPACED_LETTER.match(text, end))


def _spelled(text: str) -> str:
    return " ".join(bare(plain(word, "")) for word in WORD.findall(text))


@cache
def _phrases() -> Mapping[str, str]:
    """The kind of each phrase: a key of `small_talk` in the lists."""
    return {
        _spelled(phrase.replace("_", " ")): kind
        for kind, phrases in lists()["small_talk"].items()
        for phrase in phrases.split()
    }
