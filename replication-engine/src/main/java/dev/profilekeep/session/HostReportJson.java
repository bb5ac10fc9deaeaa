package dev.profilekeep.session;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.profilekeep.session.HostReport.CacheDisk;
import dev.profilekeep.session.HostReport.Event;
import dev.profilekeep.session.HostReport.Mount;
import dev.profilekeep.session.HostReport.Provider;
import dev.profilekeep.session.HostReport.Service;
import dev.profilekeep.session.HostReport.Setting;
import dev.profilekeep.text.TextReaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reports of hosts as JSON. Names that are not known are passed over, so that a newer script of the same version can say more;
 * another version is refused. Every list and text is bounded; what is longer is cut, except sessions and mounts, of which none may be lost.
 */
public final class HostReportJson {
    /** Longest body in bytes. */
    public static final int LARGEST = 900_000;

    private static final int MOST_SESSIONS = 2_000;
    private static final int MOST = 1_000;
    private static final int LONGEST = 2_000;
    private static final int SHORT = 255;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxStringLength(200_000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private HostReportJson() {}

    /**
     * Reads one report; UTF-8 or UTF-16.
     *
     * @throws HostReportRefusedException if it is no report of this version, or too large
     * @throws IOException if the stream fails
     */
    public static HostReport read(InputStream body) throws IOException, HostReportRefusedException {
        byte[] bytes = body.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new HostReportRefusedException(
                    "the report has more than " + LARGEST + " bytes; have the script send fewer events (-MaxEvents)");
        }
        return parse(bytes);
    }

    private static HostReport parse(byte[] bytes) throws IOException, HostReportRefusedException {
        JsonNode tree;
        try (Reader text = TextReaders.strict(new ByteArrayInputStream(bytes))) {
            tree = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new HostReportRefusedException("the report is no JSON: " + JsonPlace.of(e));
        } catch (CharacterCodingException e) {
            throw new HostReportRefusedException("the report is neither UTF-8 nor UTF-16");
        }
        if (tree == null || !tree.isObject()) {
            throw new HostReportRefusedException("the report must be one JSON object");
        }
        requireVersion(tree.path("schemaVersion"));
        return report(new Fields(tree, ""));
    }

    /** As it is kept: read by {@link #read} again. */
    static String write(HostReport report) {
        try {
            return MAPPER.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report that was read cannot be written", e);
        }
    }

    /** One that was kept. */
    static HostReport parse(String json) throws IOException, HostReportRefusedException {
        return parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void requireVersion(JsonNode version) throws HostReportRefusedException {
        if (!version.isIntegralNumber()) {
            throw new HostReportRefusedException("the report does not say its schemaVersion; it must be "
                    + HostReport.VERSION + ". Was it made by ProfileKeep-HostReport.ps1?");
        }
        if (version.asLong() != HostReport.VERSION) {
            throw new HostReportRefusedException(
                    "the report is of schemaVersion " + version.asText() + ", and this ProfileKeep reads "
                            + HostReport.VERSION + ": "
                            + (version.asLong() > HostReport.VERSION
                                    ? "update the portal first, then the hosts' script"
                                    : "give the host the script that came with this portal"),
                    true);
        }
    }

    private static HostReport report(Fields of) throws HostReportRefusedException {
        List<String> problems = new ArrayList<>(of.texts("problems", MOST));
        int unread = unreadSessions(of);
        boolean complete = of.flag("sessionsComplete");
        if (complete && unread != 0) {
            problems.add((unread < 0 ? "the report has no list of sessions" : unread + " sessions name nobody")
                    + ": nobody is taken for signed out by it");
        }
        List<Mount> mounts = null;
        String unreadMounts = unreadMounts(of);
        if (unreadMounts == null) {
            mounts = of.list("mounts", MOST, each -> new Mount(each.text("path"), each.isTrue("readOnly")));
        } else if (!unreadMounts.isEmpty()) {
            problems.add(unreadMounts + ": what was mounted counts as mounted, and the cache as not told");
        }
        return new HostReport(
                HostReport.VERSION,
                of.required("reportId"),
                of.required("host"),
                of.shortText("domain"),
                of.shortText("pool"),
                of.requiredTime("time"),
                of.requiredTime("sentAt"),
                of.time("serverTime"),
                of.time("bootTime"),
                of.shortText("timeZone"),
                of.integer("utcOffsetMinutes"),
                of.shortText("scriptVersion"),
                of.shortText("agentVersion"),
                of.shortText("fslogixVersion"),
                of.list("settings", MOST, HostReportJson::setting),
                of.list(
                        "services",
                        MOST,
                        each -> new Service(
                                each.shortText("name"), each.shortText("state"), each.shortText("startMode"))),
                sessions(of),
                complete && unread == 0,
                of.list("cloudCacheProviders", MOST, HostReportJson::provider),
                cacheDisk(of),
                mounts,
                events(of),
                problems);
    }

    private static Setting setting(Fields of) {
        String name = of.shortText("name");
        return new Setting(of.text("key"), name, Secrets.without(name, of.text("value")));
    }

    private static List<HostReport.Session> sessions(Fields of) throws HostReportRefusedException {
        List<Fields> each = of.objects("sessions");
        if (each.size() > MOST_SESSIONS) {
            throw new HostReportRefusedException(
                    "the report has more than " + MOST_SESSIONS + " sessions: that is no session host");
        }
        List<HostReport.Session> sessions = new ArrayList<>();
        for (Fields one : each) {
            String sid = one.shortText("sid");
            if (!sid.isEmpty() && !SidText.isSid(sid)) {
                throw new HostReportRefusedException(one.where + "sid '" + sid + "' is no SID");
            }
            sessions.add(new HostReport.Session(
                    SidText.normal(sid), one.shortText("account"), one.shortText("state"), one.time("logonTime")));
        }
        return sessions;
    }

    /** Sessions of which it cannot be told whose they are; negative without a list of them: any may be anybody's. */
    private static int unreadSessions(Fields of) {
        JsonNode told = of.node.path("sessions");
        if (!told.isContainerNode()) {
            return -1;
        }
        int named = (int) of.objects("sessions").stream()
                .filter(one -> SidText.isAccounts(SidText.normal(one.shortText("sid")))
                        || !AccountName.of(one.shortText("account")).isEmpty())
                .count();
        return of.elements("sessions").size() - named;
    }

    /** Why it cannot be told what is mounted: of a disk that is left out nobody would know. Null if it can, empty if it was not told. */
    private static @Nullable String unreadMounts(Fields of) {
        JsonNode told = of.node.path("mounts");
        if (told.isMissingNode() || told.isNull()) {
            return "";
        }
        List<JsonNode> mounts = of.elements("mounts");
        if (mounts.size() > MOST) {
            return "the report has more than " + MOST + " mounts";
        }
        long unread =
                mounts.stream().filter(mount -> !isKept(mount.path("path"))).count();
        return unread == 0 ? null : unread + " of " + mounts.size() + " mounts have no path that can be read";
    }

    /** Whether it is a text that stays as it is told. */
    private static boolean isKept(JsonNode path) {
        String text = path.isTextual() ? path.asText() : "";
        return !text.isBlank()
                && text.length() <= LONGEST
                && Secrets.without(text).equals(text);
    }

    private static Provider provider(Fields of) {
        Integer position = of.integerOrNull("position");
        return new Provider(
                of.shortText("kind"),
                position == null ? 0 : position,
                of.shortText("name"),
                of.shortText("type"),
                of.text("target"),
                of.flagOrNull("reachable"));
    }

    private static @Nullable CacheDisk cacheDisk(Fields of) {
        JsonNode disk = of.node.path("cacheDisk");
        if (!disk.isObject()) {
            return null;
        }
        Fields fields = new Fields(disk, "cacheDisk.");
        return new CacheDisk(
                fields.text("path"), fields.bytes("sizeBytes"), fields.bytes("freeBytes"), fields.bytes("cacheBytes"));
    }

    private static List<Event> events(Fields of) throws HostReportRefusedException {
        List<Event> events = new ArrayList<>();
        for (Fields each : of.objects("events").stream().limit(MOST).toList()) {
            Integer id = each.integer("id");
            Long record = each.bytes("recordId");
            events.add(new Event(
                    each.shortText("log"),
                    each.shortText("provider"),
                    id == null ? 0 : id,
                    each.shortText("level"),
                    each.requiredTime("time"),
                    record == null ? 0 : record,
                    each.text("text")));
        }
        return events;
    }

    /**
     * The fields of one object. What is of another type than it should be counts as not told, unless it is required. No text has a secret
     * in it.
     */
    private record Fields(JsonNode node, String where) {
        String text(String name) {
            JsonNode value = node.path(name);
            String text = value.isValueNode() && !value.isNull() ? value.asText() : "";
            return cut(Secrets.without(text), LONGEST);
        }

        String shortText(String name) {
            return cut(text(name).strip(), SHORT);
        }

        String required(String name) throws HostReportRefusedException {
            String text = shortText(name);
            if (text.isEmpty()) {
                throw new HostReportRefusedException("the report has no " + where + name);
            }
            return text;
        }

        @Nullable
        Instant time(String name) throws HostReportRefusedException {
            String text = shortText(name);
            if (text.isEmpty()) {
                return null;
            }
            try {
                Instant time = OffsetDateTime.parse(text).toInstant();
                if (time.isBefore(Instant.EPOCH) || time.isAfter(Instant.parse("9000-01-01T00:00:00Z"))) {
                    throw new HostReportRefusedException(where + name + " '" + text + "' is no time of a host");
                }
                return time;
            } catch (DateTimeException e) {
                throw new HostReportRefusedException(
                        where + name + " '" + text + "' is no time; it must be like 2026-11-21T08:12:00Z");
            }
        }

        Instant requiredTime(String name) throws HostReportRefusedException {
            Instant time = time(name);
            if (time == null) {
                throw new HostReportRefusedException("the report has no " + where + name);
            }
            return time;
        }

        @Nullable
        Integer integer(String name) {
            return integerOrNull(name);
        }

        @Nullable
        Integer integerOrNull(String name) {
            JsonNode value = node.path(name);
            return value.canConvertToInt() && value.isIntegralNumber() ? Integer.valueOf(value.asInt()) : null;
        }

        @Nullable
        Long bytes(String name) {
            JsonNode value = node.path(name);
            return value.canConvertToLong() && value.isIntegralNumber() && value.asLong() >= 0
                    ? Long.valueOf(value.asLong())
                    : null;
        }

        /** What is neither true nor false, or left out, is refused: nobody can tell what was meant. */
        boolean flag(String name) throws HostReportRefusedException {
            JsonNode value = node.path(name);
            if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
                throw new HostReportRefusedException(where + name + " must be true or false");
            }
            return value.asBoolean(false);
        }

        boolean isTrue(String name) {
            return Boolean.TRUE.equals(flagOrNull(name));
        }

        @Nullable
        Boolean flagOrNull(String name) {
            JsonNode value = node.path(name);
            return value.isBoolean() ? Boolean.valueOf(value.asBoolean()) : null;
        }

        /** PowerShell writes a list of one as that one. */
        private List<JsonNode> elements(String name) {
            JsonNode value = node.path(name);
            if (value.isArray()) {
                List<JsonNode> elements = new ArrayList<>();
                value.forEach(elements::add);
                return elements;
            }
            return value.isMissingNode() || value.isNull() ? List.of() : List.of(value);
        }

        List<Fields> objects(String name) {
            List<Fields> objects = new ArrayList<>();
            for (JsonNode element : elements(name)) {
                if (element.isObject()) {
                    objects.add(new Fields(element, where + name + "[" + objects.size() + "]."));
                }
            }
            return objects;
        }

        <T> List<T> list(String name, int most, Function<Fields, T> reader) {
            return objects(name).stream().limit(most).map(reader).toList();
        }

        List<String> texts(String name, int most) {
            return elements(name).stream()
                    .filter(JsonNode::isTextual)
                    .limit(most)
                    .map(value -> cut(Secrets.without(value.asText()), LONGEST))
                    .toList();
        }

        private static String cut(String text, int most) {
            if (text.length() <= most) {
                return text;
            }
            int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
            return text.substring(0, end) + '…';
        }
    }
}
