"""What people say of when they work, and whether a message is for them."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from slack_sdk.models.views import View

from bot.domain.hours_form import AbsenceForm, HoursForm
from bot.listeners.home import draw
from bot.listeners.payloads import Form, Press
from bot.services import changing_hours, own_time, team_hours
from messages import ids
from messages import team_hours as team_messages
from messages import work_time as messages


def open_away(press: Press) -> None:
    """Somebody chose I'm away."""
    press.open(messages.away_form(own_time.my_time(press.uses, press.user_id), press.locale))


def open_my_hours(press: Press) -> None:
    """Somebody chose My working hours."""
    press.open(messages.my_hours_form(own_time.my_time(press.uses, press.user_id), press.locale))


def open_my_time(press: Press) -> None:
    """Somebody pressed My hours and absences."""
    press.open(messages.my_time_form(own_time.my_time(press.uses, press.user_id), press.locale))


def submit_my_time(form: Form) -> View:
    """Somebody sent their hours, their absence or both: whichever the form asked for."""
    values = form.values
    absence = AbsenceForm(_date(values["away_until"]), bool(values.get("is_back"))) if "away_until" in values else None
    hours = _hours(values) if "days" in values else None
    return messages.my_time_saved(own_time.change_my_time(form.uses, form.user_id, absence, hours), form.locale)


def not_for_me(press: Press) -> None:
    """Somebody chose Not for me: the message says what that means, with a way back; one that stays is answered."""
    initiative_id, stays, _ = press.value.partition(ids.STAYS)
    out = own_time.opt_out(press.uses, int(initiative_id), press.user_id)
    if stays:
        press.tell(messages.opted_out(out, press.locale, stays=True))
    else:
        press.edit(press.channel_id, press.message_ts, messages.opted_out(out, press.locale))


def undo_not_for_me(press: Press) -> None:
    """Somebody pressed Undo after that, or Take part again on their Home page."""
    initiative_id, stays, _ = press.value.partition(ids.STAYS)
    back = own_time.opt_in(press.uses, int(initiative_id), press.user_id)
    if stays:
        press.replace(messages.opted_in(back, press.locale))
        return
    if not press.message_ts:
        draw(press.uses, press.client, press.user_id)
        return
    press.edit(press.channel_id, press.message_ts, messages.opted_in(back, press.locale))


def open_team_hours(press: Press) -> None:
    """The lead pressed Hours and holidays: ask which team, where there are several."""
    everyone, *teams = team_hours.teams(press.uses, int(press.value), press.user_id)
    press.open(team_messages.first_form(everyone, teams, press.locale))


def pick_team(form: Form) -> View:
    """The lead said which team: show its hours."""
    team = team_hours.team(form.uses, int(form.private), int(form.values["team"]), form.user_id)
    return team_messages.team_form(team, form.locale)


def submit_team_hours(form: Form) -> View:
    """The lead sent a team's hours and holidays."""
    initiative_id, team_id, mark = form.private.split(" ")
    said = changing_hours.change(
        form.uses,
        int(initiative_id),
        int(team_id),
        form.user_id,
        mark,
        _hours(form.values),
        form.values.get("region") or "",
    )
    return team_messages.team_saved(said, form.locale)


def _hours(values: Mapping[str, Any]) -> HoursForm:
    return HoursForm(
        days=tuple(values.get("days") or ()),
        begins=_time(values.get("begins")),
        ends=_time(values.get("ends")),
        as_above=bool(values.get("as_above")),
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
