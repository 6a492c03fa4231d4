"""Every number and every order in a result can be had from the published records alone, and from nothing else."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from bot.domain.publication import Tally, Tree, publish_item
from bot.domain.pulse import Before, ItemResult, Result, Wave, items_for
from bot.domain.pulse_reading import average
from messages import results
from messages.message import Message
from messages.pulse import instrument, reversed_items, wordings

NUMBER = re.compile(r"\d+(?:\.\d+)?")
CLAIM = re.compile(r"(Highest|Lowest) this time: \*(.+?)\*")
FIRST = date(2026, 3, 2)
ROOT = 1
SHORT = {wording.short: item for item, wording in wordings().items()}


def a_tally(random: Random, people: int) -> Tally:
    """So many answers: anything, or nearly all alike, as happens."""
    weights = random.choice([(1, 1, 1, 1, 1), (0, 0, 1, 20, 20), (30, 1, 0, 0, 0), (0, 1, 30, 1, 0)])
    given = random.choices(range(5), weights, k=people)
    ones, twos, threes, fours, fives = (given.count(value) for value in range(5))
    return ones, twos, threes, fours, fives


def published(random: Random, wave: int) -> Before:
    """What is published of everybody in a wave of three teams, each item answered by some."""
    asked, found = items_for(instrument(), wave), []
    for item in asked:
        tallies = {team: a_tally(random, random.randint(0, 9)) for team in (2, 3, 4)}
        shown = publish_item(Tree({ROOT: None, 2: ROOT, 3: ROOT, 4: ROOT}), tallies).get(ROOT)
        if shown is not None:
            found.append(ItemResult(ROOT, item, shown.respondents, shown.low, shown.high))
    return Before(FIRST + timedelta(weeks=wave), tuple(found), asked)


def a_result(seed: int) -> Result:
    random = Random(seed)
    count = random.choice([1, 2, 6, 14, 20])
    newest, *before = reversed([published(random, wave) for wave in range(1, count + 1)])
    moment = datetime(2026, 9, 1, 9, tzinfo=UTC)
    answered = 24 if newest.items else None
    wave = Wave(7, 1, count, newest.opens_on, moment, moment, newest.asked, "closed", 31, answered)
    return Result(wave, "huddles", "Europe/London", newest.items, (), before=tuple(before))


def said(made: Message) -> str:
    """All that people read or hear of a message in both of its layouts, but for the numbers of Slack's own chart."""
    plain = [block for block in (*made.blocks, *made.simple) if block["type"] != "data_visualization"]
    return made.text + json.dumps(plain, ensure_ascii=False)


def plotted(made: Message) -> Iterator[float]:
    for block in made.blocks:
        if block["type"] == "data_visualization":
            for series in block["chart"]["series"]:
                yield from (point["value"] for point in series["data"])


def averages(shown: tuple[ItemResult, ...]) -> dict[str, tuple[float, float]]:
    return {each.item: average(each, turned=each.item in reversed_items(())) for each in shown}


def test_every_number_is_one_that_follows_from_the_records() -> None:
    charts = 0
    for seed in range(150):
        value = a_result(seed)
        made = results.result(value, "en-GB")
        waves = (value.items, *(past.items for past in value.before))
        scores = {f"{end:.1f}" for shown in waves for both in averages(shown).values() for end in both}
        people = {str(each.respondents) for each in value.items} | {"24", "31"}
        days = {str(day.day) for day in (value.wave.opens_on, *(past.opens_on for past in value.before))}
        waves_told = {str(number) for number in range(len(waves) + 1)}
        ours = {"1", "5", "10"}
        without_keys = re.sub(r"\"id\": \"F[0-9A-F]+\"", "", said(made))
        told = set(NUMBER.findall(without_keys))
        assert told <= scores | people | days | waves_told | ours, (seed, told - scores - people - days)
        exact = {round(low, 3) for shown in waves for low, high in averages(shown).values() if low == high}
        assert set(plotted(made)) <= exact, seed
        charts += any(block["type"] in ("data_visualization", "image") for block in made.blocks)
    assert charts > 60


def test_an_order_is_said_only_where_every_case_that_is_possible_has_it() -> None:
    claimed = 0
    for seed in range(300):
        value = a_result(seed)
        for which, name in CLAIM.findall(results.result(value, "en-GB").text + said(results.result(value, "en-GB"))):
            item, of = SHORT[name], averages(value.items)
            others = [bounds for other, bounds in of.items() if other != item]
            low, high = of[item]
            assert all(low > other[1] if which == "Highest" else high < other[0] for other in others), (seed, name)
            claimed += 1
    assert claimed > 100


def test_answers_that_are_published_alike_are_told_alike() -> None:
    """Five answers of a band, in two worlds: what is said of them is the same, word for word and line for line."""
    worlds: list[Tally] = [(0, 0, 0, 0, 9), (0, 0, 0, 3, 6)]
    told = []
    for tally in worlds:
        shown = publish_item(Tree({ROOT: None}), {ROOT: tally})[ROOT]
        assert shown.low < shown.high
        base = a_result(4)
        of = tuple(ItemResult(ROOT, item, shown.respondents, shown.low, shown.high) for item in base.wave.items)
        made = results.result(replace(base, items=of), "en-GB")
        told.append((made.text, made.blocks, made.simple, made.pictures))
    assert told[0] == told[1]
