"""Whether a question leans on the one before it: *and when?*, *what about Raqqa?*, *who helped them?*"""

from __future__ import annotations

from functools import cache

from retrieval.cues.asking import Ask, asked
from retrieval.cues.lists import UNSPACED, WORD, known, lists, plain

# A longer question says for itself what it is about.
_LONGEST_OPENED, _LONGEST_POINTING, _LONGEST_BARE = 6, 3, 2


def leans_back(question: str, language: str, content_words: int) -> bool:
    """Whether a question can't be understood alone; `content_words` are those that it can be searched by.

    It says nothing to look for, or begins with *and* or *what about*, or points at something that it does not name, or
    is no more than two words. Languages without lists never lean but in the first case.
    """
    name = known(language)
    asks = asked(question, (language,)) is not Ask.OTHER
    if name is None:
        return asks and not content_words
    opening, pointing = _follow(name)
    if name in UNSPACED:
        text = plain(question, name)
        opens = text.startswith(opening)
        # Their content words are pairs of characters.
        return opens or (asks and content_words <= 1) or (content_words <= 2 and any(word in text for word in pointing))
    words = [plain(word, name) for word in WORD.findall(question)]
    text = " ".join(words) + " "
    if not content_words:
        return asks or text.startswith(opening)
    if text.startswith(opening) and content_words <= _LONGEST_OPENED:
        return True
    if content_words <= _LONGEST_POINTING and not pointing.isdisjoint(words):
        return True
    return asks and len(words) <= _LONGEST_BARE


@cache
def _follow(name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The openings of such questions in a language, and its words that point back."""
    follow = lists()[name].get("follow", {})
    end = "" if name in UNSPACED else " "
    openings = tuple(plain(phrase.replace("_", " "), name) + end for phrase in follow.get("opens", "").split())
    return openings or ("\0",), frozenset(plain(word, name) for word in follow.get("points", "").split())
