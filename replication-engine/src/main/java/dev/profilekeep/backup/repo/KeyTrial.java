package dev.profilekeep.backup.repo;

import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.KeySlots;
import dev.profilekeep.backup.seal.MasterKey;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.seal.Secret;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tries a secret on keys, those that take least first. Whoever can write to the repository can put keys there that ask for as much as any may: what asks for more memory than a key of
 * this program and than is free, and what comes after so much work that it would take minutes, is passed over. One thread.
 */
final class KeyTrial {
    /** KiB times passes: of two hundred keys as this program makes them, some minutes. */
    static final long MOST_WORK = 200L * 3 * 64 * 1024;

    private static final int MOST_TRIED = 1000;
    /** What the blocks of Argon2 take beyond their bytes. */
    private static final double OVERHEAD = 1.25;

    private static final int NAMED = 5;

    private final KeySlots slots;
    private final LongSupplier free;
    private long freeKib = -1;
    private final List<KeyFile> tooLarge = new ArrayList<>();
    private final List<KeyFile> tooMany = new ArrayList<>();

    /** @param free bytes of memory that may be taken; asked only where a key needs more than this program's own */
    KeyTrial(KeySlots slots, LongSupplier free) {
        this.slots = slots;
        this.free = free;
    }

    /** Bytes of the heap that nobody has, once what nobody uses any more is collected: without that, a busy portal has nothing free most of the time. */
    static long freeHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    /** @param slot that was opened */
    record Opened(MasterKey master, KeySlot slot) {}

    /** What the first of them seals that the secret opens. */
    Optional<Opened> open(List<KeyFile> files, Secret secret) {
        boolean typed = secret instanceof Secret.Passphrase;
        List<KeyFile> fitting = files.stream()
                .filter(file -> typed == (file.slot().kind() == KeySlot.Kind.PASSPHRASE))
                .sorted(Comparator.comparingInt((KeyFile file) -> file.slot().memory())
                        .thenComparingInt(file -> file.slot().passes()))
                .toList();
        long work = 0;
        int tried = 0;
        for (KeyFile file : fitting) {
            KeySlot slot = file.slot();
            work += (long) slot.memory() * slot.passes();
            if (!fits(slot)) {
                tooLarge.add(file);
            } else if (tried > 0 && (work > MOST_WORK || tried == MOST_TRIED)) {
                tooMany.add(file);
            } else {
                tried++;
                Optional<MasterKey> master = opened(slots, slot, secret);
                if (master.isPresent()) {
                    return Optional.of(new Opened(master.get(), slot));
                }
            }
        }
        return Optional.empty();
    }

    private boolean fits(KeySlot slot) {
        if (slot.memory() <= KeySlots.MEMORY) {
            return true;
        }
        if (freeKib < 0) {
            freeKib = (long) (free.getAsLong() / 1024.0 / OVERHEAD);
        }
        return slot.memory() <= freeKib;
    }

    /** What a slot seals, if the secret opens it. */
    static Optional<MasterKey> opened(KeySlots slots, KeySlot slot, Secret secret) {
        try {
            return Optional.of(slots.open(slot, secret));
        } catch (SealException.WrongKey e) {
            return Optional.empty();
        }
    }

    /** Which were passed over and why, each a sentence. */
    List<String> skipped() {
        List<String> skipped = new ArrayList<>();
        if (!tooLarge.isEmpty()) {
            int least = tooLarge.get(0).slot().memory();
            skipped.add(names(tooLarge) + " for more memory than is free: " + least / 1024 + " MiB or more, and "
                    + freeKib / 1024
                    + " MiB are; give the program more memory (-Xmx), or remove what nobody here made");
        }
        if (!tooMany.isEmpty()) {
            skipped.add(
                    names(tooMany)
                            + " to be tried after so many others that it would take minutes; remove from the folder keys what nobody here made");
        }
        return skipped;
    }

    private static String names(List<KeyFile> files) {
        String names = String.join(
                ", ",
                files.stream().limit(NAMED).map(file -> file.path().value()).toList());
        String more = files.size() > NAMED ? " and " + (files.size() - NAMED) + " more" : "";
        return names + more + (files.size() == 1 ? " asks" : " ask");
    }
}
