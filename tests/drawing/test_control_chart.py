"""A control chart shows points, centre and limits phase by phase, and what stands out even without colour."""

import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
import zlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.drawing.control import Lines, Words, control_chart
from bot.drawing.png import png

SVG = "{http://www.w3.org/2000/svg}"
DAYS = [f"{day} March" for day in range(1, 13)]
VALUES = [3.0, 4.0, 3.5, 3.0, 4.0, 3.5, 9.0, None, 8.0, 8.5, 8.0, 9.0]
LINES = Lines([3.5] * 6 + [8.5] * 6, [2.0] * 6 + [7.0] * 6, [5.0] * 6 + [10.0] * 6)
WORDS = Words("Handovers at the bed", "a day", "It rose after the shorter checklist.", centre="mean")


def drawn(**given: object) -> ET.Element:
    return ET.fromstring(control_chart(VALUES, DAYS, LINES, WORDS, **given))  # type: ignore[arg-type]


def texts(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def marks(root: ET.Element) -> dict[str, tuple[str, str]]:
    """Each point's words with its shape and colour."""
    found = {}
    for path in root.iter(f"{SVG}path"):
        for title in path.iter(f"{SVG}title"):
            found[title.text or ""] = (path.get("d", ""), path.get("fill", ""))
    return found


def test_it_is_named_and_says_what_the_chart_says() -> None:
    root = drawn()
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "Handovers at the bed"  # type: ignore[union-attr]
    assert root.find(f"{SVG}desc").text == "It rose after the shorter checklist."  # type: ignore[union-attr]


def test_a_missing_point_is_a_gap() -> None:
    assert len(marks(drawn())) == 11
    assert not any(words.startswith("8 March") for words in marks(drawn()))


def test_signals_have_a_shape_and_a_colour_of_their_own() -> None:
    found = marks(drawn(signals=[6]))
    assert found["7 March: 9"][0] != found["6 March: 3.5"][0]
    assert found["7 March: 9"][1] != found["6 March: 3.5"][1]
    assert len(set(found.values())) == 2


def test_lines_are_named_with_their_last_level_and_never_lie_on_each_other() -> None:
    root = drawn(target=8.6)
    names = {"mean", "limit", "target"}
    found = [element for element in root.iter(f"{SVG}text") if (element.text or "").split()[0] in names]
    labels = {element.text: float(element.get("y", "0")) for element in found}
    assert set(labels) == {"mean 8.5", "limit 7", "limit 10", "target 8.6"}
    heights = sorted(labels.values())
    assert all(after - before >= 15 for before, after in pairwise(heights))


def test_each_phase_has_lines_of_its_own() -> None:
    solid = [path for path in drawn().iter(f"{SVG}path") if path.get("stroke-width") == "1.25"]
    centre = next(path for path in solid if not path.get("stroke-dasharray"))
    assert centre.get("d", "").count("V") == 1
    edges = [p for p in drawn(phases=[6]).iter(f"{SVG}path") if "V" in p.get("d", "") and not p.get("fill")]
    assert len(edges) == 1


def test_notes_have_a_letter_above_and_words_below() -> None:
    root = drawn(notes=[(6, "Shorter checklist"), (7, "No data")])
    assert {"A", "B", "A  Shorter checklist", "B  No data"} <= set(texts(root))


def test_letters_of_notes_never_lie_on_each_other_and_the_chart_keeps_its_height() -> None:
    places = [(6, "began"), (6, "over"), (7, "kept"), (7, "told"), (7, "asked"), (8, "again"), (11, "later")]
    root, plain = drawn(notes=places), drawn()
    letters = [each for each in root.iter(f"{SVG}text") if each.get("font-weight") == "700" and each.get("x") != "12"]
    found = {each.text: (float(each.get("x", "0")), float(each.get("y", "0"))) for each in letters}
    assert {"AB", "CDE", "F", "G"} <= set(found), "those of one point stand together, in the order of their words"
    for one, (x, y) in found.items():
        for other, (there, line) in found.items():
            is_apart = abs(x - there) >= 4 * (len(one or "") + len(other or ""))
            assert one == other or line != y or is_apart, (one, other)
    grown = int(root.get("height", "0")) - int(plain.get("height", "0"))
    assert grown >= 15 * len(places)


def test_a_chart_without_limits_or_values_is_drawn_all_the_same() -> None:
    ET.fromstring(control_chart([], [], Lines([]), WORDS))
    ET.fromstring(control_chart([None, None], ["a", "b"], Lines([None, None]), WORDS))


@given(some.text(max_size=60), some.lists(some.one_of(some.none(), some.floats(-1e9, 1e9)), max_size=40))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_whatever_people_type_and_measure_stays_within_a_sound_drawing(text: str, values: list[float | None]) -> None:
    lines = Lines([1.0] * len(values), [0.0] * len(values), [2.0] * len(values))
    words = Words(text, text, text, text, text, text)
    svg = control_chart(values, [text] * len(values), lines, words, signals=[0], notes=[(0, text)] if values else [])
    ET.fromstring(svg)


def pixels(data: bytes) -> set[bytes]:
    """The colours in a PNG of eight-bit RGBA."""
    width, height = struct.unpack(">II", data[16:24])
    chunks, at = b"", 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        chunks += data[at + 8 : at + 8 + length] if data[at + 4 : at + 8] == b"IDAT" else b""
        at += length + 12
    raw = zlib.decompress(chunks)
    assert len(raw) == height * (width * 4 + 1)
    return {raw[i : i + 1] for i in range(0, len(raw), 97)}


def test_a_png_has_its_text_without_any_font_of_the_system() -> None:
    blank = control_chart([], [], Lines([]), Words(" "))
    lettered = control_chart([], [], Lines([]), Words("WWWWWWWWWWWWWWWWWWWWWWWW"))
    assert len(png(lettered)) > len(png(blank)) + 500
    assert len(pixels(png(lettered))) > 3


def test_a_broken_drawing_is_an_error() -> None:
    with pytest.raises(ValueError, match="root node"):
        png("<svg")


def test_what_makes_pngs_is_imported_only_when_one_is_made() -> None:
    code = "import sys, bot.drawing.png; sys.exit('resvg_py' in sys.modules or 'font_source_sans_pro' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
