"""People as Slack's directory has them, the members of an initiative, and their roles."""

from wards import LEAD, start

from bot.domain.people import Profile, Role
from bot.services.ports import Uses
from storage import people

ANN = Profile("U0ANN", "Ann", "Europe/London", "en-GB")


def keep(uses: Uses, *profiles: Profile) -> None:
    with uses.writing() as session:
        people.keep_profiles(session, profiles)


def test_a_person_is_kept_as_the_directory_shows_them(uses: Uses) -> None:
    keep(uses, ANN)
    with uses.reading() as session:
        person = people.find_person(session, "U0ANN")
        assert person is not None
        assert person.profile == ANN
        assert people.find_person(session, "U0BOB") is None


def test_a_person_who_changed_keeps_their_id(uses: Uses) -> None:
    keep(uses, ANN)
    with uses.reading() as session:
        before = people.find_person(session, "U0ANN")
    moved = Profile("U0ANN", "Ann B", "Asia/Tokyo", "ja-JP", is_guest=True, is_stranger=True, is_active=False)
    keep(uses, moved, Profile("U0BOB", "Bob", "UTC"))
    with uses.reading() as session:
        after = people.find_person(session, "U0ANN")
    assert before is not None
    assert after is not None
    assert (after.id, after.profile) == (before.id, moved)


def test_the_same_person_twice_in_one_list_is_one_person(uses: Uses) -> None:
    keep(uses, ANN, Profile("U0ANN", "Anna", "UTC"))
    with uses.reading() as session:
        assert [person.profile.name for person in people.find_people(session, ["U0ANN"])] == ["Anna"]


def test_nobody_is_written_down_for_an_empty_list(uses: Uses) -> None:
    keep(uses)
    with uses.reading() as session:
        assert people.find_people(session, []) == []


def test_somebody_joins_and_leaves(uses: Uses) -> None:
    initiative = start(uses, staff=0)
    keep(uses, ANN)
    with uses.writing() as session:
        ann = people.find_person(session, "U0ANN")
        assert ann is not None
        people.add_member(session, initiative.id, ann.id)
        people.add_member(session, initiative.id, ann.id)
        assert {person.user_id for person, _ in people.members(session, initiative.id)} == {LEAD, "U0ANN"}
        people.drop_member(session, initiative.id, ann.id)
        assert {person.user_id for person, _ in people.members(session, initiative.id)} == {LEAD}


def test_members_who_can_not_take_part_are_left_out(uses: Uses) -> None:
    initiative = start(uses, staff=1)
    with uses.writing() as session:
        people.deactivate(session, LEAD)
    with uses.reading() as session:
        assert LEAD not in {person.user_id for person, _ in people.members(session, initiative.id)}


def test_a_role_is_given_once(uses: Uses) -> None:
    initiative = start(uses, staff=1)
    with uses.writing() as session:
        lead = people.find_person(session, LEAD)
        assert lead is not None
        people.give_role(session, initiative.id, lead.id, Role.SPONSOR)
        people.give_role(session, initiative.id, lead.id, Role.SPONSOR)
    with uses.reading() as session:
        for role, holders in ((Role.LEAD, []), (Role.SPONSOR, [LEAD]), (Role.CHAMPION, [])):
            assert [person.user_id for person in people.holders(session, initiative.id, role)] == holders


def test_a_workspace_is_known_again(uses: Uses) -> None:
    again = people.know_workspace(uses.database, "T0ONE", "One Ltd", "U0BOT")
    other = people.know_workspace(uses.database, "T0TWO", "Two", "U0BOT")
    assert again == uses.workspace_id
    assert other != uses.workspace_id
