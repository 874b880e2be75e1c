"""Says in words how a question was read, what spoke for a sentence, and why another is quoted with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.analysis import terms
from retrieval.cues import Ask
from retrieval.features import FEATURES, GROUPS
from retrieval.question import Word
from retrieval.quoting import Added, added
from retrieval.ranking import Ranking, SentenceRanker, matched
from retrieval.retriever import Retrieved
from retrieval.searching import Ranked
from retrieval.types import Answer, Explanation, Share, shorten

# What a question asks for; and the verb, in two forms, and the noun with which a sentence is said to have it.
_ASKS = {
    Ask.WHO: ("a person or an organisation", "names", "name", "a person or an organisation"),
    Ask.WHEN: ("a time", "names", "name", "a time"),
    Ask.WHERE: ("a place", "names", "name", "a place"),
    Ask.WHY: ("a reason", "gives", "give", "a reason"),
    Ask.COUNT: ("a number", "has", "have", "a number"),
    Ask.HOW: ("how something is done", "says", "say", "how something is done"),
    Ask.DEFINE: ("what something is", "says", "say", "what something is"),
    Ask.WHAT: ("a thing", "has", "have", "a name"),
    Ask.OTHER: ("no particular kind of thing", "has", "have", "a name"),
}
_KINDS = (
    ("names", "names"), ("date", "a date"), ("clock", "a time of day"), ("amount_of", "a number with its unit"),
    ("amount", "a number"), ("money", "money"), ("percent", "a share"), ("reason", "a reason"),
    ("person", "an occupation or title"), ("place_word", "a place"), ("organisation", "an organisation"),
)  # fmt: skip
# What adds less to the log-odds changes a probability by a hundredth at most.
_LEAST_SHARE = 0.05
_FEW_WORDS = 8
# Of a long question the words that count most are told.
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class _Seen:
    """Candidate `number` with the values of its features, and what the group in question added."""

    row: Mapping[str, float]
    share: float
    found: Retrieved
    number: int

    @property
    def ask(self) -> Ask:
        return self.found.question.ask


def explained(answer: Answer, ranked: Ranked, ranker: SentenceRanker, earlier: str | None) -> Explanation:
    """Why the first quote was chosen, or why the nearest miss was not, and how the question was read.

    `earlier` is the question that it was read together with.
    """
    found, ranking = ranked.found, ranked.ranking
    lines = reading(found, earlier)
    if not ranked.quotes:
        return Explanation(answer, None, lines, ())
    first = ranked.quotes[0]
    of_quote = [
        number
        for number, (held, candidate) in enumerate(zip(found.articles, found.candidates, strict=True))
        if held.article.id == first.article_id and first.first <= candidate.number < first.last
    ]
    best, *others = sorted(of_quote, key=lambda number: -ranking.scores[number])
    return Explanation(
        answer,
        first,
        lines,
        shares(found, ranking, best, ranker),
        found.articles[best].sentences[found.candidates[best].number],
        beside(found, added(found, ranking, best, others[0])) if others else "",
        ranked.threshold,
    )


def reading(found: Retrieved, earlier: str | None) -> tuple[str, ...]:
    """How a question was read, a line for each thing: what it asks for, the words looked for and how much each counts.

    That is the share of the question's whole weight: rare words count more than common ones.
    """
    question = found.question
    lines = [f"It asks for {_ASKS[question.ask][0]}."]
    if earlier:
        lines.append(f"Read together with: {earlier}")
    lines += [f"“{word.text}” is read as “{_as_written(word)}”." for word in question.words if word.repaired]
    total = sum(found.weights)
    heaviest = sorted(range(len(question.words)), key=lambda number: -found.weights[number])[:_MOST_WORDS]
    for number in sorted(heaviest):
        word, weight = question.words[number], found.weights[number]
        lines.append(f"Looks for “{shorten(word.text)}”{_others(word)}{_counting(weight, total)}.")
    if more := len(question.words) - len(heaviest):
        lines.append(f"Looks for {more} more word{'s' if more > 1 else ''} that count{'s' if more == 1 else ''} less.")
    return tuple(lines)


def shares(found: Retrieved, ranking: Ranking, number: int, ranker: SentenceRanker) -> tuple[Share, ...]:
    """What each group of features adds for candidate `number`, strongest first, without those that hardly matter."""
    row = dict(zip(FEATURES, ranking.rows[number].tolist(), strict=True))
    told = [
        Share(group, _WORDS[group](_Seen(row, share, found, number)), share)
        for group, share in ranker.shares(ranking.rows, number).items()
        if abs(share) >= _LEAST_SHARE
    ]
    return tuple(sorted(told, key=lambda share: -abs(share.share)))


def beside(found: Retrieved, adds: Added) -> str:
    """What a sentence adds to the likelier one beside it, in words that go on from *it*."""
    notes = []
    if adds.words:
        notes.append(f"holds {_listed([f'“{shorten(word)}”' for word in adds.words])}")
    if adds.kind:
        _, verb, _, what = _ASKS[found.question.ask]
        notes.append(f"{verb} {what}")
    return " and ".join(notes) or "may answer as well"


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


def _counting(weight: float, total: float) -> str:
    """The share of the question that one of several words is."""
    return f", {weight / total:.0%} of the question" if 0 < weight < total else ""


def _part(share: float) -> str:
    return f"{share:.0%}" if share < 0.995 else "all"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _words(seen: _Seen) -> str:
    question = seen.found.question
    (match,) = matched(question, [seen.found.candidates[seen.number]])
    held = [shorten(word.text) for word, strength in zip(question.words, match.strengths, strict=True) if strength]
    asked = len(question.words)
    if asked == 1:
        return f"it {'holds' if held else 'does not hold'} the word asked for"
    if not held:
        return f"it holds none of the {asked} words asked for"
    if len(held) == asked:
        return f"it holds {'both' if asked == 2 else f'all {asked}'} words asked for: {_listed(held)}"
    return f"it holds {'only ' if seen.share < 0 else ''}{len(held)} of the {asked} words asked for: {_listed(held)}"


def _title(seen: _Seen) -> str:
    if share := seen.row["asked_in_title"]:
        article = seen.found.articles[seen.number].article
        is_titled = not seen.found.question.terms.isdisjoint(terms(article.title, article.language))
        return f"{'the title holds' if is_titled else 'words that recur hold'} {_part(share)} of the question"
    if seen.share > 0 and seen.row["words_held"]:
        return "what it holds of the question is not in the title already"
    return "the title holds nothing of the question"


def _bm25(seen: _Seen) -> str:
    if seen.row["passage"] >= 1:
        return "it stands in the passage that matches best"
    return f"its passage matches {seen.row['passage']:.0%} as well as the best that was found"


def _rivals(seen: _Seen) -> str:
    better = int(seen.row["better"])
    if not better:
        return "no other sentence holds more of the question"
    only = "only " if seen.share > 0 else ""
    return f"{only}{better} other sentence{'s hold' if better > 1 else ' holds'} more of the question"


def _closeness(seen: _Seen) -> str:
    if seen.row["words_held"] < 2:
        return "it holds no two of the words asked for"
    return f"the words asked for stand {'close together' if seen.row['closeness'] >= 0.3 else 'apart'}"


def _place(seen: _Seen) -> str:
    return f"it is sentence {seen.found.candidates[seen.number].number + 1} of its article"


def _neighbours(seen: _Seen) -> str:
    if around := max(seen.row["before"], seen.row["after"]):
        return f"a sentence beside it holds {_part(around)} of the question"
    if seen.share > 0 and seen.row["words_held"]:
        return "it stands out: the sentences beside it hold nothing of the question"
    return "the sentences beside it hold nothing of the question"


def _kinds(seen: _Seen) -> str:
    row = seen.row
    has = [words for name, words in _KINDS if row[name] and not (name == "amount" and row["amount_of"])]
    return f"it has {_listed(has)}" if has else "it has no names, dates or numbers"


def _form(seen: _Seen) -> str:
    length = len(seen.found.candidates[seen.number].sentence.words)
    only = "only " if seen.share < 0 and length < _FEW_WORDS else ""
    notes = [f"is {only}{length} word{'s' if length != 1 else ''} long"]
    notes += ["begins with a pronoun"] * bool(seen.row["pronoun"])
    notes += ["is a question itself"] * bool(seen.row["asks"])
    return f"it {_listed(notes)}"


def _fit(seen: _Seen) -> str:
    if seen.row["measure"]:
        return f"it {'has a' if seen.row['measure'] > 0 else 'lacks a'} number of what the question wants counted"
    if seen.row["defines"]:
        return "it says what the thing asked about is"
    if seen.ask is Ask.OTHER:
        return "the question asks for no particular kind of thing"
    _, verb, infinitive, what = _ASKS[seen.ask]
    if not seen.row["fits"]:
        return f"it does not seem to {infinitive} {what}"
    near = seen.row["fit_closeness"] >= 0.2
    return f"it {verb} {what}{', near the words asked for' if near else ''}"


def _wording(seen: _Seen) -> str:
    return f"its words are {'more' if seen.share > 0 else 'less'} usual in answers to such questions"


def _asked(seen: _Seen) -> str:
    return f"the question asks for {_ASKS[seen.ask][0]}"


def _agreement(seen: _Seen) -> str:
    return f"{'other' if seen.share > 0 else 'fewer'} sentences that may answer say the same"


_WORDS: Mapping[str, Callable[[_Seen], str]] = {
    "words": _words, "title": _title, "bm25": _bm25, "rivals": _rivals, "closeness": _closeness, "place": _place,
    "neighbours": _neighbours, "kinds": _kinds, "form": _form, "fit": _fit, "wording": _wording, "asked": _asked,
    "agreement": _agreement,
}  # fmt: skip
assert _WORDS.keys() == GROUPS.keys()
