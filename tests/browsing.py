"""One real browser for all tests that look at a page, which keep pictures; without Chromium they are skipped."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bot.sandbox.workspace import Sandbox

CHROMIUM = os.environ.get("UPTAKE_CHROMIUM") or shutil.which("chromium")
PICTURES = Path(__file__).parents[1] / "test-artefacts"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium, started by the first test that asks for it."""
    if not CHROMIUM:
        pytest.skip("needs Chromium: apt-get install chromium, or set UPTAKE_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def look(chromium: Browser, sandbox: Sandbox) -> Iterator[Callable[..., Page]]:
    """Open the sandbox's page as a person at a place; `picture` keeps what is seen."""
    contexts: list[BrowserContext] = []

    def open_page(person: Any, place: Any, width: int = 1280, height: int = 860) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{sandbox.url}/?as={person.id}&at={getattr(place, 'id', place)}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def picture(page: Page, name: str) -> None:
    """Keep what is seen."""
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


def type_command(page: Page, channel: str, text: str) -> None:
    """Type a command into a channel's composer, and send it."""
    composer = page.get_by_label(f"Message #{channel}", exact=True)
    composer.fill(text)
    composer.press("Escape")
    composer.press("Enter")
