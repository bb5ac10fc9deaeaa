package dev.profilekeep.content;

import dev.profilekeep.disk.content.Owner;
import dev.profilekeep.disk.content.Signature;

/**
 * What a file is by its first bytes.
 *
 * @param start the beginning of its stream
 */
public record SignedStream(Owner.FileStream start, Signature signature) {
    /** Six numbers of at least a byte. */
    static final int LEAST = 6;

    private static final Signature[] SIGNATURES = Signature.values();

    void write(NodeWriter to) {
        to.number(start.partition()).number(start.record()).number(start.sequence());
        to.number(start.type()).wideText(start.name()).number(signature.ordinal());
    }

    static SignedStream read(NodeScanner from) throws MapDamagedException {
        int partition = from.number(Integer.MAX_VALUE);
        long record = from.number();
        int sequence = from.number(Integer.MAX_VALUE);
        long type = from.number();
        String name = from.wideText();
        Signature signature = SIGNATURES[from.number(SIGNATURES.length - 1)];
        return new SignedStream(new Owner.FileStream(partition, record, sequence, type, name, 0), signature);
    }
}
