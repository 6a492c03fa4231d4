"""The bot's first words with Slack: who it is, and with that the world of one workspace that use cases are given."""

from random import SystemRandom

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.calendars import PublicHolidays
from bot.domain.typed import fit_to_keep
from bot.features import all_duties, all_happenings, all_offers, all_retention
from bot.services.ports import Clock, Uses
from bot.settings import Settings
from bot.slack.client import why_not_reached
from bot.slack.directory import SlackDirectory
from bot.slack.uploading import SlackPictures
from messages.pulse import instrument
from storage import people
from storage.database import Database


def meet_workspace(
    settings: Settings, database: Database, client: WebClient, clock: Clock
) -> tuple[Uses, AuthorizeResult]:
    """The workspace that the token is for, and who the bot is there. Raises SlackNotReached."""
    try:
        who = client.auth_test()
    except (SlackApiError, OSError) as error:
        raise why_not_reached(error, settings.api_url) from None
    team_id, user_id = str(who["team_id"]), str(who["user_id"])
    itself = AuthorizeResult(
        enterprise_id=who.get("enterprise_id"),
        team_id=team_id,
        bot_id=who.get("bot_id"),
        bot_user_id=user_id,
        bot_token=settings.bot_token,
    )
    workspace_id = people.know_workspace(database, team_id, fit_to_keep(str(who.get("team") or "")), user_id)
    uses = Uses(
        database=database,
        workspace_id=workspace_id,
        directory=SlackDirectory(client, team_id, str(who.get("enterprise_id") or "")),
        clock=clock,
        instrument=instrument(),
        random=SystemRandom(),
        calendar=PublicHolidays(),
        retention=all_retention(),
        pictures=SlackPictures(client),
        duties=all_duties(),
        offers=all_offers(),
        happenings=all_happenings(),
    )
    return uses, itself
