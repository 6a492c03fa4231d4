"""How people of different tempers take to a pulse: whether they answer, when, and what."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

NONE = "none"


@dataclass(frozen=True, slots=True)
class Temper:
    """Chances between 0 and 1; `mood` is the usual answer on the scale from 1 to 5."""

    answers_at_once: float
    answers_when_reminded: float
    leaves_out: float
    mood: float


TEMPERS = {
    "keen": Temper(0.85, 0.6, 0.0, 4.2),
    "steady": Temper(0.6, 0.55, 0.03, 3.7),
    "late": Temper(0.15, 0.7, 0.02, 3.5),
    "doubtful": Temper(0.5, 0.4, 0.08, 2.7),
    "silent": Temper(0.0, 0.0, 0.0, 3.0),
}

_DRIFT = {
    "expected": (0.2, 0.4, 0.6, 0.7),
    "supported": (0.0, -0.9, -0.3, 0.4),
    "recognised": (-0.3, -0.6, -0.2, 0.1),
    "fits": (-0.4, -0.5, 0.1, 0.5),
    "doable": (-0.2, -1.0, 0.0, 0.3),
    "why": (0.6, 0.1, 0.2, 0.3),
    "safe": (0.2, 0.0, 0.3, 0.5),
    "burden": (-0.4, -0.8, -0.1, 0.2),
}
"""How each item moves over the story: hope, a dip when it gets busy, and what the short card brought."""

_NOISE, _CANT_SAY, _COMMENTS = 0.55, 0.04, 0.07


def reaction(temper: Temper, random: Random, *, is_reminder: bool) -> str:
    """What somebody does with an invitation or a reminder: 'answer', 'skip' or 'wait'."""
    draw = random.random()
    if not is_reminder and draw > 1 - temper.leaves_out:
        return "skip"
    return "answer" if draw < (temper.answers_when_reminded if is_reminder else temper.answers_at_once) else "wait"


def answer(item: str, temper: Temper, part: float, random: Random, *, is_reverse: bool) -> str:
    """'1' to '5' or 'none'; `part` is how much of the story has passed, 0 to 1."""
    if random.random() < _CANT_SAY:
        return NONE
    felt = temper.mood + _between(_DRIFT.get(item, (0.0, 0.0)), part) + random.gauss(0, _NOISE)
    value = min(5, max(1, round(felt)))
    return str(6 - value if is_reverse else value)


def comment(thirds: Sequence[Sequence[str]], part: float, random: Random) -> str:
    """Mostly nothing; now and then something that fits this third of the story."""
    if random.random() >= _COMMENTS:
        return ""
    return random.choice(thirds[min(2, int(part * 3))])


def _between(points: Sequence[float], part: float) -> float:
    """The value at `part` of a line through evenly spaced points."""
    place = min(1.0, max(0.0, part)) * (len(points) - 1)
    left = min(int(place), len(points) - 2)
    return points[left] + (points[left + 1] - points[left]) * (place - left)
