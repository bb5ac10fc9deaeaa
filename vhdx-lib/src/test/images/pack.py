"""Packs disk images small enough to commit: pack.py UPCASE INDIR OUTDIR

Writes upcase.gz, the table that each NTFS volume carries, and for each image NAME.pack.gz: the size of the image (u64), then
pieces until the end of the data: offset (u64), length (u32), source (u32). A source of 0xffffffff means that the bytes
follow, any other that they are those of the table from there. What no piece covers is zero. All little-endian.
"""
import gzip
import os
import struct
import sys

SECTOR = 512
INLINE = 0xFFFFFFFF
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


def pieces(data):
    joined = []
    for at in range(0, len(data), SECTOR):
        sector = data[at : at + SECTOR]
        if not any(sector):
            continue
        source = where.get(sector, INLINE)
        last = joined[-1] if joined else None
        follows = last and last[0] + last[1] == at
        if follows and source == INLINE == last[2]:
            last[1] += len(sector)
        elif follows and INLINE not in (source, last[2]) and last[2] + last[1] == source:
            last[1] += len(sector)
        else:
            joined.append([at, len(sector), source])
    return joined


write("upcase", upcase)
for name in sorted(os.listdir(indir)):
    data = open(os.path.join(indir, name), "rb").read()
    packed = [struct.pack("<Q", len(data))]
    for offset, length, source in pieces(data):
        packed.append(struct.pack("<QII", offset, length, source))
        if source == INLINE:
            packed.append(data[offset : offset + length])
    write(name + ".pack", b"".join(packed))
