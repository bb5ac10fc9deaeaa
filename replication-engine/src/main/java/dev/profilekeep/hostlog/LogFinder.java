package dev.profilekeep.hostlog;

import dev.profilekeep.config.LogPlace;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the newest log of one host at one place. Links are not followed, and nothing is looked for outside the place: a folder is
 * named as the host or it is not the host's.
 */
final class LogFinder {
    /** A folder's entries beyond these are not looked at. */
    static final int MOST_ENTRIES = 20_000;

    /** So long after midnight what matters may still stand in the file of the day before. */
    private static final LocalTime NIGHT_ENDS = LocalTime.of(1, 0);

    private static final Duration CLOCKS_APART = Duration.ofDays(1);
    private static final int MOST_OF_A_DAY = 2;

    private final StorageProvider storage;
    private final LogPlace place;
    private final HostName host;
    private final ContainerKind kind;

    LogFinder(StorageProvider storage, LogPlace place, HostName host, ContainerKind kind) {
        this.storage = storage;
        this.place = place;
        this.host = host;
        this.kind = kind;
    }

    /**
     * A log.
     *
     * @param sure folder or name say that it is the host's; otherwise its head must
     */
    record Found(StoragePath path, LocalDate date, long written, boolean sure) {}

    /** Where files may lie. */
    private record Start(StoragePath folder, boolean sure) {}

    /** A folder holds more than is looked at. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Enough() {
            super("more entries than are looked at", null, false, false);
        }
    }

    /**
     * The files to read, oldest first; none if there is no log of it.
     *
     * @param now by the clocks at the place's site
     */
    List<Found> newest(LocalDateTime now) throws IOException {
        List<Found> all = new ArrayList<>();
        for (Start start : starts()) {
            all.addAll(in(start));
        }
        LocalDate latest = now.plus(CLOCKS_APART).toLocalDate();
        all.removeIf(found -> found.date().isAfter(latest));
        if (all.stream().anyMatch(Found::sure)) {
            all.removeIf(found -> !found.sure());
        }
        LocalDate newest =
                all.stream().map(Found::date).max(LocalDate::compareTo).orElse(LocalDate.MIN);
        List<Found> chosen = new ArrayList<>();
        if (newest.equals(now.toLocalDate()) && now.toLocalTime().isBefore(NIGHT_ENDS)) {
            chosen.addAll(of(all, newest.minusDays(1)));
        }
        chosen.addAll(of(all, newest));
        return chosen;
    }

    private static List<Found> of(List<Found> all, LocalDate date) {
        List<Found> those = all.stream()
                .filter(found -> found.date().equals(date))
                .sorted(Comparator.comparingLong(Found::written))
                .toList();
        return those.subList(Math.max(0, those.size() - MOST_OF_A_DAY), those.size());
    }

    private List<Start> starts() throws IOException {
        List<Start> starts = new ArrayList<>();
        if (place.below().isEmpty()) {
            starts.add(new Start(StoragePath.ROOT, false));
            folder(StoragePath.ROOT, LogPlace.HOST).ifPresent(own -> starts.add(new Start(own, true)));
            return starts;
        }
        Optional<StoragePath> folder = Optional.of(StoragePath.ROOT);
        for (String name : place.below()) {
            folder = folder.isEmpty() ? folder : folder(folder.get(), name);
        }
        folder.ifPresent(own -> starts.add(new Start(own, true)));
        return starts;
    }

    /** The folder of that name, in which {@code {host}} is this host's; a link is none. */
    private Optional<StoragePath> folder(StoragePath above, String name) throws IOException {
        for (String spelling : name.contains(LogPlace.HOST) ? host.spellings() : List.of("")) {
            try {
                StoredFile folder = storage.stat(above.child(name.replace(LogPlace.HOST, spelling)));
                if (folder.directory() && !isElsewhere(folder)) {
                    return Optional.of(folder.path());
                }
            } catch (StorageException.NotFound e) {
                continue;
            }
        }
        return Optional.empty();
    }

    /** Files in the folder, and in that of their kind below it, as FSLogix makes it. */
    private List<Found> in(Start start) throws IOException {
        List<Found> found = new ArrayList<>();
        List<StoragePath> ofKind = new ArrayList<>();
        list(start.folder(), entry -> {
            if (entry.directory()) {
                if (entry.name().equalsIgnoreCase(kind.name()) && !isElsewhere(entry)) {
                    ofKind.add(entry.path());
                }
            } else {
                take(entry, start.sure(), found);
            }
        });
        for (StoragePath folder : ofKind) {
            list(folder, entry -> take(entry, start.sure(), found));
        }
        return found;
    }

    private void take(StoredFile file, boolean sure, List<Found> found) {
        if (file.directory() || isElsewhere(file) || file.has(StoredFile.DEVICE)) {
            return;
        }
        LogName.of(file.name(), kind).ifPresent(name -> {
            boolean named = name.names(host);
            if (named || name.namesNobody()) {
                found.add(new Found(file.path(), name.date(), file.lastWriteTime(), sure || named));
            }
        });
    }

    /** What would be fetched from another place than this one: a link, or a file that was moved to a slow store. */
    private static boolean isElsewhere(StoredFile file) {
        return file.has(StoredFile.REPARSE_POINT) || file.has(StoredFile.OFFLINE) || file.has(StoredFile.ILLEGIBLE);
    }

    private void list(StoragePath folder, Consumer<StoredFile> each) throws IOException {
        int[] seen = {0};
        try {
            storage.list(folder, entry -> {
                if (++seen[0] > MOST_ENTRIES) {
                    throw new Enough();
                }
                each.accept(entry);
            });
        } catch (Enough e) {
            return; // what came until then counts
        }
    }
}
