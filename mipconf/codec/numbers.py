"""The numbers of docs/protocol.md, and others in their place.

A vendor's format that has the standard layout, and differs from it in numbers alone, is the
standard codec with these. What is not given keeps its number.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mipconf.layers import miphar, mobileip
from mipconf.layers.authentication_extensions import (
    ForeignHomeAuthentication,
    GeneralizedAuthentication,
    MobileForeignAuthentication,
    MobileHomeAuthentication,
)
from mipconf.layers.extension import LAST_NON_SKIPPABLE
from mipconf.layers.layer import number_of, type_of
from mipconf.layers.registration_extensions import MobileNodeNai
from mipconf.protocol.messages import Code, SubOptionType

_OF_REGISTRATIONS = {
    type_of(layer): layer._name
    for layer in (
        MobileHomeAuthentication,
        MobileForeignAuthentication,
        ForeignHomeAuthentication,
        GeneralizedAuthentication,
        MobileNodeNai,
    )
}
_GENERALIZED = type_of(GeneralizedAuthentication)
_REGISTRATIONS = (mobileip.RegistrationRequest, mobileip.RegistrationReply)

Octet = Annotated[int, Field(ge=0, le=255)]
Type = Annotated[int, Field(ge=1, le=255)]
"""A type of an extension; 0 is padding (RFC 5944, section 1.9)."""
LongType = Annotated[int, Field(ge=1, le=LAST_NON_SKIPPABLE)]
"""The long form is "for non-skippable extensions" (RFC 5944, section 1.10)."""


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _Distinct(_Table):
    """Numbers of one kind, no two of them the same."""

    def numbers(self) -> dict[str, int]:
        """Those that must differ, by their keys."""
        return self.model_dump()

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        keys: dict[int, str] = {}
        for key, number in self.numbers().items():
            first = keys.setdefault(number, key)
            if first != key:
                raise ValueError(f"{first} and {key} are both {number}; each has its own")
        return self


class Subtypes(_Distinct):
    """The Subtype of each message (docs/protocol.md#3)."""

    binding_update: Octet = number_of(miphar.BindingUpdate, "subtype")
    binding_update_ack: Octet = number_of(miphar.BindingUpdateAck, "subtype")
    table_request: Octet = number_of(miphar.TableRequest, "subtype")
    table_reply: Octet = number_of(miphar.TableReply, "subtype")
    table_reply_ack: Octet = number_of(miphar.TableReplyAck, "subtype")


class Extensions(_Distinct):
    """The Type of each extension, and the Subtype of that which authenticates (section 4)."""

    mobility_binding: Type = type_of(miphar.MobilityBinding)
    home_agent_list: Type = type_of(miphar.HomeAgentList)
    authentication: LongType = type_of(miphar.HaHaAuthentication)
    authentication_subtype: Octet = number_of(miphar.HaHaAuthentication, "subtype")

    def numbers(self) -> dict[str, int]:
        """The types; the Subtype is no such number."""
        return self.model_dump(exclude={"authentication_subtype"})

    @model_validator(mode="after")
    def _free(self) -> Self:
        for key, number in self.numbers().items():
            name = _OF_REGISTRATIONS.get(number)
            if name is not None and (key, number) != ("authentication", _GENERALIZED):
                raise ValueError(f"{key} is {number}, the type of {name} (RFC 5944)")
        return self


class SubOptions(_Distinct):
    """The type of each sub-option of a Mobility Binding (section 4.1)."""

    nai: Octet = SubOptionType.NAI.value
    udp_tunnel: Octet = SubOptionType.UDP_TUNNEL.value
    gre_key: Octet = SubOptionType.GRE_KEY.value


class Codes(_Distinct):
    """The Code of each outcome (section 6)."""

    accepted: Octet = Code.ACCEPTED.value
    not_initialized: Octet = Code.NOT_INITIALIZED.value
    prohibited: Octet = Code.PROHIBITED.value
    insufficient_resources: Octet = Code.INSUFFICIENT_RESOURCES.value
    authentication_failed: Octet = Code.AUTHENTICATION_FAILED.value
    identification_mismatch: Octet = Code.IDENTIFICATION_MISMATCH.value
    poorly_formed: Octet = Code.POORLY_FORMED.value


class Numbers(_Table):
    """The numbers of messages between Home Agents, where they are not the standard's."""

    type: Octet = miphar.TYPE
    version: Octet = miphar.VERSION
    subtypes: Subtypes = Subtypes()
    extensions: Extensions = Extensions()
    sub_options: SubOptions = SubOptions()
    codes: Codes = Codes()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for layer in _REGISTRATIONS:
            if self.type == type_of(layer):
                raise ValueError(f"type is {self.type}, that of a {layer._name} (RFC 5944)")
        return self


STANDARD_NUMBERS = Numbers()
