"""The agenda of a review, made from what happened: first what moved, then the rest."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from slack_sdk.models.blocks import Block

from bot.domain.evaluation.agenda import Agenda, Passed, Promised
from bot.domain.evaluation.plan import Decision, Question
from bot.domain.pdsa.cycle import Phase
from messages import ids
from messages.fitting import cut
from messages.measure_chart import says
from messages.message import Message, button, buttons, line, listed, message, paragraph, small
from messages.pdsa_words import LONGEST_CHANGE
from messages.promises import in_words_of
from messages.sentences import sentences

_MOST = 8
T = TypeVar("T")


def agenda(value: Agenda, locale: str) -> Message:
    """What there is to talk about, with a button that takes what was decided."""
    say = sentences("evaluation/agenda", locale, practice=value.practice, on=value.review.on, since=value.since)
    moved = _some(value.moved, lambda over: _moved(over.measure.terms.name, says(over, locale), locale), locale)
    blocks: list[Block] = [
        paragraph(f"*{say['headline']}*"),
        small(say["since"]),
        paragraph(listed(say["moved"], moved) if moved else say["nothing_moved"]),
        line(),
        paragraph(say["questions"]),
        *(
            paragraph(_question(number, each, value, locale))
            for number, each in enumerate(value.plan.terms.questions, 1)
        ),
        line(),
        *_happened(value, locale),
    ]
    decided = _decided(value, locale)
    blocks += [line(), paragraph("\n".join([say["decided"], *decided]))] if decided else []
    if value.may_write:
        blocks.append(buttons(button(ids.DECIDE_REVIEW, say["decide"], str(value.review.id), style="primary")))
    return message(say["headline"], blocks)


def _moved(name: str, said: str, locale: str) -> str:
    return sentences("evaluation/agenda", locale, name=name, says=said)["moved_one"]


def _question(number: int, question: Question, value: Agenda, locale: str) -> str:
    say = sentences("evaluation/agenda", locale, number=number, text=question.text)
    lines = [say["question"]]
    for each in question.measure_ids[:_MOST]:
        over = value.measures.get(each)
        if over is not None:
            said = says(over, locale) if over.known else ""
            of = sentences("evaluation/agenda", locale, name=over.measure.terms.name, says=said)
            lines.append(of["shown_by" if over.known else "no_value"])
    return "\n".join(lines if len(lines) > 1 else [*lines, say["unanswered"]])


def _happened(value: Agenda, locale: str) -> list[Block]:
    """Tests, pulses and promises: what there was of each, or that there was nothing."""
    say = sentences("evaluation/agenda", locale)
    tests = _some(value.passed, lambda each: _passed(each, locale), locale)
    pulses = _some(value.pulses, lambda on: sentences("evaluation/agenda", locale, on=on)["pulse"], locale)
    changes = [(one, words) for one in value.promised for words in _promised(one, value, locale)]
    promises = _some(changes, lambda pair: _promise(*pair, locale), locale)
    return [
        paragraph(listed(say["tests"], tests) if tests else say["no_tests"]),
        paragraph(listed(say["pulses"], pulses) if pulses else say["no_pulses"]),
        paragraph(listed(say["promises"], promises) if promises else say["no_promises"]),
    ]


def _passed(value: Passed, locale: str) -> str:
    of: dict[str, Any] = {"test": value.number, "change": cut(value.change, LONGEST_CHANGE), "on": value.on}
    part = value.decision or Phase.ACT if value.into is Phase.CLOSED else value.into
    return sentences("evaluation/agenda", locale, **of)[f"into_{part.value}"]


def _promised(one: Promised, value: Agenda, locale: str) -> list[str]:
    return in_words_of(one.changes, value.practice, value.zone, locale)


def _promise(one: Promised, words: str, locale: str) -> str:
    return sentences("evaluation/agenda", locale, on=one.on, change=words)["promise"]


def _decided(value: Agenda, locale: str) -> list[str]:
    """What isn't done, of any review; then what was done of what the last one decided."""
    last = value.plan.last_held
    done = [one for one in (last.decisions if last else ()) if one.is_done]
    return _some([*value.plan.open_decisions, *done], lambda one: _decision(one, locale), locale)


def _decision(one: Decision, locale: str) -> str:
    about: dict[str, Any] = {"what": one.what, "owner": one.owner_user_id, "due_on": one.due_on}
    return sentences("evaluation/agenda", locale, **about)["is_done" if one.is_done else "still_open"]


def _some(values: Sequence[T], said: Callable[[T], str], locale: str) -> list[str]:
    """Some of these in words, the latest where there are too many, and how many more there are."""
    lines = [said(each) for each in values[-_MOST:]]
    more = len(values) - _MOST
    return [*lines, sentences("evaluation/agenda", locale, count=more)["more"]] if more > 0 else lines
