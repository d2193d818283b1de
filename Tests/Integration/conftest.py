"""What the tests share: one running service for all of the fast ones, and ways to talk to it."""

import json
import subprocess

import pytest

import media
import schemas as official
from service import Installation, Service, binary, eventually
from wire import Wire


def pytest_collection_modifyitems(items):
    # The slow ones last, so that a simple fault shows early.
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture(scope="session")
def installation(tmp_path_factory):
    path = binary()
    assert path.is_file(), f"{path} is not built: swift build, or set MONEYPRINTER_BIN"
    return Installation(tmp_path_factory.mktemp("installation"))


@pytest.fixture(scope="session")
def service(installation, tmp_path_factory):
    """A running service, ended in good order after the last test."""
    service = Service(installation, tmp_path_factory.mktemp("service"))
    try:
        yield service.start()
        service.stop()
    finally:
        service.release()


@pytest.fixture
def own_service(installation, tmp_path):
    """A service of the test's own, not yet started."""
    service = Service(installation, tmp_path / "data")
    yield service
    service.release()


@pytest.fixture(scope="session")
def schemas():
    return official.Schemas()


@pytest.fixture(scope="session")
def wire(service, schemas):
    return Wire(service.port, schemas)


@pytest.fixture(scope="session")
def long_clip(installation):
    """A video that takes the service about a minute to measure, where it may read it: for calls that are given up."""
    return media.clip(installation.materials / "zq-long-pattern.mp4", 180)


@pytest.fixture(scope="session")
def short_clip(installation):
    """A video that takes the service a few seconds to measure."""
    return media.clip(installation.materials / "zq-short-pattern.mp4", 8)


@pytest.fixture(scope="session")
def spoken(wire):
    """The result of synthesize_voice for a short text."""
    text = "The quick brown fox jumps over the lazy dog. It was a fine day for both of them."
    return wire.call("synthesize_voice", {"text": text, "voice_name": ""})["structuredContent"]


@pytest.fixture
def logged(installation):
    """Reads events of a data folder through the command line, also while a process holds it."""

    def read(data, *options):
        run = subprocess.run(
            installation.command("events", data, "--json", *options), capture_output=True, text=True, timeout=60)
        if "there is no log" in run.stderr:
            return []
        assert run.returncode == 0, run.stderr
        return [json.loads(line) for line in run.stdout.splitlines()]

    return read


@pytest.fixture
def until():
    return eventually
