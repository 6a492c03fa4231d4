"""The bot at a server that is as Slack documents, and unlike our stand-in in all that is left open."""

from datetime import UTC, datetime

import pytest
from other_server import BOT, GRID, LEAD, TEAM, OtherServer, bot_at, empty, page, person, start_form, wait_for
from playing import MovableClock

from messages import ids
from storage import people


@pytest.fixture
def server():
    with OtherServer() as running:
        yield running


@pytest.fixture
def clock():
    return MovableClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


@pytest.fixture
def bot(server, clock, database_url):
    with bot_at(server, database_url("sqlite"), clock) as running:
        yield running


def test_a_whole_pulse_is_lived_through(server, clock, bot):
    staff = [person(f"W{number}", tz="Europe/London", team_id=TEAM) for number in range(6)]
    server.people |= {who["id"]: who for who in staff}
    server.members += [who["id"] for who in staff]
    assert server.slash("/uptake", "start") == {}
    wait_for(lambda: server.called("views.update"))
    assert server.interact("view_submission", view=start_form()) == {}
    bot.settle()
    clock.go_to(2026, 3, 3, 15, 0)
    server.accidents["chat.postMessage"] = [page(200), page(502), empty(429), page(429, **{"retry-after": "1"})]
    bot.settle(timeout=30)
    invited = [each for each in server.messages if ids.OPEN_CHECKIN in str(each.get("blocks"))]
    assert sorted(each["channel"] for each in invited) == sorted("D" + who for who in server.members if who != BOT)
    press = next(block for block in invited[0]["blocks"] if block["type"] == "actions")["elements"][0]
    user = {"id": invited[0]["channel"][1:]}
    assert server.interact("block_actions", user=user, actions=[press], trigger_id="1.2") == {}
    form = wait_for(lambda: server.called("views.open")[1:])[-1]["view"]
    for name in server.members[2:]:
        values = {
            block["block_id"]: {ids.CHOICE: {"type": "radio_buttons", "selected_option": {"value": "4"}}}
            for block in form["blocks"]
            if block["type"] == "input" and block["block_id"] != ids.COMMENT
        }
        answer = server.interact("view_submission", user={"id": name}, view={**form, "state": {"values": values}})
        assert answer is not None
        assert answer["response_action"] == "update"
    clock.go_to(2026, 3, 6, 18, 0)
    bot.settle()
    assert "6 of 7 people answered" in server.messages[-1]["text"]


@pytest.mark.parametrize("status", [200, 502])
def test_a_page_in_place_of_an_answer_is_looked_up_and_parked_where_nobody_can_tell(server, clock, bot, status):
    assert server.interact("view_submission", view=start_form()) == {}
    bot.settle()
    server.messages.append({"channel": "D" + LEAD, "ts": f"{datetime.now(UTC).timestamp():.6f}", "text": "Hello"})
    clock.go_to(2026, 3, 3, 15, 0)
    server.accidents["chat.postMessage"] = [page(status)]
    bot.settle(timeout=30)
    assert len([each for each in server.messages if ids.OPEN_CHECKIN in str(each.get("blocks"))]) == 1


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled", "too_many_websockets"])
def test_after_a_goodbye_of_any_kind_the_bot_comes_back(server, bot, reason):
    before = server.connections
    server.accidents["apps.connections.open"] = [page(503), empty(429, **{"Retry-After": "1"})]
    server.say_goodbye(reason)
    wait_for(lambda: server.connections > before)
    wait_for(lambda: bot.door.are_connected)
    assert server.slash("/uptake", "help") == {}


def test_only_people_who_work_here_take_part(server, bot):
    mine = {"enterprise_user": {"id": "W1", "enterprise_id": GRID, "teams": [TEAM, "T0SISTER"]}}
    sister = {"enterprise_user": {"id": "W1", "enterprise_id": GRID, "teams": ["T0SISTER"]}}
    theirs = {"enterprise_user": {"id": "W1", "enterprise_id": "E0THEIRS", "teams": ["T9"]}}
    described = {
        "W1": (person("W1", team_id=TEAM), True),
        "W2": (person("W2"), True),
        "W3": (person("W3", team_id=GRID, **mine), True),
        "W4": (person("W4", team_id="T0SISTER", **mine), True),
        "W5": (person("W5", team_id="T0SISTER", **sister), True),
        "W6": (person("W6", team_id=None, profile={"team": TEAM}), True),
        "U1": (person("U1", team_id="T9"), False),
        "U2": (person("U2", team_id="T9", **theirs), False),
        "U3": (person("U3", profile={"team": "T9"}), False),
        "U4": (person("U4", team_id=TEAM, is_stranger=True), False),
        "U5": (person("U5", team_id=TEAM, is_restricted=True), False),
        "U6": (person("U6", team_id=TEAM, deleted=True), False),
        "U7": (person("U7", team_id=TEAM, is_workflow_bot=True), False),
        "U8": (person("U8", team_id=TEAM, profile={"bot_id": "B7"}), False),
        "USLACKBOT": (person("USLACKBOT", is_bot=False), False),
        "U9": (person("U9", tz="Nowhere/At_All", locale="xx-9", team_id=TEAM), True),
    }
    server.people |= {user_id: who for user_id, (who, _) in described.items()}
    profiles = {each.user_id: each for each in bot.uses.directory.people()}
    assert {user_id: profiles[user_id].can_take_part for user_id in described} == {
        user_id: can for user_id, (_, can) in described.items()
    }
    assert (profiles[LEAD].zone, profiles["U9"].zone) == ("UTC", "UTC")


def test_a_list_that_is_missing_or_never_ends_empties_no_team(server, clock, bot):
    server.members += ["W1"]
    server.people["W1"] = person("W1")
    assert server.interact("view_submission", view=start_form()) == {}
    bot.settle()
    for broken in (lambda *_: {}, lambda *_: {"members": [LEAD], "response_metadata": {"next_cursor": "same"}}):
        server._conversations_members = broken
        assert server.event({"type": "user_change", "user": person("W1", tz="Asia/Tokyo")}) == {}
        clock.go_to(2026, 3, 3, 15, 0)
        bot.tick()
    with bot.uses.reading() as session:
        assert len(people.members(session, 1)) == 2
