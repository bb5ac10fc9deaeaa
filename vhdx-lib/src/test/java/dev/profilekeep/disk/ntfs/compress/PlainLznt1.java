package dev.profilekeep.disk.ntfs.compress;

import java.io.ByteArrayOutputStream;

/** Compresses as [MS-XCA] 2.5 describes, plainly: the longest repetition at each byte, looked for one by one. */
public final class PlainLznt1 {
    private PlainLznt1() {}

    /** Chunk after chunk, without a header of 0 at the end. */
    public static byte[] encode(byte[] plain) {
        var out = new ByteArrayOutputStream();
        for (int at = 0; at < plain.length; at += 4096) {
            int end = Math.min(plain.length, at + 4096);
            byte[] chunk = chunk(plain, at, end);
            if (chunk.length < end - at) {
                header(out, chunk.length - 1 | 0xb000);
                out.writeBytes(chunk);
            } else {
                header(out, end - at - 1 | 0x3000);
                out.write(plain, at, end - at);
            }
        }
        return out.toByteArray();
    }

    private static void header(ByteArrayOutputStream out, int value) {
        out.write(value);
        out.write(value >> 8);
    }

    private static byte[] chunk(byte[] plain, int begin, int end) {
        var out = new ByteArrayOutputStream();
        var group = new ByteArrayOutputStream();
        int flags = 0;
        int items = 0;
        for (int at = begin; at < end; ) {
            int written = at - begin;
            int distanceBits = 4;
            while (1 << distanceBits < written) {
                distanceBits++;
            }
            int longest = Math.min(end - at, (1 << 16 - distanceBits) - 1 + 3);
            int bestLength = 0;
            int bestDistance = 0;
            for (int distance = 1; distance <= written && bestLength < longest; distance++) {
                int length = 0;
                while (length < longest && plain[at + length] == plain[at + length - distance]) {
                    length++;
                }
                if (length > bestLength) {
                    bestLength = length;
                    bestDistance = distance;
                }
            }
            if (bestLength >= 3) {
                flags |= 1 << items;
                header(group, bestDistance - 1 << 16 - distanceBits | bestLength - 3);
                at += bestLength;
            } else {
                group.write(plain[at++]);
            }
            if (++items == 8 || at == end) {
                out.write(flags);
                out.writeBytes(group.toByteArray());
                group.reset();
                flags = 0;
                items = 0;
            }
        }
        return out.toByteArray();
    }
}
