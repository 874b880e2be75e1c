"""A picture of the last days, drawn by matplotlib where it is installed (the extra `stats`)."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from io import BytesIO

from bot.store.days import Day
from bot.texts import Texts

_SIZE_INCHES, _DOTS_PER_INCH = (8.0, 9.0), 125
_GREEN, _AMBER, _RED, _BLUE, _GREY = "#2e8b57", "#e0a030", "#c2504d", "#3b6ea8", "#777777"
_MOST_LABELS = 8


def can_draw() -> bool:
    """Whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


def draw(days: Sequence[Day], texts: Texts) -> bytes:
    """A PNG of three panels: questions answered and not, votes up and down, the median time. Takes about a second."""
    # Half a second and 40 MB, for those only who look. Never `pyplot`: it keeps a state that threads would share.
    from matplotlib.axes import Axes  # noqa: PLC0415 - an extra, and half a second
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - an extra, and half a second
    from matplotlib.figure import Figure  # noqa: PLC0415 - an extra, and half a second
    from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: PLC0415 - an extra, and half a second

    figure = Figure(figsize=_SIZE_INCHES, dpi=_DOTS_PER_INCH, layout="constrained")
    asked, voted, timed = figure.subplots(3, 1, sharex=True, height_ratios=(3, 2, 2))
    places = range(len(days))

    answered = [each.answered for each in days]
    asked.bar(places, answered, color=_GREEN, label=texts.stats_answered)
    asked.bar(places, [each.unanswered for each in days], bottom=answered, color=_AMBER, label=texts.stats_unanswered)
    voted.bar(places, [each.up for each in days], color=_GREEN, label=texts.stats_up)
    voted.bar(places, [-each.down for each in days], color=_RED, label=texts.stats_down)
    voted.axhline(0, color=_GREY, linewidth=0.8)
    medians = [float("nan") if each.median is None else each.median for each in days]
    timed.plot(places, medians, color=_BLUE, marker="o", markersize=4)

    def dress(axes: Axes, title: str, peak: float, low: float = 0.0) -> None:
        axes.set_title(title, loc="left", fontsize=13, fontweight="bold")
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", color="#dddddd", linewidth=0.8)
        axes.set_axisbelow(True)
        # Without anything on it an axis has no scale.
        axes.set_ylim(low * 1.15, max(peak, 1.0) * 1.15)
        axes.tick_params(labelsize=11)

    most = max((each.answered + each.unanswered for each in days), default=0)
    dress(asked, texts.stats_questions, most)
    dress(voted, texts.stats_votes, max(each.up for each in days), -max(each.down for each in days))
    dress(timed, texts.stats_time, max((each.median or 0.0 for each in days), default=0.0))
    for axes in (asked, voted):
        axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
        axes.legend(loc="upper left", frameon=False, ncols=2, fontsize=11)
        # Room for the legend above the highest bar.
        low, high = axes.get_ylim()
        axes.set_ylim(low, high + 0.25 * (high - low))
    # Votes down hang below the line; there are no fewer than none of them.
    voted.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):.0f}"))
    step = max(1, -(-len(days) // _MOST_LABELS))
    shown = [place for place in places if (len(days) - 1 - place) % step == 0]
    timed.set_xticks(shown, [f"{days[place].date:%m-%d}" for place in shown])
    timed.set_xlim(-0.7, len(days) - 0.3)

    picture = BytesIO()
    FigureCanvasAgg(figure).print_figure(picture, format="png")
    return picture.getvalue()
