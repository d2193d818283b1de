"""Makes and measures media with ffmpeg."""

import json
import re
import subprocess


def run(*arguments):
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, f"{arguments[0]} ended with {done.returncode}: {done.stderr[-2000:]}"
    return done


def clip(path, seconds):
    """A moving test pattern with a tone: four seconds, encoded once and repeated."""
    short = path.with_name("one.mp4")
    run("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=1280x720:r=30:d=4", "-f", "lavfi", "-i",
        "sine=f=440:d=4", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", str(short))
    run("ffmpeg", "-v", "error", "-y", "-stream_loop", str(seconds // 4 - 1), "-i", str(short), "-c", "copy", str(path))
    short.unlink()
    return path


def probe(path):
    """The format and the streams by kind, as ffprobe tells them."""
    text = run("ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", str(path)).stdout
    report = json.loads(text)
    return report["format"], {stream["codec_type"]: stream for stream in report["streams"]}


def frame_count(path):
    text = run("ffprobe", "-v", "error", "-count_frames", "-select_streams", "v", "-show_entries",
               "stream=nb_read_frames", "-of", "csv=p=0", str(path)).stdout
    return int(text.strip().strip(","))


def loudness(path):
    """Integrated loudness in LUFS (EBU R128)."""
    report = run("ffmpeg", "-hide_banner", "-nostats", "-i", str(path), "-af", "ebur128", "-f", "null", "-").stderr
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", report)[-1])


def boxes(path):
    """The names of an MP4's outermost boxes in order."""
    names = []
    with open(path, "rb") as file:
        while True:
            head = file.read(8)
            if len(head) < 8:
                return names
            size, name = int.from_bytes(head[:4], "big"), head[4:].decode("latin-1")
            names.append(name)
            if size == 1:
                size = int.from_bytes(file.read(8), "big")
                file.seek(size - 16, 1)
            elif size == 0:
                return names
            else:
                file.seek(size - 8, 1)


def captions(path):
    """The cues of an SRT file: start and end in seconds, and the text."""

    def seconds(text):
        hours, minutes, rest = text.split(":")
        return int(hours) * 3600 + int(minutes) * 60 + float(rest.replace(",", "."))

    cues = []
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.splitlines()
        start, end = lines[1].split(" --> ")
        cues.append((seconds(start), seconds(end), " ".join(lines[2:])))
    return cues
