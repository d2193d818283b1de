"""An OpenAI-compatible endpoint on this machine, which counts what it is asked."""

import contextlib
import http.server
import json
import threading


class Chat(http.server.BaseHTTPRequestHandler):
    asked = 0
    # What it says, and what its answer holds besides.
    script = ""
    extra = {}

    def do_POST(self):
        type(self).asked += 1
        self.rfile.read(int(self.headers["content-length"]))
        body = json.dumps({"choices": [{"message": {"content": self.script}}], **self.extra}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serving(script, **extra):
    """The endpoint and its address, for as long as it is needed."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Chat)
    Chat.asked, Chat.script, Chat.extra = 0, script, extra
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Chat, f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
