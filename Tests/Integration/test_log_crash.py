"""kill -9 and power cuts under load: what the log has acknowledged is there afterwards, in order, once, to the byte.

A few rounds of each; `scripts/soak` does many.
"""

import pytest

import log_crash
from service import binary


@pytest.fixture(scope="module")
def logcrash():
    path = binary().parent / "logcrash"
    assert path.is_file(), f"{path} is not built: swift build"
    return path


def test_a_killed_writer_loses_nothing_it_has_acknowledged(logcrash, tmp_path):
    events, acknowledged = log_crash.kill_rounds(logcrash, tmp_path, rounds=5, seed=1)
    assert acknowledged > 100 and events >= acknowledged


def test_a_power_cut_loses_nothing_that_was_synced(logcrash, tmp_path):
    reason = log_crash.why_no_images(tmp_path)
    if reason:
        pytest.skip(reason)
    acknowledged, _ = log_crash.PowerCuts(logcrash, tmp_path, seed=1).run(2)
    assert acknowledged > 10
