"""The few shapes that Block Kit's reference is written in: each says what is wrong with a value, in Slack's words."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Rule = Callable[[dict[str, Any], str], Iterator[str]]


def problem(sentence: str, at: str) -> str:
    """A complaint as Slack's `response_metadata.messages` gives it, `at` being a JSON pointer."""
    return f"{sentence} [json-pointer:{at}]"


class Shape(Protocol):
    """What a value must look like."""

    def problems(self, value: Any, at: str) -> Iterator[str]: ...


@dataclass(frozen=True)
class Line:
    """A bare string of `least` to `most` characters; `like` is a regular expression that the whole of it must match."""

    most: int | None = None
    least: int = 1
    like: str | None = None

    def problems(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield problem("must provide a string", at)
        elif len(value) < self.least:
            yield problem(f"must be more than {self.least - 1} characters", at)
        elif self.most is not None and len(value) > self.most:
            yield problem(f"must be less than {self.most + 1} characters", at)
        elif self.like is not None and not re.fullmatch(self.like, value):
            yield problem("does not match the expected format", at)


@dataclass(frozen=True)
class Flag:
    """A boolean."""

    def problems(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, bool):
            yield problem("must provide a boolean", at)


@dataclass(frozen=True)
class Choice:
    """One of a few strings or numbers."""

    values: tuple[str | int, ...]

    def problems(self, value: Any, at: str) -> Iterator[str]:
        if isinstance(value, bool) or value not in self.values:
            yield problem("must be a valid enum value", at)


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds."""

    least: int = 0
    most: int | None = None

    def problems(self, value: Any, at: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield problem("must provide an integer", at)
        elif value < self.least:
            yield problem(f"must be greater than or equal to {self.least}", at)
        elif self.most is not None and value > self.most:
            yield problem(f"must be less than or equal to {self.most}", at)


@dataclass(frozen=True)
class Number:
    """A finite number, greater than `above` where that is given."""

    above: float | None = None

    def problems(self, value: Any, at: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            yield problem("must provide a finite number", at)
        elif self.above is not None and value <= self.above:
            yield problem(f"must be greater than {self.above:g}", at)


@dataclass(frozen=True)
class Many:
    """A list of `least` to `most` things of one shape; `gaps` allows null among them."""

    item: Shape
    most: int | None = None
    least: int = 1
    gaps: bool = False

    def problems(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield problem("must provide an array", at)
            return
        if self.most is not None and len(value) > self.most:
            yield problem(f"no more than {self.most} items allowed", at)
        if len(value) < self.least:
            yield problem(f"no fewer than {self.least} items allowed", at)
        for place, item in enumerate(value):
            if not (self.gaps and item is None):
                yield from self.item.problems(item, f"{at}/{place}")


@dataclass(frozen=True)
class Thing:
    """An object with named fields and no others; `rules` see it only when every field is in order by itself."""

    required: Mapping[str, Shape] = field(default_factory=dict)
    optional: Mapping[str, Shape] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    def problems(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", at)
            return
        found = list(self._in_fields(value, at))
        yield from found
        if not found:
            for rule in self.rules:
                yield from rule(value, at)

    def _in_fields(self, value: dict[str, Any], at: str) -> Iterator[str]:
        for name in self.required:
            if name not in value:
                yield problem(f"missing required field: {name}", at)
        for name, item in value.items():
            shape = self.required.get(name) or self.optional.get(name)
            if shape is None:
                yield problem(f"invalid additional property: {name}", at)
            else:
                yield from shape.problems(item, f"{at}/{name}")


@dataclass(frozen=True)
class ByType:
    """An object whose `type` says which of several shapes the rest of it has."""

    kinds: Mapping[str, Shape]

    def problems(self, value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", at)
        elif "type" not in value:
            yield problem("missing required field: type", at)
        elif not isinstance(value["type"], str) or value["type"] not in self.kinds:
            yield problem(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            rest = {name: item for name, item in value.items() if name != "type"}
            yield from self.kinds[value["type"]].problems(rest, at)

    def only(self, *types: str) -> "ByType":
        """The same shapes, of these types alone."""
        return ByType({name: self.kinds[name] for name in types})


def any_of(*names: str) -> Rule:
    """At least one of these fields has to be there."""

    def rule(value: dict[str, Any], at: str) -> Iterator[str]:
        if not any(name in value for name in names):
            yield problem(f"missing required field: {names[0]}", at)

    return rule


def one_of(*names: str) -> Rule:
    """Exactly one of these fields has to be there."""

    def rule(value: dict[str, Any], at: str) -> Iterator[str]:
        yield from any_of(*names)(value, at)
        if sum(name in value for name in names) > 1:
            yield problem("failed to match exactly one allowed schema", at)

    return rule


def in_order(low: str, high: str) -> Rule:
    """A lower bound may not pass the upper one; both may be numbers or strings of digits."""

    def rule(value: dict[str, Any], at: str) -> Iterator[str]:
        if low in value and high in value and float(value[low]) > float(value[high]):
            yield problem(f"{low} must be less than or equal to {high}", at)

    return rule
