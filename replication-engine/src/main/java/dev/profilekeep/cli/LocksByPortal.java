package dev.profilekeep.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.lock.ClearDocument;
import dev.profilekeep.lock.LockDocument;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Locks by the running portal, over REST ({@code docs/locks.md}). */
final class LocksByPortal implements LockSource {
    /** What a later portal says beyond what is known here does no harm. */
    private static final ObjectMapper MAPPER =
            Json.MAPPER.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final int PAGE = 1_000;
    /** A lock takes a fraction of a second, and one act clears no more than some hundreds. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final PortalClient portal;

    LocksByPortal(PortalClient portal) {
        this.portal = portal;
    }

    @Override
    public boolean inventoried() {
        JsonNode ended = portal.get("/api/v1/health?limit=1").path("health").path("inventoryAt");
        return !ended.isMissingNode() && !ended.isNull();
    }

    @Override
    public Found list(Wanted wanted) {
        List<LockDocument> locks = new ArrayList<>();
        long total;
        do {
            int limit = Math.min(PAGE, wanted.most() - locks.size());
            JsonNode page = portal.get("/api/v1/locks?offset=" + locks.size() + "&limit=" + limit
                    + several("verdict", wanted.verdicts()) + several("site", wanted.sites())
                    + (wanted.host().isEmpty() ? "" : "&host=" + encoded(wanted.host())));
            total = page.path("total").asLong();
            int before = locks.size();
            page.path("locks").forEach(one -> locks.add(as(one, LockDocument.class)));
            if (locks.size() == before) {
                break;
            }
        } while (locks.size() < Math.min(total, wanted.most()));
        return new Found(locks, total);
    }

    @Override
    public void judgeAll(Interruption interruption, ProgressLine line) {
        List<LockDocument> all =
                list(new Wanted(Set.of(), "", Set.of(), Integer.MAX_VALUE)).locks();
        for (int i = 0; i < all.size() && !interruption.stopAsked(); i++) {
            line.show("judging", i, all.size(), all.get(i).account());
            look(all.get(i).container());
        }
        line.clear();
    }

    @Override
    public LockDocument look(long container) {
        return as(portal.get("/api/v1/locks/" + container), LockDocument.class);
    }

    @Override
    public List<Owned> search(String text) {
        List<Owned> found = new ArrayList<>();
        portal.get("/api/v1/containers?limit=" + PAGE + "&text=" + encoded(text))
                .path("containers")
                .forEach(one -> found.add(new Owned(
                        one.path("id").asLong(),
                        one.path("sid").asText(),
                        one.path("account").asText())));
        return found;
    }

    @Override
    public ClearDocument.Plan plan(List<Long> containers) {
        return as(
                portal.post("/api/v1/locks/plan", Map.of("containers", containers), PATIENCE),
                ClearDocument.Plan.class);
    }

    @Override
    public ClearDocument.Outcome clear(ClearDocument.Plan plan, String reason, String ticket) {
        List<Map<String, Object>> rows = new ArrayList<>();
        plan.rows().forEach(row -> rows.add(Map.of("container", row.container(), "basis", row.basis())));
        return as(
                portal.post(
                        "/api/v1/locks/clear",
                        Map.of("containers", rows, "reason", reason, "ticket", ticket),
                        PATIENCE),
                ClearDocument.Outcome.class);
    }

    private static String several(String name, Set<String> values) {
        return values.isEmpty() ? "" : "&" + name + "=" + encoded(String.join(",", values));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static <T> T as(JsonNode node, Class<T> type) {
        try {
            return MAPPER.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            throw new CliProblem("the portal's answer is not understood: " + e.getOriginalMessage(), e);
        }
    }
}
