"""A package index that is a folder: wheels that carry the parts of a model file."""

from __future__ import annotations

import zipfile
from pathlib import Path

PART_BYTES = 1000


def write_wheels(folder: Path, content: bytes) -> list[str]:
    """Split a file over wheels in a folder; return their requirements, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    starts = range(0, len(content), PART_BYTES)
    return [
        _write_wheel(folder, number, content[start : start + PART_BYTES])
        for number, start in enumerate(starts, 1)
    ]


def wheel_of(folder: Path, number: int) -> Path:
    """Return where the wheel of a part lies."""
    return folder / f"fake_part{number}-1.0-py3-none-any.whl"


def _write_wheel(folder: Path, number: int, part: bytes) -> str:
    name, info = f"fake_part{number}", f"fake_part{number}-1.0.dist-info"
    with zipfile.ZipFile(wheel_of(folder, number), "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr(f"{name}/data/part{number:02}.bin", part)
        # Never run: a download installs and imports nothing.
        wheel.writestr(f"{name}/__init__.py", "raise SystemExit('imported')\n")
        metadata = f"Metadata-Version: 2.1\nName: fake-part{number}\nVersion: 1.0\n"
        wheel.writestr(f"{info}/METADATA", metadata)
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "")
    return f"fake-part{number}==1.0"
