"""Training in bfloat16 with master weights in float32, and their running average."""

from contextlib import contextmanager

import torch
from torch.nn import Conv2d, Linear, Module, Parameter

NARROW = 16  # layers with fewer channels at one end touch pixels or latents


class MixedPrecision:
    """float32 weights that the optimizer steps, their bfloat16 copies that compute, and their average over steps."""

    def __init__(self, groups: list[tuple[list[Module], list[Module], float]], rate: float, decay: float, weight_decay: float):
        """`groups`: (float32 modules, their bfloat16 copies, factor of the learning rate)."""
        self.rate, self.decay, self.steps = rate, decay, 0
        self.masters = [parameter for masters, _, _ in groups for parameter in parameters(masters)]
        self.copies = [parameter for _, copies, _ in groups for parameter in parameters(copies)]
        self.average = [parameter.detach().clone() for parameter in self.masters]
        self.matrices = []  # (a weight, the same memory as a matrix)
        self.optimizers = []
        for masters, _, factor in groups:
            self._add_optimizers(masters, factor, weight_decay)

    def _add_optimizers(self, modules: list[Module], factor: float, weight_decay: float) -> None:
        """Muon for what maps features to features, AdamW for everything else."""
        inner = inner_weights(modules)
        known = set(map(id, inner))
        matrices = [(weight, Parameter(weight.detach().view(len(weight), -1))) for weight in inner]
        others = [parameter for parameter in parameters(modules) if id(parameter) not in known]
        self.matrices += matrices
        self.optimizers += [
            torch.optim.Muon([dict(params=[matrix for _, matrix in matrices], factor=factor)], self.rate,
                             weight_decay=weight_decay, adjust_lr_fn="match_rms_adamw"),
            torch.optim.AdamW([dict(params=others, factor=factor)], self.rate, betas=(.9, .99), weight_decay=weight_decay,
                              fused=True)]

    @torch.no_grad()
    def step(self, share: float) -> None:
        """Takes the copies' gradients, steps, and brings copies and average up to date; `share` scales the rate."""
        for master, copy in zip(self.masters, self.copies):
            # In the master's layout: fused AdamW goes through memory in order, whatever the strides.
            master.grad = None if copy.grad is None else torch.empty_like(master).copy_(copy.grad)
            copy.grad = None
        torch.nn.utils.clip_grad_norm_(self.masters, 1)
        for weight, matrix in self.matrices:
            matrix.grad = weight.grad.view_as(matrix)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = self.rate * group["factor"] * share
            optimizer.step()
        torch._foreach_copy_(self.copies, self.masters)
        self.steps += 1
        torch._foreach_lerp_(self.average, self.masters, 1 - min(self.decay, self.steps / (self.steps + 10)))

    @contextmanager
    def averaged(self):
        """A context in which the float32 weights are the average."""
        present = [master.detach().clone() for master in self.masters]
        self._set(self.average)
        yield
        self._set(present)

    @torch.no_grad()
    def _set(self, values: list[torch.Tensor]) -> None:
        torch._foreach_copy_(self.masters, values)


def parameters(modules: list[Module]) -> list[Parameter]:
    return [parameter for module in modules for parameter in module.parameters()]


def inner_weights(modules: list[Module]) -> list[Parameter]:
    """The weights of linear layers and convolutions between features: not embeddings, nor what touches pixels or latents."""
    layers = [layer for module in modules for layer in module.modules() if isinstance(layer, (Conv2d, Linear))]
    return [layer.weight for layer in layers if min(layer.weight.shape[:2]) >= NARROW]


def schedule(step: int, steps: int, warm: int = 50, level: float = .35) -> float:
    """The learning rate's share: up over `warm` steps, level, then a cosine down to a hundredth."""
    done = step / steps
    fall = 1 if done < level else max(.01, .5 + .5 * torch.cos(torch.tensor(torch.pi * (done - level) / (1 - level))).item())
    return min(1, (step + 1) / warm) * fall
