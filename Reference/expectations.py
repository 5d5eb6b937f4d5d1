"""What diffusers makes of a pipeline: every step and many intermediates of one request."""

import importlib.metadata
import inspect
import json
import re
import sys

import numpy
import torch
from diffusers import StableDiffusionXLPipeline
from safetensors.torch import save_file

from recipes import REQUESTS

PROMPT = "a lion having coffee"
SEED = 42
STEPS = 4

# Modules whose outputs are kept, by their path inside the component.
KEPT = re.compile(
    r"""^(unet\.(conv_in|time_embedding|add_embedding|conv_norm_out|conv_out
        |(down|up)_blocks\.\d+(\.(resnets|attentions|downsamplers|upsamplers)\.\d+)?
        |(down_blocks\.\d+\.attentions\.0|mid_block\.attentions\.0)
            \.(norm|proj_in|transformer_blocks\.0(\.(attn1|attn2|ff|norm1))?)
        |down_blocks\.\d+\.resnets\.0\.(norm1|conv1|time_emb_proj|norm2|conv2|conv_shortcut)
        |mid_block(\.(resnets|attentions)\.\d+)?)
    |vae\.(post_quant_conv
        |decoder\.(conv_in|conv_norm_out|conv_out|mid_block(\.(resnets|attentions)\.\d+)?
            |up_blocks\.\d+(\.(resnets|upsamplers)\.\d+)?))
    |text_encoder(_2)?\.(text_model\.)?(embeddings|encoder\.layers\.\d+(\.(self_attn|mlp))?
        |final_layer_norm)
    )$""",
    re.VERBOSE,
)


def metadata(**more):
    """The versions and the command that made a file, as one entry: several come in random order."""
    names = ["torch", "diffusers", "transformers", "safetensors", "numpy"]
    versions = {name: importlib.metadata.version(name).split("+")[0] for name in names}
    command = "python Reference/" + sys.argv[0].rsplit("/", 1)[-1]
    return {"about": json.dumps({**versions, "command": command, **more})}


class Recorder:
    """Keeps the first output of every named module while it is open."""

    def __init__(self, pipeline, limit):
        self.tensors, self.hooks, self.limit = {}, [], limit
        for component in ["text_encoder", "text_encoder_2", "unet", "vae"]:
            root = getattr(pipeline, component, None)
            for path, module in root.named_modules() if root is not None else []:
                name = f"{component}.{path}"
                if KEPT.match(name):
                    self.hooks.append(module.register_forward_hook(self.keeper(name)))

    def keeper(self, name):
        """A hook that keeps the module's output under `name`; later calls are numbered."""

        def keep(module, inputs, output):
            while isinstance(output, tuple):
                output = output[0]
            seen = name
            if name.startswith("text_encoder"):  # called for the prompt, then for the negative one
                seen = name if name not in self.tensors else name + "#negative"
            if seen not in self.tensors and output.numel() <= self.limit:
                self.tensors[seen] = output.detach().clone()

        return keep

    def close(self):
        """Removes the hooks."""
        for hook in self.hooks:
            hook.remove()


def request(pipeline, width, height, negative, guidance, limit=0, prompt=PROMPT, seed=SEED):
    """Runs one request and gives its tensors by name; `limit` bounds an intermediate's numbers."""
    out = {}
    recorder = Recorder(pipeline, limit) if limit else None
    calls = []

    def on_unet(module, args, kwargs, output):
        if not calls:
            out["unet.input"] = args[0].clone()
            out["unet.timestep"] = torch.as_tensor(args[1]).float().reshape(1)
            out["unet.encoder_hidden_states"] = kwargs["encoder_hidden_states"].clone()
            for key, value in (kwargs.get("added_cond_kwargs") or {}).items():
                out[f"unet.{key}"] = value.float().clone()
        calls.append(output[0].clone())

    step = pipeline.scheduler.step

    def on_step(noise, timestep, sample, **kwargs):
        count = sum(name.startswith("guided.") for name in out)
        if count == 0:
            out["latents.initial"] = sample.clone()
        out[f"guided.{count}"] = noise.clone()
        result = step(noise, timestep, sample, **kwargs)
        out[f"latents.{count}"] = result[0].clone()
        return result

    hook = pipeline.unet.register_forward_hook(on_unet, with_kwargs=True)
    pipeline.scheduler.step = on_step
    options = {} if guidance is None else {"guidance_scale": guidance}
    # Signatures are inspected for `eta` and `generator`.
    on_step.__signature__ = inspect.signature(step)
    image = pipeline(
        prompt,
        negative_prompt=negative,
        width=width,
        height=height,
        num_inference_steps=STEPS,
        generator=torch.Generator().manual_seed(seed),
        output_type="np",
        **options,
    ).images[0]
    del pipeline.scheduler.step
    hook.remove()
    if recorder:
        recorder.close()
        out.update(recorder.tensors)
    for count in {0, len(calls) - 1}:
        out[f"noise.{count}"] = calls[count]
    out["timesteps"] = pipeline.scheduler.timesteps.float().clone()
    out["image"] = torch.from_numpy((image * 255).round().astype(numpy.uint8))
    return out


def prompt_tensors(pipeline, negative, guided):
    """Token ids and embeddings of the request's prompts."""
    out = {}
    xl = isinstance(pipeline, StableDiffusionXLPipeline)
    for suffix in ["", "_2"] if xl else [""]:
        tokens = getattr(pipeline, "tokenizer" + suffix)
        for name, text in [("positive", PROMPT), ("negative", negative or "")]:
            ids = tokens(text, padding="max_length", truncation=True, return_tensors="pt").input_ids
            out[f"tokens{suffix}.{name}"] = ids.to(torch.int32)
    results = pipeline.encode_prompt(
        prompt=PROMPT,
        negative_prompt=negative,
        device="cpu",
        num_images_per_prompt=1,
        do_classifier_free_guidance=guided,
    )
    names = ["embeds.positive", "embeds.negative", "pooled.positive", "pooled.negative"]
    out.update({n: r for n, r in zip(names, results) if r is not None})
    return out


def encoder_tensors(vae):
    """A picture through the VAE's encoder: mean and logarithm of the variance."""
    size = (1, 3, 24, 40)
    picture = torch.rand(size, generator=torch.Generator().manual_seed(7)) * 2 - 1
    posterior = vae.encode(picture).latent_dist
    return {
        "encoder.input": picture,
        "encoder.mean": posterior.mean,
        "encoder.logvar": posterior.logvar,
    }


@torch.no_grad()
def write_expected(pipeline, name, path):
    """Writes what diffusers makes of the requests of a fixture."""
    out = encoder_tensors(pipeline.vae)
    for number, (label, width, height, negative, guidance) in enumerate(REQUESTS[name]):
        tensors = request(
            pipeline, width, height, negative, guidance, limit=0 if number else 3_100
        )
        tensors.update(prompt_tensors(pipeline, negative, tensors["noise.0"].shape[0] == 2))
        if number:
            tensors = {k: v for k, v in tensors.items() if not k.startswith("unet.")}
        out.update({f"{label}.{key}": value for key, value in tensors.items()})
        pixels = tensors["image"].float()
        low, high = torch.quantile(pixels, torch.tensor([0.05, 0.95])).tolist()
        print(f"  {label}: pixels mostly {low:.0f} to {high:.0f}, spread {pixels.std():.0f}")
    about = {
        f"request.{label}": f"width={w} height={h} steps={STEPS} seed={SEED} "
        f"guidance={'default' if g is None else g} prompt={PROMPT!r} negative={n!r}"
        for label, w, h, n, g in REQUESTS[name]
    }
    out = {key: value.contiguous().clone() for key, value in out.items()}
    save_file(dict(sorted(out.items())), path, metadata=metadata(**about))
    print(f"  {len(out)} tensors, {path.stat().st_size / 1e6:.2f} MB")
