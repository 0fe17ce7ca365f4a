"""A mail server of the test's own, that can be told to misbehave."""

import socketserver
import threading

ANSWERS = {"ok": {}, "later": {"RCPT": "451 try <a@example.org> later"},
           "unknown": {"RCPT": "550 no such user <a@example.org>"},
           "content": {"DATA": "554 refused"}, "busy": {"HELLO": "421 too busy"}}  # fmt: skip


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        said = ANSWERS[self.server.mode]
        self._say(said.get("HELLO", "220 test"))
        for line in self.rfile:
            word = line[:4].decode("ascii").strip().upper()
            answer = said.get(word, "250 ok")
            if word == "QUIT":
                self._say("221 bye")
                return
            if word == "DATA" and "DATA" not in said:
                self._take_message()
                if self.server.mode == "silent":
                    return
            self._say(answer)

    def _take_message(self):
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.taken.append(b"".join(lines).decode("utf-8"))

    def _say(self, text):
        self.wfile.write(text.encode() + b"\r\n")


ANSWERS["silent"] = {}


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mode = "ok"
        self.taken: list[str] = []
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def stop(self):
        self.shutdown()
        self.server_close()
