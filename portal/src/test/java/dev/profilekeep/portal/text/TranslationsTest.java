package dev.profilekeep.portal.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.account.AccountRole;
import dev.profilekeep.account.ServiceAccount;
import dev.profilekeep.backup.points.BackupList;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.disk.info.LogState;
import dev.profilekeep.disk.info.Subformat;
import dev.profilekeep.failover.Run;
import dev.profilekeep.failover.StepKind;
import dev.profilekeep.fslogix.CodeKind;
import dev.profilekeep.fslogix.Explanation;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.LocationFindingCode;
import dev.profilekeep.health.RepositoryFindingCode;
import dev.profilekeep.health.Severity;
import dev.profilekeep.inventory.InventoryRun;
import dev.profilekeep.lock.ClearOutcome;
import dev.profilekeep.lock.GoneRefusedException;
import dev.profilekeep.lock.PlaceSeen;
import dev.profilekeep.lock.Refusal;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.backups.BackupGap;
import dev.profilekeep.portal.compaction.Whys;
import dev.profilekeep.portal.failover.FailoverDesk;
import dev.profilekeep.portal.myprofile.HelpCase;
import dev.profilekeep.portal.myprofile.MyHelp;
import dev.profilekeep.portal.profiles.ProfilesColumn;
import dev.profilekeep.portal.profiles.Situation;
import dev.profilekeep.portal.requests.RequestsQuery;
import dev.profilekeep.portal.rest.OpenApiDocument;
import dev.profilekeep.portal.support.AuditActs;
import dev.profilekeep.readiness.Check;
import dev.profilekeep.readiness.CheckKind;
import dev.profilekeep.readiness.Fact;
import dev.profilekeep.readiness.ReadyWord;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.RequestTimes;
import dev.profilekeep.restore.visit.Preview;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.saml.SignInFailure;
import dev.profilekeep.space.Category;
import dev.profilekeep.space.Consequence;
import dev.profilekeep.space.estate.NeverCompacted;
import dev.profilekeep.space.estate.SpaceLook;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Format;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both languages are complete, every key in the code exists, and none is left over. */
class TranslationsTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern LITERAL = Pattern.compile("\"([a-z][A-Za-z]*(?:\\.[A-Za-z0-9_]+)+)\"");

    @Test
    void both_languages_have_the_same_keys() throws IOException {
        assertThat(keys("_de")).isEqualTo(keys(""));
    }

    @Test
    void every_key_in_the_code_exists_and_every_key_is_used() throws IOException {
        Set<String> used = new TreeSet<>(composed());
        Set<String> groups = keys("").stream().map(key -> key.split("\\.")[0]).collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                LITERAL.matcher(Files.readString(file))
                        .results()
                        .map(found -> found.group(1))
                        .filter(key -> groups.contains(key.split("\\.")[0]))
                        .forEach(used::add);
            }
        }
        // literals that look like keys and are none: acts of the audit trail, people's choices, a file of the demo,
        // beginnings of keys
        used.removeAll(Set.of(
                "job.start",
                "job.restart",
                "job.stop",
                "schedule.change",
                "schedule.pause",
                "schedule.resume",
                "schedule.reset",
                "profiles.columns",
                "backups.key",
                "my.none",
                "my.noSid",
                "my.tooEarly",
                "my.unsure"));
        used.add("profiles.columns");
        used.add("schedule.reset");
        assertThat(without(used, keys(""))).as("used, but no text").isEmpty();
        assertThat(without(keys(""), used)).as("text that nobody uses").isEmpty();
    }

    private static Set<String> without(Set<String> all, Set<String> these) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(these);
        return rest;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_de"})
    void every_text_is_a_pattern_with_the_same_places_in_both_languages(String suffix) throws IOException {
        Properties english = load("");
        for (String key : load(suffix).stringPropertyNames()) {
            String text = load(suffix).getProperty(key);
            assertThat(text).as(key).isNotBlank().doesNotContain("'").doesNotContain("TODO");
            assertThat(places(text)).as(key).isEqualTo(places(english.getProperty(key)));
        }
    }

    @Test
    void plurals_follow_the_number() {
        Texts german = Texts.in(Locale.GERMANY);
        assertThat(german.get("profiles.unread", 1)).isEqualTo("1 Sache war nicht lesbar");
        assertThat(german.get("request.backups.more", 1)).isEqualTo("und eine ältere");
        assertThat(german.get("request.others.more", 12L)).isEqualTo("und 12 weitere");
        assertThat(german.get("profiles.unread", 1234)).isEqualTo("1.234 Sachen waren nicht lesbar");
        assertThat(Texts.in(Locale.UK).get("profiles.totals.all", 0L, 0L, "0 B", "0 B"))
                .isEqualTo("No containers, no copies, 0 B stored, 0 B reclaimable");
    }

    @Test
    void what_anna_reads_has_no_jargon() throws IOException {
        for (String suffix : new String[] {"", "_de"}) {
            Properties texts = load(suffix);
            texts.stringPropertyNames().stream()
                    .filter(key -> key.startsWith("my.") || key.startsWith("error."))
                    .forEach(key -> assertThat(texts.getProperty(key))
                            .as(key)
                            .doesNotContainPattern(
                                    "(?i)\\b(vhdx?|sid|ntfs|smb|lock ?file|sperrdatei|container|guid)\\b"));
        }
    }

    private static Set<String> composed() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (Category category : Category.values()) {
            keys.add("room.category." + category);
            try {
                Consequence.of(category);
                keys.add("room.why." + category);
                keys.add("room.lost." + category);
            } catch (IllegalArgumentException e) {
                // never left out, so there is nothing to say
            }
        }
        for (SpaceLook.State state : SpaceLook.State.values()) {
            if (state != SpaceLook.State.READ) {
                keys.add("room.state." + state);
            }
        }
        for (GoneRefusedException.Why why : GoneRefusedException.Why.values()) {
            keys.add("locks.gone.refused." + why);
        }
        Stream.of("hold", "holdToo", "release", "pin", "unpin").forEach(act -> keys.add("keeping." + act + ".means"));
        each("moments.gap.", BackupGap.Why.values(), keys);
        each("notNow.", NotNowException.Why.values(), keys);
        for (FindingCode code : FindingCode.values()) {
            Stream.of("name", "meaning", "next").forEach(part -> keys.add("finding." + code + "." + part));
        }
        keys.add("finding." + FindingCode.IN_USE + ".lock");
        for (LocationFindingCode code : LocationFindingCode.values()) {
            Stream.of("name", "meaning", "next").forEach(part -> keys.add("locationFinding." + code + "." + part));
        }
        for (RepositoryFindingCode code : RepositoryFindingCode.values()) {
            Stream.of("name", "meaning", "next").forEach(part -> keys.add("repositoryFinding." + code + "." + part));
        }
        keys.add("detail.situation." + Situation.FINE + ".notes");
        for (CopyDetail.Presence presence : CopyDetail.Presence.values()) {
            keys.add("my.copyAt." + presence);
        }
        for (MyHelp.Step step : MyHelp.Step.values()) {
            if (step != MyHelp.Step.FREE) { // then the page is about the profile itself
                Stream.of("word", "headline", "meaning").forEach(part -> keys.add("my.help." + step + "." + part));
            }
        }
        for (Situation situation : Situation.values()) {
            keys.add("detail.situation." + situation);
            keys.add("my.situation." + situation + ".headline");
            keys.add("my.situation." + situation + ".meaning");
        }
        for (ProfilesColumn column : ProfilesColumn.values()) {
            keys.add("profiles.column." + column.key());
        }
        Stream.of(
                        "severity",
                        "finding",
                        "meaning",
                        "next",
                        "account",
                        "sid",
                        "disk",
                        "site",
                        "firstSeen",
                        "resolved",
                        "accepted",
                        "reason")
                .forEach(column -> keys.add("health.column." + column));
        Stream.of("NEW", "YESTERDAY", "PERSISTING", "ACCEPTED", "RESOLVED")
                .forEach(shown -> keys.add("health.shown." + shown));
        for (String step : new String[] {"visit.ask", "visit.agree", "visit.refuse"}) {
            Stream.of("title", "text", "reason", "act").forEach(part -> keys.add(step + "." + part));
        }
        each("files.none.", Preview.Why.values(), keys);
        Stream.of("NAME", "NEWEST", "LARGEST").forEach(order -> keys.add("files.order." + order));
        each("codes.kind.", CodeKind.values(), keys);
        each("codes.confidence.", Explanation.Confidence.values(), keys);
        each("readiness.check.", CheckKind.values(), keys);
        each("readiness.source.", Check.Source.values(), keys);
        each("readiness.word.", ReadyWord.values(), keys);
        each("readiness.fact.", Fact.values(), keys);
        each("state.", ContainerState.values(), keys);
        each("severity.", Severity.values(), keys);
        each("kind.", ContainerKind.values(), keys);
        each("request.kind.", RequestKind.values(), keys);
        each("request.state.", RequestState.values(), keys);
        each("my.request.", RequestState.values(), keys);
        Stream.of("ASKED", "APPROVED", "RUNNING", "DONE", "FAILED", "UNDONE")
                .flatMap(state -> Stream.of("my.request.reset." + state, "my.request.office." + state))
                .forEach(keys::add);
        Stream.of("ASKED", "APPROVED", "DELAYED", "RUNNING", "DONE", "FAILED")
                .forEach(state -> keys.add("my.request.files." + state));
        Stream.of("title", "text", "reason", "act").forEach(part -> keys.add("files.ask." + part));
        Stream.of("HARMLESS", "DANGER", "LOSS").forEach(severity -> keys.add("repository.wrong." + severity));
        Stream.of("PASSPHRASE", "KEY_FILE", "RECOVERY").forEach(kind -> keys.add("repository.key.kind." + kind));
        Stream.of("SMALL", "MEDIUM", "LARGE").forEach(size -> keys.add("repository.test." + size));
        each("requests.shown.", RequestsQuery.Shown.values(), keys);
        each("requests.sort.", RequestsQuery.Sort.values(), keys);
        for (RequestTimes.Running running : RequestTimes.Running.values()) {
            if (running != RequestTimes.Running.NONE) {
                keys.add("requests.clock." + running);
            }
        }
        for (String stays : new String[] {"GONE", "KEPT", "PAST", "aid.GONE", "aid.KEPT", "aid.PAST"}) {
            keys.add("my.request.stays." + stays);
            keys.add("requests.stays." + stays);
        }
        Stream.of("QUESTION", "SIGN_OFF", "RUNNING", "UNDOING", "ASKED", "DELAYED")
                .flatMap(open -> Stream.of("my.open." + open + ".headline", "my.open." + open + ".meaning"))
                .forEach(keys::add);
        Stream.of("COMPARING", "BACKING_UP", "WRITING", "CHECKING", "FILES", "EXCHANGING", "OTHER")
                .forEach(phase -> keys.add("requests.progress." + phase));
        for (String another : new String[] {"ASKED", "reset.ASKED", "office.ASKED", "ANSWERED", "WITHDRAWN"}) {
            keys.add("my.request.other." + another);
        }
        each("backups.standing.", BackupList.Standing.values(), keys);
        Stream.of("READY", "UNKNOWN", "NOT_READY").forEach(status -> keys.add("backups.repository." + status));
        Stream.of(
                        "my.request.answer",
                        "my.request.withdraw",
                        "my.request.undo",
                        "requests.approve",
                        "requests.approveAid",
                        "requests.approveFiles",
                        "requests.askBack",
                        "requests.refuse")
                .flatMap(step ->
                        Stream.of("title", "text", "said", "act", "done").map(part -> step + "." + part))
                .forEach(keys::add);
        Arrays.stream(ContainerKind.values()).forEach(kind -> keys.add("kind." + kind + ".long"));
        each("my.what.", ContainerKind.values(), keys);
        each("my.name.", ContainerKind.values(), keys);
        each("presence.", CopyDetail.Presence.values(), keys);
        each("subformat.", Subformat.values(), keys);
        each("log.", LogState.values(), keys);
        each("role.", Role.values(), keys);
        each("accounts.role.", AccountRole.values(), keys);
        each("accounts.state.", ServiceAccount.State.values(), keys);
        new OpenApiDocument()
                .json()
                .path("tags")
                .forEach(tag -> keys.add("api.tag." + tag.path("name").asText()));
        each("signIn.error.", SignInFailure.values(), keys);
        Stream.of("Schedule", "CommandLine", "Demo")
                .forEach(who -> keys.addAll(Set.of("run.by" + who, "run.byThe" + who, "run.startedByThe" + who)));
        each("run.status.", JobRunView.Status.values(), keys);
        Stream.of(InventoryRun.Phase.LISTING, InventoryRun.Phase.READING, InventoryRun.Phase.CONCLUDING)
                .forEach(phase -> keys.add("run.phase." + phase.name().toLowerCase(Locale.ROOT)));
        Stream.of(
                        "judging",
                        "planning",
                        "again",
                        "checking",
                        "pruning",
                        "restoring",
                        "copying",
                        "looking",
                        "compacting",
                        "copies",
                        "comparing",
                        "carrying")
                .forEach(phase -> keys.add("run.phase." + phase));
        Stream.of(
                        "fresh",
                        "changed",
                        "unchanged",
                        "inUse",
                        "unreadable",
                        "gone",
                        "locksLive",
                        "locksStale",
                        "locksUnproved",
                        "stored",
                        "same",
                        "read",
                        "waiting",
                        "missed",
                        "forgotten",
                        "problems",
                        "restored",
                        "copied",
                        "bytesRead",
                        "compacted",
                        "leftAlone",
                        "notCompacted",
                        "bytesFreed",
                        "bytesPossible",
                        "copiesEqual",
                        "copiesLagging",
                        "copiesDiverged",
                        "copiesNewer",
                        "copiesMissing",
                        "copiesUnproved",
                        "copiesUpToDate",
                        "copiesMade",
                        "copiesCarried",
                        "copiesLeft",
                        "bytesSent")
                .forEach(count -> keys.add("run.count." + count));
        Stream.concat(Whys.ALL.stream().map(Whys::key), Stream.of("space.why.other"))
                .flatMap(key -> Stream.of(key, key + ".text"))
                .forEach(keys::add);
        each("space.outcome.", CompactionItem.Outcome.values(), keys);
        each("space.never.", NeverCompacted.Reason.values(), keys);
        for (NeverCompacted.Reason reason : NeverCompacted.Reason.values()) {
            keys.add("space.never." + reason + ".text");
        }
        Stream.of("PLANNING", "LOOKING", "COMPACTING", "CONCLUDING").forEach(phase -> keys.add("space.phase." + phase));
        Stream.of("DAILY", "WORKDAYS", "WEEKLY", "HOURS", "CUSTOM").forEach(kind -> keys.add("schedule.kind." + kind));
        Stream.of(
                        "BUSY",
                        "DENIED",
                        "DAMAGED",
                        "UNSUPPORTED",
                        "UNREACHABLE",
                        "NAME",
                        "ILLEGIBLE",
                        "QUIET",
                        "UNFINISHED",
                        "EMPTY",
                        "OTHER")
                .forEach(kind -> keys.add("unread.kind." + kind));
        Stream.of("my.none", "my.noSid", "my.tooEarly", "my.unsure")
                .flatMap(key -> Stream.of(key + ".title", key + ".text", key + ".next"))
                .forEach(keys::add);
        Stream.of(
                        "inventory",
                        "backup",
                        "backup-maintenance",
                        "backup-check",
                        "restore-test",
                        "backup-copy",
                        "compaction",
                        "compaction-plan",
                        "readiness",
                        "replication",
                        "verification")
                .flatMap(job -> Stream.of("job." + job + ".name", "job." + job + ".what"))
                .forEach(keys::add);
        Stream.of("LIVE", "STALE", "UNPROVED", "NOT_JUDGED", "NOT_LOCKED", "NOT_KNOWN")
                .forEach(word -> keys.add("verdict." + word));
        each("failover.step.", StepKind.values(), keys);
        each("failover.state.", Run.State.values(), keys);
        each("failover.at.", Run.StepState.values(), keys);
        Stream.of("", ".title", ".text", ".act", ".done").forEach(part -> Arrays.stream(FailoverDesk.Word.values())
                .forEach(word -> keys.add("failover.say." + word + part)));
        each("locks.result.", ClearOutcome.Result.values(), keys);
        Arrays.stream(ClearOutcome.Result.values()).forEach(result -> keys.add("locks.result." + result + ".text"));
        each("locks.refusal.", Refusal.Why.values(), keys);
        each("help.site.", PlaceSeen.Probe.values(), keys);
        Stream.of(PlaceSeen.Asked.UNREACHABLE, PlaceSeen.Asked.QUIET).forEach(asked -> keys.add("help.site." + asked));
        Stream.of("HIGH", "MEDIUM", "LOW").forEach(sure -> keys.add("help.confidence." + sure));
        AuditActs.all()
                .forEach(act -> keys.add("help.act." + act.replace('.', '_').replace('-', '_')));
        each("help.own.", HelpCase.Phase.values(), keys);
        Stream.of("begun", "done", "failed", "refused").forEach(outcome -> keys.add("help.outcome." + outcome));
        return keys;
    }

    private static <E extends Enum<E>> void each(String prefix, E[] constants, Set<String> keys) {
        Arrays.stream(constants).forEach(constant -> keys.add(prefix + constant.name()));
    }

    /** The numbers of the places that a pattern fills; it must be a pattern. */
    private static Set<String> places(String text) {
        Format[] formats = new MessageFormat(text, Locale.ENGLISH).getFormatsByArgumentIndex();
        Set<String> places = new TreeSet<>();
        for (int i = 0; i < formats.length; i++) {
            if (Pattern.compile("\\{" + i + "[,}]").matcher(text).find()) {
                places.add("{" + i + "}");
            }
        }
        return places;
    }

    private static Set<String> keys(String suffix) throws IOException {
        return new TreeSet<>(load(suffix).stringPropertyNames());
    }

    private static Properties load(String suffix) throws IOException {
        Properties properties = new Properties();
        try (var in = new InputStreamReader(
                TranslationsTest.class.getResourceAsStream("/vaadin-i18n/translations" + suffix + ".properties"),
                StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        return properties;
    }
}
