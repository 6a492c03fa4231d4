"""Everything that Uptake holds outside the pulse, and for how long; the pulse says for itself what it holds."""

from functools import partial

from bot.services import capability, delivery, teams, vacancy
from bot.services.ports import Retention
from bot.services.pulse import approval
from storage import forgetting, held, retention

TOLD_ONCE = (capability.MISSING, delivery.TROUBLE, vacancy.VACANT, approval.GONE, teams.OVERLAP, teams.GROUP_GONE)
"""Kinds of messages about what may last, told once for good: they stay, so that nobody hears the same twice."""

PROFILE = Retention("profile", ("person",), 30, retention.profiles, held.profile)
HOURS = Retention("hours", ("person",), held=held.hours)
MARK = Retention("mark", ("person", "secret"))
MEMBERSHIP = Retention(
    "membership", ("member", "role"), 90, retention.memberships, held.memberships, forgetting.memberships
)
OPT_OUT = Retention("opt_out", ("opt_out",), 90, retention.opt_outs, held.opt_outs, forgetting.opt_outs)
INITIATIVE = Retention("initiative", ("workspace", "initiative", "team"))
CHANGES = Retention("changes", ("settings", "setting_change"), 730, retention.changes, held.changes, forgetting.changes)
UPLOADS = Retention("uploads", ("staged_import",), 1, retention.uploads, held.uploads, forgetting.uploads)
LOG = Retention("log", ("audit",), 730, retention.log, held.log)
MESSAGES = Retention(
    "messages", ("outbox",), 30, partial(retention.messages, told_once=TOLD_ONCE), held.messages, forgetting.messages
)
MESSAGE_DAYS = Retention(
    "message_days", ("message_day",), 14, retention.message_days, held.message_days, forgetting.message_days
)
DUE_WORK = Retention("due_work", ("due_work",), 30, retention.due_work, held.due_work, forgetting.due_work)
PICTURES = Retention("pictures", ("picture",), 30, retention.pictures)
PAYLOADS = Retention("payloads", ("inbox", "pace"), 7, retention.payloads)
