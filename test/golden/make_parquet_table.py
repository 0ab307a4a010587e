"""Parquet files as pyarrow writes them, for the reader of tables: python make_parquet_table.py

One table with every kind of column that the reader tells apart, in row groups of 3, and a small one in each codec.
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
values = np.arange(400) % 7 / 7
codecs = pa.table({"value": values.astype(np.float32), "genre": ["rock", "jazz"] * 200})


def written(rows, **options):
    buffer = io.BytesIO()
    pq.write_table(rows, buffer, **options)
    return base64.b64encode(buffer.getvalue()).decode()


golden = {
    "kinds": written(table, row_group_size=3, compression="snappy"),
    "codecs": {
        codec: written(codecs, compression=codec)
        for codec in ["none", "snappy", "gzip", "zstd", "brotli", "lz4"]
    },
}
Path(__file__).with_name("parquet_table.json").write_text(json.dumps(golden, indent=1) + "\n")
