"""Shares one cache between huggingface_hub and Easel, in both directions, against a stand-in of the Hub.

Called by Scripts/check-hub.sh: ADDRESS-OF-THE-STAND-IN EASEL FIXTURE-FOLDER WORKING-FOLDER [--write LIST]
"""

import os
import pathlib
import subprocess
import sys

address, easel, fixture, work = sys.argv[1:5]
os.environ.update(HF_ENDPOINT=address, HF_HUB_DISABLE_XET="1", HF_HUB_DISABLE_PROGRESS_BARS="1")
os.environ.update(HF_HUB_DISABLE_TELEMETRY="1", HF_HUB_DISABLE_UPDATE_CHECK="1", HOME=work)
for name in ("HF_TOKEN", "HF_HOME", "HF_HUB_CACHE", "HF_HUB_OFFLINE"):
    os.environ.pop(name, None)

import huggingface_hub  # noqa: E402
from huggingface_hub import scan_cache_dir, snapshot_download  # noqa: E402
from huggingface_hub.errors import GatedRepoError  # noqa: E402

failures = []


def check(what, holds, detail=""):
    print(("ok    " if holds else "FAILED") + " " + what + (f": {detail}" if detail and not holds else ""))
    if not holds:
        failures.append(what)


def run_easel(cache, command, **environment):
    done = subprocess.run(
        [easel, "-c", command], capture_output=True, text=True,
        env={**os.environ, "HF_HUB_CACHE": cache, **environment},
    )
    return done.returncode, done.stdout + done.stderr


def layout(cache):
    """The cache as a list: folders, files with their lengths and links with their targets."""
    lines = []
    root = pathlib.Path(cache)
    for path in sorted(root.rglob("*"), key=lambda path: str(path)):
        name = str(path.relative_to(root))
        if path.is_symlink():
            lines.append(f"{name} -> {os.readlink(path)}")
        elif path.is_dir():
            lines.append(name + "/")
        else:
            lines.append(f"{name} {path.stat().st_size}")
    return lines


def same_files(snapshot):
    """Whether all of the fixture's files of a snapshot hold what the fixture holds."""
    found = [path for path in pathlib.Path(snapshot).rglob("*") if path.is_file()]
    wrong = [p for p in found if p.read_bytes() != (pathlib.Path(fixture) / p.relative_to(snapshot)).read_bytes()]
    return len(found) >= 10 and not wrong


wanted = ["*.json", "*.safetensors"]
beside = ["expected.safetensors"]

# 1. What huggingface_hub downloads from the stand-in, Easel loads without a word to the Hub.
python_cache = work + "/python"
snapshot = snapshot_download("tiny/sd", cache_dir=python_cache, allow_patterns=wanted, ignore_patterns=beside)
check("huggingface_hub downloads from the stand-in", same_files(snapshot), snapshot)
status, text = run_easel(
    python_cache, 'load tiny/sd fp32; gen "a fox" steps=1 size=64x64', HF_ENDPOINT="http://127.0.0.1:9")
check("Easel loads it with nobody to ask", status == 0 and "tiny/sd" in text, text)
status, text = run_easel(python_cache, "load tiny/sd fp32", HF_HUB_OFFLINE="1")
check("Easel loads it offline", status == 0, text)
status, text = run_easel(python_cache, "download tiny/sd")
check("Easel's download finds nothing to fetch", status == 0 and "downloading" not in text, text)

# 2. What Easel downloads, huggingface_hub takes and lists.
easel_cache = work + "/easel"
status, text = run_easel(easel_cache, "download tiny/sd")
check("Easel downloads", status == 0, text)
local = snapshot_download("tiny/sd", cache_dir=easel_cache, local_files_only=True)
check("huggingface_hub finds it without asking", same_files(local), local)
again = snapshot_download("tiny/sd", cache_dir=easel_cache, allow_patterns=wanted, ignore_patterns=beside)
check("huggingface_hub fetches nothing more", again == local)
for name, cache in (("Easel's", easel_cache), ("Python's", python_cache)):
    scan = scan_cache_dir(cache)
    check(f"{name} cache is scanned without warnings", not scan.warnings and len(scan.repos) == 1, scan.warnings)
    check(f"{name} cache holds nothing unfinished", not scan.incomplete_files, scan.incomplete_files)
repo = next(iter(scan_cache_dir(easel_cache).repos))
check("the scan names repository and branch", repo.repo_id == "tiny/sd" and "main" in repo.refs, repo)

# 3. Both make the same tree, but for the list of files that huggingface_hub keeps for itself.
fresh = work + "/fresh"
run_easel(fresh, "download tiny/sd")
ours = layout(fresh)
theirs = [line for line in layout(python_cache) if "/trees/" not in line and not line.endswith("/trees/")]
check("both make the same tree", ours == theirs, f"{set(ours) ^ set(theirs)}")

# 4. What Easel removes is gone for huggingface_hub, and what that removes for Easel.
status, text = run_easel(fresh, "remove tiny/sd yes")
check("Easel removes", status == 0 and not scan_cache_dir(fresh).repos, text)
commits = [revision.commit_hash for revision in next(iter(scan_cache_dir(python_cache).repos)).revisions]
scan_cache_dir(python_cache).delete_revisions(*commits).execute()
status, text = run_easel(python_cache, "load tiny/sd", HF_HUB_OFFLINE="1")
check("what huggingface_hub deletes is not on the disk for Easel", status != 0 and "not on this disk" in text, text)

# 5. One login for both.
home = work + "/home"
done = subprocess.run(
    [easel, "-c", "login hf"], input="hf_open\n", capture_output=True, text=True,
    env={**os.environ, "HF_HOME": home},
)
check("Easel logs in", done.returncode == 0, done.stdout + done.stderr)
check("the token is not shown", "hf_open" not in done.stdout + done.stderr)
code = (
    "import huggingface_hub as h, sys; from huggingface_hub.utils import get_stored_tokens;"
    "print(h.get_token(), get_stored_tokens(), h.whoami()['name']);"
    "h.snapshot_download('tiny/gated', cache_dir=sys.argv[1], allow_patterns=['*.json'])"
)
done = subprocess.run(
    [sys.executable, "-c", code, work + "/gated"], capture_output=True, text=True,
    env={**os.environ, "HF_HOME": home},
)
check("huggingface_hub uses Easel's login", done.returncode == 0
      and "hf_open {'easel test': 'hf_open'} ada" in done.stdout, done.stdout + done.stderr)
try:
    snapshot_download("tiny/gated", cache_dir=work + "/shut", token="hf_shut")
    check("the stand-in's gate is the Hub's", False)
except GatedRepoError:
    check("the stand-in's gate is the Hub's", True)
except huggingface_hub.errors.LocalEntryNotFoundError as error:
    check("the stand-in's gate is the Hub's", isinstance(error.__cause__, GatedRepoError), repr(error))

if "--write" in sys.argv:
    pathlib.Path(sys.argv[-1]).write_text("\n".join(theirs) + "\n")
print(f"{len(failures)} failed" if failures else f"all is well with huggingface_hub {huggingface_hub.__version__}")
sys.exit(1 if failures else 0)
