"""Every action, view and field id in one place; people's buttons carry them, so they never change their meaning."""

OPEN_CHECKIN = "pulse:open_checkin"
SKIP_CHECKIN = "pulse:skip_checkin"
SUBMIT_CHECKIN = "pulse:submit_checkin"
UNDO_NOW = "pulse:undo_now"
SHOW_RESULTS = "pulse:show_results"
START_PULSE = "pulse:start_now"
SUBMIT_START = "initiative:submit_start"
SHOW_STATUS = "initiative:show_status"

COMMENT = "comment"
CHOICE = "choice"
