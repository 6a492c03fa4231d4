"""Every table is somebody's to keep and to delete, and what the log says is written once."""

import ast

from source_code import modules

from bot.domain.privacy import Kept, Promises
from bot.features import FEATURES, all_retention
from bot.services.privacy.kept import TOLD_ONCE
from messages.privacy import promises
from storage import forgetting
from storage.tables import metadata

PERSONAL = {"user_id", "recipient", "person"}
"""Columns that hold Slack's id of a person; others hold our own number, by a foreign key, or JSON that may name one."""

ONLY_OUR_NUMBER = {"audit", "initiative", "roster", "pdsa_cycle", "pdsa_task", "pdsa_change"}
ONLY_OUR_NUMBER |= {"evaluation_agreement", "evaluation_decision"}
"""Here who was erased stays as a number that leads to nobody: for an act, a past lead, a task, a count of answers."""

NAMES_NOBODY = {"pace", "wave", "evaluation"}
"""JSON that holds numbers of ours alone, or the words of questions with the numbers of measures."""


def kinds_of(table: str, what: str) -> list[str]:
    return [kind.kind for kind in all_retention() if table in kind.tables and getattr(kind, what) is not None]


def tables_about_people() -> set[str]:
    """Every table that points to a person, holds a user id, or may name one in JSON."""
    found = set()
    for table in metadata.sorted_tables:
        points = any(key.target_fullname == "person.id" for key in table.foreign_keys)
        names = any(column.name in PERSONAL or column.type.__class__.__name__ == "JSON" for column in table.columns)
        if points or names:
            found.add(table.name)
    return found - NAMES_NOBODY


def test_the_tables_about_people_are_found() -> None:
    assert {"person", "member", "role", "outbox", "due_work", "audit", "roster", "settings"} <= tables_about_people()


def test_what_is_held_on_a_person_is_in_their_export() -> None:
    lacking = {table for table in tables_about_people() if not kinds_of(table, "held")}
    assert lacking == {"initiative"}, "give its Retention row in bot/features/ a `held`"


def test_what_is_held_on_a_person_goes_when_they_are_erased() -> None:
    lacking = {table for table in tables_about_people() if not kinds_of(table, "erase")}
    assert lacking == ONLY_OUR_NUMBER | {"person"}, "give its Retention row in bot/features/ an `erase`"
    assert forgetting.bury.__doc__, "which leaves a mark in place of the row in person"


def test_every_table_is_described_and_nothing_that_is_none() -> None:
    assert {table for kind in all_retention() for table in kind.tables} == set(metadata.tables)


def test_each_kind_has_one_row_and_is_deleted_where_it_says_when() -> None:
    names = [kind.kind for kind in all_retention()]
    assert len(names) == len(set(names))
    for kind in all_retention():
        assert (kind.days is None) == (kind.purge is None), kind.kind


def test_every_kind_is_told_with_its_time() -> None:
    kept = tuple(Kept(kind.kind, kind.days) for kind in all_retention())
    for kind in kept:
        alone = {text for text in _sentences((kind,)) if text.startswith("• *") and text.endswith(".")}
        assert len(alone) == 1, f"{kind.kind}: no sentence in messages/en/privacy/kept.j2"
        if kind.days is not None:
            number = "a day" if kind.days == 1 else f"{kind.days // 365} years" if kind.days % 365 == 0 else kind.days
            assert str(number) in alone.pop(), kind.kind
    assert sum(text.startswith("• *") for text in _sentences(kept)) == len(kept), (
        "add it to a section of /uptake privacy"
    )


def _sentences(kept: tuple[Kept, ...]) -> list[str]:
    made = promises(Promises(kept, ()), "en-GB")
    return [line for block in made.blocks if block["type"] == "section" for line in block["text"]["text"].splitlines()]


NEVER_QUEUED_AGAIN = {
    "channels.stopped": "the key has the initiative's version, which grows",
    "duties.note": "the key has a local date, which passes",
    "initiative.described": "the key has the initiative's version, which grows",
    "initiative.started": "an initiative starts once",
    "leadership.changed": "the key has the initiative's version, which grows",
    "leadership.handed_over": "the key has the initiative's version, which grows",
    "leadership.yours": "the key has the initiative's version, which grows",
    "lifecycle.ended": "the key has the initiative's version, which grows",
    "lifecycle.paused": "the key has the initiative's version, which grows",
    "lifecycle.resumed": "the key has the initiative's version, which grows",
    "measures.file_checked": "the key has the upload's id and the moment",
    "measures.file_which": "Slack tells of a file for minutes only",
    "pdsa.living": "the key has the cycle's version, which grows",
    "people.file_of_outsider": "Slack tells of a file for minutes only",
    "people.list_checked": "the key has the list's id and the moment",
    "people.list_which": "Slack tells of a file for minutes only",
    "people.named": "the key has the minute",
    "pulse.approval_decision": "the key is random",
    "pulse.approval_request": "what was asked is noted in the settings, whose version the key has",
    "pulse.early_reminder": "a wave is reminded of once in this way",
    "pulse.invitation": "a wave opens once",
    "pulse.not_approved": "the key has a local date, which passes",
    "pulse.questions_checked": "the key has the file's id and the moment",
    "pulse.reminder": "a wave is reminded of once",
    "pulse.result": "a wave closes once",
    "settings.announcement": "a change is announced once",
    "settings.not_announced": "a change is given up once",
    "settings.taken_back": "a change is taken back once",
}
"""Kinds of messages whose rows may go after a month, and why nothing queues one a second time under its key."""


def test_every_kind_of_message_stays_or_can_t_be_queued_again() -> None:
    kinds = {kind.name for feature in FEATURES for kind in feature.messages}
    assert set(TOLD_ONCE) <= kinds
    assert set(TOLD_ONCE).isdisjoint(NEVER_QUEUED_AGAIN)
    assert kinds - set(TOLD_ONCE) - NEVER_QUEUED_AGAIN.keys() == set(), (
        "What may be queued again under the same key is told again once its row has gone. Name it in TOLD_ONCE in "
        "bot/services/privacy/kept.py, or say in NEVER_QUEUED_AGAIN why that can't be."
    )


WRITES = ("storage/audit.py", "storage/retention.py", "storage/held.py")


def test_only_one_place_writes_the_log_and_none_changes_it() -> None:
    """It is read for an export, and old lines are deleted; a row is made in one place."""
    touching = {module.path: module for module in modules() if "AuditRow" in module.text}
    assert set(touching) == set(WRITES)
    makes = [
        (module.path, node.lineno)
        for module in touching.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "AuditRow"
    ]
    assert [path for path, _ in makes] == ["storage/audit.py"]
    for module in touching.values():
        changes = [
            ast.unparse(node)
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Call)
            and getattr(node.func, "id", "") == "update"
            and "AuditRow" in ast.unparse(node)
        ]
        assert changes == [], module.path
    raw = [module.path for module in modules() if "UPDATE audit" in module.text or "INTO audit" in module.text]
    assert raw == []
