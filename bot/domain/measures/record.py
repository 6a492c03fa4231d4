"""A chart's numbers as a record for other programs, under the names that qicharts2 and NHSRplotthedots use."""

from typing import Any

from bot.domain.measures.ihi import ihi
from bot.domain.measures.shewhart import Chart, Phase
from bot.domain.measures.xmr import Xmr

Record = dict[str, Any]


def of_chart(chart: Chart) -> Record:
    """A run or control chart with Anhøj's rules."""
    return {
        "plotted": list(chart.plotted),
        "cl": list(chart.centre),
        "lcl": [low for low, _ in chart.limits],
        "ucl": [high for _, high in chart.limits],
        "lcl95": [low for low, _ in chart.limits95],
        "ucl95": [high for _, high in chart.limits95],
        "sigma_signal_points": list(chart.outside),
        "parts": [_part(phase) for phase in chart.phases],
    }


def of_ihi(chart: Chart) -> Record:
    """The same with the IHI's rules about the centre of each phase."""
    shift: list[int] = []
    trend: list[int] = []
    for phase in chart.phases:
        found = ihi(chart.plotted[phase.first - 1 : phase.last], phase.centre)
        shift += [point + phase.first - 1 for point in found.shift_points]
        trend += [point + phase.first - 1 for point in found.trend_points]
    return of_chart(chart) | {
        "shift_points": shift,
        "trend_points": trend,
        "shift_signal": bool(shift),
        "trend_signal": bool(trend),
    }


def of_xmr(chart: Xmr) -> Record:
    """An XmR chart with the rules of the NHS."""
    return {
        "mean": list(chart.mean),
        "lpl": list(chart.lower),
        "upl": list(chart.upper),
        "special_cause_type": list(chart.causes),
        "point_type": list(chart.types),
        "variation_type": chart.variation,
        "assurance_type": chart.assurance,
        "short_group_warning": chart.has_short_phase,
    }


def _part(phase: Phase) -> Record:
    return {
        "first": phase.first,
        "last": phase.last,
        "cl": phase.centre,
        "n_obs": phase.points,
        "n_useful": phase.runs.useful,
        "longest_run": phase.runs.longest,
        "longest_run_max": phase.runs.longest_max,
        "n_crossings": phase.runs.crossings,
        "n_crossings_min": phase.runs.crossings_min,
        "runs_signal": phase.runs.is_signal,
        "sigma_signal_count": len(phase.outside),
    }
