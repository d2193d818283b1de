"""kill -9 in the middle of a render: nothing is lost, nothing is doubled, and the video is finished."""

import collections
import json

import pytest

import media
from wire import Wire

pytestmark = pytest.mark.slow

SCRIPT = ("The sea covers most of our planet. Its currents carry warm water to cold shores, and cold water back. "
          "Tiny plants near the surface make half of the air we breathe. Far below, in the dark, strange fish "
          "carry their own lamps.")


def completed_stages(service, task):
    return [event for event in service.events(stream=f"task-{task}", type="task.stage_completed")]


def segments(service, task):
    return [event for event in completed_stages(service, task) if event["data"]["stage"].startswith("segment ")]


def text(event):
    return json.dumps(event, sort_keys=True)


def wait_for_end(service, task, until, seconds=120):
    def ended():
        state = service.task(task)
        return state if state["status"] in ("complete", "failed", "cancelled") else None

    return until(ended, seconds, f"{task} ends")


def check_log(service):
    """Positions are without gaps, and so are the revisions of every stream."""
    events = service.events()
    head = service.get("/v1/events", limit=1)["head"]
    assert [event["position"] for event in events][:head] == list(range(1, len(events) + 1))[:head]
    revisions = collections.defaultdict(list)
    for event in events:
        revisions[event["stream"]].append(event["revision"])
    for stream, numbers in revisions.items():
        assert numbers == list(range(len(numbers))), stream
    return events


def test_a_killed_render_goes_on_where_it_was(own_service, schemas, until):
    service = own_service.start()
    task = Wire(service.port, schemas).call("create_video", {
        "video_subject": "the sea", "video_script": SCRIPT, "quality": "draft"})["structuredContent"]["task_id"]
    until(lambda: len(segments(service, task)) >= 2, 90, "two segments are rendered")
    before = service.events()
    service.kill()

    service.start()
    state = wait_for_end(service, task, until)
    assert state["status"] == "complete", state
    assert state["attempt"] == 2

    # What was seen before the kill is still there, to the byte.
    after = check_log(service)
    assert [text(event) for event in after[:len(before)]] == [text(event) for event in before]

    # Finished stages are not run again: each stage started after the kill had not been completed before it.
    done = {(event["data"]["stage"], event["data"]["key"]) for event in before
            if event["type"] == "task.stage_completed" and event["data"]["task"] == task}
    assert len(done) >= 2
    later = [event for event in after[len(before):] if event["stream"] == f"task-{task}"]
    claim = next(index for index, event in enumerate(later) if event["type"] == "task.claimed")
    started = {event["data"]["stage"] for event in later[claim:] if event["type"] == "task.stage_started"}
    assert not started & {stage for stage, _ in done}
    every = [(event["data"]["stage"], event["data"]["key"]) for event in completed_stages(service, task)]
    assert len(every) == len(set(every)), "no stage is completed twice with the same key"
    assert done < set(every)

    # One task, created once and completed once, and a video that is whole.
    types = collections.Counter(event["type"] for event in after if event["stream"] == f"task-{task}")
    assert (types["task.created"], types["task.claimed"], types["task.completed"]) == (1, 2, 1)
    path = service.data / "tasks" / task / "final.mp4"
    _, streams = media.probe(path)
    assert abs(media.frame_count(path) - float(streams["video"]["duration"]) * 30) < 1.5
    assert abs(float(streams["video"]["duration"]) - state["result"]["duration"]) < 0.2
    assert not list((service.data / "tasks" / task).rglob("*.part*")), "nothing half-made is left"
    service.stop()


def test_killed_again_and_again_the_work_still_ends(own_service, schemas, until):
    """Kills at three other moments: as soon as the task is there, in the voice or music, and in the picture."""
    service = own_service.start()
    task = Wire(service.port, schemas).call("create_video", {
        "video_subject": "the sea", "video_script": "A short text about the sea, for a short video.",
        "quality": "draft"})["structuredContent"]["task_id"]
    seen = {}
    for moment in [lambda: True, lambda: completed_stages(service, task), lambda: segments(service, task)]:
        until(moment, 60, "the next moment")
        for event in service.events():
            assert seen.setdefault(event["position"], text(event)) == text(event)
        service.kill()
        service.start()
    state = wait_for_end(service, task, until)
    assert state["status"] == "complete", state
    events = {event["position"]: text(event) for event in check_log(service)}
    assert all(events[position] == line for position, line in seen.items()), "no event is lost or changed"
    every = [(event["data"]["stage"], event["data"]["key"]) for event in completed_stages(service, task)]
    assert len(every) == len(set(every))
    service.stop()


def test_a_stopped_render_goes_on_after_the_next_start(own_service, schemas, until):
    """A stop in good order does not cancel what nobody waits for: it is claimed again and finished."""
    service = own_service.start()
    task = Wire(service.port, schemas).call("create_video", {
        "video_subject": "the sea", "video_script": "A short text about the sea, for a short video.",
        "quality": "draft"})["structuredContent"]["task_id"]
    until(lambda: completed_stages(service, task), 60, "a stage is finished")
    service.stop()
    service.start()
    state = wait_for_end(service, task, until)
    assert (state["status"], state["attempt"]) == ("complete", 2), state
    every = [(event["data"]["stage"], event["data"]["key"]) for event in completed_stages(service, task)]
    assert len(every) == len(set(every))
    check_log(service)
    service.stop()


def test_calls_that_were_answered_are_in_the_log_after_a_kill(own_service, schemas):
    """Acknowledged is durable: a client that has its answer finds its request after the crash."""
    import secrets
    import threading

    service = own_service.start()
    answered = []

    def ask():
        wire = Wire(service.port, schemas)
        while True:
            trace = secrets.token_hex(16)
            header = [("traceparent", f"00-{trace}-{secrets.token_hex(8)}-01")]
            try:
                wire.call("get_generation_status", {"task_id": "mcp_ffffffff"}, more=header)
            except (OSError, EOFError, ValueError):
                return
            except Exception as error:  # a connection that broke in the middle of an answer
                if "http.client" in type(error).__module__:
                    return
                raise
            answered.append(trace)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    while len(answered) < 200:
        assert any(thread.is_alive() for thread in threads)
        threads[0].join(0.01)
    service.kill()
    for thread in threads:
        thread.join(30)
    service.start()
    events = check_log(service)
    ended = {event["trace_id"] for event in events if event["type"] == "request.completed"}
    assert set(answered) <= ended
    service.stop()
