"""Earlier surveys come in whole or not at all, what is published of them gives nobody away, and leaves as files."""

import csv
import json
from pathlib import Path
from random import Random

import pytest
from attacker.audit import audit
from attacker.organisations import Wave, make_wave, permuted
from attacker.publishing import publish
from attacker.records import read_publication
from typer.testing import CliRunner

from bot.cli import main
from bot.domain.delimited import BadFile
from bot.domain.errors import Refusal
from bot.domain.past_rounds import Brought
from bot.pulse_files import export_published, import_rounds, read_items, read_rounds
from bot.records import opened
from storage.people import know_workspace

ITEMS = "items:\n- {id: fits, construct: fit, text: It fits.}\n- {id: safe, construct: safety, text: I may fail.}\n"


@pytest.fixture
def url(database_url) -> str:
    return database_url("sqlite")


def bring(url: str, file: Path, own: Path | None = None, practice: str = "handover", keep: bool = True) -> Brought:
    return import_rounds(url, practice, read_rounds(file, own), "", keep=keep, after_each=lambda: None)


def written(url: str, folder: Path) -> list[dict]:
    export_published(url, folder / "published.json")
    return json.loads((folder / "published.json").read_text(encoding="utf-8"))


def as_files(wave: Wave, folder: Path) -> tuple[Path, Path]:
    """A wave as people would bring it: a row for each form, and a file of its items."""
    rows, instrument = folder / "rounds.csv", folder / "items.yml"
    with rows.open("w", newline="", encoding="utf-8") as out:
        table = csv.writer(out, delimiter=";")
        table.writerow(["date", "group", *wave.items])
        for each in wave.respondents:
            numbers = [each.numbers.get(item, "") for item in wave.items]
            table.writerow(["2026-03-02", " / ".join(each.group), *numbers])
    lines = [f"- {{id: {item}, construct: climate, text: '{item}?'}}" for item in wave.items]
    instrument.write_text("items:\n" + "\n".join(lines) + "\n")
    return rows, instrument


@pytest.mark.parametrize("seed", range(12))
def test_what_is_published_of_a_file_gives_nobody_away_and_is_what_the_rules_give(url, tmp_path, seed) -> None:
    wave = make_wave(Random(seed), most=40, groups=12)
    rows, instrument = as_files(wave, tmp_path)
    bring(url, rows, instrument, practice="bedside handover")
    records = written(url, tmp_path)
    people = [
        {
            "initiative": "bedside handover",
            "wave": "2026-03-02",
            "person": each.person,
            "group": each.group,
            "items": each.numbers,
        }
        for each in wave.respondents
    ]
    published = read_publication(records, people)
    assert audit([published]) == []
    (wanted,) = publish(wave)
    assert {(r.group, r.item, r.respondents, r.low, r.high) for r in published.records} == {
        (r.group, r.item, r.respondents, r.low, r.high) for r in wanted.records
    }


def test_other_answers_change_no_decision_to_show(url, tmp_path) -> None:
    wave = make_wave(Random(3), least=60, most=80, groups=12)
    shown = []
    for number, each in enumerate((wave, permuted(Random(4), wave))):
        rows, instrument = as_files(each, tmp_path)
        bring(url, rows, instrument, practice=f"practice {number}")
        of = [one for one in written(url, tmp_path) if one["initiative"] == f"practice {number}"]
        shown.append([(one["group"], one["item"], one["respondents"]) for one in of])
    assert shown[0] == shown[1] != []


@pytest.fixture
def file(tmp_path) -> Path:
    rows = [f"2026-03-{day:02},Trust / Ward {n % 2},{1 + n % 5},{n % 5 + 1}\n" for day in (2, 9) for n in range(12)]
    path = tmp_path / "rounds.csv"
    path.write_text("date,group,expected,fits\n" + "".join(rows))
    return path


def test_rounds_come_in_once_under_one_initiative_and_go_out_as_json_and_csv(url, file, tmp_path) -> None:
    assert bring(url, file) == Brought("handover", True, 2, 3, 24)
    with pytest.raises(BadFile, match="Line 2: ") as caught:
        bring(url, file, practice="Handover")
    assert [each.line for each in caught.value.problems] == [2, 14]
    assert caught.value.problems[0].sentence.startswith("date: the initiative has a round of 2026-03-02 already.")
    count, files = export_published(url, tmp_path / "all")
    assert [each.name for each in files] == ["all.json", "all.csv"]
    records = json.loads(files[0].read_text())
    assert len(records) == count == 2 * 2 * 3
    assert records[0] == {
        "initiative": "handover", "wave": "2026-03-02", "group": ["Trust"], "item": "expected",
        "scale": 5, "respondents": 12, "low": 33, "high": 33,
    }  # fmt: skip
    with files[1].open(newline="", encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    assert [row["group"] for row in rows[:3]] == ["Trust", "Trust / Ward 0", "Trust / Ward 1"]
    assert [
        {
            **row,
            "group": row["group"].split(" / "),
            **{name: int(row[name]) for name in ("scale", "respondents", "low", "high")},
        }
        for row in rows
    ] == records


def test_later_rounds_join_the_same_groups(url, file, tmp_path) -> None:
    bring(url, file)
    later = tmp_path / "later.csv"
    later.write_text(
        file.read_text().replace("2026-03", "2025-03").replace("Trust", "TRUST").replace("Ward 0", "ward 0")
    )
    assert not bring(url, later).is_new
    waves = {(one["wave"], tuple(one["group"])) for one in written(url, tmp_path)}
    assert len(waves) == 4 * 3
    assert ("2025-03-02", ("Trust", "Ward 0")) in waves


def test_a_dry_run_says_the_same_and_keeps_nothing(url, file, tmp_path) -> None:
    with opened(url, make=True):
        pass
    before = Path(url.removeprefix("sqlite:///")).read_bytes()
    assert bring(url, file, keep=False) == Brought("handover", True, 2, 3, 24)
    assert Path(url.removeprefix("sqlite:///")).read_bytes() == before
    assert written(url, tmp_path) == []


@pytest.mark.parametrize("practice", ["", "  ", "x" * 81])
def test_an_initiative_needs_a_name_that_fits(url, file, practice) -> None:
    with pytest.raises(Refusal, match="Name the initiative"):
        bring(url, file, practice=practice)


def test_the_workspace_that_is_met_first_takes_over_what_was_brought_before(url, file) -> None:
    bring(url, file)
    with opened(url) as uses:
        first = uses.workspace_id
        assert know_workspace(uses.database, "T0ONE", "One", "U0BOT") == first
        assert know_workspace(uses.database, "T0TWO", "Two", "U0BOT") != first


def test_the_items_of_an_instrument_are_read(tmp_path) -> None:
    path = tmp_path / "items.yml"
    path.write_text(
        ITEMS + "- id: worse\n  construct: burden\n  text: 'It is too much.'\n  reverse: true\n  source: us\n"
    )
    items = read_items(path)
    assert [(item.id, item.reverse) for item in items] == [("fits", False), ("safe", False), ("worse", True)]
    assert items[2].source == "us"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "the file must hold a list named items"),
        ("- a\n", 1, "the file must hold a list named items"),
        ("items: []\n", 1, "with at least one item"),
        ("items:\n- one\n", 2, "an item has id, construct and text."),
        ("items:\n- {id: a, construct: c}\n", 2, "text: this is missing."),
        ("items:\n- {id: a, construct: c, text: t}\n- {id: A, construct: c, text: t}\n", 3, "id: line 2 has the same."),
        ("items:\n- {id: 3, construct: c, text: t}\n", 2, "id: this is missing. Write it as text."),
        ("items:\n- {id: date, construct: c, text: t}\n", 2, "is the name of another column"),
        ("items:\n- {id: 'a,b', construct: c, text: t}\n", 2, "id: use letters and digits"),
        ("items:\n- {id: a, construct: c, text: t, reverse: maybe}\n", 2, "reverse: write true or false."),
        ("items:\n- {id: a, construct: c, text: [t]}\n", 2, "text: this is missing."),
        ("items:\n- {id: a, construct: c, text: t, weight: 2}\n", 2, "there is no field “weight”."),
        (f"items:\n- {{id: a, construct: c, text: {'t' * 201}}}\n", 2, "text: shorten this to 200 characters."),
        ("items:\n- {id: a, construct: c, text: 't\n", 3, "this isn't YAML."),
        ("items:\n\t- id: a\n", 2, "this isn't YAML."),
        ("items:\n- {id: a, construct: c, text: !!python/none x}\n", 2, "this isn't YAML."),
    ],
)
def test_a_faulty_instrument_is_answered_line_by_line(tmp_path, text, line, words) -> None:
    path = tmp_path / "items.yml"
    path.write_text(text)
    with pytest.raises(BadFile) as caught:
        read_items(path)
    assert caught.value.problems[0].line == line
    assert words in caught.value.problems[0].sentence


def test_the_commands_say_what_came_of_it(url, file, tmp_path) -> None:
    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, words, env={"UPTAKE_DATABASE_URL": url})
        return result.exit_code, result.stdout + result.stderr

    bring_in = ("import", "pulse", str(file), "--initiative", "handover")
    assert (
        "2 rounds with 24 forms from 3 groups would go to handover, which would be new."
        in run(*bring_in, "--dry-run")[1]
    )
    assert "2 rounds with 24 forms from 3 groups stand under handover now." in run(*bring_in)[1]
    code, said = run(*bring_in)
    assert code == 2
    assert "Line 2: date: the initiative has a round of 2026-03-02 already." in said
    assert run("import", "pulse", str(tmp_path / "no.csv"), "--initiative", "x")[1].endswith("that you may read it.\n")
    out = tmp_path / "all.csv"
    assert run("export", "published", str(out)) == (0, f"12 results written to {out}.\n")
    assert len(out.read_text().splitlines()) == 13
    assert run("export", "published", str(tmp_path / "no" / "all.csv"))[0] == 2
