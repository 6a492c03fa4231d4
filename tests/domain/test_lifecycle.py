"""What a look at a channel means for results, and who can become the lead."""

from dataclasses import replace
from datetime import date, time

import pytest

from bot.domain.initiative import CaseForChange, Initiative, ResultsStop, Stage
from bot.domain.lifecycle import Ended, Paused, Sight, check_goes_on, check_has_not_ended, look, new_lead_trouble
from bot.domain.local_time import Every, Rhythm
from bot.domain.people import Channel, ChannelKind, Profile

WARD = Initiative(
    id=1,
    number=1,
    channel_id="C1",
    practice="bedside handover",
    case=CaseForChange("a", "b"),
    zone="Europe/London",
    rhythm=Rhythm(Every.WEEKLY, 1, time(10), 3),
    first_on=date(2026, 3, 10),
    lead_user_id="ULEAD",
)
PUBLIC, PRIVATE = ChannelKind
SHARED, UNSHARED, CHANGED = ResultsStop

LOOKS = [
    # agreed kind, stop so far, kind now, shared now: agreed kind then, stop then, news?
    (None, None, PUBLIC, False, PUBLIC, None, True),
    (None, None, PRIVATE, True, PRIVATE, SHARED, True),
    (PUBLIC, None, PUBLIC, False, PUBLIC, None, False),
    (PUBLIC, None, PUBLIC, True, PUBLIC, SHARED, True),
    (PUBLIC, None, PRIVATE, False, PUBLIC, CHANGED, True),
    (PRIVATE, None, PUBLIC, False, PRIVATE, CHANGED, True),
    (PRIVATE, None, PUBLIC, True, PRIVATE, SHARED, True),
    (PUBLIC, SHARED, PUBLIC, True, PUBLIC, SHARED, False),
    (PUBLIC, SHARED, PUBLIC, False, PUBLIC, UNSHARED, True),
    (PUBLIC, SHARED, PRIVATE, False, PUBLIC, UNSHARED, True),
    (PUBLIC, UNSHARED, PUBLIC, False, PUBLIC, UNSHARED, False),
    (PUBLIC, UNSHARED, PUBLIC, True, PUBLIC, SHARED, True),
    (PUBLIC, CHANGED, PRIVATE, False, PUBLIC, CHANGED, False),
    (PUBLIC, CHANGED, PUBLIC, False, PUBLIC, CHANGED, False),
    (PUBLIC, CHANGED, PUBLIC, True, PUBLIC, SHARED, True),
]


@pytest.mark.parametrize(("agreed", "before", "kind", "is_shared", "then", "stop", "is_news"), LOOKS)
def test_what_a_channel_means_for_results(agreed, before, kind, is_shared, then, stop, is_news) -> None:
    channel = Channel("C1", "ward", has_bot=True, is_shared=is_shared, is_private=kind is PRIVATE)
    initiative = replace(WARD, channel_kind=agreed, results_stop=before)
    assert look(initiative, channel) == Sight(then, stop, is_news)


@pytest.mark.parametrize("before", [None, *ResultsStop])
@pytest.mark.parametrize("agreed", [None, *ChannelKind])
@pytest.mark.parametrize("kind", ChannelKind)
def test_a_second_look_is_no_news_and_nothing_shared_ever_goes_on(before, agreed, kind) -> None:
    for is_shared in (False, True):
        channel = Channel("C1", "ward", has_bot=True, is_shared=is_shared, is_private=kind is PRIVATE)
        first = look(replace(WARD, channel_kind=agreed, results_stop=before), channel)
        again = look(replace(WARD, channel_kind=first.kind, results_stop=first.stop), channel)
        assert (again.kind, again.stop, again.is_news) == (first.kind, first.stop, False)
        assert first.stop is SHARED if is_shared else first.stop is not SHARED
        assert before is None or first.stop is not None, "only the lead lets results go on"


COLLEAGUE = Profile("U1", "Ann", "UTC")


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (COLLEAGUE, ""),
        (replace(COLLEAGUE, user_id="ULEAD"), "leads it already"),
        (replace(COLLEAGUE, is_guest=True), "can't take part"),
        (replace(COLLEAGUE, is_stranger=True), "can't take part"),
        (replace(COLLEAGUE, is_bot=True), "can't take part"),
        (replace(COLLEAGUE, is_active=False), "can't take part"),
        (replace(COLLEAGUE, user_id="ULEAD", is_active=False), "can't take part"),
    ],
)
def test_who_can_become_the_lead(chosen: Profile, words: str) -> None:
    trouble = new_lead_trouble(WARD, chosen)
    assert words in trouble
    assert bool(words) == bool(trouble)


def test_what_rests_says_so_with_what_to_do() -> None:
    check_goes_on(WARD)
    check_has_not_ended(WARD)
    check_has_not_ended(replace(WARD, state=Stage.PAUSED))
    with pytest.raises(Paused, match="Type /uptake resume first"):
        check_goes_on(replace(WARD, state=Stage.PAUSED))
    with pytest.raises(Ended, match="ended on 20 March 2026"):
        check_has_not_ended(replace(WARD, state=Stage.ENDED, ended_on=date(2026, 3, 20)))
