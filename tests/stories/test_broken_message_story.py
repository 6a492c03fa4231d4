"""One message that can't be made holds up no other."""

from datetime import date

import pytest
from playing import start_initiative

from bot.services.ports import MessageKind
from bot.services.pulse import asking


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_message_that_breaks_is_tried_again_while_the_others_go_out(sandbox, bot, clock, ward):
    start_initiative(sandbox, ward.staff[0], ward, first_on=date(2026, 3, 3))
    bot.settle()
    kinds = bot.delivery._counter._kinds
    whole, poisoned, faults = kinds[asking.INVITATION], ward.staff[5].id, [1, 2]

    def breaks_twice(session, arguments, now):
        if arguments["user"] == poisoned and faults:
            faults.pop()
            raise RuntimeError("a planted fault")
        return whole.prepare(session, arguments, now)

    kinds[asking.INVITATION] = MessageKind(asking.INVITATION, breaks_twice, whole.render)
    clock.go_to(2026, 3, 3, 1, 0)  # 10:00 in Tokyo
    bot.tick()
    sandbox.wait_for(lambda: sum(len(person.inbox()) for person in ward.staff) == 3)
    assert ward.staff[5].inbox() == []
    bot.settle()
    assert [len(person.inbox()) for person in ward.staff] == [0, 0, 1] * 4
    assert not sandbox.calls_to("conversations.history")
