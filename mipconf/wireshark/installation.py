"""Where Wireshark looks for what is the user's, and putting our files there.

Nothing of the user's is overwritten or removed: every file of ours says so in its first line.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from mipconf.errors import ConfigError
from mipconf.wireshark import profile
from mipconf.wireshark.lua import dissector
from mipconf.wireshark.tshark import PROGRAM

MARK = "Made by `mipconf wireshark install`; `mipconf wireshark uninstall` removes it."


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of the user's own configuration and Lua plugins."""

    configuration: Path
    plugins: Path

    @property
    def profile(self) -> Path:
        """The folder of our profile."""
        return self.configuration / "profiles" / profile.NAME

    @property
    def plugin(self) -> Path:
        """Our dissector."""
        return self.plugins / f"{profile.NAME}.lua"


@dataclass(frozen=True, slots=True)
class Change:
    """What was done: files put there or removed, and those of the profile that were left alone."""

    done: tuple[Path, ...]
    kept: tuple[Path, ...]


def folders(to: Path | None) -> Folders:
    """Those of the installed Wireshark, or `to` as its configuration folder.

    Raises ConfigError where no Wireshark says where it looks.
    """
    if to is not None:
        return Folders(to, to / "plugins")
    program = shutil.which(PROGRAM)
    if program is None:
        raise ConfigError(
            f"{PROGRAM}, which says where Wireshark looks, is not installed "
            f"(Debian: apt-get install {PROGRAM}); or name a folder with --to DIR"
        )
    said = subprocess.run([program, "-G", "folders"], capture_output=True, text=True, check=False)
    named = dict(line.split(":", 1) for line in said.stdout.splitlines() if ":" in line)
    try:
        return Folders(
            *(Path(named[which].strip()) for which in ("Personal configuration", _PLUGINS))
        )
    except KeyError as error:
        raise ConfigError(f"{PROGRAM} -G folders does not name {error}; use --to DIR") from None


_PLUGINS = "Personal Lua Plugins"


def install(to: Folders) -> Change:
    """Put the dissector and the profile there; what is there already and ours is made anew.

    A file of the profile that Wireshark or the user wrote since is kept. Raises ConfigError where
    a dissector of that name is somebody else's, or a folder can't be written.
    """
    if to.plugin.exists() and not _is_ours(to.plugin):
        raise ConfigError(f"{to.plugin} is not mipconf's own; move it away, or use --to DIR")
    contents = {to.plugin: f"-- {MARK}\n{dissector()}"}
    contents |= {to.profile / name: text for name, text in profile.files(MARK).items()}
    kept = tuple(path for path in contents if path.exists() and not _is_ours(path))
    done = tuple(path for path in contents if path not in kept)
    for path in done:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(contents[path], encoding="utf-8")
        except OSError as error:
            raise ConfigError(f"{path}: {error.strerror}") from None
    return Change(done, kept)


def uninstall(to: Folders) -> Change:
    """Remove what `install` put there, and our folder where nothing else is in it."""
    there = [path for path in (to.plugin, *sorted(to.profile.glob("*"))) if path.is_file()]
    done = tuple(path for path in there if _is_ours(path))
    for path in done:
        try:
            path.unlink()
        except OSError as error:
            raise ConfigError(f"{path}: {error.strerror}") from None
    if to.profile.is_dir() and not any(to.profile.iterdir()):
        to.profile.rmdir()
    return Change(done, tuple(path for path in there if path not in done))


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return MARK.encode() in file.readline()
