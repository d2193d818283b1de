"""The official client that still has a WebSocket transport of its own, mcp 1.30; the later ones are in test_clients.py."""

import json
import os
import pathlib
import subprocess

import pytest

HERE = pathlib.Path(__file__).resolve().parent
OLD_PYTHON = HERE.parents[1] / os.environ.get("MONEYPRINTER_MCP1_PYTHON", ".venv/mcp1/bin/python3")


def test_the_unmodified_client_of_mcp_1(service):
    if not OLD_PYTHON.is_file():
        pytest.skip(f"there is no {OLD_PYTHON.name} with requirements-mcp1.txt: scripts/test installs it")
    run = subprocess.run([OLD_PYTHON, HERE / "mcp1_client.py", f"ws://127.0.0.1:{service.port}/mcp"],
                         capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    heard = json.loads(run.stdout)
    assert heard["version"] == "2025-11-25"
    assert "create_video" in heard["tools"]
    assert heard["duration"] > 0 and heard["missing"] is True
    assert heard["progress"] == sorted(heard["progress"]) != []
