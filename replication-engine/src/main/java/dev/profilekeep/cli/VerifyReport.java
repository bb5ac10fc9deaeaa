package dev.profilekeep.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.profilekeep.replica.CopyWord;
import dev.profilekeep.replica.estate.LossOfDay;
import dev.profilekeep.replica.estate.VerificationRun;
import dev.profilekeep.replica.estate.VerificationRun.Phase;
import dev.profilekeep.replica.estate.VerificationService;
import dev.profilekeep.replica.estate.VerificationVerdicts.One;
import dev.profilekeep.text.Visible;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison of copies came to. The names are those of the JSON answer.
 *
 * @param copies those to be compared
 * @param compared those that have a verdict
 * @param reason why it failed or was stopped; empty if it did not
 * @param words how many got which verdict; those that none got are left out
 * @param loss by site and day, newest day first: what people would have lost if the site where they work had been lost then
 * @param notEqual each copy that is neither proved nor presumed equal
 */
record VerifyReport(
        long run,
        Phase phase,
        String reason,
        long copies,
        long compared,
        Map<CopyWord, Long> words,
        long bytesRead,
        List<Loss> loss,
        List<Copy> notEqual) {
    /** Days of which the loss is told. */
    static final int DAYS = 30;

    /** @param people whose loss is known */
    record Loss(String day, String site, long people, long medianSeconds, long percentile95Seconds, long worstSeconds) {
        static Loss of(LossOfDay day) {
            return new Loss(
                    day.day().toString(),
                    day.siteId(),
                    day.people(),
                    day.median().toSeconds(),
                    day.p95().toSeconds(),
                    day.most().toSeconds());
        }
    }

    /** @param behindSeconds null if nobody knows */
    record Copy(
            long container,
            String set,
            String sid,
            String account,
            String disk,
            String location,
            CopyWord word,
            @Nullable Long behindSeconds,
            boolean newborn) {
        static Copy of(One one) {
            Duration behind = one.behind();
            return new Copy(
                    one.containerId(),
                    one.setId(),
                    one.sid(),
                    one.account(),
                    one.disk(),
                    one.locationId(),
                    one.word(),
                    behind == null ? null : behind.toSeconds(),
                    one.isNewborn());
        }
    }

    /** @param today by the clock of the policy's zone */
    static VerifyReport of(VerificationService verification, VerificationRun run, LocalDate today) {
        Set<CopyWord> worth = EnumSet.complementOf(EnumSet.of(CopyWord.EQUAL, CopyWord.PRESUMED_EQUAL));
        Map<CopyWord, Long> words = new EnumMap<>(CopyWord.class);
        words.putAll(run.words());
        return new VerifyReport(
                run.id(),
                run.phase(),
                run.reason(),
                run.total(),
                run.done(),
                words,
                run.bytesRead(),
                verification.losses(today.minusDays(DAYS - 1)).stream()
                        .map(Loss::of)
                        .toList(),
                verification.verdicts().list(run.id(), worth).stream()
                        .map(Copy::of)
                        .toList());
    }

    @JsonIgnore
    int exitCode() {
        boolean equal =
                words.keySet().stream().allMatch(word -> word == CopyWord.EQUAL || word == CopyWord.PRESUMED_EQUAL);
        return phase == Phase.DONE && equal && compared == copies ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
    }

    void print(PrintWriter out) {
        TextTable counts = new TextTable(true, false);
        words.forEach((word, copies) -> counts.add(Long.toString(copies), said(word)));
        out.print(counts.write(""));
        TextTable table = new TextTable(false, false, false, false);
        if (!notEqual.isEmpty()) {
            table.add("whose", "at", "verdict", "behind");
        }
        for (Copy copy : notEqual) {
            Long behind = copy.behindSeconds();
            table.add(
                    Visible.oneLine(copy.account().isEmpty() ? copy.disk() : copy.account()),
                    Visible.oneLine(copy.location()),
                    said(copy.word()) + (copy.newborn() ? " (new and empty)" : ""),
                    behind == null ? "not known" : lasting(behind));
        }
        out.print(table.write(""));
        losses(out);
        out.printf(
                Locale.ROOT,
                "%s: %d of %d compared, %s read%s%n",
                said(phase),
                compared,
                copies,
                Sizes.of(bytesRead),
                reason.isEmpty() ? "" : " – " + Visible.oneLine(reason));
    }

    /** Of the newest day of each site; JSON has the others. */
    private void losses(PrintWriter out) {
        TextTable table = new TextTable(false, true, false, false, false);
        Set<String> told = new HashSet<>();
        for (Loss one : loss) {
            if (told.isEmpty()) {
                table.add("loss at", "people", "median", "95 %", "worst");
            }
            if (told.add(one.site())) {
                table.add(
                        Visible.oneLine(one.site()),
                        Long.toString(one.people()),
                        lasting(one.medianSeconds()),
                        lasting(one.percentile95Seconds()),
                        lasting(one.worstSeconds()));
            }
        }
        out.print(table.write(""));
    }

    private static String said(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String lasting(long seconds) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
