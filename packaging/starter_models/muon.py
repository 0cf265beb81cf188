"""The Muon optimiser, used for the matrices inside the blocks of both starter models."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Muon(torch.optim.Optimizer):
    """Momentum steps made orthogonal (Jordan et al. 2024), for the matrices inside the blocks.

    Fused projections count as so many square matrices. Equal shapes are stacked and
    orthogonalised together in bfloat16, which costs a few per cent of a step.
    """

    def __init__(
        self, matrices: list[nn.Parameter], rate: float, momentum: float = 0.95, decay: float = 0.02
    ) -> None:
        super().__init__(matrices, {"lr": rate, "momentum": momentum, "decay": decay})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """One step."""
        for group in self.param_groups:
            stacks: dict[tuple[int, int], list[Tensor]] = {}
            for matrix in group["params"]:
                if matrix.grad is None:
                    continue
                state = self.state[matrix]
                if "momentum" not in state:
                    state["momentum"] = torch.zeros_like(matrix)
                moved = state["momentum"].lerp_(matrix.grad, 1 - group["momentum"])
                update = matrix.grad.lerp(moved, group["momentum"])
                width = matrix.shape[1]
                parts = update.shape[0] // width if update.shape[0] in (2 * width, 3 * width) else 1
                for target, change in zip(matrix.chunk(parts), update.chunk(parts), strict=True):
                    stacks.setdefault((change.shape[0], width), []).append((target, change))  # type: ignore[arg-type]
            for (rows, columns), pairs in stacks.items():
                changes = orthogonal(torch.stack([change for _, change in pairs]))
                scale = group["lr"] * max(1.0, rows / columns) ** 0.5
                for (target, _), change in zip(pairs, changes, strict=True):
                    target.mul_(1 - group["lr"] * group["decay"])
                    target.add_(change, alpha=-scale)


def orthogonal(matrices: Tensor, rounds: int = 4) -> Tensor:
    """The nearest (roughly) orthogonal matrices, by Newton-Schulz iteration."""
    turned = matrices.shape[-2] > matrices.shape[-1]
    x = (matrices.mT if turned else matrices).to(torch.bfloat16)
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(rounds):
        square = x @ x.mT
        x = 3.4445 * x + (-4.7750 * square + 2.0315 * square @ square) @ x
    result: Tensor = (x.mT if turned else x).float()
    return result
