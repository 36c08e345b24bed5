"""Where the commands of this folder work: the tree, its build, and a Python with the pinned packages."""
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
AYES = ROOT / "build/release/ayes"
WORK = ROOT / "build/peers"
PYTHON = WORK / "venv/bin/python"
REQUIREMENTS = HERE / "requirements.txt"


def enter():
    """Goes on in build/peers/venv, which is made when requirements.txt has changed."""
    if Path(sys.prefix) == WORK / "venv":
        return
    made_from = WORK / "venv/requirements.txt"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if not made_from.exists() or made_from.read_text(encoding="utf-8") != wanted:
        print(f"making {WORK / 'venv'}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", WORK / "venv"], check=True)
        subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS], check=True)
        made_from.write_text(wanted, encoding="utf-8")
    os.execv(PYTHON, [str(PYTHON), *sys.argv])


def build(*targets):
    subprocess.run([ROOT / "tools/build", "release", *targets], check=True)
