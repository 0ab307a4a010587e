"""Parquet files as pyarrow writes them, for the reader of tables: python make_parquet_table.py

One table with every kind of column that the reader tells apart, in row groups of 3, a small one in each codec, one
with lists of numbers, durations and dates, one with lists of groups, one whose row groups differ in length, and one that
is tall.
"""

import base64
import io
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 7
GENRES = ["rock", "jazz", None, "rock", "jazz", "rock", "jazz"]
TAGS = [["a", "b"], [], None, ["b"], ["a"], ["a", "c"], ["c"]]

table = pa.table(
    {
        "track_id": pa.array(range(100, 100 + ROWS), pa.int64()),
        "genre": pa.array(GENRES).dictionary_encode(),
        "tags": pa.array(TAGS, pa.list_(pa.string())),
        "f32": pa.array(np.arange(ROWS) / 3, pa.float32()),
        "f64": pa.array([1e39, 0.1, None, float("nan"), -2.5, 3, 4], pa.float64()),
        "big": pa.array([2**40, 1, 2, 3, None, 5, 6], pa.int64()),
        "small": pa.array([1, 2, 3, 4, 5, 6, -7], pa.int8()),
        "flag": pa.array([True, False, None, True, True, False, True]),
        "embedding": pa.array([[0.1, 0.2]] * ROWS, pa.list_(pa.float32())),
        "when": pa.array([0] * ROWS, pa.timestamp("ms")),
    }
)
SECONDS = [1, 90, None, 3600]
nested = pa.table(
    {
        "genre": ["rock", "jazz", "rock", "jazz"],
        "embedding": pa.array([[0.5, 1], None, [2, None], [-1, 3]], pa.list_(pa.float32())),
        "fixed": pa.array([[1, 2, 3], [4, 5, 6], [7, 8, 9], [0, 0, 1e39]], pa.list_(pa.float64(), 3)),
        "uneven": pa.array([[1.0], [1.0, 2.0], [], None], pa.list_(pa.float32())),
        "long": pa.array([[0.0] * 5000] * 4, pa.list_(pa.float32())),
        "pair": pa.array([{"a": 1, "b": 2}] * 4),
        "s": pa.array(SECONDS, pa.duration("s")),
        "ms": pa.array([s and s * 1000 + 500 for s in SECONDS], pa.duration("ms")),
        "us": pa.array([s and s * 10**6 for s in SECONDS], pa.duration("us")),
        "ns": pa.array([s and s * 10**9 + 250_000_000 for s in SECONDS], pa.duration("ns")),
        "released": pa.array([0, 365, None, 20000], pa.int32()).cast(pa.date32()),
        "at": pa.array([0, 1, 2, 3], pa.time32("s")),
    }
)
MILLISECONDS = [500, None, 1500, 2000]
groups_of_values = pa.table(
    {
        "genre": ["rock", "jazz", "rock", "jazz"],
        "numbers_in_group": pa.array([[{"x": 1.5}, {"x": 2.5}]] * 4),
        "names_in_group": pa.array([[{"name": "a"}, {"name": "b"}]] * 4),
        "group_with_list": pa.array([{"a": [1.5, 2.5]}] * 4),
        "lists_in_list": pa.array([[[1.5], [2.5]]] * 4),
        "tempo": pa.array([120.5, 90, 100, 80]),
        "fold": pa.array(MILLISECONDS, pa.duration("ms")),
        "lasts": pa.array(MILLISECONDS, pa.duration("ms")),
    }
)
TALL = 20_000
tall = pa.table(
    {
        "genre": ["rock", "jazz"] * (TALL // 2),
        "tempo": pa.array(np.arange(TALL) % 50, pa.float32()),
        "tags": pa.array([["a"], ["b", "a"]] * (TALL // 2), pa.list_(pa.string())),
        "embedding": pa.array([[0.5, 1], [2, 3]] * (TALL // 2), pa.list_(pa.float32())),
    }
)
values = np.arange(400) % 7 / 7
codecs = pa.table({"value": values.astype(np.float32), "genre": ["rock", "jazz"] * 200})


def written(rows, **options):
    buffer = io.BytesIO()
    pq.write_table(rows, buffer, **options)
    return base64.b64encode(buffer.getvalue()).decode()


def in_groups(rows, lengths):
    buffer = io.BytesIO()
    with pq.ParquetWriter(buffer, rows.schema) as writer:
        first = 0
        for length in lengths:
            writer.write_table(rows.slice(first, length))
            first += length
    return base64.b64encode(buffer.getvalue()).decode()


golden = {
    "kinds": written(table, row_group_size=3, compression="snappy"),
    "nested": written(nested, row_group_size=3, compression="snappy"),
    "groups_of_values": written(groups_of_values),
    "in_groups": in_groups(tall.slice(0, 10), [3, 5, 2]),
    "tall": written(tall),
    "codecs": {
        codec: written(codecs, compression=codec)
        for codec in ["none", "snappy", "gzip", "zstd", "brotli", "lz4"]
    },
}
Path(__file__).with_name("parquet_table.json").write_text(json.dumps(golden, indent=1) + "\n")
