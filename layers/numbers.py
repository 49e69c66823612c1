"""The numbers of Mobile IPv4 and their names: messages, extensions, codes, vendors.

IANA, Mobile IPv4 Numbers (2023-08-24), and the RFCs that each entry names.
"""

from __future__ import annotations

MESSAGE_NAMES = {
    1: "Registration Request",
    3: "Registration Reply",
    4: "Tunnel Data",
    7: "Registration Revocation",
    15: "Revocation Acknowledgement",
    16: "Handoff Request",
    17: "Handoff Reply",
    18: "Regional Registration Request",
    19: "Regional Registration Reply",
    20: "Fast Binding Update",
    21: "Fast Binding Acknowledgement",
    22: "Generic Notification",
    23: "Generic Notification Acknowledgement",
    24: "Home Test Init",
    25: "Care-of Test Init",
    26: "Home Test",
    27: "Care-of Test",
    255: "Experimental",
}

REPLY_CODES = {
    0: "registration accepted",
    1: "registration accepted, but simultaneous mobility bindings unsupported",
    2: "concurrent registration, pre-accepted",
    64: "foreign agent: reason unspecified",
    65: "foreign agent: administratively prohibited",
    66: "foreign agent: insufficient resources",
    67: "foreign agent: mobile node failed authentication",
    68: "foreign agent: home agent failed authentication",
    69: "foreign agent: requested Lifetime too long",
    70: "foreign agent: poorly formed Request",
    71: "foreign agent: poorly formed Reply",
    72: "foreign agent: requested encapsulation unavailable",
    73: "foreign agent: reserved and unavailable",
    74: "foreign agent: requested reverse tunnel unavailable",
    75: "foreign agent: reverse tunnel is mandatory and T is not set",
    76: "foreign agent: mobile node too distant",
    77: "foreign agent: invalid care-of address",
    78: "foreign agent: registration timeout",
    79: "foreign agent: delivery style not supported",
    80: "foreign agent: home network unreachable",
    81: "foreign agent: home agent host unreachable",
    82: "foreign agent: home agent port unreachable",
    88: "foreign agent: home agent unreachable",
    89: "foreign agent: vendor-specific reason",
    90: "foreign agent: non-zero home agent address required",
    96: "foreign agent: non-zero home address required",
    97: "foreign agent: missing NAI",
    98: "foreign agent: missing home agent",
    99: "foreign agent: missing home address",
    100: "foreign agent: cannot interpret the CVSE of the mobile node",
    101: "foreign agent: cannot interpret the CVSE of the home agent",
    104: "foreign agent: unknown challenge",
    105: "foreign agent: missing challenge",
    106: "foreign agent: stale challenge",
    107: "foreign agent: missing MN-FA Key Generation Nonce Reply",
    108: "foreign agent: mobile node failed AAA authentication",
    109: "foreign agent: home agent sent a wrong challenge",
    110: "foreign agent: replay protection style unavailable",
    111: "foreign agent: zero care-of address not supported",
    112: "foreign agent: unknown gateway foreign agent",
    113: "foreign agent: gateway foreign agent unreachable",
    114: "foreign agent: gateway foreign agent host unreachable",
    115: "foreign agent: gateway foreign agent port unreachable",
    127: "foreign agent: experimental",
    128: "home agent: reason unspecified",
    129: "home agent: administratively prohibited",
    130: "home agent: insufficient resources",
    131: "home agent: mobile node failed authentication",
    132: "home agent: foreign agent failed authentication",
    133: "home agent: registration Identification mismatch",
    134: "home agent: poorly formed Request",
    135: "home agent: too many simultaneous mobility bindings",
    136: "home agent: unknown home agent address",
    137: "home agent: requested reverse tunnel unavailable",
    138: "home agent: reverse tunnel is mandatory and T is not set",
    139: "home agent: requested encapsulation unavailable",
    140: "home agent: cannot interpret the CVSE of the mobile node",
    141: "home agent: cannot interpret the CVSE of the foreign agent",
    142: "home agent: UDP encapsulation unavailable",
    143: "home agent: register with the redirected home agent",
    144: "home agent: mobile node failed AAA authentication",
    149: "home agent: proxy Mobile IP unsupported",
    150: "home agent: proxy Mobile IP disallowed",
    151: "home agent: service authorization failed",
    152: "home agent: multipath not allowed",
    153: "home agent: invalid flow-binding identifier",
    192: "home agent: experimental",
    193: "gateway foreign agent: no home registration",
    194: "invalid home agent address",
    201: "correspondent: expired home nonce index",
    202: "correspondent: expired care-of nonce index",
    203: "correspondent: expired nonces",
}
"""The Codes of a Registration Reply (RFC 5944, 3.4; 2 and 201 to 203 RFC 6521; 73 to 76 and 137 to
139 RFC 3024; 79 RFC 3024; 89 RFC 3115; 90 and 143 RFC 4433; 96 to 99 RFC 2794; 100, 101, 140 and
141 RFC 3115; 104 to 106, 108, 109 and 144 RFC 4721; 107 RFC 3957; 110 to 115 and 193 RFC 4857; 127
and 192 RFC 4064; 142 RFC 3519; 149 and 150 RFC 5563; 151 RFC 5446; 152 and 153 RFC 7629)."""

OTHER_EXTENSION_NAMES = {128: "Deprecated (2001)", 150: "Reserved"}
"""Types that have a name and no layout."""

NOTIFICATION_CODES = {
    0: "notification accepted",
    64: "foreign agent: reason unspecified",
    65: "foreign agent: administratively prohibited",
    66: "foreign agent: insufficient resources",
    67: "foreign agent: mobile node failed authentication",
    68: "foreign agent: home agent failed authentication",
    69: "foreign agent: notification Identification mismatch",
    128: "home agent: reason unspecified",
    129: "home agent: administratively prohibited",
    130: "home agent: insufficient resources",
    131: "home agent: mobile node failed authentication",
    132: "home agent: foreign agent failed authentication",
    133: "home agent: notification Identification mismatch",
    192: "mobile node: reason unspecified",
    193: "mobile node: administratively prohibited",
    194: "mobile node: insufficient resources",
    195: "mobile node: foreign agent failed authentication",
    196: "mobile node: home agent failed authentication",
    197: "mobile node: notification Identification mismatch",
}
"""The Codes of a Generic Notification Acknowledgement (RFC 6098, section 4.2)."""

VENDORS = {9: "Cisco", 311: "Microsoft", 5535: "3GPP2", 10415: "3GPP", 12951: "Verizon"}
"""Private enterprise numbers seen in vendor extensions (RFC 3115)."""

VENDOR_TYPES = {
    (9, 0): "Host Configuration Request",
    (9, 1): "Home Network Prefix Length",
    (9, 2): "DNS Server",
    (9, 3): "DHCP Server",
    (9, 4): "DHCP Client ID",
    (9, 5): "Default Gateway",
    (9, 6): "DNS Suffix",
    (9, 7): "Configuration URL",
    (5535, 16): "PPP Link Indicator",
    (5535, 17): "DNS server IP address",
}
"""Types of Normal vendor extensions by vendor: RFC 4332, section 3; 3GPP2 X.S0011."""

PPP_LINKS = {0: "main service instance", 1: "negotiate PPP", 2: "do not negotiate PPP"}
DNS_ENTITIES = {0: "unknown", 1: "HAAA", 2: "VAAA", 3: "HA"}
"""What the values of 3GPP2's extensions mean, as Wireshark knows them."""

CRITICAL_VENDOR_TYPES = {
    (5535, 0x0401): "GRE Key",
    (12951, 1): "MIP Key Request",
    (12951, 2): "MIP Key Data",
    (12951, 3): "AAA Authenticator",
    (12951, 4): "Public Key Invalid",
}
"""Types of Critical vendor extensions by vendor, as Wireshark knows them."""
