"""The manifest is one that Slack takes, and asks for exactly what the features listen to.

`slack_manifest.schema.2.0.0.json` is Slack's own, as published for app manifests of version 2.
"""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.features import FEATURES
from bot.listeners.dispatch import Dispatch, Listeners
from bot.manifest import manifest
from messages import ids

SCHEMA = json.loads((Path(__file__).parent / "slack_manifest.schema.2.0.0.json").read_text(encoding="utf-8"))
HISTORY = {"channels:history", "groups:history", "im:history"}


def listened(kind: str) -> set[str]:
    return {name for feature in FEATURES for name in getattr(feature.listeners, kind)}


def problems(document: dict[str, Any]) -> list[str]:
    return [error.message for error in jsonschema.validators.validator_for(SCHEMA)(SCHEMA).iter_errors(document)]


def test_slack_takes_the_manifest() -> None:
    assert problems(manifest()) == []


@pytest.mark.parametrize(
    "spoil",
    [
        {"display_information": {"name": "A name that is longer than thirty-five characters"}},
        {"features": {"slash_commands": [{"command": "/x"}]}},
        {"settings": {"socket_mode_enabled": "yes"}},
    ],
)
def test_the_schema_sees_what_slack_refuses(spoil: dict[str, Any]) -> None:
    assert problems(manifest() | spoil)


def test_every_command_stands_in_the_manifest_and_the_other_way_round() -> None:
    commands = {command["command"]: command for command in manifest()["features"]["slash_commands"]}
    assert set(commands) == listened("commands")
    assert all(command["should_escape"] for command in commands.values())


def test_the_hint_of_a_command_names_the_words_it_knows_and_no_others() -> None:
    for command in manifest()["features"]["slash_commands"]:
        name = command["command"]
        words = {word for feature in FEATURES for word in feature.listeners.commands.get(name, {}) if word}
        hinted = {word.strip() for word in command["usage_hint"].split("|") if not word.strip().startswith("(")}
        assert hinted == words, name


def test_every_event_stands_in_the_manifest_and_the_other_way_round() -> None:
    assert set(manifest()["settings"]["event_subscriptions"]["bot_events"]) == listened("events")


def test_buttons_and_forms_can_reach_the_bot() -> None:
    assert listened("presses")
    assert manifest()["settings"]["interactivity"]["is_enabled"]


def test_every_action_and_form_id_has_a_listener_and_the_other_way_round() -> None:
    named = {value for name, value in vars(ids).items() if name.isupper() and ":" in str(value)}
    assert named == listened("presses") | listened("forms")
    assert listened("presses") & listened("forms") == set()


def test_no_two_features_listen_to_the_same_word_button_or_form() -> None:
    for kind in ("presses", "forms"):
        names = [name for feature in FEATURES for name in getattr(feature.listeners, kind)]
        assert len(names) == len(set(names)), kind
    words = [
        (command, word)
        for feature in FEATURES
        for command, known in feature.listeners.commands.items()
        for word in known
    ]
    assert len(words) == len(set(words))


def test_every_kind_of_work_and_of_message_belongs_to_one_feature() -> None:
    work = [what for feature in FEATURES for what in feature.due]
    kinds = [kind.name for feature in FEATURES for kind in feature.messages]
    assert len(work) == len(set(work))
    assert len(kinds) == len(set(kinds))


def test_reading_history_is_optional_and_nothing_else_is_asked_twice() -> None:
    scopes = manifest()["oauth_config"]["scopes"]
    assert set(scopes["bot_optional"]) >= HISTORY
    assert not set(scopes["bot"]) & set(scopes["bot_optional"])
    for few in scopes.values():
        assert few == sorted(set(few))


def test_what_is_wired_is_what_the_features_say() -> None:
    """So that the tables above tell what the bot really listens to."""

    class Wired:
        """Notes what it is told to listen to, as Bolt's App is."""

        def __init__(self) -> None:
            self.names: dict[str, set[str]] = {"command": set(), "action": set(), "view": set(), "event": set()}
            self.for_all_else: set[str] = set()

        def __getattr__(self, kind: str) -> Any:
            def listen(name: Any) -> Any:
                if isinstance(name, str):
                    self.names[kind].add(name)
                else:
                    self.for_all_else.add(kind)
                return lambda listener: listener

            return listen

    wired = Wired()
    listeners: list[Listeners] = [feature.listeners for feature in FEATURES]
    Dispatch(None, None, listeners).wire(wired)  # type: ignore[arg-type]
    kinds = {"command": "commands", "action": "presses", "view": "forms", "event": "events"}
    assert {kind: listened(plural) for kind, plural in kinds.items()} == wired.names
    assert wired.for_all_else == {"command", "action", "view", "shortcut", "options", "error"}
