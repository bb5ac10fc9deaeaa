package dev.profilekeep.cli;

import dev.profilekeep.lock.LockDocument;
import dev.profilekeep.lock.LockFilter;
import dev.profilekeep.lock.Weight;
import dev.profilekeep.text.Visible;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lock show}: the locks as they were judged last, or somebody's, judged anew. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Shows locks. With WHO it looks at those containers now and shows what the verdict rests on;",
            "without, it lists what is locked as it was judged last."
        },
        footer = {
            "",
            "Exit code 1 means that something is locked; 2 that it could not be told, also because no inventory has"
                    + " come to its end yet."
        })
final class LockShowCommand implements Callable<Integer> {
    private static final Set<String> VERDICTS = Set.of("LIVE", "STALE", "UNPROVED", LockFilter.NOT_JUDGED);

    private final Context context;

    @Parameters(
            arity = "0..*",
            paramLabel = "WHO",
            description = "A container's number, a SID, an account name, or a part of one that only one person has.")
    private List<String> who = List.of();

    @Option(names = "--now", description = "Look at everything that is locked before listing it.")
    private boolean now;

    @Option(
            names = "--verdict",
            paramLabel = "WORD",
            split = ",",
            description = "Only these: LIVE, STALE, UNPROVED, NOT_JUDGED.")
    private List<String> verdicts = List.of();

    @Option(names = "--host", paramLabel = "NAME", description = "Only what this machine holds.")
    private String host = "";

    @Option(names = "--site", paramLabel = "ID", split = ",", description = "Only containers with a copy there.")
    private List<String> sites = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "So many at most; without it 1000.")
    private int limit = 1_000;

    @Option(
            names = "--progress",
            negatable = true,
            description = "Show progress on stderr; without it, if there is a terminal.")
    private @Nullable Boolean progress;

    @Mixin
    private LockOptions options = new LockOptions();

    LockShowCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Set<String> words = new HashSet<>();
        for (String word : verdicts) {
            if (!VERDICTS.contains(word.toUpperCase(Locale.ROOT))) {
                throw new CliProblem("--verdict is LIVE, STALE, UNPROVED or NOT_JUDGED, not '" + word + "'");
            }
            words.add(word.toUpperCase(Locale.ROOT));
        }
        if (limit < 1) {
            throw new CliProblem("--limit is at least 1, not " + limit);
        }
        boolean narrowed = now || !verdicts.isEmpty() || !host.isEmpty() || !sites.isEmpty();
        if (!who.isEmpty() && narrowed) {
            throw new CliProblem("--now, --verdict, --host and --site are for the list; leave them or WHO out");
        }
        return options.ask(context, locks -> who.isEmpty() ? list(locks, words) : looks(locks));
    }

    private int list(LockSource locks, Set<String> words) {
        if (now) {
            boolean shown = progress != null ? progress : System.console() != null;
            try (Interruption interruption = new Interruption()) {
                locks.judgeAll(interruption, new ProgressLine(context.err(), shown));
            }
        }
        LockSource.Found found = locks.list(new LockSource.Wanted(words, host, Set.copyOf(sites), limit));
        // Asked only if need be: what is listed was seen by an inventory.
        boolean known = found.total() > 0 || locks.inventoried();
        if (options.json) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("total", found.total());
            answer.put("locks", found.locks());
            context.out().println(Json.write(answer));
        } else if (known) {
            print(found, context.out());
        }
        if (!known) {
            throw new NoInventory();
        }
        return found.total() == 0 ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
    }

    private static void print(LockSource.Found found, PrintWriter out) {
        if (found.total() == 0) {
            out.println("Nothing is locked.");
            return;
        }
        TextTable table = new TextTable(true, false, false, false, false, false, false);
        table.add("Container", "Account", "Set", "Verdict", "Locked since", "Held by", "Judged");
        for (LockDocument lock : found.locks()) {
            LockDocument.HeldBy holder = lock.holder();
            table.add(
                    Long.toString(lock.container()),
                    lock.account().isEmpty() ? lock.disk() : lock.account(),
                    lock.set(),
                    lock.verdict(),
                    time(holder.since()),
                    holder.host().isEmpty() ? holder.account() : holder.host(),
                    time(lock.judgedAt()));
        }
        out.print(table.write(""));
        out.printf(
                "%d locked%s%n",
                found.total(),
                found.locks().size() < found.total()
                        ? ", of which these are " + found.locks().size()
                        : "");
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private int looks(LockSource locks) {
        List<LockDocument> seen = new ArrayList<>();
        for (long container : LockOptions.containers(locks, who)) {
            seen.add(locks.look(container));
        }
        if (options.json) {
            context.out().println(Json.write(Map.of("locks", seen)));
        } else {
            seen.forEach(lock -> print(lock, context.out()));
        }
        boolean locked = seen.stream().anyMatch(lock -> !lock.verdict().equals(LockDocument.NOT_LOCKED));
        return locked ? ProfileKeepCli.FINDINGS : ProfileKeepCli.OK;
    }

    private static void print(LockDocument lock, PrintWriter out) {
        out.printf(
                "%s, container %d of %s (%s): %s%n",
                Visible.oneLine(lock.account().isEmpty() ? lock.disk() : lock.account()),
                lock.container(),
                Visible.oneLine(lock.set()),
                lock.kind(),
                lock.verdict());
        out.println("  " + Visible.oneLine(lock.sentence()));
        if (!lock.evidence().isEmpty()) {
            TextTable table = new TextTable(false, false, false, false);
            for (LockDocument.Seen seen : lock.evidence()) {
                table.add(mark(seen.weight()), time(seen.at()), seen.source().name(), seen.text());
            }
            out.print(table.write("  "));
        }
        if (!lock.nextStep().isEmpty()) {
            out.println("  Next: " + Visible.oneLine(lock.nextStep()));
        }
    }

    private static String mark(Weight weight) {
        return switch (weight) {
            case LIVE -> "in use";
            case STALE -> "free";
            case DOUBT -> "?";
            case NOTE -> "-";
        };
    }
}
