"""The days that documents write about themselves. The time of day is when a file was saved, and no news."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]|\Z)")
_PDF = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")


def iso_day(written: str | None) -> date | None:
    """`2016-03-27`, with or without a time; None for all else, also for a year alone."""
    return _day(_ISO.match((written or "").strip()))


def pdf_day(written: str | None) -> date | None:
    """`D:20160327183000+02'00'`, with or without the time and its zone; None for all else."""
    return _day(_PDF.match((written or "").strip()))


def _day(found: re.Match[str] | None) -> date | None:
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
