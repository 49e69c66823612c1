"""Wire-format dissector and conformance test suite for Mobile IP Home Agent redundancy."""

from pathlib import Path

__version__ = "0.1.0"

# Started from a checkout (`python -m mipconf`), this folder shadows an installed package and has
# no `layers` and `testcases` inside: they stand beside it. Installed, there is nothing beside.
_beside = Path(__file__).resolve().parent.parent
if (_beside / "layers" / "miphar.py").is_file() and (_beside / "pyproject.toml").is_file():
    __path__.append(str(_beside))
