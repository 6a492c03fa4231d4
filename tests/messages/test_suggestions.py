"""From a result to what a lead can do: for what stands lowest or has fallen, and no button that leads nowhere."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from reading_ease import grade

from bot.domain.acting import Call, Calls, Prompt, Way, WayToAct, calls_of
from bot.domain.pulse import Before, Item, ItemResult, Result, Wave
from messages.pulse import instrument, reversed_items
from messages.strategies import as_texts, helping, strategies, strategy
from messages.suggestions import MOST, to_lead

EN = "en-GB"
ITEMS = ("expected", "supported", "why", "safe", "burden")
MOMENT = datetime(2026, 6, 1, 9, tzinfo=UTC)
WAVE = Wave(7, 3, 1, date(2026, 6, 1), MOMENT, MOMENT, ITEMS, "closed", 30, 20)
WAYS = (WayToAct(Way.TEST, "pdsa:plan"), WayToAct(Way.STEP, "spread:plan"))


def shown(**sums: int) -> tuple[ItemResult, ...]:
    """Results of twenty people, 60 each but for these; of "burden" a low sum is the good one."""
    return tuple(ItemResult(1, item, 20, sums.get(item, 60), sums.get(item, 60)) for item in ITEMS)


def a_result(items: tuple[ItemResult, ...], before: tuple[Before, ...] = ()) -> Result:
    return Result(WAVE, "huddles", "Europe/London", items, (), before=before)


def buttons_of(made: Any) -> list[dict[str, Any]]:
    return [element for block in made.blocks if block["type"] == "actions" for element in block["elements"]]


def calls(items: tuple[ItemResult, ...], before: tuple[Before, ...] = ()) -> tuple[Call, ...]:
    return calls_of(a_result(items, before), reversed_items(()))


def test_what_stands_lowest_calls_and_what_only_may_doesnt() -> None:
    assert calls(shown(supported=50)) == (Call("supported", has_fallen=False),)
    assert calls(shown(burden=80)) == (Call("burden", has_fallen=False),), "a low answer is the good one there"
    assert calls(shown()) == ()
    assert calls(()) == ()


def test_what_has_fallen_by_rule_calls_first_and_once() -> None:
    high, low = shown(expected=70), shown(expected=50)
    past = [Before(date(2026, 5, 25) - timedelta(weeks=week), high if week > 6 else low, ITEMS) for week in range(15)]
    assert calls(low, tuple(past)) == (Call("expected", has_fallen=True),)
    assert calls(shown(expected=50, safe=40), tuple(past)) == (Call("expected", True), Call("safe", False))
    assert calls(shown(expected=50), tuple(past[:1])) == (Call("expected", has_fallen=False),), "two points are no fall"


@pytest.mark.parametrize("item", [item.id for item in instrument().items])
def test_for_each_question_of_ours_there_are_three_things_to_do(item: str) -> None:
    value = Calls(a_result(shown()), (Call(item, has_fallen=True),), WAYS)
    made = to_lead(value, EN)
    assert len(buttons_of(made)) == MOST
    for each in buttons_of(made):
        prompt = Prompt.read(each["value"])
        found = strategy(prompt.strategy)
        assert found is not None
        assert (prompt.initiative_id, prompt.wave_id, prompt.item) == (3, 7, item)
        assert each["action_id"] == {"test": "pdsa:plan", "step": "spread:plan"}[found.way]


def test_a_button_stands_only_where_a_feature_offers_its_form() -> None:
    value = Calls(a_result(shown(why=40)), (Call("why", has_fallen=False),))
    assert buttons_of(to_lead(value, EN)) == []
    only = buttons_of(to_lead(replace(value, ways=WAYS[1:]), EN))
    assert {each["action_id"] for each in only} == {"spread:plan"}


def test_of_several_items_each_has_its_turn_and_nothing_is_suggested_twice() -> None:
    value = Calls(a_result(shown()), (Call("expected", True), Call("fits", False)), WAYS)
    prompts = [Prompt.read(each["value"]) for each in buttons_of(to_lead(value, EN))]
    assert [prompt.item for prompt in prompts] == ["expected", "fits", "expected"]
    assert len({prompt.strategy for prompt in prompts}) == 3


def test_the_library_is_told_in_plain_words_with_its_sources() -> None:
    known = {item.construct for item in instrument().items}
    for each in strategies(EN):
        assert set(each.constructs) <= known, each.id
        assert each.source.startswith(("ERIC: ", "buy-in: ")), each.id
        assert grade(f"{each.name}. {each.text}") <= 8, each.id
        assert all(len(sentence.split()) <= 20 for sentence in each.text.split(". ")), each.id
    assert len({each.id for each in strategies(EN)}) == len(strategies(EN))
    assert all(len(helping(construct, EN)) >= MOST for construct in known)


def test_a_prompt_comes_back_from_its_button_whatever_an_item_is_called() -> None:
    prompt = Prompt(3, 7, "own: item", "start_smaller")
    assert Prompt.read(prompt.value) == prompt
    with pytest.raises(ValueError, match="unpack"):
        Prompt.read("nonsense")


def test_a_plan_begins_with_the_strategy_and_with_what_people_said() -> None:
    texts = as_texts(Prompt(3, 7, "supported", "one_obstacle"), (), EN)
    assert texts["change"].startswith("Take one obstacle away. Ask what gets in the way most.")
    assert texts["answers"] == "We get the time, help and tools"
    assert as_texts(Prompt(3, 7, "gone", "gone"), (), EN) == {}
    own = Item("light", "fit", text="It is light.")
    assert as_texts(Prompt(3, 7, "light", "gone"), (own,), EN) == {"answers": "It is light."}
