"""What fields are called on the screen: in the words of the RFCs that have them."""

from __future__ import annotations

_WHOLE = {
    "deleted": "Deleted (X)",
    "md": "Message Direction (MD)",
    "more": "More parts (M)",
    "retransmission": "Retransmission (R)",
    "sequence": "Sequence Number",
    "home_agent_id": "Home Agent Identifier",
    "ipvx_addresses": "IPvX Address(es)",
    "ip_addresses": "IP Address(es)",
    "sub_options": "Sub-options",
    "vendor_cvse_type": "Vendor-CVSE-Type",
    "vendor_cvse_value": "Vendor-CVSE-Value",
    "vendor_id": "Vendor/Org-ID",
    "vendor_nvse_type": "Vendor-NVSE-Type",
    "vendor_nvse_value": "Vendor-NVSE-Value",
}
"""Names that a message has in its figure, or that one word for word would not give."""

_WORDS = {
    "aaa": "AAA",
    "addr": "Addr",
    "bid": "BID",
    "dns": "DNS",
    "fa": "FA",
    "gfa": "GFA",
    "ha": "HA",
    "id": "ID",
    "ids": "IDs",
    "int": "Int",
    "ip": "IP",
    "ipv4": "IPv4",
    "ipvx": "IPvX",
    "mac": "MAC",
    "mn": "MN",
    "nai": "NAI",
    "of": "of",
    "spi": "SPI",
    "tlvs": "TLVs",
    "to": "to",
    "ts": "TS",
}


def label(name: str) -> str:
    """A field's name for people: `care_of_address` is Care-of Address, `mn_spi` is MN SPI."""
    if name in _WHOLE:
        return _WHOLE[name]
    # Reserved fields of one message are numbered, which no RFC does.
    words = name.rstrip("0123456789").split("_") if name.startswith("reserved") else name.split("_")
    title = " ".join(_WORDS.get(word, word.capitalize()) for word in words)
    return title.replace("Care of ", "Care-of ")
