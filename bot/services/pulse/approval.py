"""Asks the one who must agree to the questions, and lets no pulse open until they have.

What isn't the answer to an act reaches approver and lead while they work.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlmodel import Session

from bot.domain.approval import Decision, Loss, NobodyToAgree, NotAgreed, QuestionsChanged, Request
from bot.domain.delivery import NoLongerWanted, Post, Priority
from bot.domain.errors import Refusal
from bot.domain.initiative import Initiative
from bot.domain.people import Role
from bot.domain.pulse import Instrument
from bot.domain.questions import as_item
from bot.domain.roles import Action
from bot.domain.settings import Agreement
from bot.services.ports import Uses
from bot.services.pulse.questions import instrument_of
from bot.services.standing import initiative_held, initiative_with
from storage import audit, due, outbox, people
from storage import initiative as initiatives
from storage import settings as stored
from storage.due import Work
from storage.questions import in_use

APPROVER = frozenset({Role.APPROVER})
APPROVE = Action("pulse.approve", APPROVER)
NOT_AGREED = "the questions were not agreed to"
CHECK = "pulse.check_approval"
REQUEST, DECISION, LEFT_OUT = "pulse.approval_request", "pulse.approval_decision", "pulse.not_approved"
GONE = "pulse.approver_gone"
_LONG = timedelta(days=60)


def ask_unless_agreed(
    session: Session, instrument: Instrument, initiative: Initiative, now: datetime
) -> Refusal | None:
    """Why the questions of today may not be asked yet; None where they may. `instrument` is the built-in one.

    Whoever must agree is asked once about the same questions, however often this is called; where they are gone, the
    lead is told once.
    """
    settings = stored.settings_of(session, initiative.id)
    instrument = instrument_of(session, instrument, initiative.id)
    agreement = settings.agreement(instrument.fingerprint)
    if agreement in (Agreement.UNNEEDED, Agreement.AGREED):
        return None
    if agreement is Agreement.GONE:
        tell_gone(session, instrument, initiative, now)
        return NobodyToAgree(settings.approver_user_id)
    if settings.asked_items != instrument.fingerprint:
        stored.note_items(session, initiative.id, asked_items=instrument.fingerprint)
        post = Post(
            kind=REQUEST,
            recipient=settings.approver_user_id,
            arguments={"initiative": initiative.id, "items": instrument.fingerprint},
            unique_key=f"{REQUEST}:{initiative.id}:{settings.version}:{instrument.fingerprint}",
            priority=Priority.INVITATION,
            initiative_id=initiative.id,
        )
        outbox.queue(session, [(post, now, now + _LONG)])
    return NotAgreed(settings.approver_user_id)


def check(uses: Uses, work: Work) -> None:
    """Due work, some days before a pulse opens: ask about the questions if they aren't those that were agreed to."""
    with uses.writing() as session:
        initiative = initiatives.hold_initiative(session, work.subject)
        if initiative is not None and initiative.state == "active":
            ask_unless_agreed(session, uses.instrument, initiative, uses.clock())
        due.finish(session, work)


def agreed_by(session: Session, instrument: Instrument, initiative_id: int) -> str:
    """The user id of the one who agreed to the questions, '' where nobody had to or nobody has."""
    settings, instrument = stored.settings_of(session, initiative_id), instrument_of(session, instrument, initiative_id)
    return settings.approver_user_id if settings.agreement(instrument.fingerprint) is Agreement.AGREED else ""


def must_agree(session: Session, initiative: Initiative, user_id: str) -> bool:
    """Whether this person must agree to the questions, or will have to once a planned change applies."""
    planned = stored.planned_change(session, initiative.id)
    named = {stored.settings_of(session, initiative.id).approver_user_id}
    return user_id in named | ({planned.changes["approver"][1]} if planned and "approver" in planned.changes else set())


def questions(uses: Uses, initiative_id: int, user_id: str) -> Request:
    """The questions of today, for the one who must agree to them. Raises NotStarted or NotYours."""
    with uses.reading() as session:
        initiative = initiative_with(session, APPROVE, initiative_id, user_id)
        return _request(session, initiative, instrument_of(session, uses.instrument, initiative.id).fingerprint)


def decide(uses: Uses, initiative_id: int, items: str, user_id: str, *, agrees: bool) -> Request:
    """The one who must agree says that they do, or not yet; the lead is told, once for each time they change it.

    Raises NotStarted, NotYours, or QuestionsChanged where `items` marks other questions than would be asked now.
    """
    now = uses.clock()
    with uses.writing() as session:
        initiative = initiative_held(session, APPROVE, initiative_id, user_id)
        if items == instrument_of(session, uses.instrument, initiative.id).fingerprint:
            before = stored.settings_of(session, initiative.id).agreement(items)
            if before is not (Agreement.AGREED if agrees else Agreement.DECLINED):
                _note(session, initiative, user_id, items, agrees=agrees, now=now)
            return _request(session, initiative, items)
        ask_unless_agreed(session, uses.instrument, initiative, now)
    raise QuestionsChanged


def tell_left_out(session: Session, initiative: Initiative, day: date, next_on: date | None, now: datetime) -> None:
    """Tell the lead that the pulse of this day didn't open for want of agreement, and when the next one is planned."""
    days: dict[str, int | str] = {"day": day.isoformat(), "next": next_on.isoformat() if next_on else ""}
    arguments = {"initiative": initiative.id, **days}
    key = f"{LEFT_OUT}:{initiative.id}:{day}"
    _tell_lead(session, initiative, Post(LEFT_OUT, "", arguments, key, Priority.INVITATION), now)


def tell_gone(session: Session, instrument: Instrument, initiative: Initiative, now: datetime) -> None:
    """Tell the lead, once, that the one who must agree can't take part any more."""
    approver = people.find_person(session, stored.settings_of(session, initiative.id).approver_user_id)
    if approver is not None:
        items = instrument_of(session, instrument, initiative.id).fingerprint
        arguments: dict[str, int | str] = {"initiative": initiative.id, "items": items}
        key = f"{GONE}:{initiative.id}:{approver.id}"
        _tell_lead(session, initiative, Post(GONE, "", arguments, key, Priority.INVITATION), now)


def request(session: Session, arguments: dict[str, int | str], _now: datetime) -> Request:
    """What the approver is asked; pointless once they agreed, or are asked about newer questions."""
    initiative, items = _initiative(session, arguments), str(arguments["items"])
    settings = stored.settings_of(session, initiative.id)
    if settings.asked_items != items or settings.agreement(items) is Agreement.AGREED:
        raise NoLongerWanted("these questions need no agreement any more")
    return _request(session, initiative, items)


def decision(session: Session, arguments: dict[str, int | str], _now: datetime) -> Decision:
    """What a lead is told of what the approver said."""
    initiative = _initiative(session, arguments)
    return Decision(initiative.practice, str(arguments["user"]), initiative.zone, agrees=bool(arguments["agrees"]))


def gone(session: Session, arguments: dict[str, int | str], _now: datetime) -> Loss:
    """What a lead is told of an approver who is gone; pointless once somebody else is named, or nobody has to agree."""
    initiative = _initiative(session, arguments)
    settings = stored.settings_of(session, initiative.id)
    approver = people.find_person(session, settings.approver_user_id)
    planned = stored.planned_change(session, initiative.id)
    if approver is None or not settings.approver_is_gone or (planned and "approver" in planned.changes):
        raise NoLongerWanted("somebody can agree to the questions, or nobody has to")
    return Loss(
        initiative_id=initiative.id,
        practice=initiative.practice,
        approver=approver.user_id,
        has_left=not approver.profile.is_active,
        had_agreed=settings.approved_items == arguments["items"],
    )


def left_out(session: Session, arguments: dict[str, int | str], _now: datetime) -> Decision:
    """What a lead is told of a pulse that didn't open."""
    initiative = _initiative(session, arguments)
    settings = stored.settings_of(session, initiative.id)
    if not settings.approver_user_id:
        raise NoLongerWanted("nobody has to agree any more")
    next_on = str(arguments["next"])
    return Decision(
        practice=initiative.practice,
        approver=settings.approver_user_id,
        zone=initiative.zone,
        left_out_on=date.fromisoformat(str(arguments["day"])),
        next_on=date.fromisoformat(next_on) if next_on else None,
        is_gone=settings.approver_is_gone,
    )


def _note(session: Session, initiative: Initiative, user_id: str, items: str, *, agrees: bool, now: datetime) -> None:
    approved, declined = (items, "") if agrees else ("", items)
    stored.note_items(session, initiative.id, approved_items=approved, asked_items=items, declined_items=declined)
    person = people.find_person(session, user_id)
    audit.note(session, now, person.id if person else None, APPROVE.name, initiative.id, agrees=agrees)
    arguments: dict[str, int | str] = {"initiative": initiative.id, "user": user_id, "agrees": int(agrees)}
    key = f"{DECISION}:{uuid4().hex}"
    _tell_lead(session, initiative, Post(DECISION, "", arguments, key, Priority.ANSWER), now)


def _tell_lead(session: Session, initiative: Initiative, post: Post, now: datetime) -> None:
    addressed = replace(post, recipient=initiative.lead_user_id, initiative_id=initiative.id)
    outbox.queue(session, [(addressed, now, now + timedelta(days=7))])


def _request(session: Session, initiative: Initiative, items: str) -> Request:
    agreement = stored.settings_of(session, initiative.id).agreement(items)
    own = tuple(as_item(each) for each in in_use(session, initiative.id))
    return Request(initiative.id, initiative.practice, initiative.lead_user_id, items, agreement, own)


def _initiative(session: Session, arguments: dict[str, int | str]) -> Initiative:
    initiative = initiatives.find_initiative(session, int(arguments["initiative"]))
    if initiative is None:
        raise NoLongerWanted("the initiative is gone")
    return initiative
