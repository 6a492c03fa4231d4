"""A chain of tests as a file: Markdown, a table in CSV, or one page of HTML to print; what people typed stays data."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.pdsa.cycle import Changed, Cycle
from bot.domain.pdsa.phases import ORDER
from bot.domain.pdsa.scale import STEPS
from bot.domain.pdsa.shown import CycleShown, Record
from messages.files import as_csv, as_markdown, file_name
from messages.fitting import cut
from messages.pdsa_record import FIELDS
from messages.pdsa_words import LONGEST_CHANGE, decision, expected, in_figures, marks, scale_said, verdict_said
from messages.pulse import Words
from messages.sentences import Sentences, language_of, page, sentences

ENDINGS = {"page": "html", "markdown": "md", "csv": "csv"}
"""The kinds of files, and how their names end."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a test's record: what has a name, and then lines that have none."""

    title: str
    rows: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """The record of one test."""

    title: str
    parts: tuple[Part, ...]


def name_of(value: Record, kind: str) -> str:
    """A file name that says what it is about."""
    return file_name(f"tests {value.tests[0].practice}", ENDINGS[kind])


def made(value: Record, kind: str, locale: str) -> str:
    """The file's text. A CSV file has no mark at its beginning here: whoever writes it to disk puts it there."""
    return {"page": as_page, "markdown": as_text, "csv": as_table}[kind](value, locale)


def as_page(value: Record, locale: str) -> str:
    """One page of HTML that needs nothing from elsewhere."""
    say = _about(value, locale)
    return page(
        "pdsa.html",
        language=language_of(locale),
        title=say.plain("title"),
        about=say.plain("about"),
        footer=say.plain("footer"),
        ramp=[(STEPS.index(one.cycle.plan.step), _step(one.cycle, locale)) for one in value.tests],
        tests=[_section(one, value, locale) for one in value.tests],
    )


def as_text(value: Record, locale: str) -> str:
    """The same as Markdown."""
    say = _about(value, locale)
    lines = [f"# {as_markdown(say.plain('title'))}", "", as_markdown(say.plain("about")), ""]
    if len(value.tests) > 1:
        lines += [f"{number}. {as_markdown(_step(one.cycle, locale))}" for number, one in enumerate(value.tests, 1)]
        lines.append("")
    for section in (_section(one, value, locale) for one in value.tests):
        lines += [f"## {as_markdown(section.title)}", ""]
        for part in section.parts:
            lines += [f"### {part.title}", ""]
            lines += [f"- **{name}:** {as_markdown(text)}" for name, text in part.rows]
            lines += [f"- {as_markdown(text)}" for text in part.lines]
            lines.append("")
    return "\n".join([*lines, as_markdown(say.plain("footer")), ""])


def as_table(value: Record, locale: str) -> str:
    """The same as a table with a row for each thing: test, part, name, text."""
    say = sentences("pdsa/file", locale)
    head = [say.plain(f"column_{name}") for name in ("test", "part", "name", "text")]
    return as_csv([head, *_rows(value, locale)], marked=False).decode()


def _rows(value: Record, locale: str) -> Iterator[tuple[str | int, ...]]:
    for one in value.tests:
        for part in _section(one, value, locale).parts:
            for name, text in part.rows:
                yield one.cycle.number, part.title, name, text
            for text in part.lines:
                yield one.cycle.number, part.title, "", text


def _about(value: Record, locale: str) -> Sentences:
    first = value.tests[0]
    return sentences(
        "pdsa/file", locale, first.zone, practice=first.practice, count=len(value.tests), today=first.today
    )


def _step(cycle: Cycle, locale: str) -> str:
    step = sentences("pdsa/words", locale).plain(cycle.plan.step.value)
    say = sentences("pdsa/file", locale, test=cycle.number, step=step, decision=decision(cycle, locale))
    return say.plain("ramp")


def _section(one: CycleShown, value: Record, locale: str) -> Section:
    cycle, say = one.cycle, sentences("pdsa/file", locale)
    title = sentences("pdsa/file", locale, test=cycle.number, change=cut(cycle.plan.change, LONGEST_CHANGE)).plain(
        "test_title"
    )
    parts = [
        Part(say.plain("part_plan"), tuple(_plan(one, value, locale))),
        Part(say.plain("part_do"), tuple(_done(cycle, locale))),
        Part(say.plain("part_study"), tuple(_study(one, locale))),
        Part(say.plain("part_act"), tuple(_act(cycle, locale))),
        Part(say.plain("part_values"), tuple(_values(one, locale))),
        Part(say.plain("part_method"), lines=tuple(marks(one.marks, locale))),
        Part(say.plain("part_history"), lines=tuple(_event(each, one, value, locale) for each in cycle.history)),
    ]
    return Section(title, tuple(part for part in parts if part.rows or part.lines))


def _plan(one: CycleShown, value: Record, locale: str) -> Iterator[tuple[str, str]]:
    cycle, plan = one.cycle, one.cycle.plan
    of = {"measure": plan.measure, "expected": expected(plan, locale)}
    dates = {"do_on": plan.do_on, "study_on": plan.study_on, "act_on": plan.act_on}
    say = sentences("pdsa/file", locale, one.zone, **of, **dates)
    words = Words(one.own, locale)
    if cycle.origin and words.knows(cycle.origin.item):
        day, name = cycle.origin.opens_on, words.plain_short(cycle.origin.item)
        yield say.plain("from_pulse"), sentences("pdsa/file", locale, name=name, day=day).plain("called")
    for name in ("answers", "aim", "question", "change"):
        if getattr(plan, name):
            yield say.plain(name), getattr(plan, name)
    yield say.plain("prediction"), say.plain("predicted")
    if cycle.began_on is not None:
        yield say.plain("frozen_on"), sentences("pdsa/file", locale, on=cycle.began_on).plain("day")
    yield say.plain("scale"), scale_said(plan, locale).plain()[0]
    yield say.plain("dates"), say.plain("planned_for")
    yield say.plain("lead"), _name(plan.lead_user_id, value, locale)
    if cycle.tasks:
        yield say.plain("tasks"), "\n".join(_tasks(cycle, value, locale))


def _tasks(cycle: Cycle, value: Record, locale: str) -> Iterator[str]:
    for task in cycle.tasks:
        who = _name(task.owner_user_id, value, locale)
        say = sentences("pdsa/file", locale, who=who, what=task.what, due_on=task.due_on)
        yield say.plain("task_done" if task.is_done else "task")


def _done(cycle: Cycle, locale: str) -> Iterator[tuple[str, str]]:
    say = sentences("pdsa/file", locale)
    if cycle.done is not None:
        yield say.plain("as_planned"), say.plain("yes" if cycle.done.as_planned else "no")
        yield say.plain("observations"), cycle.done.observations
        if cycle.done.problems:
            yield say.plain("problems"), cycle.done.problems
        yield say.plain("has_data"), say.plain("yes" if cycle.done.has_data else "no")


def _study(one: CycleShown, locale: str) -> Iterator[tuple[str, str]]:
    say = sentences("pdsa/file", locale)
    if one.cycle.began_on is not None:
        yield say.plain("verdict"), " ".join(verdict_said(one, locale).plain())
    if one.cycle.study is not None:
        yield say.plain("learned"), one.cycle.study.learned


def _act(cycle: Cycle, locale: str) -> Iterator[tuple[str, str]]:
    say = sentences("pdsa/file", locale)
    if cycle.act is not None:
        yield say.plain("decision"), decision(cycle, locale)
        yield say.plain("because"), cycle.act.because


def _values(one: CycleShown, locale: str) -> Iterator[tuple[str, str]]:
    """What was measured since the test began, until the next one did."""
    began, end = one.cycle.began_on, max(one.cycle.plan.by, one.cycle.plan.act_on)
    for point in one.points:
        if began and began <= point.on <= end and point.value is not None:
            yield point.on.isoformat(), f"{in_figures(point.value, locale)} {one.unit}".strip()


def _event(event: Changed, one: CycleShown, value: Record, locale: str) -> str:
    record, words = sentences("pdsa/record", locale), sentences("pdsa/words", locale)
    names = dict.fromkeys(FIELDS.get(name, "tasks") for name in event.new)
    of = {
        "on": event.at,
        "who": _name(event.by_user_id, value, locale),
        "after": words.plain(event.after.value),
        "note": event.note,
        "what": ", ".join(record.plain(f"field_{name}") for name in names),
    }
    say = sentences("pdsa/file", locale, one.zone, **of)
    if event.version == 1:
        return say.plain("event_planned")
    if event.after is event.before:
        return say.plain("event_edited")
    return say.plain("event_back" if ORDER.index(event.after) < ORDER.index(event.before) else "event_moved")


def _name(user_id: str, value: Record, locale: str) -> str:
    return value.names.get(user_id) or sentences("pdsa/file", locale).plain("nobody")
