"""Whisper checkpoints that are real in everything but what they learned: small, random weights, made in a moment."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import torch
from whisper.model import ModelDimensions, Whisper

SMALL = ModelDimensions(
    n_mels=80,
    n_audio_ctx=1500,  # fixed by Whisper: 30 s
    n_audio_state=32,
    n_audio_head=2,
    n_audio_layer=1,
    n_vocab=51_865,
    n_text_ctx=64,  # Whisper has 448; a text is then at most 32 tokens long, which makes tests quick
    n_text_state=32,
    n_text_head=2,
    n_text_layer=2,
)

DEVIATIONS = {"decoder.token_embedding.weight": 1.0, "decoder.positional_embedding": 3.0}
"""Standard deviations of weights, 0.25 for the others: one token is clearly likelier than the rest, and which one
depends on its place more than on the token before, so that not every text is a loop."""
END_OF_TEXT = 14.0
"""Added to the logit of the end of the text: logits have a standard deviation of 6 and their greatest is about 24."""


def make_checkpoint(
    path: Path, *, seed: int = 0, multilingual: bool = True, audio_layers: int = 1, text_layers: int = 2
) -> Path:
    """Write a checkpoint that `whisper.load_model` loads; the same arguments give the same weights."""
    dims = ModelDimensions(
        **asdict(SMALL)
        | {
            "n_vocab": 51_865 if multilingual else 51_864,
            "n_audio_layer": audio_layers,
            "n_text_layer": text_layers,
        }
    )
    model = random_model(dims, seed=seed)
    torch.save({"dims": asdict(dims), "model_state_dict": model.state_dict()}, path)
    return path


def random_model(dims: ModelDimensions, *, seed: int) -> Whisper:
    """A model whose every weight is drawn anew: Whisper leaves some uninitialised.

    The token that ends a text is made likely, so that texts are a few words long.
    """
    model = Whisper(dims)
    random = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in model.state_dict().items():
            if name == "encoder.positional_embedding" or ("ln" in name and name.endswith("weight")):
                continue  # sinusoids, and norms that begin at one
            weight.normal_(0, DEVIATIONS.get(name, 0.25), generator=random)
        lean = model.decoder.ln.bias
        end_of_text = 50_257 if dims.n_vocab > 51_864 else 50_256
        model.decoder.token_embedding.weight[end_of_text] += END_OF_TEXT * lean / lean.square().sum()
    return model
