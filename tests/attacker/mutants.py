"""Rules of publication that look as good as ours and aren't: each is one change, and the attacker must catch each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import Random

from attacker.audit import Kind
from attacker.cases import count
from attacker.organisations import Wave
from attacker.publishing import edition, publish
from attacker.records import Path, Publication, Shown
from attacker.rules import SMALLEST, Blocks, band_of, blocks_of, counted

from bot.domain import publication

Answers = Mapping[Path, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """What is published of a wave by a changed rule, and what the attacker must say of it."""

    name: str
    publish: Callable[[Wave], list[Publication]]
    kind: Kind


def threshold_without_pooling(wave: Wave) -> list[Publication]:
    """Every group of five or more is shown, with everybody below it."""
    return _by_item(wave, lambda answers: {group: _band(all_of) for group, all_of in _large(answers).items()})


def blocks_of_four(wave: Wave) -> list[Publication]:
    """The product, where four are enough for a block."""
    with _changed("SMALLEST_BLOCK", 4):
        return publish(wave)


def pairwise_remainders(wave: Wave) -> list[Publication]:
    """A group is shown where the rest of the group above it, taken alone, is nobody or five or more."""

    def show(answers: Answers) -> dict[Path, Shown]:
        large = _large(answers)
        rest = {group: len(large[group[:-1]]) - len(given) for group, given in large.items() if len(group) > 1}
        return {group: _band(given) for group, given in large.items() if not 0 < rest.get(group, 0) < SMALLEST}

    return _by_item(wave, show)


def exact_at_the_edges(wave: Wave) -> list[Publication]:
    """The product, with the sums n + 6 and 5n - 6 shown exactly, and bands one point shorter."""
    with _changed("BAND", publication.BAND - 1):
        return publish(wave)


def band_per_group(wave: Wave) -> list[Publication]:
    """Blocks as by the rules, but a group shows one band of the sum of all its blocks."""
    return _by_item(wave, lambda answers: {group: _band(given) for group, given in _in_blocks(answers).items()})


def hiding_extremes(wave: Wave) -> list[Publication]:
    """Blocks as by the rules, and exact sums; a group whose sum lies near an end is not shown, but counts above."""

    def show(answers: Answers) -> dict[Path, Shown]:
        shown = {group: _band(given) for group, given in _in_blocks(answers).items()}
        return {group: each for group, each in shown.items() if each[1] == each[2]}

    return _by_item(wave, show)


def late_answers(wave: Wave) -> list[Publication]:
    """The product, which publishes again when a few more have answered."""
    random = Random(len(wave.respondents))
    late = random.randint(1, 4)
    early = tuple(random.sample(wave.respondents, max(1, len(wave.respondents) - late)))
    return publish(replace(wave, respondents=early)) + publish(wave)


def histogram(wave: Wave) -> list[Publication]:
    """The product, with how often each answer was given."""
    (published,) = publish(wave)
    everyone = {item: _in_blocks(wave.answers(item)) for item in wave.items}
    records = (
        replace(each, histogram=tuple(everyone[each.item][each.group].count(value) for value in range(1, 6)))
        for each in published.records
    )
    return [replace(published, records=tuple(records))]


def counting_forms(wave: Wave) -> list[Publication]:
    """Blocks are made of forms, and a result names how many forms there were."""
    return _of_forms(wave, lambda forms, given: (forms, *band_of(forms, sum(given))))


def pooling_forms(wave: Wave) -> list[Publication]:
    """Blocks are made of forms, and a result names how many gave the item a number."""
    return _of_forms(wave, lambda forms, given: _band(given))


MUTANTS = [
    Mutant("threshold of 5 without pooling", threshold_without_pooling, Kind.FEW),
    Mutant("blocks of 4", blocks_of_four, Kind.FEW),
    Mutant("pairwise remainders", pairwise_remainders, Kind.FEW),
    Mutant("exact at L and U, bands one point shorter", exact_at_the_edges, Kind.NARROW),
    Mutant("a band per group in place of per block", band_per_group, Kind.NARROW),
    Mutant("hiding extremes", hiding_extremes, Kind.NARROW),
    Mutant("late answers published: a few can be told", late_answers, Kind.FEW),
    Mutant("late answers published: their answers too", late_answers, Kind.NARROW),
    Mutant("a histogram added", histogram, Kind.NARROW),
    Mutant("counting forms: as respondents", counting_forms, Kind.NARROW),
    Mutant("counting forms: for blocks", pooling_forms, Kind.FEW),
]


def _by_item(wave: Wave, show: Callable[[Answers], Mapping[Path, Shown]]) -> list[Publication]:
    return [edition(wave, {item: show(wave.answers(item)) for item in wave.items})]


def _band(answers: Sequence[int]) -> Shown:
    return len(answers), *band_of(len(answers), sum(answers))


def _large(answers: Answers) -> dict[Path, list[int]]:
    """Everybody below each group, where they are five or more."""
    everyone: dict[Path, list[int]] = {}
    for home, given in answers.items():
        for length in range(1, len(home) + 1):
            everyone.setdefault(home[:length], []).extend(given)
    return {group: given for group, given in everyone.items() if len(given) >= SMALLEST}


def _in_blocks(answers: Answers) -> dict[Path, list[int]]:
    """The answers that each group's result is made of, by the rules."""
    return _added(blocks_of({group: len(given) for group, given in answers.items()}), answers)


def _added(blocks: Blocks, answers: Answers) -> dict[Path, list[int]]:
    return {
        group: [answer for block in added for home in blocks[block] for answer in answers.get(home, ())]
        for group, added in counted(blocks).items()
    }


def _of_forms(wave: Wave, show: Callable[[int, Sequence[int]], Shown]) -> list[Publication]:
    """Results of blocks of five or more forms, whoever gave the item a number."""
    forms = count(each.group for each in wave.respondents)
    blocks = blocks_of(forms)
    sizes = {group: sum(forms[home] for b in added for home in blocks[b]) for group, added in counted(blocks).items()}
    return _by_item(
        wave,
        lambda answers: {group: show(sizes[group], given) for group, given in _added(blocks, answers).items() if given},
    )


@contextmanager
def _changed(name: str, value: int) -> Iterator[None]:
    """The product with another number in its rules."""
    before = getattr(publication, name)
    setattr(publication, name, value)
    try:
        yield
    finally:
        setattr(publication, name, before)
