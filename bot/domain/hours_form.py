"""Working hours and absences as people say them in forms, before they are checked and after."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.domain.errors import FormRefusal, Refusal
from bot.domain.work_time import Region, Window

FURTHEST_ABSENCE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class AbsenceForm:
    """Until which day somebody is away, and whether they are back already; `last_day` is None where it is empty."""

    last_day: date | None
    is_back: bool = False


@dataclass(frozen=True, slots=True)
class HoursForm:
    """On which days work begins ('0' is Monday), from when and until when; `as_above` undoes hours of one's own."""

    days: tuple[str, ...]
    begins: time | None
    ends: time | None
    as_above: bool = False


@dataclass(frozen=True, slots=True)
class MyTime:
    """When somebody works and is away: their own hours (None: their team's), the team's, and an absence that lasts."""

    own: Window | None
    team: Window
    away_until: date | None
    today: date

    @property
    def window(self) -> Window:
        """The hours that hold."""
        return self.own or self.team


@dataclass(frozen=True, slots=True)
class TeamTime:
    """When a team works: its own hours and holidays, None where they are those of the team above it, and what holds.

    `is_all` is true of everybody's team, which has none above it; `planned` is how it will be once staff know of it.
    """

    initiative_id: int
    team_id: int
    name: str
    is_all: bool
    own: Window | None
    own_region: str | None
    window: Window
    region: str | None
    planned: "TeamTime | None" = None

    @property
    def wanted(self) -> "TeamTime":
        """The team as it will be once what is planned holds."""
        return self.planned or self

    @property
    def mark(self) -> str:
        """What tells whether somebody has changed it since."""
        days = "".join(map(str, sorted(self.own.days))) if self.own else ""
        span = f"{self.own.begins:%H%M}{self.own.ends:%H%M}" if self.own else ""
        return f"{days}/{span}/{self.own_region or ''}"


class UnknownRegion(FormRefusal):
    """Somebody typed a region that isn't known; `near` is one that looks like it."""

    def __init__(self, typed_region: str, near: Region | None) -> None:
        ask = f"Did you mean {near.code} ({near.name})?" if near else "Type a code such as GB-ENG, DE-BY or US."
        super().__init__({"region": f"We don't know “{{typed_region}}”. {ask}"}, typed_region=typed_region)


class HoursChanged(FormRefusal):
    """Somebody else was faster."""

    def __init__(self) -> None:
        super().__init__({"days": "Somebody else changed these hours meanwhile. Close this form and open it again."})


class NoSuchTeam(Refusal):
    """The team is gone."""

    def __init__(self) -> None:
        super().__init__("This team isn't there any more. Close this form and open it again.")


def check_my_time(
    present: MyTime, absence: AbsenceForm | None, hours: HoursForm | None
) -> tuple[Window | None, date | None]:
    """Somebody's own hours and absence once they have sent a form; a form that is None was not asked.

    Hours that are the team's are no hours of one's own. Raises FormRefusal with a sentence per field.
    """
    errors: dict[str, str] = {}
    own, away_until = present.own, present.away_until
    if absence is not None:
        away_until = None if absence.is_back else _absence(absence.last_day, present.today, errors)
    if hours is not None:
        window = None if hours.as_above else _window(hours, errors)
        own = None if window == present.team else window
    if errors:
        raise FormRefusal(errors)
    return own, away_until


def check_team_hours(present: TeamTime, hours: HoursForm) -> Window | None:
    """A team's own hours once its form was sent; None where they are those of the team above it, or became so.

    Raises FormRefusal with a sentence per field.
    """
    errors: dict[str, str] = {}
    window = None if hours.as_above else _window(hours, errors)
    if errors:
        raise FormRefusal(errors)
    return None if present.own is None and window == present.window else window


def _window(form: HoursForm, errors: dict[str, str]) -> Window | None:
    days = frozenset(int(day) for day in form.days if day in tuple("0123456"))
    if not days:
        errors["days"] = "Pick at least one day."
    if form.begins is None:
        errors["begins"] = "Pick the time at which work begins."
    if form.ends is None:
        errors["ends"] = "Pick the time at which work ends."
    if not days or form.begins is None or form.ends is None:
        return None
    return Window(days, form.begins, form.ends)


def _absence(last_day: date | None, today: date, errors: dict[str, str]) -> date | None:
    if last_day is None:
        return None
    if last_day < today:
        errors["away_until"] = "That day has passed. Pick today or a later day."
    elif last_day > today + FURTHEST_ABSENCE:
        errors["away_until"] = "That is more than a year away. Pick an earlier day."
    return last_day
