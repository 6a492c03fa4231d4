"""Product time that the demo moves on; between moves it runs like any other clock."""

from datetime import UTC, datetime, timedelta


class DemoClock:
    """Begins at `begin`. Callable, as Uptake wants a clock."""

    def __init__(self, begin: datetime) -> None:
        self._ahead = begin - datetime.now(UTC)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def seconds(self) -> float:
        """The same moment in seconds since the epoch."""
        return self().timestamp()

    def move_to(self, moment: datetime) -> None:
        """Go forward to `moment`; a moment that has passed changes nothing."""
        self._ahead = max(self._ahead, moment - datetime.now(UTC))

    def move_by(self, span: timedelta) -> None:
        """Go forward by `span`."""
        self.move_to(self() + span)
