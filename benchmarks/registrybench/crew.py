"""Clients that work at the same time, each a process: threads of one would wait for each other."""

import multiprocessing

from .client import Client
from .connection import Failure


def _work(pipe, server):
    client = Client(server)
    try:
        while order := pipe.recv():
            task, arguments = order
            try:
                pipe.send((True, task(client, *arguments)))
            except Exception as failure:
                pipe.send((False, f"{type(failure).__name__}: {failure}"))
    except (EOFError, KeyboardInterrupt):
        pass
    finally:
        client.close()


class Crew:
    """So many clients during the with block."""

    def __init__(self, server, size):
        self.server, self.size = server, size

    def __enter__(self):
        # By fork, the client needs no copy of what the server knows.
        context = multiprocessing.get_context("fork")
        self.pipes, self.processes = [], []
        for _ in range(self.size):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, self.server), daemon=True)
            process.start()
            theirs.close()
            self.pipes.append(ours)
            self.processes.append(process)
        return self

    def __exit__(self, *failure):
        for pipe, process in zip(self.pipes, self.processes):
            # A client that was in the middle of something when another failed does not hear that it is over.
            if failure[0]:
                process.terminate()
            elif process.is_alive():
                pipe.send(None)
            process.join()
            pipe.close()

    def run(self, task, each):
        """Has each client do the task with its own arguments, and gives back what each has to say."""
        for pipe, arguments in zip(self.pipes, each, strict=True):
            pipe.send((task, arguments))
        results = []
        for pipe in self.pipes:
            try:
                well, result = pipe.recv()
            except EOFError:
                well, result = False, "a client has ended"
            if not well:
                raise Failure(result)
            results.append(result)
        return results
