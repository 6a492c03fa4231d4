"""A lead changes what an initiative is called and why it is better; the channel is told once."""

import pytest
from postman import Postman
from sqlmodel import select
from wards import LEAD, staff_ids, start

from bot.domain.errors import FormRefusal
from bot.domain.initiative import CASE_LENGTH, CaseForChange
from bot.domain.lifecycle import Ended
from bot.domain.roles import NotYours
from bot.services import describing, lifecycle
from bot.services.ports import Uses
from storage import initiative as initiatives
from storage.audit import AuditRow

NURSE = staff_ids(1)[0]
CASE = CaseForChange("We hand over in the room.", "The patient hears it.", "", "Fewer questions later.")


def told(postman: Postman) -> int:
    return sum(letter.kind == describing.DESCRIBED for letter in postman.deliver())


def test_another_name_and_other_reasons_are_kept_and_told_once(uses: Uses) -> None:
    ward, postman = start(uses, staff=3), Postman(uses)
    postman.deliver()
    assert describing.describe(uses, ward.id, LEAD, " handover in the room ", CASE)
    assert not describing.describe(uses, ward.id, LEAD, "handover in the room", CASE), "it is that already"
    with uses.reading() as session:
        now = initiatives.find_initiative(session, ward.id)
        noted = session.exec(select(AuditRow.action)).all()
    assert now is not None
    assert (now.practice, now.case) == ("handover in the room", CASE)
    assert noted.count("initiative.describe") == 1
    assert told(postman) == 1
    assert describing.describe(uses, ward.id, LEAD, "bedside handover", CASE)
    assert told(postman) == 1


def test_what_is_missing_or_too_long_is_named_and_nothing_changes(uses: Uses) -> None:
    ward = start(uses, staff=3)
    with pytest.raises(FormRefusal) as refused:
        describing.describe(uses, ward.id, LEAD, " ", CaseForChange("", "x" * (CASE_LENGTH + 1)))
    assert set(refused.value.errors) == {"practice", "what_is_new", "why_better"}
    now = describing.to_describe(uses, ward.id, LEAD)
    assert (now.practice, now.case) == (ward.practice, ward.case)


def test_only_the_lead_may_and_not_after_the_end(uses: Uses) -> None:
    ward = start(uses, staff=3)
    with pytest.raises(NotYours):
        describing.describe(uses, ward.id, NURSE, "huddles", CASE)
    with pytest.raises(NotYours):
        describing.to_describe(uses, ward.id, NURSE)
    lifecycle.end(uses, ward.id, LEAD)
    with pytest.raises(Ended):
        describing.describe(uses, ward.id, LEAD, "huddles", CASE)
