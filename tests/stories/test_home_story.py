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


def test_what_a_command_does_can_be_reached_from_home_and_is_checked_when_it_is_pressed(sandbox, bot, clock, ward):
    lead, nurse = ward.staff[:2]
    start_initiative(sandbox, lead, ward, first_on=date(2026, 3, 3))
    bot.settle()
    lead.open_home()
    assert "You lead" in str(lead.home.blocks)
    lead.press(lead.home, "people:show")
    sandbox.wait_for(lambda: lead.modal and "Who is who" in str(lead.modal.blocks))
    lead.press(lead.modal, "people:name_roles")
    sandbox.wait_for(lambda: "Champions" in str(lead.modal.blocks))
    lead.close_modal(all_of_them=True)
    for choice, words in (("Settings", "The settings of"), ("Pause or resume", "Pause")):
        lead.press(lead.home, "menu", choice)
        sandbox.wait_for(lambda words=words: lead.modal and words in str(lead.modal.blocks))
        lead.close_modal(all_of_them=True)
    nurse.open_home()
    assert "lifecycle:ask_pause" not in str(nurse.home.blocks)
    nurse.press(nurse.home, "menu", "How it stands")
    sandbox.wait_for(lambda: nurse.modal and "bedside handover" in str(nurse.modal.blocks))
