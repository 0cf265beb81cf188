"""The Transformer of the starter translation pack, written for training on one CPU core.

Pre-norm encoder and decoder, one embedding for source, target and output, sinusoidal positions:
what `ctranslate2.specs.TransformerSpec` can express. Three things differ from a textbook version
because they cost most on a CPU: attention by plain matrix products in bfloat16 (the fused kernel
is five times slower on short sentences), dropout masks cut from one random pool, and a
cross-entropy that never holds all logits at once and finds its gradients in the forward pass.
"""

import math
from collections.abc import Sequence

import torch
import torch.nn.functional as functional
from torch import Tensor, nn
from translation_common import BOS, EOS, PAD, UNK, ModelConfig

MASKED = -1e4


class MaskPool:
    """Dropout masks as slices of one pool of random zeros and 1/(1-p)."""

    def __init__(self, rate: float, size: int = 1 << 23) -> None:
        self.rate = rate
        self.pool = torch.empty(size, dtype=torch.bfloat16)
        self.refresh()

    def refresh(self) -> None:
        """Draw the pool anew (called now and then, so that masks do not repeat for long)."""
        keep = 1.0 - self.rate
        self.pool.bernoulli_(keep).div_(keep)

    def __call__(self, x: Tensor) -> Tensor:
        size = x.numel()
        start = int(torch.randint(0, self.pool.numel() - size, ()).item())
        return x * self.pool[start : start + size].view(x.shape)


def positions(count: int, width: int) -> Tensor:
    """Sinusoidal position encodings, sines in the first half (CTranslate2's own order)."""
    half = width // 2
    scale = math.log(10000.0) / (half - 1)
    rates = torch.exp(torch.arange(half) * -scale)
    angles = torch.arange(1, count + 1)[:, None] * rates[None, :]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Attention(nn.Module):
    """Multi-head attention; `memory` None means self-attention."""

    def __init__(self, width: int, heads: int, cross: bool) -> None:
        super().__init__()
        self.heads, self.cross = heads, cross
        self.norm = nn.LayerNorm(width)
        if cross:
            self.query = nn.Linear(width, width)
            self.key_value = nn.Linear(width, 2 * width)
        else:
            self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x: Tensor, mask: Tensor, memory: Tensor | None = None) -> Tensor:
        batch, length, width = x.shape
        head = width // self.heads
        if self.cross:
            assert memory is not None
            q = self.query(self.norm(x))
            k, v = self.key_value(memory).split(width, dim=-1)
        else:
            q, k, v = self.qkv(self.norm(x)).split(width, dim=-1)
        q = (q * head**-0.5).view(batch, length, self.heads, head).transpose(1, 2)
        k = k.reshape(batch, -1, self.heads, head).permute(0, 2, 3, 1)
        v = v.reshape(batch, -1, self.heads, head).transpose(1, 2)
        scores = torch.matmul(q, k) + mask.to(q.dtype)
        mixed = torch.matmul(scores.softmax(-1), v)
        result: Tensor = self.out(mixed.transpose(1, 2).reshape(batch, length, width))
        return result


class FeedForward(nn.Module):
    """Two linear layers with ReLU."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.first = nn.Linear(width, inner)
        self.second = nn.Linear(inner, width)

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.second(functional.relu(self.first(self.norm(x))))
        return result


class EncoderLayer(nn.Module):
    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.attention = Attention(config.width, config.heads, cross=False)
        self.feed_forward = FeedForward(config.width, config.feed_forward)

    def forward(self, x: Tensor, mask: Tensor, drop: "Drop") -> Tensor:
        x = x + drop(self.attention(x, mask))
        return x + drop(self.feed_forward(x))


class DecoderLayer(nn.Module):
    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.attention = Attention(config.width, config.heads, cross=False)
        self.cross = Attention(config.width, config.heads, cross=True)
        self.feed_forward = FeedForward(config.width, config.feed_forward)

    def forward(
        self, x: Tensor, causal: Tensor, memory: Tensor, mask: Tensor, drop: "Drop"
    ) -> Tensor:
        x = x + drop(self.attention(x, causal))
        x = x + drop(self.cross(x, mask, memory))
        return x + drop(self.feed_forward(x))


class Drop:
    """Dropout that is the identity outside training."""

    def __init__(self, pool: MaskPool | None) -> None:
        self._pool = pool

    def __call__(self, x: Tensor) -> Tensor:
        return x if self._pool is None else self._pool(x)


class Translator(nn.Module):
    """The whole model; `loss` for training, `greedy` for checks against CTranslate2."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocabulary, config.width)
        self.output_bias = nn.Parameter(torch.zeros(config.vocabulary))
        self.register_buffer("table", positions(config.max_positions, config.width), False)
        self.register_buffer("may_hide", torch.ones(config.vocabulary, dtype=torch.bool), False)
        self.encoder = nn.ModuleList(EncoderLayer(config) for _ in range(config.encoder_layers))
        self.decoder = nn.ModuleList(DecoderLayer(config) for _ in range(config.decoder_layers))
        self.encoder_norm = nn.LayerNorm(config.width)
        self.decoder_norm = nn.LayerNorm(config.width)
        self.pool = MaskPool(config.dropout)
        self._initialise()

    def _initialise(self) -> None:
        nn.init.normal_(self.embedding.weight, std=self.config.width**-0.5)
        depth = self.config.encoder_layers + 2 * self.config.decoder_layers
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2 and "embedding" not in name:
                nn.init.xavier_uniform_(parameter)
                if name.endswith(("out.weight", "second.weight")):
                    parameter.data.mul_((2 * depth) ** -0.25)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)

    def _embed(self, ids: Tensor, drop: Drop) -> Tensor:
        table: Tensor = self.get_buffer("table")
        x = self.embedding(ids) * math.sqrt(self.config.width)
        x = x + table[: ids.shape[1]]
        return drop(x.bfloat16() if self.training else x)

    def encode(self, source: Tensor, drop: Drop) -> tuple[Tensor, Tensor]:
        """Encoder output and the additive mask [batch, 1, 1, source length]."""
        mask = (source == PAD)[:, None, None, :] * MASKED
        x = self._embed(source, drop)
        for layer in self.encoder:
            x = layer(x, mask, drop)
        return self.encoder_norm(x), mask

    def decode(self, target: Tensor, memory: Tensor, mask: Tensor, drop: Drop) -> Tensor:
        """Decoder states before the output projection."""
        length = target.shape[1]
        causal = torch.full((length, length), MASKED).triu(1)[None, None]
        x = self._embed(target, drop)
        for layer in self.decoder:
            x = layer(x, causal, memory, mask, drop)
        result: Tensor = self.decoder_norm(x)
        return result

    def loss(self, source: Tensor, target: Tensor, smoothing: float) -> tuple[Tensor, Tensor]:
        """Summed smoothed loss and summed plain cross-entropy over the target ids after BOS."""
        drop = Drop(self.pool if self.training else None)
        memory, mask = self.encode(source, drop)
        given = target[:, :-1]
        if self.training:  # some of the words so far are hidden: read the source, do not guess on
            may: Tensor = self.get_buffer("may_hide")
            hidden = (torch.rand(given.shape) < self.config.hidden) & may[given]
            given = given.masked_fill(hidden, UNK)
        states = self.decode(given, memory, mask, drop)
        wanted = target[:, 1:]
        kept = wanted != PAD
        result: tuple[Tensor, Tensor] = FusedLoss.apply(  # type: ignore[no-untyped-call]
            states[kept], self.embedding.weight, self.output_bias, wanted[kept], smoothing
        )
        return result

    @torch.no_grad()
    def greedy(self, source: Sequence[Sequence[int]], limit: int = 120) -> list[list[int]]:
        """Greedy translation of id sequences (language token first, EOS last)."""
        longest = max(len(s) for s in source)
        batch = torch.tensor([[*s, *[PAD] * (longest - len(s))] for s in source])
        drop = Drop(None)
        memory, mask = self.encode(batch, drop)
        target = torch.full((len(source), 1), BOS)
        done = torch.zeros(len(source), dtype=torch.bool)
        for _ in range(limit):
            states = self.decode(target, memory, mask, drop)[:, -1].float()
            scores = states @ self.embedding.weight.T + self.output_bias
            best = scores.argmax(-1).masked_fill(done, PAD)
            target = torch.cat([target, best[:, None]], dim=1)
            done |= best == EOS
            if bool(done.all()):
                break
        return [[i for i in row[1:] if i not in (PAD, EOS)] for row in target.tolist()]


class FusedLoss(torch.autograd.Function):
    """Label-smoothed cross-entropy of a tied projection, block by block.

    The first result carries the gradient of the smoothed loss, its value is the plain
    cross-entropy (the second result), which is all that is ever read.
    """

    BLOCK = 512

    @staticmethod
    def forward(  # type: ignore[override]
        ctx: "torch.autograd.function.FunctionCtx",
        states: Tensor,
        weight: Tensor,
        bias: Tensor,
        wanted: Tensor,
        smoothing: float,
    ) -> tuple[Tensor, Tensor]:
        count, vocabulary = len(states), len(weight)
        blocks = -(-count // FusedLoss.BLOCK)
        # Whole blocks only (rows of zeros at the end): one shape for the compiled kernels.
        low_states = states.new_zeros((blocks * FusedLoss.BLOCK, states.shape[1])).bfloat16()
        low_states[:count] = states
        low_weight, low_bias = weight.bfloat16(), bias.bfloat16()
        grad_states = torch.empty_like(low_states)
        grad_weight, grad_bias = torch.zeros_like(weight), torch.zeros_like(bias)
        entropy = torch.zeros(())
        ones = torch.ones((1, FusedLoss.BLOCK), dtype=torch.bfloat16)
        for begin in range(0, count, FusedLoss.BLOCK):
            rows = slice(begin, begin + FusedLoss.BLOCK)
            real = min(FusedLoss.BLOCK, count - begin)
            part = low_states[rows]
            grad = torch.addmm(low_bias, part, low_weight.T).softmax(-1)
            right = wanted[begin : begin + real, None]
            picked = grad[:real].gather(1, right)
            entropy -= picked.float().clamp_min(1e-12).log().sum()
            grad[:real].scatter_(1, right, picked - (1 - smoothing))
            grad[real:] = 0
            grad_bias += torch.mm(ones, grad)[0]
            grad_states[rows] = torch.mm(grad, low_weight)
            grad_weight += torch.mm(grad.T, part)
        grad_states = grad_states[:count].float()
        if smoothing:  # the even share of every class, which needs no pass over the classes
            share = smoothing / vocabulary
            grad_states -= share * weight.sum(0)
            grad_weight -= share * states.float().sum(0)
            grad_bias -= share * count
        loss = entropy.clone()
        ctx.save_for_backward(grad_states.to(states.dtype), grad_weight, grad_bias)
        ctx.mark_non_differentiable(entropy)
        return loss, entropy

    @staticmethod
    def backward(  # type: ignore[override]
        ctx: "torch.autograd.function.FunctionCtx", grad: Tensor, _entropy: Tensor
    ) -> tuple[Tensor | None, ...]:
        states, weight, bias = ctx.saved_tensors  # type: ignore[attr-defined]
        return states * grad, weight * grad, bias * grad, None, None
