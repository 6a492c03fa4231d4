"""A wave is attacked as it is closed by the real services, and so are two ways of closing that give people away."""

from collections.abc import Mapping

import pytest
from attacker.audit import Kind, audit
from attacker.records import Publication, Record, Respondent
from attacker.rules import band_of
from sqlmodel import Session, delete
from wards import close, do_due, open_next_wave, staff_ids, start

from bot.domain.publication import Shown, Tally, Tree
from bot.domain.pulse import Wave, WaveClosed
from bot.services.ports import Uses
from bot.services.pulse import answering, rounds
from storage import due
from storage import pulse as waves
from storage.wave_tables import ResultRow

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
ROOT = ("Organisation",)
"""The ward has one group; everybody answers there."""
Forms = Mapping[str, Mapping[str, int | None]]
"""By user, what they answered to each item."""


def read(uses: Uses, wave: Wave, forms: Forms) -> Publication:
    """What was published of the wave up to now, and who had answered."""
    with uses.reading() as session:
        shown = waves.results(session, wave.id)
    records = (Record("I", "W", ROOT, each.item, each.respondents, each.low, each.high) for each in shown)
    people = (
        Respondent("I", "W", user, ROOT, {item: number for item, number in form.items() if number is not None})
        for user, form in forms.items()
    )
    return Publication(tuple(records), tuple(people))


def answer(uses: Uses, wave: Wave, user: str, form: Mapping[str, int | None]) -> None:
    given = {item: None if number is None else str(number) for item, number in form.items()}
    answering.record_checkin(uses, wave.id, user, given, "")


def alike(wave: Wave, *numbers: int) -> dict[str, dict[str, int | None]]:
    """People who gave every item the same number."""
    return {user: dict.fromkeys(wave.items, number) for user, number in zip(staff_ids(11), numbers, strict=False)}


def begin(uses: Uses) -> Wave:
    return open_next_wave(uses, start(uses, staff=11))


@pytest.mark.parametrize(
    "numbers",
    [(1, 1, 1, 1, 1), (5, 5, 5, 5, 1), (3, 3, 4, 4, 2, 1), (1, 1, 1, 1), (2,) * 11, (1, 1, 1, 1, 1, 1, 5)],
    ids=str,
)
def test_a_wave_gives_nothing_away(uses: Uses, numbers: tuple[int, ...]) -> None:
    wave = begin(uses)
    forms = alike(wave, *numbers)
    for number, (user, form) in enumerate(forms.items()):
        forms[user] = form | ({wave.items[0]: None} if number == 0 else {})
        answer(uses, wave, user, forms[user])
    close(uses, wave)
    published = read(uses, wave, forms)
    assert audit([published]) == []
    assert bool(published.records) == (len(numbers) >= 5)


def test_a_late_answer_changes_nothing_that_was_published(uses: Uses) -> None:
    wave = begin(uses)
    forms = alike(wave, 3, 3, 3, 4, 4)
    for user, form in forms.items():
        answer(uses, wave, user, form)
    close(uses, wave)
    before = read(uses, wave, forms)
    with pytest.raises(WaveClosed):
        answer(uses, wave, staff_ids(11)[9], dict.fromkeys(wave.items, 5))
    do_due(uses)
    assert read(uses, wave, forms) == before


def test_a_closing_that_lets_late_answers_in_is_caught(uses: Uses, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant keeps the tallies, takes answers after closing, and publishes a second time."""

    def publish_again(session: Session, wave_id: int, *, answered: int | None, results: Mapping) -> None:
        session.exec(delete(ResultRow).where(ResultRow.wave_id == wave_id))
        session.add_all(
            ResultRow(wave_id=wave_id, team_id=team, item=item, respondents=s.respondents, low=s.low, high=s.high)
            for item, groups in results.items()
            for team, s in groups.items()
        )

    wave = begin(uses)
    monkeypatch.setattr(waves, "close", publish_again)
    early, late = alike(wave, 3, 3, 3, 4, 4, 2), {staff_ids(11)[10]: dict.fromkeys(wave.items, 5)}
    for user, form in early.items():
        answer(uses, wave, user, form)
    close(uses, wave)
    first = read(uses, wave, early)
    monkeypatch.setattr(Wave, "is_open", lambda wave, now: True)
    for user, form in late.items():
        answer(uses, wave, user, form)
    with uses.writing() as session:
        due.plan(session, rounds.CLOSE, wave.id, wave.opens_on.replace(year=2027), uses.clock())
    do_due(uses)
    found = audit([first, read(uses, wave, early | late)])
    assert {Kind.FEW, Kind.NARROW} <= {finding.kind for finding in found}
    assert any(finding.possible == {5} for finding in found), "the late answer itself can be named"


def test_a_closing_that_counts_forms_is_caught(uses: Uses, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant shows an item where five forms were sent, whoever gave it a number."""
    forms_sent: list[int] = []
    count_answered = waves.count_answered

    def count(session: Session, wave_id: int) -> int:
        forms_sent.append(count_answered(session, wave_id))
        return forms_sent[-1]

    def publish_forms(tree: Tree, tallies: Mapping[int, Tally]) -> dict[int, Shown]:
        (team,) = tallies
        total = sum(value * number for value, number in enumerate(tallies[team], 1))
        return {team: Shown(forms_sent[-1], *band_of(forms_sent[-1], total))}

    wave = begin(uses)
    monkeypatch.setattr(waves, "count_answered", count)
    monkeypatch.setattr(rounds, "publish_item", publish_forms)
    forms = alike(wave, 5, 5, 5, 3, 3, 3)
    for number, user in enumerate(forms):
        forms[user] = forms[user] | ({wave.items[0]: None} if number >= 3 else {})
        answer(uses, wave, user, forms[user])
    close(uses, wave)
    found = audit([read(uses, wave, forms)])
    assert {Kind.RULES, Kind.NARROW} <= {finding.kind for finding in found}
    assert any(finding.possible == {5} for finding in found), "three people's answers can be named"
