package dev.profilekeep.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A filter and an order as SQL over {@code container c}. Nothing that a person typed becomes part of the text. */
record FilterSql(String text, @Nullable Object[] arguments) {

    static FilterSql of(ContainerFilter filter) {
        List<String> terms = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        if (filter.sid() != null) {
            terms.add("c.sid = ?");
            arguments.add(filter.sid());
        }
        SearchText.terms(filter.text(), terms, arguments);
        if (!filter.kinds().isEmpty()) {
            terms.add("c.kind IN (" + marks(filter.kinds()) + ")");
            arguments.addAll(filter.kinds());
        }
        if (!filter.states().isEmpty()) {
            terms.add("c.state_rank IN (" + marks(filter.states()) + ")");
            filter.states().forEach(state -> arguments.add(state.rank()));
        }
        at(filter.sites(), terms, arguments);
        if (!filter.reach().isEverywhere()) {
            terms.add(filter.reach().term("c", arguments));
        }
        if (!filter.findings().isEmpty()) {
            terms.add("EXISTS (SELECT 1 FROM container_finding f WHERE f.container_id = c.id AND f.code IN ("
                    + marks(filter.findings()) + "))");
            arguments.addAll(filter.findings());
        }
        return new FilterSql(terms.isEmpty() ? "" : " WHERE " + String.join(" AND ", terms), arguments.toArray());
    }

    /** A copy at one of these sites, if there are any. */
    private static void at(Set<String> sites, List<String> terms, List<Object> arguments) {
        if (!sites.isEmpty()) {
            terms.add("EXISTS (SELECT 1 FROM container_site s WHERE s.container_id = c.id AND s.site_id IN ("
                    + marks(sites) + "))");
            arguments.addAll(sites);
        }
    }

    static String orderBy(ContainerSort sort) {
        String column =
                switch (sort.column()) {
                    case ACCOUNT -> "c.account_sort";
                    case SID -> "c.sid";
                    case KIND -> "c.kind";
                    case SET -> "c.set_id";
                    case STATE -> "c.state_rank";
                    case FILE_SIZE -> "c.file_size";
                    case USED -> "c.used";
                    case FREE -> "c.free";
                    case RECLAIMABLE -> "c.reclaimable";
                    case LAST_WRITTEN -> "c.last_written";
                    case LAST_SEEN -> "c.last_seen";
                };
        String direction = sort.descending() ? " DESC" : "";
        return " ORDER BY " + column + direction + ", c.id" + direction;
    }

    private static String marks(Collection<?> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }
}
