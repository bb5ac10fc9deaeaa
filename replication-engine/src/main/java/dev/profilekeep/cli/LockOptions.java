package dev.profilekeep.cli;

import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands on locks share: where locks are asked for, and whose are meant. */
final class LockOptions {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "Answer in JSON.")
    boolean json;

    /** Asks the catalog, or the running portal where that has it. */
    <T> T ask(Context context, Function<LockSource, T> question) {
        ProfileKeepConfig read = context.config(config.file);
        Engine engine;
        try {
            engine = context.open(read);
        } catch (CatalogInUseException e) {
            return question.apply(new LocksByPortal(PortalClient.of(read, e)));
        }
        try (engine) {
            return question.apply(new LocksHere(engine, context.actor()));
        }
    }

    /**
     * The containers that are meant: by number; by SID or account name in full; or by a part of either that only one person has.
     *
     * @throws CliProblem if nobody is, or several people are
     */
    static List<Long> containers(LockSource locks, List<String> named) {
        List<Long> all = new ArrayList<>();
        for (String who : named) {
            if (NUMBER.matcher(who).matches()) {
                all.add(Long.parseLong(who));
            } else {
                all.addAll(containers(locks, who));
            }
        }
        return all.stream().distinct().toList();
    }

    private static List<Long> containers(LockSource locks, String who) {
        List<LockSource.Owned> found = locks.search(who);
        List<LockSource.Owned> exactly = found.stream()
                .filter(one -> one.account().equalsIgnoreCase(who) || one.sid().equalsIgnoreCase(who))
                .toList();
        List<LockSource.Owned> meant = exactly.isEmpty() ? found : exactly;
        if (meant.isEmpty() && !locks.inventoried()) {
            throw new NoInventory();
        }
        if (meant.isEmpty()) {
            throw new CliProblem("no container has '" + who + "' in its account, SID or disk name");
        }
        List<String> people = meant.stream()
                .map(one -> one.account().toLowerCase(Locale.ROOT) + " " + one.sid())
                .distinct()
                .toList();
        if (people.size() > 1) {
            throw new CliProblem("'" + who + "' may be several: "
                    + people.stream().limit(5).map(String::strip).collect(Collectors.joining(", "))
                    + (people.size() > 5 ? " and " + (people.size() - 5) + " more" : "") + "; name one by its SID");
        }
        return meant.stream().map(LockSource.Owned::container).toList();
    }
}
