"""Registration: what RFC 5944, section 3.8, has a home agent do, with the choices of
docs/protocol.md#5-4.

The checks are methods, in the order in which RFC 5944 section 3.8.2.1 makes them; the first that
fails gives the Reply Code, or silence. "A request that is not accepted changes nothing and causes
no Binding Update" (docs/protocol.md#7).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from mipconf.codec import Codec, Defect, fits
from mipconf.ha.security import Security
from mipconf.ha.table import BindingTable, Entry
from mipconf.ha.timers import Timers
from mipconf.ha.transmitter import Transmitter
from mipconf.layers.security import Association, Authentication, Authenticity
from mipconf.net.host import Datagram, Endpoint, is_host
from mipconf.profile.contract import HutConfig
from mipconf.protocol.durations import SECOND
from mipconf.protocol.identification import LOW_HALF, is_newer
from mipconf.protocol.messages import (
    INFINITE_LIFETIME,
    NAI_EXTENSION,
    Flags,
    RegistrationReply,
    RegistrationRequest,
    ReplyCode,
    SubOption,
    SubOptionType,
)

FOREIGN_HOME_AUTHENTICATION = 34


@dataclass(frozen=True, slots=True)
class Attempt:
    """A Registration Request, what was found of it, and what to sign the reply with."""

    request: RegistrationRequest
    authentication: Authentication
    defect: Defect | None
    association: Association


class Registrar:
    """The registering of mobile nodes at one Home Agent."""

    def __init__(
        self,
        *,
        config: HutConfig,
        codec: Codec,
        security: Security,
        transmitter: Transmitter,
        table: BindingTable,
        timers: Timers,
        virtual_ip: Callable[[], str | None],
        registered: Callable[[Entry, int], None],
        can_tell: Callable[[], bool],
    ) -> None:
        """`virtual_ip` tells the group's; `registered` hears of each change of the table.

        `can_tell`: whether the members can be told of one more.
        """
        self._own_id = config.ha_id
        self._max_lifetime = config.max_lifetime_s
        self._codec = codec
        self._security = security
        self._transmitter = transmitter
        self._clock = transmitter.clock
        self._table = table
        self._replay_window = timers.replay_window
        self._virtual_ip = virtual_ip
        self._registered = registered
        self._can_tell = can_tell

    def receive(
        self, datagram: Datagram, request: RegistrationRequest, defect: Defect | None, now: int
    ) -> None:
        """Take a Registration Request; reply to where it came from, from where it came to.

        `defect` is what the codec found wrong with it.
        """
        attempt = self.attempt(datagram.payload, request, defect)
        if attempt is None:
            return
        code = self.check(attempt, now)
        entry: Entry | None = None
        lifetime = 0
        if code.accepts:
            entry = self.accept(request, now)
            lifetime = self.granted(request)
        reply = RegistrationReply(
            code=code,
            lifetime=lifetime,
            home_address=request.home_address,
            home_agent=self.home_agent(request, code, datagram.destination),
            identification=self.identification(request, code, now),
        )
        payload = self._codec.encode(reply, attempt.association)
        self._transmitter.send(datagram.destination, datagram.source, payload)
        if entry is not None:
            self._registered(entry, now)

    def attempt(
        self, payload: bytes, request: RegistrationRequest, defect: Defect | None
    ) -> Attempt | None:
        """The request, or None where silence is due.

        That is where it cannot be read, where the mobile node has no association here, where there
        is no Mobile-Home Authentication, and where there is a Foreign-Home Authentication: this
        Home Agent shares no association with any foreign agent (RFC 5944, section 3.8.2.1, a, d).
        """
        keys = self._security.of_mobile_node(request.home_address)
        authentication = self._codec.decode(payload, keys).authentication
        unreadable = defect is not None and defect.code is None
        if unreadable or not len(keys) or authentication.authenticity is Authenticity.ABSENT:
            return None
        if self.is_of_foreign_agent(request):
            return None
        used = None if authentication.spi is None else keys.get(authentication.spi)
        return Attempt(request, authentication, defect, used or next(iter(keys)))

    def is_of_foreign_agent(self, request: RegistrationRequest) -> bool:
        """Whether a foreign agent authenticates itself in it."""
        return any(
            extension.type == FOREIGN_HOME_AUTHENTICATION
            for extension in (*request.extensions, *request.trailing)
        )

    # The checks.

    def check(self, attempt: Attempt, now: int) -> ReplyCode:
        """The Reply Code: that of the first check that fails."""
        request = attempt.request
        checks = (
            (self.is_authentic(attempt), ReplyCode.MOBILE_NODE_FAILED_AUTHENTICATION),
            (self.is_timely(request, now), ReplyCode.IDENTIFICATION_MISMATCH),
            (self.is_newer(request, now), ReplyCode.IDENTIFICATION_MISMATCH),
            (self.is_well_formed(attempt), ReplyCode.POORLY_FORMED),
            (self.is_home_agent(request), ReplyCode.UNKNOWN_HOME_AGENT),
            (self.has_room(request, now), ReplyCode.INSUFFICIENT_RESOURCES),
        )
        accepted = (
            ReplyCode.ACCEPTED_NO_SIMULTANEOUS if request.flags & Flags.S else ReplyCode.ACCEPTED
        )
        return next((code for passed, code in checks if not passed), accepted)

    def is_authentic(self, attempt: Attempt) -> bool:
        """Unknown SPI, wrong authenticator, or two of them: 131."""
        return attempt.authentication.authenticity is Authenticity.VALID

    def is_timely(self, request: RegistrationRequest, now: int) -> bool:
        """Whether the Identification is within the replay window of the own clock."""
        return abs(self._clock.offset(request.identification, now)) <= self._replay_window

    def is_newer(self, request: RegistrationRequest, now: int) -> bool:
        """Newer than "the newest in the table for that home address, learned and deleted entries
        included, and an equal one is not newer" (5.4).
        """
        entry = self._table.get(request.home_address, now)
        return entry is None or is_newer(request.identification, entry.identification)

    def is_well_formed(self, attempt: Attempt) -> bool:
        """Nothing in it is defective, and a tunnel can end at the care-of address.

        With a lifetime that is another than the home address: a tunnel into itself ends nowhere.
        """
        request = attempt.request
        into_itself = request.lifetime > 0 and request.care_of_address == request.home_address
        return attempt.defect is None and is_host(request.care_of_address) and not into_itself

    def is_home_agent(self, request: RegistrationRequest) -> bool:
        """ "The Home Agent field may be the virtual IP or the HA id (else 136)." """
        return request.home_agent in (self._own_id, self._virtual_ip())

    def has_room(self, request: RegistrationRequest, now: int) -> bool:
        """Whether the table has room for what the request asks, and the members can be told."""
        fits_in = request.lifetime == 0 or self._table.has_room_for([request.home_address], now)
        return fits_in and self._can_tell()

    # What follows from them.

    def accept(self, request: RegistrationRequest, now: int) -> Entry | None:
        """Register or de-register; the new state, if it changed the table."""
        if request.lifetime == 0 and not self.removes(request, now):
            return None
        entry = self.entry(request, now)
        self._table.put(entry, now)
        return entry

    def removes(self, request: RegistrationRequest, now: int) -> bool:
        """Whether a de-registration removes the binding: one "with care-of address equal to the
        home address or to the bound one" does, any other removes nothing (5.4).
        """
        bound = self._table.get(request.home_address, now)
        return (
            bound is not None
            and not bound.deleted
            and request.care_of_address in (request.home_address, bound.care_of_address)
        )

    def granted(self, request: RegistrationRequest) -> int:
        """The lifetime granted, seconds: as asked, up to the longest one."""
        return min(request.lifetime, self._max_lifetime)

    def entry(self, request: RegistrationRequest, now: int) -> Entry:
        """The state that an accepted request makes; its home agent is the own id always (4.1)."""
        granted = self.granted(request)
        endless = granted in (0, INFINITE_LIFETIME)
        entry = Entry(
            home_address=request.home_address,
            home_agent=self._own_id,
            care_of_address=request.care_of_address,
            flags=request.flags,
            deleted=granted == 0,
            lifetime_granted=granted,
            expires=None if endless else now + granted * SECOND,
            identification=request.identification,
            sub_options=self.sub_options(request),
        )
        # "An NAI that does not fit is left out" (docs/protocol.md#4-1).
        return entry if fits(entry.binding(now), self._codec) else replace(entry, sub_options=())

    def sub_options(self, request: RegistrationRequest) -> tuple[SubOption, ...]:
        """What of the request's extensions travels with the binding: the NAI."""
        return tuple(
            SubOption(SubOptionType.NAI, extension.value)
            for extension in request.extensions
            if extension.type == NAI_EXTENSION
        )[:1]  # "Each at most once."

    def home_agent(
        self, request: RegistrationRequest, code: ReplyCode, destination: Endpoint
    ) -> str:
        """The reply's Home Agent field: the request's, or the right one instead of a wrong one."""
        unknown = code is ReplyCode.UNKNOWN_HOME_AGENT
        return destination.address if unknown else request.home_agent

    def identification(self, request: RegistrationRequest, code: ReplyCode, now: int) -> int:
        """The reply's Identification: the request's, but after 133 with the own time in the high
        32 bits, so that the mobile node can set its clock (RFC 5944, section 5.7.1).
        """
        if code is ReplyCode.IDENTIFICATION_MISMATCH:
            return self._clock.identification(now) & ~LOW_HALF | request.identification & LOW_HALF
        return request.identification
