"""Statements that the catalogue makes of many rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

import sqlalchemy as sql

_T = TypeVar("_T")

# SQLite takes at most 32,766 variables in a statement.
BATCH = 1_000


def insert(connection: sql.Connection, table: sql.Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows, if there are any."""
    if rows:
        connection.execute(table.insert(), rows)


def update(
    connection: sql.Connection, table: sql.Table, key: sql.Column[str], rows: Sequence[Mapping[str, object]]
) -> None:
    """Set the columns that the rows name, each in the row of the table with its key. All name the same ones."""
    if rows:
        values: dict[str, object] = {name: sql.bindparam(f"new_{name}") for name in rows[0] if name != key.name}
        statement = table.update().where(key == sql.bindparam(f"new_{key.name}")).values(values)
        connection.execute(statement, [{f"new_{name}": value for name, value in row.items()} for row in rows])


def batches(values: Iterable[_T], size: int = BATCH) -> Iterator[list[_T]]:
    """The values in lists of that many at most."""
    iterator = iter(values)
    while batch := list(islice(iterator, size)):
        yield batch
