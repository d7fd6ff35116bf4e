"""Whisper checkpoints that are real in everything but what they learned: small, random weights, made in a moment."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import tokenizers
import torch
from ctranslate2.specs import WhisperSpec  # type: ignore[import-untyped]  # ctranslate2 ships no types
from whisper.model import ModelDimensions, Whisper
from whisper.tokenizer import Tokenizer, get_tokenizer

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


def make_converted(folder: Path, *, seed: int = 0, multilingual: bool = True) -> Path:
    """Write the model of `make_checkpoint` as faster-whisper takes it: CTranslate2 weights and a tokenizer."""
    # faster-whisper counts on Whisper's own 448 places, and a text that does not end would run past fewer.
    dims = ModelDimensions(**asdict(SMALL) | {"n_vocab": 51_865 if multilingual else 51_864, "n_text_ctx": 448})
    state = {name: weight.numpy() for name, weight in random_model(dims, seed=seed).state_dict().items()}
    tokens = get_tokenizer(multilingual, num_languages=99)
    spec = WhisperSpec(dims.n_audio_layer, dims.n_audio_head, dims.n_text_layer, dims.n_text_head)
    for side, own in (("encoder", spec.encoder), ("decoder", spec.decoder)):
        for number, layer in enumerate(own.layer):
            _set_layer(layer, state, f"{side}.blocks.{number}.")
        own.position_encodings.encodings = state[f"{side}.positional_embedding"]
    for name in ("conv1", "conv2"):
        getattr(spec.encoder, name).weight = state[f"encoder.{name}.weight"]
        getattr(spec.encoder, name).bias = state[f"encoder.{name}.bias"]
    _set_norm(spec.encoder.layer_norm, state, "encoder.ln_post")
    _set_norm(spec.decoder.layer_norm, state, "decoder.ln")
    spec.decoder.embeddings.weight = state["decoder.token_embedding.weight"]
    spec.decoder.projection.weight = state["decoder.token_embedding.weight"]
    spec.register_vocabulary([_token_name(tokens, number) for number in range(dims.n_vocab)])
    spec.config.suppress_ids = list(tokens.non_speech_tokens)
    spec.config.suppress_ids_begin = [tokens.encode(" ")[0], tokens.eot]
    spec.config.lang_ids = list(tokens.all_language_tokens)
    spec.config.alignment_heads = [(dims.n_text_layer - 1, head) for head in range(dims.n_text_head)]
    spec.validate()
    spec.optimize(quantization=None)
    folder.mkdir(parents=True)
    spec.save(str(folder))
    _tokenizer_file(tokens).save(str(folder / "tokenizer.json"))
    return folder


def _set_layer(layer: Any, state: dict[str, Any], prefix: str) -> None:
    """One block; CTranslate2 keeps query, key and value as one matrix, and key and value of what is attended to."""
    _set_attention(
        layer.self_attention, state, prefix + "attn", prefix + "attn_ln", (("query", "key", "value"), ("out",))
    )
    if hasattr(layer, "attention"):
        parts = (("query",), ("key", "value"), ("out",))
        _set_attention(layer.attention, state, prefix + "cross_attn", prefix + "cross_attn_ln", parts)
    _set_norm(layer.ffn.layer_norm, state, prefix + "mlp_ln")
    _set_linear(layer.ffn.linear_0, state, (prefix + "mlp.0",))
    _set_linear(layer.ffn.linear_1, state, (prefix + "mlp.2",))


def _set_attention(
    attention: Any, state: dict[str, Any], name: str, norm: str, parts: tuple[tuple[str, ...], ...]
) -> None:
    _set_norm(attention.layer_norm, state, norm)
    for linear, names in zip(attention.linear, parts, strict=True):
        _set_linear(linear, state, tuple(f"{name}.{part}" for part in names))


def _set_linear(linear: Any, state: dict[str, Any], names: tuple[str, ...]) -> None:
    weights = [state[name + ".weight"] for name in names]
    linear.weight = np.concatenate(weights)
    linear.bias = np.concatenate(
        [
            state.get(name + ".bias", np.zeros(len(weight), np.float32))
            for name, weight in zip(names, weights, strict=True)
        ]
    )


def _set_norm(norm: Any, state: dict[str, Any], name: str) -> None:
    norm.gamma, norm.beta = state[name + ".weight"], state[name + ".bias"]


def _token_name(tokens: Tokenizer, number: int) -> str:
    """A token as text; bytes as GPT-2 writes them, each as one visible letter."""
    if number < tokens.eot:
        return _visible(tokens.encoding.decode_single_token_bytes(number))
    return str(tokens.encoding.decode([number]))


def _tokenizer_file(tokens: Tokenizer) -> tokenizers.Tokenizer:
    """Whisper's tiktoken vocabulary as a file of the tokenizers package: the pair a token was made of is its merge."""
    ranks = tokens.encoding._mergeable_ranks
    merges = []
    for token, rank in ranks.items():
        if len(token) > 1:
            first, second = _halves(token, rank, ranks)
            merges.append((_visible(first), _visible(second)))
    vocabulary = {_token_name(tokens, rank): rank for rank in ranks.values()}
    made = tokenizers.Tokenizer(tokenizers.models.BPE(vocab=vocabulary, merges=merges))
    made.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = tokenizers.decoders.ByteLevel()
    special = [tokens.encoding.decode([number]) for number in range(tokens.eot, tokens.encoding.n_vocab)]
    made.add_special_tokens([tokenizers.AddedToken(name, normalized=False, special=True) for name in special])
    return made


def _halves(token: bytes, rank: int, ranks: dict[bytes, int]) -> tuple[bytes, bytes]:
    """The two tokens that were joined last to make this one: byte pair encoding with only the merges before it."""
    parts = [bytes([byte]) for byte in token]
    while len(parts) > 2:
        pairs = [(ranks.get(parts[at] + parts[at + 1], rank), at) for at in range(len(parts) - 1)]
        lowest, at = min(pairs)
        if lowest >= rank:
            break
        parts[at : at + 2] = [parts[at] + parts[at + 1]]
    return parts[0], b"".join(parts[1:])


def _visible(token: bytes) -> str:
    return "".join(BYTES[byte] for byte in token)


def _visible_bytes() -> list[str]:
    """GPT-2's letters for bytes: printable ones stand for themselves, the others for letters from 256 on."""
    printable = {*range(33, 127), *range(161, 173), *range(174, 256)}
    others = iter(range(256, 512))
    return [chr(byte) if byte in printable else chr(next(others)) for byte in range(256)]


BYTES = _visible_bytes()
