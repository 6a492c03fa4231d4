"""Whoever watches over the bot sees whether it lives, whether it is ready, and its figures: nothing about anybody."""

import json
import re
import urllib.error
import urllib.request
from datetime import date, timedelta

import pytest
from playing import answer, ask_everybody, start_initiative
from prometheus_client.parser import text_string_to_metric_families

from bot.sandbox.faults import Fault

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture
def bot(start_bot):
    return start_bot(UPTAKE_HEALTH_PORT=0, UPTAKE_HTTP_HOST="127.0.0.1")


def look(bot, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{bot.health.port}{path}", timeout=5) as answered:
            return answered.status, answered.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def figures(bot) -> dict[str, float]:
    """Every sample by name and labels, as Prometheus reads them."""
    status, text = look(bot, "/metrics")
    assert status == 200
    return {
        sample.name + "".join(f" {label}" for _, label in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_figures_follow_what_happens_and_name_nobody(sandbox, bot, clock, ward):
    assert json.loads(look(bot, "/healthz")[1]) == {
        "well": True,
        "slack": "connected",
        "database": "ok",
        "oldest_message_seconds": 0.0,
        "outbox": "ok",
    }
    start_initiative(sandbox, ward.staff[0], ward, first_on=date(2026, 3, 3))
    bot.settle()
    ask_everybody(bot, clock, 2026, 3, 3)
    answer(sandbox, ward.staff[3], 4)
    bot.tick()
    seen = figures(bot)
    assert seen["uptake_messages_total sent"] == 13
    assert seen["uptake_refusals_total"] == 0
    assert seen["uptake_ticks_total"] >= 1
    assert seen["uptake_due_work_total"] >= 2
    assert seen["uptake_outbox_waiting"] == 0
    assert seen["uptake_connected"] == 1
    assert seen["uptake_ack_seconds_count slash_commands"] == 1
    assert seen["uptake_ack_seconds_count interactive"] == 3
    assert seen["uptake_ack_seconds_bucket 3.0 interactive"] == 3
    _, text = look(bot, "/metrics")
    assert not re.search(r"[UTCDW]0[A-Z0-9]{4,}|handover|ward|Nurse", text, re.IGNORECASE)


def test_errors_are_counted_by_the_part_that_logs_them(sandbox, bot, ward):
    sandbox.faults.plan("views.open", Fault.error("fatal_error"), times=1)
    ward.staff[0].slash("/uptake", "start", channel=ward)
    sandbox.wait_for(lambda: "uptake_errors_total uptake.listeners" in figures(bot))


def test_a_bot_that_slack_cannot_reach_is_not_ready_but_lives(sandbox, bot):
    bot.door.close()
    status, said = look(bot, "/healthz")
    assert (status, json.loads(said)["slack"]) == (503, "not connected")
    assert look(bot, "/healthz/live")[0] == 200


def test_a_bot_whose_database_is_gone_is_not_ready(bot):
    with bot.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE outbox RENAME TO gone")
    status, said = look(bot, "/healthz")
    assert (status, json.loads(said)["database"]) == (503, "OperationalError")
    with bot.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE gone RENAME TO outbox")
    assert look(bot, "/healthz")[0] == 200


def test_old_messages_are_a_fault_only_where_nothing_gets_away(sandbox, bot, clock, ward, monkeypatch):
    start_initiative(sandbox, ward.staff[0], ward, first_on=date(2026, 3, 3))
    bot.settle()
    sandbox.faults.plan("chat.postMessage", Fault.rate_limited(3600), times=None)
    clock.go_to(2026, 3, 3, 10, 0)
    bot.tick()
    sandbox.wait_for(lambda: figures(bot).get("uptake_refusals_total", 0) >= 1)
    clock.moment += timedelta(minutes=16)
    status, said = look(bot, "/healthz")
    assert (status, json.loads(said)["outbox"]) == (200, "ok")
    assert json.loads(said)["oldest_message_seconds"] >= 960
    monkeypatch.setattr(bot.figures, "seconds_since", lambda _what: 901.0)
    status, said = look(bot, "/healthz")
    assert (status, json.loads(said)["outbox"]) == (503, "stuck")
    assert look(bot, "/healthz/live")[0] == 503


def test_nothing_else_is_there(bot):
    assert look(bot, "/")[0] == 404
    assert look(bot, "/metrics/x")[0] == 404
