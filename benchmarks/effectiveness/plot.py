"""The reliability plot (DeGroot and Fienberg, The Statistician 1983): how often a confidence is right."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from benchmarks.effectiveness.bootstrap import CalibrationError, estimate, mean
from benchmarks.effectiveness.evaluation import Confidences, pooled
from benchmarks.effectiveness.measures import equal_mass_bins

_COLUMNS = 3
_INK, _GREY, _PALE = "#1f4e79", "#6b7280", "#d6dee8"
_HISTOGRAM_HEIGHT = 0.22
_MOST_POINTS, _FEWEST_IN_POINT, _FEWEST_IN_PANEL = 10, 12, 50


def draw(found: Sequence[Confidences], path: Path) -> None:
    """Draw a panel for each set of some size into a PNG file; XQuAD's other languages than English share one.

    A point stands for as many questions as the others of its panel, a dozen at least: across their mean confidence, up
    the share whose first sentence is right, with its 95 % interval. On the diagonal confidence means what it says. The
    bars along the foot show how often each confidence is given. ECE is that of ten bins of as many questions each.
    """
    panels = _panels(found)
    rows = -(-len(panels) // _COLUMNS)
    with _style():
        layout = ConstrainedLayoutEngine(w_pad=0.08, h_pad=0.1, wspace=0.04, hspace=0.04)
        figure = Figure(figsize=(3.3 * _COLUMNS, 3.55 * rows + 0.5), dpi=160, layout=layout)
        axes = figure.subplots(rows, min(_COLUMNS, len(panels)), sharex=True, sharey=True, squeeze=False)
        for number, (axis, panel) in enumerate(zip(axes.flat, panels, strict=False)):
            _panel(axis, panel, labelled=number == 0)
        for axis in axes.flat[len(panels) :]:
            axis.set_visible(False)
        figure.suptitle("Does confidence mean what it says?", fontsize=13, fontweight="bold")
        figure.supxlabel("confidence in the first sentence (bars: how often it is given)", fontsize=10)
        figure.supylabel("share that is right", fontsize=10)
        # No date and no version in the file: the same figures give the same bytes.
        figure.savefig(path, metadata={"Software": None})


def _style() -> AbstractContextManager[None]:
    return mpl.rc_context(
        {
            "font.family": "DejaVu Sans",
            "font.size": 9.5,
            "text.color": "#1f2933",
            "axes.edgecolor": _GREY,
            "axes.labelcolor": "#1f2933",
            "axes.linewidth": 0.8,
            "xtick.color": _GREY,
            "ytick.color": _GREY,
            "axes.spines.top": False,
            "axes.spines.right": False,
        }
    )


def _panels(found: Sequence[Confidences]) -> list[Confidences]:
    others: list[Confidences] = []
    panels: list[Confidences] = []
    for each in found:
        other = each.set.startswith("XQuAD") and not each.set.startswith("XQuAD en")
        (others if other else panels).append(each)
    if others:
        place = next((n for n, each in enumerate(panels, 1) if each.set.startswith("XQuAD")), len(panels))
        panels.insert(place, pooled(f"XQuAD, {len(others)} others, the same", others))
    if len(panels) > 1:
        panels.append(pooled("all together", found))
    return [each for each in panels if len(each.right) >= _FEWEST_IN_PANEL]


def _panel(axis: Axes, found: Confidences, *, labelled: bool) -> None:
    error = estimate(CalibrationError(found.confidences, found.right, equal_mass_bins(found.confidences))).value
    bins = equal_mass_bins(found.confidences, max(1, min(_MOST_POINTS, len(found.right) // _FEWEST_IN_POINT)))
    share, edges = np.histogram(found.confidences, 20, (0, 1))
    axis.bar(
        edges[:-1], share / share.max() * _HISTOGRAM_HEIGHT, width=0.05, align="edge", color=_PALE, edgecolor="white",
        linewidth=0.6, zorder=1,
    )  # fmt: skip
    axis.plot([0, 1], [0, 1], color=_GREY, linewidth=1, linestyle=(0, (4, 3)), zorder=2)
    points = [(found.confidences[bins == number], found.right[bins == number]) for number in np.unique(bins)]
    sure = [float(confidences.mean()) for confidences, _ in points]
    right = [estimate(mean(labels)) for _, labels in points]
    axis.errorbar(
        sure,
        [each.value for each in right],
        yerr=[[each.value - each.low for each in right], [each.high - each.value for each in right]],
        color=_INK, elinewidth=1, marker="o", markersize=5, markeredgecolor="white", linewidth=1.4, zorder=3,
    )  # fmt: skip
    if labelled:
        axis.annotate("as it should be", (0.8, 0.8), (0.0, 4.0), textcoords="offset points", color=_GREY, fontsize=8,
                      rotation=45, rotation_mode="anchor", ha="center", transform_rotates_text=True)  # fmt: skip
    axis.set_title(found.set, fontsize=10, fontweight="bold", loc="left", pad=21)
    axis.text(
        0, 1.03, f"ECE {error:.3f}, n = {len(found.right):,}", transform=axis.transAxes, fontsize=8.5, color=_GREY
    )
    axis.set(xlim=(-0.02, 1.02), ylim=(0, 1.02), xticks=np.arange(0, 1.1, 0.25), yticks=np.arange(0, 1.1, 0.25))
    axis.set_aspect("equal")
    axis.tick_params(length=3, labelsize=8.5, labelbottom=True, labelleft=True)
