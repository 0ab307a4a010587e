"""Golden values of batch normalisation by groups and ReLU, both ways, from PyTorch: python make_batch_norm_relu.py

Double precision; each group of rows is normalised with its own biased moments, as F.batch_norm does in training.
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

EPSILON = 1e-3
SETS = [
    {"groups": 1, "positions": 7, "channels": 1, "mean": 0.0},
    {"groups": 2, "positions": 10, "channels": 3, "mean": 1.5},
    {"groups": 4, "positions": 12, "channels": 5, "mean": -20.0},
]


def flat(tensor):
    return [round(value, 9) for value in tensor.detach().reshape(-1).tolist()]


def golden(groups, positions, channels, mean):
    shape = (positions, channels)
    # Single-precision inputs, so that both sides begin with the same numbers.
    draw = lambda *size: torch.randn(*size).float().double()
    x = (torch.randn(shape) + mean).float().double().requires_grad_()
    gamma = draw(channels).requires_grad_()
    beta = draw(channels).requires_grad_()
    dy = draw(*shape)
    parts = x.reshape(groups, -1, channels)
    outputs = [
        F.relu(F.batch_norm(part, None, None, gamma, beta, training=True, eps=EPSILON))
        for part in parts
    ]
    output = torch.cat(outputs)
    output.backward(dy)
    return {
        "groups": groups, "positions": positions, "channels": channels, "epsilon": EPSILON,
        "x": x.detach().reshape(-1).tolist(), "gamma": gamma.tolist(), "beta": beta.tolist(),
        "dy": dy.reshape(-1).tolist(),
        "output": flat(output),
        "means": flat(parts.mean(1)), "variances": flat(parts.var(1, unbiased=False)),
        "dX": flat(x.grad), "dGamma": flat(gamma.grad), "dBeta": flat(beta.grad),
    }


torch.manual_seed(0)
torch.set_default_dtype(torch.float32)
cases = [golden(**case) for case in SETS]
Path(__file__).with_name("batch_norm_relu.json").write_text(json.dumps(cases) + "\n")
