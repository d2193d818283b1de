"""Real programs that read the service's metrics: a Prometheus that scrapes it, and vmalert that queries it."""

import json
import shutil
import subprocess
import urllib.parse
import urllib.request

from promql_peers import free_port
from service import eventually


def api(url, call, **parameters):
    """The `data` of a call of the Prometheus API, which must succeed."""
    text = urllib.parse.urlencode(parameters, doseq=True)
    with urllib.request.urlopen(f"{url}/api/v1/{call}?{text}", timeout=60) as answer:
        body = json.load(answer)
    assert body["status"] == "success", body
    return body["data"]


def vector(url, expression, **parameters):
    """The values of an instant query, by their labels without those of a scrape."""
    result = api(url, "query", query=expression, **parameters)["result"]
    return {
        tuple(sorted((key, value) for key, value in one["metric"].items() if key not in ("job", "instance"))):
            float(one["value"][1]) for one in result
    }


class Peer:
    """A program of its own on a free port."""

    def __init__(self, name):
        found = shutil.which(name)
        assert found, f"{name} is not installed: scripts/test installs it"
        self.binary = found
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def start(self, folder, *options):
        self.log = folder / "peer.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen([self.binary, *options], stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        eventually(self._answers, 30, f"{self.binary} answers")
        return self

    def _answers(self):
        assert self.process.poll() is None, self.log.read_text(errors="replace")[-2000:]
        try:
            with urllib.request.urlopen(self.url + "/metrics", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)


def scraping_prometheus(folder, service):
    """A Prometheus that scrapes the service every second."""
    peer = Peer("prometheus")
    config = folder / "prometheus.yml"
    config.write_text(
        "global: {scrape_interval: 1s, scrape_timeout: 1s}\n"
        f"scrape_configs: [{{job_name: us, static_configs: [{{targets: ['127.0.0.1:{service.port}']}}]}}]\n")
    return peer.start(
        folder, f"--config.file={config}", f"--storage.tsdb.path={folder / 'tsdb'}",
        f"--web.listen-address=127.0.0.1:{peer.port}", "--enable-feature=exemplar-storage")


def querying_vmalert(folder, service, rules):
    """A vmalert whose data source is the service."""
    peer = Peer("vmalert")
    file = folder / "rules.yml"
    file.write_text(rules)
    return peer.start(
        folder, f"-rule={file}", f"-datasource.url={service.url}", "-datasource.queryStep=1s",
        "-notifier.url=http://127.0.0.1:1", f"-httpListenAddr=127.0.0.1:{peer.port}", "-evaluationInterval=1s")
