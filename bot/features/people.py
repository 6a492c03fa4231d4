"""People, roles and teams: who is who, and where the lists of teams come from."""

from bot.domain.roles import LEAD
from bot.feature import Feature
from bot.listeners import people as on_people
from bot.listeners.dispatch import CommandDoes, FormDoes, Listeners, PressDoes
from bot.services import team_files, team_lists, team_offers, teams, who_is_who
from bot.services.ports import MessageKind
from bot.services.privacy import kept
from messages import ids
from messages import people as people_messages
from messages import team_lists as list_messages
from messages import who_is_who as who_messages

FEATURE = Feature(
    word="people",
    listeners=Listeners(
        commands={"/uptake": {"people": CommandDoes(who_is_who.SEE, on_people.who)}},
        presses={
            ids.SHOW_PEOPLE: PressDoes(who_is_who.SEE, on_people.show_who),
            ids.NAME_ROLES: PressDoes(who_is_who.NAME_ROLES, on_people.name_roles),
            ids.CHOOSE_GROUPS: PressDoes(team_lists.IMPORT, on_people.choose_groups),
            ids.MOVE_PEOPLE: PressDoes(team_lists.IMPORT, on_people.move_people),
            ids.FOLLOW_CHANNEL: PressDoes(team_lists.IMPORT, on_people.follow_channel),
            ids.APPLY_LIST: PressDoes(team_lists.IMPORT, on_people.apply_list),
            ids.CHOOSE_FOR_LIST: PressDoes(team_lists.IMPORT, on_people.choose_for_list),
        },
        forms={
            ids.SUBMIT_ROLES: FormDoes(who_is_who.NAME_ROLES, on_people.submit_roles),
            ids.SUBMIT_MOVE: FormDoes(team_lists.IMPORT, on_people.submit_move),
            ids.SUBMIT_GROUPS: FormDoes(team_lists.IMPORT, on_people.submit_groups),
        },
        events={
            "file_shared": on_people.sent_file,
            "member_joined_channel": on_people.joined_channel,
            "member_left_channel": on_people.left_channel,
            "subteam_members_changed": on_people.group_changed,
            "subteam_updated": on_people.group_changed,
            "user_change": on_people.changed,
        },
    ),
    due={teams.REFRESH: teams.refresh, teams.REREAD: teams.refresh, team_files.READ: team_files.read_file},
    messages=(
        MessageKind(team_offers.CHECKED, team_offers.checked, list_messages.checked, LEAD, is_answer=True),
        MessageKind(who_is_who.NAMED, who_is_who.named, who_messages.named),
        MessageKind(team_files.WHICH, team_files.which, list_messages.which, is_answer=True),
        MessageKind(
            team_files.OUTSIDER, team_files.not_for_you, list_messages.not_for_you, is_answer=True, for_outsiders=True
        ),
        MessageKind(teams.OVERLAP, teams.overlap, people_messages.overlap, LEAD),
        MessageKind(teams.GROUP_GONE, teams.group_gone, people_messages.group_gone, LEAD),
    ),
    retention=(
        kept.PROFILE,
        kept.HOURS,
        kept.MEMBERSHIP,
        kept.OPT_OUT,
        kept.UPLOADS,
        kept.CHANGES,
        kept.INITIATIVE,
    ),
)
