"""Times Easel's download of one large file, its hash included, beside curl's from the same server, in turns.

Called by Scripts/downloads.sh: SERVER EASEL FOLDER [ROUNDS]
"""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

server, easel, folder = sys.argv[1:4]
rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 5
folder = pathlib.Path(folder)
source = folder / "large.bin"
size = 2_000_000_000
path = "bench/large/resolve/main/unet/diffusion_pytorch_model.safetensors"


def make():
    if source.exists() and source.stat().st_size == size:
        return
    piece = os.urandom(1_000_000)
    with source.open("wb") as file:
        for number in range(size // len(piece)):
            file.write(number.to_bytes(8, "little") + piece[8:])


def run(command, environment):
    """The seconds and the peak memory in MB of a program that must succeed."""
    start = time.monotonic()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{command[0]} failed with {status}")
    return time.monotonic() - start, usage.ru_maxrss / 1000


make()
process = subprocess.Popen([server, "--large", str(source)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
address = process.stdout.readline().strip()
environment = {**os.environ, "HF_ENDPOINT": address, "HF_HOME": str(folder / "hf"), "HOME": str(folder)}
for name in ("http_proxy", "HTTP_PROXY", "HF_HUB_CACHE", "HF_TOKEN", "HF_HUB_OFFLINE"):
    environment.pop(name, None)
times = {"curl": [], "easel": []}
memory = {"curl": [], "easel": []}
try:
    for turn in range(rounds + 1):
        for name in ("curl", "easel") if turn % 2 else ("easel", "curl"):
            shutil.rmtree(folder / "hf", ignore_errors=True)
            (folder / "out.bin").unlink(missing_ok=True)
            os.sync()
            command = (["curl", "-s", "-o", str(folder / "out.bin"), f"{address}/{path}"] if name == "curl"
                       else [easel, "-c", "download bench/large"])
            seconds, peak = run(command, environment)
            # The first turn fills the page cache with the source.
            if turn > 0:
                times[name].append(seconds)
                memory[name].append(peak)
finally:
    process.stdin.close()
    process.wait()
    shutil.rmtree(folder / "hf", ignore_errors=True)
    (folder / "out.bin").unlink(missing_ok=True)

for name in times:
    middle = statistics.median(times[name])
    print(f"{name:6}{middle:8.2f} s {size / middle / 1e6:8.0f} MB/s   peak {max(memory[name]):5.0f} MB"
          f"   all: {' '.join(f'{t:.2f}' for t in times[name])}")
print(f"Easel's speed is {statistics.median(times['curl']) / statistics.median(times['easel']):.2f} of curl's")
