"""The texts of the Autobahn suite's cases 6.5 to 6.23, by what they are: after Markus Kuhn's decoder test."""

# Greek, its second letter of three bytes.
KOSME = b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"

_START = [(0xC0, 0xDF), (0xE0, 0xEF), (0xF0, 0xF7), (0xF8, 0xFB), (0xFC, 0xFD)]
_CUT = [b"\xc0", b"\xe0\x80", b"\xf0\x80\x80", b"\xf8\x80\x80\x80", b"\xfc\x80\x80\x80\x80",
        b"\xdf", b"\xef\xbf", b"\xf7\xbf\xbf", b"\xfb\xbf\xbf\xbf", b"\xfd\xbf\xbf\xbf\xbf"]
_HIGH = [b"\xed\xa0\x80", b"\xed\xad\xbf", b"\xed\xae\x80", b"\xed\xaf\xbf"]

VALID = {
    "6.5 some text": [b"hello$world", b"hello\xc2\xa2world", b"hello\xe2\x82\xacworld", b"hello\xf0\xa4\xad\xa2world",
                      KOSME],
    "6.6 text cut after a character": [KOSME[:length] for length in (2, 5, 7, 9)],
    "6.7 the first of each length": [b"\x00", b"\xc2\x80", b"\xe0\xa0\x80", b"\xf0\x90\x80\x80"],
    "6.9 the last of each length": [b"\x7f", b"\xdf\xbf", b"\xef\xbf\xbf", b"\xf4\x8f\xbf\xbf"],
    "6.11 beside what is not allowed": [b"\xed\x9f\xbf", b"\xee\x80\x80", b"\xef\xbf\xbd", b"\xf4\x8f\xbf\xbf"],
    "6.22 no characters": [chr(plane << 16 | low).encode() for plane in range(17) for low in (0xFFFE, 0xFFFF)],
    "6.23 specials": [chr(point).encode() for point in range(0xFFF9, 0x10000)],
}
INVALID = {
    "6.6 text cut within a character": [KOSME[:length] for length in (1, 3, 4, 6, 8, 10)],
    "6.8 five and six bytes": [b"\xf8\x88\x80\x80\x80", b"\xfc\x84\x80\x80\x80\x80"],
    "6.10 the last of lengths that there are not": [b"\xf7\xbf\xbf\xbf", b"\xfb\xbf\xbf\xbf\xbf",
                                                    b"\xfd\xbf\xbf\xbf\xbf\xbf"],
    "6.11 beyond the last": [b"\xf4\x90\x80\x80"],
    "6.12 continuations of nothing": [b"\xbf", *(b"\x80\xbf\x80\xbf\x80\xbf"[:length] for length in range(1, 7)),
                                      bytes(range(0x80, 0xBF))],
    "6.13 beginnings alone": [b"".join(bytes([byte, 0x20]) for byte in range(*ends)) for ends in _START],
    "6.14 the last byte is missing": _CUT,
    "6.15 many of those": [b"".join(_CUT)],
    "6.16 bytes that there are not": [b"\xfe", b"\xff", b"\xfe\xfe\xff\xff"],
    "6.17 an overlong slash": [b"\xc0\xaf", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf", b"\xf8\x80\x80\x80\xaf",
                               b"\xfc\x80\x80\x80\x80\xaf"],
    "6.18 the longest overlong": [b"\xc1\xbf", b"\xe0\x9f\xbf", b"\xf0\x8f\xbf\xbf", b"\xf8\x87\xbf\xbf\xbf",
                                  b"\xfc\x83\xbf\xbf\xbf\xbf"],
    "6.19 an overlong null": [b"\xc0\x80", b"\xe0\x80\x80", b"\xf0\x80\x80\x80", b"\xf8\x80\x80\x80\x80",
                              b"\xfc\x80\x80\x80\x80\x80"],
    "6.20 a surrogate": [*_HIGH, b"\xed\xb0\x80", b"\xed\xbe\x80", b"\xed\xbf\xbf"],
    "6.21 two surrogates": [high + low for high in _HIGH for low in (b"\xed\xb0\x80", b"\xed\xbf\xbf")],
}
