"""The page's server: a strict policy, nothing for other sites, only what changed, and files that can't run."""

import re
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from bot.sandbox import page as page_package
from bot.sandbox.page import page
from bot.sandbox.page.composing import encode
from bot.sandbox.page.viewer import Viewer
from bot.sandbox.page.where import viewer_of, where
from bot.sandbox.workspace import Sandbox

THEME = Path(page_package.__file__).parent / "static" / "theme.css"
ATTACK = "<script>alert(1)</script>"


@pytest.fixture
def workspace():
    with Sandbox(manifest={"display_information": {"name": "Testbot"}}, page=page) as sandbox:
        people = [sandbox.add_person(name, title=ATTACK) for name in ("Ann Lee", f"Ben {ATTACK}")]
        sandbox.add_channel("ward-7", people)
        sandbox.add_channel("leads", people[:1], private=True)
        yield sandbox


@pytest.fixture
def visitor(workspace):
    with httpx.Client(base_url=workspace.url) as client:
        yield client


def named(workspace, name):
    return next(each for each in workspace.people.values() if each.real_name.startswith(name))


def channel(workspace, name):
    return next(each for each in workspace.channels.values() if each.name == name)


def look(visitor, person, at, known=None, **more):
    asked = {"as": person.id, "at": at, "known": known or {}, **more}
    return visitor.post("/page/look", json=asked).json()


def test_the_page_is_whole_without_scripts_and_allows_nothing_from_elsewhere(workspace, visitor):
    ann = named(workspace, "Ann")
    ann.say(channel(workspace, "ward-7"), f"Good morning {ATTACK}")
    answer = visitor.get(f"/?as={ann.id}&at={channel(workspace, 'ward-7').id}")
    assert "Good morning" in answer.text
    assert ATTACK not in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert not re.search(r'(?:src|href)="(?:https?:)?//', answer.text)
    assert " style=" not in answer.text


def test_an_address_without_a_place_shows_the_first_persons_messages(visitor):
    assert 'aria-label="Message Testbot"' in visitor.get("/").text


def test_a_workspace_without_people_says_so():
    with Sandbox(page=page) as sandbox:
        assert "Nobody is here yet" in httpx.get(sandbox.url).text


def test_another_site_can_neither_act_nor_listen(workspace, visitor):
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"host": "evil.example"}):
        assert visitor.post("/page/do/say", json={}, headers=headers).status_code == 403
    assert visitor.get("/", headers={"host": "evil.example"}).status_code == 403
    assert visitor.post("/page/look", json={}, headers={"origin": workspace.url}).status_code == 200
    live = workspace.url.replace("http", "ws") + "/page/live"
    with pytest.raises(InvalidStatus, match="403"):
        connect(live, origin=Origin("http://evil.example"))
    with connect(live, origin=Origin(workspace.url)) as socket:
        workspace.add_control("New", lambda: None)
        assert socket.recv(timeout=5) == '["place"]'


def test_only_regions_that_look_different_are_sent(workspace, visitor):
    ann, ward = named(workspace, "Ann"), channel(workspace, "ward-7")
    first = look(visitor, ann, ward.id)
    assert set(first["regions"]) == {"sidebar", "topbar", "main", "thread", "modal", "inspector"}
    known = {name: each["stamp"] for name, each in first["regions"].items()}
    assert look(visitor, ann, ward.id, known)["regions"] == {}
    ann.say(ward, "New")
    assert set(look(visitor, ann, ward.id, known)["regions"]) == {"main"}


def test_looking_marks_as_read_only_when_the_page_is_seen(workspace, visitor):
    ann, ben, ward = named(workspace, "Ann"), named(workspace, "Ben"), channel(workspace, "ward-7")
    ben.say(ward, "New")
    look(visitor, ann, ward.id, seen=False)
    assert ann.unread(ward) == 1
    look(visitor, ann, ward.id, seen=True)
    assert ann.unread(ward) == 0


def test_nobody_sees_a_private_channel_they_are_not_in(workspace, visitor):
    ben, leads = named(workspace, "Ben"), channel(workspace, "leads")
    named(workspace, "Ann").say(leads, "A secret")
    answer = look(visitor, ben, leads.id)
    assert answer["at"] == ben.dm.id
    assert "secret" not in str(answer)
    assert leads.id not in viewer_of(workspace, ben).channels


def test_an_act_on_something_gone_says_so(workspace, visitor):
    ann, ward = named(workspace, "Ann"), channel(workspace, "ward-7")
    answer = visitor.post("/page/do/react", json={"as": ann.id, "at": ward.id, "ts": "1.2", "name": "eyes"})
    assert answer.json()["notice"] == "This message is no longer there."
    assert visitor.post("/page/do/nonsense", json={"as": ann.id}).status_code == 404


def test_an_act_that_is_not_allowed_says_why(workspace, visitor):
    ben, leads = named(workspace, "Ben"), channel(workspace, "ward-7")
    workspace.leave(leads, ben)
    answer = visitor.post("/page/do/say", json={"as": ben.id, "at": leads.id, "text": "Hello"})
    assert "isn't in ward-7" in answer.json()["notice"]


def test_a_file_that_could_run_is_only_ever_downloaded(workspace, visitor):
    ann = named(workspace, "Ann")
    picture = ann.add_file("a.png", b"png")
    script = ann.add_file("a.html", ATTACK.encode())
    drawing = ann.add_file("a.svg", b"<svg/>")
    assert visitor.get(f"/page/files/{picture.id}").headers["content-disposition"] == "inline"
    for file in (script, drawing):
        answer = visitor.get(f"/page/files/{file.id}")
        assert answer.headers["content-disposition"] == "attachment"
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_people_are_found_by_name_role_and_city(workspace, visitor):
    workspace.add_person("Yuki Tanaka", title="Nurse", tz="Asia/Tokyo")
    for typed in ("yuki", "nurse tanaka", "tokyo"):
        assert visitor.get("/page/people", params={"typed": typed}).text.count("data-person") == 1
    assert ATTACK not in visitor.get("/page/people").text


def test_typed_names_become_references_and_the_rest_is_escaped():
    viewer = Viewer("U1", None, None, {"U1": "Ann", "U2": "Ann Lee"}, {"C1": "ward-7"})  # type: ignore[arg-type]
    assert encode("@Ann Lee and @Ann in #ward-7", viewer) == "<@U2> and <@U1> in <#C1>"
    assert encode("@Annabel a@Ann <b> & c", viewer) == "@Annabel a@Ann &lt;b&gt; &amp; c"
    assert encode("@Ann Lee", viewer, labels=True) == "<@U2|Ann Lee>"


def test_an_address_keeps_who_and_where(workspace):
    ann = named(workspace, "Ann")
    place = where(workspace, {"as": ann.id, "at": "home", "inspect": "1"})
    assert place is not None
    assert place.link() == f"?as={ann.id}&at=home&inspect=1"


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [":root {", ':root[data-theme="dark"] {'])
def test_every_text_stands_out_from_its_ground(theme):
    """WCAG 2.2, success criteria 1.4.3 (text: 4.5 to 1) and 1.4.11 (edges of controls, focus: 3 to 1)."""
    block = THEME.read_text().split(theme, 1)[1].split("}", 1)[0]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    grounds = ("ground", "raised", "side", "sunken", "hover", "accent-wash", "own-wash")
    pairs = [(text, ground) for text in ("ink", "soft") for ground in grounds]
    pairs += [("accent-ink", "accent"), ("accent-ink", "accent-hover"), ("mention", "mention-wash")]
    pairs += [("link", ground) for ground in ("ground", "raised", "sunken", "accent-wash")]
    pairs += [("danger", "ground"), ("danger", "danger-wash"), ("danger", "side"), ("own", "own-wash")]
    pairs += [("code", "hover"), ("ground", "ink"), ("ground", "danger")]
    weak = [(*pair, round(contrast(*(colours[name] for name in pair)), 2)) for pair in pairs]
    assert [pair for pair in weak if pair[2] < 4.5] == []
    edges = [("line-strong", "raised"), ("line-strong", "ground"), ("focus", "ground"), ("focus", "side")]
    assert [pair for pair in edges if contrast(*(colours[name] for name in pair)) < 3] == []
