"""mrkdwn becomes the HTML that Slack would show, and nothing that a person types becomes HTML of its own."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.page.dates import ago, clock_time, day_divider
from bot.sandbox.page.markdown import markdown
from bot.sandbox.page.mrkdwn import mrkdwn, plain_text
from bot.sandbox.page.rich_text import rich_text
from bot.sandbox.page.viewer import Viewer

FEBRUARY = 1392734382
VIEWER = Viewer(
    id="U1",
    zone=ZoneInfo("America/New_York"),
    now=datetime(2014, 2, 18, 15, 0, tzinfo=UTC),
    people={"U1": "Ann Lee", "U2": "Ben <b>Okafor</b>"},
    channels={"C1": "ward-7"},
    groups={"S1": "champions"},
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*bold* _slanted_ ~gone~", "<strong>bold</strong> <em>slanted</em> <s>gone</s>"),
        ("*both _at once_*", "<strong>both <em>at once</em></strong>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("* not bold * but *bold*", "* not bold * but <strong>bold</strong>"),
        ("*over\ntwo lines*", "*over<br>two lines*"),
        ("(*bold*), *bold*.", "(<strong>bold</strong>), <strong>bold</strong>."),
        ("`*code* &lt;b&gt;`", "<code>*code* &lt;b&gt;</code>"),
        ("*`code`*", "<strong><code>code</code></strong>"),
        ("```*pre*\n<b>```after", "<pre>*pre*\n&lt;b&gt;</pre>after"),
        ("&gt; said\n> again\nended", "<blockquote>said<br>again</blockquote>ended"),
        (">>> all\nof it", "<blockquote>all<br>of it</blockquote>"),
        ("a &gt; b", "a &gt; b"),
        ("&amp; &lt; &gt; &amp;amp;", "&amp; &lt; &gt; &amp;amp;"),
        ("&copy; stays", "&amp;copy; stays"),
        ("10:30:45 :nobody_knows:", "10:30:45 :nobody_knows:"),
    ],
)
def test_marks_are_read_as_slack_reads_them(typed, shown):
    assert mrkdwn(typed, VIEWER) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<@U1>", '<span class="mention mention-me">@Ann Lee</span>'),
        ("<@U2|old>", '<span class="mention">@Ben &lt;b&gt;Okafor&lt;/b&gt;</span>'),
        ("<@U9>", '<span class="mention">@U9</span>'),
        ("<#C1>", '<a class="mention" href="?at=C1" data-go="C1">#ward-7</a>'),
        ("<#C9|secret>", '<span class="mention">#secret</span>'),
        ("<#C9>", '<span class="mention">#private-channel</span>'),
        ("<!channel>", '<span class="mention mention-me">@channel</span>'),
        ("<!subteam^S1>", '<span class="mention">@champions</span>'),
        (":tada:", '<span class="emoji" role="img" aria-label="tada">🎉</span>'),
    ],
)
def test_references_show_names(typed, shown):
    assert mrkdwn(typed, VIEWER) == shown


def test_links_open_beside_the_page_and_cannot_run_code():
    link = '<a href="https://a.example/?x=1&amp;y=2" target="_blank" rel="noopener noreferrer">{}</a>'
    assert mrkdwn("<https://a.example/?x=1&amp;y=2|a *label*>", VIEWER) == link.format("a *label*")
    assert mrkdwn("see https://a.example/?x=1&amp;y=2.", VIEWER) == (
        "see " + link.format("https://a.example/?x=1&amp;y=2") + "."
    )
    assert mrkdwn("https://a.example", VIEWER, verbatim=True) == "https://a.example"
    assert mrkdwn("<javascript:alert(1)|press>", VIEWER) == "press"
    assert "href" not in mrkdwn("<data:text/html,x|press>", VIEWER)


@pytest.mark.parametrize(
    ("token", "shown"),
    [
        ("{date_num}", "2014-02-18"),
        ("{date}", "February 18th, 2014"),
        ("{date_short}", "Feb 18, 2014"),
        ("{date_long}", "Tuesday, February 18th, 2014"),
        ("{date_pretty} at {time}", "Today at 9:39 AM"),
        ("by {date_short_pretty}", "by today"),
        ("{time_secs}", "9:39:42 AM"),
        ("{ago}", "20 minutes ago"),
    ],
)
def test_dates_are_shown_in_the_readers_zone(token, shown):
    assert mrkdwn(f"<!date^{FEBRUARY}^{token}|then>", VIEWER) == f'<time title="then">{shown}</time>'


@pytest.mark.parametrize("token", ["<!date^soon^{date}|then>", "<!date^1^{nonsense}|then>", "<!date^1|then>"])
def test_a_date_that_is_none_shows_its_fallback(token):
    assert mrkdwn(token, VIEWER) == "then"


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "&lt;img src=x onerror=alert(1)&gt;",
        "*<b onclick=x>*",
        "<@<script>>",
        '<https://a.example/"onmouseover="x|y>',
        "```</pre><script>```",
        "`<script>`",
        "\U000f0000\U000f0001<script>",
    ],
)
def test_nothing_typed_becomes_html(attack):
    for html in (mrkdwn(attack, VIEWER), plain_text(attack), markdown(attack)):
        assert "<script" not in html
        assert "<img" not in html
        assert "<b " not in html
        assert '"onmouseover' not in html


def test_plain_text_shows_marks_as_typed_and_emoji_as_emoji():
    assert plain_text("*no* <b>\n:eyes:") == (
        '*no* &lt;b&gt;<br><span class="emoji" role="img" aria-label="eyes">👀</span>'
    )
    assert plain_text(":eyes:", emojis=False) == ":eyes:"


def test_rich_text_lists_nest_under_the_item_before():
    def bullets(indent, *words):
        items = [{"type": "rich_text_section", "elements": [{"type": "text", "text": word}]} for word in words]
        return {"type": "rich_text_list", "style": "bullet", "indent": indent, "elements": items}

    block = {"type": "rich_text", "elements": [bullets(0, "a", "b"), bullets(1, "<i>"), bullets(0, "c")]}
    assert rich_text(block, VIEWER) == "<ul><li>a</li><li>b<ul><li>&lt;i&gt;</li></ul></li><li>c</li></ul>"


def test_rich_text_carries_styles_and_mentions():
    styled = {"type": "text", "text": "a\nb", "style": {"bold": True, "italic": True}}
    section = {"type": "rich_text_section", "elements": [styled, {"type": "user", "user_id": "U1"}]}
    assert rich_text({"elements": [section]}, VIEWER) == (
        '<p><strong><em>a<br>b</em></strong><span class="mention mention-me">@Ann Lee</span></p>'
    )


def test_markdown_has_tables_but_no_pictures_from_outside():
    assert "<td>1</td>" in markdown("|a|\n|-|\n|1|")
    assert "<img" not in markdown("![x](https://a.example/x.png)")


def test_clock_times_and_days_read_as_in_slack():
    noon, midnight = datetime(2026, 3, 1, 12, 5, tzinfo=UTC), datetime(2026, 3, 1, 0, 5, tzinfo=UTC)
    assert (clock_time(noon), clock_time(midnight)) == ("12:05 PM", "12:05 AM")
    assert day_divider(noon, noon) == "Today"
    assert day_divider(datetime(2026, 2, 11, tzinfo=UTC), noon) == "Wednesday, February 11th"
    assert day_divider(datetime(2025, 2, 12, tzinfo=UTC), noon) == "Wednesday, February 12th, 2025"
    assert ago(midnight, noon) == "12 hours ago"
    assert ago(noon, midnight) == "in 12 hours"
