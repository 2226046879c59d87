"""What the page makes of what was measured."""

import unittest

from registrybench import chart, report
from registrybench.measure import Spent, Value


class ReportTest(unittest.TestCase):
    def test_medians_of_each_number(self):
        values = [Value(10, "/s", 1, 100), Value(30, "/s", 5, 300), Value(20, "/s", 9, 200)]
        self.assertEqual(Value(20, "/s", 5, 200), report.median(values))
        self.assertEqual(Value(2, "MiB"), report.median([Value(2, "MiB")]))

    def test_above_one_is_ahead_whichever_way_a_row_counts(self):
        more = {"muelle": Value(30, "/s"), "a": Value(10, "/s"), "b": Value(15, "/s")}
        less = {"muelle": Value(30, "MiB"), "a": Value(10, "MiB"), "b": Value(15, "MiB")}
        self.assertEqual("2.00", report.ratio(more))
        self.assertEqual("0.33", report.ratio(less))

    def test_cpu_is_compared_with_the_peer_that_needs_least(self):
        row = {"muelle": Value(1, "/s", 3), "a": Value(9, "/s", 4), "b": Value(1, "/s", 2)}
        self.assertEqual("1.50", report.cpu_ratio(row))

    def test_a_row_that_only_some_have(self):
        measured = {"one": {"muelle": [Value(1, "/s")]}, "both": {"muelle": [Value(1, "/s")], "a": [Value(2, "/s")]}}
        self.assertIn("| one | 1 /s | – | – | – |", report.table(measured))
        self.assertIn("| both | 1 /s | 2 /s | 0.50 | – |", report.table(measured))
        self.assertEqual(3, chart.svg(report.medians(measured)).count("<rect"))

    def test_what_a_unit_of_work_took(self):
        spent = Spent(units=4, seconds=2, cpu_seconds=1, peak_mebibytes=50)
        self.assertEqual(Value(2, "/s", 250, 50), spent.value("/s"))
        self.assertEqual(Value(200, "MB/s", 250, 50), spent.value("MB/s", for_each=100))
