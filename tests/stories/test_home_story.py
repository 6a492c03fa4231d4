"""The Home page shows what waits for a person, and is of use on the first visit."""

from datetime import date

from playing import answer, fill_checkin, start_initiative


def test_home_is_of_use_before_anything_was_started(sandbox, bot):
    stranger = sandbox.add_person("First Visit")
    stranger.open_home()
    assert "Type `/uptake start`" in str(stranger.home.blocks)


def test_a_pulse_is_answered_from_home(sandbox, bot, clock, ward):
    nurse = ward.staff[3]
    start_initiative(sandbox, ward.staff[0], ward, first_on=date(2026, 3, 3))
    bot.settle()
    clock.go_to(2026, 3, 3, 15, 0)
    bot.settle()
    nurse.open_home()
    assert "You take part in" in str(nurse.home.blocks)
    nurse.press(nurse.home, "pulse:open_checkin")
    sandbox.wait_for(lambda: nurse.modal)
    fill_checkin(nurse, 4)
    nurse.submit()
    nurse.close_modal()
    sandbox.wait_for(lambda: "Thank you" in nurse.inbox()[-1].text)
    nurse.open_home()
    assert "Nothing right now" in str(nurse.home.blocks)


def test_a_guest_sees_nothing_of_it(sandbox, bot, clock, ward):
    guest = sandbox.add_person("Guest", is_restricted=True)
    sandbox.join(ward, guest)
    start_initiative(sandbox, ward.staff[0], ward, first_on=date(2026, 3, 3))
    bot.settle()
    clock.go_to(2026, 3, 3, 15, 0)
    bot.settle()
    assert guest.inbox() == []
    guest.open_home()
    assert "bedside" not in str(guest.home.blocks)
    answer(sandbox, ward.staff[1], 3)
