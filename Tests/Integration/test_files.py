"""GET /v1/videos: the files that a task made, whole and in parts."""

import io
import urllib.parse
import wave

import pytest


@pytest.fixture(scope="module")
def path(spoken):
    """Where the spoken file is, without the address."""
    address = urllib.parse.urlsplit(spoken["audio_file"])
    assert address.path.startswith("/v1/videos/mcp_") and address.path.endswith("/voice.wav")
    return address.path


@pytest.fixture(scope="module")
def whole(wire, path):
    return wire.send("GET", path)


def test_a_link_in_a_result_leads_to_this_service(spoken, service):
    """Also where the port was chosen by the system."""
    assert spoken["audio_file"].startswith(service.url + "/v1/videos/")
    assert spoken["result_urls"] == [spoken["audio_file"]]


def test_the_voice_is_a_wave_file_of_the_length_that_was_said(whole, spoken):
    assert (whole.status, whole.header("content-type")) == (200, "audio/wav")
    assert whole.header("accept-ranges") == "bytes"
    assert int(whole.header("content-length")) == len(whole.body)
    with wave.open(io.BytesIO(whole.body)) as file:
        seconds = file.getnframes() / file.getframerate()
        samples = file.readframes(file.getnframes())
    assert abs(seconds - spoken["duration"]) < 0.05 and 3 < seconds < 12
    peak = max(abs(int.from_bytes(samples[i:i + 2], "little", signed=True)) for i in range(0, len(samples), 2))
    assert peak > 3000, "something is heard"
    words = spoken["words"]
    assert len(words) == 18 and words[0]["word"].lower() == "the"
    starts = [word["start"] for word in words]
    assert starts == sorted(starts) and 0 <= starts[0] < 0.5 and words[-1]["end"] <= seconds + 0.05


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=100-", 100, None), ("bytes=-10", -10, None), ("bytes=0-0", 0, 0),
     ("bytes=5-99999999999", 5, None), ("bytes=-99999999999", 0, None)])
def test_a_part_is_sent_as_such(wire, path, whole, header, first, last):
    size = len(whole.body)
    first = first % size
    last = size - 1 if last is None else last
    part = wire.send("GET", path, {"Range": header})
    assert part.status == 206
    assert part.header("content-range") == f"bytes {first}-{last}/{size}"
    assert part.body == whole.body[first:last + 1]
    assert int(part.header("content-length")) == last - first + 1


@pytest.mark.parametrize("header", ["bytes=99999999-", "bytes=-0", "bytes=99999999-999999999"])
def test_a_part_beyond_the_end_cannot_be_had(wire, path, whole, header):
    reply = wire.send("GET", path, {"Range": header})
    assert (reply.status, reply.header("content-range")) == (416, f"bytes */{len(whole.body)}")


@pytest.mark.parametrize("header", ["bytes=5-2", "lines=1-2", "bytes=a-b", "bytes=0-1,5-6", "bytes="])
def test_a_range_that_means_nothing_here_gets_the_whole(wire, path, whole, header):
    reply = wire.send("GET", path, {"Range": header})
    assert reply.status == 200 and reply.body == whole.body


def test_head_tells_the_size_without_the_bytes(wire, path, whole):
    reply = wire.send("HEAD", path)
    assert (reply.status, reply.body) == (200, b"")
    assert int(reply.header("content-length")) == len(whole.body)


@pytest.mark.parametrize("name", ["none.wav", "..%2F..%2Flog.sqlite", "voice.wav.part", "%2e%2e", "voice.wav%00.mp4"])
def test_what_no_event_names_is_not_served(wire, path, name):
    folder = path.rsplit("/", 1)[0]
    assert wire.send("GET", f"{folder}/{name}").status == 404


@pytest.mark.parametrize("path", ["/v1/videos/mcp_ffffffff/voice.wav", "/v1/videos/../config.toml",
                                  "/v1/videos/..%2f..%2fetc/passwd", "/v1/videos/service-1/final.mp4"])
def test_what_no_task_made_is_not_served(wire, path):
    assert wire.send("GET", path).status == 404
