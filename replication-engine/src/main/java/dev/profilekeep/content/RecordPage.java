package dev.profilekeep.content;

import java.util.Arrays;

/**
 * Sums of 64 file records that follow each other: for each the first 16 bytes of the digest of its bytes, zeros for one that is not in use. A
 * node is its kind and the sums up to the last that is not zeros.
 */
final class RecordPage {
    static final int RECORDS = 64;
    static final int SUM = 16;

    private final byte[] sums = new byte[RECORDS * SUM];
    private int used;

    static long pageOf(long record) {
        return record / RECORDS;
    }

    private static int at(long record) {
        return (int) (record % RECORDS) * SUM;
    }

    void set(long record, Sha256 digest) {
        int at = at(record);
        System.arraycopy(digest.bytes(), 0, sums, at, SUM);
        used = Math.max(used, at + SUM);
    }

    boolean isSame(long record, RecordPage other) {
        int at = at(record);
        return Arrays.equals(sums, at, at + SUM, other.sums, at, at + SUM);
    }

    boolean isEmpty() {
        return used == 0;
    }

    byte[] encode() {
        byte[] node = new byte[1 + used];
        node[0] = NodeKind.RECORDS.code();
        System.arraycopy(sums, 0, node, 1, used);
        return node;
    }

    static RecordPage decode(byte[] node) throws MapDamagedException {
        NodeScanner from = new NodeScanner("a page of file records of a content map", node);
        if (from.raw(1)[0] != NodeKind.RECORDS.code()) {
            throw from.damaged("it holds no file records");
        }
        int length = node.length - 1;
        if (length == 0 || length > RECORDS * SUM || length % SUM != 0) {
            throw from.damaged("it has " + length + " bytes of sums");
        }
        RecordPage page = new RecordPage();
        System.arraycopy(from.raw(length), 0, page.sums, 0, length);
        page.used = length;
        return page;
    }
}
