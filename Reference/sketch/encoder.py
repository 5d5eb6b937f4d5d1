"""The AutoencoderKL's encoder, set so that it computes the latents' fixed map: nothing about it is learned.

The map is linear (patches.py), and so is an encoder whose residual branches are zero: each halving gathers four
neighbours' channels, and the last one sums them up. What is not linear is its end, GroupNorm and SiLU. Large constants
beside the latents hold the norm still, and silu(x) - silu(-x) is x.
"""

import torch
from diffusers import AutoencoderKL

import patches

STILL = 64.0  # the constants beside latents of size 1
LOG_VARIANCE = -6.0  # of the latents' distribution
CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))


@torch.no_grad()
def set_exact(vae: AutoencoderKL) -> None:
    """Sets the encoder's weights."""
    for parameter in [*vae.encoder.parameters(), *vae.quant_conv.parameters()]:
        parameter.zero_()
    _set_map(vae.encoder)
    _set_end(vae.encoder)
    vae.quant_conv.weight[:, :, 0, 0] = torch.eye(2 * patches.CHANNELS)


def _set_map(encoder) -> None:
    """From pixels to latents, which the last halving gives."""
    halvings = [block.downsamplers[0].conv for block in encoder.down_blocks[:-1]]
    encoder.conv_in.weight[:3, :, 1, 1] = torch.eye(3)
    filters, offsets = patches.filters()
    basis, mixed = factors(filters)
    _gather(halvings[0], torch.eye(12))  # two by two pixels
    _gather(halvings[1], basis)  # four by four
    _gather(halvings[2], mixed)
    halvings[2].bias[:patches.CHANNELS] = offsets
    for block in encoder.down_blocks[1:-1]:
        shortcut = block.resnets[0].conv_shortcut
        kept = min(shortcut.in_channels, shortcut.out_channels)
        shortcut.weight[:kept, :kept, 0, 0] = torch.eye(kept)


def _set_end(encoder) -> None:
    """From latents to their distribution: past a norm and a SiLU as if they were not there."""
    last, half = encoder.down_blocks[-1].resnets[0].conv_shortcut, encoder.conv_norm_out.num_channels // 2
    channels, identity = patches.CHANNELS, torch.eye(patches.CHANNELS)
    last.weight[:2 * channels, :channels, 0, 0] = torch.cat([identity, -identity])
    constants = torch.full((half - 2 * channels,), STILL)
    constants[::2] = -STILL
    last.bias[2 * channels:half] = constants
    encoder.conv_norm_out.weight[:] = STILL * (len(constants) / half) ** .5
    encoder.conv_out.weight[:channels, :2 * channels, 1, 1] = torch.cat([identity, -identity], dim=1)
    encoder.conv_out.bias[channels:] = LOG_VARIANCE


def factors(filters: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Filters [n, 3, 8, 8] as what is asked of each quarter of a patch [r, 48], and how the answers are summed [n, 4 * r].

    Pixels are numbered as two halvings gather them: quarter of the quarter, pixel in it, colour.
    """
    count = len(filters)
    # channel, colour, quarter's row, row, pixel's row; and so on for columns
    parts = filters.reshape(count, 3, 2, 2, 2, 2, 2, 2)
    quarters = parts.permute(0, 2, 5, 3, 6, 4, 7, 1).reshape(count * 4, 48)
    _, sizes, directions = torch.linalg.svd(quarters.double(), full_matrices=False)
    basis = directions[sizes > 1e-6 * sizes[0]]
    return basis.float(), (quarters.double() @ basis.T).float().reshape(count, -1)


def _gather(halving: torch.nn.Conv2d, weights: torch.Tensor) -> None:
    """Lets a convolution of stride 2 take `weights` [outputs, 4 * inputs] of each two by two neighbours' channels."""
    outputs, inputs = len(weights), weights.shape[1] // 4
    for (row, column), part in zip(CORNERS, weights.reshape(outputs, 4, inputs).unbind(1)):
        halving.weight[:outputs, :inputs, row, column] = part
