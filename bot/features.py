"""One row per feature: what it listens to, what falls due in it, and which messages it sends."""

from bot.domain.roles import HELP, LEAD, Action
from bot.feature import Feature
from bot.listeners import channels as on_channels
from bot.listeners import home as on_home
from bot.listeners import initiative as on_initiative
from bot.listeners import leadership as on_leadership
from bot.listeners import lifecycle as on_lifecycle
from bot.listeners import people as on_people
from bot.listeners import privacy as on_privacy
from bot.listeners import pulse as on_pulse
from bot.listeners import settings as on_settings
from bot.listeners import work_time as on_work_time
from bot.listeners.dispatch import CommandDoes, FormDoes, Listeners, PressDoes
from bot.services import (
    capability,
    channels,
    delivery,
    home,
    initiative,
    leadership,
    lifecycle,
    own_time,
    promises,
    settings,
    team_files,
    team_hours,
    team_lists,
    team_offers,
    teams,
    vacancy,
    who_is_who,
)
from bot.services.ports import MessageKind, Retention
from bot.services.privacy import erasing, kept, me, retaining
from bot.services.pulse import answering, approval, asking, planning, results, rounds
from bot.services.pulse import kept as kept_of_pulse
from messages import approval as approval_messages
from messages import channels as channels_messages
from messages import delivery as delivery_messages
from messages import ids
from messages import initiative as initiative_messages
from messages import leadership as leadership_messages
from messages import lifecycle as lifecycle_messages
from messages import people as people_messages
from messages import promises as promise_messages
from messages import pulse as pulse_messages
from messages import results as result_messages
from messages import team_lists as list_messages
from messages import who_is_who as who_messages

FEATURES = (
    Feature(
        word="initiative",
        listeners=Listeners(
            commands={
                "/uptake": {
                    "": CommandDoes(HELP, on_initiative.usage),
                    "help": CommandDoes(HELP, on_initiative.usage),
                    "start": CommandDoes(initiative.START, on_initiative.start),
                    "status": CommandDoes(initiative.SEE_STATUS, on_initiative.status),
                }
            },
            presses={ids.SHOW_STATUS: PressDoes(initiative.SEE_STATUS, on_initiative.show_status)},
            forms={ids.SUBMIT_START: FormDoes(initiative.START, on_initiative.submit_start)},
        ),
        messages=(MessageKind(initiative.STARTED, initiative.started, initiative_messages.started),),
    ),
    Feature(
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
            MessageKind(team_offers.CHECKED, team_offers.checked, list_messages.checked, LEAD),
            MessageKind(who_is_who.NAMED, who_is_who.named, who_messages.named),
            MessageKind(team_files.WHICH, team_files.which, list_messages.which),
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
    ),
    Feature(
        word="pulse",
        listeners=Listeners(
            commands={
                "/pulse": {
                    "": CommandDoes(answering.ANSWER, on_pulse.answer),
                    "help": CommandDoes(HELP, on_pulse.usage),
                    "now": CommandDoes(planning.OPEN_EXTRA, on_pulse.open_now),
                    "results": CommandDoes(results.SEE_RESULTS, on_pulse.results),
                }
            },
            presses={
                ids.OPEN_CHECKIN: PressDoes(answering.ANSWER, on_pulse.open_checkin),
                ids.SKIP_CHECKIN: PressDoes(answering.ANSWER, on_pulse.skip_checkin),
                ids.START_PULSE: PressDoes(planning.OPEN_EXTRA, on_pulse.start_now),
                ids.UNDO_NOW: PressDoes(planning.OPEN_EXTRA, on_pulse.undo_now),
                ids.SHOW_RESULTS: PressDoes(results.SEE_RESULTS, on_pulse.show_results),
                ids.AGREE: PressDoes(approval.APPROVE, on_pulse.agree),
                ids.NOT_YET: PressDoes(approval.APPROVE, on_pulse.not_yet),
                ids.SEE_QUESTIONS: PressDoes(approval.APPROVE, on_pulse.see_questions),
            },
            forms={ids.SUBMIT_CHECKIN: FormDoes(answering.ANSWER, on_pulse.submit_checkin, on_pulse.after_checkin)},
        ),
        due={
            planning.OPEN: rounds.open_wave,
            planning.OPEN_NOW: rounds.open_wave,
            approval.CHECK: approval.check,
            rounds.REMIND: rounds.remind,
            rounds.CLOSE: rounds.close_wave,
            rounds.SWEEP: rounds.sweep,
        },
        messages=(
            MessageKind(asking.INVITATION, asking.invitation, pulse_messages.invitation),
            MessageKind(asking.REMINDER, asking.reminder, pulse_messages.invitation),
            MessageKind(results.RESULT, results.result, result_messages.result, shows_results=True),
            MessageKind(approval.REQUEST, approval.request, approval_messages.request, approval.APPROVER),
            MessageKind(approval.DECISION, approval.decision, approval_messages.decision, LEAD),
            MessageKind(approval.GONE, approval.gone, approval_messages.gone, LEAD),
            MessageKind(approval.LEFT_OUT, approval.left_out, approval_messages.left_out, LEAD),
        ),
        retention=(kept_of_pulse.OPEN_PULSE, kept_of_pulse.RESULTS, kept_of_pulse.COMMENTS),
    ),
    Feature(
        word="settings",
        listeners=Listeners(
            commands={"/uptake": {"settings": CommandDoes(settings.SEE, on_settings.show)}},
            presses={
                ids.OPEN_SETTINGS: PressDoes(settings.CHANGE, on_settings.open_form),
                ids.TAKE_BACK: PressDoes(promises.TAKE_BACK, on_settings.take_back),
            },
            forms={ids.SUBMIT_SETTINGS: FormDoes(settings.CHANGE, on_settings.submit)},
        ),
        due={promises.WATCH: promises.watch, promises.APPLY: promises.apply},
        messages=(
            MessageKind(
                promises.ANNOUNCEMENT, promises.announcement, promise_messages.announcement, reports_itself=True
            ),
            MessageKind(promises.TAKEN_BACK, promises.taken_back, promise_messages.taken_back),
            MessageKind(promises.NOT_ANNOUNCED, promises.not_announced, promise_messages.not_announced, LEAD),
        ),
    ),
    Feature(
        word="lifecycle",
        listeners=Listeners(
            commands={
                "/uptake": {
                    "pause": CommandDoes(lifecycle.PAUSE, on_lifecycle.ask_pause),
                    "end": CommandDoes(lifecycle.END, on_lifecycle.ask_end),
                }
            },
            presses={
                ids.PAUSE: PressDoes(lifecycle.PAUSE, on_lifecycle.pause),
                ids.RESUME: PressDoes(lifecycle.PAUSE, on_lifecycle.resume),
            },
            forms={ids.SUBMIT_END: FormDoes(lifecycle.END, on_lifecycle.submit_end)},
        ),
        messages=(
            MessageKind(lifecycle.PAUSED, lifecycle.paused, lifecycle_messages.paused),
            MessageKind(lifecycle.RESUMED, lifecycle.resumed, lifecycle_messages.resumed),
            MessageKind(lifecycle.ENDED, lifecycle.ended, lifecycle_messages.ended),
        ),
    ),
    Feature(
        word="leadership",
        listeners=Listeners(
            commands={"/uptake": {"handover": CommandDoes(leadership.HANDOVER, on_leadership.ask_handover)}},
            presses={
                ids.TAKE_OVER: PressDoes(leadership.TAKE_OVER, on_leadership.take_over),
                ids.CHOOSE_LEAD: PressDoes(leadership.HANDOVER, on_leadership.choose_lead),
            },
            forms={ids.SUBMIT_HANDOVER: FormDoes(leadership.HANDOVER, on_leadership.submit_handover)},
            events={"user_change": on_leadership.person_changed},
        ),
        messages=(
            MessageKind(leadership.CHANGED, leadership.changed, leadership_messages.changed),
            MessageKind(leadership.YOURS, leadership.changed, leadership_messages.yours, LEAD),
            MessageKind(leadership.HANDED_OVER, leadership.handed_over, leadership_messages.handed_over),
            MessageKind(vacancy.VACANT, vacancy.vacant, leadership_messages.vacant, vacancy.ASKED),
        ),
    ),
    Feature(
        word="channels",
        listeners=Listeners(
            presses={ids.CONFIRM_CHANNEL: PressDoes(channels.CONFIRM, on_channels.confirm)},
            events={
                "channel_id_changed": on_channels.id_changed,
                "channel_shared": on_channels.shared,
                "channel_unshared": on_channels.unshared,
            },
        ),
        due={channels.LOOK: channels.first_look},
        messages=(MessageKind(channels.STOPPED, channels.stopped, channels_messages.stopped, LEAD),),
    ),
    Feature(
        word="work_time",
        listeners=Listeners(
            presses={
                ids.OPEN_AWAY: PressDoes(own_time.CHANGE_MY_TIME, on_work_time.open_away),
                ids.OPEN_MY_HOURS: PressDoes(own_time.CHANGE_MY_TIME, on_work_time.open_my_hours),
                ids.OPEN_MY_TIME: PressDoes(own_time.CHANGE_MY_TIME, on_work_time.open_my_time),
                ids.NOT_FOR_ME: PressDoes(own_time.OPT_OUT, on_work_time.not_for_me),
                ids.UNDO_NOT_FOR_ME: PressDoes(own_time.OPT_OUT, on_work_time.undo_not_for_me),
                ids.OPEN_TEAM_HOURS: PressDoes(team_hours.CHANGE_TEAM, on_work_time.open_team_hours),
            },
            forms={
                ids.SUBMIT_MY_TIME: FormDoes(own_time.CHANGE_MY_TIME, on_work_time.submit_my_time),
                ids.PICK_TEAM: FormDoes(team_hours.CHANGE_TEAM, on_work_time.pick_team),
                ids.SUBMIT_TEAM_HOURS: FormDoes(team_hours.CHANGE_TEAM, on_work_time.submit_team_hours),
            },
        ),
    ),
    Feature(
        word="home", listeners=Listeners(events={"app_home_opened": on_home.opened_home}), actions=(home.SEE_HOME,)
    ),
    Feature(
        word="delivery",
        messages=(
            MessageKind(delivery.TROUBLE, delivery.trouble, delivery_messages.trouble, LEAD),
            MessageKind(capability.MISSING, capability.missing, delivery_messages.missing, LEAD),
        ),
        retention=(kept.MESSAGES, kept.MESSAGE_DAYS, kept.DUE_WORK, kept.PAYLOADS),
    ),
    Feature(
        word="privacy",
        listeners=Listeners(
            commands={
                "/uptake": {
                    "me": CommandDoes(me.SEE_ME, on_privacy.about_me),
                    "privacy": CommandDoes(me.SEE_PRIVACY, on_privacy.promises),
                }
            },
            presses={
                ids.SHOW_ME: PressDoes(me.SEE_ME, on_privacy.show_me),
                ids.SHOW_PRIVACY: PressDoes(me.SEE_PRIVACY, on_privacy.show_promises),
                ids.EXPORT_ME: PressDoes(me.EXPORT, on_privacy.export),
                ids.ERASE_ME: PressDoes(erasing.ERASE, on_privacy.ask_to_erase),
                ids.COME_BACK: PressDoes(me.RETURN, on_privacy.come_back, by_erased=True),
            },
            forms={ids.SUBMIT_ERASE: FormDoes(erasing.ERASE, on_privacy.erase)},
        ),
        due={erasing.SWEEP: erasing.sweep, retaining.RETAIN: retaining.retain},
        retention=(kept.LOG, kept.MARK),
    ),
)


def all_actions() -> list[Action]:
    """Everything that anybody can do, by name: the rows of the table of roles."""
    found = {action for feature in FEATURES for action in (*feature.actions, *feature.listeners.actions())}
    return sorted(found, key=lambda action: action.name)


def all_retention() -> tuple[Retention, ...]:
    """Everything that is held, in the order in which people read of it."""
    return tuple(kind for feature in FEATURES for kind in feature.retention)
