"""Packs disk images small enough to commit: pack.py UPCASE INDIR OUTDIR

Writes upcase.gz, the table that each NTFS volume carries, and for each image NAME.pack.gz: the size of the image (u64), then
pieces until the end of the data: offset (u64), length (u32), source (u32). A source of 0xffffffff means that the bytes
follow, one of 0xfffffffe that all of them are 0xff (an NTFS log that is closed), any other that they are those of the
table from there. What no piece covers is zero. All little-endian.
"""
import gzip
import os
import struct
import sys

SECTOR = 512
INLINE = 0xFFFFFFFF
ONES = 0xFFFFFFFE
FULL = b"\xff" * SECTOR
upcase_file, indir, outdir = sys.argv[1:]
upcase = open(upcase_file, "rb").read()
where = {}
for at in range(0, len(upcase), SECTOR):
    piece = upcase[at : at + SECTOR]
    if len(set(piece)) > 1:
        where.setdefault(piece, at)


def write(name, data):
    with open(os.path.join(outdir, name + ".gz"), "wb") as f:
        with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=f, mtime=0) as z:
            z.write(data)


def sectors(f):
    """Offset and content of what the file really holds; large images are sparse."""
    end = f.seek(0, os.SEEK_END)
    at = 0
    while at < end:
        try:
            at = f.seek(at, os.SEEK_DATA)
        except OSError:
            return
        hole = f.seek(at, os.SEEK_HOLE)
        f.seek(at)
        while at < hole:
            sector = f.read(SECTOR)
            yield at, sector
            at += len(sector)


def pieces(f):
    joined = []
    for at, sector in sectors(f):
        if not any(sector):
            continue
        source = ONES if sector == FULL else where.get(sector, INLINE)
        last = joined[-1] if joined else None
        follows = last and last[0] + last[1] == at
        if follows and source >= ONES and source == last[2]:
            last[1] += len(sector)
        elif follows and source < ONES and last[2] < ONES and last[2] + last[1] == source:
            last[1] += len(sector)
        else:
            joined.append([at, len(sector), source])
    return joined


write("upcase", upcase)
for name in sorted(os.listdir(indir)):
    with open(os.path.join(indir, name), "rb") as f:
        packed = [struct.pack("<Q", f.seek(0, os.SEEK_END))]
        for offset, length, source in pieces(f):
            packed.append(struct.pack("<QII", offset, length, source))
            if source == INLINE:
                f.seek(offset)
                packed.append(f.read(length))
    write(name + ".pack", b"".join(packed))
