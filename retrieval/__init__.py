"""Finds the sentences of articles that answer a question. Knows nothing of Telegram."""

from retrieval.answerer import Answerer
from retrieval.database import Database
from retrieval.errors import (
    CatalogueError,
    IndexUnavailable,
    NotVerbatim,
    SettingsError,
    SourceError,
    VerbatimError,
)
from retrieval.ingest import Outcome, Progress, Report, SourceReport
from retrieval.language import language_among
from retrieval.library import Library, prepare_process
from retrieval.likeness import alike
from retrieval.ranking import SentenceRanker
from retrieval.settings import RetrievalSettings, load_settings
from retrieval.types import (
    Answer,
    Article,
    Asked,
    Context,
    Explanation,
    Page,
    Quote,
    Reason,
    ServedSource,
    Share,
    Span,
    Why,
)

__all__ = [
    "Answer",
    "Answerer",
    "Article",
    "Asked",
    "CatalogueError",
    "Context",
    "Database",
    "Explanation",
    "IndexUnavailable",
    "Library",
    "NotVerbatim",
    "Outcome",
    "Page",
    "Progress",
    "Quote",
    "Reason",
    "Report",
    "RetrievalSettings",
    "SentenceRanker",
    "ServedSource",
    "SettingsError",
    "Share",
    "SourceError",
    "SourceReport",
    "Span",
    "VerbatimError",
    "Why",
    "alike",
    "language_among",
    "load_settings",
    "prepare_process",
]
