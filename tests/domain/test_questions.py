"""A team's own questions: which are asked each time, what may change in them, and what would make them easier."""

import pytest

from bot.domain.delimited import BadFile
from bot.domain.instrument_file import OwnItem
from bot.domain.pulse import Instrument, items_for, minutes_for
from bot.domain.questions import as_instrument, asks_other, check_same_words, hints_for, per_pulse
from messages.pulse import instrument


def own(count: int) -> tuple[OwnItem, ...]:
    return tuple(OwnItem(f"q{number}", "fit", f"It is {number}.", line=number + 2) for number in range(count))


@pytest.mark.parametrize("count", range(1, 51))
def test_however_many_there_are_each_is_asked_at_least_every_second_time_and_the_first_two_always(count: int) -> None:
    made = as_instrument(own(count), instrument())
    everything = {item.id for item in made.items}
    for number in range(1, 60):
        asked = items_for(made, number)
        assert len(asked) == len(set(asked)) == per_pulse(own(count))
        assert set(asked) | set(items_for(made, number + 1)) == everything
        assert asked[:2] == ("q0", "q1")[:count]
    assert {item.id for item in made.items if item.is_anchor} == ({"q0", "q1"} if count > 5 else everything)


@pytest.mark.parametrize(
    ("count", "asked", "minutes"),
    [(1, 1, 1), (2, 2, 1), (3, 3, 1), (5, 5, 1), (6, 5, 1), (8, 5, 1), (9, 6, 1), (16, 9, 2), (40, 21, 4), (50, 26, 4)],
)
def test_up_to_eight_make_five_a_pulse_and_more_take_longer(count: int, asked: int, minutes: int) -> None:
    assert per_pulse(own(count)) == asked
    assert minutes_for(asked) == minutes


def test_the_built_in_pulse_asks_each_item_at_least_every_second_time_whatever_the_number() -> None:
    made = instrument()
    anchors = {item.id for item in made.items if item.is_anchor}
    for number in range(1, 500):
        asked = items_for(made, number)
        assert len(asked) == 5
        assert anchors <= set(asked)
        assert set(asked) | set(items_for(made, number + 1)) == {item.id for item in made.items}


def test_another_word_or_order_is_another_mark_and_none_of_its_own_is_the_built_in_one() -> None:
    built_in = Instrument("climate", (), "mark")
    marks = {
        as_instrument(each, built_in).fingerprint
        for each in (own(3), own(3)[::-1], own(2), (*own(2), OwnItem("q2", "fit", "It is two.")))
    }
    assert len(marks) == 4
    assert as_instrument((), built_in) is built_in
    assert as_instrument(own(3), Instrument("climate", (), "other")).fingerprint not in marks


@pytest.mark.parametrize(
    ("changed", "line", "words"),
    [
        (OwnItem("q1", "fit", "It is 1!", line=9), 9, "text: “q1” was asked with another text."),
        (OwnItem("q1", "fit", "It is 1.", reverse=True, line=9), 9, "reverse: “q1” was asked with another reverse."),
        (OwnItem("Q1", "fit", "It is 1.", line=9), 9, "id: “Q1” was asked with another id."),
    ],
)
def test_what_was_asked_keeps_its_words(changed: OwnItem, line: int, words: str) -> None:
    with pytest.raises(BadFile) as caught:
        check_same_words((own(1)[0], changed), {each.id: each for each in own(4)})
    (problem,) = caught.value.problems
    assert (problem.line, words in problem.sentence) == (line, True)


def test_what_it_measures_and_its_source_may_be_put_right() -> None:
    check_same_words((OwnItem("q1", "climate", "It is 1.", source="us"),), {each.id: each for each in own(4)})


def test_people_are_asked_the_same_when_only_the_order_changes() -> None:
    assert not asks_other(own(3), own(3)[::-1])
    assert asks_other(own(3), own(2))
    assert asks_other((), own(1))


def test_a_hard_question_gets_advice_and_an_easy_one_none() -> None:
    long = OwnItem("a", "fit", "word " * 21, line=2)
    word = OwnItem("b", "fit", "The implementation goes well.", line=3)
    two = OwnItem("c", "fit", "I know and want it and like it.", line=4)
    assert [each.line for each in hints_for((long, word, two, *own(3)))] == [2, 3, 4]
    assert hints_for(own(8)) == ()
    assert [each.line for each in hints_for(own(9))] == [0]
