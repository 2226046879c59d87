"""What is read out of the words of other programs."""

import unittest

from registrybench import loadtools, postgres, syncs
from registrybench.connection import Failure
from registrybench.servers import Server

TARGET = loadtools.Target(Server(), "/v2/")
WRK = """Running 1s test @ http://127.0.0.1:1/
  1 threads and 16 connections
  12000 requests in 1.01s, 5.86MB read
Requests/sec:  11881.19
Transfer/sec:      5.80MB
"""
HEY = """Summary:
  Requests/sec:	4000.00

Status code distribution:
  [200]	4004 responses
"""
STRACE = """% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ----------------
 90.00    0.030000         150       200           fdatasync
 10.00    0.003000         100        30         2 fsync
------ ----------- ----------- --------- --------- ----------------
100.00    0.033000         143       230         2 total
"""


class ReadingTest(unittest.TestCase):
    def test_wrk(self):
        self.assertEqual(12000, loadtools.parse_wrk(WRK, TARGET, 500))

    def test_answers_that_are_too_short(self):
        with self.assertRaisesRegex(Failure, "brought only"):
            loadtools.parse_wrk(WRK, TARGET, 600)

    def test_refusals(self):
        for said, parse in (
            (WRK + "  Non-2xx or 3xx responses: 1\n", lambda said: loadtools.parse_wrk(said, TARGET, 500)),
            (WRK + "  Socket errors: connect 0, read 3\n", lambda said: loadtools.parse_wrk(said, TARGET, 500)),
            (HEY + "  [401]	3 responses\n", lambda said: loadtools.parse_hey(said, TARGET)),
            (HEY + "\nError distribution:\n  [1]	EOF\n", lambda said: loadtools.parse_hey(said, TARGET)),
        ):
            with self.subTest(said), self.assertRaisesRegex(Failure, "goes wrong"):
                parse(said)

    def test_hey(self):
        self.assertEqual(4004, loadtools.parse_hey(HEY, TARGET))

    def test_strace(self):
        self.assertEqual(230, syncs.calls(STRACE))
        self.assertEqual(0, syncs.calls(""))

    def test_scram_of_rfc_7677(self):
        challenge = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
        answer = postgres.scram_answer("pencil", "n=user,r=rOprNGfwEbeRWgbNEkqO", challenge)
        self.assertTrue(answer.endswith(",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="), answer)
