package dev.profilekeep.lock;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of a lock, one kind each. Names of hosts and accounts are as their source wrote them. Every kind has its
 * sentences in {@code LockWords}, by {@link #code()}.
 */
public sealed interface Fact {
    /** A stable word for tables, JSON and translations: {@code disk-free}. */
    String code();

    /** A lock file lies beside the disk; by its attributes, it is not opened. */
    record LockFile(String name, long bytes, Instant written) implements Fact {
        @Override
        public String code() {
            return "lock-file";
        }
    }

    /** The lock file has not changed since then, as far as looks at it tell. */
    record LockUnchanged(Instant since) implements Fact {
        @Override
        public String code() {
            return "lock-unchanged";
        }
    }

    /** The lock file is another one than at the look before. */
    record LockRenewed(Instant before) implements Fact {
        @Override
        public String code() {
            return "lock-renewed";
        }
    }

    /** The {@code .meta} files of the copies were written at one time, or not. */
    record MetaFiles(boolean agree, Duration apart) implements Fact {
        @Override
        public String code() {
            return agree ? "meta-agree" : "meta-differ";
        }
    }

    /** An exclusive open of the disk was refused: somebody has it open. */
    record DiskHeld() implements Fact {
        @Override
        public String code() {
            return "disk-held";
        }
    }

    /** An exclusive open of the disk went through; looks have gone through without a gap since then. */
    record DiskFree(Instant since) implements Fact {
        @Override
        public String code() {
            return "disk-free";
        }
    }

    /** There is no copy of the disk at this location. */
    record NoDisk() implements Fact {
        @Override
        public String code() {
            return "no-disk";
        }
    }

    /** Whether somebody has the disk open cannot be told there. */
    record CannotTell(String reason) implements Fact {
        @Override
        public String code() {
            return "cannot-tell";
        }
    }

    /** The location did not answer. */
    record Unreachable(String reason) implements Fact {
        @Override
        public String code() {
            return "unreachable";
        }
    }

    /** The location was left alone, in its quiet hours. */
    record NotLooked(String reason) implements Fact {
        @Override
        public String code() {
            return "not-looked";
        }
    }

    /** The site was declared failed over, and nobody can reach its storage any more. */
    record SiteFenced(Instant since, String by) implements Fact {
        @Override
        public String code() {
            return "site-fenced";
        }
    }

    /**
     * The file server lists an open handle on the disk.
     *
     * @param client the machine it came from; empty if the server does not tie it to one
     * @param sessionBegan when that machine's session began; null if that is not known
     */
    record OpenHandle(String account, String client, @Nullable Instant sessionBegan, boolean writes) implements Fact {
        @Override
        public String code() {
            return "open-handle";
        }
    }

    /** The file server lists no open handle on the disk. */
    record NoOpenHandle() implements Fact {
        @Override
        public String code() {
            return "no-open-handle";
        }
    }

    /** Open handles cannot be listed there. */
    record HandlesHidden(String reason) implements Fact {
        @Override
        public String code() {
            return "handles-hidden";
        }
    }

    /** The file server did not tell its time: how long ago files were written there is only what they say themselves. */
    record ClockHidden(String reason) implements Fact {
        @Override
        public String code() {
            return "clock-hidden";
        }
    }

    /** The person has a session on that host. */
    record SessionOpen(String host, @Nullable Instant since) implements Fact {
        @Override
        public String code() {
            return "session-open";
        }
    }

    /** The host says that the person has no session there. */
    record SessionNone(String host) implements Fact {
        @Override
        public String code() {
            return "session-none";
        }
    }

    /** The host restarted after the lock began. */
    record HostRestarted(String host, Instant at) implements Fact {
        @Override
        public String code() {
            return "host-restarted";
        }
    }

    /** The host has not restarted since the lock began. */
    record HostNotRestarted(String host, @Nullable Instant lastBoot) implements Fact {
        @Override
        public String code() {
            return "host-not-restarted";
        }
    }

    /** The host was declared gone: deleted, or installed anew. */
    record HostGone(String host, Instant since, String by) implements Fact {
        @Override
        public String code() {
            return "host-gone";
        }
    }

    /** Nothing recent is known of the host. */
    record HostSilent(String host) implements Fact {
        @Override
        public String code() {
            return "host-silent";
        }
    }

    /**
     * There is more than one host of that name, and nobody can tell which of them said what.
     *
     * @param domains in which they are, as one text
     */
    record HostNamesakes(String host, String domains) implements Fact {
        @Override
        public String code() {
            return "host-namesakes";
        }
    }

    /** The host says that it keeps nothing of the disk in its cache. */
    record CacheEmpty(String host) implements Fact {
        @Override
        public String code() {
            return "cache-empty";
        }
    }

    /** The host keeps changes of the disk in its cache, which are not at the sites yet. */
    record CacheKept(String host) implements Fact {
        @Override
        public String code() {
            return "cache-kept";
        }
    }

    /** Nobody can tell which host made the lock. */
    record HolderUnknown() implements Fact {
        @Override
        public String code() {
            return "holder-unknown";
        }
    }

    /** Every host of the pool was heard of, and none has a session or a cache of the person. */
    record EveryHostClear(int hosts) implements Fact {
        @Override
        public String code() {
            return "every-host-clear";
        }
    }

    /** A line of a host's FSLogix log. */
    record LogLine(String host, String text) implements Fact {
        @Override
        public String code() {
            return "log-line";
        }
    }

    /**
     * A line about the person in a host's FSLogix log, read from where the set's logs lie.
     *
     * @param clock what the host's own clock showed
     * @param zone that its clock is taken to be in
     * @param errorCode of Windows; null if the line has none
     * @param status of FSLogix; null if the line has none
     */
    record LogEntry(
            String host, LocalTime clock, String zone, String text, @Nullable Long errorCode, @Nullable Integer status)
            implements Fact {
        @Override
        public String code() {
            return "log-entry";
        }
    }

    /**
     * A host's FSLogix log was read, and has nothing about the person since the lock began.
     *
     * @param file the newest file's name
     */
    record LogQuiet(String host, String file) implements Fact {
        @Override
        public String code() {
            return "log-quiet";
        }
    }

    /**
     * A host's FSLogix log could not be read.
     *
     * @param why of {@code HostLog.Why}
     * @param place that was looked at; empty if none was
     * @param detail what its server answered; empty if there is nothing to add
     */
    record LogUnread(String host, String why, String place, String detail) implements Fact {
        @Override
        public String code() {
            return "log-unread";
        }
    }

    /** One of us has the disk open, for a moment. */
    record HeldByUs(String node, String purpose) implements Fact {
        @Override
        public String code() {
            return "held-by-us";
        }
    }

    /** The person had a session on that host then. */
    record SessionThen(String host, @Nullable Instant since, @Nullable Instant until) implements Fact {
        @Override
        public String code() {
            return "session-then";
        }
    }

    /** When the disk was last written. */
    record DiskWritten(Instant at) implements Fact {
        @Override
        public String code() {
            return "disk-written";
        }
    }
}
