package dev.profilekeep.failover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.catalog.CatalogException;

/** Plans as text, for tables and files. Stateless. */
public final class PlanJson {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private PlanJson() {}

    /**
     * A plan from a file.
     *
     * @throws IllegalArgumentException if it is none; the message says where
     */
    public static Plan parse(String text) {
        try {
            Plan plan = JSON.readValue(text, Plan.class);
            if (plan == null || plan.steps().stream().anyMatch(step -> step.kind() == null)) {
                throw new IllegalArgumentException("this is no plan: a step has no kind");
            }
            return plan;
        } catch (JsonProcessingException e) {
            String at =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new IllegalArgumentException("this is no plan" + at + ": " + e.getOriginalMessage(), e);
        }
    }

    /** A plan as people read and change it. */
    public static String pretty(Plan plan) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(plan);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("it cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("it cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new CatalogException("a plan or run in the catalog cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
