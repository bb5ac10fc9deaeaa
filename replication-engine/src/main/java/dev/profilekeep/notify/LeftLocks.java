package dev.profilekeep.notify;

import dev.profilekeep.health.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Session hosts that were started again and left locks of several people behind: one incident each, and not one for each lock. */
public final class LeftLocks implements TroubleSource {
    /** Fewer are the helpdesk's everyday. */
    static final long WORTH_A_WORD = 3;

    private final Supplier<List<Group>> groups;

    /** @param groups the judged locks by host, of hosts that were started after the first of them */
    public LeftLocks(Supplier<List<Group>> groups) {
        this.groups = groups;
    }

    /** @param boot when the host was started */
    public record Group(String host, long locked, long stale, @Nullable Instant boot) {}

    @Override
    public String name() {
        return "left-locks";
    }

    @Override
    public Optional<List<Trouble>> now() {
        return Optional.of(groups.get().stream()
                .filter(group -> group.locked() >= WORTH_A_WORD && !group.host().isBlank())
                .map(group -> new Trouble(
                        "host:" + cut(group.host().toLowerCase(Locale.ROOT)),
                        IncidentKind.HOST_LEFT_LOCKS,
                        Severity.WARN,
                        null,
                        Map.of(
                                "host", group.host(),
                                "locked", Long.toString(group.locked()),
                                "stale", Long.toString(group.stale())),
                        group.boot()))
                .toList());
    }

    private static String cut(String host) {
        return host.length() <= 255 ? host : host.substring(0, 255);
    }
}
