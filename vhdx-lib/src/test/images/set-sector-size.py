"""Sets logical and physical sector size in the metadata region of a VHDX: set-sector-size.py FILE SIZE"""
import struct
import sys
import uuid

METADATA = uuid.UUID("8b7ca206-4790-4b9a-b8fe-575f050f886e").bytes_le
SIZES = [
    uuid.UUID(u).bytes_le
    for u in ("8141bf1d-a96f-4709-ba47-f233a8faab5f", "cda348c7-445d-4471-9cc9-e9885251c556")
]

with open(sys.argv[1], "r+b") as f:
    f.seek(192 * 1024)
    regions = f.read(65536)
    for i in range(struct.unpack_from("<I", regions, 8)[0]):
        guid, offset = struct.unpack_from("<16sQ", regions, 16 + 32 * i)
        if guid == METADATA:
            f.seek(offset)
            table = f.read(65536)
            for k in range(struct.unpack_from("<H", table, 10)[0]):
                item, at = struct.unpack_from("<16sI", table, 32 + 32 * k)
                if item in SIZES:
                    f.seek(offset + at)
                    f.write(struct.pack("<I", int(sys.argv[2])))
