"""The forms of measures: to define one, to give values, and to mark a day on its time axis."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.measures.measure import (
    HAND,
    NOTE_LENGTH,
    Data,
    Defining,
    Mark,
    MarkKind,
    Measure,
    MeasureForm,
    Often,
    Point,
    Purpose,
)
from bot.domain.measures.recording import Asking, Recording
from bot.domain.measures.typed_points import NewPoint, Question
from bot.domain.measures.typed_values import Decimal, Order, Unclear
from bot.domain.measures.xmr import Direction
from messages import ids
from messages.form import as_standing, field, form_view
from messages.measure_words import amount, choice, given_amount, menu, plain_amount
from messages.message import buttons, label, named_button, paragraph, small
from messages.pulse import Words
from messages.sentences import Sentences, sentences

_MOST_SHOWN = 10
_LONGEST_TYPED = 3000
_OPTIONAL = frozenset({"lies_where", "unit", "per", "target"})


def define_form(value: Defining, locale: str, private: str = "") -> View:
    """The form that defines a measure, or changes it; `private` comes back behind what is ours."""
    return _define_view(value, _as_typed(value, locale), [], locale, private)


def define_again(value: Defining, typed: MeasureForm, differing: Sequence[str], locale: str) -> View:
    """The same with what somebody typed, and the parts of the measure that somebody else changed meanwhile."""
    say = sentences("measures/form", locale)
    now = _as_typed(value, locale)
    lines = [
        sentences("measures/form", locale, part=say[name], value=_shown(name, getattr(now, name), locale))["now"]
        for name in differing
    ]
    told = [paragraph("\n".join([say["overtaken"], *lines])), small(say["save_again"])]
    return _define_view(value, typed, told, locale)


def record_form(value: Recording, locale: str) -> View:
    """The form that takes values, with a line begun for each day that lacks one."""
    typed = "\n".join(f"{day.isoformat()}; " for day in value.days)
    return _record_view(value, typed, [], locale)


def record_again(value: Asking, locale: str) -> View:
    """The same with what somebody typed, and what must be answered before it is saved."""
    say = sentences("measures/record", locale)
    asked: list[Block] = []
    if value.question:
        asked += _asked(value.question, locale)
    if value.meanwhile:
        there = [_there(point, locale) for point in value.meanwhile[:_MOST_SHOWN]]
        asked.append(paragraph("\n".join([say["meanwhile"], *there])))
    if value.changed:
        shown = [_change(old, new, locale) for old, new in value.changed[:_MOST_SHOWN]]
        more = len(value.changed) - _MOST_SHOWN
        shown += [sentences("measures/record", locale, count=more)["more"]] if more > 0 else []
        why = PlainTextInputElement(action_id=ids.CHOICE, initial_value=as_standing(value.typed.why))
        asked += [
            paragraph("\n".join([say["changes"], *shown])),
            field("why", say["why"], why, hint=say["why_hint"]),
        ]
    return _record_view(value.recording, value.typed.typed, asked, locale)


def mark_form(measure: Measure, marks: Sequence[Mark], today: date, locale: str) -> View:
    """The form that marks a day; what is marked already can be taken back."""
    say = sentences("measures/chart", locale)
    blocks: list[Block] = [
        field("mark_kind", say["mark_kind"], choice(say, [kind.value for kind in MarkKind], MarkKind.NOTE.value)),
        field("mark_on", say["mark_on"], DatePickerElement(action_id=ids.CHOICE, initial_date=today.isoformat())),
        field(
            "mark_text",
            say["mark_text"],
            PlainTextInputElement(action_id=ids.CHOICE, max_length=NOTE_LENGTH),
            hint=say["mark_text_hint"],
        ),
    ]
    blocks += [paragraph(say["take_back"])] if marks else []
    for mark in list(marks)[-_MOST_SHOWN:]:
        blocks.append(buttons(named_button(ids.TAKE_MARK_BACK, mark.text, str(mark.id))))
    return form_view(ids.SUBMIT_MARK, say, blocks, str(measure.id), title="mark_title", submit="mark_submit")


def _define_view(value: Defining, typed: MeasureForm, told: Sequence[Block], locale: str, behind: str = "") -> View:
    say, words = sentences("measures/form", locale), Words((), locale)
    sources = [Option(value=HAND, label=say["source_hand"])]
    sources += [Option(value=item, text=label(words.short(item))) for item in value.pulse_items]
    known = {option.value for option in sources}
    elements: dict[str, InputInteractiveElement] = {
        "lies_where": _text(typed.lies_where),
        "source": menu(sources, typed.source if typed.source in known else HAND),
        "name": _text(typed.name),
        "purpose": choice(say, [each.value for each in Purpose], typed.purpose),
        "definition": _text(typed.definition, multiline=True),
        "data": choice(say, [each.value for each in Data], typed.data),
        "unit": _text(typed.unit),
        "per": _text(typed.per),
        "direction": choice(say, [each.value for each in Direction], typed.direction),
        "target": _text(typed.target),
        "owner": UserSelectElement(action_id=ids.CHOICE, initial_user=typed.owner or None),
        "often": menu([Option(value=each.value, label=say[each.value]) for each in Often], typed.often),
        "first_on": DatePickerElement(
            action_id=ids.CHOICE, initial_date=typed.first_on.isoformat() if typed.first_on else None
        ),
    }
    fields = [
        field(
            name,
            say[name],
            element,
            hint="" if name in ("purpose", "data", "direction", "often") else say[f"{name}_hint"],
            optional=name in _OPTIONAL,
        )
        for name, element in elements.items()
    ]
    measure = value.measure
    private = f"{value.initiative_id}:{measure.id if measure else 0}:{measure.version if measure else 0}"
    private = f"{private}|{behind}" if behind else private
    blocks: list[Block] = [*(told or [paragraph(say["intro"])]), *fields]
    return form_view(ids.SUBMIT_MEASURE, say, blocks, private, title="title_change" if measure else "title")


def _as_typed(value: Defining, locale: str) -> MeasureForm:
    """The measure as somebody would type it; a new one belongs to who has the form open, from today on."""
    if value.measure is None:
        return MeasureForm(owner=value.user_id, first_on=value.today, often=Often.WEEKLY.value)
    terms = value.measure.terms
    target = "" if terms.target is None else amount(terms.target, terms.data, locale)
    return MeasureForm(
        lies_where=terms.lies_where,
        source=terms.source,
        name=terms.name,
        purpose=terms.purpose.value,
        definition=terms.definition,
        data=terms.data.value,
        unit=terms.unit,
        per=terms.per,
        direction=terms.direction.value,
        target=str(target),
        owner="" if value.measure.owner_is_gone else terms.owner_user_id,
        often=terms.often.value,
        first_on=terms.first_on,
    )


def _shown(name: str, value: object, locale: str) -> str:
    """A part of a measure in words."""
    say = sentences("measures/form", locale)
    if value and name in ("purpose", "data", "direction", "often"):
        return say[str(value)]
    return str(value or "")


def _text(typed: str, *, multiline: bool = False) -> PlainTextInputElement:
    return PlainTextInputElement(action_id=ids.CHOICE, multiline=multiline, initial_value=as_standing(typed))


def _record_view(value: Recording, typed: str, asked: Sequence[Block], locale: str) -> View:
    measure = value.measure
    terms = measure.terms
    say = sentences("measures/record", locale, name=terms.name, practice=value.practice, definition=terms.definition)
    lines = PlainTextInputElement(
        action_id=ids.CHOICE, multiline=True, initial_value=as_standing(typed), max_length=_LONGEST_TYPED
    )
    blocks: list[Block] = [
        *(asked or [paragraph(say["headline"]), small(say["defined"])]),
        field(ids.TYPED, say["typed_sized" if terms.data.has_size else "typed"], lines, hint=say["typed_hint"]),
    ]
    return form_view(ids.SUBMIT_RECORD, say, blocks, f"{measure.id}:{measure.stamp}")


def _asked(question: Question, locale: str) -> list[Block]:
    """Which of two ways something is to be read."""
    say = sentences("measures/record", locale, example=question.example)
    if question.about is Unclear.DATE:
        return [paragraph(say["date_asked"]), _choose(say, "order", [each.value for each in Order])]
    point_means = {Decimal.POINT: "thousands", Decimal.COMMA: "decimals"}
    if "." in question.example:
        point_means = {Decimal.COMMA: "thousands", Decimal.POINT: "decimals"}
    options = [Option(value=each.value, label=say[part]) for each, part in point_means.items()]
    title = label(say.plain("decimal"))
    chosen = field("decimal", title.text, menu(options, ""))
    return [paragraph(say["number_asked"]), chosen]


def _choose(say: Sentences, name: str, values: Sequence[str]) -> Block:
    return field(name, say[name], choice(say, values, ""))


def _there(point: Point, locale: str) -> str:
    return sentences(
        "measures/record", locale, on=point.on, by=point.by_user_id or "erased:", value=given_amount(point, locale)
    )["there"]


def _change(old: Point, new: NewPoint, locale: str) -> str:
    shown = {"old": given_amount(old, locale), "new": plain_amount(new.value, new.size, locale)}
    return sentences("measures/record", locale, on=old.on, **shown)["change"]
