"""What the document allows, and what it does not, is asked of every route: no answer is a fault or a surprise."""

import os
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
CHECKS = "not_a_server_error,response_schema_conformance,status_code_conformance,content_type_conformance"
# Streams have no end, and a WebSocket is none of HTTP's answers.
ENDLESS = "live$|^/v1/replay$|^/v1/mcp/ws$"
CALLS = "^/v1/mcp/tools/(call|batch)$"
CHOICES = {
    # Bodies in protobuf are not made of a schema; the others come in runs of their own.
    "routes": ["--exclude-tag", "otlp", "--exclude-tag", "access", "--exclude-path-regex", f"{ENDLESS}|{CALLS}",
               "--phases", "examples,coverage,fuzzing"],
    # They may shut the door.
    "access": ["--include-tag", "access", "--phases", "examples,coverage,fuzzing"],
    # Without those that wait for a worker (openapi_hooks.py).
    "calls": ["--include-path-regex", CALLS, "--phases", "fuzzing", "--max-examples", "60"],
}


@pytest.mark.parametrize("name", CHOICES)
def test_no_answer_is_a_fault_or_against_the_document(own_service, name):
    """One bounded run of schemathesis, the same each time."""
    service = own_service.start()
    run = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "run", service.url + "/openapi.json", "--checks", CHECKS,
         "--max-examples", "10", "--seed", "1", "--workers", "1", "--request-timeout", "30", "--continue-on-failure",
         "--suppress-health-check", "all", "--warnings", "off", "--no-color", "--generation-database", "none",
         *CHOICES[name]],
        capture_output=True, text=True, timeout=300, cwd=service.data,
        env={**os.environ, "PYTHONPATH": str(HERE), "SCHEMATHESIS_HOOKS": "openapi_hooks"})
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]
    assert "No issues found" in run.stdout
