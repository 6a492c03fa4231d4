"""The demo tells its whole story through the real bot, and says so loudly where anything went wrong."""

import re
import socket
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from slack_sdk.models.blocks import ContextBlock, MarkdownTextObject

from bot.demo.calendar import pulse_day
from bot.demo.habits import NONE, TEMPERS, answer, reaction
from bot.demo.hosting import rehearse
from bot.entry import main
from messages import pulse as pulse_messages

UPTAKE = [sys.executable, "-c", "from bot.entry import main; main()"]


@pytest.mark.alone
def test_two_weeks_are_told_in_seconds_and_nothing_goes_wrong():
    told: list[str] = []
    began = time.monotonic()
    assert rehearse(2, 1, told.append) == []
    assert time.monotonic() - began < 20
    lead, nurse, champion = told
    assert "We are starting bedside handover" in lead
    assert "-> types /uptake status" in lead
    assert "people answered" in champion
    assert re.search(r"-> answers [\dnone, ]+.* and sends it", nurse)
    assert "Thank you. Your answers to the bedside handover pulse are counted." in nurse
    assert "pulse has closed." in nurse


def test_people_answer_as_their_temper_and_the_weeks_make_them():
    def usual(temper: str, part: float) -> float:
        given = [answer("supported", TEMPERS[temper], part, Random(n), is_reverse=False) for n in range(200)]
        numbers = [int(value) for value in given if value != NONE]
        assert 0 < len(given) - len(numbers) < 30
        return sum(numbers) / len(numbers)

    assert usual("keen", 0) > usual("doubtful", 0) + 1
    assert usual("steady", 0.33) < usual("steady", 0) - 0.5 < usual("steady", 1)
    chances = [reaction(TEMPERS["silent"], Random(n), is_reminder=bool(n % 2)) for n in range(100)]
    assert set(chances) == {"wait"}


def test_a_message_that_slack_refuses_makes_the_demo_fail(monkeypatch):
    def too_many(text: str) -> ContextBlock:
        return ContextBlock(elements=[MarkdownTextObject(text=text)] * 11)

    monkeypatch.setattr(pulse_messages, "small", too_many)
    monkeypatch.setattr(ContextBlock, "validate_json", lambda self: None)
    faults = rehearse(1, 1, lambda _: None)
    assert any("refused chat.postMessage: invalid_blocks" in fault for fault in faults), faults


def test_a_listener_that_breaks_makes_the_demo_fail(monkeypatch):
    thanks, broken = pulse_messages.thanks, [ZeroDivisionError]

    def breaks_once(*given: Any) -> Any:
        if broken:
            raise broken.pop()
        return thanks(*given)

    monkeypatch.setattr(pulse_messages, "thanks", breaks_once)
    faults = rehearse(1, 1, lambda _: None)
    assert any("ZeroDivisionError" in fault for fault in faults), faults


def test_a_busy_port_is_one_sentence_and_exit_code_2():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [*UPTAKE, "demo", "--port", str(port)], capture_output=True, text=True, timeout=60, check=False
        )
    assert ended.returncode == 2
    assert (
        ended.stderr
        == f"Port {port} is taken or not allowed. Choose another one, such as: uptake demo --port {port + 1}\n"
    )


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [("slack_bolt", "a package it needs: slack_bolt"), ("messages.pulse", "a part of Uptake: messages.pulse")],
)
def test_a_broken_install_is_one_sentence_and_exit_code_2(missing, sentence):
    hide = f"import sys; sys.modules[{missing!r}] = None; from bot.entry import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", hide, "demo", "--headless"], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 2
    assert ended.stderr == f"This installation lacks {sentence}. Install again: make setup, or pip install uptake.\n"


def test_an_old_python_is_one_sentence_and_exit_code_2(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("Uptake needs Python 3.11 or newer, and this is 3.9.")


def test_the_entry_can_be_read_by_an_old_python():
    source = (Path(__file__).parents[2] / "bot" / "entry.py").read_text()
    compile(source, "entry.py", "exec", dont_inherit=True)
    assert "import annotations" not in source
    assert not re.search(r"\bf[\"']", source)


def test_a_missing_migration_is_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr("storage.migrations.HEAD", "9999")
    code = "import storage.migrations as m; m.HEAD = '9999'; from bot.entry import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", code, "demo", "--headless"], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 2
    assert ended.stderr == "A migration is missing from this installation (tables 9999). Install Uptake again.\n"


@pytest.mark.parametrize(
    ("today", "asked_on"),
    [
        (date(2026, 11, 27), date(2026, 11, 26)),
        (date(2026, 11, 28), date(2026, 11, 27)),
        (date(2026, 11, 29), date(2026, 11, 27)),
        (date(2026, 11, 30), date(2026, 11, 27)),
    ],
)
def test_the_pulse_that_is_open_today_came_on_the_last_working_day(today, asked_on):
    assert pulse_day(today) == asked_on
