"""Twenty people of one team send their answers in the same moment: all are counted, and nobody waits for each other."""

from random import Random
from threading import Barrier, Thread

from sqlmodel import select
from wards import open_next_wave, staff_ids, start

from bot.services.ports import Uses
from bot.services.pulse import answering
from storage.wave_tables import RosterRow, TallyRow

AT_ONCE, BURSTS = 20, 5


def test_twenty_of_one_team_answer_at_once_and_none_is_lost_or_locked_out(uses: Uses) -> None:
    ward = start(uses, staff=AT_ONCE * BURSTS)
    wave = open_next_wave(uses, ward)
    random, failed = Random(5), list[Exception]()
    begin = Barrier(AT_ONCE)

    def answer(people: list[str], given: list[dict[str, str | None]]) -> None:
        for user_id, answers in zip(people, given, strict=True):
            begin.wait()
            try:
                answering.record_checkin(uses, wave.id, user_id, answers, "")
            except Exception as error:
                failed.append(error)

    staff = staff_ids(AT_ONCE * BURSTS)
    threads = []
    for number in range(AT_ONCE):
        orders = [random.sample(wave.items, len(wave.items)) for _ in range(BURSTS)]
        given = [dict.fromkeys(order, "3") for order in orders]
        threads.append(Thread(target=answer, args=(staff[number::AT_ONCE], given)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    with uses.reading() as session:
        assert len(session.exec(select(RosterRow).where(RosterRow.has_answered)).all()) == AT_ONCE * BURSTS
        counted = session.exec(select(TallyRow.item, TallyRow.value, TallyRow.count)).all()
    assert sorted(counted) == sorted((item, 3, AT_ONCE * BURSTS) for item in wave.items)
