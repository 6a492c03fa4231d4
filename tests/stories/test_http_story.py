"""A pulse by HTTP in place of Socket Mode: two bots behind one address, and every payload delivered twice."""

from datetime import date
from itertools import cycle

import pytest
from playing import answer, ask_everybody, fill_checkin, open_form, start_initiative, texts

from bot.sandbox.faults import Fault

pytestmark = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


@pytest.fixture
def bots(sandbox, start_bot):
    """Two bots, each at an address of its own; Slack's requests go to one and the other in turn."""
    started = [
        start_bot(
            SLACK_APP_TOKEN="",
            SLACK_SIGNING_SECRET=sandbox.signing_secret,
            UPTAKE_HTTP_PORT=0,
            UPTAKE_HTTP_HOST="127.0.0.1",
        )
        for _ in range(2)
    ]
    addresses = cycle(f"http://127.0.0.1:{bot.door.port}/slack/events" for bot in started)
    for _ in started:
        sandbox.request_url = next(addresses)
        assert sandbox.verify_request_url()
    started[0].next_address = lambda: setattr(sandbox, "request_url", next(addresses))
    return started


def test_a_wave_is_lived_through_by_http(sandbox, bots, clock, ward):
    turn, lead = bots[0].next_address, ward.staff[0]
    sandbox.timing.event_retries = (0.0, 0.0)
    for carried in ("slash_commands", "interactive", "events_api"):
        sandbox.faults.plan(carried, Fault.duplicate(1), times=1000)
    assert sandbox.connections == 0

    start_initiative(sandbox, lead, ward, first_on=date(2026, 3, 3))
    turn()
    for bot in bots:
        bot.settle()
    assert len(sandbox.posts(ward)) == 1

    ask_everybody(bots[1], clock, 2026, 3, 3)
    assert [len(texts(person.inbox())) for person in ward.staff] == [1] * 12
    for person in ward.staff[:6]:
        turn()
        answer(sandbox, person, 4)

    turn()
    open_form(sandbox, ward.staff[7])
    ward.staff[7].submit()
    assert ward.staff[7].modal.errors
    fill_checkin(ward.staff[7], 2)
    turn()
    ward.staff[7].submit()
    assert "Thank you" in str(ward.staff[7].modal.blocks) or "already answered" in str(ward.staff[7].modal.blocks)

    clock.go_to(2026, 3, 10, 18, 0)
    for bot in bots:
        bot.settle()
    assert len(sandbox.posts(ward)) == 2
    assert "7 of 12" in sandbox.posts(ward)[-1].text
    turn()
    sandbox.change_person(lead, title="Ward manager")
    assert sandbox.exchanges[-1].settled.wait(5)
    assert sandbox.connections == 0
