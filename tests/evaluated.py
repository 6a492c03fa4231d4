"""An evaluation plan of a ward, written by the real services."""

from dataclasses import replace
from datetime import date
from typing import Any

from wards import LEAD

from bot.domain.evaluation.plan import PlanForm, PlanShown
from bot.services.evaluation import planning
from bot.services.evaluation.planning import Overtaken
from bot.services.ports import Uses

FORM = PlanForm(
    questions=("Do handovers take less time?", "Do patients hear what comes next?", ""),
    audiences=("The ward's staff", "The board", ""),
    measures=((), (), ()),
    agreed=(LEAD,),
    agreed_on=date(2026, 3, 2),
    exists="The incident book.",
    reviews=(date(2026, 12, 1), None, None, None),
)


def write(
    uses: Uses, initiative_id: int, user_id: str = LEAD, version: int | None = None, **other: Any
) -> PlanShown | Overtaken:
    """Keep a plan that differs in what is given, as somebody who has just opened the form or had `version` open."""
    now = planning.to_write(uses, initiative_id, user_id).plan
    seen = version if version is not None else now.version if now else 0
    return planning.write(uses, initiative_id, user_id, seen, replace(FORM, **other))
