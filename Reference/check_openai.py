"""Uses OpenAI's own client against the tests' stand-in, whose address is the argument: `make remote`."""

import base64
import io
import struct
import sys
import zlib

import openai

KEY = "sk-proj-StandIn1Key2For3Tests4Only5"


def png(width=8, height=8):
    """A grey PNG file of the given size."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + b"\x80" * 3 * width for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def is_png(text):
    return base64.b64decode(text, validate=True).startswith(b"\x89PNG\r\n\x1a\n")


def check(name, condition):
    print(("ok      " if condition else "FAILED  ") + name)
    return condition


def refusal(client, prompt, kind, **facts):
    """Whether a prompt fails with an error of the given class and facts."""
    try:
        client.images.generate(model="gpt-image-2.5-sunburst", prompt=prompt)
    except kind as error:
        return all(getattr(error, name) == value for name, value in facts.items())
    except openai.OpenAIError as error:
        print(f"        {type(error).__name__}: {error}")
    return False


def checks(base):
    client = openai.OpenAI(base_url=base, api_key=KEY)
    model = "gpt-image-2.5-sunburst"

    answer = client.images.generate(model=model, prompt="a lion", n=2, size="1536x864", quality="xhigh")
    yield "two pictures", len(answer.data) == 2 and all(is_png(item.b64_json) for item in answer.data)
    yield "usage", answer.usage.total_tokens == 1076 and answer.usage.input_tokens_details.text_tokens == 12
    yield "request id", answer._request_id == "req_stand_in_1234"

    answer = client.images.generate(model="dall-e-3", prompt="[url] a lion", response_format="url")
    yield "a picture by its address", answer.data[0].url.endswith("/pictures/1.png")
    answer = client.images.generate(model="dall-e-3", prompt="[revised] a lion", response_format="b64_json", style="vivid")
    yield "a changed prompt", answer.data[0].revised_prompt == "a lion that has coffee, in oil"
    answer = client.images.generate(model=model, prompt="[slow] a lion")
    yield "a slow answer in pieces", is_png(answer.data[0].b64_json)

    events = list(client.images.generate(model=model, prompt="a lion", stream=True, partial_images=3))
    yield "a stream", [event.type for event in events] == ["image_generation.partial_image"] * 3 + ["image_generation.completed"]
    yield "its pictures", all(is_png(event.b64_json) for event in events)
    yield "its counts", [event.partial_image_index for event in events[:3]] == [0, 1, 2] and events[3].usage.output_tokens == 1056

    answer = client.images.edit(model=model, image=("a.png", io.BytesIO(png())), mask=("m.png", io.BytesIO(png())), prompt="a hat")
    yield "an edit", is_png(answer.data[0].b64_json)
    answer = client.images.edit(model=model, image=[("a.png", png(), "image/png"), ("b.png", png(), "image/png")], prompt="a hat")
    yield "an edit of two pictures", is_png(answer.data[0].b64_json)
    events = list(client.images.edit(model=model, image=("a.png", png()), prompt="a hat", stream=True, partial_images=1))
    yield "a streamed edit", [event.type for event in events] == ["image_edit.partial_image", "image_edit.completed"]

    for prompt in ["[rate-twice] python", "[failing-once] python", "[reset-once] python"]:
        yield f"tried again: {prompt}", is_png(client.images.generate(model=model, prompt=prompt).data[0].b64_json)

    stranger = openai.OpenAI(base_url=base, api_key="sk-other", max_retries=0)
    yield "a wrong key", refusal(stranger, "a lion", openai.AuthenticationError, code="invalid_api_key")
    once = openai.OpenAI(base_url=base, api_key=KEY, max_retries=0)
    rows = [
        ("unverified", openai.PermissionDeniedError, {}),
        ("gone", openai.NotFoundError, {"code": "model_not_found"}),
        ("blocked-input", openai.BadRequestError, {"code": "moderation_blocked", "type": "image_generation_user_error"}),
        ("policy", openai.BadRequestError, {"code": "content_policy_violation"}),
        ("billing", openai.BadRequestError, {"code": "billing_hard_limit_reached"}),
        ("rate", openai.RateLimitError, {"code": "rate_limit_exceeded"}),
        ("quota", openai.RateLimitError, {"code": "insufficient_quota"}),
        ("failing", openai.InternalServerError, {"status_code": 500}),
        ("failing-html", openai.InternalServerError, {"status_code": 502}),
        ("fastapi", openai.UnprocessableEntityError, {}),
        ("reset", openai.APIConnectionError, {}),
    ]
    for name, kind, facts in rows:
        yield f"{name} is {kind.__name__}", refusal(once, f"[{name}] python", kind, **facts)
    try:
        once.images.generate(model="gpt-image-1.5", prompt="a", quality="hd")
        yield "a value that is refused", False
    except openai.BadRequestError as error:
        yield "a value that is refused", "`quality` is `hd`" in str(error)


if __name__ == "__main__":
    results = [check(name, condition) for name, condition in checks(sys.argv[1])]
    print(f"{sum(results)} of {len(results)}, by openai {openai.__version__}")
    sys.exit(0 if all(results) else 1)
