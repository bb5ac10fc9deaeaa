package dev.profilekeep.portal.jobs.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.UnorderedList;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.portal.base.ui.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A run in words. */
final class RunWords {
    private static final List<String> COUNTS = List.of(
            "fresh",
            "changed",
            "unchanged",
            "stored",
            "same",
            "read",
            "inUse",
            "unreadable",
            "waiting",
            "missed",
            "gone",
            "locksLive",
            "locksStale",
            "locksUnproved",
            "forgotten",
            "problems",
            "restored",
            "copied",
            "compacted",
            "leftAlone",
            "notCompacted",
            "copiesEqual",
            "copiesLagging",
            "copiesDiverged",
            "copiesNewer",
            "copiesMissing",
            "copiesUnproved",
            "copiesUpToDate",
            "copiesMade",
            "copiesCarried",
            "copiesLeft");
    private static final List<String> SIZES = List.of("bytesRead", "bytesSent", "bytesFreed", "bytesPossible");
    private static final String INVENTORY = "inventory";
    private static final String UNREADABLE = "unreadable";
    /** Who starts a run and is no person, and the word for it in the keys of texts. */
    private static final Map<String, String> NO_PERSON =
            Map.of("schedule", "Schedule", "command line", "CommandLine", "demo", "Demo");

    private RunWords() {}

    static String phase(JobRunView run, Words words) {
        String key = "run.phase." + run.phase();
        return words.texts().has(key)
                ? words.get(key)
                : words.get("run.status." + run.status().name());
    }

    static String by(JobRunView run, Words words) {
        String starter = NO_PERSON.get(run.startedBy());
        return starter == null ? run.startedBy() : words.get("run.by" + starter);
    }

    /** The same as the end of "Started a minute ago …", or of "Ended a minute ago …", where the verb is another. */
    static String startedBy(JobRunView run, Words words) {
        String key = run.endedAt() == null ? "run.by" : "run.startedBy";
        String starter = NO_PERSON.get(run.startedBy());
        return starter == null ? words.get(key, run.startedBy()) : words.get(key + "The" + starter);
    }

    /** "50 of 200"; before anything is counted that the run begins, and after it that there was nothing. */
    static String progress(JobRunView run, Words words) {
        if (run.total() > 0) {
            return words.get("run.of", run.done(), run.total());
        }
        return run.endedAt() == null
                ? words.get("run.starting")
                : words.formats().count(run.done());
    }

    /** What came out: each count that is not zero; how long it took. */
    static Component summary(JobRunView run, Words words) {
        UnorderedList list = new UnorderedList();
        list.addClassName("run-counts");
        list.add(new ListItem(words.get("run.looked", run.done())));
        for (String count : COUNTS) {
            long number = run.counts().getOrDefault(count, 0L);
            if (number > 0) {
                String text = words.get("run.count." + count, number);
                list.add(
                        count.equals(UNREADABLE) && run.job().equals(INVENTORY)
                                ? new ListItem(new Anchor("profiles?unread", text))
                                : new ListItem(text));
            }
        }
        for (String size : SIZES) {
            long bytes = run.counts().getOrDefault(size, 0L);
            if (bytes > 0) {
                list.add(new ListItem(
                        words.get("run.count." + size, words.formats().bytes(bytes))));
            }
        }
        Instant ended = run.endedAt();
        if (ended != null) {
            list.add(new ListItem(
                    words.get("run.took", words.formats().duration(Duration.between(run.startedAt(), ended)))));
        }
        return list;
    }
}
