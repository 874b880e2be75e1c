"""Files that are no text, known by their first bytes."""

from __future__ import annotations

_STARTS: dict[bytes, str] = {
    b"\x89PNG\r\n\x1a\n": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF87a": "a GIF picture",
    b"GIF89a": "a GIF picture",
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
    b"RIFF": "a WebP picture, a WAV or an AVI file",
    b"%PDF-": "a PDF document",
    b"{\\rtf": "an RTF document",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Word, Excel or PowerPoint document",
    b"PK\x03\x04": "a zip archive (or a Word, OpenDocument or EPUB file)",
    b"PK\x05\x06": "an empty zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"BZh91AY&SY": "a bzip2 archive",
    b"\xfd7zXZ\x00": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"\x7fELF": "a Linux program",
    b"MZ": "a Windows program",
    b"\xca\xfe\xba\xbe": "a Java class or a macOS program",
    b"\xcf\xfa\xed\xfe": "a macOS program",
    b"SQLite format 3\x00": "an SQLite database",
    b"ID3": "an MP3 recording",
    b"OggS": "an Ogg recording",
    b"fLaC": "a FLAC recording",
    b"#!AMR": "an AMR recording",
    b"\x1a\x45\xdf\xa3": "a Matroska or WebM video",
    b"FLV\x01": "a Flash video",
    b"\x00\x00\x01\xba": "an MPEG video",
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11": "a Windows Media file",
    b"8BPS": "a Photoshop picture",
    b"BM": "a bitmap picture",
    b"\x00\x00\x01\x00": "an icon",
    b"AT&TFORM": "a DjVu document",
    b"ITSF": "a Windows help file (CHM)",
    b"%!PS": "a PostScript document",
    b"wOFF": "a font",
    b"wOF2": "a font",
    b"OTTO": "a font",
    b"\x00asm": "a WebAssembly program",
    b"PAR1": "a Parquet table",
}

# At other places than the start.
_INSIDE: tuple[tuple[int, bytes, str], ...] = (
    (4, b"ftyp", "an MP4 video or a HEIC picture"),
    (60, b"BOOKMOBI", "a Kindle book (MOBI)"),
    (257, b"ustar", "a tar archive"),
)

# Letters that an honest text may begin with ("MZ", "ID3", "RIFF"): a binary file has a NUL soon after.
_NUL_WITHIN = 512


def binary_kind(content: bytes) -> str | None:
    """What a file looks like when it is plainly no text (`"a PNG picture"`), or None."""
    for place, mark, kind in _INSIDE:
        if content.startswith(mark, place) and b"\x00" in content[:place]:
            return kind
    for start, kind in _STARTS.items():
        if content.startswith(start):
            readable = start.isalnum() and start.isascii()
            return None if readable and b"\x00" not in content[:_NUL_WITHIN] else kind
    return None
