package dev.profilekeep.lock;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.profilekeep.catalog.CatalogException;
import java.util.List;

/** Observations as JSON, without sentences: whoever reads them makes those in the language of the day. */
final class LockJson {
    /** Facts are told apart by the name of their record. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    private interface Kinds {}

    private static final ObjectMapper MAPPER = mapper();
    private static final TypeReference<List<Observation>> OBSERVATIONS = new TypeReference<>() {};

    private static final TypeReference<List<JudgedLock>> LOCKS = new TypeReference<>() {};

    private LockJson() {}

    private static ObjectMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .addMixIn(Fact.class, Kinds.class)
                .addMixIn(LockVerdict.class, Kinds.class)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        for (Class<?> fact : Fact.class.getPermittedSubclasses()) {
            mapper.registerSubtypes(new NamedType(fact, fact.getSimpleName()));
        }
        for (Class<?> verdict : LockVerdict.class.getPermittedSubclasses()) {
            mapper.registerSubtypes(new NamedType(verdict, verdict.getSimpleName()));
        }
        return mapper;
    }

    static String write(List<Observation> observations) {
        try {
            return MAPPER.writerFor(OBSERVATIONS).writeValueAsString(observations);
        } catch (JsonProcessingException e) {
            throw new CatalogException("observations are not writable as JSON: " + e.getOriginalMessage(), e);
        }
    }

    static List<Observation> read(String json) {
        if (json.isEmpty()) {
            return List.of();
        }
        try {
            return MAPPER.readValue(json, OBSERVATIONS);
        } catch (JsonProcessingException e) {
            throw new CatalogException("observations in the catalog cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    static String writeLocks(List<JudgedLock> locks) {
        try {
            return MAPPER.writerFor(LOCKS).writeValueAsString(locks);
        } catch (JsonProcessingException e) {
            throw new CatalogException("verdicts are not writable as JSON: " + e.getOriginalMessage(), e);
        }
    }

    static List<JudgedLock> readLocks(String json) {
        if (json.isEmpty()) {
            return List.of();
        }
        try {
            return MAPPER.readValue(json, LOCKS);
        } catch (JsonProcessingException e) {
            throw new CatalogException("kept verdicts cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
