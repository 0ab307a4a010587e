"""OpenJMLA's audio encoder as a plain PyTorch module: a ViT-B/16 over a spectrogram, its class token the embedding.

Parameters are named as in the published checkpoint, which is a VisionTransformer of mmpretrain (before: mmcls): exact
GELU, LayerNorm with eps 1e-6, query, key and value in this order in one matrix, a final norm. Inference alone: there is
no dropout. What reads the checkpoint and writes ONNX is export.py.
"""

import torch
from torch import nn

CHANNELS, MELS, FRAMES = 3, 80, 2992
PATCH = 16
TOKENS = (MELS // PATCH) * (FRAMES // PATCH) + 1
DIM, DEPTH, HEADS, HIDDEN = 768, 12, 12, 3072
EPSILON = 1e-6
NUM_PARAMETERS = 86_366_208


class PatchEmbed(nn.Module):
    def __init__(self):
        super().__init__()
        self.projection = nn.Conv2d(CHANNELS, DIM, kernel_size=PATCH, stride=PATCH)

    def forward(self, spectrogram):
        """[N, 3, 80, 2992] → [N, 935, 768]: the patches of the lowest mels first, each row of them along time."""
        return self.projection(spectrogram).flatten(2).transpose(1, 2)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(DIM, 3 * DIM)
        self.proj = nn.Linear(DIM, DIM)

    def forward(self, x):
        width = DIM // HEADS
        q, k, v = (
            part.reshape(-1, TOKENS, HEADS, width).transpose(1, 2)
            for part in self.qkv(x).chunk(3, dim=-1)
        )
        # Written out, not scaled_dot_product_attention: the ONNX file then needs old and common operators alone.
        # The query is scaled, not the product, which could leave float16's range.
        weights = ((q * width**-0.5) @ k.transpose(-2, -1)).softmax(dim=-1)
        return self.proj((weights @ v).transpose(1, 2).reshape(-1, TOKENS, DIM))


class FeedForward(nn.Module):
    def __init__(self):
        super().__init__()
        first = nn.Sequential(nn.Linear(DIM, HIDDEN), nn.GELU())
        self.layers = nn.Sequential(first, nn.Linear(HIDDEN, DIM))

    def forward(self, x):
        return self.layers(x)


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln1 = nn.LayerNorm(DIM, eps=EPSILON)
        self.attn = Attention()
        self.ln2 = nn.LayerNorm(DIM, eps=EPSILON)
        self.ffn = FeedForward()

    def forward(self, x):
        x = x + self.attn(self.ln1(x))
        return x + self.ffn(self.ln2(x))


class OpenJmlaEncoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.cls_token = nn.Parameter(torch.zeros(1, 1, DIM))
        self.pos_embed = nn.Parameter(torch.zeros(1, TOKENS, DIM))
        self.patch_embed = PatchEmbed()
        self.layers = nn.ModuleList(Layer() for _ in range(DEPTH))
        self.ln1 = nn.LayerNorm(DIM, eps=EPSILON)

    def forward(self, spectrogram):
        """[N, 3, 80, 2992] → [N, 768]"""
        patches = self.patch_embed(spectrogram)
        cls = self.cls_token.expand(patches.shape[0], -1, -1)
        x = torch.cat((cls, patches), dim=1) + self.pos_embed
        for layer in self.layers:
            x = layer(x)
        # The norm is each token's own: only the class token's is needed.
        return self.ln1(x[:, 0])


def expected_shapes():
    """Name → shape of every parameter; costs no memory."""
    with torch.device("meta"):
        return {name: tuple(value.shape) for name, value in OpenJmlaEncoder().state_dict().items()}


def random_state(seed):
    """Made-up weights for tests. Scaled so that attention is uneven and the embedding follows the input."""
    generator = torch.Generator().manual_seed(seed)

    def draw(name, shape):
        values = torch.randn(shape, generator=generator)
        if name.endswith("bias"):
            return 0.1 * values
        if ".ln" in name or name.startswith("ln"):
            return 1 + 0.1 * values
        if name in ("cls_token", "pos_embed"):
            return 0.5 * values
        fan_in = values[0].numel()
        return values * (2 if "qkv" in name else 1) / fan_in**0.5

    return {name: draw(name, shape) for name, shape in expected_shapes().items()}
