"""What `sketch`'s latents are: for each patch of 8x8 pixels its mean colour, and nine of its cosine coefficients.

A fixed linear map from pixels to latents, as JPEG's is, leaves nothing about the latents to learn: the UNet can be
trained before the decoder, on as many fresh scenes as there are, and each channel means something: 0 to 2 are a
thumbnail in red, green and blue; the others say how brightness, and red against blue, wave across the patch. The
AutoencoderKL's encoder computes it (encoder.py), its decoder learns to undo it.
"""

import torch
import torch.nn.functional as functional

SIDE = 8

# What brings red, green and blue in -1...1 to mean 0 and spread 1 in these scenes: factor, offset.
THUMBNAIL = ((1.90, -1.04), (1.95, -.94), (1.62, -.66))
# (axis of colour, vertical frequency, horizontal frequency, spread in these scenes).
WAVES = ((0, 1, 0, .95), (0, 0, 1, .92), (0, 1, 1, .43), (0, 2, 0, .42), (0, 0, 2, .41),
         (1, 1, 0, .57), (1, 0, 1, .54), (0, 2, 1, .26), (0, 1, 2, .25))
WAVE_SPREAD = .5  # what the waves' spread is brought to: less than the thumbnail's, so that noise hides them first
CHANNELS = len(THUMBNAIL) + len(WAVES)
COLOUR_AXES = ((1, 1, 1), (1, 0, -1))  # brightness; red against blue


def filters() -> tuple[torch.Tensor, torch.Tensor]:
    """The map as a convolution's weights [CHANNELS, 3, 8, 8] and offsets [CHANNELS]."""
    place = torch.arange(SIDE) + .5
    cosines = torch.stack([torch.cos(torch.pi * place * k / SIDE) * (2 / SIDE) ** .5 for k in range(SIDE)])
    cosines[0] *= .5 ** .5
    weights, offsets = torch.zeros(CHANNELS, 3, SIDE, SIDE), torch.zeros(CHANNELS)
    for channel, (factor, offset) in enumerate(THUMBNAIL):
        weights[channel, channel] = factor / SIDE**2
        offsets[channel] = offset
    for channel, (axis, vertical, horizontal, spread) in enumerate(WAVES, start=len(THUMBNAIL)):
        colour = torch.tensor(COLOUR_AXES[axis], dtype=torch.float32)
        colour = (colour / colour.norm())[:, None, None]
        weights[channel] = colour * torch.outer(cosines[vertical], cosines[horizontal]) * (WAVE_SPREAD / spread)
    return weights, offsets


_WEIGHTS, _OFFSETS = filters()


def latents(pixels: torch.Tensor) -> torch.Tensor:
    """Latents [n, CHANNELS, height / 8, width / 8] of pixels [n, 3, height, width] in -1...1."""
    return functional.conv2d(pixels, _WEIGHTS, _OFFSETS, stride=SIDE)


def pixels(images) -> torch.Tensor:
    """Pixels [n, 3, height, width] in -1...1 of uint8 pictures [n, height, width, 3]."""
    return torch.from_numpy(images).permute(0, 3, 1, 2).float() / 127.5 - 1
