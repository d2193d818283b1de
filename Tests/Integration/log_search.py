"""Looks for words in all that a log's files hold, packed or not."""

import contextlib
import re
import sqlite3
import zlib

# Where a deflated piece may begin: anywhere. What comes out is bounded, as most places give nothing.
PIECE = 1 << 22


def unpacked(data):
    """Every text that can be inflated out of some bytes, from whatever place of them."""
    for start in range(len(data)):
        for window in (15, -15):
            if window == 15 and data[start] & 0x0F != 8:
                continue
            piece = b""
            with contextlib.suppress(zlib.error):
                inflater = zlib.decompressobj(window)
                # Step by step: what came out before a piece turns out to be damaged counts too.
                for place in range(start, len(data), 256):
                    piece += inflater.decompress(data[place:place + 256], PIECE)
                    if inflater.eof or len(piece) > PIECE:
                        break
            if len(piece) > 16:
                yield piece


def values(database):
    """Every value of every table."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        tables = [name for name, in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                yield from (table, *row)
    finally:
        connection.close()


def found(words, folder, events):
    """Which of the words stand in a data folder's databases, in any other file of it that is text, or in its events."""
    places = [path.read_bytes() for path in sorted(folder.glob("*.db*")) + sorted(folder.glob("stderr-*"))]
    places += [str(events).encode()]
    for database in sorted(folder.glob("*.db")):
        for value in values(database):
            if isinstance(value, bytes):
                places.append(value)
                places += unpacked(value)
            elif isinstance(value, str):
                places.append(value.encode())
    pattern = {word: re.compile(re.escape(word.encode()), re.IGNORECASE) for word in words}
    return sorted({word for word in words for place in places if pattern[word].search(place)})
