"""Posts and items that nobody gave a title, and those that say too little to be quoted."""

from __future__ import annotations

from retrieval.segmentation import split_sentences

_LONGEST_TITLE = 100
# "The ferry is late." has 14 letters; "ok, thanks!" has 8.
_FEWEST_LETTERS = 12
# From here on scripts of which a character is half a word or a whole one.
_IDEOGRAPHS = "\u2e80"


def title_of_post(text: str, language: str) -> str:
    """The first line of a text, its first sentence where that is long, cut between words where this is long, too."""
    line = text.partition("\n")[0].strip()
    if len(line) > _LONGEST_TITLE and (sentences := split_sentences(line, language)):
        line = sentences[0].of(line).strip()
    if len(line) <= _LONGEST_TITLE:
        return line
    start = line[: _LONGEST_TITLE - 1]
    words = start.rpartition(" ")[0]
    # Where there are no spaces, as in Chinese, or one far back, any place is as good.
    return (words if len(words) > _LONGEST_TITLE // 2 else start).rstrip() + "…"


def says_something(text: str) -> bool:
    """Whether a text has more than a word or two: an *ok*, a row of emoji or a heart answers no question."""
    letters = 0
    for letter in text:
        if letter.isalnum():
            letters += 3 if letter >= _IDEOGRAPHS else 1
            if letters >= _FEWEST_LETTERS:
                return True
    return False
