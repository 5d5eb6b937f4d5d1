"""Training in bfloat16 with master weights in float32, and their running average."""

from contextlib import contextmanager

import torch


class MixedPrecision:
    """float32 weights that the optimizer steps, their bfloat16 copies that compute, and their average over steps."""

    def __init__(self, groups: list[tuple[list, list, float]], rate: float, decay: float, weight_decay: float):
        """`groups`: (float32 parameters, their bfloat16 copies, factor of the learning rate)."""
        self.rate, self.decay, self.steps = rate, decay, 0
        self.masters = [parameter for masters, _, _ in groups for parameter in masters]
        self.copies = [parameter for _, copies, _ in groups for parameter in copies]
        self.average = [parameter.detach().clone() for parameter in self.masters]
        self.optimizer = torch.optim.AdamW(
            [dict(params=masters, factor=factor) for masters, _, factor in groups],
            rate, betas=(.9, .99), weight_decay=weight_decay, fused=True)

    @torch.no_grad()
    def step(self, share: float) -> None:
        """Takes the copies' gradients, steps, and brings copies and average up to date; `share` scales the rate."""
        for master, copy in zip(self.masters, self.copies):
            # In the master's layout: fused AdamW goes through memory in order, whatever the strides.
            master.grad = None if copy.grad is None else torch.empty_like(master).copy_(copy.grad)
            copy.grad = None
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate * group["factor"] * share
        torch.nn.utils.clip_grad_norm_(self.masters, 1)
        self.optimizer.step()
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


def schedule(step: int, steps: int, warm: int = 50, level: float = .35) -> float:
    """The learning rate's share: up over `warm` steps, level, then a cosine down to a hundredth."""
    done = step / steps
    fall = 1 if done < level else max(.01, .5 + .5 * torch.cos(torch.tensor(torch.pi * (done - level) / (1 - level))).item())
    return min(1, (step + 1) / warm) * fall
