"""Makes the streams that the tests of XPRESS and LZX decode: make-compressed.py OUTDIR (needs wimlib-imagex of wimtools).

wimlib, which is not ours, compresses a file into a WIM, whose resources have the very form of the stream WofCompressedData.
The file is made by a small generator that the test repeats, so that only what is compressed is kept.
"""
import os
import struct
import subprocess
import sys
import tempfile

WORDS = b"the of and to in is that for it as was with be by on not he his but at are this have from or had an they".split()


def sample(size, seed):
    """Words, binary numbers, runs and x86 calls; test code has the same generator."""
    state = seed
    out = bytearray()
    while len(out) < size:
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        pick = state >> 16
        kind = pick % 16
        if kind < 11:
            out += WORDS[pick // 16 % len(WORDS)] + b" "
        elif kind == 11:
            out += bytes([pick // 16 & 0xFF]) * (pick // 256 % 300)
        elif kind < 14:
            out += b"\xe8" + struct.pack("<i", (pick // 16) * 37 - 30000) + b"\x8b"
        else:
            out += struct.pack("<I", state)
    return bytes(out[:size])


def resource(wim):
    """The largest resource of a WIM."""
    data = open(wim, "rb").read()
    flags_size, offset = struct.unpack_from("<QQ", data, 48)
    size = flags_size & (1 << 56) - 1
    largest = None
    for at in range(offset, offset + size, 50):
        stored, place, original = struct.unpack_from("<QQQ", data, at)
        stored &= (1 << 56) - 1
        if largest is None or original > largest[2]:
            largest = (place, stored, original)
    return data[largest[0] : largest[0] + largest[1]]


def compress(plain, method, chunk, folder):
    source = os.path.join(folder, "source")
    os.makedirs(source, exist_ok=True)
    with open(os.path.join(source, "file"), "wb") as f:
        f.write(plain)
    wim = os.path.join(folder, "wim")
    if os.path.exists(wim):
        os.unlink(wim)
    subprocess.run(
        ["wimlib-imagex", "capture", source, wim, "--compress=" + method, f"--chunk-size={chunk}"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return resource(wim)


if __name__ == "__main__":
    out = sys.argv[1]
    for name, method, chunk in (
        ("xpress4k", "XPRESS", 4096),
        ("xpress8k", "XPRESS", 8192),
        ("xpress16k", "XPRESS", 16384),
        ("lzx", "LZX", 32768),
    ):
        with tempfile.TemporaryDirectory() as folder:
            packed = compress(sample(70001, 7), method, chunk, folder)
        with open(os.path.join(out, name + ".bin"), "wb") as f:
            f.write(packed)
        print(name, len(packed))
