"""The head's training in PyTorch, timed. Needs numpy and torch.

Reads {rows, columns, classes, hiddenUnits, batchSize, epochs} as JSON on the standard input; prints the seconds of all
epochs, on one thread: AdamW, batch normalisation, dropout, and validation as many rows as a quarter of the training's.
"""

import json
import sys
import time

import torch

run = json.load(sys.stdin)
torch.set_num_threads(1)
torch.manual_seed(1)
rows, columns, classes = run["rows"], run["columns"], run["classes"]
x, y = torch.randn(rows, columns), torch.arange(rows) % classes
held_x, held_y = torch.randn(rows // 4, columns), torch.arange(rows // 4) % classes
hidden = run["hiddenUnits"]
network = (
    torch.nn.Sequential(
        torch.nn.Linear(columns, hidden, bias=False),
        torch.nn.BatchNorm1d(hidden),
        torch.nn.ReLU(),
        torch.nn.Dropout(0.3),
        torch.nn.Linear(hidden, classes),
    )
    if hidden
    else torch.nn.Linear(columns, classes)
)
optimiser = torch.optim.AdamW(network.parameters(), lr=0.003, weight_decay=0.01)
loss_of = torch.nn.CrossEntropyLoss(label_smoothing=0.05)


def epoch():
    network.train()
    for chosen in torch.randperm(rows).split(run["batchSize"]):
        optimiser.zero_grad()
        loss = loss_of(network(x[chosen]), y[chosen])
        loss.backward()
        optimiser.step()
    network.eval()
    with torch.no_grad():
        loss_of(network(held_x), held_y).item()


epoch()
started = time.perf_counter()
for _ in range(run["epochs"]):
    epoch()
print(time.perf_counter() - started)
