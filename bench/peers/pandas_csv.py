"""Seconds that pandas takes to read FMA's features.csv as FMA's own scripts do: python pandas_csv.py FILE. Needs pandas."""

import sys
import time

import pandas

started = time.perf_counter()
table = pandas.read_csv(sys.argv[1], index_col=0, header=[0, 1, 2])
print(time.perf_counter() - started)
