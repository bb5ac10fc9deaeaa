package dev.profilekeep.lock;

import dev.profilekeep.lock.GoneHosts.GoneHost;
import dev.profilekeep.session.Host;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A machine as REST and the command line tell of it.
 *
 * @param pool empty if nobody told
 * @param seenAt when anything was last told of it; null if nothing ever was
 * @param lastBoot null if that is not known
 * @param gone null unless it is declared gone
 */
public record HostDocument(
        String name, String pool, @Nullable Instant seenAt, @Nullable Instant lastBoot, @Nullable Gone gone) {

    /**
     * That it was declared gone.
     *
     * @param at since when it is
     * @param by the administrator's name
     * @param ticket may be empty
     */
    public record Gone(Instant at, String by, Instant declaredAt, String reason, String ticket) {
        static Gone of(GoneHost gone) {
            return new Gone(gone.wentAt(), gone.byName(), gone.declaredAt(), gone.reason(), gone.ticket());
        }
    }

    public static HostDocument of(GoneHost gone) {
        return new HostDocument(gone.host(), "", null, null, Gone.of(gone));
    }

    /** Those that were told of, then those that only a declaration names. */
    static List<HostDocument> all(List<Host> told, Map<String, GoneHost> declared) {
        Map<String, GoneHost> others = new LinkedHashMap<>(declared);
        List<HostDocument> all = new ArrayList<>();
        for (Host host : told) {
            GoneHost gone = others.remove(Suspects.key(host.name()));
            all.add(new HostDocument(
                    host.name(), host.pool(), host.seenAt(), host.lastBoot(), gone == null ? null : Gone.of(gone)));
        }
        others.values().forEach(gone -> all.add(of(gone)));
        return all;
    }
}
