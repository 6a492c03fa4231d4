"""What people type, by way of form, command and database: kept as typed, and shown with nothing alive in it."""

import json
from collections import Counter
from datetime import date

import pytest
from mrkdwn_judge import alive, texts, unruly
from playing import answer, ask_everybody, invitation_of, start_initiative
from typed_strings import typed_strings

from bot.domain.typed import fit_to_keep, is_blank
from messages.escaping import as_typed
from storage import initiative as initiatives

HARD = [
    "*a* \0_b_\r\n> c",
    "\ud83d <!channel> \ude42",
    "<@U0123456789|x> & &lt;!here&gt;",
    ":tada: `x` ~y~",
    "\u202e=1+1\u202c",
]
MANY = [text for text in typed_strings()[::7] if not is_blank(text)]
FIELDS = ("what_is_new", "why_better", "how_it_fits", "what_improves")
SAYING = ("chat.postMessage", "chat.update", "views.open", "views.update", "views.publish")


def strings(kind):
    """Other strings for each kind of database, the hard ones for both."""
    return HARD + (MANY[:24] if kind == "sqlite" else MANY[24:48])


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_is_typed_anywhere_is_kept_as_typed_and_shown_with_nothing_alive_in_it(sandbox, bot, clock, ward, kind):
    typed = strings(kind)
    lead, *staff = ward.staff
    fields = dict(zip(("practice", *FIELDS), (text[:80] for text in typed), strict=False))
    start_initiative(sandbox, lead, ward, first_on=date(2026, 3, 3), **fields)
    bot.settle()
    check_kept(bot, ward, fields)

    for text in [*typed[:8], "status", "start"]:
        lead.slash("/uptake", text, channel=ward)
    ask_everybody(bot, clock, 2026, 3, 3)
    lead.open_home()
    comments = dict(zip(staff, (text[:900] for text in typed), strict=False))
    for person, comment in comments.items():
        answer(sandbox, person, 4, comment)
    lead.press(invitation_of(lead), "pulse:skip_checkin")
    clock.go_to(2026, 3, 5, 18, 0)
    bot.settle()

    sandbox.wait_for(lambda: len(sandbox.ephemerals(lead, ward)) >= 10)
    result = sandbox.posts(ward, containing="has closed")[-1]
    shown = {node["text"] for kind, node in texts(result.blocks) if kind == "plain_text"}
    assert {as_typed(fit_to_keep(comment), 3000) for comment in comments.values()} <= shown
    check_said(sandbox, lead, ward)


def check_kept(bot, ward, fields):
    """What the database holds is what was typed, but for what it can't hold."""
    with bot.uses.reading() as session:
        kept = initiatives.initiative_in(session, ward.id)
    assert kept.practice == fit_to_keep(fields["practice"]).strip()
    assert [getattr(kept.case, name) for name in FIELDS] == [fit_to_keep(fields[name]).strip() for name in FIELDS]


def check_said(sandbox, lead, ward):
    """Everything that the bot said by any method, or in answer to a command."""
    said = [call for call in sandbox.calls if call.method in SAYING]
    assert {call.method for call in said} == set(SAYING)
    posted = [call.args for call in said if call.method.startswith("chat.")]
    assert {(one.get("parse"), str(one.get("link_names")).lower() in ("false", "0")) for one in posted} == {
        ("none", True)
    }
    whispered = [{"text": one.text, "blocks": one.blocks} for one in sandbox.ephemerals(lead, ward)]
    assert all(one["blocks"] for one in whispered), "a text without a block, in which Slack makes links"
    for one in [*posted, *whispered]:
        check_text(one["text"], lead)
    for kind, node in texts([as_json(call.args) for call in said] + whispered):
        assert not unruly(node["text"])
        if kind == "mrkdwn":
            assert node.get("verbatim") is True
            check_text(node["text"], lead)


def as_json(arguments):
    """Arguments of a call, in which blocks and views may be JSON within JSON."""
    return {name: json.loads(v) if isinstance(v, str) and v[:1] in "[{" else v for name, v in arguments.items()}


def check_text(text, lead):
    """Nothing is alive but what the bot itself says: who leads, which channel, words in bold and commands."""
    found = alive(text)
    ours = {name: n for name, n in found.items() if name in ("bold", "code", "line") or name.startswith("angle <#C")}
    assert found - Counter(ours) - Counter({f"angle <@{lead.id}>": 9}) == Counter(), text
