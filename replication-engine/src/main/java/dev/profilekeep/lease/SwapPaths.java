package dev.profilekeep.lease;

import dev.profilekeep.storage.StoragePath;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where swaps keep their things: {@code .profilekeep/<txn>/} at the location, on the copies' own volume. No name there can be
 * taken for a container's. While a swap changes what has a container's name, {@code .profilekeep/<of the target>.open} says so.
 */
record SwapPaths(String txn) {
    static final StoragePath FOLDER = StoragePath.of(".profilekeep");
    private static final String OPEN = ".open";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    /** What the name of a folder says of its swap: one container's are found without a look into those of all others. Older names say nothing. */
    private static final Pattern OF_WHOM = Pattern.compile(".*-c(-?\\d{1,19})-([0-9a-f]{16})");

    /** A folder that is not there yet. */
    static SwapPaths of(Clock clock, long containerId, StoragePath target) {
        return new SwapPaths("%s-%s-c%d-%s"
                .formatted(STAMP.format(clock.instant()), UUID.randomUUID(), containerId, digest(target, 8)));
    }

    /** False only if it is certainly another container's. */
    boolean mayBeOf(long containerId) {
        Matcher of = OF_WHOM.matcher(txn);
        return !of.matches() || of.group(1).equals(Long.toString(containerId));
    }

    /** False only if it is certainly another copy's. */
    boolean mayBeOf(StoragePath target) {
        Matcher of = OF_WHOM.matcher(txn);
        return !of.matches() || of.group(2).equals(digest(target, 8));
    }

    /** Whether the name says that it is this container's. */
    boolean isOf(long containerId) {
        return mayBeOf(containerId) && OF_WHOM.matcher(txn).matches();
    }

    StoragePath folder() {
        return FOLDER.child(txn);
    }

    StoragePath journal() {
        return folder().child("journal.jsonl");
    }

    /** Held alone by who works on it. */
    StoragePath busy() {
        return folder().child("busy");
    }

    StoragePath fresh() {
        return folder().child("new.disk");
    }

    StoragePath kept() {
        return folder().child("old.disk");
    }

    /** What belongs to the old disk and left with it, by the ending of its name. */
    StoragePath kept(String ending) {
        return folder().child("old" + ending);
    }

    /** What comes with the new disk. */
    StoragePath fresh(String ending) {
        return folder().child("new" + ending);
    }

    /** What was swapped in and taken out again. */
    StoragePath withdrawn() {
        return folder().child("withdrawn.disk");
    }

    /** By the target's name in lower case, as SMB servers tell no upper from lower. */
    static StoragePath open(StoragePath target) {
        return FOLDER.child(digest(target, 16) + OPEN);
    }

    private static String digest(StoragePath target, int bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(target.value().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isOpen(String name) {
        return name.endsWith(OPEN);
    }
}
