"""Writing captures: the exact octets, and what stock Wireshark makes of them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from mipconf import errors
from mipconf.net.host import VRRP, Datagram, Endpoint
from mipconf.net.network import Direction
from mipconf.trace.pcapng import CaptureWriter
from mipconf.trace.remark import RemarkKind
from tests.programs import tshark

TIME = 1_767_225_600_123_456_789
GROUP = Endpoint("224.0.0.254", 434)
VRRP_2 = bytes.fromhex("2107640100010000 0a000001 0000000000000000")
HA = Endpoint("127.0.0.2", 434)

# The octets by hand, from draft-ietf-opsawg-pcapng, RFC 791, RFC 768 and RFC 5424.
EXACT = """
    0a0d0d0a 2c000000 4d3c2b1a 0100 0000 ffffffffffffffff
        0400 0700 6d6970636f6e66 00  0000 0000  2c000000
    01000000 28000000 6500 0000 00000000
        0200 0400 6d697030  0900 0100 09 000000  0000 0000  28000000
    01000000 2c000000 6500 0000 00000000
        0200 0600 746573746572 0000  0900 0100 09 000000  0000 0000  2c000000
    06000000 58000000 00000000 51728618 15cd55f5 1f000000 1f000000
        4500 001f 0000 4000 ff11 1bcd 7f000002 e00000fe  01b2 01b2 000b d810 616263 00
        0200 0400 0a000000  0100 0500 6669727374 000000  0000 0000  58000000
    06000000 7c000000 01000000 51728618 15cd55f5 59000000 59000000
        4500 0059 0000 4000 4011 3c92 7f000001 7f000001  0202 0202 0045 bde1
        3c3133343e31 20 323032362d30312d30315430303a30303a30302e3132333435365a
        20 2d 20 6d6970636f6e66 20 2d 20 6875742d7265616479 20 2d 20 7b7d 000000
        7c000000
"""


def test_exact_octets(tmp_path: Path) -> None:
    path = tmp_path / "one.pcapng"
    with closing(CaptureWriter(path)) as writer:
        writer.datagram(Direction.SENT, Datagram(HA, GROUP, b"abc", 255), TIME, "first")
        writer.remark(RemarkKind.READY, {}, TIME)
        assert path.read_bytes().hex(" ", 4) == bytes.fromhex(EXACT).hex(" ", 4)  # not yet closed


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(errors.TesterError, match=r"one\.pcapng: cannot be written: No such file"):
        CaptureWriter(tmp_path / "missing" / "one.pcapng")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_full_disk() -> None:
    with pytest.raises(errors.TesterError, match=r"^/dev/full: cannot be written: No space left"):
        CaptureWriter(Path("/dev/full"))
    assert Path("/dev/full").is_char_device()


def test_a_link_is_replaced_and_what_it_led_to_stays(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("other")
    link = tmp_path / "one.pcapng"
    link.symlink_to("other")
    CaptureWriter(link).close()
    assert not link.is_symlink()
    assert (tmp_path / "other").read_text() == "other"


def seen_by_wireshark(path: Path, *fields: str) -> list[list[str]]:
    """The values of the fields, a list a frame, by a stock tshark."""
    checks = ("-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE")
    chosen = [word for field in fields for word in ("-e", field)]
    return tshark(path.parent, "-r", path, "-T", "fields", *checks, *chosen)


@pytest.mark.outside
def test_wireshark_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "three.pcapng"
    master = Datagram(Endpoint(HA.address, 0, VRRP), Endpoint("224.0.0.18", 0, VRRP), VRRP_2, 255)
    with closing(CaptureWriter(path)) as writer:
        numbers = [
            writer.datagram(Direction.SENT, Datagram(HA, GROUP, b"abc", 255), TIME, "first"),
            writer.remark(RemarkKind.GONE, {"reason": "Zoë"}, TIME + 1),
            writer.datagram(Direction.RECEIVED, master, TIME + 2),
        ]
    assert numbers == [1, 2, 3]
    seen = seen_by_wireshark(
        path, "frame.number", "frame.time_epoch", "frame.interface_name", "frame.comment",
        "frame.packet_flags_direction", "ip.ttl", "ip.checksum.status", "udp.checksum.status",
        "syslog.msg", "vrrp.prio",
    )  # fmt: skip
    text = '1 2026-01-01T00:00:00.123456Z - mipconf - hut-gone - {"reason":"Zoë"}'
    begin = "1767225600.123456"
    assert seen == [
        ["1", f"{begin}789", "mip0", "first", "0x00000002", "255", "1", "1", "", ""],
        ["2", f"{begin}790", "tester", "", "", "64", "1", "1", text, ""],
        ["3", f"{begin}791", "mip0", "", "0x00000001", "255", "1", "", "", "100"],
    ]
