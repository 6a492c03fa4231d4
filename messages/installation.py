"""What an administrator reads about an installation: one line for each thing, with its remedy."""

from typing import Any

from bot.domain.installation import Finding
from messages.sentences import FALLBACK, sentences

_WIDTH = 7
_REFUSALS = ("invalid_auth", "token_revoked", "account_inactive", "not_allowed_token_type", "missing_scope")


def row(finding: Finding) -> str:
    """Such as 'ok     Slack accepts the bot token: workspace Harbour Health.'"""
    say = sentences("installation/check", FALLBACK, **dict[str, Any](finding.facts))
    error = str(finding.facts.get("error", ""))
    words = say.plain(finding.what)
    if error in _REFUSALS:
        words = f"{words} {say.plain(error)}"
    return f"{finding.verdict.value:{_WIDTH}}{words}"
