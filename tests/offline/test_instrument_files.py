"""`uptake import instrument`: own questions come in whole or not at all, and each fault is named with its line."""

import re
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner
from wards import CHANNEL, start

from bot.cli import main
from bot.domain.errors import Refusal
from bot.pulse_files import import_instrument, import_rounds, read_items, read_rounds
from bot.services.ports import Uses
from messages.pulse_files import brought
from messages.question_lines import in_terminal

ITEMS = "items:\n- {id: fits, construct: fit, text: It fits.}\n- {id: safe, construct: safety, text: I may fail.}\n"
INSTRUMENT = ("instrument", "--dry-run")
NOISE = ["", "\t", "🙂", "]", ": ", "'", "&a ", "*a", "\n", "{", "%", "\ufeff", "--- ", "\x00", "\x1b", "\u2028", "- "]
SENTENCE = re.compile(r"(?:Line \d+: .+\.\n)+(?:And \d+ more\.\n)?")


class Terminal:
    """The command line of somebody who runs Uptake, with one initiative in its database."""

    def __init__(self, uses: Uses, folder: Path) -> None:
        self.uses, self.folder = uses, folder
        self.url = uses.database.engine.url.render_as_string(hide_password=False)
        self.initiative = start(uses, staff=3)

    def file(self, text: str | bytes, name: str = "items.yml") -> str:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        return str(path)

    def run(self, *words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ("import", *words), env={"UPTAKE_DATABASE_URL": self.url})
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout + result.stderr

    def try_instrument(self, seed: int) -> str:
        """What a dry run of a broken instrument says."""
        try:
            items = read_items(Path(self.file(broken(seed))))
            return in_terminal(import_instrument(self.url, items, "", "", "", keep=False), is_tried=True)
        except Refusal as refusal:
            return f"{refusal.said(str)}\n"

    def try_survey(self, file: str, items: str) -> str:
        """What a dry run of a broken survey says."""
        try:
            past = read_rounds(Path(file), Path(items))
            made = import_rounds(
                self.url, "x", past, "", keep=False, after_each=lambda: None, own=read_items(Path(items))
            )
            return brought(made, is_tried=True)
        except Refusal as refusal:
            return refusal.said(str)

    def database(self) -> bytes:
        with self.uses.database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return Path(self.url.removeprefix("sqlite:///")).read_bytes()


@pytest.fixture
def terminal(uses: Uses, kind: str, tmp_path: Path) -> Terminal:
    return Terminal(uses, tmp_path)


sqlite_alone = pytest.mark.parametrize("kind", ["sqlite"])


@sqlite_alone
def test_a_dry_run_shows_what_people_would_be_asked_and_keeps_nothing(terminal: Terminal) -> None:
    before = terminal.database()
    code, said = terminal.run("instrument", terminal.file(ITEMS), "--dry-run")
    assert code == 0
    assert said.splitlines() == [
        "What would change in the questions of bedside handover: 2 new.",
        "1. It fits.",
        "2. I may fail.",
        "Each pulse asks 2 of them, in about a minute. All of them come every time.",
        "They hold as soon as you say so.",
        "Nothing has changed yet.",
    ]
    assert terminal.database() == before


def test_they_come_in_once_and_go_again(terminal: Terminal) -> None:
    path = terminal.file(ITEMS)
    assert "Done. The bedside handover pulse asks these questions from now on" in terminal.run("instrument", path)[1]
    assert terminal.run("instrument", path) == (
        0, "Nothing was changed: these are the questions of bedside handover already.\n",
    )  # fmt: skip
    assert "that come with Uptake again" in terminal.run("instrument", "--built-in")[1]
    assert terminal.run("instrument")[0] == terminal.run("instrument", path, "--built-in")[0] == 2


@sqlite_alone
def test_advice_is_given_and_stops_nothing(terminal: Terminal) -> None:
    hard = "items:\n- {id: a, construct: c, text: Our implementation is acceptable.}\n"
    code, said = terminal.run("instrument", terminal.file(hard))
    assert code == 0
    assert "• Line 2: “implementation” is a long word. Is there an everyday one?" in said


@sqlite_alone
def test_which_initiative_is_named_as_for_other_files(terminal: Terminal) -> None:
    path = terminal.file(ITEMS)
    assert terminal.run("instrument", path, "--initiative", "Bedside Handover", "--dry-run")[0] == 0
    assert terminal.run("instrument", path, "--channel", CHANNEL, "--dry-run")[0] == 0
    code, said = terminal.run("instrument", path, "--initiative", "huddles")
    assert (code, said) == (2, f"Say for which initiative, with --channel and one of: {CHANNEL} (bedside handover).\n")


@sqlite_alone
def test_a_question_of_an_earlier_survey_keeps_its_words(terminal: Terminal) -> None:
    rows = terminal.file("date,group,fits,safe\n" + "2025-03-02,Trust / Ward,3,4\n" * 6, "rounds.csv")
    of = ("--initiative", "bedside handover", "--instrument", terminal.file(ITEMS))
    assert terminal.run("pulse", rows, *of)[0] == 0
    other = terminal.file(ITEMS.replace("It fits.", "It suits."), "other.yml")
    code, said = terminal.run("instrument", other)
    assert (code, said) == (2, "Line 2: text: “fits” was asked with another text. Keep it, or pick another id.\n")
    later = terminal.file("date,group,fits\n" + "2025-04-02,Trust / Ward,3\n" * 6, "later.csv")
    assert terminal.run("pulse", later, *of[:2], "--instrument", other)[1].endswith(said)
    assert terminal.run("instrument", terminal.file(ITEMS))[0] == 0


@sqlite_alone
def test_six_hundred_broken_instruments_get_a_line_each_and_change_nothing(terminal: Terminal) -> None:
    before, refused = terminal.database(), 0
    for seed in range(600):
        said = terminal.try_instrument(seed) if seed % 20 else terminal.run(*INSTRUMENT, terminal.file(broken(seed)))[1]
        assert said.startswith("What would change") or SENTENCE.fullmatch(said), said
        refused += said.startswith("Line ")
    assert refused > 450
    assert terminal.database() == before


@sqlite_alone
def test_four_hundred_broken_surveys_get_a_sentence_each_and_change_nothing(terminal: Terminal) -> None:
    before, items, refused = terminal.database(), terminal.file(ITEMS), 0
    for seed in range(400):
        file = terminal.file(broken_survey(seed), "rounds.csv")
        if seed % 20:
            said = terminal.try_survey(file, items)
        else:
            said = terminal.run("pulse", file, "--initiative", "x", "--instrument", items, "--dry-run")[1]
        assert said.rstrip().endswith("."), said
        refused += "would go to" not in said
    assert refused > 250
    assert terminal.database() == before


@sqlite_alone
def test_ten_megabytes_are_refused_where_they_begin_to_be_too_many(terminal: Terminal) -> None:
    huge = (
        ITEMS
        + "# an empty line of a hundred letters, or nearly so, is written here a hundred thousand times\n" * 110_000
    )
    assert terminal.run("instrument", terminal.file(huge)) == (
        2, "Line 11277: the file is larger than 1 MB from here on. Keep only the items in it.\n",
    )  # fmt: skip


def broken(seed: int) -> bytes:
    """An instrument as files get broken: letters changed, another encoding, wrong fields, an id twice, or a table."""
    random = Random(seed)
    text = list(ITEMS * random.randint(1, 2))
    if seed % 6 == 0:
        return random.choice(
            [ITEMS.encode("utf-16"), b"\xff" + ITEMS.encode(), ITEMS.encode() + b"\xe9\n", b"\x00\x01"]
        )
    if seed % 6 == 1:
        field = random.choice(["weight: 3", "reverse: perhaps", "id: date", "text: [a]", "source: {a: b}", "text: ''"])
        return f"{ITEMS}- {{id: new, construct: c, {field}}}\n".encode()
    if seed % 6 == 2:
        return random.choice(
            ["id;construct;text\na;b;c\n", "items\n", "", "- a\n", "items: {}\n", "{}", "\ufeff"]
        ).encode()
    for _ in range(random.randint(1, 4)):
        text[random.randrange(len(text))] = random.choice(NOISE)
    return "".join(text).encode("utf-8")


def broken_survey(seed: int) -> bytes:
    """A survey as files get broken on their way: columns, dates of a spreadsheet, separators, cyclic groups, emoji."""
    random = Random(seed)
    date = random.choice(["2026-03-02", "02.03.2026", "46083", "2026-13-02", "", "3/2/26", "2026-03-02T09:00"])
    group = random.choice(["Trust / Ward", "Trust / Ward / Trust / Ward", " / ", "", "🙂" * 300, "Trust", "A / B\0"])
    answer = random.choice(["3", "", "6", "3,5", "yes", "٣", "-1", "3.0"])
    separator = random.choice([",", ";", "\t", "|"])
    head = random.choice(
        [["date", "group", "fits", "safe"], ["date", "group", "fits", "fits"], ["group", "fits"], ["a"]]
    )
    lines = [separator.join(head), *([separator.join([date, group, answer, "4"])] * random.randint(0, 7))]
    return (random.choice(["", "\ufeff", "\n"]) + "\n".join(lines)).encode(random.choice(["utf-8", "utf-16", "utf-8"]))
