"""What of a capture is believed, and what only a person can say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mipconf.profile.profile import Profile
from mipconf.trace.setting import Setting


@dataclass(frozen=True, slots=True)
class Trust:
    """What the person says who has captures judged.

    `codec` is a module:name that may be imported where a capture names it; entry points of
    `mipconf.codecs` may in any case. `remarks`: what has the form of a remark of the tester is one
    in any file, also in one that the suite did not write.
    """

    codec: str | None = None
    remarks: bool = False

    def with_codec_of(self, profile: Profile | None) -> Trust:
        """That, and the codec of a profile that the person names."""
        if profile is None or self.codec is not None:
            return self
        return replace(self, codec=profile.codec)

    def options(self, setting: Setting) -> Iterator[str]:
        """The options that say so to `mipconf check`, as far as they are needed."""
        if not setting.format.is_installed:
            yield from ("--codec", str(setting.format.codec))
        if self.remarks:
            yield "--trust-remarks"


NO_TRUST = Trust()
