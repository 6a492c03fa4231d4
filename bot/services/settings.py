"""What an initiative's settings are, and how its lead changes them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from bot.domain.errors import FormRefusal
from bot.domain.initiative import Initiative
from bot.domain.local_time import local_date
from bot.domain.opening import Closing
from bot.domain.people import Person
from bot.domain.privacy import TAKES_NO_PART, is_nobody
from bot.domain.roles import LEAD, MEMBERS, Action
from bot.domain.settings import (
    CANNOT_AGREE,
    CHANGED_MEANWHILE,
    SETTINGS,
    Agreement,
    Changes,
    Outcome,
    Overview,
    Terms,
    TermsForm,
    apart,
    check_terms,
    differences,
    notice,
)
from bot.services import promises, team_hours
from bot.services.people import meet_person
from bot.services.ports import Uses
from bot.services.pulse import results
from bot.services.pulse.approval import APPROVE
from bot.services.pulse.inviting import closing_of
from bot.services.pulse.questions import instrument_of
from bot.services.standing import initiative_for, initiative_held, initiative_with, roles_of
from bot.services.terms import log_changes, next_on, put_in_force, terms_of
from storage import initiative as initiatives
from storage import people
from storage import settings as stored

SEE = Action("settings.see", MEMBERS)
CHANGE = Action("settings.change", LEAD)


def overview(uses: Uses, channel_id: str, user_id: str) -> Overview:
    """The settings of the channel's initiative, as this person sees them. Raises NotStarted or NotYours."""
    with uses.reading() as session:
        initiative = initiative_for(session, SEE, channel_id, user_id)
        return _overview(session, uses, initiative, user_id)


def to_change(uses: Uses, initiative_id: int, user_id: str) -> Overview:
    """The settings, for the lead who is about to change them. Raises NotStarted or NotYours."""
    with uses.reading() as session:
        return _overview(session, uses, initiative_with(session, CHANGE, initiative_id, user_id), user_id)


def to_schedule(uses: Uses, channel_id: str, user_id: str) -> Overview:
    """The same for the initiative of a channel. Raises NotStarted, Ended or NotYours."""
    with uses.reading() as session:
        return _overview(session, uses, initiative_for(session, CHANGE, channel_id, user_id), user_id)


def change(uses: Uses, initiative_id: int, user_id: str, version: int, form: TermsForm) -> Outcome:
    """Change the settings as the lead wants them: at once, or where staff were promised otherwise, after they are told.

    A change that waited is replaced. Raises FormRefusal with a sentence per field (beside the first, where `version`
    is not the newest), NotStarted or NotYours; then nothing has changed. Where whoever must agree was erased, naming
    nobody leaves it so, unless the form says that nobody has to agree any more.
    """
    approver = meet_person(uses, form.approver) if form.approver else None
    if form.approver and approver is None:
        raise FormRefusal({"approver": TAKES_NO_PART})
    now, in_channel = uses.clock(), promises.in_channel(uses, initiative_id)
    with uses.writing() as session:
        initiative = initiative_held(session, CHANGE, initiative_id, user_id)
        settings = stored.hold_settings(session, initiative.id)
        if settings.version != version:
            raise FormRefusal({SETTINGS[0]: CHANGED_MEANWHILE})
        standing = terms_of(session, initiative, settings, now)
        wanted = _checked(session, initiative, form, standing, now)
        if is_nobody(standing.approver) and not wanted.approver and not form.ends_agreement:
            wanted = replace(wanted, approver=standing.approver)
        if approver and wanted.approver != standing.approver and not approver.profile.can_take_part:
            raise FormRefusal({"approver": CANNOT_AGREE})
        lead = people.find_person(session, user_id)
        assert lead is not None
        return _change(session, uses, initiative, standing, wanted, lead, in_channel)


def agreement_of(session: Session, uses: Uses, initiative: Initiative) -> tuple[Agreement, str]:
    """Whether the questions of today may be asked, and the user id of the one who must agree to them, or ''."""
    settings = stored.settings_of(session, initiative.id)
    instrument = instrument_of(session, uses.instrument, initiative.id)
    return settings.agreement(instrument.fingerprint), settings.approver_user_id


def _change(
    session: Session,
    uses: Uses,
    initiative: Initiative,
    standing: Terms,
    wanted: Terms,
    lead: Person,
    in_channel: Collection[str],
) -> Outcome:
    at_once, later = apart(differences(standing, wanted))
    planned = stored.planned_change(session, initiative.id)
    kept = planned.changes if planned else {}
    later = {**later, **{name: pair for name, pair in kept.items() if name not in SETTINGS}}
    first_on = wanted.first_on if at_once.keys() & {"every", "first_on"} else None
    return make_changes(session, uses, initiative, at_once, later, lead, lead.id, first_on, in_channel)


def make_changes(
    session: Session,
    uses: Uses,
    initiative: Initiative,
    at_once: Changes,
    later: Changes,
    lead: Person,
    actor_id: int | None,
    first_on: date | None = None,
    in_channel: Collection[str] = (),
) -> Outcome:
    """Let the changes `at_once` hold, and plan those that staff hear of first, `later`, in place of what was planned.

    `lead` answers for them, `actor_id` made them (None: whoever runs Uptake). The initiative and its settings are held.
    """
    now = uses.clock()
    planned = stored.planned_change(session, initiative.id)
    is_new = later != (planned.changes if planned else {})
    if not at_once and not is_new:
        return Outcome(initiative.practice, initiative.zone, {}, {})
    stored.change_settings(session, initiative.id)
    if at_once:
        put_in_force(session, uses, initiative, at_once, now, first_on)
        log_changes(session, now, actor_id, CHANGE.name, initiative.id, at_once)
    told = promises.drop(session, planned) if planned and is_new else []
    if later and is_new:
        promises.announce(session, initiative, later, lead, now, in_channel, replaces=bool(told), actor_id=actor_id)
    elif planned:
        promises.tell_taken_back(session, initiative, planned, told, now)
    return Outcome(
        initiative.practice,
        initiative.zone,
        at_once,
        later if is_new else {},
        taken_back=bool(planned and is_new and not later),
        notice=notice(stored.settings_of(session, initiative.id).members_from),
        closing=_closing(session, uses, initiatives.find_initiative(session, initiative.id) or initiative),
    )


def _closing(session: Session, uses: Uses, initiative: Initiative) -> Closing | None:
    """When the planned pulse closes."""
    day = next_on(session, initiative)
    return closing_of(session, uses, initiative, day) if day else None


def _checked(session: Session, initiative: Initiative, form: TermsForm, standing: Terms, now: datetime) -> Terms:
    wave = results.newest(session, initiative, state="open")
    return check_terms(
        form,
        standing,
        today=local_date(now, initiative.zone),
        open_until=local_date(wave.closes_at, initiative.zone) if wave else None,
        lead=initiative.lead_user_id,
    )


def _overview(session: Session, uses: Uses, initiative: Initiative, user_id: str) -> Overview:
    settings = stored.settings_of(session, initiative.id)
    agreement = settings.agreement(instrument_of(session, uses.instrument, initiative.id).fingerprint)
    roles = roles_of(session, initiative, user_id)
    return Overview(
        initiative_id=initiative.id,
        practice=initiative.practice,
        lead_user_id=initiative.lead_user_id,
        zone=initiative.zone,
        terms=terms_of(session, initiative, settings, uses.clock()),
        version=settings.version,
        next_on=next_on(session, initiative),
        planned=promises.planned_of(session, initiative),
        agreement=agreement,
        hours=team_hours.everyone(session, initiative),
        closing=_closing(session, uses, initiative),
        may_change=not CHANGE.may.isdisjoint(roles),
        may_agree=not APPROVE.may.isdisjoint(roles) and agreement is not Agreement.UNNEEDED,
    )
