"""Finds the sentences of articles that answer a question. Knows nothing of Telegram."""

from retrieval.answerer import Answerer
from retrieval.catalogue import AUTOMATIC, Deed, Entry, ItemPage, Kind, PastGeneration, SourceRecord, State, Visit
from retrieval.channels import ChannelPost, Channels, channel_id, channel_uri, post_uri
from retrieval.database import Database
from retrieval.errors import (
    CatalogueError,
    CatalogueUnavailable,
    FetchStopped,
    IndexUnavailable,
    NoSuchGeneration,
    NoSuchSource,
    NotVerbatim,
    ReloadDied,
    SettingsError,
    SourceError,
    VerbatimError,
)
from retrieval.golden import GoldenQuestion, Verdict
from retrieval.holdings import Holding, Holdings, Status, upload_uri
from retrieval.indexing import Progress
from retrieval.joining import Planned
from retrieval.language import language_among
from retrieval.library import Library, prepare_process
from retrieval.likeness import alike
from retrieval.planning import Hold, Outcome, Plan, Report, SourceReport, Worse
from retrieval.ranking import SentenceRanker
from retrieval.reloading import ANYTHING, Request
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
from retrieval.visiting import Fetched, Visiting
from retrieval.watching import FolderWatch

__all__ = [
    "ANYTHING",
    "AUTOMATIC",
    "Answer",
    "Answerer",
    "Article",
    "Asked",
    "CatalogueError",
    "CatalogueUnavailable",
    "ChannelPost",
    "Channels",
    "Context",
    "Database",
    "Deed",
    "Entry",
    "Explanation",
    "FetchStopped",
    "Fetched",
    "FolderWatch",
    "GoldenQuestion",
    "Hold",
    "Holding",
    "Holdings",
    "IndexUnavailable",
    "ItemPage",
    "Kind",
    "Library",
    "NoSuchGeneration",
    "NoSuchSource",
    "NotVerbatim",
    "Outcome",
    "Page",
    "PastGeneration",
    "Plan",
    "Planned",
    "Progress",
    "Quote",
    "Reason",
    "ReloadDied",
    "Report",
    "Request",
    "RetrievalSettings",
    "SentenceRanker",
    "ServedSource",
    "SettingsError",
    "Share",
    "SourceError",
    "SourceRecord",
    "SourceReport",
    "Span",
    "State",
    "Status",
    "VerbatimError",
    "Verdict",
    "Visit",
    "Visiting",
    "Why",
    "Worse",
    "alike",
    "channel_id",
    "channel_uri",
    "language_among",
    "load_settings",
    "post_uri",
    "prepare_process",
    "upload_uri",
]
