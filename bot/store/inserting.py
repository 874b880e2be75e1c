"""An INSERT that may say what to do about a row that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sql
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def insert(dialect: str, table: sql.Table) -> postgresql.Insert | sqlite.Insert:
    """As SQLAlchemy has it for a dialect, `sqlite` or `postgresql`."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - a tenth of a start, for those only who need it

        return postgresql.insert(table)
    return sqlite.insert(table)
