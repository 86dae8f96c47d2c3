"""What the tests share: engines, and the command to compare with."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import risalah

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture(scope="session")
def engine() -> risalah.Engine:
    return risalah.Engine()


@pytest.fixture(scope="session")
def command() -> Callable[..., bytes]:
    """Runs the command `risalah` of the same source tree and gives what it writes."""
    program = os.environ["RISALAH_BIN"]
    environment = {**os.environ, "RISALAH_PACKS": str(EXAMPLES.with_name("packs"))}

    def run(*args: str | Path, fed: bytes = b"") -> bytes:
        done = subprocess.run([program, *args], input=fed, env=environment, capture_output=True)
        assert done.returncode in (0, 3), done.stderr
        return done.stdout

    return run
