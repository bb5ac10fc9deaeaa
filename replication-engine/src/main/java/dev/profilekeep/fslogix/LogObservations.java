package dev.profilekeep.fslogix;

import dev.profilekeep.container.ContainerNames;
import dev.profilekeep.container.FolderName;
import dev.profilekeep.fslogix.LogObservation.Kind;
import java.time.Duration;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds in the lines of one log what matters for locks. A line is read with what the same thread said shortly before it: whose session,
 * which disk; never with what another thread said, nor with what was said about somebody else. For one thread, one file.
 */
public final class LogObservations implements Consumer<LogLine> {
    private static final int MOST_THREADS = 500;
    private static final int SHOWN = 1_000;
    private static final int SEARCHED = 2_000;
    private static final Duration TOGETHER = Duration.ofMinutes(10);
    private static final long DENIED = 5;
    /** Sharing violation, lock violation, lock failed. */
    private static final Set<Long> IN_USE = Set.of(0x20L, 0x21L, 0xA7L);

    private static final Pattern SECTION = Pattern.compile("=====\\s*(Begin|End) Session:\\s*(.*?)\\s*(?:=====)?");
    private static final Pattern HOLDER =
            Pattern.compile("This machine '([^']{1,255})' is using (.{0,255}?)(?:'s)? \\(SID=.*");
    private static final Pattern SID =
            Pattern.compile("\\bS-1-(?:5-21|12-1)(?:-\\d{1,10}){4}(?![-\\d])", Pattern.CASE_INSENSITIVE);
    private static final Pattern ACCOUNT = Pattern.compile("\\bUser:\\s*([^\\s.,;][^.,;]{0,200}?)[.,;]\\s");
    private static final Pattern PATH = Pattern.compile(
            "(?:\\\\\\\\|[A-Za-z]:\\\\)[^'\"<>|*?()]{1,2000}?\\.vhdx?(?![A-Za-z0-9])", Pattern.CASE_INSENSITIVE);
    private static final Pattern FOLDER = Pattern.compile("\\\\\\\\[^'\"<>|*?()]{1,2000}");
    private static final Pattern STATUS = Pattern.compile("(?:FrxStatus:|Status set to)\\s*(\\d{1,5})\\b");
    private static final Pattern ABOUT =
            Pattern.compile(".*(?:Container|profile): ?([^\\s:\\\\/]{1,200})", Pattern.CASE_INSENSITIVE);

    private final Consumer<LogObservation> taker;
    private final Map<String, Work> threads = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Work> eldest) {
            return size() > MOST_THREADS;
        }
    };
    private String host = "";

    public LogObservations(Consumer<LogObservation> taker) {
        this.taker = taker;
    }

    /** Whose session and which disk a line is about; empty where it does not say. */
    private record Subject(String sid, String account, String path) {
        static final Subject NOBODY = new Subject("", "", "");

        /** What this one leaves open is taken from what was said before, unless that was about somebody else. */
        Subject after(Subject before) {
            boolean other = differ(sid, before.sid) || differ(account, before.account);
            return other
                    ? this
                    : new Subject(
                            sid.isEmpty() ? before.sid : sid,
                            account.isEmpty() ? before.account : account,
                            path.isEmpty() ? before.path : path);
        }

        private static boolean differ(String one, String two) {
            return !one.isEmpty() && !two.isEmpty() && !one.equalsIgnoreCase(two);
        }
    }

    /** What a thread was last at, and when. */
    private record Work(Subject subject, LocalTime at) {}

    @Override
    public void accept(LogLine line) {
        if (line instanceof LogLine.Header head) {
            // A new process: its threads have other numbers, or the same by chance.
            threads.clear();
            host = head.computer();
        } else if (line instanceof LogLine.Entry entry) {
            entry(entry);
        }
    }

    private void entry(LogLine.Entry entry) {
        String all = entry.text();
        // What matters stands at the beginning; patterns are not let loose on what somebody made long on purpose.
        String text = all.length() > SEARCHED ? all.substring(0, SEARCHED) : all;
        Matcher section = SECTION.matcher(text);
        if (section.matches()) {
            boolean begins = section.group(1).equals("Begin");
            Matcher about = ABOUT.matcher(section.group(2));
            Subject named = about.matches() ? new Subject("", about.group(1), "") : Subject.NOBODY;
            Subject subject = begins ? named : named.after(before(entry));
            keep(entry, begins ? subject : Subject.NOBODY);
            tell(entry, begins ? Kind.BEGIN : Kind.END, "", subject, section.group(2), null);
            return;
        }
        Matcher holder = HOLDER.matcher(text);
        boolean held = holder.find();
        Subject subject = inText(text, held ? holder.group(2) : "").after(before(entry));
        keep(entry, subject);
        Matcher status = STATUS.matcher(text);
        Integer number = status.find() ? Integer.valueOf(status.group(1)) : null;
        Long code = entry.code();
        if (held) {
            tell(entry, Kind.HELD_BY, holder.group(1), subject, text, number);
        } else if (text.startsWith("LoadProfile failed")) {
            tell(entry, Kind.LOAD_FAILED, "", subject, text, number);
        } else if (code != null && IN_USE.contains(win32(code))) {
            tell(entry, Kind.IN_USE, "", subject, text, number);
        } else if (code != null && win32(code) == DENIED) {
            tell(entry, Kind.DENIED, "", subject, text, number);
        } else if (text.startsWith("Successfully opened VHD")) {
            tell(entry, Kind.OPENED, "", subject, text, number);
        } else if (number != null && number != 0) {
            tell(entry, Kind.STATUS, "", subject, text, number);
        }
    }

    /** A thread that was silent for long is at something else now; lines that name no thread say nothing of each other. */
    private Subject before(LogLine.Entry entry) {
        Work work = threads.get(entry.process() + "." + entry.thread());
        return work == null
                        || Duration.between(work.at(), entry.time().clock())
                                        .abs()
                                        .compareTo(TOGETHER)
                                > 0
                ? Subject.NOBODY
                : work.subject();
    }

    private void keep(LogLine.Entry entry, Subject subject) {
        if (!entry.thread().isEmpty()) {
            threads.put(
                    entry.process() + "." + entry.thread(),
                    new Work(subject, entry.time().clock()));
        }
    }

    /** An HRESULT made of a code of Windows is that code. */
    private static long win32(long code) {
        return (code & 0xFFFF_0000L) == 0x8007_0000L ? code & 0xFFFF : code;
    }

    /** @param holder the account that is said to hold the disk; empty if none is */
    private static Subject inText(String text, String holder) {
        Matcher disk = PATH.matcher(text);
        Matcher folder = FOLDER.matcher(text);
        String path =
                disk.find() ? disk.group() : folder.find() ? folder.group().strip() : "";
        String sid = "";
        String account = "";
        for (String part : path.split("\\\\", -1)) {
            if (ContainerNames.folder(part) instanceof FolderName.Person person) {
                sid = person.sid();
                account = person.account();
            }
        }
        Matcher told = SID.matcher(text);
        if (sid.isEmpty() && told.find()) {
            sid = told.group().toUpperCase(Locale.ROOT);
        }
        Matcher user = ACCOUNT.matcher(text + " ");
        if (!holder.isEmpty()) {
            account = holder;
        } else if (user.find()) {
            account = user.group(1);
        }
        return new Subject(sid, account, path);
    }

    private void tell(
            LogLine.Entry entry, Kind kind, String holder, Subject subject, String text, @Nullable Integer status) {
        taker.accept(new LogObservation(
                entry.number(),
                entry.time(),
                kind,
                host,
                holder,
                subject.sid(),
                subject.account(),
                subject.path(),
                entry.code(),
                status,
                text.length() > SHOWN ? text.substring(0, SHOWN) : text));
    }
}
