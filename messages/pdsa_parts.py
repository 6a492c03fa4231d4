"""The forms that carry a test through its phases: begin, say what happened, look at the results, decide, go back."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    MarkdownTextObject,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.pdsa.cycle import Decision, NextStep, Phase
from bot.domain.pdsa.phases import ORDER
from bot.domain.pdsa.shown import CycleShown, PartOpened
from bot.domain.pdsa.verdict import Point
from messages import ids
from messages.escaping import Finished
from messages.form import as_standing, field, form_view, page_view
from messages.message import paragraph, small
from messages.pdsa_meanwhile import meanwhile
from messages.pdsa_words import expected, in_figures, scale, verdict
from messages.sentences import Sentences, sentences

_MOST_VALUES, _FEW = 8, 3


def begin_form(value: PartOpened, locale: str) -> View:
    """The plan once more, before the test begins and its prediction is frozen."""
    say, cycle = _sentences(value.shown, locale), value.shown.cycle
    blocks = [paragraph(f"{say['about']}\n{say['expects']}\n{say['scale']}"), paragraph(say["freezes"])]
    return form_view(
        ids.SUBMIT_BEGIN, say, blocks, f"{cycle.id}:{cycle.version}", title="title_begin", submit="submit_begin"
    )


def do_form(value: PartOpened, locale: str) -> View:
    """What was done as planned or not, what was seen, what went wrong, and whether the test is over."""
    say = _sentences(value.shown, locale)
    blocks: list[Block] = [paragraph(say["about"]), *meanwhile(value.meanwhile, locale)]
    blocks += [
        _either(value, say, "as_planned", {"yes": "yes", "no": "no"}, "yes"),
        _text(value, say, "observations", hint=True),
        _text(value, say, "problems", optional=True),
        _either(value, say, "has_data", {"yes": "yes", "no": "has_data_no"}, "no"),
        _either(value, say, "over", {"yes": "over_yes", "no": "over_no"}, "yes"),
    ]
    return _form(value, ids.SUBMIT_DONE, say, blocks, "title_do")


def study_form(value: PartOpened, locale: str) -> View:
    """What was expected beside what happened, the verdict and the values; then: what did we learn."""
    shown, say = value.shown, _sentences(value.shown, locale)
    blocks: list[Block] = [paragraph(say["about"]), _side_by_side(shown, say, locale)]
    blocks.append(paragraph(" ".join(verdict(shown, locale))))
    blocks += _values(shown, locale)
    done = shown.cycle.done
    if done is not None and not done.as_planned:
        blocks.append(paragraph(sentences("pdsa/parts", locale, text=done.problems)["was_otherwise"]))
    blocks += meanwhile(value.meanwhile, locale)
    blocks.append(_text(value, say, "learned", hint=True))
    if shown.verdict.points == 0:
        number = NumberInputElement(
            action_id=_action(value), is_decimal_allowed=True, initial_value=as_standing(value.texts.get("observed"))
        )
        blocks.append(field("observed", say["observed"], number, hint=say["observed_hint"], optional=True))
    return _form(value, ids.SUBMIT_STUDY, say, blocks, "title_study")


def act_form(value: PartOpened, locale: str) -> View:
    """What follows from the test, and why."""
    say, cycle = _sentences(value.shown, locale), value.shown.cycle
    blocks: list[Block] = [paragraph(say["about"]), paragraph(" ".join(verdict(value.shown, locale)))]
    if cycle.study:
        blocks.append(paragraph(sentences("pdsa/parts", locale, text=cycle.study.learned)["learned_so_far"]))
    blocks += meanwhile(value.meanwhile, locale)
    choices = {each: Option(value=each, label=say[each], description=say[f"{each}_means"]) for each in Decision}
    decision = RadioButtonsElement(
        action_id=_action(value),
        options=list(choices.values()),
        initial_option=_chosen(choices, value.texts.get("decision", "")),
    )
    steps = {each: Option(value=each, label=say[each]) for each in NextStep}
    step = StaticSelectElement(
        action_id=_action(value),
        options=list(steps.values()),
        initial_option=_chosen(steps, value.texts.get("next_step") or NextStep.UP),
    )
    blocks += [
        field("decision", say["decision"], decision),
        _text(value, say, "because"),
        field("next_step", say["next_step"], step, optional=True),
    ]
    return _form(value, ids.SUBMIT_ACT, say, blocks, "title_act")


def back_form(value: CycleShown, locale: str) -> View:
    """Why a test goes a step back."""
    say, cycle = _sentences(value, locale), value.cycle
    reason = PlainTextInputElement(action_id=ids.CHOICE, multiline=True)
    blocks = [paragraph(say["about"]), paragraph(say[f"back_from_{cycle.phase}"])]
    return form_view(
        ids.SUBMIT_BACK,
        say,
        [*blocks, field("reason_back", say["reason_back"], reason)],
        f"{cycle.id}:{ORDER.index(cycle.phase)}",
        title="title_back",
        submit="submit_back",
    )


def decided(value: CycleShown, locale: str) -> View:
    """What follows from a decision that ends the chain for now."""
    say, act = _sentences(value, locale), value.cycle.act
    is_kept = act is not None and act.decision is Decision.ADOPT
    return page_view(
        say["decided_title"], say["done"], [paragraph(say["decided_adopt" if is_kept else "decided_abandon"])]
    )


def loading(locale: str, phase: Phase) -> View:
    """What stands there for the moment until the form does."""
    say = sentences("pdsa/parts", locale)
    return page_view(
        say["title_study" if phase is Phase.STUDY else "title_do"], say["close"], [paragraph(say["loading"])]
    )


def _sentences(value: CycleShown, locale: str) -> Sentences:
    plan = value.cycle.plan
    return sentences(
        "pdsa/parts",
        locale,
        test=value.cycle.number,
        change=plan.change,
        measure=plan.measure,
        expected=expected(plan, locale),
        scale=scale(plan, locale),
    )


def _form(value: PartOpened, callback_id: str, say: Sentences, blocks: Sequence[Block], title: str) -> View:
    cycle = value.shown.cycle
    return form_view(callback_id, say, blocks, f"{cycle.id}:{cycle.version}", title=title)


def _side_by_side(value: CycleShown, say: Sentences, locale: str) -> Block:
    number = value.verdict.value
    happened = in_figures(number, locale) if number is not None else ""
    told = sentences("pdsa/parts", locale, value=happened, unit=value.unit)
    left = f"{say['expected_side']}\n{say['expected_value']}"
    right = f"{say['happened_side']}\n{told['happened_nothing' if number is None else 'happened_value']}"
    return SectionBlock(fields=[MarkdownTextObject(text=text, verbatim=True) for text in (left, right)])


def _values(value: CycleShown, locale: str) -> list[Block]:
    """The values since the test began, one after the other, where no chart shows them."""
    began = value.cycle.began_on
    since = [one for one in value.points if began and one.on >= began and one.value is not None]
    if not since:
        return []
    say = sentences("pdsa/parts", locale, values=_listed(since[-_MOST_VALUES:], value.unit, locale))
    return [paragraph(say["values"]), *([small(say["few_values"])] if len(since) < _FEW else [])]


def _listed(points: Sequence[Point], unit: str, locale: str) -> str:
    said = [
        sentences("pdsa/parts", locale, value=in_figures(one.value, locale), unit=unit, on=one.on)["one_value"]
        for one in points
        if one.value is not None
    ]
    return Finished("; ".join(said))


def _text(value: PartOpened, say: Sentences, name: str, *, hint: bool = False, optional: bool = False) -> Block:
    element = PlainTextInputElement(
        action_id=_action(value), multiline=True, initial_value=as_standing(value.texts.get(name))
    )
    return field(name, say[name], element, hint=say[f"{name}_hint"] if hint else "", optional=optional)


def _either(value: PartOpened, say: Sentences, name: str, parts: dict[str, str], otherwise: str) -> Block:
    options = {choice: Option(value=choice, label=say[part]) for choice, part in parts.items()}
    chosen = options[value.texts.get(name) or otherwise]
    element = RadioButtonsElement(action_id=_action(value), options=list(options.values()), initial_option=chosen)
    return field(name, say[name], element)


def _chosen(options: dict[Any, Option], value: str) -> Option | None:
    return options.get(value)


def _action(value: PartOpened) -> str:
    """Slack keeps what stands in a field whose ids stay: a form that opens again has others, to say what it says."""
    return f"{ids.CHOICE}{value.shown.cycle.version}" if value.meanwhile else ids.CHOICE
