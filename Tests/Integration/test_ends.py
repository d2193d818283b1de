"""How the service ends: in good order and in bounded time, whatever is under way."""

import signal

from wire import Wire, call


def test_a_stop_does_not_wait_for_long_work(own_service, schemas, long_clip, until):
    """A call that waits for a task is given up, the log is closed, and the exit code is 0."""
    service = own_service.start()
    message = call("analyze_video_content", {"video_uri": f"file:{long_clip}", "analysis_type": "full"},
                   progressToken="p")
    with Wire(service.port, schemas).open_stream(message):
        until(lambda: service.events(type="task.stage_started"), 20, "the work is under way")
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(15) == 0
    service.start()
    ends = [event["data"]["reason"] for event in service.events(type="service.stopped")]
    assert len(ends) == 1
    service.stop()


def test_an_idle_service_ends_at_once_and_says_so_in_the_log(own_service, logged):
    service = own_service.start()
    service.stop()
    last = logged(service.data)[-1]
    assert last["type"] == "service.stopped" and last["data"]["reason"] == "finished"


def test_a_port_that_is_taken_is_an_error(service, installation, tmp_path):
    """With the port in the message, and no wait."""
    import subprocess

    done = subprocess.run(installation.command("serve", tmp_path / "data", "--port", str(service.port)),
                          capture_output=True, text=True, timeout=30)
    assert done.returncode == 1 and done.stdout == ""
    assert str(service.port) in done.stderr
