"""What the client makes of answers, right and broken ones."""

import socket
import threading
import unittest

from registrybench.connection import Connection, Failure
from registrybench.download import download


class Answering:
    """A server that gives each connection the same answer to each request, whatever it is asked."""

    name = "answering"

    def __init__(self, answer):
        self.answer = answer

    def headers(self):
        return {"Authorization": "Basic eDp5"}

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.heads = []
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *failure):
        self.listener.close()

    def accept(self):
        try:
            while True:
                threading.Thread(target=self.serve, args=self.listener.accept()[:1], daemon=True).start()
        except OSError:
            pass

    def serve(self, connection):
        with connection:
            while head := connection.recv(65536):
                self.heads.append(head.decode())
                connection.sendall(self.answer)
                if b"Connection: close" in self.answer:
                    return


class ConnectionTest(unittest.TestCase):
    def test_several_exchanges_on_one_connection(self):
        with Answering(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-Y: z\r\n\r\nabc") as server:
            connection = Connection(server.port, server.headers())
            for _ in range(2):
                response = connection.exchange("PUT", "/v2/a", b"body", Content_Type="text/plain")
                self.assertEqual((200, "z", b"abc"), (response.status, response.headers["x-y"], response.content))
            connection.close()
        self.assertIn("Content-Type: text/plain\r\nContent-Length: 4\r\n\r\nbody", server.heads[1])
        self.assertIn("Authorization: Basic eDp5\r\n", server.heads[1])

    def test_chunks_are_put_together(self):
        chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"
        with Answering(chunks) as server:
            connection = Connection(server.port, {})
            self.assertEqual(b"abcde", connection.exchange("GET", "/").content)
            self.assertEqual(b"abcde", connection.exchange("GET", "/").content)
            connection.close()

    def test_content_that_breaks_off_is_a_failure(self):
        with Answering(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nabc") as server:
            connection = Connection(server.port, {})
            with self.assertRaisesRegex(Failure, "3 of 5"):
                connection.exchange("GET", "/")
            connection.close()


class DownloadTest(unittest.TestCase):
    def test_all_come_whole(self):
        body = b"x" * 300_000
        with Answering(b"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + body) as server:
            self.assertEqual(5, download(server, "/blob", len(body), 5))
        self.assertEqual(5, len(server.heads))

    def test_content_that_breaks_off_is_a_failure(self):
        with Answering(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nabc") as server:
            with self.assertRaisesRegex(Failure, "6 bytes left"):
                download(server, "/blob", 9, 1)

    def test_another_status_or_length_is_a_failure(self):
        for head in (b"404 Not Found\r\nContent-Length: 3", b"200 OK\r\nContent-Length: 2"):
            with Answering(b"HTTP/1.1 " + head + b"\r\n\r\nabc") as server:
                with self.assertRaisesRegex(Failure, "is answered"):
                    download(server, "/blob", 3, 1)
