"""One query to a PostgreSQL: the few messages of its protocol that this takes, so that no client need be installed."""

import base64
import hashlib
import hmac
import os
import socket
import struct

from .connection import Failure


def query(port, user, password, database, statement):
    """The first column of the first row, as text."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        session = Session(connection)
        session.log_in(user, password, database)
        return session.first_value(statement)


class Session:
    def __init__(self, connection):
        self.connection = connection
        self.reader = connection.makefile("rb")

    def send(self, kind, content):
        self.connection.sendall(kind + struct.pack("!I", len(content) + 4) + content)

    def receive(self):
        kind = self.reader.read(1)
        content = self.reader.read(struct.unpack("!I", self.reader.read(4))[0] - 4)
        if kind == b"E":
            raise Failure(f"PostgreSQL: {content.decode(errors='replace')}")
        return kind, content

    def authentication(self):
        kind, content = self.receive()
        if kind != b"R":
            raise Failure(f"PostgreSQL answers {kind} to a log-in")
        return struct.unpack("!I", content[:4])[0], content[4:]

    def log_in(self, user, password, database):
        """SCRAM-SHA-256, as RFC 5802 has it."""
        self.send(b"", struct.pack("!I", 3 << 16) + f"user\0{user}\0database\0{database}\0\0".encode())
        self.authentication()
        bare = "n=,r=" + base64.b64encode(os.urandom(18)).decode()
        first = b"n,," + bare.encode()
        self.send(b"p", b"SCRAM-SHA-256\0" + struct.pack("!I", len(first)) + first)
        challenge = self.authentication()[1].decode()
        self.send(b"p", scram_answer(password, bare, challenge).encode())
        while self.receive()[0] != b"Z":
            pass

    def first_value(self, statement):
        self.send(b"Q", statement.encode() + b"\0")
        value = None
        while (answer := self.receive())[0] != b"Z":
            kind, content = answer
            if kind == b"D" and value is None:
                length = struct.unpack("!i", content[2:6])[0]
                value = content[6:6 + length].decode()
        return value


def scram_answer(password, bare, challenge):
    """The client's last message for what it and the server said before."""
    told = dict(part.split("=", 1) for part in challenge.split(","))
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(told["s"]), int(told["i"]))
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    final = "c=biws,r=" + told["r"]
    signature = hmac.digest(
        hashlib.sha256(client_key).digest(), f"{bare},{challenge},{final}".encode(), "sha256")
    proof = bytes(mine ^ theirs for mine, theirs in zip(client_key, signature))
    return f"{final},p={base64.b64encode(proof).decode()}"
