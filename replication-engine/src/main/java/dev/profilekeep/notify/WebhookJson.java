package dev.profilekeep.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A plan as the JSON that {@code docs/notifications.md} describes. */
final class WebhookJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private WebhookJson() {}

    static String of(DigestPlan plan, String channelId, IncidentWords words, @Nullable String link, Instant now) {
        ObjectNode root = JSON.createObjectNode();
        root.put("schema", 1);
        root.put("channel", channelId);
        root.put("at", now.toString());
        root.put("digest", plan.digest());
        if (link != null) {
            root.put("portal", link);
        }
        ArrayNode incidents = root.putArray("incidents");
        plan.opened().forEach(incident -> add(incidents, incident, "opened", words));
        plan.resolved().forEach(incident -> add(incidents, incident, "resolved", words));
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts is not writable as JSON", e);
        }
    }

    private static void add(ArrayNode incidents, Incident incident, String event, IncidentWords words) {
        ObjectNode one = incidents.addObject();
        one.put("id", incident.id());
        one.put("event", event);
        one.put("kind", incident.kind().name());
        one.put("severity", incident.severity().name().toLowerCase(Locale.ROOT));
        one.put("title", words.title(incident));
        one.put("text", words.text(incident));
        if (incident.siteId() != null) {
            one.put("site", incident.siteId());
        }
        one.put("since", incident.since().toString());
        Instant end = incident.resolvedAt();
        if (end != null) {
            one.put("resolvedAt", end.toString());
        }
        ObjectNode facts = one.putObject("facts");
        incident.facts().forEach(facts::put);
    }
}
