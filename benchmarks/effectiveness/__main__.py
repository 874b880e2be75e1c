"""The command line of the measurements."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from benchmarks.effectiveness.evaluation import PROBABILISTIC
from benchmarks.effectiveness.parts import NEED_NO_DATA, PARTS, QUICK, measure
from benchmarks.effectiveness.record import compared, fallen, read_record, recorded, write_record
from benchmarks.effectiveness.report import as_markdown, as_text, tables
from benchmarks.effectiveness.sets import DATA, LANGUAGES
from benchmarks.effectiveness.systems import SYSTEMS

_FILE = click.Path(path_type=Path, dir_okay=False)
_BASELINE = "stems"


@click.command()
@click.option(
    "--data", default=DATA, show_default=True, type=click.Path(path_type=Path), help="The folder of the sets."
)
@click.option("--quick", is_flag=True, help=f"Only {', '.join(QUICK)}.")
@click.option("--part", "chosen", multiple=True, type=click.Choice(list(PARTS)), help="Only this; may be repeated.")
@click.option("--languages", default=",".join(LANGUAGES), show_default=True, help="Of XQuAD.")
@click.option("--system", "names", multiple=True, type=click.Choice(list(SYSTEMS)), help="Only this; may be repeated.")
@click.option("--compare", is_flag=True, help=f"Add how much ours is above {_BASELINE}, questions paired.")
@click.option("--ablation", is_flag=True, help="Add what each group of features is worth (twenty minutes more).")
@click.option("--json", "record", type=_FILE, help="Write all figures to this file.")
@click.option("--table", type=_FILE, help="Write the tables to this file, in Markdown.")
@click.option("--plot", type=_FILE, help="Draw the reliability plot into this file (PNG).")
@click.option(
    "--check", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="Recorded figures to hold ours to."
)
def main(  # noqa: PLR0913 - an argument for each option
    *,
    data: Path,
    quick: bool,
    chosen: tuple[str, ...],
    languages: str,
    names: tuple[str, ...],
    compare: bool,
    ablation: bool,
    record: Path | None,
    table: Path | None,
    plot: Path | None,
    check: Path | None,
) -> None:
    """Measure rank-bm25, stems and ours side by side, each figure with its 95 % interval.

    Exit code 1: a ranking figure (MAP, ans@1, ans@3) of ours is more than 0.01 below the one in the --check file.
    2: wrong use, or the sets are not there.
    """
    parts = chosen or _parts(languages, quick=quick)
    if not data.is_dir() and (ablation or not NEED_NO_DATA.issuperset(parts)):
        raise click.UsageError(
            f"there is no folder {data} with the sets; --data names another, --part seeds needs none"
        )
    try:
        before = read_record(check) if check else []
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    _check_folders(record, table, plot)
    if plot:
        from benchmarks.effectiveness.plot import draw  # noqa: PLC0415 - matplotlib takes a second to import
    systems = [SYSTEMS[name] for name in names or SYSTEMS]
    findings = measure(parts, systems, data, told=lambda words: click.echo(words, err=True))
    figures = recorded(findings.figures)
    if compare:
        figures += compared(findings.figures, PROBABILISTIC, _BASELINE)
    made = tables(figures)
    if ablation:
        from benchmarks.training.ablation import ablation as learned_without  # noqa: PLC0415 - scikit-learn, too

        made.append(learned_without(data, told=lambda words: click.echo(words, err=True)))
    click.echo(as_text(made))
    if record:
        write_record(record, figures)
    if table:
        table.write_text(as_markdown(made), "utf-8")
    if plot:
        draw(findings.confidences, plot)
    if check:
        try:
            worse = fallen(figures, before)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        for line in worse:
            click.echo(f"worse: {line}", err=True)
        sys.exit(bool(worse))


def _check_folders(*files: Path | None) -> None:
    for file in files:
        if file and not file.parent.is_dir():
            raise click.UsageError(f"there is no folder {file.parent}")


def _parts(languages: str, *, quick: bool) -> list[str]:
    wanted = [language.strip() for language in languages.split(",") if language.strip()]
    if unknown := set(wanted) - set(LANGUAGES):
        raise click.UsageError(f"--languages: {', '.join(sorted(unknown))} (choose from {', '.join(LANGUAGES)})")
    if quick:
        return list(QUICK)
    xquad = {f"xquad-{language}" for language in wanted}
    return [part for part in PARTS if not part.startswith("xquad-") or part in xquad]


if __name__ == "__main__":
    main()
