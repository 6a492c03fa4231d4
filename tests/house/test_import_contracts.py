"""Every import contract catches an import that breaks it."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from source_code import PACKAGES, ROOT

PLANTS = {
    "Imports go downwards": ("bot/drawing", "import bot.schedule.due"),
    "The domain knows only the standard library": ("bot/domain", "import sqlalchemy"),
    "Messages know no Slack client and no SQL": ("messages", "import slack_bolt"),
    "Storage knows no Slack, no templates, no scheduler": ("storage", "import jinja2"),
    "Services know no Slack client, no scheduler, no messages": ("bot/services", "import slack_sdk"),
    "The sandbox knows nothing of Uptake but its drawings": ("bot/sandbox", "import bot.settings"),
    "Only the demo starts a sandbox": ("bot/listeners", "import bot.sandbox.workspace"),
    "Drawings import nothing of ours": ("bot/drawing", "import storage.rows"),
    "Answers are read and written in one place, for one caller": ("bot/schedule", "import storage.pulse"),
}
"""Per contract a package and the line that a new module there begins with."""

MORE_PLANTS = {
    "Imports go downwards": [
        ("storage", "import bot.services.ports"),
        ("bot/services", "import bot.listeners.dispatch"),
        ("messages", "import bot.app"),
        ("bot/slack", "import bot.schedule.due"),
    ],
    "Answers are read and written in one place, for one caller": [
        ("messages", "import storage.pulse"),
        ("bot/slack", "import storage.wave_tables"),
    ],
    "Messages know no Slack client and no SQL": [("messages", "import bot.services.ports")],
}


def contracts() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's packages and settings, apart from the checkout."""
    folder = tmp_path_factory.mktemp("contracts")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def broken(folder: Path) -> dict[str, str]:
    """What the linter says of each broken contract."""
    lint = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [lint, "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Contracts:" in run.stdout, run.stdout + run.stderr
    names = re.findall(r"^(.+) BROKEN", run.stdout, re.MULTILINE)
    assert (run.returncode == 0) == (not names)
    if not names:
        return {}
    said = run.stdout.partition("Broken contracts")[2]
    starts = {name: said.index(f"{name}\n") for name in names}
    ends = [*sorted(starts.values())[1:], len(said)]
    return {
        name: said[start:end]
        for (name, start), end in zip(sorted(starts.items(), key=lambda s: s[1]), ends, strict=True)
    }


def test_each_contract_catches_what_breaks_it(copy: Path) -> None:
    """All are planted at once; of each contract the linter must name its own plant."""
    assert set(PLANTS) == set(contracts()), "a contract that nobody tried to break"
    planted: dict[str, list[str]] = {}
    every = [*PLANTS.items(), *((name, plant) for name, plants in MORE_PLANTS.items() for plant in plants)]
    for number, (name, (package, line)) in enumerate(every):
        (copy / package / f"planted_{number}.py").write_text(f'"""Planted."""\n\n{line}\n', encoding="utf-8")
        planted.setdefault(name, []).append(f"{package.replace('/', '.')}.planted_{number}")
    found = broken(copy)
    assert set(found) == set(PLANTS)
    for name, sources in planted.items():
        for source in sources:
            assert source in found[name], (name, source)


def test_without_a_plant_nothing_is_broken(copy: Path) -> None:
    for plant in copy.rglob("planted_*.py"):
        plant.unlink()
    assert broken(copy) == {}
