"""Reads OpenJMLA's published encoder checkpoint (epoch_20.pth), and says by name what is wrong with any other file.

The weights may lie in wrappers ("state_dict", "model") and under a prefix ("backbone.", "module."). Only tensors are
unpickled (weights_only): a checkpoint cannot run code here.
"""

import pickle
import zipfile
from collections.abc import Mapping

import torch
from vit import NUM_PARAMETERS, expected_shapes

ANCHOR = "cls_token"
MAX_DEPTH = 4
LISTED = 5
WHAT_TO_DO = (
    "Download epoch_20.pth (about 346 MB) again from https://huggingface.co/UniMus/OpenJMLA and give that file."
)


class CheckpointError(Exception):
    pass


class UnreadableCheckpoint(CheckpointError):
    """Not there, cut off, no checkpoint, or one that holds more than tensors."""


class NoEncoder(CheckpointError):
    """A checkpoint of something else."""


class MissingWeights(CheckpointError):
    pass


class UnexpectedWeights(CheckpointError):
    pass


class WrongShapes(CheckpointError):
    pass


class NotFinite(CheckpointError):
    pass


def read_state(path):
    """Name → float32 tensor, of exactly the encoder's names and shapes."""
    tensors, prefix = find_encoder(load(path))
    state = {
        name.removeprefix(prefix): value
        for name, value in tensors.items()
        if name.startswith(prefix)
    }
    check(state, prefix)
    return {name: value.float() for name, value in state.items()}


def load(path):
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError as error:
        raise UnreadableCheckpoint(f"There is no file {path}. {WHAT_TO_DO}") from error
    except (RuntimeError, EOFError, OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        raise UnreadableCheckpoint(
            f"{path} is not a PyTorch checkpoint, or is cut off ({reason}). {WHAT_TO_DO}"
        ) from error
    except pickle.UnpicklingError as error:
        raise UnreadableCheckpoint(
            f"{path} is not a PyTorch checkpoint of tensors alone; anything more could run code, so it was not read. "
            f"{WHAT_TO_DO}"
        ) from error


def find_encoder(loaded, depth=0):
    """The mapping that holds the encoder's tensors, and the prefix of their names."""
    if isinstance(loaded, Mapping) and depth < MAX_DEPTH:
        tensors = {
            name: value
            for name, value in loaded.items()
            if isinstance(name, str) and isinstance(value, torch.Tensor)
        }
        for name in tensors:
            prefix = name.removesuffix(ANCHOR)
            if prefix != name and (prefix == "" or prefix.endswith(".")):
                return tensors, prefix
        for value in loaded.values():
            found = find_encoder(value, depth + 1)
            if found:
                return found
    if depth > 0:
        return None
    raise NoEncoder(f'Expected a state dict with "{ANCHOR}" in it, got {described(loaded)}. {WHAT_TO_DO}')


def check(state, prefix):
    shapes = expected_shapes()
    under = f' (under the prefix "{prefix}")' if prefix else ""
    missing = [name for name in shapes if name not in state]
    if missing:
        raise MissingWeights(
            f"Expected {len(shapes)} tensors of a ViT-B/16 of 936 tokens{under}, got {len(state)}; "
            f"missing: {listed(missing)}. {WHAT_TO_DO}"
        )
    unexpected = [name for name in state if name not in shapes]
    if unexpected:
        raise UnexpectedWeights(
            f"Expected the {len(shapes)} tensors of the encoder alone{under}; it does not have: {listed(unexpected)}. "
            f"{WHAT_TO_DO}"
        )
    wrong = [
        f"{name}: expected {list(shape)}, got {list(state[name].shape)}"
        for name, shape in shapes.items()
        if tuple(state[name].shape) != shape
    ]
    if wrong:
        raise WrongShapes(
            f"A network of another size{under}. {listed(wrong)}. {NUM_PARAMETERS:,} parameters are expected. "
            f"{WHAT_TO_DO}"
        )
    spoilt = [name for name, value in state.items() if not torch.isfinite(value).all()]
    if spoilt:
        raise NotFinite(f"NaN or infinity in {listed(spoilt)}. {WHAT_TO_DO}")


def listed(names):
    rest = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + rest


def described(loaded):
    while isinstance(loaded, Mapping) and isinstance(loaded.get("state_dict"), Mapping):
        loaded = loaded["state_dict"]
    if isinstance(loaded, Mapping):
        return f"a dictionary of {listed([str(name) for name in loaded]) or 'nothing'}"
    return f"a {type(loaded).__name__}"
