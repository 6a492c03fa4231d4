"""Every action, view and field id in one place; people's buttons carry them, so they never change their meaning."""

OPEN_CHECKIN = "pulse:open_checkin"
SKIP_CHECKIN = "pulse:skip_checkin"
SUBMIT_CHECKIN = "pulse:submit_checkin"
UNDO_NOW = "pulse:undo_now"
SHOW_RESULTS = "pulse:show_results"
START_PULSE = "pulse:start_now"
SUBMIT_HANDOVER = "leadership:submit_handover"
TAKE_OVER = "leadership:take_over"
CHOOSE_LEAD = "leadership:choose_lead"
PAUSE = "lifecycle:pause"
RESUME = "lifecycle:resume"
SUBMIT_END = "lifecycle:submit_end"
SUBMIT_START = "initiative:submit_start"
SHOW_STATUS = "initiative:show_status"
OPEN_AWAY = "work_time:open_away"
OPEN_MY_HOURS = "work_time:open_my_hours"
OPEN_MY_TIME = "work_time:open_my_time"
SUBMIT_MY_TIME = "work_time:submit_my_time"
NOT_FOR_ME = "work_time:not_for_me"
UNDO_NOT_FOR_ME = "work_time:undo_not_for_me"
OPEN_TEAM_HOURS = "work_time:open_team_hours"
PICK_TEAM = "work_time:pick_team"
SUBMIT_TEAM_HOURS = "work_time:submit_team_hours"

NEW_LEAD = "new_lead"
MENU = "menu"
COMMENT = "comment"
CHOICE = "choice"


def chosen(action_id: str, value: str) -> str:
    """A choice of a menu as its value: what it does is an action of its own, as if it were a button."""
    return f"{action_id} {value}"


def action_of(choice: str) -> tuple[str, str]:
    """The action and the value of a menu's choice."""
    action_id, _, value = choice.partition(" ")
    return action_id, value
