"""The result of one team: what was published of it, where its answers count instead, and how it stood before."""

from datetime import date

import pytest
from wards import CHANNEL, LEAD, answers, close, open_next_wave, staff_ids, start

from bot.domain.initiative import Initiative
from bot.domain.pulse import ItemResult
from bot.domain.roles import NotYours
from bot.domain.team_results import NoSuchTeam, TeamResult
from bot.domain.teams import Wanted
from bot.services.ports import Uses
from bot.services.pulse import answering
from bot.services.pulse.results import last_result, result_of_group, result_of_team, suggestions
from storage import published, teams

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
STAFF = staff_ids(19)
WANTED = (
    Wanted(("Surgery", "Night"), tuple(STAFF[:3])),
    Wanted(("Surgery", "Day"), tuple(STAFF[3:10])),
    Wanted(("Medicine", "Night"), tuple(STAFF[10:12])),
    Wanted(("Medicine", "Day"), tuple(STAFF[12:])),
)


@pytest.fixture
def ward(uses: Uses) -> Initiative:
    """An initiative with two divisions of two teams each, and two waves behind it in which everybody answered."""
    begun = start(uses, staff=19)
    with uses.writing() as session:
        found = teams.arrange(session, begun.id, WANTED, begun.first_on)
        teams.fill(session, begun.id, WANTED, found)
        teams.keep_members_from(session, begun.id, teams.MembersFrom.FILE)
    for value in (3, 4):
        wave = open_next_wave(uses, begun)
        for user_id in STAFF:
            answering.record_checkin(uses, wave.id, user_id, answers(wave, value), "")
        close(uses, wave)
    return begun


def shown(uses: Uses, typed: str) -> TeamResult:
    found = result_of_team(uses, CHANNEL, LEAD, typed)
    assert found is not None
    return found


def sums(items: tuple[ItemResult, ...]) -> set[tuple[int, int, int]]:
    return {(each.respondents, each.low, each.high) for each in items}


def test_a_team_of_five_or_more_has_a_result_and_a_past(uses: Uses, ward: Initiative) -> None:
    of = shown(uses, "surgery / day")
    assert (of.name, sums(of.items), len(of.items)) == ("Day", {(7, 28, 28)}, 5)
    (before,) = of.before
    assert sums(before.items) == {(7, 21, 21)}
    assert set(before.asked) == {each.item for each in before.items}


def test_a_team_of_fewer_is_counted_in_the_next_group_above_that_counts_more_than_those_below_it(
    uses: Uses, ward: Initiative
) -> None:
    of = shown(uses, "Surgery / Night")
    assert (of.items, of.counted_in, of.is_partly) == ((), ("",), False)
    assert sums(shown(uses, "Surgery").items) == {(7, 28, 28)}, "three more are carried up to everybody"
    assert sums(shown(uses, "bedside handover").items) == {(19, 75, 81)}, "there, with a band for five of them"


def test_a_name_that_several_teams_have_or_none_is_answered_with_those_there_are(uses: Uses, ward: Initiative) -> None:
    with pytest.raises(NoSuchTeam) as several:
        shown(uses, "night")
    assert several.value.said(str).endswith("Write which you mean: Medicine / Night, Surgery / Night.")
    with pytest.raises(NoSuchTeam) as unknown:
        shown(uses, "Ward 9")
    assert "There are: Medicine, Medicine / Day, Medicine / Night, Surgery," in unknown.value.said(str)


def test_without_a_closed_wave_there_is_nothing_to_show(uses: Uses) -> None:
    start(uses, staff=9)
    assert result_of_team(uses, CHANNEL, LEAD, "Night") is None


def test_where_there_are_no_teams_one_hears_how_to_see_everybodys_result(uses: Uses) -> None:
    wave = open_next_wave(uses, start(uses, staff=9))
    close(uses, wave)
    with pytest.raises(NoSuchTeam, match="There are no teams here"):
        shown(uses, "Night")


def test_whoever_asks_finds_their_team_and_the_groups_above_it(uses: Uses, ward: Initiative) -> None:
    of = last_result(uses, CHANNEL, STAFF[5])
    assert of is not None
    assert [group.name for group in of.groups] == ["Day", "Surgery"]
    by_button = result_of_group(uses, ward.id, of.groups[0].id, STAFF[5])
    assert by_button == shown(uses, "Surgery / Day")
    nobody = last_result(uses, CHANNEL, LEAD)
    assert nobody is not None
    assert nobody.groups == ()


def test_only_the_lead_is_told_that_something_calls_for_an_act(uses: Uses, ward: Initiative) -> None:
    """Everybody answered 4 to all, so "it makes my work harder" stands lowest in every wave that asks it."""
    for user_id, told in ((LEAD, True), (STAFF[5], False)):
        of = last_result(uses, CHANNEL, user_id)
        assert of is not None
        assert bool(of.calls) is (told and "burden" in of.wave.items)
    with uses.reading() as session:
        (first, _), *_ = [(id_, day) for id_, day, _ in published.closed_before(session, ward.id, date.max, 9)][::-1]
    found = suggestions(uses, first, LEAD)
    assert {call.item for call in found.calls} <= {"burden"}
    with pytest.raises(NotYours):
        suggestions(uses, first, STAFF[5])
