"""Tests of change as the channel sees them: one message for each, and the board of all."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.domain.pdsa.cycle import Cycle, Decision, Phase
from bot.domain.pdsa.reminding import due_on, is_overdue
from bot.domain.pdsa.shown import Board, CycleShown
from messages import ids
from messages.fitting import cut
from messages.form import page_view
from messages.message import Message, button, buttons, listed, message, paragraph, small
from messages.pdsa_words import LONGEST_CHANGE, decision, expected, scale, verdict
from messages.pulse import Words
from messages.sentences import Sentences, sentences

_MOST, _MOST_CLOSED = 7, 6
_LONGEST_NOTE = 300


def living(value: CycleShown, locale: str) -> Message:
    """The one message of a test in the channel, as it stands now, with the next thing to do."""
    cycle, say = value.cycle, of_cycle(value, locale)
    headline = say[f"headline_{cycle.act.decision if cycle.act and cycle.phase is Phase.CLOSED else cycle.phase}"]
    lines = [say["aim"], say["frozen" if cycle.is_frozen else "expects"], say["scale"], say["lead"]]
    lines += [say["dates"]] if cycle.phase is not Phase.CLOSED else []
    blocks: list[Block] = [
        paragraph(f"*{headline}*"),
        small(say[f"track_{cycle.phase}"]),
        paragraph("\n".join([*from_pulse(value, locale), *lines])),
        *_tasks(cycle, locale),
    ]
    if came := _came_of_it(value, locale):
        blocks.append(paragraph("\n".join(came)))
    return message(headline, [*blocks, buttons(*next_things(cycle, locale)), small(say["thread"])])


def next_things(cycle: Cycle, locale: str) -> list[ButtonElement]:
    """The buttons of a test: first what comes next, then what can be changed, then all about it."""
    say, value = sentences("pdsa/living", locale), str(cycle.id)
    record = button(ids.SHOW_TEST, say["record"], value)
    if cycle.phase is Phase.CLOSED:
        goes_on = cycle.act is not None and cycle.act.decision is Decision.ADAPT and cycle.following is None
        return [button(ids.NEXT_TEST, say["next_test"], value, style="primary"), record] if goes_on else [record]
    first = next_step(cycle.phase, cycle.id, locale)
    change, share = button(ids.CHANGE_PLAN, say["change_plan"], value), button(ids.SHARE_OUT, say["share_out"], value)
    return [first, change, share, record]


def next_step(phase: Phase, cycle_id: int, locale: str) -> ButtonElement:
    """The button that takes a test on from its phase, which isn't the last."""
    action, part = _NEXT[phase]
    return button(action, sentences("pdsa/living", locale)[part], str(cycle_id), style="primary")


def board(value: Board, locale: str) -> Message:
    """All tests of an initiative, by the phase in which they stand."""
    say = sentences("pdsa/board", locale, practice=value.practice)
    return message(say["headline"], [paragraph(f"*{say['headline']}*"), *_board(value, locale)])


def board_view(value: Board, locale: str) -> View:
    """The same in a modal, for who comes from Home."""
    say = sentences("pdsa/board", locale, practice=value.practice)
    return page_view(say["title"], say["close"], [paragraph(f"*{say['headline']}*"), *_board(value, locale)])


def task_done(cycle: Cycle, number: int, locale: str) -> str:
    """What somebody reads who said that a task is done."""
    what = next((task.what for task in cycle.tasks if task.number == number), "–")
    return sentences("pdsa/living", locale, what=what)["told_done"]


def usage(locale: str) -> str:
    """What one can do with /pdsa."""
    return sentences("pdsa/help", locale)["text"]


_NEXT = {
    Phase.PLAN: (ids.BEGIN_TEST, "begin"),
    Phase.DO: (ids.WRITE_DONE, "write_done"),
    Phase.STUDY: (ids.WRITE_STUDY, "write_study"),
    Phase.ACT: (ids.DECIDE_TEST, "decide"),
}


def of_cycle(value: CycleShown, locale: str) -> Sentences:
    """What can be said of a cycle's plan, filled in."""
    cycle, plan = value.cycle, value.cycle.plan
    return sentences(
        "pdsa/living",
        locale,
        value.zone,
        test=cycle.number,
        change=cut(plan.change, LONGEST_CHANGE),
        aim=plan.aim,
        measure=plan.measure,
        expected=expected(plan, locale),
        scale=scale(plan, locale),
        lead=plan.lead_user_id,
        do_on=plan.do_on,
        study_on=plan.study_on,
        act_on=plan.act_on,
    )


def from_pulse(value: CycleShown, locale: str) -> list[str]:
    """What in a pulse a test answers, as a line; none where nothing called for it."""
    origin, words = value.cycle.origin, Words(value.own, locale)
    if origin is None or not words.knows(origin.item):
        return []
    return [sentences("pdsa/living", locale, name=words.short(origin.item), day=origin.opens_on)["from_pulse"]]


def _tasks(cycle: Cycle, locale: str) -> list[Block]:
    if not cycle.tasks:
        return []
    lines = [
        sentences("pdsa/living", locale, owner=task.owner_user_id, what=task.what, due_on=task.due_on)[
            "task_done" if task.is_done else "task"
        ]
        for task in cycle.tasks
    ]
    return [paragraph(listed(sentences("pdsa/living", locale)["tasks"], lines))]


def _came_of_it(value: CycleShown, locale: str) -> list[str]:
    """What happened, what the numbers say, what was learned and why it was decided so, as far as it is written."""
    cycle, lines = value.cycle, []
    if cycle.done and cycle.done.observations:
        lines.append(_note("happened", cycle.done.observations, locale))
    if cycle.phase in (Phase.STUDY, Phase.ACT, Phase.CLOSED):
        lines.append(" ".join(verdict(value, locale)))
    if cycle.study:
        lines.append(_note("learned", cycle.study.learned, locale))
    if cycle.act and cycle.phase is Phase.CLOSED:
        lines.append(_note("because", cycle.act.because, locale))
    return lines


def _note(part: str, text: str, locale: str) -> str:
    return sentences("pdsa/living", locale, text=cut(text, _LONGEST_NOTE))[part]


def _board(value: Board, locale: str) -> list[Block]:
    say = sentences("pdsa/board", locale)
    blocks: list[Block] = [] if value.cycles else [paragraph(say["none"])]
    for phase in Phase:
        there = [each for each in value.cycles if each.phase is phase]
        if there:
            blocks += _column(phase, there, value, locale)
    if value.cycles:
        met = [
            sentences("pdsa/board", locale, met=met, count=count)[f"method_{feature}"]
            for feature, (met, count) in value.features.items()
        ]
        blocks.append(paragraph(listed(say["method"], met)))
    plan = button(ids.PLAN_TEST, say["plan"], str(value.initiative_id), style="primary")
    return blocks if value.is_over else [*blocks, buttons(plan)]


def _column(phase: Phase, there: Sequence[Cycle], value: Board, locale: str) -> list[Block]:
    """One phase of the board, the newest test first where they are decided."""
    most = _MOST_CLOSED if phase is Phase.CLOSED else _MOST
    shown = list(reversed(there))[:most] if phase is Phase.CLOSED else there[:most]
    blocks: list[Block] = [paragraph(f"*{sentences('pdsa/words', locale)[phase.value]}*")]
    say = sentences("pdsa/board", locale, count=len(there) - most)
    for cycle in shown:
        see = button(ids.SHOW_TEST, say["see"], str(cycle.id))
        blocks.append(paragraph(_entry(cycle, value, locale), see))
    return [*blocks, small(say["more"])] if len(there) > most else blocks


def _entry(cycle: Cycle, value: Board, locale: str) -> str:
    of = {
        "test": cycle.number,
        "change": cut(cycle.plan.change, LONGEST_CHANGE),
        "due_on": due_on(cycle),
        "lead": cycle.plan.lead_user_id,
        "decision": decision(cycle, locale),
    }
    entry = sentences("pdsa/board", locale, value.zone, **of)[f"entry_{cycle.phase}"]
    if not is_overdue(cycle, value.today):
        return entry
    return sentences("pdsa/board", locale, entry=entry)["overdue"]
