package dev.profilekeep.portal.help;

import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.lock.JudgedLock;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.portal.locks.AboutContainer;
import dev.profilekeep.portal.myprofile.HelpCase;
import dev.profilekeep.portal.myprofile.OwnLocks;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.portal.text.Texts;
import dev.profilekeep.text.Visible;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything about a caller as text for a ticket. Not for use by several threads. */
public final class Summary {
    private static final String BEGUN = "begun";
    private static final String OF_A_LOCK = "lock.";

    private final StringBuilder text = new StringBuilder();
    private final Texts texts;
    private final Formats formats;
    private final LockWords words;

    public Summary(Texts texts, Formats formats, LockWords words) {
        this.texts = texts;
        this.formats = formats;
        this.words = words;
    }

    /** Who it is about, and as of when. */
    public Summary about(Caller caller, String ticket, Instant now) {
        line(texts.get("help.summary.title", Visible.oneLine(caller.account()), caller.sid()));
        if (!ticket.isBlank()) {
            line(texts.get("locks.ticket") + ": " + Visible.oneLine(ticket));
        }
        line(texts.get(
                "help.summary.asOf", formats.dateTime(now), formats.zone().getId()));
        return this;
    }

    /**
     * One container.
     *
     * @param verdict of the look just taken; empty if nothing that could be seen locks it
     * @param word of the verdict, or what there is in its place
     * @param findings what else was found and what to do about it, in words
     * @param copies where copies of it lie, in words
     */
    public Summary container(
            ContainerDetail container,
            Optional<LockVerdict> verdict,
            String word,
            List<String> findings,
            List<String> copies) {
        line("");
        line(texts.get("kind." + container.row().kind().name() + ".long") + " "
                + Visible.oneLine(container.row().baseName()) + " ("
                + container.row().id() + ")");
        verdict.ifPresentOrElse(
                found -> {
                    line(texts.get("verdict." + word) + ": " + words.sentence(found));
                    line(words.nextStep(found));
                    found.observations().forEach(seen -> line("- " + words.line(seen, found.at())));
                },
                () -> line(texts.get("verdict." + word)));
        part("detail.findings", findings);
        part("detail.copies", copies);
        return this;
    }

    /**
     * What the caller freed on their own page, or tried to, as it was judged before.
     *
     * @param disks names of the person's disks by the subject of an entry; empty if they have but one
     */
    public Summary was(HelpCase own, Map<String, String> disks) {
        if (!own.was().isEmpty()) {
            line(texts.get("help.own.was") + ":");
            wasLines(own, disks).forEach(one -> line("- " + one));
        }
        return this;
    }

    /** As {@link #was}, line by line: who held it since when and why nobody did any more, then what that rests on. */
    public List<String> wasLines(HelpCase own, Map<String, String> disks) {
        List<String> lines = new ArrayList<>();
        for (JudgedLock one : own.was()) {
            String disk = disks.getOrDefault(AboutContainer.SUBJECT + one.containerId(), "");
            LockVerdict verdict = one.verdict();
            lines.add((disk.isEmpty() ? "" : Visible.oneLine(disk) + ": ") + words.sentence(verdict));
            verdict.observations().forEach(seen -> lines.add(words.line(seen, verdict.at())));
        }
        return lines;
    }

    private void part(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            line(texts.get(title) + ":");
            lines.forEach(one -> line("- " + one));
        }
    }

    /** A sentence that is in words already. */
    public Summary said(String sentence) {
        line("");
        line(sentence);
        return this;
    }

    /**
     * What was done before.
     *
     * @param disks names of the person's disks by the subject of an entry; empty if they have but one
     */
    public Summary tried(List<AuditRecord> entries, Map<String, String> disks) {
        if (!entries.isEmpty()) {
            line("");
            line(texts.get("help.tried"));
            lines(entries, disks).forEach(line -> line("- " + line));
        }
        return this;
    }

    /**
     * Entries of the audit trail as lines, newest first as they are. What only led to another entry (each file of a lock, the
     * beginning of what came to an end) and the same for each of a person's containers is one line, unless it is of one lock.
     */
    public List<String> lines(List<AuditRecord> entries, Map<String, String> disks) {
        Set<String> ended = entries.stream()
                .filter(entry -> !entry.entry().outcome().equals(BEGUN))
                .map(Summary::act)
                .filter(act -> !act.isEmpty())
                .collect(Collectors.toSet());
        return entries.stream()
                .filter(entry -> !entry.entry().outcome().equals(BEGUN) || !ended.contains(act(entry)))
                .map(entry -> tried(entry, disks))
                .distinct()
                .toList();
    }

    /** What joins the entries of one act; empty if it has but one. */
    private static String act(AuditRecord entry) {
        return entry.entry().evidence().getOrDefault("act", "");
    }

    /** One entry of the audit trail as a line. */
    private String tried(AuditRecord entry, Map<String, String> disks) {
        AuditEntry said = entry.entry();
        String act = "help.act." + said.act().replace('.', '_').replace('-', '_');
        String what = texts.has(act) ? texts.get(act) : said.act();
        String disk = said.act().startsWith(OF_A_LOCK) ? disks.getOrDefault(said.subject(), "") : "";
        String reason = said.reason().isEmpty() ? "" : " – " + reason(said.reason());
        return formats.dateTime(entry.at()) + ", "
                + Visible.oneLine(entry.actor().name()) + ": " + what
                + (disk.isEmpty() ? "" : " (" + Visible.oneLine(disk) + ")") + ", "
                + outcome(said) + reason;
    }

    /** As people gave it; what stands there of whom nobody asked for one, in words. */
    private String reason(String reason) {
        return reason.equals(OwnLocks.REASON) ? texts.get("help.reason.own") : Visible.oneLine(reason);
    }

    /** How it ended, and why it did not end well. */
    private String outcome(AuditEntry entry) {
        String outcome = entry.outcome();
        int colon = outcome.indexOf(':');
        String key = "help.outcome." + (colon < 0 ? outcome : outcome.substring(0, colon));
        if (!texts.has(key)) {
            return Visible.oneLine(outcome);
        }
        String why = why(entry.evidence(), colon < 0 ? "" : outcome.substring(colon + 1));
        return why.isEmpty() ? texts.get(key) : texts.get(key) + ": " + why;
    }

    /** From the facts of the entry where it has them; the sentence is in English and names what only servers know. */
    private String why(Map<String, String> evidence, String sentence) {
        String why = evidence.getOrDefault("why", "");
        for (String key : List.of("locks.refusal." + why, "locks.result." + why + ".text")) {
            if (texts.has(key)) {
                return texts.get(key);
            }
        }
        boolean ended = evidence.containsKey("removed") && evidence.containsKey("left");
        if (ended && !sentence.isBlank()) {
            boolean partly = !evidence.getOrDefault("removed", "").isBlank()
                    && !evidence.getOrDefault("left", "").isBlank();
            return texts.get(partly ? "locks.result.PARTLY.text" : "locks.result.FAILED.text");
        }
        return Visible.oneLine(sentence.strip());
    }

    private void line(String words) {
        text.append(words).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
