package dev.profilekeep.backup.store;

import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.storage.StoragePath;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** How the files of a repository are called, below its folder. */
final class RepositoryNames {
    /** What makes a folder a repository. */
    static final StoragePath REPOSITORY = StoragePath.of("repository");

    static final StoragePath DRAFTS = StoragePath.of("drafts");
    static final StoragePath TRASH = StoragePath.of("trash");

    private RepositoryNames() {}

    /** {@code packs}, {@code indexes} and so on. */
    static StoragePath folder(SealedKind kind) {
        return switch (kind) {
            case PACK -> StoragePath.of("packs");
            case INDEX -> StoragePath.of("indexes");
            case SNAPSHOT -> StoragePath.of("snapshots");
            case PRUNE -> StoragePath.of("prunes");
            case DECISION -> StoragePath.of("decisions");
            case WAIT -> StoragePath.of("waits");
        };
    }

    /** Whether there may be so many that they lie in 256 folders, by the first byte of their ids. */
    static boolean isSpread(SealedKind kind) {
        return kind == SealedKind.PACK;
    }

    static StoragePath file(SealedKind kind, UUID id) {
        StoragePath folder = folder(kind);
        String name = id.toString();
        return (isSpread(kind) ? folder.child(name.substring(0, 2)) : folder).child(name);
    }

    static StoragePath draft(SealedKind kind, UUID id) {
        return DRAFTS.child(kind.name().toLowerCase(Locale.ROOT) + "-" + id);
    }

    /** Whether a file among the drafts is one of ours: what it is to be, a hyphen, an id. */
    static boolean isDraft(String name) {
        int hyphen = name.indexOf('-');
        return hyphen > 0 && id(name.substring(hyphen + 1)).isPresent();
    }

    /** A draft of a kind of sealed file. */
    static boolean isDraft(SealedKind kind, String name) {
        return isDraft(name) && name.startsWith(kind.name().toLowerCase(Locale.ROOT) + "-");
    }

    /** @param time a FILETIME */
    static StoragePath trash(SealedKind kind, UUID id, long time) {
        return TRASH.child(kind.name().toLowerCase(Locale.ROOT) + "-" + id + "-" + time);
    }

    /** The id in a file's name; empty for what is called otherwise, which is not ours. */
    static Optional<UUID> id(String name) {
        try {
            UUID id = UUID.fromString(name);
            return id.toString().equals(name) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
