package dev.profilekeep.portal.help;

import dev.profilekeep.audit.Actor;
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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything about a caller as text for a ticket. Not for use by several threads. */
public final class Summary {
    private static final String OF_A_LOCK = "lock.";
    private static final String OF_AN_ACCOUNT = "account.";
    private static final String OF_A_CALLER = "caller.";
    private static final String OF_FILES = "files.";
    private static final int MOST = 30;

    private final StringBuilder text = new StringBuilder();
    private final Texts texts;
    private final Formats formats;
    private final LockWords words;
    private String sid = "";

    public Summary(Texts texts, Formats formats, LockWords words) {
        this.texts = texts;
        this.formats = formats;
        this.words = words;
    }

    /** What somebody of this SID did is told as theirs; empty if it is not known. */
    public Summary ofCaller(String sid) {
        this.sid = sid;
        return this;
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
     * Entries of the audit trail as lines, newest first as they are: one for each act, and one for the same with each of a person's
     * containers, unless it is of one disk. Of more than 30, those that do not matter to getting in are left out first.
     */
    public List<String> lines(List<AuditRecord> entries, Map<String, String> disks) {
        Map<String, Boolean> lines = new LinkedHashMap<>();
        ToldActs.of(entries).forEach(told -> lines.putIfAbsent(tried(told, disks), mattersToGettingIn(told)));
        List<String> shown = new ArrayList<>(lines.keySet());
        List<String> others = new ArrayList<>(
                shown.stream().filter(line -> !lines.getOrDefault(line, true)).toList());
        Collections.reverse(others);
        others.stream().limit(Math.max(0, shown.size() - MOST)).toList().forEach(shown::remove);
        List<String> kept = new ArrayList<>(shown.subList(0, Math.min(MOST, shown.size())));
        if (lines.size() > kept.size()) {
            kept.add(texts.get("help.tried.older", lines.size() - kept.size()));
        }
        return kept;
    }

    private static boolean mattersToGettingIn(ToldActs.Told told) {
        AuditEntry entry = told.entry();
        return Stream.of(OF_A_LOCK, OF_AN_ACCOUNT, OF_A_CALLER)
                .anyMatch(kind ->
                        entry.act().startsWith(kind) || ToldActs.agreedOn(entry).startsWith(kind));
    }

    /** One act as a line. */
    private String tried(ToldActs.Told told, Map<String, String> disks) {
        AuditEntry said = told.entry();
        String what = act(said.act());
        String about = ToldActs.agreedOn(said);
        if (!about.isEmpty()) {
            what = texts.get("help.tried.what", what, act(about));
        }
        if (told.times() > 1) {
            what = texts.get("help.tried.times", what, told.times());
        }
        boolean ofOneDisk = !said.act().startsWith(OF_A_CALLER);
        String disk = ofOneDisk ? disks.getOrDefault(said.subject(), "") : "";
        String reason = said.reason().isEmpty() ? "" : " – " + reason(said.reason());
        return formats.dateTime(told.at()) + ", "
                + who(told.by()) + ": " + what
                + (disk.isEmpty() ? "" : " (" + Visible.oneLine(disk) + ")") + ", "
                + outcome(said) + reason;
    }

    private String act(String act) {
        String key = key(act);
        return texts.has(key) ? texts.get(key) : Visible.oneLine(act);
    }

    /** The text that says an act in words. */
    static String key(String act) {
        return "help.act." + act.replace('.', '_').replace('-', '_');
    }

    /** Whoever it is about is told as such. */
    private String who(Actor actor) {
        if (actor.equals(Actor.SCHEDULE) || actor.equals(Actor.CONFIGURATION)) {
            return texts.get("help.tried.itself");
        }
        String name = Visible.oneLine(actor.name());
        boolean caller = !sid.isEmpty() && actor.id().strip().equalsIgnoreCase(sid);
        return caller ? texts.get("help.tried.self", name) : name;
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
        if (entry.act().startsWith(OF_FILES) && !entry.evidence().containsKey("why")) {
            return texts.get(key); // of a file nothing is told but the kind of the trouble, as programs call it
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
