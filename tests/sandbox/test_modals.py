"""Modals: triggers, the stack, what the client and the app refuse, and every response action."""

import pytest


@pytest.fixture
def ann(sandbox):
    return sandbox.add_person("Ann Lee")


@pytest.fixture
def opened(sandbox, app, connect, ann):
    """Opens a modal by the command /try."""

    def opened(view):
        @app.command("/try")
        def open_it(ack, body, client):
            ack()
            client.views_open(trigger_id=body["trigger_id"], view=view)

        connect()
        ann.slash("/try")
        return sandbox.wait_for(lambda: ann.modal)

    return opened


def trigger_of(sandbox, ann):
    return sandbox.desk.triggers.new(ann.id, sandbox.team_id)


def test_a_trigger_serves_once_and_for_three_seconds(sandbox, client, ann, blocks, refused):
    trigger = trigger_of(sandbox, ann)
    client.views_open(trigger_id=trigger, view=blocks.modal())
    assert refused(client.views_open, trigger_id=trigger, view=blocks.modal())["error"] == "exchanged_trigger_id"
    assert refused(client.views_open, trigger_id="1.2.3", view=blocks.modal())["error"] == "invalid_trigger_id"
    sandbox.timing.trigger_life = 0
    late = trigger_of(sandbox, ann)
    assert refused(client.views_open, trigger_id=late, view=blocks.modal())["error"] == "expired_trigger_id"


def test_a_stack_is_three_deep(sandbox, client, ann, blocks, refused):
    def show(call, **more):
        return call(trigger_id=trigger_of(sandbox, ann), view=blocks.modal(**more))

    assert refused(show, client.views_push)["error"] == "not_found"
    bottom = show(client.views_open)["view"]
    middle = show(client.views_push, external_id="mine")["view"]
    assert (middle["root_view_id"], middle["previous_view_id"]) == (bottom["id"], bottom["id"])
    assert refused(show, client.views_push, external_id="mine")["error"] == "duplicate_external_id"
    show(client.views_push)
    assert refused(show, client.views_push)["error"] == "push_limit_reached"
    assert len(ann.modals) == 3
    ann.close_modal()
    assert ann.modal.id == middle["id"]


def test_an_update_keeps_what_was_typed_and_checks_the_hash(sandbox, client, ann, blocks, refused):
    first = client.views_open(trigger_id=trigger_of(sandbox, ann), view=blocks.modal(external_id="mine"))["view"]
    ann.fill("Name", "Ann")
    more = blocks.modal(blocks.text_input(), blocks.text_input("extra", optional=True), external_id="mine")
    client.views_update(external_id="mine", view=more, hash=first["hash"])
    assert ann.modal.values["name"]["typed"]["value"] == "Ann"
    assert ann.modal.values["extra"]["typed"]["value"] is None
    assert refused(client.views_update, view_id=first["id"], view=more, hash=first["hash"])["error"] == "hash_conflict"
    assert refused(client.views_update, view_id="V0", view=more)["error"] == "not_found"


def test_a_wrong_or_too_large_view_is_refused(sandbox, client, ann, blocks, refused):
    trigger = trigger_of(sandbox, ann)
    answer = refused(client.views_open, trigger_id=trigger, view=blocks.modal({"type": "nonsense"}))
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"]
    large = blocks.modal(private_metadata="x" * 250_001)
    assert refused(client.views_open, trigger_id=trigger, view=large)["error"] == "view_too_large"


def test_the_client_refuses_an_empty_required_input(sandbox, opened, ann, blocks):
    opened(blocks.modal())
    before = len(sandbox.exchanges)
    assert ann.submit().error == "invalid_input"
    assert set(ann.modal.errors) == {"name"}
    assert len(sandbox.exchanges) == before


def test_a_submission_carries_the_view_and_its_state(sandbox, app, opened, ann, blocks):
    seen = []

    @app.view("form")
    def submitted(ack, body):
        seen.append(body)
        ack()

    opened(blocks.modal(private_metadata="7", external_id="mine"))
    ann.fill("Name", "Ann")
    exchange = ann.submit()
    assert exchange.acked
    assert ann.modal is None
    (body,) = seen
    view = body["view"]
    assert view["state"]["values"] == {"name": {"typed": {"type": "plain_text_input", "value": "Ann"}}}
    assert (view["private_metadata"], view["external_id"], view["app_id"], view["bot_id"]) == (
        "7",
        "mine",
        sandbox.app_id,
        sandbox.bot_id,
    )
    assert view["root_view_id"] == view["id"]
    assert view["previous_view_id"] is None
    assert view["hash"]
    assert body["response_urls"] == []
    assert body["trigger_id"]
    assert body["user"]["id"] == ann.id


def test_errors_keep_the_modal_open_until_put_right(app, opened, ann, blocks):
    @app.view("form")
    def submitted(ack, view):
        typed = view["state"]["values"]["name"]["typed"]["value"]
        ack() if typed == "good" else ack(response_action="errors", errors={"name": "Not that one"})

    opened(blocks.modal())
    ann.fill("name", "bad")
    ann.submit()
    assert ann.modal.errors == {"name": "Not that one"}
    ann.fill("name", "good")
    assert ann.modal.errors == {}
    ann.submit()
    assert ann.modal is None


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        ({"response_action": "update"}, ["Next"]),
        ({"response_action": "push"}, ["Form", "Next"]),
        ({"response_action": "clear"}, []),
    ],
)
def test_response_actions(app, opened, ann, blocks, answer, titles):
    following = blocks.modal(title={"type": "plain_text", "text": "Next"})

    @app.view("form")
    def submitted(ack):
        ack(**answer, **({} if answer["response_action"] == "clear" else {"view": following}))

    opened(blocks.modal())
    ann.fill("name", "x")
    ann.submit()
    assert [view.title for view in ann.modals] == titles


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"elsewhere": "no"}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "dance"},
    ],
)
def test_an_answer_that_slack_cannot_follow_shows_as_trouble(sandbox, app, connect, ann, blocks, answer, client):
    connect().client.socket_mode_request_listeners[:] = [
        lambda socket, request: socket.send_socket_mode_response(
            {"envelope_id": request.envelope_id, "payload": answer}
        )
    ]
    client.views_open(trigger_id=trigger_of(sandbox, ann), view=blocks.modal(blocks.text_input(optional=True)))
    assert ann.submit().error
    assert ann.modal.notice


def test_a_submission_without_an_answer_shows_as_trouble(sandbox, client, connect, ann, blocks):
    sandbox.timing.answer_within = 0.2
    connect()
    client.views_open(trigger_id=trigger_of(sandbox, ann), view=blocks.modal(blocks.text_input(optional=True)))
    assert ann.submit().error == "operation_timeout"
    assert ann.modal.notice


def test_closing_is_told_when_asked_for(sandbox, app, opened, ann, blocks):
    closed = []

    @app.view_closed("form")
    def was_closed(ack, body):
        ack()
        closed.append(body["is_cleared"])

    opened(blocks.modal(notify_on_close=True))
    ann.close_modal()
    assert ann.modal is None
    sandbox.wait_for(lambda: closed == [False])


def test_every_input_type_stands_in_the_state(sandbox, app, opened, ann, blocks):
    def labelled(block_id, element):
        return {
            "type": "input",
            "block_id": block_id,
            "label": {"type": "plain_text", "text": block_id},
            "element": {"action_id": "it", **element},
        }

    options = [{"text": {"type": "plain_text", "text": f"Number {n}"}, "value": str(n)} for n in range(3)]
    fields = {
        "number": ({"type": "number_input", "is_decimal_allowed": False}, 5, "value", "5"),
        "date": ({"type": "datepicker"}, "2026-11-24", "selected_date", "2026-11-24"),
        "time": ({"type": "timepicker"}, "09:30", "selected_time", "09:30"),
        "one": ({"type": "static_select", "options": options}, "Number 1", "selected_option", options[1]),
        "radio": ({"type": "radio_buttons", "options": options}, "2", "selected_option", options[2]),
        "boxes": ({"type": "checkboxes", "options": options}, ["0", "2"], "selected_options", options[::2]),
        "people": ({"type": "multi_users_select"}, [ann], "selected_users", [ann.id]),
        "channel": ({"type": "channels_select"}, "C1", "selected_channel", "C1"),
    }
    seen = []

    @app.view("form")
    def submitted(ack, view):
        ack()
        seen.append(view["state"]["values"])

    opened(blocks.modal(*(labelled(name, element) for name, (element, *_) in fields.items())))
    for name, (_, value, _, _) in fields.items():
        ann.fill(name, value)
    ann.submit()
    for name, (element, _, key, kept) in fields.items():
        assert seen[0][name]["it"] == {"type": element["type"], key: kept}, name


def test_a_channel_chosen_for_an_answer_gets_a_response_url(sandbox, app, opened, ann):
    ward = sandbox.add_channel("ward", [ann])
    element = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    where = {
        "type": "input",
        "block_id": "where",
        "label": {"type": "plain_text", "text": "Where"},
        "element": element,
    }

    @app.view("form")
    def submitted(ack, respond):
        ack()
        respond("from the modal", response_type="in_channel")

    from_conftest = {"type": "modal", "callback_id": "form", "title": {"type": "plain_text", "text": "Form"}}
    opened(from_conftest | {"submit": {"type": "plain_text", "text": "Send"}, "blocks": [where]})
    ann.fill("Where", ward)
    ann.submit()
    sandbox.wait_for(lambda: sandbox.posts(ward, containing="from the modal"))
