package dev.profilekeep.disk;

/** Bytes that break a rule of their format. */
public final class CorruptDiskException extends DiskException {
    private static final long serialVersionUID = 1L;

    private final String structure;
    private final long offset;
    private final String rule;

    /**
     * @param structure the structure that is wrong, as its specification names it ("region table entry")
     * @param offset where it is wrong, in bytes from the start of the file or volume that the structure belongs to
     * @param rule what should hold and what is there instead ("region offset is not a multiple of 1 MiB: 3145729")
     */
    public CorruptDiskException(String structure, long offset, String rule) {
        super(structure + ": " + rule + " (at offset 0x" + Long.toHexString(offset) + ")");
        this.structure = structure;
        this.offset = offset;
        this.rule = rule;
    }

    public String structure() {
        return structure;
    }

    public long offset() {
        return offset;
    }

    public String rule() {
        return rule;
    }
}
