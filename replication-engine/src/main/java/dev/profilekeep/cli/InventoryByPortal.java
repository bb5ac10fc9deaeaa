package dev.profilekeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profilekeep.catalog.ContainerTotals;
import dev.profilekeep.catalog.Unread;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.Severity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** An inventory by the running portal: started, watched and reported over REST. */
final class InventoryByPortal {
    private static final Set<String> MOVING = Set.of("RUNNING", "STOPPING", "STARTING");
    private static final long LOOK_EVERY_MILLIS = 500;

    private final PortalClient portal;

    InventoryByPortal(PortalClient portal) {
        this.portal = portal;
    }

    InventoryReport run(List<String> confirmedEmpty, String reason, ProgressLine line) {
        long id = portal.post("/api/v1/jobs/inventory/runs" + query(confirmedEmpty, reason), null)
                .path("id")
                .asLong();
        JsonNode run = portal.get("/api/v1/jobs/runs/" + id);
        while (MOVING.contains(run.path("status").asText())) {
            line.show(
                    run.path("phase").asText(),
                    run.path("done").asLong(),
                    run.path("total").asLong(),
                    run.path("doing").asText());
            pause();
            run = portal.get("/api/v1/jobs/runs/" + id);
        }
        line.clear();
        return report(id, run);
    }

    private static String query(List<String> confirmedEmpty, String reason) {
        if (confirmedEmpty.isEmpty()) {
            return "";
        }
        StringJoiner query = new StringJoiner("&", "?", "");
        confirmedEmpty.forEach(one -> query.add("confirmEmpty=" + encoded(one)));
        return (reason.isEmpty() ? query : query.add("reason=" + encoded(reason))).toString();
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private InventoryReport report(long id, JsonNode run) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("total", run.path("total").asLong());
        counts.put("done", run.path("done").asLong());
        run.path("counts")
                .fields()
                .forEachRemaining(
                        count -> counts.put(count.getKey(), count.getValue().asLong()));
        List<Unread> unread = unread();
        counts.put("notRead", (long) unread.size());
        Map<String, List<String>> places = new LinkedHashMap<>();
        run.path("failures").forEach(failure -> places.computeIfAbsent(
                        failure.path("reason").asText(), reason -> new ArrayList<>())
                .add(failure.path("where").asText()));
        StringJoiner reasons = new StringJoiner("; ");
        places.forEach((reason, where) -> reasons.add(
                where.get(0) + (where.size() == 1 ? "" : " and " + (where.size() - 1) + " more") + ": " + reason));
        String status = run.path("status").asText();
        return new InventoryReport(
                id,
                status,
                run.path("startedBy").asText(),
                time(run.path("startedAt")),
                time(run.path("endedAt")),
                counts,
                findings(),
                totals(""),
                unread,
                reasons.toString());
    }

    private Map<String, Long> findings() {
        Map<String, Long> findings = new LinkedHashMap<>();
        for (FindingCode code : FindingCode.values()) {
            if (code.severity().compareTo(Severity.WARN) >= 0) {
                long number = totals("&finding=" + code.name()).containers();
                if (number > 0) {
                    findings.put(code.name(), number);
                }
            }
        }
        return findings;
    }

    private ContainerTotals totals(String filter) {
        JsonNode totals = portal.get("/api/v1/containers?limit=1" + filter).path("totals");
        return new ContainerTotals(
                totals.path("containers").asLong(),
                totals.path("copies").asLong(),
                totals.path("fileBytes").asLong(),
                totals.path("usedBytes").asLong(),
                totals.path("reclaimableBytes").asLong(),
                totals.path("unread").asLong());
    }

    private List<Unread> unread() {
        JsonNode answer = portal.get("/api/v1/unread");
        List<Unread> unread = new ArrayList<>();
        for (JsonNode one : answer) {
            Instant at = time(one.path("at"));
            unread.add(new Unread(
                    one.path("location").asText(),
                    one.path("path").asText(),
                    one.path("kind").asText(),
                    one.path("reason").asText(),
                    at == null ? Instant.EPOCH : at));
        }
        return unread;
    }

    private static @Nullable Instant time(JsonNode node) {
        try {
            return node.isTextual() ? Instant.parse(node.asText()) : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliProblem("interrupted; the inventory goes on in the portal", e);
        }
    }
}
