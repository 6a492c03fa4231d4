"""Pictures of charts on their way into Slack: shown once they are ready, posted once, and missed by nobody for long."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from playing import MANIFEST, start_initiative, texts
from sqlmodel import update

from bot.domain.delivery import Post, Priority
from bot.listeners import pictures
from bot.listeners.payloads import Press
from bot.sandbox.faults import Fault
from bot.sandbox.workspace import Sandbox
from bot.services.ports import MessageKind
from messages import charts
from messages.charts import Chart, Trace
from messages.form import page_view
from messages.message import Message
from storage import outbox
from storage.outbox_table import OutboxRow

SAYS = "It stood at 3.8 or higher of late."
WEEKS = tuple(f"{day} March" for day in range(1, 9))
GAPPED = Chart("Bedside handover", SAYS, WEEKS, (Trace("Supported", (3.1, 3.2, None, 3.4, 3.3, 3.6, 3.5, 3.8)),))
WHOLE = replace(GAPPED, traces=(Trace("Supported", (3.1, 3.2, 3.3, 3.4, 3.3, 3.6, 3.5, 3.8)),))
BEGIN, END = "files.getUploadURLExternal", "files.completeUploadExternal"

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.fixture
def scopes() -> list[str]:
    return [*MANIFEST["oauth_config"]["scopes"]["bot"], *MANIFEST["oauth_config"]["scopes"]["bot_optional"]]


@pytest.fixture
def sandbox(scopes):
    with Sandbox(port=0, manifest=MANIFEST, scopes=scopes) as workspace:
        yield workspace


def send(bot, chart: Chart, *recipients: str, attempts: int = 0) -> None:
    """Let the bot send a chart, as a feature would, after so many attempts in vain."""
    shown = charts.in_message(chart, "en-GB")
    made = Message(SAYS, shown.blocks, shown.simple, shown.pictures)
    bot.delivery._counter._kinds["test.chart"] = MessageKind("test.chart", lambda *_: None, lambda *_: made)
    with bot.uses.writing() as session:
        asked = outbox.count_by_state(session).get("sent", 0)
        for recipient in recipients:
            post = Post("test.chart", recipient, {}, f"{asked}:{recipient}", Priority.RESULT)
            outbox.queue(session, [(post, bot.uses.clock(), None)])
        session.exec(update(OutboxRow).where(OutboxRow.kind == "test.chart").values(attempt=attempts))
    bot.settle()


def kinds(message: Any) -> list[str]:
    return [block["type"] for block in message.blocks]


def last(person: Any) -> Any:
    """The one message that the person got since they looked last."""
    seen = person.inbox()[getattr(person, "looked", 0) :]
    person.looked = len(person.inbox())
    (message,) = seen
    return message


def test_a_picture_reaches_everyone_once_whatever_happens_on_the_way(sandbox, bot, ward):
    ann, ben, cleo, *_ = ward.staff
    sandbox.timing.file_processing = 2.5
    send(bot, GAPPED, ann.id, ben.id)
    for person in (ann, ben):
        message = last(person)
        assert kinds(message) == ["section", "image"]
        assert message.blocks[1]["alt_text"] == SAYS
    assert len(sandbox.calls_to(BEGIN)) == 1, "one upload serves all readers"
    shown = message.blocks[1]["slack_file"]["id"]
    assert sandbox.state.files[shown].content.startswith(b"\x89PNG")

    sandbox.timing.file_processing = 0.1
    sandbox.faults.plan(END, Fault.lost_reply())
    sandbox.faults.plan("chat.postMessage", Fault.lost_reply(), match=lambda call: "slack_file" in str(call["blocks"]))
    send(bot, replace(GAPPED, title="Lost replies"), ann.id)
    assert kinds(last(ann)) == ["section", "image"]
    assert len(sandbox.calls_to(BEGIN)) == 3, "an upload whose reply is lost is done again"

    send(bot, WHOLE, ann.id)
    assert kinds(last(ann)) == ["section", "data_visualization"]
    sandbox.faults.plan(
        "chat.postMessage", Fault.error("invalid_blocks"), times=None, match=lambda c: "data_visu" in str(c["blocks"])
    )
    send(bot, WHOLE, cleo.id)
    assert kinds(last(cleo)) == ["section", "image"], "an older server gets the same chart as a picture"

    sandbox.timing.file_processing = 600
    send(bot, replace(GAPPED, title="Never ready"), cleo.id, attempts=3)
    assert kinds(last(cleo)) == ["section"], "a picture that never gets ready is not waited for"


def test_pages_have_their_words_at_once_and_their_picture_a_little_later(sandbox, bot, ward):
    nurse = ward.staff[0]
    sandbox.timing.file_processing = 1.5
    shown = charts.in_page(GAPPED)
    drawn: list[list[str]] = []

    def publish(view: dict[str, Any]) -> None:
        bot.client.views_publish(user_id=nurse.id, view={"type": "home", "blocks": view["blocks"]})
        drawn.append([block["type"] for block in view["blocks"]])

    page = page_view("Chart", "Close", shown.blocks)
    pictures.fill_in(bot.uses, page, shown.pictures, publish)
    assert drawn == [["section"], ["section", "image"]]
    pictures.fill_in(bot.uses, page, shown.pictures, publish)
    assert drawn[2:] == [["section", "image"]], "what Slack has already comes with the words"


def test_what_is_told_on_home_opens_as_a_page_with_its_picture(sandbox, bot, ward):
    nurse, shown = ward.staff[0], charts.in_message(WHOLE, "en-GB")
    made = Message(SAYS, shown.blocks, shown.simple, shown.pictures)
    trigger = sandbox.desk.triggers.new(nurse.id, sandbox.state.team_id)
    press = Press(bot.uses, bot.client, nurse.id, "", trigger, "en-GB", "x", "", "", None)
    press.tell(made)
    sandbox.wait_for(lambda: nurse.modal is not None and kinds(nurse.modal) == ["section", "image"])


def test_an_answer_that_only_one_sees_takes_the_layout_that_works(sandbox, bot, ward):
    told: list[list[str]] = []

    def answer(chart: Chart, takes: Any) -> list[str]:
        shown = charts.in_message(chart, "en-GB")
        told.clear()
        made = Message(SAYS, shown.blocks, shown.simple, shown.pictures)
        pictures.answer(bot.uses, made, lambda blocks: told.append([b["type"] for b in blocks]) or takes(blocks))
        return told[-1]

    assert answer(WHOLE, lambda _: True) == ["section", "data_visualization"]
    assert answer(WHOLE, lambda blocks: "data_visualization" not in str(blocks)) == ["section", "image"]
    assert answer(GAPPED, lambda blocks: "slack_file" not in str(blocks)) == ["section"]
    assert len(told) <= 5, "a response_url takes five answers"


@pytest.mark.parametrize("scopes", [MANIFEST["oauth_config"]["scopes"]["bot"]])
def test_without_the_permission_the_words_go_out_and_the_lead_hears_it_once(sandbox, bot, ward):
    lead, nurse = ward.staff[0], ward.staff[3]
    start_initiative(sandbox, lead, ward, first_on=date(2026, 3, 3))
    bot.settle()
    for number in range(2):
        send(bot, replace(GAPPED, title=f"Chart {number}"), nurse.id)
        assert kinds(last(nurse)) == ["section"]
    assert len([text for text in texts(lead.inbox()) if "some charts are missing" in text]) == 1
