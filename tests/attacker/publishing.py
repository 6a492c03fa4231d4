"""A wave published by the product's rules, as the records of an export."""

from collections.abc import Mapping, Sequence

from attacker.organisations import INITIATIVE, WAVE, Wave
from attacker.records import Path, Publication, Record, Shown

from bot.domain.publication import Tally, Tree, publish_item


def publish(wave: Wave) -> list[Publication]:
    """What Uptake publishes of a wave: once."""
    return [edition(wave, {item: publish_answers(wave.groups, wave.answers(item)) for item in wave.items})]


def publish_answers(groups: Sequence[Path], answers: Mapping[Path, Sequence[int]]) -> dict[Path, Shown]:
    """What the product shows of one item: people counted, least and greatest sum, by group."""
    number = {path: index for index, path in enumerate(groups)}
    tree = Tree({index: number.get(path[:-1]) for path, index in number.items()})
    shown = publish_item(tree, {number[path]: tally(given) for path, given in answers.items()})
    return {groups[index]: (each.respondents, each.low, each.high) for index, each in shown.items()}


def edition(wave: Wave, shown: Mapping[str, Mapping[Path, Shown]]) -> Publication:
    """Results as the records that everybody may read, beside who answered."""
    records = tuple(
        Record(INITIATIVE, WAVE, path, item, *result)
        for item, groups in shown.items()
        for path, result in groups.items()
    )
    return Publication(records, wave.respondents)


def tally(answers: Sequence[int]) -> Tally:
    """How many gave each answer from 1 to 5."""
    ones, twos, threes, fours, fives = (answers.count(value) for value in range(1, 6))
    return ones, twos, threes, fours, fives
