"""Golden steps of Adam and AdamW, from PyTorch in double precision: python make_adam.py"""

import json
from pathlib import Path

import torch

SIZE = 5
SETS = [
    {"name": "Adam", "optimiser": torch.optim.Adam, "decay": 0.0},
    {"name": "Adam with weight decay", "optimiser": torch.optim.Adam, "decay": 0.05},
    {"name": "AdamW", "optimiser": torch.optim.AdamW, "decay": 0.05},
]
RATES = [0.1, 0.05, 0.05, 0.01]
BETAS = (0.9, 0.99)
EPSILON = 1e-6


def golden(name, optimiser, decay):
    # Single-precision inputs, so that both sides begin with the same numbers.
    draw = lambda: torch.randn(SIZE).float().double()
    decayed, free = draw().requires_grad_(), draw().requires_grad_()
    start = torch.cat([decayed, free]).tolist()
    groups = [
        {"params": [decayed], "weight_decay": decay},
        {"params": [free], "weight_decay": 0.0},
    ]
    adam = optimiser(groups, lr=RATES[0], betas=BETAS, eps=EPSILON)
    steps = []
    for rate in RATES:
        for group in adam.param_groups:
            group["lr"] = rate
        decayed.grad, free.grad = draw(), draw()
        adam.step()
        steps.append({
            "learningRate": rate,
            "gradient": torch.cat([decayed.grad, free.grad]).tolist(),
            "weights": torch.cat([decayed, free]).tolist(),
        })
    return {
        "name": name, "decoupled": optimiser is torch.optim.AdamW, "weightDecay": decay,
        "beta1": BETAS[0], "beta2": BETAS[1], "epsilon": EPSILON,
        "decayMask": [1] * SIZE + [0] * SIZE, "start": start, "steps": steps,
    }


torch.manual_seed(0)
cases = [golden(**case) for case in SETS]
Path(__file__).with_name("adam.json").write_text(json.dumps(cases) + "\n")
