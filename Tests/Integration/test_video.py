"""Whole videos, made over MCP and measured with ffprobe and ffmpeg."""

import datetime
import fractions
import urllib.request

import pytest

import media
from wire import call

pytestmark = pytest.mark.slow

SCRIPT = ("Coffee begins as a bright red cherry on a small tree. Farmers pick it by hand, dry the seeds in the sun, "
          "and roast them until they turn brown. Ground and brewed with hot water, they make the drink that wakes "
          "the world.")


def finished(wire, task, seconds=150):
    """The status of a task or batch at its end, asked for as agents do."""
    end = datetime.datetime.now() + datetime.timedelta(seconds=seconds)
    progress = 0
    while True:
        status = wire.call("get_generation_status", {"task_id": task, "wait_seconds": 5})["structuredContent"]
        assert status["progress"] >= progress, "progress never goes back"
        progress = status["progress"]
        if status["status"] in ("complete", "failed", "cancelled"):
            return status
        assert datetime.datetime.now() < end, f"not done after {seconds} s: {status}"


@pytest.fixture(scope="module")
def created(wire):
    """The answer of create_video for a draft with everything in it."""
    begin = datetime.datetime.now(datetime.UTC)
    result = wire.call("create_video", {
        "video_subject": "coffee", "video_script": SCRIPT, "quality": "draft", "subtitle_enabled": True,
        "bgm_type": "random"})["structuredContent"]
    assert (datetime.datetime.now(datetime.UTC) - begin).total_seconds() < 3, "it answers at once"
    return {**result, "begin": begin}


@pytest.fixture(scope="module")
def status(wire, created):
    status = finished(wire, created["task_id"])
    assert status["status"] == "complete", status
    return status


@pytest.fixture(scope="module")
def files(status, tmp_path_factory):
    """The results, downloaded, by name."""
    folder = tmp_path_factory.mktemp("video")
    files = {}
    for url in status["result_urls"]:
        name = url.rsplit("/", 1)[1]
        urllib.request.urlretrieve(url, folder / name)
        files[name] = folder / name
    return files


def test_create_video_answers_with_a_task_and_an_estimate(created):
    assert created["status"] == "queued" and len(created["task_id"]) == len("mcp_12345678")
    completion = datetime.datetime.fromisoformat(created["estimated_completion"])
    ahead = (completion - created["begin"]).total_seconds()
    assert 0 < ahead < 600 and abs(ahead - created["estimated_seconds"]) < 5


def test_the_results_can_all_be_downloaded(status, files):
    assert list(files) == ["final.mp4", "poster.jpg", "captions.srt", "captions.vtt"], "the video first"
    assert all(path.stat().st_size > 100 for path in files.values())
    assert status["progress"] == 1 and status["estimated_remaining"] == "0 seconds"


def test_the_video_has_the_format_that_players_expect(files, status):
    form, streams = media.probe(files["final.mp4"])
    video, audio = streams["video"], streams["audio"]
    assert (video["codec_name"], video["pix_fmt"]) == ("h264", "yuv420p")
    assert (video["width"], video["height"]) == (540, 960)
    assert video["r_frame_rate"] == "30/1"
    assert abs(fractions.Fraction(video["avg_frame_rate"]) - 30) < 0.01, "each frame lasts as long as the others"
    assert (audio["codec_name"], audio["sample_rate"]) == ("aac", "48000")
    seconds = float(form["duration"])
    assert 8 < seconds < 40 and abs(seconds - status["result"]["duration"]) < 0.2
    assert abs(float(video["duration"]) - float(audio["duration"])) < 0.25
    assert abs(media.frame_count(files["final.mp4"]) - float(video["duration"]) * 30) < 1.5


def test_a_player_can_start_before_the_end_has_come(files):
    names = media.boxes(files["final.mp4"])
    assert names.index("moov") < names.index("mdat")


def test_the_sound_is_as_loud_as_it_should_be(files):
    assert abs(media.loudness(files["final.mp4"]) + 14) <= 1


def test_the_captions_say_the_script(files, status):
    cues = media.captions(files["captions.srt"])
    words = " ".join(text for _, _, text in cues).split()
    assert words == SCRIPT.split()
    assert all(start < end for start, end, _ in cues)
    assert all(one[1] <= two[0] + 0.001 for one, two in zip(cues, cues[1:])), "one after the other"
    assert cues[-1][1] <= status["result"]["duration"]
    assert files["captions.vtt"].read_text().startswith("WEBVTT")


def test_the_poster_is_a_frame_of_the_video(files):
    _, streams = media.probe(files["poster.jpg"])
    assert (streams["video"]["codec_name"], streams["video"]["width"], streams["video"]["height"]) == (
        "mjpeg", 540, 960)


def test_the_task_board_tells_its_story(service, created, status):
    task = service.task(created["task_id"])
    names = [stage["stage"] for stage in task["stages"]]
    for name in ["script", "terms", "voice", "music", "mix", "captions", "mux", "poster", "render"]:
        assert name in names
    assert sum(name.startswith("segment ") for name in names) >= 2
    assert task["trace_id"] == created["trace_id"] == status["trace_id"]
    assert task["attempt"] == 1 and task["seconds"] > 0
    # The estimate is measured: the next one knows what this one took.
    assert service.get("/v1/dashboards/tasks")["panels"]


def test_the_video_is_analysed_by_its_task(wire, created, status):
    result = wire.call("analyze_video_content", {
        "video_uri": f"task://{created['task_id']}/final", "analysis_type": "full"})
    report = result["structuredContent"]
    assert result["isError"] is False and 5 <= report["quality_score"] <= 10
    assert report["analysis_results"] and isinstance(report["recommendations"], list)


def test_an_analysis_reads_nothing_that_is_not_allowed(wire):
    """The same words whether the file is there or not."""
    texts = set()
    for uri in ["file:/etc/passwd", "/etc/hostname", "file:/no/such.mp4", "../config.toml", "http://127.0.0.1/x.mp4",
                "task://mcp_ffffffff/final", "concat:a.mp4|b.mp4"]:
        result = wire.call("analyze_video_content", {"video_uri": uri})
        assert result["isError"] is True, uri
        if uri.startswith("file:"):
            texts.add(result["content"][0]["text"].replace(uri, "URI").replace(uri[5:], "URI"))
    assert len(texts) == 1


def test_a_batch_makes_a_video_for_each_subject(wire, service):
    answer = wire.call("batch_video_generation", {
        "subjects": ["tea", "rain"], "max_concurrent": 2,
        "template_params": {"video_script": "A few words are enough for a test.", "quality": "draft",
                            "video_aspect": "1:1", "subtitle_enabled": False, "bgm_type": ""},
    })["structuredContent"]
    assert answer["total_videos"] == 2 and answer["batch_id"].startswith("batch_")
    assert datetime.datetime.fromisoformat(answer["estimated_completion"])
    status = finished(wire, answer["batch_id"])
    assert status["status"] == "complete", status
    assert [video["status"] for video in status["videos"]] == ["complete", "complete"]
    videos = [url for url in status["result_urls"] if url.endswith("/final.mp4")]
    assert len(videos) == 2
    task = service.task(answer["batch_id"])
    assert task["ended"] == {"complete": 2, "failed": 0, "cancelled": 0}
    for child in task["children"]:
        assert service.task(child)["parent"] == answer["batch_id"]


def test_a_script_that_is_too_long_is_refused_before_any_work(wire):
    words = "word " * 1000
    task = wire.call("create_video", {"video_subject": "x", "video_script": words})["structuredContent"]["task_id"]
    status = finished(wire, task, 30)
    assert status["status"] == "failed" and status["error"]["code"] == "limit_exceeded"
    assert "180" in status["error"]["message"] and status["error"]["hint"]


def test_work_under_way_is_no_obstacle_to_a_stop(wire, service):
    """The session's service is stopped by its fixture, which wants a good end; here it gets something to stop."""
    wire.post(call("create_video", {"video_subject": "coffee", "video_script": SCRIPT, "quality": "draft"}))
