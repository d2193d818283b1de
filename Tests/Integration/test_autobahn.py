"""The cases of the Autobahn suite, sections 1 to 10, against a socket that sends back what it gets.

kosoku runs the suite's own files, for which the suite itself needs Python 2. Sections 8 and 11 are empty there; 12 and
13 are of permessage-deflate, which this service does not speak.
"""

import asyncio

import kosoku
import pytest

from service import Installation
from test_conformance import Fixtures

# Messages of many megabytes hold up what runs beside them, and each case has its time.
SECTIONS = [(8, [f"{section}.*" for section in [1, 2, 3, 4, 5, 6, 7, 10]]), (1, ["9.*"])]
# Section 9 sends messages of 16 MiB, and of 4 MiB in frames of 64 bytes.
LIMITS = "[sockets]\nmessage_bytes = 16777216\nfragments = 100000\n"


@pytest.fixture(scope="module")
def echoing(tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("echoing"))
    with installation.config.open("a") as file:
        file.write(LIMITS)
    service = Fixtures(installation, tmp_path_factory.mktemp("echoes"))
    try:
        yield service.start()
        service.stop()
    finally:
        service.release()


@pytest.mark.parametrize("concurrency, cases", SECTIONS, ids=["frames", "sizes"])
def test_every_case_has_its_end(echoing, concurrency, cases):
    address = f"ws://127.0.0.1:{echoing.port}/mcp?echo"
    try:
        results = asyncio.run(kosoku.run_fuzzingclient(address, cases, [], concurrency=concurrency))
    except kosoku.FailureError as failure:
        results = failure.results
    wrong = {one.case_id: (one.behavior.value, one.behavior_close.value, one.result) for one in results
             if not one.passed}
    assert not wrong
    assert len(results) == (54 if cases == ["9.*"] else 247)
    lenient = {one.case_id for one in results if one.behavior.value == "NON-STRICT"}
    # Of a frame that is not whole nothing is looked at.
    assert lenient <= {"6.4.3", "6.4.4"}
