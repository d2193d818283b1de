"""What tests of alerts share: a service with a file of alerting, a sink that is told, rules put and calls that fail."""

import http.server
import json
import threading
import urllib.request

from wire import Wire

UNKNOWN = {"task_id": "mcp_ffffffff"}


class Sink:
    """A receiver of webhooks that keeps what it gets."""

    def __init__(self):
        received = self.received = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                received.append((dict(self.headers), body))
                self.send_response(200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/alerts"

    def messages(self, status=None):
        bodies = [json.loads(body) for _, body in self.received]
        return [body for body in bodies if status is None or body["status"] == status]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def configure(service, alerting):
    """Gives a service of the test's own a file of alerting; it is not started."""
    folder = service.data.parent
    file = folder / "alerting.yml"
    file.write_text(json.dumps(alerting))
    config = folder / "config.toml"
    shared = service.installation
    config.write_text(shared.config.read_text() + f'[alerting]\nfile = "{file}"\n')
    service.installation = type("Own", (), {})()
    service.installation.command = lambda word, data, *options: [
        str(config) if part == str(shared.config) else part for part in shared.command(word, data, *options)]
    return service


def put(service, path, value, method="PUT", kind="application/json"):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    request = urllib.request.Request(service.url + path, body, {"content-type": kind}, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def fail(service, schemas, times=6):
    wire = Wire(service.port, schemas)
    for _ in range(times):
        wire.call("get_generation_status", UNKNOWN)


def firing(service, rule):
    return next((a for a in service.get("/v1/alerts")["active"]
                 if a["rule_name"] == rule and a["state"] == "firing"), None)
