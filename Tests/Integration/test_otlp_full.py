"""A full disk: exports are refused so that senders come back, and what was answered is there."""

from google.rpc.status_pb2 import Status

from otlp_peers import post
from test_log_full import disk, small_service  # noqa: F401
from test_otlp import request


def test_an_export_to_a_full_disk_is_to_be_sent_again(small_service, disk, until):  # noqa: F811
    small_service.start()
    url = small_service.url + "/v1/traces"
    assert post(url, request(spans=20).SerializeToString())[0] == 200
    disk.fill()

    def refused():
        answer = post(url, request(spans=300).SerializeToString())
        if answer[0] != 200:
            return answer
        taken.append(300)
        return None

    taken = [20]
    status, headers, body = until(refused, 60, "the disk is full")
    assert status == 503 and int(headers["retry-after"]) >= 1
    assert Status.FromString(body).code == 14 and Status.FromString(body).message
    disk.free()
    until(lambda: post(url, request(spans=1).SerializeToString())[0] == 200, 60, "there is room again")
    small_service.kill()
    small_service.start()
    spans = small_service.events(type="span.ended", stream="otlp-unknown_service")
    assert len(spans) == sum(taken) + 1
