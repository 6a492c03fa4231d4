"""The evaluation plan of an initiative as everybody sees it, and short answers to what they did with it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.domain.evaluation.plan import Decision, Evaluation, PlanShown, Question
from messages import ids
from messages.escaping import Finished
from messages.form import page_view
from messages.message import Message, button, buttons, message, paragraph, small
from messages.sentences import sentences

_MOST_DECISIONS, _MOST_PEOPLE = 8, 12


def plan(value: PlanShown, locale: str) -> Message:
    """What the evaluation must answer, who agreed to it, and when it is looked at; the lead can change it."""
    say = sentences("evaluation/plan", locale, practice=value.practice)
    if value.plan is None:
        return message(say["none"], [paragraph(say["none"]), *_acts(value, locale)])
    blocks: list[Block] = [paragraph(f"*{say['headline']}*")]
    for number, question in enumerate(value.plan.terms.questions, 1):
        blocks.append(paragraph(_question(number, question, value, locale)))
    blocks.append(paragraph("\n".join([_there(value.plan, locale), *_reviews(value.plan, locale)])))
    blocks.append(small(_agreed(value.plan, locale)))
    return message(say["headline"], [*blocks, *_to_do(value, locale), *_acts(value, locale)])


def plan_saved(value: PlanShown, locale: str) -> View:
    """The same in the place of the form, once it is saved."""
    say = sentences("evaluation/plan", locale)
    return page_view(say["title"], say["close"], plan(value, locale).blocks)


def finished(decision: Decision, locale: str) -> str:
    """What somebody reads who said that a decision is done."""
    return sentences("evaluation/plan", locale, what=decision.what)["finished"]


def mentions(users: Sequence[str], locale: str) -> str:
    """Several people in a row."""
    return _listed(sentences("evaluation/plan", locale, who=each)["mention"] for each in users[:_MOST_PEOPLE])


def names(measure_ids: Sequence[int], known: dict[int, str], locale: str) -> str:
    """The names of these measures in a row."""
    there = [known[each] for each in measure_ids if each in known]
    return _listed(sentences("evaluation/plan", locale, name=name)["name"] for name in there)


def days(some: Sequence[date], locale: str) -> str:
    """Several days in a row."""
    return _listed(sentences("evaluation/plan", locale, on=on)["one_day"] for on in some)


def _listed(finished_ones: Iterable[str]) -> str:
    return Finished(", ".join(finished_ones))


def _question(number: int, question: Question, value: PlanShown, locale: str) -> str:
    say = sentences(
        "evaluation/plan",
        locale,
        number=number,
        text=question.text,
        audience=question.audience,
        names=names(question.measure_ids, value.names, locale),
    )
    return f"{say['question']}\n{say['answered_by' if question.measure_ids else 'unanswered']}"


def _there(of: Evaluation, locale: str) -> str:
    return sentences("evaluation/plan", locale, text=of.terms.exists)["there"]


def _reviews(of: Evaluation, locale: str) -> list[str]:
    lines = []
    if of.last_held is not None:
        about: dict[str, Any] = {"on": of.last_held.held_on, "count": len(of.last_held.decisions)}
        lines.append(sentences("evaluation/plan", locale, **about)["held"])
    if of.following is None:
        return [*lines, sentences("evaluation/plan", locale)["no_review"]]
    lines.append(sentences("evaluation/plan", locale, on=of.following.on)["following"])
    later = [on for on in of.terms.reviews if on > of.following.on]
    return [*lines, sentences("evaluation/plan", locale, days=days(later, locale))["later"]] if later else lines


def _agreed(of: Evaluation, locale: str) -> str:
    people = mentions(of.terms.agreed_user_ids, locale)
    return sentences("evaluation/plan", locale, people=people, on=of.terms.agreed_on)["agreed"]


def _to_do(value: PlanShown, locale: str) -> list[Block]:
    waiting = value.plan.open_decisions if value.plan else ()
    if not waiting:
        return []
    say = sentences("evaluation/plan", locale, count=len(waiting) - _MOST_DECISIONS)
    blocks: list[Block] = [paragraph(say["to_do"])]
    for one in waiting[:_MOST_DECISIONS]:
        about: dict[str, Any] = {"what": one.what, "owner": one.owner_user_id, "due_on": one.due_on}
        blocks.append(paragraph(sentences("evaluation/plan", locale, **about)["decision"]))
        if choices := _choices(one, value, locale):
            blocks.append(buttons(*choices))
    return [*blocks, small(say["more"])] if len(waiting) > _MOST_DECISIONS else blocks


def _choices(one: Decision, value: PlanShown, locale: str) -> list[ButtonElement]:
    say, this = sentences("evaluation/plan", locale), str(one.id)
    found = []
    if value.may_finish or one.owner_user_id == value.user_id:
        found.append(button(ids.DECISION_DONE, say["done"], this))
    if value.may_write:
        found.append(button(ids.CHANGE_DECISION, say["change_decision"], this))
    return found


def _acts(value: PlanShown, locale: str) -> list[Block]:
    say, acts = sentences("evaluation/plan", locale), []
    if value.plan is not None and value.plan.following is not None:
        acts.append(button(ids.SEE_AGENDA, say["see_agenda"], str(value.plan.following.id)))
    if value.may_write:
        part = "change" if value.plan else "write"
        acts.append(button(ids.WRITE_EVALUATION, say[part], str(value.initiative_id)))
    return [buttons(*acts)] if acts else []
