"""Values come in and records of tests go out at the terminal: all of a file or nothing, and the log says so."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cycles import PLAN, a_cycle
from measured import define
from typer.testing import CliRunner
from wards import LEAD, start

from bot.cli import main
from bot.domain.initiative import Initiative
from bot.domain.measures.measure import Measure
from bot.domain.pdsa.cycle import Phase
from bot.services.ports import Uses
from storage import audit, measure_points, pdsa

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def ward(uses: Uses) -> Initiative:
    return start(uses, staff=2)


@pytest.fixture
def run(uses: Uses) -> Run:
    url = uses.database.engine.url.render_as_string(hide_password=False)

    def called(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, words, env={"UPTAKE_DATABASE_URL": url})
        return result.exit_code, result.stdout + result.stderr

    return called


def values(uses: Uses, measure: Measure) -> list[float | None]:
    with uses.reading() as session:
        return [point.value for point in measure_points.points(session, measure.id)]


def test_a_file_of_values_comes_in_whole_or_not_at_all(uses: Uses, ward: Initiative, run: Run, tmp_path: Path) -> None:
    measure, file = define(uses, ward.id), tmp_path / "falls.csv"
    bring = ("import", "measure", str(file), "--initiative", ward.practice, "--measure", "1")
    file.write_text("date,value\n2026-02-02,3\n2026-02-09,many\n")
    code, said = run(*bring)
    assert (code, values(uses, measure)) == (2, [])
    assert "Line 3: " in said
    file.write_text("date,value\n3/2/2026,3\n")
    code, said = run(*bring)
    assert (code, values(uses, measure)) == (2, [])
    assert "“3/2/2026” can be read in two ways. Say which with --order day or month." in said
    tried = run(*bring, "--order", "month", "--dry-run")
    assert tried == (0, "Falls: 1 new, 0 changed, 0 as before.\nNothing was saved.\n")
    assert values(uses, measure) == []
    assert run(*bring, "--order", "month") == (0, "Falls: 1 new, 0 changed, 0 as before.\n")
    file.write_text("date,value\n2026-03-02,4\n2026-03-09,5\n")
    code, said = run(*bring)
    assert (code, values(uses, measure)) == (2, [3])
    assert "Say with --why why they change." in said
    assert run(*bring, "--why", "One was late.") == (0, "Falls: 1 new, 1 changed, 0 as before.\n")
    assert values(uses, measure) == [4, 5]
    assert run(*bring[:-1], "9")[0] == 2
    assert "No initiative is called" in run(*bring[:4], "elsewhere", *bring[5:])[1]


def test_a_chain_of_tests_goes_out_as_a_page_a_text_or_a_table(uses: Uses, ward: Initiative, run: Run) -> None:
    plan = replace(PLAN, lead_user_id=LEAD)
    with uses.writing() as session:
        first = pdsa.add_cycle(session, ward.id, plan, plan.do_on)
        closed = a_cycle(Phase.CLOSED, id=first, initiative_id=ward.id, number=1, history=())
        pdsa.keep_cycle(session, replace(closed, plan=plan))
        pdsa.add_cycle(session, ward.id, replace(plan, change="A card"), plan.do_on, first)
    code, page = run("export", "pdsa", "1", "2")
    assert code == 0
    assert page.startswith("<!doctype html>")
    assert page.index("Test 1: A shorter checklist") < page.index("Test 2: A card")
    assert "Lena Lead" in page
    text = run("export", "pdsa", "1", "2", "--as", "markdown", "--alone")[1]
    assert "## Test 2: A card" in text
    assert "A shorter checklist" not in text
    assert '"A card"' in run("export", "pdsa", "1", "2", "--as", "csv")[1]
    for words in (("1", "9"), ("7", "1"), ("1", "2", "--as", "poem")):
        assert run("export", "pdsa", *words)[0] == 2
    with uses.reading() as session:
        assert [line.about for line in audit.entries(session) if line.action == "pdsa.export"] == [{"test": 2}] * 3
