"""The Home page shows what waits for a person, and is of use on the first visit."""

from datetime import date

from playing import answer, fill_checkin, start_initiative


def test_home_is_of_use_before_anything_was_started(sandbox, bot):
    stranger = sandbox.add_person("First Visit")
    stranger.open_home()
    assert "type `/uptake start`" in str(stranger.home.blocks)


def test_an_initiative_is_started_from_home_in_a_channel_that_one_is_in(sandbox, bot, clock, ward):
    lead, other = ward.staff[0], sandbox.add_person("Ola Outside")
    elsewhere = sandbox.add_channel("elsewhere", members=[lead])
    for person, channel, words in (
        (lead, elsewhere, "Uptake isn't in this channel yet"),
        (other, ward, "You aren't in this channel"),
    ):
        person.open_home()
        person.press(person.home, "initiative:open_start")
        sandbox.wait_for(lambda person=person: person.modal)
        for name in ("practice", "what_is_new", "why_better"):
            person.fill(name, "Huddles")
        person.fill("channel", channel.id)
        person.submit()
        assert words in person.modal.errors["channel"]
        person.close_modal(all_of_them=True)
    lead.press(lead.home, "initiative:open_start")
    sandbox.wait_for(lambda: lead.modal)
    for name in ("practice", "what_is_new", "why_better"):
        lead.fill(name, "Huddles")
    lead.fill("channel", ward.id)
    assert lead.submit().error == ""
    bot.settle()
    assert "Huddles" in sandbox.posts(ward)[-1].text
    lead.open_home()
    assert "You lead" in str(lead.home.blocks)
    for action_id, words in (("pdsa:list", "test"), ("measures:list", "measure")):
        lead.press(lead.home, action_id)
        sandbox.wait_for(lambda words=words: lead.modal and words in str(lead.modal.blocks))
        lead.close_modal(all_of_them=True)
    lead.press(lead.home, "pulse:start_now")
    sandbox.wait_for(lambda: lead.modal and "Stop it" in str(lead.modal.blocks))


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
