"""A program: a small server that speaks OpenAI's protocol over HTTP, well or badly as its models' names say.

Models: "good"; "flaky" fails with 503 twice, then is good; "hangs", "fails" (500), "rubbish" (no protocol), "short",
"endless", "unbroken" (a line without an end), "breaks" (the stream ends early), "moved" (a redirection), "drips" (a
header for 30 s, then a good answer), "comments" (the same with an event stream's comments), "header" (one without end),
"zipped" (compressed, as nobody asked for) and "deep" (nested). The program prints its port, then a line a request.
"""

import base64
import gzip
import io
import json
import time
import wave
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from PIL import Image

KEY = "Bearer sesame"
seen: Counter[str] = Counter()


def answer(messages: list[dict[str, str]]) -> str:
    """A translation turns each sentence round; a story is as long as was asked."""
    system, user = (message["content"] for message in messages)
    if "translate" in system:
        return json.dumps([f"«{text[::-1]}»" for text in json.loads(user)])
    words = int(user.split("about ")[1].split()[0])
    told = [f"On day {number} Mara and Tom looked for the {user.split()[-1]}." for number in range(words // 10)]
    return "Mara's Long Year\n\n" + "\n\n".join(" ".join(told[first : first + 5]) for first in range(0, len(told), 5))


def pieces(model: str, messages: list[dict[str, str]]) -> Iterator[str]:
    """The answer as it is streamed."""
    if model == "endless":
        while True:
            yield "and then " * 100
    text = "Once." if model == "short" else answer(messages)
    for first in range(0, len(text), 40):
        yield text[first : first + 40]
        if model == "breaks":
            return


def sound(text: str) -> bytes:
    """A WAV file of 24 kHz: a hum of 50 ms a character."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24_000)
        file.writeframes(b"\0\x20\0\xe0" * (600 * len(text)))
    return buffer.getvalue()


def picture(size: str) -> bytes:
    """A red PNG of that size."""
    buffer = io.BytesIO()
    width, height = map(int, size.split("x"))
    Image.new("RGB", (width, height), "#c02010").save(buffer, "PNG")
    return buffer.getvalue()


class Handler(BaseHTTPRequestHandler):
    """POST /v1/chat/completions, /v1/audio/speech and /v1/images/generations."""

    def do_POST(self) -> None:
        """Answer as the model does."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        model = body["model"]
        seen[model] += 1
        print(model, flush=True)
        paths = ("/v1/chat/completions", "/v1/audio/speech", "/v1/images/generations")
        if self.path not in paths or self.headers.get("Authorization") != KEY:
            self.send_error(401)
        elif model == "hangs":
            time.sleep(30)
        elif model == "fails":
            self.send_error(500)
        elif model == "moved":
            self.send_response(307)
            self.send_header("Location", self.path)
            self.end_headers()
        elif model == "header":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            while True:
                self.wfile.write(b"x" * 100_000)
        elif model == "flaky" and seen[model] < 3:
            self.send_error(503)
        elif self.path == "/v1/images/generations":
            self.send_response(200)
            self.end_headers()
            content = b"rubbish" if model == "rubbish" else picture(body["size"])
            self.wfile.write(json.dumps({"data": [{"b64_json": base64.b64encode(content).decode()}]}).encode())
        elif self.path == "/v1/audio/speech":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"rubbish" if model == "rubbish" else sound(body["input"]))
        else:
            self._stream(model, body["messages"])

    def _stream(self, model: str, messages: list[dict[str, str]]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        if model == "drips":
            self.flush_headers()
            self._drip(b"X-Slow: 1\r\n")
        if model == "zipped":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if model == "comments":
            self._drip(b": slow\n")
        if model == "zipped":
            self.wfile.write(gzip.compress(b"data: and then\n\n" * 1_000_000))
            return
        if model == "deep":
            self.wfile.write(b"data: " + b"[" * 100_000 + b"\n\n")
            return
        if model == "rubbish":
            self.wfile.write(b'data: {"no": "protocol"}\n\n')
            return
        while model == "unbroken":
            self.wfile.write(b"and then " * 1000)
        for piece in pieces(model, messages):
            event = {"choices": [{"delta": {"content": piece}}]}
            self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        if model != "breaks":
            self.wfile.write(b"data: [DONE]\n\n")

    def _drip(self, piece: bytes) -> None:
        for _ in range(150):
            self.wfile.write(piece)
            time.sleep(0.2)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()
