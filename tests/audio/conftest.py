"""A PulseAudio server of our own, with a room that can be heard through a microphone."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

SINK = "sink_name=room rate=48000"


@dataclass
class Room:
    """A null sink ``room`` whose monitor is the microphone ``mic_room``."""

    socket: str
    modules: dict[str, str]

    def pactl(self, *arguments: str) -> str:
        """Ask the server."""
        done = subprocess.run(
            ["pactl", "--server", self.socket, *arguments],
            check=True,
            capture_output=True,
            text=True,
            timeout=20,
        )
        return done.stdout.strip()

    def plug(self) -> None:
        """Load the room and its microphone."""
        self.modules["room"] = self.pactl("load-module", "module-null-sink", *SINK.split())
        self.modules["mic"] = self.pactl(
            "load-module", "module-remap-source", "master=room.monitor", "source_name=mic_room"
        )

    def unplug(self) -> None:
        """Take the microphone and the room away: no source is left."""
        for name in ("mic", "room"):
            self.pactl("unload-module", self.modules.pop(name))

    def play(self, wav: Path) -> subprocess.Popen[bytes]:
        """Play a file into the room."""
        return subprocess.Popen(["paplay", "--server", self.socket, "--device=room", str(wav)])


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    if shutil.which("pulseaudio") is None or shutil.which("paplay") is None:
        pytest.skip("pulseaudio is not installed")
    socket = tmp_path / "pulse"
    home = tmp_path / "home"
    home.mkdir()
    for name, value in {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "PULSE_SERVER": f"unix:{socket}",
        "PULSE_SOURCE": "mic_room",
    }.items():
        monkeypatch.setenv(name, value)
    server = subprocess.Popen(
        [
            "pulseaudio",
            "-n",
            "--exit-idle-time=-1",
            "--daemonize=no",
            "-L",
            f"module-native-protocol-unix socket={socket} auth-anonymous=1",
        ],
        stderr=subprocess.DEVNULL,
        env={**os.environ},
    )
    try:
        _wait_for(socket, server)
        made = Room(f"unix:{socket}", {})
        made.plug()
        yield made
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(socket: Path, server: subprocess.Popen[bytes]) -> None:
    """Until the server listens; it has no other way to say so."""
    pause = threading.Event()
    for _ in range(200):
        if socket.exists():
            return
        assert server.poll() is None, "pulseaudio ended"
        pause.wait(0.05)
    pytest.fail("pulseaudio does not listen")
