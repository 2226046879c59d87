"""GETs of something large, many at once, whose bytes are received and counted."""

import selectors
import socket

from .connection import Failure

BUFFER = bytearray(1 << 20)


class Download:
    """One GET over a connection of its own."""

    def __init__(self, server, path, size):
        self.server, self.path, self.size = server, path, size
        self.head, self.left = b"", None
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=300)
        headers = "".join(f"{name}: {value}\r\n" for name, value in server.headers().items())
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n{headers}\r\n".encode())
        self.socket.setblocking(False)

    def receive(self):
        """Takes what is there; says whether that was the last of it."""
        if self.left is None:
            self._receive_head()
        else:
            self._count(self.socket.recv_into(BUFFER, min(self.left, len(BUFFER))))
        return self.left == 0

    def _count(self, received):
        if received == 0 or received > self.left:
            raise Failure(f"{self.server.name}: GET {self.path} ends with {self.left} bytes left")
        self.left -= received

    def _receive_head(self):
        received = self.socket.recv(4096)
        self.head += received
        head, end, body = self.head.partition(b"\r\n\r\n")
        if not received:
            raise Failure(f"{self.server.name}: GET {self.path} ends before it is answered")
        if not end:
            return
        lines = head.decode("latin-1").lower().split("\r\n")
        if lines[0].split()[1] != "200" or f"content-length: {self.size}" not in lines:
            raise Failure(f"{self.server.name}: GET {self.path} is answered {lines}")
        self.left = self.size
        if body:
            self._count(len(body))


def download(server, path, size, at_once):
    """So many GETs at once, each to its end; says how many."""
    with selectors.DefaultSelector() as selector:
        for _ in range(at_once):
            each = Download(server, path, size)
            selector.register(each.socket, selectors.EVENT_READ, each)
        while selector.get_map():
            ready = selector.select(300)
            if not ready:
                raise Failure(f"{server.name}: GET {path} has stopped in the middle")
            for key, _ in ready:
                if key.data.receive():
                    selector.unregister(key.fileobj)
                    key.fileobj.close()
    return at_once
