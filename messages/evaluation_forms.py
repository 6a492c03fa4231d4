"""The forms of an evaluation: its plan, what was decided in a review, and one decision that is changed."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    StaticMultiSelectElement,
    UserMultiSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.evaluation.decisions import MOST_ROWS, Deciding, Redeciding
from bot.domain.evaluation.plan import FEWEST_QUESTIONS, MOST_QUESTIONS, MOST_REVIEWS, PlanForm, Planning, as_form
from bot.domain.privacy import is_nobody
from messages import ids
from messages.evaluation import days, mentions, names
from messages.form import as_standing, field, form_view, page_view
from messages.message import heading, label, paragraph, small
from messages.sentences import Sentences, sentences


def plan_form(value: Planning, locale: str) -> View:
    """The form of a plan, new or to be changed."""
    return _plan_view(value, _as_typed(value), [], ids.CHOICE, locale)


def plan_again(value: Planning, typed: PlanForm, changed_parts: Sequence[str], locale: str) -> View:
    """The same with what somebody typed, and the parts of the plan that somebody else changed meanwhile."""
    say = sentences("evaluation/form", locale)
    lines = [
        sentences("evaluation/form", locale, part=part, value=now)["now"]
        for part, now in _as_it_stands(value, changed_parts, locale)
    ]
    told = [paragraph("\n".join([say["overtaken"], *lines])), small(say["save_again"])]
    version = value.plan.version if value.plan else 0
    return _plan_view(value, typed, told, f"{ids.CHOICE}{version}", locale)


def decide_form(value: Deciding, locale: str) -> View:
    """What was decided in a review: a few rows, of which any may stay empty."""
    say = sentences("evaluation/review", locale, practice=value.practice)
    blocks: list[Block] = [paragraph(say["intro_more" if value.review.held_on else "intro"])]
    for row in range(1, MOST_ROWS + 1):
        said = sentences("evaluation/review", locale, row=row)
        blocks += _decision(said, row, "what", {}, optional=True)
    return form_view(ids.SUBMIT_DECISIONS, say, blocks, str(value.review.id))


def redecide_form(value: Redeciding, locale: str) -> View:
    """One decision that is changed."""
    say, of = sentences("evaluation/review", locale, practice=value.practice), value.decision
    owner = "" if of.owner_is_gone or is_nobody(of.owner_user_id) else of.owner_user_id
    texts = {"what": of.what, "owner": owner, "due": of.due_on.isoformat()}
    blocks = [paragraph(say["change_intro"]), *_decision(say, 1, "the_what", texts, optional=False)]
    return form_view(ids.SUBMIT_DECISION, say, blocks, f"{of.id}:{of.version}", title="title_change")


def decided(value: Deciding, locale: str) -> View:
    """A review was held."""
    say = sentences("evaluation/review", locale, count=len(value.review.decisions))
    return page_view(
        say["kept_title"], say["done"], [paragraph(say["kept" if value.review.decisions else "kept_none"])]
    )


def _plan_view(value: Planning, typed: PlanForm, told: Sequence[Block], action_id: str, locale: str) -> View:
    say = sentences("evaluation/form", locale, practice=value.practice)
    blocks: list[Block] = [*(told or [paragraph(say["intro"])]), heading(say["part_questions"])]
    for row in range(1, MOST_QUESTIONS + 1):
        blocks += _question(value, typed, row, action_id, locale)
    if not value.measures:
        blocks.append(small(say["no_measures"]))
    agreed = UserMultiSelectElement(action_id=action_id, initial_users=_known(typed.agreed))
    exists = PlainTextInputElement(action_id=action_id, multiline=True, initial_value=as_standing(typed.exists))
    blocks += [
        heading(say["part_agreed"]),
        field("agreed", say["agreed"], agreed),
        field("agreed_on", say["agreed_on"], _day(typed.agreed_on, action_id)),
        field("exists", say["exists"], exists, hint=say["exists_hint"]),
        heading(say["part_reviews"]),
    ]
    for row in range(1, MOST_REVIEWS + 1):
        on = typed.reviews[row - 1] if row <= len(typed.reviews) else None
        hint = say["review_hint"] if row == 1 else ""
        blocks.append(field(f"review_{row}", say["review"], _day(on, action_id), hint=hint, optional=True))
    private = f"{value.initiative_id}:{value.plan.version if value.plan else 0}"
    return form_view(ids.SUBMIT_EVALUATION, say, blocks, private)


def _question(value: Planning, typed: PlanForm, row: int, action_id: str, locale: str) -> list[Block]:
    say = sentences("evaluation/form", locale, row=row)
    optional, is_first = row > FEWEST_QUESTIONS, row == 1
    text = PlainTextInputElement(action_id=action_id, initial_value=as_standing(_at(typed.questions, row)))
    audience = PlainTextInputElement(action_id=action_id, initial_value=as_standing(_at(typed.audiences, row)))
    hint, audience_hint = (say["question_hint"], say["audience_hint"]) if is_first else ("", "")
    blocks: list[Block] = [
        field(f"question_{row}", say["question"], text, hint=hint, optional=optional),
        field(f"audience_{row}", say["audience"], audience, hint=audience_hint, optional=optional),
    ]
    if value.measures:
        options = {
            each.measure_id: Option(value=str(each.measure_id), text=label(each.name)) for each in value.measures
        }
        picked = typed.measures[row - 1] if row <= len(typed.measures) else ()
        chosen = [options[each] for each in picked if each in options]
        menu = StaticMultiSelectElement(
            action_id=action_id, options=list(options.values()), initial_options=chosen or None
        )
        blocks.append(field(f"measures_{row}", say["measures"], menu, optional=True))
    return blocks


def _decision(say: Sentences, row: int, what_part: str, texts: dict[str, str], *, optional: bool) -> list[Block]:
    what = PlainTextInputElement(action_id=ids.CHOICE, initial_value=as_standing(texts.get("what")))
    owner = UserSelectElement(action_id=ids.CHOICE, initial_user=texts.get("owner") or None)
    due = DatePickerElement(action_id=ids.CHOICE, initial_date=texts.get("due"))
    elements: dict[str, InputInteractiveElement] = {"owner": owner, "due": due}
    hint = say["what_hint"] if row == 1 else ""
    return [
        field(f"what_{row}", say[what_part], what, hint=hint, optional=optional),
        *(field(f"{name}_{row}", say[name], each, optional=optional) for name, each in elements.items()),
    ]


def _as_typed(value: Planning) -> PlanForm:
    """A plan as somebody would type it; a new one was agreed on today."""
    return as_form(value.plan.terms) if value.plan else PlanForm(agreed_on=value.today)


def _as_it_stands(value: Planning, parts: Sequence[str], locale: str) -> list[tuple[str, str]]:
    """Parts of the plan by their names in the form, each with how it stands now."""
    now, known = _as_typed(value), {each.measure_id: each.name for each in value.measures}
    say = sentences("evaluation/form", locale)
    whole = {
        "agreed": mentions(now.agreed, locale),
        "agreed_on": days([now.agreed_on] if now.agreed_on else [], locale),
        "exists": now.exists,
        "reviews": days([each for each in now.reviews if each], locale),
    }
    found = []
    for part in parts:
        name, _, row = part.rpartition("_")
        if part in whole:
            found.append((say[part], whole[part]))
            continue
        said, at = sentences("evaluation/form", locale, row=row), int(row)
        of_row = {"question": _at(now.questions, at), "audience": _at(now.audiences, at)}
        picked = now.measures[at - 1] if at <= len(now.measures) else ()
        found.append((said[f"now_{name}"], of_row.get(name) or names(picked, known, locale)))
    return found


def _at(texts: Sequence[str], row: int) -> str:
    return texts[row - 1] if row <= len(texts) else ""


def _day(on: date | None, action_id: str) -> DatePickerElement:
    return DatePickerElement(action_id=action_id, initial_date=on.isoformat() if on else None)


def _known(user_ids: Sequence[str]) -> list[str] | None:
    return [each for each in user_ids if not is_nobody(each)] or None
