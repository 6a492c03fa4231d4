"""Who is in which team follows Slack: the channel or user groups, daily and soon after a change, and one team each."""

from dataclasses import replace
from datetime import timedelta

import pytest
from postman import Postman
from standing_in import Clock, DirectoryOnPaper
from wards import CHANNEL, LEAD, do_due, move_to, staff_ids, start

from bot.domain.errors import FormRefusal
from bot.domain.people import Profile
from bot.domain.settings import MembersFrom
from bot.domain.team_list import Applied
from bot.domain.teams import paths_of
from bot.services import people as knowing
from bot.services import team_lists, team_moving, team_sources, teams, who_is_who
from bot.services.ports import Uses
from bot.services.privacy import erasing
from storage import people
from storage import teams as stored

STAFF = staff_ids(9)


def paper(uses: Uses) -> DirectoryOnPaper:
    assert isinstance(uses.directory, DirectoryOnPaper)
    return uses.directory


def tree(uses: Uses, initiative_id: int) -> dict[str, set[str]]:
    """Who is in which team, by the team's name."""
    with uses.reading() as session:
        here = stored.present(session, initiative_id)
    paths, found = paths_of(here.teams), dict[str, set[str]]()
    for user_id, team_id in here.placed.items():
        found.setdefault("/".join(paths[team_id]), set()).add(user_id)
    return found


def next_day(uses: Uses) -> None:
    """The clock goes on by a day, and what is due is done."""
    assert isinstance(uses.clock, Clock)
    move_to(uses, uses.clock.now + timedelta(days=1))
    do_due(uses)


def apply_newest(uses: Uses) -> None:
    """The lead applies what was offered last."""
    with uses.reading() as session:
        newest = max(each.id or 0 for each in session.exec(stored.select(stored.StagedImportRow)))
    assert isinstance(team_lists.apply_staged(uses, newest, LEAD), Applied)


def with_groups(uses: Uses, postman: Postman) -> int:
    """A ward whose teams are the user groups Night, of the first four, and Day, of four others; gives its id."""
    ward = start(uses, staff=9)
    paper(uses).add_group("S0NIGHT", "Night", *STAFF[:4])
    paper(uses).add_group("S0DAY", "Day", *STAFF[4:8])
    team_sources.take_from_groups(uses, ward.id, LEAD, ["S0NIGHT", "S0DAY"])
    apply_newest(uses)
    postman.deliver()
    return ward.id


def told(postman: Postman) -> list[str]:
    return [letter.text for letter in postman.deliver() if letter.to == LEAD]


@pytest.fixture
def postman(uses: Uses) -> Postman:
    return Postman(uses)


def test_the_channel_is_read_every_day_with_names_and_who_has_become_a_guest(uses: Uses) -> None:
    ward = start(uses, staff=3)
    directory = paper(uses)
    directory.channels[CHANNEL].remove(STAFF[0])
    directory.add(Profile("U0NEW", "Nina New", "Asia/Tokyo"), channel=CHANNEL)
    directory.profiles[STAFF[1]] = Profile(STAFF[1], "Guest now", "UTC", is_guest=True)
    directory.profiles[STAFF[2]] = Profile(STAFF[2], "Renamed", "Asia/Tokyo", locale="de-DE")
    for _ in range(2):
        next_day(uses)
        assert tree(uses, ward.id) == {"": {LEAD, "U0NEW", STAFF[2]}}
    with uses.reading() as session:
        profiles = {who.user_id: who.profile for who in people.find_people(session, STAFF[1:3])}
    assert profiles == {user_id: directory.profiles[user_id] for user_id in STAFF[1:3]}


def test_what_slack_tells_of_a_person_is_kept_only_of_those_we_know(uses: Uses) -> None:
    start(uses, staff=1)
    gone = Profile(STAFF[0], "Gone", "Europe/Paris", locale="fr-FR", is_active=False)
    for profile in (gone, replace(gone, user_id="U0ELSE")):
        knowing.note_profile(uses, profile)
    with uses.reading() as session:
        assert [who.profile for who in people.find_people(session, [STAFF[0], "U0ELSE"])] == [gone]


def test_user_groups_become_teams_and_are_followed_within_minutes_and_daily(uses: Uses, postman: Postman) -> None:
    ward = with_groups(uses, postman)
    assert tree(uses, ward) == {"Night": set(STAFF[:4]), "Day": set(STAFF[4:8])}
    paper(uses).add_group("S0NIGHT", "Nights", *STAFF[:3])
    paper(uses).add_group("S0DAY", "Day", *STAFF[3:9])
    teams.note_group(uses, "S0NIGHT")
    teams.note_group(uses, "S0DAY")
    assert len(tree(uses, ward)["Night"]) == 4
    assert isinstance(uses.clock, Clock)
    move_to(uses, uses.clock.now + timedelta(minutes=5))
    do_due(uses)
    assert tree(uses, ward) == {"Nights": set(STAFF[:3]), "Day": set(STAFF[3:9])}
    knowing.note_joined(uses, CHANNEL, "U0ELSE")
    knowing.note_left(uses, CHANNEL, STAFF[0])
    assert tree(uses, ward)["Nights"] == set(STAFF[:3])
    paper(uses).add_group("S0DAY", "Day", *STAFF[3:5])
    next_day(uses)
    assert tree(uses, ward) == {"Nights": set(STAFF[:3]), "Day": set(STAFF[3:5])}
    assert told(postman) == []


def test_whoever_is_in_two_groups_stays_where_they_were_and_the_lead_hears_so_once(
    uses: Uses, postman: Postman
) -> None:
    ward = with_groups(uses, postman)
    paper(uses).add_group("S0DAY", "Day", *STAFF[3:8], STAFF[8])
    paper(uses).add_group("S0NIGHT", "Night", *STAFF[:4], STAFF[8])
    for _ in range(3):
        next_day(uses)
    assert tree(uses, ward) == {"Night": set(STAFF[:4]), "Day": set(STAFF[4:8])}
    assert told(postman) == ["Some people are in several teams of bedside handover."]


def test_a_group_that_is_gone_keeps_its_team_and_the_lead_hears_so_once(uses: Uses, postman: Postman) -> None:
    ward = with_groups(uses, postman)
    del paper(uses).user_groups["S0DAY"]
    for _ in range(3):
        next_day(uses)
    assert tree(uses, ward) == {"Night": set(STAFF[:4]), "Day": set(STAFF[4:8])}
    assert told(postman) == ["The user group of Day is gone."]


def test_without_the_permission_the_teams_stay_and_the_lead_hears_so_once(uses: Uses, postman: Postman) -> None:
    ward = with_groups(uses, postman)
    paper(uses).lacks |= {"usergroups.list"}
    for _ in range(2):
        next_day(uses)
    assert tree(uses, ward) == {"Night": set(STAFF[:4]), "Day": set(STAFF[4:8])}
    assert told(postman) == ["Uptake can't read user groups, so teams can't follow them."]


def test_groups_that_overlap_are_refused_beside_their_field(uses: Uses) -> None:
    ward = start(uses, staff=5)
    paper(uses).add_group("S0NIGHT", "Night", *STAFF[:3])
    paper(uses).add_group("S0DAY", "Day", *STAFF[2:5])
    paper(uses).add_group("S0OTHER", "NIGHT ")
    for chosen, words in (
        (["S0NIGHT", "S0DAY"], "In several of these groups: Nurse 2."),
        (["S0NIGHT", "S0OTHER"], "Two of these groups have the same name."),
        (["S0NONE"], "One of these groups is gone."),
        ([], "Choose at least one user group."),
    ):
        with pytest.raises(FormRefusal) as caught:
            team_sources.take_from_groups(uses, ward.id, LEAD, chosen)
        assert words in caught.value.errors["groups"]


def test_everybody_in_the_channel_can_be_taken_again(uses: Uses, postman: Postman) -> None:
    ward = with_groups(uses, postman)
    team_sources.take_from_channel(uses, ward, LEAD)
    apply_newest(uses)
    assert tree(uses, ward) == {"": {LEAD, *STAFF}}
    knowing.note_left(uses, CHANNEL, STAFF[0])
    assert tree(uses, ward) == {"": {LEAD, *STAFF[1:]}}
    shown = who_is_who.who_is_who(uses, CHANNEL, LEAD)
    assert (shown.members_from, shown.teams, shown.total) == (MembersFrom.CHANNEL, (), 9)


def test_the_lead_sees_who_is_in_the_channel_but_in_no_team(uses: Uses, postman: Postman) -> None:
    ward = with_groups(uses, postman)
    paper(uses).add(Profile("U0BOT", "Bot", "UTC", is_bot=True), channel=CHANNEL)
    assert who_is_who.who_is_who(uses, CHANNEL, LEAD).loose == tuple(sorted([LEAD, STAFF[8]]))
    assert who_is_who.who_is_who(uses, CHANNEL, STAFF[0]).loose == ()
    paper(uses).is_down = True
    assert who_is_who.who_is_who(uses, CHANNEL, LEAD).loose == ()
    assert tree(uses, ward)["Night"] == set(STAFF[:4])


def test_who_was_erased_is_brought_back_by_no_list_and_no_group(uses: Uses, postman: Postman) -> None:
    ward = with_groups(uses, postman)
    erasing.erase_me(uses, STAFF[0])
    next_day(uses)
    assert tree(uses, ward)["Night"] == set(STAFF[1:4])
    checked = team_lists.check(uses, f"person,team\n{STAFF[0]},Ward 7\n{STAFF[1]},Ward 7\n".encode())
    shown, mark = team_lists.preview(uses, ward, checked)
    assert shown.change.total == 1
    assert team_lists.apply_checked(uses, ward, checked, mark).change.total == 1
    assert tree(uses, ward) == {"Ward 7": {STAFF[1]}}


def test_roles_are_named_by_the_lead_and_a_form_that_is_out_of_date_is_refused(uses: Uses, postman: Postman) -> None:
    ward = start(uses, staff=3)
    paper(uses).add(Profile("U0GUEST", "Gus Guest", "UTC", is_guest=True))
    first = who_is_who.naming(uses, ward.id, LEAD)
    who_is_who.name_roles(uses, ward.id, LEAD, first.mark, {"champions": STAFF[:2], "sponsors": [STAFF[2]]})
    news = [(letter.to, letter.text) for letter in postman.deliver() if letter.kind == who_is_who.NAMED]
    champion = "You are a champion of bedside handover now."
    assert sorted(news) == [
        (STAFF[0], champion), (STAFF[1], champion), (STAFF[2], "You are a sponsor of bedside handover now."),
    ]  # fmt: skip
    now = who_is_who.naming(uses, ward.id, LEAD)
    assert (set(now.champions), now.sponsors) == (set(STAFF[:2]), (STAFF[2],))
    with pytest.raises(FormRefusal, match="Somebody changed the roles meanwhile"):
        who_is_who.name_roles(uses, ward.id, LEAD, first.mark, {"champions": [], "sponsors": []})
    with pytest.raises(FormRefusal, match="can't take part: Gus Guest"):
        who_is_who.name_roles(uses, ward.id, LEAD, now.mark, {"champions": [], "sponsors": ["U0GUEST"]})
    who_is_who.name_roles(uses, ward.id, LEAD, now.mark, {"champions": [STAFF[1]], "sponsors": []})
    assert who_is_who.naming(uses, ward.id, LEAD).champions == (STAFF[1],)


def test_people_are_moved_by_hand_and_it_is_told_first(uses: Uses) -> None:
    ward = start(uses, staff=4)
    paper(uses).add(Profile("U0GUEST", "Gus Guest", "UTC", is_guest=True))
    team_moving.move(uses, ward.id, LEAD, STAFF[:2], "new", " Late  shift ")
    assert tree(uses, ward.id) == {"": {LEAD, *STAFF[:4]}}
    apply_newest(uses)
    assert tree(uses, ward.id) == {"Late shift": set(STAFF[:2]), "No team yet": {LEAD, *STAFF[2:4]}}
    places = {path[-1]: str(team_id) for team_id, path in team_moving.moving(uses, ward.id, LEAD).teams}
    team_moving.move(uses, ward.id, LEAD, [STAFF[2]], places["Late shift"], "")
    apply_newest(uses)
    team_moving.move(uses, ward.id, LEAD, [STAFF[3]], "new", "late SHIFT")
    apply_newest(uses)
    team_moving.move(uses, ward.id, LEAD, [LEAD], "none", "")
    apply_newest(uses)
    assert tree(uses, ward.id) == {"Late shift": set(STAFF[:4])}
    before = tree(uses, ward.id)
    for who, target, name, field, words in (
        ([], "none", "", "moved", "Choose at least one person."),
        (["U0GUEST"], "none", "", "moved", "can't take part: Gus Guest."),
        (STAFF[:4], "none", "", "team", "Nobody would be left."),
        (STAFF[:1], "999999", "", "team", "Choose a team."),
        (STAFF[:1], "", "", "team", "Choose a team."),
        (STAFF[:1], "new", " \u200b", "new_team", "Type the name of the new team."),
        (STAFF[:1], "new", "x" * 81, "new_team", "The name has 81 characters. Use 80 at most."),
    ):
        with pytest.raises(FormRefusal) as caught:
            team_moving.move(uses, ward.id, LEAD, who, target, name)
        assert words in caught.value.errors[field]
    assert tree(uses, ward.id) == before


def test_teams_that_follow_user_groups_are_not_changed_by_hand(uses: Uses, postman: Postman) -> None:
    ward = with_groups(uses, postman)
    with pytest.raises(team_moving.FollowsGroups):
        team_moving.moving(uses, ward, LEAD)
    with pytest.raises(team_moving.FollowsGroups):
        team_moving.move(uses, ward, LEAD, STAFF[:1], "none", "")
