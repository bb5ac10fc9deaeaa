#!/usr/bin/env python3
"""pack.py DISK PACKED: keeps only the non-zero pages of a disk image, so that a container of gigabytes is a few kilobytes.

Format (gzip): "PKPACK1\n", then u64 length of the disk, then runs of u64 offset, u32 length, bytes; a run of length 0 ends it.
All numbers little-endian. Read by dev.profilekeep.portal.demo.PackedDisk.
"""
import gzip
import os
import struct
import sys

PAGE = 4096
LONGEST = 1 << 20

source, target = sys.argv[1:3]
size = os.path.getsize(source)
zero = bytes(PAGE)
runs = 0
with open(source, "rb") as disk, open(target, "wb") as raw:
    with gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=9, mtime=0) as out:
        out.write(b"PKPACK1\n" + struct.pack("<Q", size))
        begin, run = 0, bytearray()

        def flush():
            global run, runs
            if run:
                out.write(struct.pack("<QI", begin, len(run)) + run)
                run, runs = bytearray(), runs + 1

        position = 0
        while position < size:
            try:  # holes need not be read
                data = os.lseek(disk.fileno(), position, os.SEEK_DATA) // PAGE * PAGE
            except OSError:
                break
            if data > position:
                flush()
                position = data
            disk.seek(position)
            piece = disk.read(LONGEST)
            for at in range(0, len(piece), PAGE):
                page = piece[at : at + PAGE]
                if page == zero[: len(page)]:
                    flush()
                    continue
                if not run:
                    begin = position + at
                run += page
                if len(run) >= LONGEST:
                    flush()
            position += len(piece)
        flush()
        out.write(struct.pack("<QI", 0, 0))
print(f"{os.path.basename(target)}: {size >> 20} MiB in {runs} runs, {os.path.getsize(target) >> 10} KiB packed")
