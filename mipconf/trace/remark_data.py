"""What the data of each kind of remark may be. A capture is input: nothing in it is believed.

The sizes are bounded by the datagram that a remark is, the depth by these models.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from mipconf.codec import STANDARD_FORMAT, Format
from mipconf.profile.contract import (
    Address,
    Algorithm,
    MobileNodeAlgorithm,
    Network,
    OpenConfig,
    describe,
)
from mipconf.profile.keys import Tolerances
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.requirements.support import is_key
from mipconf.trace.remark import Intent, RemarkKind

_Spi = Annotated[int, Field(ge=0, le=0xFFFF_FFFF)]
_Fingerprint = Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
_Nanoseconds = Annotated[int, Field(ge=0, le=1 << 63)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class NoData(_Data):
    """The kind says it all."""


class Reason(_Data):
    """How it came to that, for people."""

    reason: str


class Unauthentic(Reason):
    """Whose authenticator does not hold: the frame of a datagram."""

    frame: Annotated[int, Field(ge=1)]


class Meant(_Data):
    """What the mobile node that the tester plays means by a request."""

    home_address: Address
    identification: Annotated[int, Field(ge=0, lt=1 << 64)]
    expect: Annotated[Intent, Field(strict=False)]


class Mute(_Data):
    """Which played party withholds acknowledgements, and until when, for people."""

    address: Address
    until: str


class Ended(_Data):
    """The longest time that a datagram waited on the tester's host, in nanoseconds."""

    latency_ns: _Nanoseconds = 0


class _GroupSecurity(_Data):
    """A security association of the group, in which a fingerprint stands for the key."""

    spi: _Spi
    algorithm: Algorithm
    fingerprint: _Fingerprint


class _MobileNodeSecurity(_Data):
    """That with the mobile nodes of a home network."""

    network: Network
    spi: _Spi
    algorithm: MobileNodeAlgorithm
    fingerprint: _Fingerprint


class RecordedConfig(OpenConfig):
    """What the HUT was told, in which fingerprints stand for the keys."""

    group_security: tuple[_GroupSecurity, ...]
    mobile_nodes: tuple[_MobileNodeSecurity, ...] = ()


class SettingData(_Data):
    """The setting of a case: see `mipconf.trace.setting.Setting`.

    `case` is the case's id, `exercises` the requirements that it was run for.
    """

    case: str = ""
    exercises: tuple[str, ...] = ()
    hut: RecordedConfig
    format: Format = STANDARD_FORMAT
    tolerances: Tolerances = Tolerances()
    supports: Mapping[str, bool] = {}
    lossy: bool = False
    unicast: bool = True
    accompanied: bool = False
    latency_ns: _Nanoseconds = 0

    @field_validator("exercises")
    @classmethod
    def _are_requirements(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in REQUIREMENTS:
                raise ValueError(f"there is no requirement {name!r}")
        return names

    @field_validator("supports")
    @classmethod
    def _are_keys(cls, supports: Mapping[str, bool]) -> Mapping[str, bool]:
        for name in supports:
            if not is_key(name):
                raise ValueError(f"{name!r} is no requirement, group or feature")
        return supports


DATA: Mapping[RemarkKind, type[_Data]] = {
    RemarkKind.SETTING: SettingData,
    RemarkKind.STARTING: NoData,
    RemarkKind.READY: NoData,
    RemarkKind.STOPPED: NoData,
    RemarkKind.KILLED: NoData,
    RemarkKind.GONE: Reason,
    RemarkKind.RESYNCHRONISE: NoData,
    RemarkKind.UNAUTHENTIC: Unauthentic,
    RemarkKind.INTENT: Meant,
    RemarkKind.MUTE: Mute,
    RemarkKind.FAILED: Reason,
    RemarkKind.OVERDUE: Reason,
    RemarkKind.FLOODED: Reason,
    RemarkKind.ENDED: Ended,
}
"""The data of every kind."""


def check_data(kind: str, data: bytes) -> RemarkKind:
    """Check the data (JSON) of a remark; returns its kind.

    Raises ValueError where there is no such kind, or the data does not fit it: the text names the
    field.
    """
    try:
        known = RemarkKind(kind)
    except ValueError:
        raise ValueError(f"there is no remark of kind {kind!r}") from None
    try:
        DATA[known].model_validate_json(data)
    except ValidationError as error:
        raise ValueError(f"remark {kind}: {describe(error)}") from None
    return known
