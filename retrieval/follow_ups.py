"""Answers a question that leans on the one before it: the ways to read it are tried, the likeliest first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from retrieval.catalogue import SegmentedArticle
from retrieval.cues import Lean, without_opening
from retrieval.following import Following, following
from retrieval.question import Question
from retrieval.replacing import named, replaced
from retrieval.searching import Ranked, Searcher
from retrieval.serving import Serving, Shelf
from retrieval.types import Asked


def follow_up(
    asked: Question, after: Asked, serving: Serving, k: int, *, searcher: Searcher, shelf: Shelf
) -> Ranked | None:
    """What answers a question that leans on another; None where it is better taken as a question of its own.

    What it names is tried in the earlier question's place, if it asks nothing itself. Else, or without success, both
    questions are read together: the article that the conversation is about comes first.
    """
    article = shelf.article(after.article_id, serving) if after.article_id else None
    talk = _Talk(searcher, serving, k, searcher.read(after.question, serving), after, article)
    if asked.leans is Lean.NAMES:
        asked = talk.naming(asked)
    whole: Ranked | None = None
    if asked.leans is Lean.NAMES and (text := replaced(asked, talk.earlier, article)):
        whole = talk.whole(text)
        if whole.says(asked.words):
            return whole
    lately = [searcher.read(each, serving) for each in after.lately]
    read = following(asked, talk.earlier, lately, after)
    return talk.together(asked, read, whole) if read else whole


@dataclass(frozen=True, slots=True)
class _Talk:
    """What was said before, and how to look for more; `article` is the one that the conversation is about."""

    searcher: Searcher
    serving: Serving
    k: int
    earlier: Question
    after: Asked
    article: SegmentedArticle | None

    def naming(self, asked: Question) -> Question:
        """The question without words that only say that it goes on from another."""
        rest = without_opening(asked.text, asked.language)
        words = tuple(word for word in asked.words if word.text in rest)
        return replace(asked, words=words or self.searcher.read(rest, self.serving).words)

    def whole(self, text: str) -> Ranked:
        """What answers a follow-up and the question before it once they are one text."""
        found = self.searcher.search(self.searcher.read(text, self.serving), self.serving, self.k)
        return replace(found, follows=True, read_as=text)

    def together(self, asked: Question, read: Following, whole: Ranked | None) -> Ranked | None:
        """What answers both questions: in the article, in all, or else the new question alone.

        `whole` is what was found, without an answer, for a text made of both.
        """
        found = self.searcher.retrieve(read.joined, self.serving, article_id=self.after.article_id)
        name = named(asked, self.earlier, self.after, self.article) if self.article else None
        # Who is she? That goes to all articles.
        if self.after.article_id and (asked.words or not name):
            within = self.searcher.rank(found.of_article(self.after.article_id), self.serving, self.k, read)
            if within.found.holds_names(within.ranking.matches) and within.goes_on(read):
                return within
        if name:
            whole = self.whole(name)
            if whole.says(whole.found.question.words):
                return whole
        both = self.searcher.rank(found, self.serving, self.k, read)
        if both.goes_on(read):
            return both
        if whole or asked.leans is Lean.BARE:
            return (whole or both).refused()
        if asked.leans is not Lean.POINTS:
            return None
        # A pronoun may stand for something that the question names itself: when did they open the mill?
        alone = self.searcher.search(asked, self.serving, self.k) if len(asked.words) > 1 else None
        return alone if alone and alone.says(asked.words) else both.refused()
