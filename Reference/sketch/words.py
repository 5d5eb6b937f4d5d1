"""Captions as token numbers, and the text encoder's shape."""

import torch
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

LENGTH = 32  # tokens of a prompt
WIDTH = 160


def tokenizer(folder) -> CLIPTokenizer:
    return CLIPTokenizer.from_pretrained(folder)


def tokens(tokenizer: CLIPTokenizer, captions: list[str]) -> torch.Tensor:
    """[n, 32], each caption begun, ended and padded as CLIP does."""
    return tokenizer(captions, padding="max_length", max_length=LENGTH, truncation=True, return_tensors="pt").input_ids


def new_text_encoder(tokenizer: CLIPTokenizer) -> CLIPTextModel:
    """A text encoder with 1.4 million parameters that knows nothing."""
    end = tokenizer.eos_token_id
    return CLIPTextModel(CLIPTextConfig(
        vocab_size=len(tokenizer), hidden_size=WIDTH, intermediate_size=4 * WIDTH, num_hidden_layers=3,
        num_attention_heads=4, max_position_embeddings=LENGTH, projection_dim=WIDTH, hidden_act="quick_gelu",
        bos_token_id=tokenizer.bos_token_id, eos_token_id=end, pad_token_id=end))
