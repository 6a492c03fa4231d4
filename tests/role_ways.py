"""The table of roles, written down a second time, and every way in which each action can be done."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date, timedelta

from cycles import MONDAY, PLAN, TASK, a_cycle
from evaluated import FORM as EVALUATION
from role_cells import Place, Way, button, command, form, home
from slack_sdk.models.views import View
from sqlmodel import update

from bot.domain.acting import Prompt
from bot.domain.hours_form import MyTime, TeamTime
from bot.domain.instrument_file import OwnItem
from bot.domain.lifecycle import Prospect
from bot.domain.measures.measure import Marking, MeasureForm
from bot.domain.measures.recording import Recording
from bot.domain.measures.typed_points import Line
from bot.domain.measures.upload import Preview as UploadShown
from bot.domain.moving import Moving
from bot.domain.pdsa.cycle import Phase
from bot.domain.pdsa.editing import texts_of
from bot.domain.pdsa.shown import PartOpened
from bot.domain.people import Group
from bot.domain.preview import Preview
from bot.domain.privacy import NobodyToCallBack
from bot.domain.pulse import Invitation
from bot.domain.settings import TermsForm
from bot.domain.team_list import Checked
from bot.domain.teams import Choice, Wanted
from bot.domain.work_time import OFFICE_HOURS
from bot.sandbox.people import Person
from bot.services import settings, team_lists, who_is_who
from bot.services.evaluation import planning as evaluating
from bot.services.evaluation import reviewing
from bot.services.measures import defining, drawing, marking
from bot.services.pdsa import looking
from bot.services.pdsa import planning as planning_tests
from bot.services.people import know_person
from bot.services.privacy import me
from bot.services.pulse import planning, previewing
from bot.services.pulse.results import newest
from messages import (
    describing,
    evaluation_forms,
    ids,
    measure_drawing,
    measure_files,
    measure_forms,
    pdsa_parts,
    pdsa_plan,
)
from messages import initiative as initiative_messages
from messages import leadership as leadership_messages
from messages import lifecycle as lifecycle_messages
from messages import preview as preview_messages
from messages import privacy as privacy_messages
from messages import pulse as pulse_messages
from messages import settings as settings_messages
from messages import team_hours as team_messages
from messages import who_is_who as who_is_who_messages
from messages import work_time as work_time_messages
from storage import measure_uploads, pdsa, people, questions
from storage.settings import SettingsRow

EVERYBODY = "staff champion lead sponsor approver colleague"
MEMBERS = "staff champion lead sponsor approver"
LEAD, LEADERS, APPROVER = "lead", "lead sponsor", "approver"

MAY = {
    "evaluation.finish": MEMBERS,
    "evaluation.see": EVERYBODY,
    "evaluation.write": LEAD,
    "help.read": EVERYBODY,
    "home.see": EVERYBODY,
    "initiative.confirm_channel": LEAD,
    "initiative.describe": LEAD,
    "initiative.end": LEADERS,
    "initiative.handover": LEADERS,
    "initiative.pause": LEADERS,
    "initiative.see_status": EVERYBODY,
    "initiative.start": EVERYBODY,
    "initiative.take_over": "staff champion lead sponsor approver",
    "me.erase": EVERYBODY,
    "me.export": EVERYBODY,
    "me.return": EVERYBODY,
    "me.see": EVERYBODY,
    "privacy.read": EVERYBODY,
    "measures.define": LEAD,
    "measures.record": "champion lead",
    "measures.see": EVERYBODY,
    "people.import": LEAD,
    "people.name_roles": LEAD,
    "people.see": EVERYBODY,
    "pdsa.decide": LEADERS,
    "pdsa.export": MEMBERS,
    "pdsa.plan": MEMBERS,
    "pdsa.see": EVERYBODY,
    "pdsa.work": MEMBERS,
    "pulse.answer": EVERYBODY,
    "pulse.approve": APPROVER,
    "pulse.open_extra": LEAD,
    "pulse.change_questions": LEAD,
    "pulse.preview": LEAD,
    "pulse.see_results": EVERYBODY,
    "pulse.see_suggestions": LEAD,
    "settings.change": LEAD,
    "settings.see": MEMBERS,
    "settings.take_back": LEAD,
    "work_time.change_own": EVERYBODY,
    "work_time.change_team": LEAD,
    "work_time.opt_out": EVERYBODY,
}
"""Who may do what, as people are told; code and table must agree."""


def open_wave(place: Place) -> None:
    """An extra wave that everybody in the channel is asked in."""
    bot = place.bot
    moment = planning.plan_now(bot.uses, place.channel.id, place.cast["lead"].id)
    bot.uses.clock.wait(minutes=(moment - bot.uses.clock()) / timedelta(minutes=1))
    bot.settle()
    with bot.uses.reading() as session:
        place.things["wave"] = newest(session, place.initiative, state="open")


def _wave(place: Place) -> str:
    return str(place.things["wave"].id)


def _checkin(place: Place):
    asked = Invitation(place.things["wave"], place.initiative.practice, "Europe/London")
    return pulse_messages.checkin(asked, "en-GB", _wave(place))


def _answers(place: Place) -> dict[str, str]:
    return dict.fromkeys(place.things["wave"].items, "4")


def _start_form(place: Place):
    """As if it had been opened in a channel where nothing has been started."""
    return initiative_messages.start_form("en-GB", date(2026, 12, 10), f"{place.channel.id}X")


def _settings(place: Place):
    """The form as the lead has it open."""
    shown = settings.to_change(place.bot.uses, place.initiative.id, place.cast["lead"].id)
    return settings_messages.form(shown, "en-GB")


def plan_change(place: Place) -> None:
    """A change that staff are told of first."""
    uses, lead = place.bot.uses, place.cast["lead"].id
    shown = settings.to_change(uses, place.initiative.id, lead)
    form = replace(TermsForm(**asdict(shown.terms)), message_cap=9)
    settings.change(uses, place.initiative.id, lead, shown.version, form)
    place.bot.settle()
    place.things["change"] = settings.to_change(uses, place.initiative.id, lead).planned


def _initiative(place: Place) -> str:
    return str(place.initiative.id)


def _change(place: Place) -> str:
    return str(place.things["change"].id)


def _questions(place: Place) -> str:
    return f"{place.initiative.id}:{place.bot.uses.instrument.fingerprint}"


_STARTING = {"practice": "huddles", "what_is_new": "We meet.", "why_better": "We know."}


def _this(place: Place) -> str:
    return str(place.initiative.id)


def _description_form(place: Place):
    return describing.description_form(place.initiative, "en-GB")


def _end_form(place: Place):
    return lifecycle_messages.end_form(Prospect(place.initiative, None), "en-GB")


def _handover_form(place: Place):
    return leadership_messages.handover_form(place.initiative, "en-GB")


def _the_lead(place: Place) -> dict[str, object]:
    """Who leads it already: this changes nothing, so that the next one finds it as it was."""
    return {"new_lead": place.cast["lead"]}


def _and_back(erasing: Way) -> Way:
    """Erasing oneself, and coming back, so that the next one finds everybody.

    An approver is missed wherever they are one, and its lead is told: here alone, and not in a hundred places at once.
    """

    def prepare(place: Place) -> None:
        with place.bot.uses.writing() as session:
            session.exec(update(SettingsRow).values(approver_id=None))
        erasing.prepare(place)

    def act(place: Place, who: Person) -> str:
        try:
            return erasing.act(place, who)
        finally:
            place.bot.settle()
            with suppress(NobodyToCallBack):
                me.come_back(place.bot.uses, who.id)

    return Way(erasing.name, act, prepare)


def _erase_form(_place: Place):
    return privacy_messages.erase_form((), "en-GB")


def stage_a_list(place: Place) -> None:
    """A list with nobody but the lead on it waits to be applied."""
    uses, lead = place.bot.uses, know_person(place.bot.uses, place.cast["lead"].id)
    checked = Checked((Wanted(("Night",), (lead.user_id,)),))
    with uses.writing() as session:
        place.things["list"] = team_lists.stage(session, place.initiative, lead, checked, uses.clock()).list_id


def stage_questions(place: Place) -> None:
    """A file of questions waits to be used."""
    uses, lead = place.bot.uses, know_person(place.bot.uses, place.cast["lead"].id)
    of = {"initiative_id": place.initiative.id, "sent_by": lead.id, "at": uses.clock()}
    with uses.writing() as session:
        place.things["questions"] = questions.stage(session, **of, items=[OwnItem("light", "fit", "It is light.")])


def _preview(place: Place) -> Preview:
    return previewing.preview_next(place.bot.uses, place.channel.id, place.cast["lead"].id)


def _preview_form(place: Place):
    return preview_messages.form(_preview(place), "en-GB")


def _previewed(place: Place) -> str:
    return f"today:{place.initiative.id}:1"


def add_a_group(place: Place) -> None:
    """A user group with nobody but the lead in it."""
    handle = f"night-{place.initiative.id}"
    place.things["group"] = place.sandbox.add_usergroup(handle, [place.cast["lead"]], name=handle)


def _groups_form(place: Place):
    group = Group(place.things["group"].id, "night", "Night")
    return who_is_who_messages.groups_form(Choice(place.initiative, (group,), ()), "en-GB")


def _move_form(place: Place):
    return who_is_who_messages.move_form(Moving(place.initiative, ()), "en-GB")


def _roles_form(place: Place):
    named = who_is_who.naming(place.bot.uses, place.initiative.id, place.cast["lead"].id)
    return who_is_who_messages.roles_form(named, "en-GB")


def _my_time_form(place: Place):
    return work_time_messages.my_time_form(MyTime(None, OFFICE_HOURS, None, date(2026, 3, 2)), "en-GB")


def _everyone(place: Place) -> TeamTime:
    """Everybody's team."""
    with place.bot.uses.reading() as session:
        (team_id,) = people.team_parents(session, place.initiative.id)
    return TeamTime(place.initiative.id, team_id, "Everyone", True, None, None, OFFICE_HOURS, None)


def _pick_team(place: Place):
    return team_messages.first_form(_everyone(place), [replace(_everyone(place), is_all=False)], "en-GB")


def _team_form(place: Place):
    return team_messages.first_form(_everyone(place), [], "en-GB")


_FILES = (ids.EXPORT_PAGE, ids.EXPORT_MARKDOWN, ids.EXPORT_TABLE)
_DECIDED = {"decision": "abandon", "because": "It doesn't help."}


def _seen(_place: Place) -> dict[str, str]:
    return {"observations": "Less noise."}


def _learned(_place: Place) -> dict[str, str]:
    return {"learned": "It helps."}


def cycle_in(phase: Phase) -> Callable[[Place], None]:
    """Bring the one test of change of the place to a phase, with all before it written down."""

    def bring(place: Place) -> None:
        uses, lead = place.bot.uses, know_person(place.bot.uses, place.cast["lead"].id)
        with uses.writing() as session:
            known = pdsa.cycle_numbered(session, place.initiative.id, 1)
            plan = replace(PLAN, lead_user_id=lead.user_id)
            cycle_id = known.id if known else pdsa.add_cycle(session, place.initiative.id, plan, MONDAY)
            task = replace(TASK, owner_user_id=lead.user_id)
            cycle = a_cycle(phase, id=cycle_id, initiative_id=place.initiative.id, number=1, tasks=(task,), history=())
            version = known.version + 1 if known else 1
            pdsa.keep_cycle(session, replace(cycle, plan=plan, version=version))
            place.things["cycle"] = pdsa.find_cycle(session, cycle_id)

    return bring


def _cycle(place: Place) -> str:
    return str(place.things["cycle"].id)


def _opened(place: Place) -> PartOpened:
    shown = looking.record(place.bot.uses, place.things["cycle"].id, place.cast["lead"].id)
    return PartOpened(shown, texts_of(shown.cycle))


def _part(made: Callable[[PartOpened, str], View]) -> Callable[[Place], View]:
    return lambda place: made(_opened(place), "en-GB")


def _tasks_form(place: Place) -> View:
    return pdsa_plan.tasks_form(_opened(place), "en-GB", is_new=False)


def _back_form(place: Place) -> View:
    return pdsa_parts.back_form(_opened(place).shown, "en-GB")


def _plan_form(place: Place) -> View:
    opened = planning_tests.to_change(place.bot.uses, place.things["cycle"].id, place.cast["lead"].id)
    return pdsa_plan.plan_form(opened, "en-GB")


_MEASURE = {
    "lies_where": "The incident book", "name": "Falls", "purpose": "outcome", "definition": "Each fall counts.",
    "data": "count", "direction": "decrease",
}  # fmt: skip


def add_a_measure(place: Place) -> None:
    """A measure without values."""
    uses, lead = place.bot.uses, place.cast["lead"].id
    terms = MeasureForm(**_MEASURE, owner=lead, often="weekly", first_on=date(2026, 1, 5))
    place.things["measure"] = defining.define(uses, place.initiative.id, lead, terms)


def add_a_mark(place: Place) -> None:
    """A measure with a day that is marked."""
    add_a_measure(place)
    uses, lead, measure = place.bot.uses, place.cast["lead"].id, place.things["measure"]
    marking.mark(uses, measure.id, lead, Marking("note", date(2026, 1, 5), "It began."))
    place.things["mark"] = marking.to_mark(uses, measure.id, lead).marks[-1].id


def add_an_upload(place: Place) -> None:
    """A file with a value waits to be applied."""
    add_a_measure(place)
    uses, lead = place.bot.uses, know_person(place.bot.uses, place.cast["lead"].id)
    lines = [Line(1, ("1/13/2026", 4.0))]
    with uses.writing() as session:
        measure = place.things["measure"].id
        place.things["upload"] = measure_uploads.keep_upload(session, measure, lead, uses.clock(), "F0", lines)


def _measure(place: Place) -> str:
    return str(place.things["measure"].id)


def _mark(place: Place) -> str:
    return str(place.things["mark"])


def _upload(place: Place) -> str:
    return str(place.things["upload"])


def _measure_form(place: Place):
    wanted = defining.to_define_in(place.bot.uses, place.initiative.id, place.cast["lead"].id)
    return measure_forms.define_form(wanted, "en-GB")


def _chart_form(place: Place):
    over = drawing.to_draw(place.bot.uses, place.things["measure"].id, place.cast["lead"].id)
    return measure_drawing.choose_form(over, "en-GB")


def _mark_form(place: Place):
    return measure_forms.mark_form(place.things["measure"], (), date(2026, 1, 5), "en-GB")


def _record_form(place: Place):
    measure = place.things["measure"]
    return measure_forms.record_form(Recording(measure, place.initiative.practice, date(2026, 1, 5)), "en-GB")


def _why_form(place: Place):
    shown = UploadShown(int(_upload(place)), place.things["measure"], place.initiative.practice)
    return measure_files.why_form(shown, "en-GB", "C0:1.1")


def add_a_plan(place: Place) -> None:
    """An evaluation plan with a review that is still to come."""
    uses, lead = place.bot.uses, place.cast["lead"].id
    wanted = evaluating.to_write(uses, place.initiative.id, lead)
    reviews = wanted.plan.reviews if wanted.plan else ()
    on = wanted.today + timedelta(days=1 + len(reviews))
    typed = replace(EVALUATION, agreed=(lead,), agreed_on=wanted.today, reviews=(on, None, None, None))
    shown = evaluating.write(uses, place.initiative.id, lead, wanted.plan.version if wanted.plan else 0, typed)
    place.things["review"] = shown.plan.following


def add_a_decision(place: Place) -> None:
    """Something that was decided in a review, for the lead to do."""
    add_a_plan(place)
    review, lead = place.things["review"], place.cast["lead"].id
    texts = {"what_1": "Print the list.", "owner_1": lead, "due_1": review.on.isoformat()}
    held = reviewing.decide(place.bot.uses, review.id, lead, texts)
    place.things["decision"] = held.review.decisions[-1].id


def _review(place: Place) -> str:
    return str(place.things["review"].id)


def _decision(place: Place) -> str:
    return str(place.things["decision"])


def _evaluation_form(place: Place) -> View:
    wanted = evaluating.to_write(place.bot.uses, place.initiative.id, place.cast["lead"].id)
    return evaluation_forms.plan_form(wanted, "en-GB")


def _decide_form(place: Place) -> View:
    wanted = reviewing.to_decide(place.bot.uses, place.things["review"].id, place.cast["lead"].id)
    return evaluation_forms.decide_form(wanted, "en-GB")


def _redecide_form(place: Place) -> View:
    wanted = reviewing.to_redecide(place.bot.uses, place.things["decision"], place.cast["lead"].id)
    return evaluation_forms.redecide_form(wanted, "en-GB")


WAYS: dict[str, list[Way]] = {
    "evaluation.finish": [button(ids.DECISION_DONE, _decision, add_a_decision)],
    "evaluation.see": [command("/measure", "plan"), button(ids.SEE_AGENDA, _review, add_a_plan)],
    "evaluation.write": [
        button(ids.WRITE_EVALUATION, _this),
        button(ids.DECIDE_REVIEW, _review, add_a_plan),
        button(ids.CHANGE_DECISION, _decision, add_a_decision),
        form(ids.SUBMIT_EVALUATION, _evaluation_form, lambda place: {"exists": "A list."}, add_a_plan),
        form(ids.SUBMIT_DECISIONS, _decide_form, lambda place: {}, add_a_plan),
        form(ids.SUBMIT_DECISION, _redecide_form, lambda place: {"what_1": "Print more."}, add_a_decision),
    ],
    "help.read": [
        command("/uptake"),
        command("/uptake", "help"),
        command("/pulse", "help"),
        command("/pdsa"),
        command("/pdsa", "help"),
        command("/measure"),
        command("/measure", "help"),
        button(ids.PREVIEW_SKIP),
        button(ids.PREVIEW_BREAK),
        form(
            ids.SUBMIT_PREVIEW, _preview_form, lambda place: dict.fromkeys(_preview(place).invitation.wave.items, "4")
        ),
    ],
    "home.see": [home()],
    "initiative.confirm_channel": [button(ids.CONFIRM_CHANNEL, _this)],
    "initiative.end": [
        command("/uptake", "end"),
        button(ids.ASK_END),
        form(ids.SUBMIT_END, _end_form, lambda place: {}),
    ],
    "initiative.handover": [
        command("/uptake", "handover"),
        button(ids.ASK_HANDOVER),
        button(ids.CHOOSE_LEAD, _this),
        form(ids.SUBMIT_HANDOVER, _handover_form, _the_lead),
    ],
    "initiative.take_over": [button(ids.TAKE_OVER, _this)],
    "initiative.describe": [
        button(ids.OPEN_DESCRIPTION, _this),
        form(ids.SUBMIT_DESCRIPTION, _description_form, lambda place: _STARTING),
    ],
    "initiative.pause": [
        command("/uptake", "pause"),
        command("/uptake", "resume"),
        button(ids.ASK_PAUSE),
        button(ids.PAUSE, _this),
        button(ids.RESUME, _this),
    ],
    "initiative.start": [
        command("/uptake", "start"),
        button(ids.OPEN_START),
        form(ids.SUBMIT_START, _start_form, lambda place: _STARTING),
    ],
    "initiative.see_status": [command("/uptake", "status"), button(ids.SHOW_STATUS)],
    "people.import": [
        button(ids.APPLY_LIST, lambda place: str(place.things["list"]), stage_a_list),
        button(ids.CHOOSE_FOR_LIST, lambda place: f"{place.initiative.id}:F0NONE"),
        button(ids.CHOOSE_GROUPS, _this, add_a_group),
        button(ids.FOLLOW_CHANNEL, _this),
        button(ids.MOVE_PEOPLE, _this),
        form(ids.SUBMIT_MOVE, _move_form, lambda place: {"moved": [place.cast["lead"]], "team": "none"}),
        form(ids.SUBMIT_GROUPS, _groups_form, lambda place: {"groups": [place.things["group"].id]}, add_a_group),
    ],
    "measures.define": [
        command("/measure", "new"),
        button(ids.NEW_MEASURE, _this),
        button(ids.CHANGE_MEASURE, _measure, add_a_measure),
        button(ids.MEASURE_FOR_PLAN, _this),
        button(ids.PUT_ASIDE, _measure, add_a_measure),
        button(ids.MARK_DAY, _measure, add_a_measure),
        button(ids.CHOOSE_CHART, _measure, add_a_measure),
        button(ids.TAKE_MARK_BACK, _mark, add_a_mark),
        form(ids.SUBMIT_MEASURE, _measure_form, lambda place: _MEASURE),
        form(ids.SUBMIT_CHART, _chart_form, lambda place: {"drawn_as": "run"}, add_a_measure),
        form(ids.SUBMIT_MARK, _mark_form, lambda place: {"mark_text": "It began."}, add_a_measure),
    ],
    "measures.record": [
        command("/measure", "record", add_a_measure, behind="1"),
        command("/measure", "import", add_a_measure, behind="1"),
        button(ids.RECORD_VALUES, _measure, add_a_measure),
        button(ids.CHOOSE_MEASURE, lambda place: f"{_measure(place)}:F0NONE", add_a_measure),
        button(ids.READ_AS, lambda place: f"{_upload(place)}:day_first", add_an_upload),
        button(ids.READ_AS_OTHER, lambda place: f"{_upload(place)}:month_first", add_an_upload),
        button(ids.APPLY_VALUES, _upload, add_an_upload),
        form(ids.SUBMIT_RECORD, _record_form, lambda place: {"typed": "2026-01-05 3"}, add_a_measure),
        form(ids.SUBMIT_WHY, _why_form, lambda place: {"why": "a slip"}, add_an_upload),
    ],
    "measures.see": [
        command("/measure", "list"),
        command("/measure", "chart", add_a_measure, behind="1"),
        button(ids.LIST_MEASURES, _this),
        button(ids.SHOW_CHART, _measure, add_a_measure),
    ],
    "people.name_roles": [button(ids.NAME_ROLES, _this), form(ids.SUBMIT_ROLES, _roles_form, lambda place: {})],
    "people.see": [command("/uptake", "people"), button(ids.SHOW_PEOPLE)],
    "pdsa.decide": [
        command("/pdsa", "act", cycle_in(Phase.ACT)),
        button(ids.DECIDE_TEST, _cycle, cycle_in(Phase.ACT)),
        button(ids.GO_BACK, _cycle, cycle_in(Phase.ACT)),
        form(ids.SUBMIT_ACT, _part(pdsa_parts.act_form), lambda place: _DECIDED, cycle_in(Phase.ACT)),
        form(ids.SUBMIT_BACK, _back_form, lambda place: {"reason_back": "To look again."}, cycle_in(Phase.ACT)),
    ],
    "pdsa.export": [button(each, _cycle, cycle_in(Phase.PLAN)) for each in _FILES],
    "pdsa.plan": [
        command("/pdsa", "plan"),
        button(ids.PLAN_TEST, _this),
        button(ids.TEST_STRATEGY, lambda place: Prompt(place.initiative.id, 1, "supported", "start_smaller").value),
        button(ids.CHANGE_PLAN, _cycle, cycle_in(Phase.PLAN)),
        button(ids.NEXT_TEST, _cycle, cycle_in(Phase.CLOSED)),
        form(ids.SUBMIT_PLAN, _plan_form, lambda place: {"aim": "Less waiting."}, cycle_in(Phase.PLAN)),
    ],
    "pdsa.see": [
        command("/pdsa", "list"),
        command("/pdsa", "show"),
        button(ids.SHOW_TEST, _cycle, cycle_in(Phase.PLAN)),
        button(ids.LIST_TESTS, _this),
    ],
    "pdsa.work": [
        command("/pdsa", "do", cycle_in(Phase.DO)),
        command("/pdsa", "study", cycle_in(Phase.STUDY)),
        button(ids.SHARE_OUT, _cycle, cycle_in(Phase.PLAN)),
        button(ids.TASK_DONE, lambda place: f"{_cycle(place)}:1", cycle_in(Phase.PLAN)),
        button(ids.BEGIN_TEST, _cycle, cycle_in(Phase.PLAN)),
        button(ids.WRITE_DONE, _cycle, cycle_in(Phase.DO)),
        button(ids.WRITE_STUDY, _cycle, cycle_in(Phase.STUDY)),
        form(ids.SUBMIT_TASKS, _tasks_form, lambda place: {}, cycle_in(Phase.PLAN)),
        form(ids.SUBMIT_BEGIN, _part(pdsa_parts.begin_form), lambda place: {}, cycle_in(Phase.PLAN)),
        form(
            ids.SUBMIT_DONE,
            _part(pdsa_parts.do_form),
            _seen,
            cycle_in(Phase.DO),
        ),
        form(
            ids.SUBMIT_STUDY,
            _part(pdsa_parts.study_form),
            _learned,
            cycle_in(Phase.STUDY),
        ),
    ],
    "pulse.answer": [
        command("/pulse"),
        button(ids.OPEN_CHECKIN, _wave, open_wave),
        button(ids.SKIP_CHECKIN, _wave, open_wave),
        button(ids.TAKE_BREAK, _wave, open_wave),
        button(ids.END_BREAK, _this),
        form(ids.SUBMIT_CHECKIN, _checkin, _answers, open_wave),
    ],
    "pulse.approve": [
        button(ids.SEE_QUESTIONS, _initiative),
        button(ids.AGREE, _questions),
        button(ids.NOT_YET, _questions),
    ],
    "pulse.open_extra": [command("/pulse", "now"), button(ids.START_PULSE), button(ids.UNDO_NOW)],
    "pulse.preview": [
        command("/pulse", "preview"),
        button(ids.PREVIEW_FORM, _previewed),
        button(ids.PREVIEW_OTHER, _previewed),
        button(ids.PREVIEW_PLANNED, _previewed),
        button(ids.PREVIEW_FILE, lambda place: str(place.things["questions"]), stage_questions),
    ],
    "pulse.change_questions": [
        button(ids.USE_BUILT_IN, _this),
        button(ids.USE_QUESTIONS, lambda place: str(place.things["questions"]), stage_questions),
    ],
    "pulse.see_suggestions": [button(ids.SHOW_SUGGESTIONS, _wave, open_wave)],
    "pulse.see_results": [
        command("/pulse", "results"),
        button(ids.SHOW_RESULTS),
        button(ids.SHOW_GROUP, lambda place: f"{place.initiative.id}:1"),
    ],
    "settings.change": [
        button(ids.OPEN_SETTINGS, _initiative),
        command("/pulse", "schedule"),
        form(ids.SUBMIT_SETTINGS, _settings, lambda place: {"message_cap": "2"}),
    ],
    "settings.see": [command("/uptake", "settings"), button(ids.SHOW_SETTINGS)],
    "settings.take_back": [button(ids.TAKE_BACK, _change, plan_change)],
    "privacy.read": [command("/uptake", "privacy"), button(ids.SHOW_PRIVACY)],
    "me.see": [command("/uptake", "me"), button(ids.SHOW_ME)],
    "me.export": [button(ids.EXPORT_ME)],
    "me.return": [button(ids.COME_BACK)],
    "me.erase": [button(ids.ERASE_ME), _and_back(form(ids.SUBMIT_ERASE, _erase_form, lambda place: {}))],
    "work_time.change_own": [
        button(ids.OPEN_AWAY),
        button(ids.OPEN_MY_HOURS),
        button(ids.OPEN_MY_TIME),
        form(ids.SUBMIT_MY_TIME, _my_time_form, lambda place: {}),
    ],
    "work_time.change_team": [
        button(ids.OPEN_TEAM_HOURS, _this),
        form(ids.PICK_TEAM, _pick_team, lambda place: {}),
        form(ids.SUBMIT_TEAM_HOURS, _team_form, lambda place: {}),
    ],
    "work_time.opt_out": [button(ids.NOT_FOR_ME, _this), button(ids.UNDO_NOT_FOR_ME, _this)],
}
