"""What an answer of Slack's says about a post, by table."""

import pytest

from bot.domain.delivery import (
    REASONS,
    Fate,
    Priority,
    State,
    in_words,
    judge_error,
    judge_status,
    waits_for_work_time,
)

ERRORS = {
    "ratelimited": Fate.TOO_FAST,
    "rate_limited": Fate.TOO_FAST,
    "internal_error": Fate.UNKNOWN,
    "fatal_error": Fate.UNKNOWN,
    "request_timeout": Fate.UNKNOWN,
    "service_unavailable": Fate.UNKNOWN,
    "ekm_access_denied": Fate.NOT_NOW,
    "team_access_not_granted": Fate.NOT_NOW,
    "is_archived": Fate.NEVER,
    "not_in_channel": Fate.NEVER,
    "channel_not_found": Fate.NEVER,
    "invalid_blocks": Fate.NEVER,
    "msg_too_long": Fate.NEVER,
    "account_inactive": Fate.NEVER,
    "invalid_auth": Fate.NEVER,
    "missing_scope": Fate.NEVER,
    "unknown_method": Fate.NEVER,
    "an_error_of_next_year": Fate.NEVER,
}


@pytest.mark.parametrize(("error", "fate"), ERRORS.items())
def test_an_error_name_decides_what_became_of_the_post(error: str, fate: Fate) -> None:
    outcome = judge_error(error)
    assert (outcome.fate, outcome.reason) == (fate, error)


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        (429, Fate.TOO_FAST),
        (500, Fate.UNKNOWN),
        (502, Fate.UNKNOWN),
        (503, Fate.UNKNOWN),
        (504, Fate.UNKNOWN),
        (400, Fate.NOT_NOW),
        (404, Fate.NOT_NOW),
        (302, Fate.NOT_NOW),
    ],
)
def test_a_status_without_a_body_decides_it_too(status: int, fate: Fate) -> None:
    assert judge_status(status).fate is fate


@pytest.mark.parametrize(("asked", "waited"), [(0.0, 1.0), (0.5, 1.0), (1.0, 1.0), (30.0, 30.0)])
def test_whoever_is_too_fast_waits_as_long_as_slack_asks_and_a_second_at_least(asked: float, waited: float) -> None:
    assert judge_error("ratelimited", asked).retry_after == waited
    assert judge_status(429, asked).retry_after == waited


def test_a_reason_is_part_of_a_sentence() -> None:
    assert in_words("is_archived") == "the channel is archived"
    assert in_words("an_error_of_next_year") == "Slack said “an_error_of_next_year”"
    for words in REASONS.values():
        assert words[0].islower() or words.startswith(("Slack", "Uptake"))
        assert not words.endswith(".")


def test_answers_go_before_results_and_those_before_invitations_and_reminders() -> None:
    order = sorted(Priority)
    assert order[0] is Priority.ANSWER
    assert order.index(Priority.RESULT) < order.index(Priority.INVITATION) < order.index(Priority.REMINDER)


def test_the_states_are_those_that_the_outbox_knows() -> None:
    assert {state.value for state in State} == {"waiting", "sent", "dropped", "failed", "unsure"}


@pytest.mark.parametrize("priority", Priority)
def test_only_the_answer_to_somebody_s_own_act_comes_while_they_are_off_work(priority: Priority) -> None:
    assert waits_for_work_time(priority, is_unrequested=False) is (priority is not Priority.ANSWER)
    assert waits_for_work_time(priority, is_unrequested=True)
