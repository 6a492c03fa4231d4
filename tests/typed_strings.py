"""Five thousand strings that people might type, always the same: Slack's syntax, formulas, scripts, emoji, long."""

from functools import cache

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

COUNT = 5000
AT_ONCE = 20
SLACK = """
<@U0123456789> <@U0123456789|ann> <@W1> <#C0123456789> <#C1|general> <!channel> <!here> <!everyone> <!channel|channel>
<!subteam^S0123456789> <!subteam^S1|@team> <!date^1392734382^{date_num}|soon> <!date^0^{_}^https://example.org|x>
<https://example.org> <https://example.org|press> <mailto:a@b.org|write> <tel:+1> <slack://open> < > & &amp;
&#60; &lt;!here&gt; &lt; &gt; &amp;lt; << >> | ^ @here @channel @everyone @ann #general #C1 @U0123456789 *bold*
_slanted_ ~gone~ `code` ```fence``` * ** _ __ ~ ~~ ` `` ``` *_~ ~_* *`x`* ＊wide＊ ＿wide＿ ｀wide｀ ～wide～ >
>> >>> ＞ ＞＞＞ - • :tada: :+1: :wave::skin-tone-3: :100: :thumbs_up: :white_check_mark: :日本: :café: ：tada： :a:b:c:
: :: :x x: 10:30:45 https://example.org http://1.2.3.4/?a=b&c=d https://例え.jp www.example.org example.org a@b.org ftp://x
ward_7 snake_case_name _7 7_ 2*3*4 a~b {{practice}} {% x %} {0} {practice} %s %(x)s $x ${x} \\ \\n \\u003c **x**
""".split()
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "\r=1", "\n=1", "＝1", '";=1', "',=1", " =1"]
SCRIPTS = "مرحبا שלום \u200fאבג नमस्ते สวัสดี 你好 こんにちは 한국어 ß İi ﬁ é e\u0301 ẞ Ω 𝔘𝔫𝔦 𐍈".split()
TURNS = ["\u202e", "\u202aabc\u202c", "\u202b", "\u2066x", "\u2067", "\u2068x\u2069", "\u200e", "\u200f", "\u061c"]
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
EMOJI = ["🙂", "👩‍⚕️", "👍🏽", "🏳️‍🌈", "🇬🇧", "🇬", "1️⃣", "❤️", "👨‍👩‍👧‍👦", "\u200d", ENGLAND]
UNSEEN = "\0 \x01 \x07 \x7f \x85 \xa0 \xad \u200b \u200c \u2028 \u2029 \u2060 \ufeff \ufff9 \ufffe \uffff".split(" ")
UNSEEN += [
    "\ud800",
    "\udfff",
    "\ud83d",
    "\U000f0000",
    "\U0010ffff",
    "\ue000",
    "\r\n",
    "\n",
    "\r",
    "\t",
    "\v",
    "\x1b[31m",
]
HEAPED = ["Z\u0351\u036b\u0343\u032a\u032f\u0303\u0311", "a" + "\u0301" * 90, "ส" + "็" * 50, "\u0488" * 9]
XML = ["<script>alert(1)</script>", "]]>", "<!--", '"/><x y="', "&quot;", "<![CDATA[x]]>", "javascript:alert(1)"]
PLAIN = [
    "bedside handover",
    "ward 7",
    "Nothing gets lost.",
    "don't",
    "50 %",
    "“quoted”",
    "A",
    "1",
    "",
    " ",
    "  ",
    "...",
]
PIECES = [*SLACK, *FORMULAS, *SCRIPTS, *TURNS, *EMOJI, *UNSEEN, *HEAPED, *XML, *PLAIN]

_piece = st.sampled_from(PIECES) | st.text(max_size=6)
_glue = st.sampled_from(["", "", "", " ", "\n", "_", ":", "*"])
_several = st.builds(lambda glue, pieces: glue.join(pieces), _glue, st.lists(_piece, min_size=2, max_size=6))
_marks = st.sampled_from("*_~`:><&|＊＿｀")
_wrapped = st.builds(lambda mark, text: f"{mark}{text}{mark}", _marks, st.text(max_size=12))
_long = st.builds(lambda piece, times: (piece * times)[:3200], _piece, st.integers(20, 400))
_string = st.one_of(_several, _several, _several, _wrapped, st.text(st.characters(), max_size=30), _long)


@cache
def typed_strings() -> tuple[str, ...]:
    """All of them, every single piece first."""
    found = [*PIECES, *(f"{mark}{mark}" for mark in "*_~`:><&")]

    @settings(
        max_examples=COUNT // AT_ONCE + 40,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(_string, min_size=AT_ONCE, max_size=AT_ONCE, unique=True))
    def gather(texts: list[str]) -> None:
        found.extend(texts)

    gather()
    return tuple(dict.fromkeys(found))[:COUNT]
