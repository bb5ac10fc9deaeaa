package dev.profilekeep.fslogix;

import dev.profilekeep.container.ContainerNames;
import dev.profilekeep.container.FolderName;
import dev.profilekeep.fslogix.LogObservation.Kind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds in the lines of one log what matters for locks. A line is read with what the same thread said before it in the same
 * piece of work: whose session, which disk. For one thread, one file.
 */
public final class LogObservations implements Consumer<LogLine> {
    private static final int MOST_THREADS = 500;
    private static final int SHOWN = 1_000;
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

    /** What a thread is at. */
    private static final class Work {
        private String sid = "";
        private String account = "";
        private String path = "";
    }

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
        String thread = entry.process() + "." + entry.thread();
        String text = entry.text();
        Matcher section = SECTION.matcher(text);
        if (section.matches()) {
            boolean begins = section.group(1).equals("Begin");
            if (begins) {
                threads.put(thread, new Work());
            }
            Work work = threads.computeIfAbsent(thread, key -> new Work());
            Matcher about = ABOUT.matcher(section.group(2));
            if (about.matches()) {
                work.account = about.group(1);
            }
            tell(entry, begins ? Kind.BEGIN : Kind.END, "", work, section.group(2), null);
            if (!begins) {
                threads.remove(thread);
            }
            return;
        }
        Work work = threads.computeIfAbsent(thread, key -> new Work());
        learn(work, text);
        Matcher holder = HOLDER.matcher(text);
        Matcher status = STATUS.matcher(text);
        Integer number = status.find() ? Integer.valueOf(status.group(1)) : null;
        Long code = entry.code();
        if (holder.find()) {
            work.account = holder.group(2);
            tell(entry, Kind.HELD_BY, holder.group(1), work, text, number);
        } else if (text.startsWith("LoadProfile failed")) {
            tell(entry, Kind.LOAD_FAILED, "", work, text, number);
        } else if (code != null && IN_USE.contains(win32(code))) {
            tell(entry, Kind.IN_USE, "", work, text, number);
        } else if (code != null && win32(code) == DENIED) {
            tell(entry, Kind.DENIED, "", work, text, number);
        } else if (text.startsWith("Successfully opened VHD")) {
            tell(entry, Kind.OPENED, "", work, text, number);
        } else if (number != null && number != 0) {
            tell(entry, Kind.STATUS, "", work, text, number);
        }
    }

    /** An HRESULT made of a code of Windows is that code. */
    private static long win32(long code) {
        return (code & 0xFFFF_0000L) == 0x8007_0000L ? code & 0xFFFF : code;
    }

    private static void learn(Work work, String text) {
        Matcher path = PATH.matcher(text);
        Matcher folder = FOLDER.matcher(text);
        if (path.find()) {
            work.path = path.group();
            person(work);
        } else if (folder.find()) {
            work.path = folder.group().strip();
            person(work);
        }
        Matcher sid = SID.matcher(text);
        if (sid.find()) {
            work.sid = sid.group().toUpperCase(Locale.ROOT);
        }
        Matcher account = ACCOUNT.matcher(text + " ");
        if (account.find()) {
            work.account = account.group(1);
        }
    }

    /** From the folder of the disk. */
    private static void person(Work work) {
        for (String part : work.path.split("\\\\", -1)) {
            if (ContainerNames.folder(part) instanceof FolderName.Person person) {
                work.sid = person.sid();
                work.account = person.account().isEmpty() ? work.account : person.account();
            }
        }
    }

    private void tell(LogLine.Entry entry, Kind kind, String holder, Work work, String text, @Nullable Integer status) {
        taker.accept(new LogObservation(
                entry.number(),
                entry.time(),
                kind,
                host,
                holder,
                work.sid,
                work.account,
                work.path,
                entry.code(),
                status,
                text.length() > SHOWN ? text.substring(0, SHOWN) : text));
    }
}
