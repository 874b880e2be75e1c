"""Which of a question's words people are told of, where no article has them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from retrieval import analysis
from retrieval.cues import Ask, Part, asked, everyday, parts
from retrieval.cues.lists import UNSPACED_LETTER
from retrieval.language import detect
from retrieval.question import Question, Word

# Shorter words in small letters are slips and bits of talk.
_SHORTEST = 4
# Vietnamese writes its syllables apart.
_SYLLABIC = frozenset({"vi"})


def telling(question: Question, unheld: Sequence[Word]) -> tuple[str, ...]:
    """Of the words that no article has those that carry the question, as people wrote them, each once.

    Names, numbers and rarer words do; words of everyday talk don't (*go*, *people*), nor do the function words of a
    language that there are no articles in. Where no spaces part words it is the characters of the unheld pairs that
    no pair that is held has too; where pairs are pieces of words (Hangul, Katakana, Thai) it is the whole run.
    """
    if not unheld:
        return ()
    language = detect(question.text)
    texts = {word.text for word in unheld}
    runs = tuple(_runs(question.text, texts))
    words = [word.text for word in unheld if _is_word(word) and _carries(word, question.language, language)]
    return tuple(dict.fromkeys((*words, *runs)))


def _is_word(word: Word) -> bool:
    return not UNSPACED_LETTER.search(word.text)


def _carries(word: Word, language: str, detected: str) -> bool:
    if word.is_name:
        return True
    if len(word.text) < _SHORTEST and word.text.islower() and language not in _SYLLABIC:
        return False
    return not everyday(word.text, language) and any(token.terms for token in analysis.tokens(word.text, detected))


def _runs(text: str, unheld: Collection[str]) -> Iterator[str]:
    """The runs of characters that are told of a text without spaces."""
    for start, end in _stretches(text):
        run = text[start:end]
        missing = [run[place : place + 2] in unheld for place in range(len(run) - 1)]
        # A question word of Korean, which parts its words, is a run of its own.
        if not any(missing) or asked(run, ("ko",)) is not Ask.OTHER:
            continue
        if _in_pieces(run):
            if 2 * sum(missing) > len(missing):
                yield run
            continue
        held = [False] * len(run)
        for place, is_missing in enumerate(missing):
            if not is_missing:
                held[place] = held[place + 1] = True
        # One character that is left is half of a word.
        left = "".join(" " if here else character for here, character in zip(held, run, strict=True)).split()
        yield from (piece for piece in left if len(piece) > 1)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where characters of one script stand together that are no question or function words, half open."""
    of_parts = parts(text)
    begin, kind = 0, None
    for place in range(len(text) + 1):
        here = _script(text[place]) if place < len(text) and of_parts[place] is Part.CONTENT else None
        if here != kind:
            if kind is not None:
                yield begin, place
            begin, kind = place, here


def _script(character: str) -> str | None:
    """A name for the script of a character that is written without spaces, or in syllables; None for others."""
    if not UNSPACED_LETTER.match(character):
        return None
    if "\u30a0" <= character <= "\u30ff":
        return "katakana"
    return (
        "pairs" if (character >= "\u3400" and not "\uac00" <= character <= "\ud7af") or character == "々" else "pieces"
    )


def _in_pieces(run: str) -> bool:
    return _script(run[0]) != "pairs"
