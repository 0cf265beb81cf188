"""The Whisper architecture, written for fast training on one core.

Both convolutions are matrix products of neighbouring frames, the projections of an attention are
fused, and no mask is used in the encoder: a shorter window is simply a shorter sequence.
"""

from __future__ import annotations

import torch
from speech_common import N_MELS, WINDOW_FRAMES, Sizes, sinusoids
from torch import Tensor, nn
from torch.nn import functional as nnf


class Attention(nn.Module):
    """Multi-head attention; `source` is attended to, or the sequence itself if None."""

    def __init__(self, sizes: Sizes, crossed: bool) -> None:
        super().__init__()
        self.heads = sizes.heads
        self.norm = nn.LayerNorm(sizes.width)
        if crossed:
            self.query = nn.Linear(sizes.width, sizes.width)
            self.key_value = nn.Linear(sizes.width, 2 * sizes.width)
        else:
            self.fused = nn.Linear(sizes.width, 3 * sizes.width)
        self.out = nn.Linear(sizes.width, sizes.width)
        self.crossed = crossed
        self.guided: Tensor | None = None  # in training: the weights of the first half of the heads

    def _split(self, states: Tensor) -> Tensor:
        batch, length, width = states.shape
        parts = states.view(batch, length, self.heads, width // self.heads)
        return parts.transpose(1, 2)

    def forward(self, states: Tensor, source: Tensor | None = None, causal: bool = False) -> Tensor:
        """Attention output to be added to `states`."""
        normed = self.norm(states)
        if self.crossed:
            query = self.query(normed)
            key, value = self.key_value(source).chunk(2, -1)
        else:
            query, key, value = self.fused(normed).chunk(3, -1)
        weights = self._weights(self._split(query), self._split(key), causal)
        if self.crossed and self.training:
            self.guided = weights[:, : self.heads // 2]
        mixed = weights @ self._split(value)
        return self.out(mixed.transpose(1, 2).flatten(2))  # type: ignore[no-any-return]

    @staticmethod
    def _weights(query: Tensor, key: Tensor, causal: bool) -> Tensor:
        """Plain products: PyTorch's fused attention is slow backwards on a CPU."""
        scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)
        if causal:
            ahead = torch.ones(scores.shape[-2:], dtype=torch.bool, device=scores.device).triu(1)
            scores = scores.masked_fill(ahead, float("-inf"))
        weights: Tensor = scores.softmax(-1)
        return weights


class FeedForward(nn.Module):
    """The position-wise layer of a block."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(sizes.width)
        self.first = nn.Linear(sizes.width, sizes.feed_forward)
        self.second = nn.Linear(sizes.feed_forward, sizes.width)

    def forward(self, states: Tensor) -> Tensor:
        """Output to be added to `states`."""
        return self.second(nnf.gelu(self.first(self.norm(states))))  # type: ignore[no-any-return]


class Block(nn.Module):
    """One layer of encoder (`crossed` False) or decoder."""

    def __init__(self, sizes: Sizes, crossed: bool, dropout: float) -> None:
        super().__init__()
        self.attention = Attention(sizes, crossed=False)
        self.cross = Attention(sizes, crossed=True) if crossed else None
        self.feed_forward = FeedForward(sizes)
        self.dropout = dropout

    def forward(self, states: Tensor, source: Tensor | None = None) -> Tensor:
        """The states after this layer; causal if it is a decoder layer."""
        states = states + self._drop(self.attention(states, causal=self.cross is not None))
        if self.cross is not None:
            states = states + self._drop(self.cross(states, source))
        return states + self._drop(self.feed_forward(states))

    def _drop(self, states: Tensor) -> Tensor:
        if self.dropout == 0.0 or not self.training:
            return states
        return nnf.dropout(states, self.dropout, training=True)


class Recogniser(nn.Module):
    """Encoder, decoder and the phoneme layer (CTC) that only training uses."""

    positions: Tensor

    def __init__(self, sizes: Sizes, tokens: int, phonemes: int, dropout: float = 0.0) -> None:
        super().__init__()
        width = sizes.width
        self.sizes = sizes
        self.conv1 = nn.Linear(3 * N_MELS, width)
        self.conv2 = nn.Linear(3 * width, width)
        self.register_buffer("positions", sinusoids(WINDOW_FRAMES // 2, width), persistent=False)
        self.encoder = nn.ModuleList(Block(sizes, False, 0.0) for _ in range(sizes.encoder_layers))
        self.encoder_norm = nn.LayerNorm(width)
        self.phoneme_layer = nn.Linear(width, phonemes)
        self.embedding = nn.Embedding(tokens, width)
        self.text_positions = nn.Parameter(torch.randn(sizes.text_positions, width) * 0.02)
        self.decoder = nn.ModuleList(
            Block(sizes, True, dropout) for _ in range(sizes.decoder_layers)
        )
        self.decoder_norm = nn.LayerNorm(width)
        nn.init.normal_(self.embedding.weight, std=0.05)
        for name, weight in self.named_parameters():
            if name.endswith(("out.weight", "second.weight")):
                nn.init.zeros_(weight)

    def encode(self, features: Tensor) -> Tensor:
        """Encoder positions of normalised features: batch x frames (even) x mels."""
        if torch.is_autocast_enabled(features.device.type):
            features = features.to(torch.bfloat16)
        padded = nnf.pad(features, (0, 0, 1, 1))
        length = features.shape[1]
        near = torch.cat([padded[:, k : k + length] for k in range(3)], dim=-1)
        states = nnf.gelu(self.conv1(near))
        padded = nnf.pad(states, (0, 0, 1, 1))
        near = torch.cat([padded[:, k : k + length : 2] for k in range(3)], dim=-1)
        states = nnf.gelu(self.conv2(near))
        states = states + self.positions[: length // 2].to(states.dtype)
        for block in self.encoder:
            states = block(states)
        return self.encoder_norm(states)  # type: ignore[no-any-return]

    def decode(self, tokens: Tensor, encoded: Tensor) -> Tensor:
        """The decoder's normalised states after each token."""
        states = self.embedding(tokens) + self.text_positions[: tokens.shape[1]]
        states = states.to(encoded.dtype)  # bfloat16 in training: half the memory to move
        for block in self.decoder:
            states = block(states, encoded)
        return self.decoder_norm(states)  # type: ignore[no-any-return]

    def guided_weights(self) -> list[Tensor]:
        """Cross-attention weights of the last training pass, half of the heads of each layer."""
        found = [layer.guided for layer in self.modules() if isinstance(layer, Attention)]
        return [weights for weights in found if weights is not None]

    def logits(self, states: Tensor) -> Tensor:
        """Scores of all trained tokens; the projection is the embedding table."""
        return nnf.linear(states, self.embedding.weight)
