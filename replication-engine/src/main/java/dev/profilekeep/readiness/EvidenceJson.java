package dev.profilekeep.readiness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.CatalogJson;
import java.util.List;

/** Checks as a column keeps them. What a newer version added is skipped. */
final class EvidenceJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final TypeReference<List<Check>> CHECKS = new TypeReference<>() {};

    private EvidenceJson() {}

    static String write(List<Check> checks) {
        return CatalogJson.write(checks);
    }

    static List<Check> read(String json) {
        try {
            return MAPPER.readValue(json, CHECKS);
        } catch (JsonProcessingException e) {
            throw new CatalogException("what readiness rests on is not readable: " + e.getOriginalMessage(), e);
        }
    }
}
