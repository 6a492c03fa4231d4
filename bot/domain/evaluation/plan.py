"""An evaluation plan: what it must answer, for whom, by which measures, who agreed to that, and when it is reviewed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.errors import FormRefusal, Refusal
from bot.domain.measures.measure import Choice
from bot.domain.typed import is_blank, shorten

MOST_QUESTIONS, FEWEST_QUESTIONS, MOST_REVIEWS = 3, 2, 4
QUESTION_LENGTH, AUDIENCE_LENGTH, EXISTS_LENGTH = 200, 100, 500
_LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that the evaluation must answer, for whom, and the ids of the measures that answer it."""

    text: str
    audience: str
    measure_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What can be changed of a plan; `reviews` are the local dates of those that are still to be held."""

    questions: tuple[Question, ...]
    agreed_user_ids: tuple[str, ...]
    agreed_on: date
    exists: str
    reviews: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that was decided in a review, whose it is, and until when; `owner_is_gone` where they left."""

    id: int
    number: int
    what: str
    owner_user_id: str
    due_on: date
    is_done: bool = False
    version: int = 1
    owner_is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """A look at what the measures say: `on` is its date, `held_on` the one on which it was held, None before."""

    id: int
    on: date
    held_on: date | None = None
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The plan of an initiative with its reviews, the earliest first."""

    initiative_id: int
    terms: Terms
    version: int
    reviews: tuple[Review, ...] = ()

    @property
    def following(self) -> Review | None:
        """The review that is held next; None where none is planned."""
        return next((each for each in self.reviews if each.held_on is None), None)

    @property
    def last_held(self) -> Review | None:
        """The review that was held last."""
        held = [each for each in self.reviews if each.held_on is not None]
        return max(held, key=lambda each: (each.held_on, each.on), default=None)

    @property
    def open_decisions(self) -> tuple[Decision, ...]:
        """What was decided and isn't done, what is due first in front."""
        found = [one for review in self.reviews for one in review.decisions if not one.is_done]
        return tuple(sorted(found, key=lambda one: (one.due_on, one.id)))


@dataclass(frozen=True, slots=True)
class PlanForm:
    """What somebody typed as a plan, before it is checked: an entry for each row of the form."""

    questions: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    measures: tuple[tuple[int, ...], ...] = ()
    agreed: tuple[str, ...] = ()
    agreed_on: date | None = None
    exists: str = ""
    reviews: tuple[date | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Planning:
    """What the form of a plan needs: the measures to choose from, and the plan that is changed, None for a new one."""

    initiative_id: int
    practice: str
    today: date
    user_id: str
    measures: tuple[Choice, ...] = ()
    plan: Evaluation | None = None


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan for who looks at it: `names` are of its measures by id; the `may_` are about the one who looks."""

    initiative_id: int
    practice: str
    user_id: str
    names: dict[int, str]
    plan: Evaluation | None = None
    may_write: bool = False
    may_finish: bool = False


class NoPlan(Refusal):
    """The initiative has no evaluation plan, or its review is gone from it."""

    def __init__(self) -> None:
        super().__init__("That review isn't planned any more. Type /measure plan to see what is.")


class NoDecision(Refusal):
    """There is no such decision."""

    def __init__(self) -> None:
        super().__init__("That decision isn't there any more. Type /measure plan to see what is.")


def as_form(terms: Terms) -> PlanForm:
    """A plan as somebody would type it, with a row for each question and review that there may be."""
    rows = [*terms.questions, *[Question("", "")] * (MOST_QUESTIONS - len(terms.questions))]
    return PlanForm(
        tuple(each.text for each in rows),
        tuple(each.audience for each in rows),
        tuple(each.measure_ids for each in rows),
        terms.agreed_user_ids,
        terms.agreed_on,
        terms.exists,
        (*terms.reviews, *[None] * (MOST_REVIEWS - len(terms.reviews))),
    )


def differing(now: Terms, wanted: Terms) -> tuple[str, ...]:
    """The parts of a form in which two plans differ: 'question_2', 'agreed' and so on."""
    mine, theirs = as_form(wanted), as_form(now)
    of_rows = {"question": "questions", "audience": "audiences", "measures": "measures"}
    rows = [
        f"{part}_{row}"
        for row in range(1, MOST_QUESTIONS + 1)
        for part, name in of_rows.items()
        if getattr(mine, name)[row - 1] != getattr(theirs, name)[row - 1]
    ]
    whole = [name for name in ("agreed_on", "exists", "reviews") if getattr(mine, name) != getattr(theirs, name)]
    return (*rows, *(["agreed"] if set(mine.agreed) != set(theirs.agreed) else []), *whole)


def check_plan(form: PlanForm, today: date, standing: Collection[Review], known: Collection[int]) -> Terms:
    """The plan that somebody typed, if it is complete; two questions at least, three at most.

    The dates of `standing` reviews that aren't held may have passed. `known` are the ids of the measures that there
    are. Raises FormRefusal with a sentence for each field.
    """
    errors: dict[str, str] = {}
    questions = _questions(form, known, errors)
    if not form.agreed:
        errors["agreed"] = "Pick who agreed to these questions. If nobody has yet, ask your sponsor first."
    if form.agreed_on is None:
        errors["agreed_on"] = "Pick the day on which they agreed."
    elif form.agreed_on > today:
        errors["agreed_on"] = "That day is still to come. Pick the day on which they agreed."
    _check_text(
        form.exists, "exists", EXISTS_LENGTH, "Say what is known or counted already, or that nothing is.", errors
    )
    reviews = _reviews(form.reviews, today, standing, errors)
    if errors or form.agreed_on is None:
        raise FormRefusal(errors)
    return Terms(questions, tuple(dict.fromkeys(form.agreed)), form.agreed_on, form.exists.strip(), reviews)


def _questions(form: PlanForm, known: Collection[int], errors: dict[str, str]) -> tuple[Question, ...]:
    found = []
    rows = zip(form.questions, form.audiences, form.measures, strict=True)
    for row, (text, audience, measures) in enumerate(rows, 1):
        if row > FEWEST_QUESTIONS and is_blank(text) and is_blank(audience) and not measures:
            continue
        _check_text(text, f"question_{row}", QUESTION_LENGTH, "Say in a sentence what you want to know.", errors)
        _check_text(audience, f"audience_{row}", AUDIENCE_LENGTH, "Say who wants to know it.", errors)
        if not set(measures) <= set(known):
            errors[f"measures_{row}"] = "One of these was put aside meanwhile. Pick again."
        found.append(Question(text.strip(), audience.strip(), tuple(measures)))
    return tuple(found)


def _check_text(text: str, name: str, most: int, lacking: str, errors: dict[str, str]) -> None:
    if is_blank(text):
        errors[name] = lacking
    elif len(text) > most:
        errors[name] = shorten(text, most)


def _reviews(
    dates: Sequence[date | None], today: date, standing: Collection[Review], errors: dict[str, str]
) -> tuple[date, ...]:
    """The dates of reviews, the earliest first: none twice, and one at least before the first was held."""
    seen: set[date] = set()
    held = {each.on for each in standing if each.held_on is not None}
    planned = {each.on for each in standing} - held
    for row, on in enumerate(dates, 1):
        if on is None:
            continue
        if on in held:
            errors[f"review_{row}"] = "A review of that day was held already. Pick another day."
        elif on < today and on not in planned:
            errors[f"review_{row}"] = "That day has passed. Pick today or a later day."
        elif on > today + _LONGEST:
            errors[f"review_{row}"] = "That is more than three years away. Pick an earlier day."
        elif on in seen:
            errors[f"review_{row}"] = "That day stands there twice. Pick another one, or leave it out."
        seen.add(on)
    if not seen and not held:
        errors["review_1"] = "Pick the day of the first review."
    return tuple(sorted(seen))
