"""How long Slack waits, in real seconds; a test may shorten what it doesn't want to sit through."""

from dataclasses import dataclass


@dataclass
class Timing:
    """`event_retries` are the pauses before each re-delivery of an event that wasn't acknowledged.

    Sources: docs.slack.dev, "Handling user interaction" (3 s, response_url 5 times in 30 minutes) and "Events API"
    (retries nearly at once, after 1 minute and after 5 minutes).
    """

    answer_within: float = 3.0
    trigger_life: float = 3.0
    event_retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    response_url_life: float = 1800.0
    response_url_uses: int = 5
    file_processing: float = 0.2
    ping_every: float = 5.0
    socket_ticket_life: float = 30.0
    dead_link_noticed: float = 10.0
    warned_link_life: float = 5.0
