"""When a person or a team is at work."""

from bot.feature import Feature
from bot.listeners import work_time as on_work_time
from bot.listeners.dispatch import FormDoes, Listeners, PressDoes
from bot.services import own_time, team_hours
from messages import ids

FEATURE = Feature(
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
)
