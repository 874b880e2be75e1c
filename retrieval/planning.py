"""What a reload is going to do, and what it did: the sources as they are now beside the generation that is served."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from retrieval.catalogue import Members, SourceRecord, State

# More than this share of the served articles is not to vanish unseen.
_MOST_VANISHING = 0.2


class Outcome(StrEnum):
    """What became of a source."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    GONE = "gone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What became of a source, how many articles it has now, and why it failed."""

    uri: str
    outcome: Outcome
    article_count: int
    reason: str | None = None


class Hold(StrEnum):
    """Why a reload waits until somebody confirms it."""

    VANISHING = "vanishing"
    WORSE = "worse"
    WENT_BACK = "went back"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a reload will change. `key` names it; a report of it has another where answers got worse.

    Of `served_count` articles that are served now `vanishing` have nothing in their place, and `article_count` will be
    served. It waits until it is confirmed where there are `holds`.
    """

    sources: tuple[SourceReport, ...]
    served_count: int
    article_count: int
    vanishing: int
    holds: tuple[Hold, ...]
    key: str

    def of(self, outcome: Outcome) -> tuple[SourceReport, ...]:
        """The sources that come out so."""
        return tuple(source for source in self.sources if source.outcome is outcome)

    @property
    def share_vanishing(self) -> float:
        """The articles that vanish as a share (0 to 1) of those that are served."""
        return self.vanishing / self.served_count if self.served_count else 0.0


@dataclass(frozen=True, slots=True)
class Worse:
    """A golden question that was answered rightly and would not be any more.

    `before` is what is said to it, and `now` what would be.
    """

    question: str
    expected: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a reload did. `generation` is the one that serves now, whether or not it is new.

    `article_count` is that of the articles that are served. With `holds` the plan was not carried out: it waits to be
    confirmed, with the report's `key`. Those are all reasons that there are, and `worse` all answers.
    """

    plan: Plan
    generation: int
    is_new: bool
    article_count: int
    holds: tuple[Hold, ...] = ()
    worse: tuple[Worse, ...] = ()

    @property
    def sources(self) -> tuple[SourceReport, ...]:
        """What became of each source."""
        return self.plan.sources

    def of(self, outcome: Outcome) -> tuple[SourceReport, ...]:
        """The sources that came out so."""
        return self.plan.of(outcome)

    @property
    def key(self) -> str:
        """Names the plan together with the answers that are worse: whoever confirms has seen both."""
        if not self.worse:
            return self.plan.key
        seen = json.dumps([self.plan.key, *([each.question, each.before, each.now] for each in self.worse)])
        return _named(seen)

    @property
    def is_held(self) -> bool:
        """Whether it waits to be confirmed."""
        return bool(self.holds)


def members_of(records: Iterable[SourceRecord]) -> dict[str, tuple[str, ...]]:
    """The articles that the sources hold now, each with the uris of those that hold it, ascending."""
    members: dict[str, list[str]] = {}
    for record in sorted(records, key=lambda record: record.uri):
        if record.state is not State.DELETED and record.gone_at is None:
            for article_id in record.article_ids:
                members.setdefault(article_id, []).append(record.uri)
    return {article_id: tuple(uris) for article_id, uris in members.items()}


def plan(records: Iterable[SourceRecord], served: Members, *, went_back: bool = False) -> Plan:
    """What it takes to serve what the sources hold. `went_back` says that the served generation is an older one."""
    records = list(records)
    members = members_of(records)
    before: dict[str, set[str]] = {}
    for article_id, uris in served.items():
        for uri in uris:
            before.setdefault(uri, set()).add(article_id)
    withheld = {record.uri for record in records if not record.is_enabled}
    # What admins took out themselves does not vanish.
    visible = {article_id for article_id, uris in served.items() if not withheld.issuperset(uris)}
    lost = visible - members.keys()
    vanishing = 0
    reports = []
    counted: set[str] = set()
    for record in records:
        old = before.get(record.uri, set())
        report = _report(record, old)
        if report is None:
            continue
        reports.append(report)
        gone = (old & lost) - counted
        counted |= gone
        # What changed has something in its place.
        replaced = len(set(record.article_ids) - old) if report.outcome is Outcome.CHANGED else 0
        vanishing += max(0, len(gone) - replaced)
    for uri in before.keys() - {record.uri for record in records}:
        reports.append(SourceReport(uri, Outcome.GONE, 0))
        gone = (before[uri] & lost) - counted
        counted |= gone
        vanishing += len(gone)
    changes = members != dict(served)
    holds = [
        hold
        for hold, holds in (
            (Hold.WENT_BACK, went_back and changes),
            (Hold.VANISHING, _is_bulk(vanishing, len(visible))),
        )
        if holds
    ]
    return Plan(
        tuple(sorted(reports, key=lambda report: (report.outcome is Outcome.GONE, report.uri))),
        len(served), len(members), vanishing, tuple(holds), _key(members, served),
    )  # fmt: skip


def _report(record: SourceRecord, before: set[str]) -> SourceReport | None:
    """What becomes of a source whose articles `before` are served; None where it has nothing to do with it."""
    if record.state is State.DELETED or record.gone_at is not None:
        return SourceReport(record.uri, Outcome.GONE, 0) if before else None
    count = len(record.article_ids)
    # What was read in part has both digests, and the same.
    if record.failing and (record.digest is None or record.failed_digest != record.digest):
        return SourceReport(record.uri, Outcome.FAILED, count, record.failure)
    if not count and not before:
        return None  # an archive: what is in it are sources of their own
    # Of a source of which a part failed the rest counts.
    reason = record.failure if record.failing else None
    if not before:
        return SourceReport(record.uri, Outcome.NEW, count, reason)
    outcome = Outcome.UNCHANGED if before == set(record.article_ids) else Outcome.CHANGED
    return SourceReport(record.uri, outcome, count, reason)


def _is_bulk(vanishing: int, of: int) -> bool:
    """Whether so many are more than somebody takes out by hand. One article is not, unless it is the last."""
    return vanishing > _MOST_VANISHING * of and (vanishing > 1 or vanishing == of)


def _key(members: Members, served: Members) -> str:
    """A name for the way from one to the other."""
    both = json.dumps([sorted((i, *uris) for i, uris in some.items()) for some in (members, served)])
    return _named(both)


def _named(seen: str) -> str:
    return hashlib.blake2b(seen.encode(), digest_size=8).hexdigest()
