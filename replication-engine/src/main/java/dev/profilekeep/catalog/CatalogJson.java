package dev.profilekeep.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.profilekeep.catalog.CopyDetail.SidecarSeen;
import dev.profilekeep.disk.info.BlockUse;
import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.health.Finding;
import java.util.List;
import java.util.Map;

/** The values that are kept as JSON inside a column. What a newer version added is skipped. */
public final class CatalogJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule()
                    .addSerializer(BlockUse.class, new BlockUseJson.Writer())
                    .addDeserializer(BlockUse.class, new BlockUseJson.Reader()))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};
    private static final TypeReference<List<SidecarSeen>> SIDECARS = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> FACTS = new TypeReference<>() {};
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private CatalogJson() {}

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new CatalogException("not writable as JSON: " + e.getOriginalMessage(), e);
        }
    }

    public static DiskInfo info(String json) {
        try {
            return MAPPER.readValue(json, DiskInfo.class);
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    public static BlockUse blocks(String json) {
        try {
            return MAPPER.readValue(json, BlockUse.class);
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    public static List<Finding> findings(String json) {
        return list(json, FINDINGS);
    }

    /** Of a finding. */
    public static Map<String, String> facts(String json) {
        try {
            return json.isEmpty() ? Map.of() : MAPPER.readValue(json, FACTS);
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    public static List<SidecarSeen> sidecars(String json) {
        return list(json, SIDECARS);
    }

    public static List<String> texts(String json) {
        return list(json, TEXTS);
    }

    private static <T> List<T> list(String json, TypeReference<List<T>> type) {
        if (json.isEmpty() || json.equals("[]")) {
            return List.of();
        }
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    private static CatalogException broken(JsonProcessingException e) {
        return new CatalogException("a value in the catalog cannot be read: " + e.getOriginalMessage(), e);
    }
}
