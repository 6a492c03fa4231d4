"""All about one test: its chain as a ramp, its four parts, how it keeps to the method, and what happened when."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import Block, RichTextBlock, RichTextPreformattedElement
from slack_sdk.models.views import View

from bot.domain.pdsa.cycle import Changed, Cycle, Phase
from bot.domain.pdsa.phases import ORDER
from bot.domain.pdsa.scale import STEPS
from bot.domain.pdsa.shown import CycleShown
from bot.domain.pdsa.verdict import Finding, Why
from messages import ids
from messages.escaping import Finished, as_typed
from messages.form import page_view
from messages.message import Message, button, buttons, line, listed, message, paragraph, small
from messages.pdsa import from_pulse, next_things, of_cycle
from messages.pdsa_words import decision, marks, verdict
from messages.sentences import Sentences, sentences

_MOST_LINES, _LONGEST = 10, 2900
FIELDS: Mapping[str, str] = {
    **dict.fromkeys(("measure_id", "measure"), "measure"),
    **dict.fromkeys(("compare", "number", "by"), "prediction"),
    **dict.fromkeys(("step", "who", "how_many"), "scale"),
    **dict.fromkeys(("do_on", "study_on", "act_on"), "dates"),
    **dict.fromkeys(("as_planned", "observations", "problems", "has_data"), "done"),
    **dict.fromkeys(("learned", "observed"), "learned"),
    **dict.fromkeys(("decision", "because", "next_step"), "decision"),
    **{name: name for name in ("answers", "aim", "question", "change")},
    "lead_user_id": "lead",
}
"""What people call each field of a test, as a part of the sentences; all others are about tasks."""


def record(value: CycleShown, locale: str) -> Message:
    """The whole record, for the one who asked."""
    headline = _headline(value, locale)["headline"]
    return message(headline, [paragraph(f"*{headline}*"), *_blocks(value, locale)])


def record_view(value: CycleShown, locale: str) -> View:
    """The same in a modal."""
    say = _headline(value, locale)
    return page_view(say["title"], say["close"], [paragraph(f"*{say['headline']}*"), *_blocks(value, locale)])


def ramp(chain: Sequence[Cycle], here: Cycle, locale: str) -> list[str]:
    """The tests of a chain as lines of a ramp, the newest on top: the larger a test, the further to the right."""
    lines = []
    for cycle in reversed(chain):
        step = sentences("pdsa/words", locale)[cycle.plan.step.value]
        decided = decision(cycle, locale)
        say = sentences("pdsa/record", locale, test=cycle.number, step=step, decision=decided)
        rise = "   " * STEPS.index(cycle.plan.step)
        lines.append(f"{rise}╱ {say.plain('ramp_here' if cycle.id == here.id and len(chain) > 1 else 'ramp')}")
    return lines


def history(value: CycleShown, locale: str) -> list[str]:
    """What happened when, the oldest first, a line each."""
    return [_line(one, value, locale) for one in value.cycle.history]


def waiting(locale: str) -> View:
    """What stands there while a file is made."""
    return _page(sentences("pdsa/record", locale, test=0)["waiting"], locale)


def sent(locale: str) -> View:
    """Where the file is."""
    return _page(sentences("pdsa/record", locale, test=0)["sent"], locale)


def shown_instead(text: str, locale: str) -> View:
    """The file's text, where none can be sent."""
    say = sentences("pdsa/record", locale, test=0)
    return page_view(say["file_title"], say["close"], [paragraph(say["shown"]), _preformatted(text)])


def _page(text: str, locale: str) -> View:
    say = sentences("pdsa/record", locale, test=0)
    return page_view(say["file_title"], say["close"], [paragraph(text)])


def _headline(value: CycleShown, locale: str) -> Sentences:
    return sentences("pdsa/record", locale, test=value.cycle.number, practice=value.practice)


def _blocks(value: CycleShown, locale: str) -> list[Block]:
    cycle, say = value.cycle, sentences("pdsa/record", locale)
    blocks: list[Block] = []
    if len(value.chain) > 1:
        shown = value.chain[-12:]
        blocks += [paragraph(say["chain"]), _preformatted("\n".join(ramp(shown, cycle, locale)))]
    blocks += [line(), *_parts(value, locale), line()]
    blocks.append(paragraph("\n".join([say["method"], *marks(value.marks, locale)])))
    told = history(value, locale)
    earlier = sentences("pdsa/record", locale, count=len(told) - _MOST_LINES)["earlier"]
    blocks.append(paragraph(listed(say["history"], told[-_MOST_LINES:])))
    blocks += [small(earlier)] if len(told) > _MOST_LINES else []
    back = [] if cycle.phase is Phase.PLAN or cycle.following else [button(ids.GO_BACK, say["go_back"], str(cycle.id))]
    things = [each for each in next_things(cycle, locale) if each.action_id != ids.SHOW_TEST] + back
    kinds = {ids.EXPORT_PAGE: "as_page", ids.EXPORT_MARKDOWN: "as_markdown", ids.EXPORT_TABLE: "as_csv"}
    files = [button(action, say[part], str(cycle.id)) for action, part in kinds.items()]
    acts = [buttons(*things)] if things else []
    return [*blocks, *acts, buttons(*files), small(say["files"])]


def _parts(value: CycleShown, locale: str) -> list[Block]:
    cycle, plan = value.cycle, value.cycle.plan
    living = of_cycle(value, locale)
    texts = {name: getattr(plan, name) for name in ("answers", "aim", "question", "change")}
    lines = from_pulse(value, locale) + [_text(name, text, locale) for name, text in texts.items() if text]
    lines += [living["frozen" if cycle.is_frozen else "expects"], living["scale"], living["dates"], living["lead"]]
    blocks: list[Block] = [paragraph("\n".join([sentences("pdsa/record", locale)["part_plan"], *lines]))]
    for part, said in (("do", _done(cycle, locale)), ("study", _study(value, locale)), ("act", _act(cycle, locale))):
        if said:
            blocks.append(paragraph("\n".join([sentences("pdsa/record", locale)[f"part_{part}"], *said])))
    return blocks


def _done(cycle: Cycle, locale: str) -> list[str]:
    if cycle.done is None:
        return []
    say = sentences("pdsa/record", locale)
    lines = [say["as_planned" if cycle.done.as_planned else "otherwise"]]
    lines += [_text("observations", cycle.done.observations, locale)]
    lines += [_text("problems", cycle.done.problems, locale)] if cycle.done.problems else []
    return [*lines, say["has_data" if cycle.done.has_data else "no_data"]]


def _study(value: CycleShown, locale: str) -> list[str]:
    """The verdict as soon as there is something to say; then what was learned."""
    found, study = value.verdict, value.cycle.study
    is_silent = found.finding is Finding.CANNOT_TELL and found.why in (Why.NOT_BEGUN, Why.TOO_EARLY)
    if is_silent and study is None:
        return []
    learned = [_text("learned", study.learned, locale)] if study else []
    return [*verdict(value, locale), *learned]


def _act(cycle: Cycle, locale: str) -> list[str]:
    if cycle.act is None:
        return []
    decided = sentences("pdsa/record", locale, decision=decision(cycle, locale))["decided"]
    return [decided, _text("because", cycle.act.because, locale)]


def _text(part: str, text: str, locale: str) -> str:
    return sentences("pdsa/record", locale, text=text)[part]


def _line(one: Changed, value: CycleShown, locale: str) -> str:
    names = dict.fromkeys(FIELDS.get(name, "tasks") for name in one.new)
    say = sentences("pdsa/record", locale)
    fields = [say[f"field_{name}"] for name in names]
    words = sentences("pdsa/words", locale)
    of = {
        "on": one.at,
        "who": one.by_user_id,
        "note": one.note,
        "after": words[one.after.value],
        "what": _joined(fields),
    }
    told = sentences("pdsa/record", locale, value.zone, **of)
    if one.version == 1:
        return told["planned"]
    if one.after is one.before:
        return told["edited"]
    return told["went_back" if ORDER.index(one.after) < ORDER.index(one.before) else "moved"]


def _joined(fields: Sequence[str]) -> str:
    return Finished(", ".join(fields))


def _preformatted(text: str) -> RichTextBlock:
    """Lines that keep their places, in a block that goes by Slack's limit of a section."""
    shown = as_typed(text, _LONGEST)
    return RichTextBlock(elements=[RichTextPreformattedElement(elements=[{"type": "text", "text": shown}])])
