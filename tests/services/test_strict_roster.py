"""Strict roster mode: a newcomer's answers count nowhere until five newcomers of their team count together."""

from collections.abc import Sequence

import pytest
from standing_in import DirectoryOnPaper
from wards import CHANNEL, answers, close, open_next_wave, staff_ids, start

from bot.domain.initiative import Initiative
from bot.domain.people import Profile
from bot.domain.pulse import Wave
from bot.services.ports import Uses
from bot.services.pulse import answering
from storage import pulse as waves
from storage import settings

OLD, NEW = staff_ids(9), staff_ids(8, first=20)


def begin(uses: Uses, *, is_strict: bool = True) -> Initiative:
    """A ward of nine that has answered one pulse, each item with 3."""
    ward = start(uses, staff=9)
    with uses.writing() as session:
        settings.hold_settings(session, ward.id)
        settings.change_settings(session, ward.id, is_strict=is_strict)
    first = play(uses, ward, dict.fromkeys(OLD, 3))
    assert shown(uses, first) == {(9, 27, 27)}, "everybody counts in the first pulse"
    return ward


def join(uses: Uses, people: Sequence[str]) -> None:
    directory = uses.directory
    assert isinstance(directory, DirectoryOnPaper)
    for user_id in people:
        directory.add(Profile(user_id, "New", "Europe/London"), channel=CHANNEL)


def play(uses: Uses, ward: Initiative, given: dict[str, int]) -> Wave:
    """A wave in which these people answer every item alike."""
    wave = open_next_wave(uses, ward)
    for user_id, value in given.items():
        answering.record_checkin(uses, wave.id, user_id, answers(wave, value), "")
    close(uses, wave)
    return wave


def shown(uses: Uses, wave: Wave) -> set[tuple[int, int, int]]:
    with uses.reading() as session:
        return {(each.respondents, each.low, each.high) for each in waves.results(session, wave.id)}


def test_four_newcomers_wait_and_five_count_together(uses: Uses) -> None:
    ward = begin(uses)
    join(uses, NEW[:4])
    known = dict.fromkeys(OLD, 3)
    assert shown(uses, play(uses, ward, known | dict.fromkeys(NEW[:4], 5))) == {(9, 27, 27)}
    join(uses, NEW[4:5])
    assert shown(uses, play(uses, ward, known | dict.fromkeys(NEW[:4], 5))) == {(9, 27, 27)}, "the fifth was silent"
    assert shown(uses, play(uses, ward, known | dict.fromkeys(NEW[:5], 5))) == {(14, 52, 52)}
    assert shown(uses, play(uses, ward, known | {NEW[0]: 5})) == {(10, 32, 32)}, "from then on they are known"


def test_whoever_comes_after_the_five_waits_again(uses: Uses) -> None:
    ward = begin(uses)
    join(uses, NEW[:5])
    known = dict.fromkeys([*OLD, *NEW[:5]], 3)
    assert shown(uses, play(uses, ward, known)) == {(14, 42, 42)}
    join(uses, NEW[5:6])
    assert shown(uses, play(uses, ward, known | {NEW[5]: 5})) == {(14, 42, 42)}


def test_without_the_mode_everybody_counts_at_once(uses: Uses) -> None:
    ward = begin(uses, is_strict=False)
    join(uses, NEW[:1])
    wave = play(uses, ward, dict.fromkeys(OLD, 3) | {NEW[0]: 5})
    assert shown(uses, wave) == {(10, 32, 32)}


@pytest.mark.parametrize("kind", ["sqlite"])
def test_an_item_that_a_newcomer_cannot_answer_keeps_all_five_back(uses: Uses) -> None:
    ward = begin(uses)
    join(uses, NEW[:5])
    wave = open_next_wave(uses, ward)
    for number, user_id in enumerate([*OLD, *NEW[:5]]):
        given = answers(wave, 3) | ({wave.items[0]: None} if number == 13 else {})
        answering.record_checkin(uses, wave.id, user_id, given, "")
    close(uses, wave)
    assert shown(uses, wave) == {(9, 27, 27)}
