"""The two that Benchmarks/query.py measures beside ours, each with the samples of a set: Prometheus and VictoriaMetrics."""

import subprocess
import time
import urllib.request


class Peer:
    """A program of its own that answers the Prometheus API."""

    def __init__(self, url, *command):
        self.url = url
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def wait(self, path):
        end = time.monotonic() + 60
        while True:
            try:
                return urllib.request.urlopen(self.url + path, timeout=5).read()
            except OSError:
                if time.monotonic() > end or self.process.poll() is not None:
                    raise SystemExit(f"{self.process.args[0]} does not answer") from None
                time.sleep(0.1)

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


def prometheus(folder, samples, block):
    """With blocks that promtool wrote, each of so long: those of a day are what a server has of its own after a while."""
    folder.mkdir()
    text, data, config = folder / "samples.txt", folder / "data", folder / "prometheus.yml"
    samples.openmetrics(text)
    config.write_text("global: {scrape_interval: 1h}\n")
    subprocess.run(
        ["promtool", "tsdb", "create-blocks-from", "openmetrics", f"--max-block-duration={block}", str(text), str(data)],
        check=True, capture_output=True)
    text.unlink()
    size = sum(path.stat().st_size for path in data.rglob("*") if path.is_file())
    peer = Peer(
        "http://127.0.0.1:19390", "prometheus", f"--config.file={config}", f"--storage.tsdb.path={data}",
        "--web.listen-address=127.0.0.1:19390", "--storage.tsdb.retention.time=100y", "--log.level=error")
    peer.wait("/-/ready")
    return peer, size


def victoria(folder, samples):
    """Without its cache of answers: it would answer the same question twice from there."""
    peer = Peer(
        "http://127.0.0.1:19428", "victoria-metrics", "-httpListenAddr=127.0.0.1:19428", f"-storageDataPath={folder}",
        "-retentionPeriod=100y", "-search.disableCache")
    peer.wait("/health")
    for line in samples.lines():
        urllib.request.urlopen(peer.url + "/api/v1/import", line, timeout=60).read()
    urllib.request.urlopen(peer.url + "/internal/force_flush", timeout=60).read()
    urllib.request.urlopen(peer.url + "/internal/force_merge", timeout=60).read()
    time.sleep(2)
    return peer, sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
