"""Fills a volume that ntfs-3g has mounted and says what is there: fill-volume.py MOUNTPOINT SEED MIB TRUTH COMPACT-DIR

Of everything less if MIB is below 16. MOUNTPOINT was mounted with streams_interface=xattr,compression. Made are names of all kinds, directories large and deep, hard links,
alternate streams, sparse and compressed files (these in hundreds of pieces), files with so many names, streams or pieces that their record overflows,
reparse points, security descriptors and times. TRUTH receives one line for each thing, read back through ntfs-3g by a
second run with SEED "-" (the first one writes the descriptors that it gave to secured/0, 1, 2 …): path, type, size, record, names, SHA-256, then as hexadecimal what ntfs-3g calls ntfs_attrib, ntfs_times,
ntfs_acl, ntfs_reparse_data, ntfs_dos_name. Tabs stand between the fields; names are WTF-8.
"""
import hashlib
import os
import random
import stat
import struct
import sys

mount, seed, mib, truth, compact = sys.argv[1:]
small = int(mib) < 16
root = os.fsencode(mount)
XATTRS = ("attrib", "times", "acl", "reparse_data", "dos_name")


def path(*names):
    return os.path.join(root, *[n if isinstance(n, bytes) else n.encode() for n in names])


def put(p, data):
    with open(p, "wb") as f:
        f.write(data)


def xattr(p, name):
    try:
        return os.getxattr(p, "system.ntfs_" + name, follow_symlinks=False)
    except OSError:
        return None


def sid(*parts):
    return struct.pack("<BB", 1, len(parts) - 1) + struct.pack(">Q", parts[0])[2:] + struct.pack("<%dI" % (len(parts) - 1), *parts[1:])


def descriptor(r):
    who = [sid(5, 18), sid(5, 32, 544), sid(1, 0), sid(3, 0), sid(5, 21, r.getrandbits(32), r.getrandbits(32), 7, 1000 + r.randrange(99))]

    def acl(types):
        aces = b""
        n = r.randrange(1, 7)
        for _ in range(n):
            s = r.choice(who)
            rights = r.choice((0x1F01FF, 0x1200A9, 0x120089, 0x1301BF, 0x10000000, 0x80000000, r.getrandbits(8) | 0x20000))
            aces += struct.pack("<BBHI", r.choice(types), r.choice((0, 3, 11, 16, 19)), 8 + len(s), rights) + s
        return struct.pack("<BBHHH", 2, 0, 8 + len(aces), n, 0) + aces

    owner, group, dacl = r.choice(who), r.choice(who), acl((0, 0, 0, 1))
    sacl = acl((2,)) if r.random() < 0.2 else b""
    at = 20
    places = []
    for part in (sacl, dacl, owner, group):
        places.append(at if part else 0)
        at += len(part)
    control = 0x8004 | (0x10 if sacl else 0) | r.choice((0, 0x400, 0x1400))
    return struct.pack("<BBHIIII", 1, 0, control, places[2], places[3], places[0], places[1]) + sacl + dacl + owner + group


def reparse(tag, data):
    return struct.pack("<IHH", tag, len(data), 0) + data


def names(target, shown, flags):
    t, s = target.encode("utf-16-le"), shown.encode("utf-16-le")
    head = struct.pack("<HHHH", 0, len(t), len(t) + 2, len(s)) + (b"" if flags is None else struct.pack("<I", flags))
    return head + t + b"\0\0" + s + b"\0\0"


def fill():
    r = random.Random(seed)
    # directories: large, deep, with names that need care
    os.mkdir(path("large"))
    alphabet = "abcXYZ019 _-äöüßÄÖÜéłžΩωЖж日本語ﬁİı"
    for i in range(150 if small else 1800):
        name = "".join(r.choice(alphabet) for _ in range(r.randrange(1, 40))).strip() or "n"
        put(path("large", name), b"%d" % i)
    for i in r.sample(sorted(os.listdir(path("large"))), 30 if small else 400):
        os.unlink(os.path.join(path("large"), i))
    deep = path("deep")
    for i in range(8 if small else 60):
        os.mkdir(deep)
        deep = os.path.join(deep, b"level %d" % i)
    os.mkdir(path("names"))
    for n in ("README", "readme", "ReadMe", "a" * 255, "\U0001F600 emoji", "e\u0301", "é", "x\\y", "con", "semi;colon", "q?*<>|\"", "\x01\x02", "trailing."):
        put(path("names", n), n.encode())
    for n in (b"lone \xed\xa0\x80 high", b"lone \xed\xb0\x80 low", b"\xed\xb0\x80\xed\xa0\x80"):
        try:
            put(path("names", n), n)
        except OSError:
            pass
    # names, streams
    put(path("linked"), r.randbytes(5000))
    os.mkdir(path("links"))
    for i in range(20 if small else 150):
        os.link(path("linked"), path("links", "a rather long name of the same file, number %d" % i))
    put(path("streams"), b"main")
    for i in range(20 if small else 90):
        os.setxattr(path("streams"), "user.stream %d" % i, r.randbytes(r.choice((0, 5, 300) if small else (0, 5, 300, 9000))))
    put(path("Long file name.text"), b"long")
    os.setxattr(path("Long file name.text"), "system.ntfs_dos_name", b"LONGFI~1.TEX")
    # content
    put(path("empty"), b"")
    for n in (1, 100, 600, 699, 700, 701, 900, 4095, 4096, 4097, 70000)[: 8 if small else 99]:
        put(path("size %d" % n), r.randbytes(n))
    with open(path("sparse"), "wb") as f:
        for at in (0, 300000, 5000000, 80000000):
            f.seek(at)
            f.write(r.randbytes(5000))
        f.truncate(90000001)
    os.mkdir(path("compressed"))
    attrib = int.from_bytes(xattr(path("compressed"), "attrib"), "little") | 0x800
    try:
        os.setxattr(path("compressed"), "system.ntfs_attrib", attrib.to_bytes(4, "little"))
    except OSError:
        pass
    words = [r.randbytes(r.randrange(2, 9)) for _ in range(60)]
    for i, n in enumerate((10, 3000, 4096, 65536, 65537, 200000, 1500000)[: 5 if small else 99]):
        put(path("compressed", "text %d" % i), b" ".join(r.choice(words) for _ in range(n // 4))[:n])
        put(path("compressed", "noise %d" % i), r.randbytes(min(n, 5000) if small else n))
        put(path("compressed", "runs %d" % i), b"".join(bytes([r.randrange(256)]) * r.randrange(70000) for _ in range(n // 30000 + 1))[:n])
    with open(path("compressed", "with a hole"), "wb") as f:
        f.write(b"begin" * 1000)
        f.seek(700000)
        f.write(b"end" * 30000)
    # security and times
    os.mkdir(path("secured"))
    descriptors = []
    for i in range(10 if small else 60):
        p = path("secured", "%d" % i)
        put(p, b"")
        descriptors.append(descriptor(r))
        os.setxattr(p, "system.ntfs_acl", descriptors[-1])
        os.setxattr(p, "system.ntfs_times", struct.pack("<4q", *[r.choice((0, 1, r.randrange(1 << 62), 133000000000000000 + r.randrange(1 << 50))) for _ in range(4)]))
        os.setxattr(p, "system.ntfs_attrib", (r.getrandbits(3) | 0x20 | r.choice((0, 0x1000, 0x2000))).to_bytes(4, "little"))
    # ntfs-3g does not give back those with a system list
    with open(truth, "w") as out:
        out.write("".join(d.hex() + "\n" for d in descriptors))
    # what stands for something else
    os.mkdir(path("reparse"))
    points = {
        "link": reparse(0xA000000C, names("..\\names\\README", "..\\names\\README", 1)),
        "absolute": reparse(0xA000000C, names("\\??\\C:\\Users\\Ä", "C:\\Users\\Ä", 0)),
        "cloud": reparse(0x9000601A, r.randbytes(200)),
        "onedrive": reparse(0x80000021, r.randbytes(30)),
        "app": reparse(0x8000001B, struct.pack("<I", 3) + "Package_1\0Package_1!App\0C:\\Program Files\\app.exe\0000\0".encode("utf-16-le")),
        "dedup": reparse(0x80000013, r.randbytes(120)),
        "unknown": reparse(0x80001234, b"12345678"),
        "wsl": reparse(0xA000001D, struct.pack("<I", 2) + "/home/ä".encode()),
    }
    for name, data in points.items():
        put(path("reparse", name), b"")
        os.setxattr(path("reparse", name), "system.ntfs_reparse_data", data)
    os.mkdir(path("reparse", "junction"))
    os.setxattr(path("reparse", "junction"), "system.ntfs_reparse_data", reparse(0xA0000003, names("\\??\\D:\\Data\\", "D:\\Data", None)))
    os.mkdir(path("reparse", "volume"))
    os.setxattr(path("reparse", "volume"), "system.ntfs_reparse_data", reparse(0xA0000003, names("\\??\\Volume{8b7ca206-4790-4b9a-b8fe-575f050f886e}\\", "", None)))
    for method, name in enumerate(("xpress4k", "lzx", "xpress8k", "xpress16k")[: 1 if small else 4]):
        p = path("reparse", "compact " + name)
        put(p, b"")
        with open(os.path.join(compact, name + ".bin"), "rb") as f:
            packed = f.read()
        size = 70001
        if small:
            # the first two blocks: their table has one place, that of the second
            first, second = struct.unpack_from("<II", packed)
            size, packed = 8192, packed[:4] + packed[4 * 17 :][:second]
        os.setxattr(p, "user.WofCompressedData", packed)
        os.truncate(p, size)
        os.setxattr(p, "system.ntfs_reparse_data", reparse(0x80000017, struct.pack("<IIII", 1, 2, 1, method)))


def listing():
    with open(truth, "wb") as out:
        for folder, dirs, files in os.walk(root):
            for name in dirs + files:
                p = os.path.join(folder, name)
                st = os.lstat(p)
                kind = "d" if stat.S_ISDIR(st.st_mode) else "f" if stat.S_ISREG(st.st_mode) else "l"
                digest = "-"
                if kind == "f":
                    h = hashlib.sha256()
                    with open(p, "rb") as f:
                        while piece := f.read(1 << 20):
                            h.update(piece)
                    digest = h.hexdigest()
                extra = [(lambda v: "-" if v is None else v.hex())(xattr(p, x)) for x in XATTRS]
                relative = os.path.relpath(p, root)
                line = [kind, str(st.st_size), str(st.st_ino), str(st.st_nlink), digest] + extra
                out.write(relative + b"\t" + "\t".join(line).encode() + b"\n")
                for x in os.listxattr(p, follow_symlinks=False):
                    if x.startswith("user."):
                        v = os.getxattr(p, x, follow_symlinks=False)
                        line = ["s", str(len(v)), str(st.st_ino), "1", hashlib.sha256(v).hexdigest()] + ["-"] * len(XATTRS)
                        out.write(relative + b":" + os.fsencode(x[5:]) + b"\t" + "\t".join(line).encode() + b"\n")


if seed == "-":
    listing()
else:
    fill()
