"""What an article is about, whatever its title says."""

from __future__ import annotations

import re
from collections import Counter

from retrieval.analysis import terms, tokens
from retrieval.catalogue import SegmentedArticle
from retrieval.sentences import analyse
from retrieval.types import Article

# Beginnings of words: *Palmyra's* and *Palmyrene* are of Palmyra.
_SHORTEST, _BEGINNING = 2, 5
_DIGIT = re.compile(r"\d")
# A book's beginning tells what it is about.
_SENTENCES = 100
# So many words that recur stand in for a title, each in so many sentences at least.
_MOST, _LEAST, _LEAST_SHARE = 3, 3, 0.1
# Syllables and pairs of letters recur in any text.
_TELLING = frozenset({0, 2})
_REMEMBERED = 20_000


class Topics:
    """The terms of what articles are about, remembered by article; safe to share between threads."""

    def __init__(self) -> None:
        self._known: dict[str, frozenset[str]] = {}

    def of(self, segmented: SegmentedArticle) -> frozenset[str]:
        """The terms of an article's title; if its text has none of them, those that recur in its first sentences, too.

        *Minutes 2024-03* and *0017* say nothing of what the article is about.
        """
        article = segmented.article
        known = self._known.get(article.id)
        if known is None:
            known = frozenset(terms(article.title, article.language))
            if not _is_spoken_of(article):
                known |= _recurring(segmented, known)
            if len(self._known) >= _REMEMBERED:
                # Another thread may go through it.
                self._known = {}
            self._known[article.id] = known
        return known


def _is_spoken_of(article: Article) -> bool:
    """Whether a text has the beginning of any word of its title; function words, numbers and letters are in any."""
    folded = article.text.casefold()
    words = [token.text.casefold() for token in tokens(article.title, article.language) if token.terms]
    return any(word[:_BEGINNING] in folded for word in words if len(word) > _SHORTEST and not _DIGIT.search(word))


def _recurring(segmented: SegmentedArticle, title: frozenset[str]) -> frozenset[str]:
    """The terms that stand in most of the first sentences; none if these have any of the title's but numbers."""
    article = segmented.article
    counts: Counter[str] = Counter()
    for span in segmented.sentences[:_SENTENCES]:
        sentence = analyse(span.of(article.text), article.language)
        if sentence.form.pieces not in _TELLING:
            return frozenset()
        # Each once, in their order: of words that recur alike the first ones are taken.
        counts.update(dict.fromkeys(sentence.keys, 1))
    least = max(_LEAST, _LEAST_SHARE * min(len(segmented.sentences), _SENTENCES))
    if any(term in counts and not _DIGIT.search(term) for term in title):
        return frozenset()
    return frozenset(term for term, count in counts.most_common(_MOST) if count >= least)
