"""ONNX Runtime's time and memory for one input of an ONNX file: a peer of bench/openjmla.bench.ts.

python onnxruntime_clip.py FILE INPUT DIMS THREADS TURNS: INPUT is a file of float32, DIMS as "1,3,80,2992".
Prints {"loadSeconds", "seconds", "peakBytes", "embedding"}: a time a turn, and how far the process has grown.
"""

import json
import resource
import sys
import time

import numpy as np
import onnxruntime

file, input_file, dims, threads, turns = sys.argv[1:]


def peak_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


value = np.fromfile(input_file, np.float32).reshape([int(size) for size in dims.split(",")])
before = peak_bytes()
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = int(threads)
options.inter_op_num_threads = 1
started = time.perf_counter()
session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
load_seconds = time.perf_counter() - started
name = session.get_inputs()[0].name

seconds = []
for _ in range(int(turns)):
    started = time.perf_counter()
    embedding, *_ = session.run(None, {name: value})
    seconds.append(time.perf_counter() - started)
print(
    json.dumps(
        {
            "loadSeconds": load_seconds,
            "seconds": seconds,
            "peakBytes": peak_bytes() - before,
            "embedding": embedding.ravel().tolist(),
        }
    )
)
