"""The same questions to a service with keys: by nobody, by a user and by an administrator. Nothing leaks, nothing breaks."""

import os
import re
import subprocess
import sys

import pytest

from service import Installation, Service

CHECKS = "not_a_server_error"
# Streams have no end, a WebSocket is none of HTTP's answers, and the published answer to a tool's own failure is 500; the
# routes of access could shut the door, and replays take long.
LEFT_OUT = "live$|^/v1/replay|^/v1/mcp/ws$|^/v1/mcp/tools/(call|batch)$|^/v1/keys|^/v1/tokens|^/v1/roles"
WIDE = ('\n[app]\nmcp_rate_limit_requests = 1000000\n'
        + "".join(f'[[limits.policies]]\nname = "{role}-{window}"\nrole = "{role}"\nquota = 1000000\nwindow = 1\n'
                  for role in ("admin", "user") for window in ("minute", "hour")))


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """A service with keys and without narrow limits: its address, and the keys by role."""
    folder = tmp_path_factory.mktemp("guarded")
    installation = Installation(folder / "installation")
    text = installation.config.read_text().replace(
        "[limits]\n", "[limits]\naddress_requests = 1000000\nlockout_address_failures = 1000\n")
    installation.config.write_text(text + WIDE)
    service, keys = Service(installation, folder / "data"), {}
    for role in ("admin", "user"):
        command = installation.command("keys", service.data)
        environment = {**os.environ, **({"MONEYPRINTER_KEY": keys["admin"]} if keys else {})}
        made = subprocess.run(
            [*command[:2], "create", *command[2:], "--name", f"the-{role}", "--role", role], capture_output=True,
            text=True, timeout=60, env=environment)
        assert made.returncode == 0, made.stderr
        keys[role] = made.stdout.strip()
    try:
        yield service.start(), keys
        service.stop()
    finally:
        service.release()


def ask(service, key, *choice):
    """One bounded run of schemathesis, the same each time; every exchange is in the returned report."""
    report = service.data / "report.ndjson"
    report.unlink(missing_ok=True)
    # A run without a credential reads the document with one: it is not for everybody.
    shown = ["--header", f"Authorization: Bearer {key}"] if key else []
    run = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "run", str(service.data / "openapi.json"), "--url", service.url,
         "--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--max-examples", "3", "--seed", "1",
         "--workers", "2", "--request-timeout", "30", "--continue-on-failure", "--suppress-health-check", "all",
         "--warnings", "off", "--no-color", "--generation-database", "none", "--exclude-path-regex", LEFT_OUT,
         "--exclude-tag", "otlp", "--report", "ndjson", "--report-ndjson-path", str(report), *shown, *choice],
        capture_output=True, text=True, timeout=500, cwd=service.data)
    return run, report.read_text(errors="replace")


@pytest.fixture(scope="module")
def document(guarded):
    import urllib.request

    service, keys = guarded
    request = urllib.request.Request(
        service.url + "/openapi.json", headers={"Authorization": f"Bearer {keys['admin']}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        (service.data / "openapi.json").write_bytes(answer.read())


@pytest.mark.slow
@pytest.mark.parametrize("who", [None, "user", "admin"])
def test_whoever_asks_nothing_breaks_and_nothing_leaks(guarded, document, who):
    service, keys = guarded
    run, report = ask(service, keys.get(who))
    assert run.returncode == 0 and "No issues found" in run.stdout, run.stdout[-8000:] + run.stderr[-2000:]
    statuses = {int(code) for code in re.findall(r'"status_code":\s*(\d+)', report)}
    assert statuses, "the report has answers"
    assert max(statuses) < 500
    if who is None:
        assert not statuses & {201, 202}
        assert 401 in statuses
    secrets = [keys["admin"], keys["user"], str(service.data)] if who is None else [str(service.data)]
    for secret in secrets:
        assert secret not in report.replace(str(service.data / "openapi.json"), ""), secret[:12]
