"""Says in words how a question was read and what spoke for a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from retrieval.cues import Ask
from retrieval.features import FEATURES, GROUPS
from retrieval.question import Word
from retrieval.ranking import Ranking, SentenceRanker, matched
from retrieval.retriever import Retrieved
from retrieval.types import Share, shorten

_ASKS = {
    Ask.WHO: "a person or an organisation",
    Ask.WHEN: "a time",
    Ask.WHERE: "a place",
    Ask.WHY: "a reason",
    Ask.COUNT: "a number",
    Ask.HOW: "a manner",
    Ask.DEFINE: "what something is",
    Ask.WHAT: "a thing",
    Ask.OTHER: "nothing in particular",
}
_KINDS = (
    ("names", "names"), ("date", "a date"), ("clock", "a time of day"), ("amount_of", "a number with its unit"),
    ("amount", "a number"), ("money", "money"), ("percent", "a share"), ("reason", "a reason"),
    ("person", "an occupation or title"), ("place_word", "a place"), ("organisation", "an organisation"),
)  # fmt: skip
_LEAST_SHARE = 0.005

_Row = Mapping[str, float]


def reading(found: Retrieved, earlier: str | None) -> tuple[str, ...]:
    """How a question was read, a line for each thing: what it asks for, the words looked for and what they weigh."""
    question = found.question
    lines = [f"Asks for: {_ASKS[question.ask]}."]
    if earlier:
        lines.append(f"Read together with: {earlier}")
    lines += [f"“{word.text}” is read as “{_as_written(word)}”." for word in question.words if word.repaired]
    lines += [
        f"Looks for “{shorten(word.text)}”, weight {weight:.1f}{_others(word)}"
        for word, weight in zip(question.words, found.weights, strict=True)
    ]
    return tuple(lines)


def shares(found: Retrieved, ranking: Ranking, number: int, ranker: SentenceRanker) -> tuple[Share, ...]:
    """What each group of features adds for candidate `number`, strongest first, without those that add nothing."""
    row = dict(zip(FEATURES, ranking.rows[number].tolist(), strict=True))
    added = ranker.shares(ranking.rows, number)
    told = [
        Share(group, _WORDS[group](row, found, number), share)
        for group, share in added.items()
        if abs(share) >= _LEAST_SHARE
    ]
    return tuple(sorted(told, key=lambda share: -abs(share.share)))


def _as_written(word: Word) -> str:
    """The repaired spelling, with the capital that the word was written with."""
    repaired = word.repaired or word.text
    return repaired.capitalize() if word.text[0].isupper() else repaired


def _others(word: Word) -> str:
    """The first of the words that count as well."""
    others = list(dict.fromkeys(alternative.text for alternative in word.alternatives))
    if not others:
        return ""
    return f" (or {', '.join(others[:4])}{', …' if len(others) > 4 else ''})"


def _words(row: _Row, found: Retrieved, number: int) -> str:
    (match,) = matched(found.question, [found.candidates[number]])
    held = [
        shorten(word.text) for word, strength in zip(found.question.words, match.strengths, strict=True) if strength
    ]
    total = len(found.question.words)
    if total == 1:
        return f"holds the word asked for: {held[0]}" if held else "does not hold the word asked for"
    return f"holds {len(held)} of the {total} words asked for{': ' if held else ''}{', '.join(held)}"


def _title(row: _Row, found: Retrieved, number: int) -> str:
    share = row["asked_in_title"]
    return f"the title of its article holds {share:.0%} of what was asked" if share else "the title says nothing of it"


def _bm25(row: _Row, found: Retrieved, number: int) -> str:
    return f"its passage matches {row['passage']:.0%} as well as the best that was found"


def _rivals(row: _Row, found: Retrieved, number: int) -> str:
    better = int(row["better"])
    return f"{better} other sentences hold more of the question" if better else "no other sentence holds more"


def _closeness(row: _Row, found: Retrieved, number: int) -> str:
    return (
        "the words stand close together" if row["closeness"] >= 0.3 else "the words stand apart, or only one is there"
    )


def _place(row: _Row, found: Retrieved, number: int) -> str:
    return f"is sentence {found.candidates[number].number + 1} of its article"


def _neighbours(row: _Row, found: Retrieved, number: int) -> str:
    around = max(row["before"], row["after"])
    return (
        f"a sentence beside it holds {around:.0%} of the question" if around else "the sentences beside it hold nothing"
    )


def _kinds(row: _Row, found: Retrieved, number: int) -> str:
    has = [words for name, words in _KINDS if row[name] and not (name == "amount" and row["amount_of"])]
    return f"has {', '.join(has)}" if has else "has no names, dates or numbers"


def _form(row: _Row, found: Retrieved, number: int) -> str:
    notes = [f"is {len(found.candidates[number].sentence.words)} words long"]
    notes += ["begins with a pronoun"] * bool(row["pronoun"]) + ["is a question itself"] * bool(row["asks"])
    return ", ".join(notes)


def _fit(row: _Row, found: Retrieved, number: int) -> str:
    if row["defines"]:
        return "says what the thing asked about is"
    if found.question.ask is Ask.OTHER:
        return "the question asks for no kind of thing"
    if not row["fits"]:
        return f"does not seem to name {_ASKS[found.question.ask]}"
    near = row["fit_closeness"] >= 0.2
    return f"names {_ASKS[found.question.ask]}{', near the words asked for' if near else ''}"


def _wording(row: _Row, found: Retrieved, number: int) -> str:
    return f"its words are {'more' if row['wording'] > 0 else 'less'} usual in answers to such questions"


def _asked(row: _Row, found: Retrieved, number: int) -> str:
    return f"the question asks for {_ASKS[found.question.ask]}"


_WORDS: Mapping[str, Callable[[_Row, Retrieved, int], str]] = {
    "words": _words, "title": _title, "bm25": _bm25, "rivals": _rivals, "closeness": _closeness, "place": _place,
    "neighbours": _neighbours, "kinds": _kinds, "form": _form, "fit": _fit, "wording": _wording, "asked": _asked,
}  # fmt: skip
assert _WORDS.keys() == GROUPS.keys()
