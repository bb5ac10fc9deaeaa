package dev.profilekeep.config;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code policies.readiness}. Stateless. */
final class ReadinessReader {
    private static final long MOST_MINUTES = 30L * 24 * 60;

    private ReadinessReader() {}

    /** @param known ids of the sets that there are */
    static ReadinessPolicy read(Section section, ZoneId siteZone, List<String> known) {
        ReadinessPolicy standard = ReadinessPolicy.standard(siteZone);
        ZoneId zone = ConfigReader.zone(section, "zone", siteZone);
        String cron = section.text("cron", standard.cron());
        try {
            Cron.check(cron, LocalDate.now(zone));
        } catch (IllegalArgumentException e) {
            section.problem("cron", String.valueOf(e.getMessage()), "write it as in \"" + standard.cron() + "\"");
        }
        long minutes = section.number("targetLossMinutes", standard.targetLoss().toMinutes(), 0, MOST_MINUTES);
        Map<String, Duration> ofSet = new HashMap<>();
        Section sets = section.section("targetLossMinutesOfSet");
        for (String set : sets.keys()) {
            if (!known.contains(set)) {
                String guess = Suggestions.didYouMean(set, known);
                sets.problem(
                        set,
                        "there is no set '" + set + "'",
                        guess.isEmpty() ? (known.isEmpty() ? "add one" : "known: " + String.join(", ", known)) : guess);
            }
            ofSet.put(set, Duration.ofMinutes(sets.number(set, minutes, 0, MOST_MINUTES)));
        }
        sets.close();
        long free = section.size("minimumFree", standard.minimumFree());
        long few = section.size("fewFree", Math.max(free, standard.fewFree()));
        if (few < free) {
            section.problem(
                    "fewFree",
                    "it is less than minimumFree: whoever has that little cannot sign in at all",
                    "write as much as minimumFree, or more");
        }
        long hours = section.number("maxAgeHours", standard.maxAge().toHours(), 1, 24 * 30);
        int parallel = (int) section.number("parallel", standard.parallel(), 1, 64);
        section.close();
        return new ReadinessPolicy(
                cron, zone, Duration.ofMinutes(minutes), ofSet, free, few, Duration.ofHours(hours), parallel);
    }
}
