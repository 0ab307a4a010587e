"""Milliseconds of a training step of the CNN in PyTorch, on CUDA where there is one and `onProcessor` is false.

Reads {numFrames, numMels, width, numClasses, batchSize, steps, onProcessor} from standard input, prints
{milliseconds, device}: the best of three times `steps` steps.
"""

import json
import sys
import time

import torch
from torch import nn


class Network(nn.Module):
    def __init__(self, width, classes):
        super().__init__()
        channels = [1, width, 2 * width, 4 * width, 4 * width]
        blocks = []
        for i in range(4):
            blocks.append(nn.Conv2d(channels[i], channels[i + 1], 3, 2 if i == 0 else 1, 1, bias=False))
            if i < 3:
                blocks.append(nn.MaxPool2d(2, ceil_mode=True))
            blocks += [nn.BatchNorm2d(channels[i + 1], eps=1e-3), nn.ReLU()]
        self.blocks = nn.Sequential(*blocks)
        self.dropout = nn.Dropout(0.3)
        self.dense = nn.Linear(2 * channels[-1], classes)

    def forward(self, x):
        x = self.blocks(x)
        return self.dense(self.dropout(torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1)))


settings = json.load(sys.stdin)
has_cuda = torch.cuda.is_available() and not settings["onProcessor"]
device = torch.device("cuda" if has_cuda else "cpu")
torch.manual_seed(1)
batch, classes = settings["batchSize"], settings["numClasses"]
network = Network(settings["width"], classes).to(device)
optimiser = torch.optim.Adam(network.parameters(), lr=0.001)
loss_of = nn.CrossEntropyLoss()
images = torch.randn(batch, 1, settings["numFrames"], settings["numMels"])
labels = torch.arange(batch) % classes


def step():
    # The batch comes from the processor's memory, as it does in the browser.
    x, y = images.to(device), labels.to(device)
    optimiser.zero_grad(set_to_none=True)
    loss = loss_of(network(x), y)
    loss.backward()
    optimiser.step()
    return loss


def timed():
    started = time.perf_counter()
    for _ in range(settings["steps"]):
        loss = step()
    loss.item()
    return (time.perf_counter() - started) / settings["steps"] * 1000


for _ in range(3):
    step().item()
name = torch.cuda.get_device_name() if has_cuda else f"the processor, {torch.get_num_threads()} threads"
print(json.dumps({"milliseconds": min(timed() for _ in range(3)), "device": name}))
