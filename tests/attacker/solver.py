"""What a reader can still take for possible, by asking a solver for every answer of everybody.

A world that answers one question answers many others, so worlds are kept, and only what none of them shows is asked.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from attacker.programme import Contradiction, Needed, find_worlds, size_of
from attacker.puzzle import Puzzle, Question, World, questions
from attacker.rules import ANSWERS

Possible = dict[Question, frozenset[int]]
"""The answers that are still possible. None at all means that no colleague can have answered as the question says."""
_AT_ONCE = 1500
"""How many variables go into one programme."""


class Inquiry:
    """The questions to one puzzle, and what is known of their answers."""

    def __init__(self, puzzle: Puzzle, own: Mapping[int, set[int]]) -> None:
        self.puzzle = puzzle
        self.size = size_of(puzzle)
        self._questions = list(questions(puzzle, own))
        self._worlds = np.zeros((0, len(puzzle.sizes), len(ANSWERS)), dtype=int)
        self._possible: dict[tuple[Question, int], bool] = {}
        self._open = [(question, answer) for question in self._questions for answer in ANSWERS][::-1]

    def next_to_ask(self, room: int) -> Iterator[tuple[Question, int]]:
        """Questions that no world answers so far, as many as there is room for; outsiders' alone before colleagues'."""
        outsiders = bool(self._open) and self._open[-1][0].own is None
        while self._open and room > 0 and (self._open[-1][0].own is None) == outsiders:
            question, answer = self._open.pop()
            known = self._known(question, answer)
            if known is None:
                room -= self.size
                yield question, answer
            else:
                self._possible[question, answer] = known

    def learn(self, question: Question, answer: int, world: World | None) -> None:
        """A world in which it is so, or None where there is none."""
        self._possible[question, answer] = world is not None
        self.keep(world)

    def keep(self, world: World | None) -> None:
        """A world that fits, which may answer other questions."""
        if world is not None:
            self._worlds = np.concatenate([self._worlds, world[None]])

    @property
    def has_open_questions(self) -> bool:
        """Whether some question is neither asked nor answered by a world."""
        return bool(self._open)

    def possible(self) -> Possible:
        """The answers to all questions."""
        return {
            each: frozenset(answer for answer in ANSWERS if self._possible[each, answer]) for each in self._questions
        }

    def _known(self, question: Question, answer: int) -> bool | None:
        """What follows from the worlds found, or from what isn't possible even to outsiders."""
        needed = needed_for(question, answer)
        if any(number > self.puzzle.sizes[cell] for (cell, _), number in needed.items()):
            return False
        if question.own is not None and not all(self._possible[Question(c), v] for c, v in needed):
            return False
        shows = np.full(len(self._worlds), True)
        for (cell, value), number in needed.items():
            shows &= self._worlds[:, cell, value - 1] >= number
        return True if shows.any() else None


def needed_for(question: Question, answer: int) -> Needed:
    """What a world has in which somebody of the target gave this answer, and the colleague another or the same."""
    needed = {(question.target, answer): 1}
    if question.colleague is not None and question.own is not None:
        theirs = (question.colleague, question.own)
        needed[theirs] = needed.get(theirs, 0) + 1
    return needed


def solve(asked: Sequence[tuple[Puzzle, Mapping[int, set[int]]]]) -> list[Possible | None]:
    """For each puzzle, with what colleagues know of their own: the answers to all questions; None if no world fits."""
    inquiries = [Inquiry(puzzle, own) for puzzle, own in asked]
    sound = [each for start in range(0, len(inquiries), 100) for each in _with_a_world(inquiries[start : start + 100])]
    waiting = sound
    while waiting:
        share = _AT_ONCE // len(waiting)
        batch: list[tuple[Inquiry, Question, int]] = []
        for inquiry in waiting:
            batch += [(inquiry, question, answer) for question, answer in inquiry.next_to_ask(share)]
        for some in _batches(batch):
            worlds = find_worlds([(inquiry.puzzle, needed_for(question, answer)) for inquiry, question, answer in some])
            for (inquiry, question, answer), world in zip(some, worlds, strict=True):
                inquiry.learn(question, answer, world)
        waiting = [inquiry for inquiry in waiting if inquiry.has_open_questions]
    return [inquiry.possible() if inquiry in sound else None for inquiry in inquiries]


def _with_a_world(inquiries: Sequence[Inquiry]) -> list[Inquiry]:
    """Those whose puzzles have a world at all; it is kept."""
    if not inquiries:
        return []
    try:
        worlds = find_worlds([(each.puzzle, {}) for each in inquiries])
    except Contradiction:
        if len(inquiries) == 1:
            return []
        half = len(inquiries) // 2
        return _with_a_world(inquiries[:half]) + _with_a_world(inquiries[half:])
    for inquiry, world in zip(inquiries, worlds, strict=True):
        inquiry.keep(world)
    return list(inquiries)


def _batches(asked: list[tuple[Inquiry, Question, int]]) -> Iterator[list[tuple[Inquiry, Question, int]]]:
    """In pieces that one programme holds."""
    some: list[tuple[Inquiry, Question, int]] = []
    room = _AT_ONCE
    for each in asked:
        if some and room < each[0].size:
            yield some
            some, room = [], _AT_ONCE
        some.append(each)
        room -= each[0].size
    if some:
        yield some
