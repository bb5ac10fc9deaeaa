package dev.profilekeep.cli;

import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.lock.ClearDocument;
import dev.profilekeep.lock.ClearOutcome;
import dev.profilekeep.lock.LockDocument;
import dev.profilekeep.lock.Refusal;
import dev.profilekeep.text.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lock clear}: an audited act, after a look at each. */
@Command(
        name = "clear",
        mixinStandardHelpOptions = true,
        description = {
            "Clears locks that are proved stale. Each is looked at before, and again while every copy is held closed;",
            "whoever opens a disk in that moment wins. What is not proved stale is refused: it takes two administrators,",
            "who sign in to the portal for that. The act, its reason and the lock's bytes are recorded."
        },
        footer = {"", "Exit code 1 means that something named is (or would be) locked still, or that it cannot be told."
        })
final class LockClearCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(
            arity = "0..*",
            paramLabel = "WHO",
            description = "A container's number, a SID, an account name, or a part of one that only one person has.")
    private List<String> who = List.of();

    @Option(names = "--host", paramLabel = "NAME", description = "Everything stale that this machine holds.")
    private String host = "";

    @Option(names = "--dry-run", description = "Show what would be done, and do nothing.")
    private boolean dryRun;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is recorded. Needed without --dry-run.")
    private String reason = "";

    @Option(names = "--ticket", paramLabel = "T", description = "Number of the ticket; it is recorded.")
    private String ticket = "";

    @Mixin
    private LockOptions options = new LockOptions();

    LockClearCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (who.isEmpty() == host.isEmpty()) {
            throw new CliProblem("name whose locks to clear: WHO, or --host, one of the two");
        }
        if (!dryRun && reason.isBlank()) {
            throw new CliProblem("--reason says why; it is recorded. --dry-run does nothing and needs none");
        }
        GivenReason.fault(reason).ifPresent(fault -> {
            throw new CliProblem("--reason " + fault);
        });
        GivenReason.fault(ticket).ifPresent(fault -> {
            throw new CliProblem("--ticket " + fault);
        });
        return options.ask(context, this::clear);
    }

    private int clear(LockSource locks) {
        List<Long> containers = who.isEmpty() ? held(locks) : LockOptions.containers(locks, who);
        if (containers.isEmpty()) {
            context.err()
                    .println("nothing that " + Visible.oneLine(host)
                            + " holds was proved stale; 'lock show --now --host " + Visible.oneLine(host)
                            + "' looks again");
            return ProfileKeepCli.FINDINGS;
        }
        ClearDocument.Plan plan = locks.plan(containers);
        if (dryRun) {
            if (options.json) {
                context.out().println(Json.write(plan));
            } else {
                print(plan);
            }
            return wouldLeaveNothing(locks, plan) ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
        }
        ClearDocument.Outcome outcome = locks.clear(plan, reason, ticket);
        if (options.json) {
            context.out().println(Json.write(outcome));
        } else {
            print(outcome);
        }
        return leftNothing(locks, outcome) ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
    }

    static boolean wouldLeaveNothing(LockSource locks, ClearDocument.Plan plan) {
        return plan.rows().stream()
                .allMatch(row ->
                        row.refusal() == null && !row.needsApproval() || isFree(locks, row.container(), row.refusal()));
    }

    static boolean leftNothing(LockSource locks, ClearDocument.Outcome outcome) {
        return outcome.rows().stream()
                .allMatch(row ->
                        row.result() == ClearOutcome.Result.CLEARED || isFree(locks, row.container(), row.refusal()));
    }

    /** Whether nothing locks it, as every location says; that nothing was seen that does is not enough. */
    private static boolean isFree(LockSource locks, long container, @Nullable Refusal refusal) {
        return refusal != null
                && refusal.why() == Refusal.Why.NOT_LOCKED
                && locks.look(container).verdict().equals(LockDocument.NOT_LOCKED);
    }

    private List<Long> held(LockSource locks) {
        return locks.list(new LockSource.Wanted(Set.of("STALE"), host, Set.of(), Integer.MAX_VALUE)).locks().stream()
                .map(LockDocument::container)
                .toList();
    }

    private static String name(String account, long container) {
        return (account.isEmpty() ? "" : Visible.oneLine(account) + ", ") + "container " + container;
    }

    private void print(ClearDocument.Plan plan) {
        for (ClearDocument.PlanRow row : plan.rows()) {
            Refusal refusal = row.refusal();
            context.out()
                    .printf(
                            "%s: %s%n",
                            name(row.account(), row.container()),
                            refusal == null
                                    ? row.needsApproval() ? "needs two administrators" : "would be cleared"
                                    : "refused");
            context.out().println("  " + Visible.oneLine(refusal == null ? row.sentence() : refusal.sentence()));
            List<String> acts = new ArrayList<>();
            row.remove()
                    .forEach(file -> acts.add("remove " + file.location() + ": " + file.path() + " (" + file.bytes()
                            + " bytes, written " + file.written() + ")"));
            row.close()
                    .forEach(handle -> acts.add(
                            "close at " + handle.location() + ": handle " + handle.id() + " of " + handle.account()));
            row.silent()
                    .forEach(location -> acts.add(location + " does not answer: a lock file that lies there stays"));
            if (refusal == null) {
                acts.forEach(act -> context.out().println("  " + Visible.oneLine(act)));
            }
        }
        long two = plan.rows().stream()
                .filter(row -> row.refusal() == null && row.needsApproval())
                .count();
        String others =
                two == 0 ? "" : " " + two + (two == 1 ? " needs" : " need") + " two administrators, in the portal.";
        context.out()
                .printf(
                        "Nothing was changed. %d of %d would be done.%s%n",
                        plan.would() - two, plan.rows().size(), others);
    }

    private void print(ClearDocument.Outcome outcome) {
        for (ClearDocument.OutcomeRow row : outcome.rows()) {
            context.out()
                    .printf(
                            "%s: %s – %s%n",
                            name(row.account(), row.container()),
                            row.result().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            Visible.oneLine(row.sentence()));
        }
        context.out()
                .printf("%d of %d cleared.%n", outcome.cleared(), outcome.rows().size());
    }
}
