"""Limits of the operator's own over real sockets: what tools cost, and policies."""

import os
import subprocess

import pytest

import wire as protocol
from service import Installation, Service
from wire import Wire


def bearer(key):
    return [("Authorization", f"Bearer {key}")]


class Limited:
    """A service with keys, whose configuration has further lines."""

    def __init__(self, folder, limits="", tables="", top=""):
        installation = Installation(folder / "installation")
        text = installation.config.read_text().replace("[limits]\n", "[limits]\n" + limits)
        installation.config.write_text(top + text + tables)
        self.service = Service(installation, folder / "data")

    def key(self, name, role="user", by=None):
        command = self.service.installation.command("keys", self.service.data)
        environment = {**os.environ, **({"MONEYPRINTER_KEY": by} if by else {})}
        made = subprocess.run(
            [*command[:2], "create", *command[2:], "--name", name, "--role", role], capture_output=True, text=True,
            timeout=60, env=environment)
        assert made.returncode == 0, made.stderr
        return made.stdout.strip()


@pytest.fixture
def limited(tmp_path):
    services = []

    def make(**options):
        made = Limited(tmp_path, **options)
        services.append(made.service)
        return made

    yield make
    for service in services:
        service.release()


def events(wire, admin, type):
    return wire.send("GET", f"/v1/events?type={type}&limit=1000", bearer(admin)).json["events"]


# Costs and policies


def test_a_dear_tool_uses_more_of_a_limit(limited, schemas):
    made = limited(tables='\n[limits.costs]\ngenerate_video_script = 40\n')
    admin, user = made.key("root", "admin"), made.key("ann")
    wire = Wire(made.service.start().port, schemas)
    ask = protocol.call("generate_video_script", {"video_subject": "tides"})
    first = wire.post(ask, more=bearer(user))
    # 100 a minute: two calls of 40 fit, a third does not, what costs one unit does.
    assert first.status == 200 and '"user-minute";r=6' in first.header("ratelimit")
    assert wire.post(ask, more=bearer(user)).status == 200
    refused = wire.post(ask, more=bearer(user))
    assert refused.status == 429 and refused.error["data"]["policy"] == "user-minute"
    assert 1 <= int(refused.header("retry-after")) <= 24
    assert wire.post(protocol.modern("tools/list"), more=bearer(user)).status == 200
    charged = [e["data"]["access"]["units"] for e in events(wire, admin, "request.received")
               if e.get("principal") == "ann"]
    assert sorted(charged) == [1, 40, 40]


def test_a_policy_of_ones_own_limits_one_tool_of_one_role_and_survives_a_kill(limited, schemas):
    policy = ('\n[[limits.policies]]\nname = "scripts-a-day"\nscope = "principal_tool"\nrole = "user"\n'
              'tool = "generate_video_script"\nquota = 2\nwindow = 86400\n')
    made = limited(tables=policy)
    admin, ann = made.key("root", "admin"), made.key("ann")
    tom = made.key("tom", by=admin)
    service = made.service.start()
    wire = Wire(service.port, schemas)
    ask = protocol.call("generate_video_script", {"video_subject": "tides"})
    assert [wire.post(ask, more=bearer(ann)).status for _ in range(3)] == [200, 200, 429]
    assert wire.post(ask, more=bearer(tom)).status == 200, "each principal by itself"
    assert [wire.post(ask, more=bearer(admin)).status for _ in range(3)] == [200] * 3, "other roles are not meant"
    assert wire.post(protocol.modern("tools/list"), more=bearer(ann)).status == 200, "nor is what else they do"
    service.kill()
    wire = Wire(service.start().port, schemas)
    refused = wire.post(ask, more=bearer(ann))
    assert refused.status == 429 and '"scripts-a-day";q=2;w=86400' in refused.header("ratelimit-policy")
    assert int(refused.header("retry-after")) > 3600
    shown = wire.send("GET", "/v1/limits", bearer(admin)).json["limits"]
    own = [entry for entry in shown if entry["policy"] == "scripts-a-day"]
    assert own[0]["busiest"][0]["key"] == "ann generate_video_script" and own[0]["busiest"][0]["remaining"] == 0


def test_a_limit_for_a_tool_that_there_is_not_stops_the_start(limited):
    made = limited(tables="\n[limits.costs]\ncreate_vidoe = 2\n")
    done = subprocess.run(
        made.service.installation.command("serve", made.service.data, "--port", "0"), capture_output=True, text=True,
        timeout=60)
    assert done.returncode == 1 and "'create_vidoe' is no tool: did you mean 'create_video'?" in done.stderr
