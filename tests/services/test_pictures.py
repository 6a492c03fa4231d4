"""Each drawing is uploaded once, outside of any transaction, and nobody waits for good."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select
from standing_in import AlbumOnPaper, Clock
from wards import start

from bot.services import capability, pictures
from bot.services.ports import Uses
from messages.pictures import key_of
from storage import pictures as kept
from storage.outbox_table import OutboxRow

SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"
OTHER = SVG.replace("9", "8")
BROKEN = "<svg"
SHOWN = {key_of(svg): svg for svg in (SVG, OTHER)}


def album(uses: Uses) -> AlbumOnPaper:
    assert isinstance(uses.pictures, AlbumOnPaper)
    return uses.pictures


def test_a_drawing_is_uploaded_once_whoever_shows_it(uses: Uses) -> None:
    first = pictures.place(uses, SHOWN)
    assert set(first.files) == set(SHOWN)
    assert first.wait > 0, "Slack needs a moment before it can show what is new"
    again = pictures.place(uses, SHOWN)
    assert (again.files, again.wait) == (first.files, 0.0)
    assert pictures.known(uses, SHOWN) == first.files
    assert [content[:4] for content in album(uses).uploaded] == [b"\x89PNG"] * 2


def test_nothing_is_uploaded_within_a_transaction(uses: Uses, monkeypatch: pytest.MonkeyPatch) -> None:
    """The upload itself can write: on SQLite it would wait for a lock that its own caller holds."""
    whole = album(uses).upload

    def upload(name: str, content: bytes) -> str:
        with uses.writing() as session:
            kept.keep(session, {"other": "F1"})
        return whole(name, content)

    monkeypatch.setattr(album(uses), "upload", upload)
    assert set(pictures.place(uses, SHOWN).files) == set(SHOWN)


def test_who_comes_while_another_uploads_waits_and_takes_over_from_who_never_came_back(uses: Uses) -> None:
    real = uses.clock().timestamp()
    (key, svg), *_ = SHOWN.items()
    with uses.writing() as session:
        assert kept.begin(session, key, uses.clock(), uses.clock(), timedelta(seconds=15))
    held = pictures.place(uses, {key: svg}, lambda: real + 14)
    assert (held.files, held.wait > 0, album(uses).uploaded) == ({}, True, [])
    assert set(pictures.place(uses, {key: svg}, lambda: real + 16).files) == {key}


def test_a_trouble_that_passes_is_waited_for_and_one_that_stays_is_told_to_the_lead_once(
    uses: Uses, clock: Clock
) -> None:
    start(uses, staff=5)
    album(uses).refuses = "TimeoutError"
    assert pictures.place(uses, SHOWN) == pictures.Placed({}, 3.0)
    album(uses).refuses = "missing_scope"
    for _ in range(2):
        assert pictures.place(uses, SHOWN) == pictures.Placed({}, 0.0)
        clock.move(days=1)
    with uses.reading() as session:
        told = session.exec(select(OutboxRow.arguments).where(OutboxRow.kind == capability.MISSING)).all()
    assert [about["method"] for about in told] == ["files.getUploadURLExternal"]
    album(uses).refuses = ""
    assert set(pictures.place(uses, SHOWN).files) == set(SHOWN)


def test_what_slack_lost_is_uploaded_anew_and_what_is_young_isnt_given_up(uses: Uses) -> None:
    real = uses.clock().timestamp()
    pictures.place(uses, SHOWN, lambda: real)
    pictures.doubt(uses, SHOWN, lambda: real + 5)
    assert set(pictures.known(uses, SHOWN)) == set(SHOWN)
    pictures.doubt(uses, SHOWN, lambda: real + 90)
    assert pictures.known(uses, SHOWN) == {}
    assert len(pictures.place(uses, SHOWN).files) == len(album(uses).uploaded) - 2 == 2


def test_a_drawing_that_cant_be_made_is_left_out(uses: Uses) -> None:
    placed = pictures.place(uses, {key_of(BROKEN): BROKEN, **SHOWN})
    assert set(placed.files) == set(SHOWN)


def test_without_a_place_for_pictures_there_are_none(uses: Uses) -> None:
    assert pictures.place(replace(uses, pictures=None), SHOWN) == pictures.Placed()
