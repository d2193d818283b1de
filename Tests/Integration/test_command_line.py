"""The commands: exit codes 0 done, 1 failed, 2 wrong usage; results on stdout, everything else on stderr."""

import json
import signal
import subprocess
import threading

import pytest

from service import binary
from wire import modern


def run(*words):
    return subprocess.run([str(binary()), *map(str, words)], capture_output=True, text=True, timeout=60)


def test_a_call_prints_the_result_as_json(service):
    done = run("call", "generate_video_terms", '{"video_subject": "tea", "video_script": "Hot tea leaves."}',
               "--url", service.url)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["terms"]


def test_a_call_shows_progress_on_standard_error(service):
    done = run("call", "synthesize_voice", '{"text": "One two.", "voice_name": ""}', "--url", service.url)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["duration"] > 0 and "%" in done.stderr


def test_a_call_that_fails_ends_with_one_and_the_reason(service):
    done = run("call", "get_generation_status", '{"task_id": "mcp_ffffffff"}', "--url", service.url)
    assert (done.returncode, done.stdout) == (1, "") and "mcp_ffffffff" in done.stderr
    done = run("call", "make_coffee", "{}", "--url", service.url)
    assert done.returncode == 1 and "make_coffee" in done.stderr
    done = run("call", "generate_video_terms", "{}", "--url", service.url)
    assert done.returncode == 1 and "'video_subject' is required" in done.stderr


def test_a_call_without_a_service_says_where_it_looked():
    done = run("call", "generate_video_terms", "{}", "--url", "http://127.0.0.1:1")
    assert done.returncode == 1 and "http://127.0.0.1:1" in done.stderr and "serve" in done.stderr


@pytest.mark.parametrize("words", [["call", "list_alerts"], ["query", "1 + 1"], ["alerts", "list"]])
def test_commands_find_the_service_where_the_configuration_has_it(service, tmp_path, words):
    config = tmp_path / "config.toml"
    config.write_text(f"[app]\nmcp_server_port = {service.port}\n")
    done = run(*words, "--config", config)
    assert done.returncode == 0 and done.stdout, done.stderr


def test_a_call_needs_no_service_where_it_has_a_data_folder(installation, tmp_path, logged):
    done = subprocess.run(
        installation.command("call", tmp_path / "data", "generate_video_terms",
                             '{"video_subject": "tea", "video_script": "Hot tea leaves."}'),
        capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["terms"]
    types = [event["type"] for event in logged(tmp_path / "data")]
    assert types[0] == "service.started" and types[-1] == "service.stopped" and "task.completed" in types


@pytest.mark.parametrize(
    "words", [["call"], ["call", "create_video", "["], ["call", "create_video", "[]"],
              ["call", "create_video", "{}", "--url", "http://x", "--data", "y"], ["serve", "--port", "70000"],
              ["serve", "--nonsense"], ["nonsense"], ["events", "--limit", "0"], ["events", "--trace", "abc"],
              ["events", "--stream", "x"], ["events", "--from", "5", "--to", "3"], ["events", "--follow", "--to", "3"]])
def test_wrong_usage_ends_with_two(words):
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr


@pytest.mark.parametrize("words", [["--help"], ["serve", "--help"], ["events", "--help"]])
def test_help_is_an_answer(words):
    done = run(*words)
    assert done.returncode == 0 and done.stdout.strip(), done.stderr


def test_a_configuration_with_a_fault_is_refused_with_file_line_and_the_nearest_key(tmp_path):
    config = tmp_path / "config.toml"
    config.write_text("[voice]\nengin = 'neural'\n")
    done = run("serve", "--config", config, "--data", tmp_path / "data", "--port", "0")
    assert done.returncode == 1
    assert "config.toml:2" in done.stderr and "engine" in done.stderr


def test_a_second_service_on_the_same_folder_is_refused(service, installation):
    done = subprocess.run(installation.command("serve", service.data, "--port", "0"), capture_output=True, text=True,
                          timeout=60)
    assert done.returncode == 1 and done.stdout == "" and "in use" in done.stderr


def test_events_are_printed_while_the_service_runs(service, logged):
    assert [event["position"] for event in logged(service.data, "--from", "1", "--limit", "3")] == [1, 2, 3]
    assert logged(service.data, "--from", "1", "--limit", "3") == service.events(**{"from": 1, "to": 3})
    kinds = {event["type"] for event in logged(service.data, "--type", "service.*", "--type", "metrics.*")}
    assert "service.started" in kinds and kinds <= {"service.started", "metrics.sampled"}
    text = run("events", "--data", service.data, "--from", "1", "--limit", "1")
    assert text.returncode == 0 and "service.started" in text.stdout and "\x1b" not in text.stdout


def test_events_of_no_log_are_an_error(tmp_path):
    done = run("events", "--data", tmp_path / "none")
    assert (done.returncode, done.stdout) == (1, "") and "none" in done.stderr
    assert not (tmp_path / "none").exists()


def interruptible():
    """A test run in the background inherits an ignored SIGINT, and so would its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_events_are_followed(service, wire, installation, until):
    """What happens is printed soon after, until the reader is interrupted."""
    process = subprocess.Popen(
        installation.command("events", service.data, "--follow", "--json", "--type", "request.completed"),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, preexec_fn=interruptible)
    lines = []
    thread = threading.Thread(target=lambda: lines.extend(iter(process.stdout.readline, "")), daemon=True)
    thread.start()
    try:
        def heard():
            wire.post(modern("tools/list"))
            head = service.get("/v1/events", limit=1)["head"]
            return [line for line in lines if json.loads(line)["position"] > head - 50]

        until(heard, 20, "the request is printed")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(10)
    positions = [json.loads(line)["position"] for line in lines]
    assert positions == sorted(set(positions)), "in order, none twice"


def test_doctor_tells_what_is_there(installation, tmp_path):
    done = subprocess.run(installation.command("doctor", tmp_path / "data", "--json"), capture_output=True, text=True,
                          timeout=60)
    report = json.loads(done.stdout)
    assert done.returncode == 0, done.stdout
    assert "ffmpeg" in json.dumps(report)
