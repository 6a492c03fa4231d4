"""The regions of the page. Each is drawn by itself, so that a change redraws only what looks different."""

from collections.abc import Callable
from hashlib import blake2s
from typing import Any

from bot.sandbox.model import View
from bot.sandbox.page import conversation, inspector, sidebar
from bot.sandbox.page.conversation import Surface
from bot.sandbox.page.paint import paint
from bot.sandbox.page.viewer import Viewer
from bot.sandbox.page.where import Where, app_name, viewer_of
from bot.sandbox.workspace import Sandbox

Drawn = dict[str, str]


def surface_of(view: View, viewer: Viewer) -> Surface:
    return Surface(viewer, f"v{view.id}", view.values, view.errors)


def draw_sidebar(sandbox: Sandbox, place: Where, viewer: Viewer) -> str:
    return paint(
        "sidebar.html",
        place=place,
        face=sidebar.face(sandbox, place.person),
        channels=sidebar.channel_rows(place),
        direct=sidebar.direct_rows(sandbox, place),
        app=sidebar.app_rows(sandbox, place),
        viewer=viewer,
    )


def draw_topbar(sandbox: Sandbox, place: Where, viewer: Viewer) -> str:
    return paint(
        "topbar.html", place=place, clock=sidebar.wall_clock(sandbox, place), controls=sandbox.controls, viewer=viewer
    )


def draw_main(sandbox: Sandbox, place: Where, viewer: Viewer) -> str:
    if place.channel is None:
        home = place.person.home
        surface = surface_of(home, viewer) if home else None
        return paint("home.html", place=place, app=app_name(sandbox), home=home, surface=surface)
    channel = place.channel
    messages = conversation.of_channel(sandbox, place, channel)
    names = [viewer.people.get(each, each) for each in channel.members if each != place.person.id]
    return paint(
        "channel.html",
        place=place,
        channel=channel,
        app=app_name(sandbox),
        title=channel.name or ", ".join(names),
        is_app=channel.id == place.person.dm.id,
        lines=list(conversation.lines(sandbox, messages, viewer, place.since)),
        viewer=viewer,
    )


def draw_thread(sandbox: Sandbox, place: Where, viewer: Viewer) -> str:
    if place.channel is None or not place.thread:
        return ""
    messages = conversation.of_thread(sandbox, place, place.channel)
    if not messages:
        return ""
    thread_lines = list(conversation.lines(sandbox, messages, viewer))
    return paint("thread.html", place=place, channel=place.channel, lines=thread_lines, viewer=viewer)


def draw_modal(_: Sandbox, place: Where, viewer: Viewer) -> str:
    modals = list(place.person.modals)
    if not modals:
        return ""
    return paint("modal.html", view=modals[-1], depth=len(modals), surface=surface_of(modals[-1], viewer))


def draw_inspector(sandbox: Sandbox, place: Where, _: Viewer) -> str:
    return paint("inspector.html", entries=inspector.entries(sandbox)) if place.inspect else ""


REGIONS: dict[str, Callable[[Sandbox, Where, Viewer], str]] = {
    "sidebar": draw_sidebar,
    "topbar": draw_topbar,
    "main": draw_main,
    "thread": draw_thread,
    "modal": draw_modal,
    "inspector": draw_inspector,
}


def draw(sandbox: Sandbox, place: Where) -> Drawn:
    """Every region as HTML."""
    with sandbox.state.lock:
        viewer = viewer_of(sandbox, place.person)
        return {name: make(sandbox, place, viewer) for name, make in REGIONS.items()}


def stamp(html: str) -> str:
    return blake2s(html.encode(), digest_size=8).hexdigest()


def title(sandbox: Sandbox, place: Where) -> str:
    """What the browser's tab says: unread messages first."""
    unread = sidebar.total_unread(sandbox, place)
    name = "App Home" if place.channel is None else (place.channel.name or app_name(sandbox))
    return f"{f'({unread}) ' if unread else ''}{name} - Sandbox workspace"


def changed(sandbox: Sandbox, place: Where, known: dict[str, str]) -> dict[str, Any]:
    """The regions whose look differs from the stamps that the browser knows."""
    drawn = {name: (html, stamp(html)) for name, html in draw(sandbox, place).items()}
    fresh = {name: {"html": html, "stamp": mark} for name, (html, mark) in drawn.items() if known.get(name) != mark}
    return {"regions": fresh, "title": title(sandbox, place), "at": place.at, "since": place.since}
