"""The command line of the measurements."""

from __future__ import annotations

import click

from benchmarks.efficiency.answering import answering
from benchmarks.efficiency.index import index
from benchmarks.efficiency.ingest import ingest
from benchmarks.efficiency.load import load
from benchmarks.efficiency.soak import soak
from benchmarks.efficiency.text import text


@click.group()
def main() -> None:
    """Measure speed and size on this machine."""


for command in (index, text, answering, ingest, load, soak):
    main.add_command(command)

if __name__ == "__main__":
    main()
