"""A message goes to whoever it is for at the moment it is sent, and to nobody while its initiative rests."""

from typing import Any

import pytest
from postman import Postman
from sqlmodel import select
from wards import CHANNEL, LEAD, open_next_wave, staff_ids, start

from bot.domain.initiative import Stage
from bot.services import capability
from bot.services.ports import Uses
from storage import initiative as initiatives
from storage import people
from storage.outbox_table import OutboxRow

NEW = staff_ids(1)[0]


def dropped(uses: Uses) -> dict[str, str]:
    with uses.reading() as session:
        rows: Any = session.exec(select(OutboxRow).where(OutboxRow.state == "dropped"))
        return {row.recipient: row.reason for row in rows}


@pytest.mark.parametrize("stage", [Stage.PAUSED, Stage.ENDED])
def test_what_nobody_asked_for_is_dropped_while_the_initiative_rests(uses: Uses, stage: Stage) -> None:
    ward, postman = start(uses, staff=2), Postman(uses)
    assert [letter.to for letter in postman.deliver()] == [CHANNEL]
    open_next_wave(uses, ward)
    with uses.writing() as session:
        initiatives.set_state(session, ward.id, stage)
    assert postman.deliver() == []
    assert set(dropped(uses).values()) == {f"the initiative is {stage}"}
    assert set(dropped(uses)) == {LEAD, *staff_ids(2)}


def test_what_is_for_the_lead_alone_goes_to_whoever_leads_when_it_is_sent(uses: Uses) -> None:
    ward, postman = start(uses, staff=1), Postman(uses)
    postman.deliver()
    capability.note_missing(uses, "users.list", "unknown_method")
    with uses.writing() as session:
        new = people.find_person(session, NEW)
        assert new is not None
        initiatives.set_lead(session, ward.id, new)
    assert [letter.to for letter in postman.deliver()] == [NEW]
    assert dropped(uses) == {}


def test_what_is_for_a_lead_who_is_gone_is_dropped(uses: Uses) -> None:
    start(uses, staff=1)
    postman = Postman(uses)
    postman.deliver()
    capability.note_missing(uses, "users.list", "unknown_method")
    with uses.writing() as session:
        people.deactivate(session, LEAD)
    assert postman.deliver() == []
    assert dropped(uses) == {LEAD: "the person can't take part any more"}
