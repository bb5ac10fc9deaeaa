package dev.profilekeep.portal.compaction.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.profilekeep.compact.estate.CompactionRun;
import dev.profilekeep.compact.estate.CompactionRun.Phase;
import dev.profilekeep.compact.estate.KeptSpace;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.compaction.SpaceTold;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The last run in words and numbers. */
final class LastRun {
    private LastRun() {}

    /** What it brought, as a sentence. */
    static String sentence(CompactionRun run, Words words) {
        String possible = words.formats().bytes(run.possibleBytes());
        Instant ended = run.endedAt();
        if (ended == null) {
            return words.get(
                    run.planOnly() ? "space.lead.looking" : "space.lead.running",
                    words.formats().dateTime(run.startedAt()));
        }
        String at = words.formats().dateTime(ended);
        if (run.phase() == Phase.FAILED) {
            return words.get("space.lead.failed", at);
        }
        if (run.planOnly()) {
            return words.get("space.lead.looked", at, run.done(), possible);
        }
        String freed = words.formats().bytes(run.freedBytes());
        String brought = words.get("space.lead.done", at, run.compacted(), freed);
        String rest = run.possibleBytes() > 0 ? " " + words.get("space.lead.rest", possible) : "";
        return run.failed() > 0 ? brought + " " + words.get("space.lead.notDone", run.failed()) + rest : brought + rest;
    }

    /** For whoever is about to begin one: what the last run left; empty if nobody knows. */
    static String about(@Nullable CompactionRun run, Words words) {
        return run == null || run.possibleBytes() <= 0
                ? ""
                : words.get(
                        "space.start.about",
                        words.formats().bytes(run.possibleBytes()),
                        words.formats().dateTime(run.startedAt()));
    }

    static Component tiles(CompactionRun run, @Nullable SpaceTold all, Words words) {
        Div tiles = new Div(
                Parts.tile(
                        words.get("space.tile.freed"),
                        words.formats().bytes(run.freedBytes()),
                        words.get("space.tile.freed.note", run.compacted())),
                Parts.tile(
                        words.get("space.tile.possible"),
                        words.formats().bytes(run.possibleBytes()),
                        words.get("space.tile.possible.note")),
                Parts.tile(
                        words.get("space.tile.looked"),
                        words.formats().count(run.done()),
                        words.get("space.tile.looked.note", run.skipped(), run.failed())));
        if (all != null) {
            tiles.add(Parts.tile(
                    words.get("space.tile.kept"),
                    words.formats().bytes(all.kept().bytes()),
                    words.get("space.tile.kept.note", all.kept().files())));
        }
        tiles.addClassName("pk-tiles");
        return tiles;
    }

    /** What old files take, and when that comes free. */
    static Component kept(KeptSpace kept, Words words) {
        Instant first = kept.firstFree();
        Instant last = kept.lastFree();
        String said;
        if (kept.files() == 0) {
            said = words.get("space.kept.none");
        } else if (first == null || last == null) {
            said = words.get("space.kept.unknown", kept.files(), words.formats().bytes(kept.bytes()));
        } else {
            String from = words.formats().date(first);
            String to = words.formats().date(last);
            said = words.get(
                    from.equals(to) ? "space.kept.day" : "space.kept.some",
                    kept.files(),
                    words.formats().bytes(kept.bytes()),
                    from,
                    to);
        }
        Paragraph why = new Paragraph(words.get("space.kept.why"));
        why.addClassName("pk-secondary");
        return Parts.section(words.get("space.kept"), new Paragraph(said), why);
    }
}
