"""Days are written in full, in the order of the reader's country."""

from datetime import UTC, date, datetime

import pytest

from messages.sentences import sentences

DAYS = [
    ("en-GB", "Wednesday 4 March", "Wednesday 4 March, 18:05"),
    ("en-US", "Wednesday, March 4", "Wednesday, March 4, 6:05 PM"),
    ("en-NZ", "Wednesday, 4 March", "Wednesday, 4 March, 6:05 pm"),
    ("de-DE", "Wednesday 4 March", "Wednesday 4 March, 18:05"),
]


@pytest.mark.parametrize(("locale", "day", "day_and_time"), DAYS)
def test_a_day_is_written_as_in_the_readers_country(locale: str, day: str, day_and_time: str) -> None:
    planned = sentences("settings/changes", locale, practice="huddle", new=date(2026, 3, 4))
    assert planned["first_on"] == f"the next huddle pulse opens on {day}."
    moment = datetime(2026, 3, 4, 18, 5, tzinfo=UTC)
    said = sentences("initiative/status", locale, closes_at=moment)["open"].replace("\u202f", " ")
    assert said == f"A pulse is open until {day_and_time}."
