"""What a client of a registry does; every answer is judged."""

import hashlib
import json
import os

from .connection import Connection, Failure

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CHUNK = 5_000_000


def digest_of(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


class Content:
    """Random bytes. Their last few are made anew for each push, so that no registry has them already."""

    STAMP = 8

    def __init__(self, size):
        self.bytes = bytearray(os.urandom(size))
        self.before = hashlib.sha256(memoryview(self.bytes)[:-self.STAMP])
        self.renew()

    def renew(self):
        stamp = os.urandom(self.STAMP)
        self.bytes[-self.STAMP:] = stamp
        whole = self.before.copy()
        whole.update(stamp)
        self.digest = "sha256:" + whole.hexdigest()

    def chunks(self):
        return [memoryview(self.bytes)[start:start + CHUNK] for start in range(0, len(self.bytes), CHUNK)]


class Stream:
    """Random bytes that are made while they are sent, so that they lie nowhere."""

    BLOCK = 1_000_000

    def __init__(self, size):
        self.size = size
        self.hash = hashlib.sha256()

    def __iter__(self):
        block = bytearray(os.urandom(self.BLOCK))
        for start in range(0, self.size, self.BLOCK):
            block[:8] = os.urandom(8)
            piece = memoryview(block)[:self.size - start]
            self.hash.update(piece)
            yield piece

    @property
    def digest(self):
        return "sha256:" + self.hash.hexdigest()


def manifest(config, layer):
    def descriptor(kind, content):
        return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": digest_of(content), "size": len(content)}

    return json.dumps({
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": descriptor("config.v1+json", config),
        "layers": [descriptor("layer.v1.tar", layer)],
    }).encode()


class Client:
    """One client of a registry, with one connection."""

    def __init__(self, server):
        self.name = server.name
        self.connection = Connection(server.port, server.headers())

    def send(self, expected, method, path, body=b"", **more):
        response = self.connection.exchange(method, path, body, **more)
        if response.status != expected:
            raise Failure(f"{self.name}: {method} {path} is {response.status}: {response.content[:200]}")
        return response

    def open_upload(self, repository):
        return self.place(self.send(202, "POST", f"/v2/{repository}/blobs/uploads/"))

    @staticmethod
    def place(response):
        location = response.headers["location"]
        return location[location.index("/v2/"):]

    def close_upload(self, upload, digest, body=b""):
        closing = upload + ("&" if "?" in upload else "?") + "digest=" + digest
        self.send(201, "PUT", closing, body, Content_Type="application/octet-stream")

    def push_blob(self, repository, content, digest):
        self.close_upload(self.open_upload(repository), digest, content)

    def push_chunks(self, repository, content):
        upload, start = self.open_upload(repository), 0
        for chunk in content.chunks():
            upload = self.place(self.send(
                202, "PATCH", upload, chunk, Content_Type="application/octet-stream",
                Content_Range=f"{start}-{start + len(chunk) - 1}"))
            start += len(chunk)
        self.close_upload(upload, content.digest)

    def push_stream(self, repository, stream):
        upload = self.place(self.send(
            202, "PATCH", self.open_upload(repository), stream, length=stream.size,
            Content_Type="application/octet-stream"))
        self.close_upload(upload, stream.digest)

    def push_image(self, repository, tag, layer):
        config = json.dumps({"architecture": "amd64", "os": "linux", "note": f"{repository}:{tag}"}).encode()
        for blob in (config, layer):
            self.push_blob(repository, blob, digest_of(blob))
        content = manifest(config, layer)
        self.put_manifest(repository, tag, content)
        return content

    def put_manifest(self, repository, tag, content):
        self.send(201, "PUT", f"/v2/{repository}/manifests/{tag}", content, Content_Type=MANIFEST)

    def require_manifest(self, repository, tag, content):
        """GET and HEAD say what was pushed."""
        path = f"/v2/{repository}/manifests/{tag}"
        found = self.send(200, "GET", path, Accept=MANIFEST).content
        self.require(found == content, f"GET {path} is not what was pushed")
        headers = self.send(200, "HEAD", path, Accept=MANIFEST).headers
        self.require(headers.get("docker-content-digest") == digest_of(content), f"HEAD {path} names another digest")
        self.require(headers.get("content-length") == str(len(content)), f"HEAD {path} says another length")

    def require_blob(self, repository, digest, size):
        """The whole of a blob comes back."""
        path = f"/v2/{repository}/blobs/{digest}"
        content = self.send(200, "GET", path).content
        self.require(len(content) == size and digest_of(content) == digest, f"GET {path} is not what was pushed")

    def require_size(self, repository, digest, size):
        """A blob too large to be fetched is there at its length."""
        path = f"/v2/{repository}/blobs/{digest}"
        told = self.send(200, "HEAD", path).headers.get("content-length")
        self.require(told == str(size), f"HEAD {path} says {told} bytes, not {size}")

    def require(self, fact, otherwise):
        if not fact:
            raise Failure(f"{self.name}: {otherwise}")

    def close(self):
        self.connection.close()
