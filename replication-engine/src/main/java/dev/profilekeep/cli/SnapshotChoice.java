package dev.profilekeep.cli;

import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.backup.snapshot.Snapshots;
import dev.profilekeep.backup.store.StorageClock;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One container of one snapshot, as a person names it: {@code WHEN/WHO}. WHEN is {@code latest} (what is dated ahead is passed over), a day or a time (UTC; the last backup until then), or the beginning of a snapshot's id. WHO is a SID, or
 * a part of the container's path.
 */
record SnapshotChoice(SnapshotHead head, int container, ContainerFacts facts, Keeping keeping) {
    /** How it is written in usage. */
    static final String LABEL = "WHEN/WHO";

    static final String HELP =
            "Which container of which snapshot: WHEN is latest, a day or time (UTC), or the beginning of a snapshot's id;"
                    + " WHO is a SID, or a part of the container's path. 'backup list' shows both.";

    private static final String LATEST = "latest";
    private static final int LEAST_ID = 4;
    private static final int SHORT_ID = 8;
    private static final int SHOWN = 5;

    UUID snapshot() {
        return head.id();
    }

    /** What it is called in answers. */
    String name() {
        return head.made() + "/" + facts.file().path().value();
    }

    /** Its moment as lists print it; by which it is found again. */
    String second() {
        return head.made().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The beginning of its snapshot's id, as lists print it. */
    String shortId() {
        return head.id().toString().substring(0, SHORT_ID);
    }

    /** Whether its time has not come yet by the storage's clock, as it was made while a clock ran ahead. */
    boolean isAhead() {
        return StorageClock.isAhead(head.made(), keeping.now());
    }

    /** All that are not forgotten, newest first; those that are damaged are told on stderr. */
    static List<SnapshotChoice> all(Repository repository, Context context) throws IOException {
        List<SnapshotChoice> all = new ArrayList<>();
        Standing standing = repository.decisions().read().standing();
        Instant now = repository.decisions().nowForReading();
        repository.snapshots().forEach(new Snapshots.Visitor() {
            @Override
            public void snapshot(OpenSnapshot snapshot) {
                List<ContainerFacts> containers = snapshot.containers();
                for (int i = 0; i < containers.size(); i++) {
                    ContainerFacts facts = containers.get(i);
                    Keeping keeping = Keeping.of(
                            standing, snapshot.head().id(), facts.identity().key(), now);
                    if (!keeping.isForgotten()) {
                        all.add(new SnapshotChoice(snapshot.head(), i, facts, keeping));
                    }
                }
            }

            @Override
            public void damaged(UUID id, IOException why) {
                context.err().println("profilekeep: snapshot " + id + " cannot be read: " + why.getMessage());
            }
        });
        all.sort(Comparator.comparing((SnapshotChoice one) -> one.head().made()).reversed());
        return all;
    }

    /** @throws CliProblem if nothing fits, or containers of several people do */
    static SnapshotChoice find(Repository repository, Context context, String named, SetOption set) throws IOException {
        int slash = named.indexOf('/');
        if (slash <= 0 || slash == named.length() - 1) {
            throw new CliProblem(
                    "'" + Visible.oneLine(named) + "' is not " + LABEL + ", such as latest/anna or 2026-11-20/anna");
        }
        String when = named.substring(0, slash);
        String who = named.substring(slash + 1);
        List<SnapshotChoice> fitting = of(all(repository, context), when, who, set);
        return when.equals(LATEST) ? latest(fitting, context) : fitting.get(0);
    }

    /**
     * Those of the one container that WHO fits, of WHEN, newest first. WHO is looked for in all there is, whatever WHEN says: else it would be somebody else wherever the one that is meant has
     * none yet. Only the snapshot that an id names narrows who is meant, and not how well a name has to fit.
     */
    static List<SnapshotChoice> of(List<SnapshotChoice> all, String when, String who, SetOption set) {
        List<SnapshotChoice> fitting = fitting(ofSet(all, set), who);
        List<SnapshotChoice> then = then(all, when).stream()
                .filter(new HashSet<>(fitting)::contains)
                .toList();
        if (!then.isEmpty() && !isOfOne(then) || !isId(when) && !isOfOne(fitting)) {
            throw several(isId(when) ? then : fitting, who);
        }
        if (then.isEmpty()) {
            throw none(who, set, when);
        }
        return then;
    }

    /** The newest backup of the one container that WHO fits. */
    static SnapshotChoice newestOf(Repository repository, Context context, String who, SetOption set)
            throws IOException {
        return latest(of(all(repository, context), LATEST, who, set), context);
    }

    /** The newest snapshot until WHEN; any one of its containers stands for it. */
    static SnapshotChoice snapshot(Repository repository, Context context, String when, SetOption set)
            throws IOException {
        List<SnapshotChoice> fitting = ofSet(then(all(repository, context), when), set);
        if (fitting.isEmpty()) {
            throw none("", set, when);
        }
        return when.equals(LATEST) ? latest(fitting, context) : fitting.get(0);
    }

    /** The newest whose time has come, where there is one; that others are dated ahead is told. */
    private static SnapshotChoice latest(List<SnapshotChoice> newestFirst, Context context) {
        SnapshotChoice newest = newestFirst.get(0);
        if (!newest.isAhead()) {
            return newest;
        }
        Optional<SnapshotChoice> come =
                newestFirst.stream().filter(one -> !one.isAhead()).findFirst();
        context.err()
                .println("profilekeep: the backup of " + newest.second() + " (snapshot " + newest.shortId()
                        + ") is dated ahead of the storage's clock, by which it is "
                        + newest.keeping().now().truncatedTo(ChronoUnit.SECONDS)
                        + (come.isPresent()
                                ? "; it is passed over, and is named by its id if it is the one you mean"
                                : "; there is no other"));
        return come.orElse(newest);
    }

    /** @throws CliProblem if nothing of the set is there */
    static void anyOf(Repository repository, Context context, SetOption set) throws IOException {
        if (ofSet(all(repository, context), set).isEmpty()) {
            throw none("", set, LATEST);
        }
    }

    private static List<SnapshotChoice> ofSet(List<SnapshotChoice> all, SetOption set) {
        return all.stream().filter(one -> set.fits(one.facts())).toList();
    }

    private static boolean isOfOne(List<SnapshotChoice> choices) {
        return choices.stream()
                        .map(one -> one.facts().identity().key())
                        .distinct()
                        .limit(2)
                        .count()
                < 2;
    }

    private static CliProblem none(String who, SetOption set, String when) {
        return new CliProblem("no backup" + (who.isEmpty() ? "" : " of '" + Visible.oneLine(who) + "'") + set.words()
                + " is in the repository"
                + (when.equals(LATEST) ? "" : " for '" + Visible.oneLine(when) + "'")
                + "; 'backup list' shows all");
    }

    private static CliProblem several(List<SnapshotChoice> fitting, String who) {
        long containers = fitting.stream()
                .map(one -> one.facts().identity().key())
                .distinct()
                .count();
        boolean oneSet = areOfOneSet(fitting);
        return new CliProblem("'" + Visible.oneLine(who) + "' fits " + containers + " containers: "
                + fitting.stream()
                        .map(one -> one.path(!oneSet))
                        .distinct()
                        .limit(SHOWN)
                        .collect(Collectors.joining(", "))
                + (containers > SHOWN ? " and others" : "")
                + "; name one by its SID or by its file"
                + (oneSet ? "" : ", and its set by --set NAME"));
    }

    /** Whether their paths can do without the name of the set. */
    static boolean areOfOneSet(List<SnapshotChoice> choices) {
        return choices.stream()
                        .map(one -> one.facts().identity().setId())
                        .distinct()
                        .limit(2)
                        .count()
                < 2;
    }

    /** For people. */
    String path(boolean withSet) {
        String set = facts.identity().setId();
        String path = Visible.oneLine(facts.file().path().value());
        return withSet ? path + (set.isEmpty() ? " (no set)" : " (set " + Visible.oneLine(set) + ")") : path;
    }

    /** Those that fit best: a name as it is, before a name without its ending, before a part of a path. */
    private static List<SnapshotChoice> fitting(List<SnapshotChoice> all, String who) {
        List<Predicate<ContainerFacts>> ways = List.of(
                facts -> isExactly(facts, who),
                facts -> facts.identity().baseName().equalsIgnoreCase(who),
                facts -> facts.file().path().value().toLowerCase(Locale.ROOT).contains(who.toLowerCase(Locale.ROOT)));
        for (Predicate<ContainerFacts> way : ways) {
            List<SnapshotChoice> fitting =
                    all.stream().filter(one -> way.test(one.facts())).toList();
            if (!fitting.isEmpty()) {
                return fitting;
            }
        }
        return List.of();
    }

    private static boolean isExactly(ContainerFacts facts, String who) {
        return facts.identity().sid().equalsIgnoreCase(who)
                || facts.file().path().value().equalsIgnoreCase(who)
                || facts.file().path().name().equalsIgnoreCase(who);
    }

    /** Those that WHEN fits: until a moment, or of the one snapshot whose id begins so. */
    static List<SnapshotChoice> then(List<SnapshotChoice> all, String text) {
        if (text.equals(LATEST)) {
            return all;
        }
        if (isId(text)) {
            return byId(all, text);
        }
        try {
            Instant end = end(text);
            return all.stream().filter(one -> one.head().made().isBefore(end)).toList();
        } catch (DateTimeParseException e) {
            throw new CliProblem(
                    "'" + Visible.oneLine(text)
                            + "' is neither latest, a day such as 2026-11-20, a time such as 2026-11-20T21:00:00Z, nor the beginning (4 letters or more) of a snapshot's id",
                    e);
        }
    }

    /** Whether it is the beginning of a snapshot's id: what is a day or a time is none. */
    private static boolean isId(String when) {
        if (when.length() < LEAST_ID || !when.matches("[0-9a-fA-F-]+")) {
            return false;
        }
        try {
            end(when);
            return false;
        } catch (DateTimeParseException e) {
            return true;
        }
    }

    private static List<SnapshotChoice> byId(List<SnapshotChoice> all, String beginning) {
        List<SnapshotChoice> fitting = all.stream()
                .filter(one -> one.head().id().toString().startsWith(beginning.toLowerCase(Locale.ROOT)))
                .toList();
        List<String> snapshots = fitting.stream()
                .map(one -> one.head().id() + " of " + one.second())
                .distinct()
                .toList();
        if (snapshots.size() > 1) {
            throw new CliProblem("'" + beginning + "' is the beginning of the ids of " + snapshots.size()
                    + " snapshots; give more letters: "
                    + String.join(", ", snapshots.subList(0, Math.min(SHOWN, snapshots.size())))
                    + (snapshots.size() > SHOWN ? " and others" : ""));
        }
        return fitting;
    }

    /** The first moment that is later than what was written: a day, a minute and a second last until they are over. */
    private static Instant end(String text) {
        if (text.length() == "2026-11-20".length()) {
            return LocalDate.parse(text).plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        String time = text.toUpperCase(Locale.ROOT).replaceFirst("Z\\z", "");
        if (time.length() == "2026-11-20T21:00".length()) {
            return Instant.parse(time + ":00Z").plus(1, ChronoUnit.MINUTES);
        }
        Instant moment = Instant.parse(time + "Z");
        return time.indexOf('.') < 0 ? moment.plusSeconds(1) : moment.plusNanos(1);
    }
}
