"""HTTP over one connection, at little cost: the client must not be what is measured."""

import socket
from typing import NamedTuple


class Failure(Exception):
    """What was measured did not do what it should: the run is worth nothing."""


class Response(NamedTuple):
    status: int
    headers: dict
    content: bytes


class Connection:
    """One connection that stays open, with the same headers for each request."""

    def __init__(self, port, headers):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=300)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = self.socket.makefile("rb")
        headers = {"Host": f"127.0.0.1:{port}", **headers}
        self.common = "".join(f"{name}: {value}\r\n" for name, value in headers.items())

    def exchange(self, method, path, body=b"", length=None, **headers):
        """Sends a request; a body is bytes, or many pieces of them with a length for all."""
        length = len(body) if length is None else length
        more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        if method not in ("GET", "HEAD"):
            more += f"Content-Length: {length}\r\n"
        head = f"{method} {path} HTTP/1.1\r\n{self.common}{more}\r\n".encode()
        try:
            self._send(head, body)
            return self._receive(method)
        except OSError as failure:
            raise Failure(f"{method} {path}: {failure}") from failure

    def _send(self, head, body):
        if not isinstance(body, (bytes, bytearray, memoryview)):
            self.socket.sendall(head)
            for piece in body:
                self.socket.sendall(piece)
        elif len(body) < 65536:
            self.socket.sendall(head + body)
        else:
            self.socket.sendall(head)
            self.socket.sendall(body)

    def _receive(self, method):
        words = self.reader.readline().split(None, 2)
        if len(words) < 2:
            raise ConnectionError("closed without an answer")
        headers = {}
        while (line := self.reader.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        status = int(words[1])
        if method == "HEAD" or status in (204, 304):
            return Response(status, headers, b"")
        if headers.get("transfer-encoding") == "chunked":
            return Response(status, headers, self._chunks())
        return Response(status, headers, self._exactly(int(headers.get("content-length", 0))))

    def _exactly(self, length):
        content = self.reader.read(length)
        if len(content) < length:
            raise ConnectionError(f"closed after {len(content)} of {length} bytes")
        return content

    def _chunks(self):
        content = b""
        while length := int(self.reader.readline().split(b";")[0] or b"0", 16):
            content += self._exactly(length)
            self.reader.readline()
        self.reader.readline()
        return content

    def close(self):
        self.reader.close()
        self.socket.close()
