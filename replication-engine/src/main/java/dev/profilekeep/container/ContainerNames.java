package dev.profilekeep.container;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What names on a share mean. A folder is a person's if a SID stands at the beginning or the end of its name, whatever the
 * settings of the hosts say: both orders occur, also side by side. All names are compared without regard to case. Stateless.
 */
public final class ContainerNames {
    private static final Pattern SID_FIRST = Pattern.compile(
            "(" + Sids.GRAMMAR + ")(?:[_. ](.*)|-(?!\\d)(.*))?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern SID_LAST =
            Pattern.compile("(.*)[-_. ](" + Sids.GRAMMAR + ")", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern DISK = Pattern.compile("(.+)\\.vhdx?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern SIDECAR =
            Pattern.compile("(.+\\.vhdx?)\\.(lock|meta|metadata)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern KIND =
            Pattern.compile("(profile|odfc)(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    /** {@code RW.VHDX} beside the parent, {@code Merge.VHDX} while merging; numbered in places. */
    private static final Pattern RW_OR_MERGE =
            Pattern.compile("(?:rw|merge)(?:[-_. ]?\\d+)?", Pattern.CASE_INSENSITIVE);
    /** {@code <sid>_RO}, {@code <sid>_ODFC}, {@code <computer>_ODFC}: told by their end, as they begin with anything. */
    private static final Pattern RO_OR_ODFC =
            Pattern.compile(".+_(?:ro|odfc)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    /** {@code ODFC_<account>-SESSION-<n>}: one session's disk. */
    private static final Pattern SESSION =
            Pattern.compile("odfc_(.*)-session-\\d+", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Set<String> SYSTEM = Set.of(
            ".profilekeep",
            "system volume information",
            "$recycle.bin",
            "~snapshot",
            ".snapshot",
            ".snapshots",
            ".zfs",
            "lost+found",
            "dfsrprivate");

    private ContainerNames() {}

    public static FolderName folder(String name) {
        if (SYSTEM.contains(name.toLowerCase(Locale.ROOT))) {
            return new FolderName.System(name);
        }
        FolderName.Person first = sidFirst(name);
        FolderName.Person last = sidLast(name);
        if (first != null && last != null) {
            return new FolderName.Ambiguous(name);
        }
        if (first != null) {
            return first;
        }
        return last != null ? last : new FolderName.Other(name);
    }

    /**
     * @param account the account in the name of the folder that the file lies in; empty if there is none. A disk named
     *     exactly after it is a container whatever else its name looks like
     */
    public static FileName file(String name, String account) {
        Matcher sidecar = SIDECAR.matcher(name);
        if (sidecar.matches()) {
            return new FileName.Sidecar(
                    sidecar.group(1),
                    FileName.Sidecar.Type.valueOf(sidecar.group(2).toUpperCase(Locale.ROOT)));
        }
        Matcher disk = DISK.matcher(name);
        if (!disk.matches()) {
            return new FileName.Stray(name);
        }
        String stem = disk.group(1);
        Matcher kind = KIND.matcher(stem);
        boolean known = kind.matches();
        if (known && !isDifference(stem, account)) {
            ContainerKind what = kind.group(1).equalsIgnoreCase("profile") ? ContainerKind.PROFILE : ContainerKind.ODFC;
            String rest = kind.group(2).replaceFirst("^[-_. ]+", "");
            FolderName owner = folder(rest);
            return owner instanceof FolderName.Person person
                    ? new FileName.Disk(what, stem, person.sid(), person.account())
                    : new FileName.Disk(what, stem, "", rest);
        }
        if (known
                || RW_OR_MERGE.matcher(stem).matches()
                || RO_OR_ODFC.matcher(stem).matches()) {
            return new FileName.Difference(name);
        }
        return new FileName.StrayDisk(name);
    }

    /** Of a disk whose name begins like a container's. */
    private static boolean isDifference(String stem, String account) {
        Matcher session = SESSION.matcher(stem);
        if (session.matches()) {
            // A person may be called "anna-SESSION-1"; the folder knows.
            return !stem.equalsIgnoreCase("ODFC_" + account);
        }
        return !account.isEmpty()
                && (stem.equalsIgnoreCase("Profile_" + account + "_RO")
                        || stem.equalsIgnoreCase("ODFC_" + account + "_RO"));
    }

    private static FolderName.@Nullable Person sidFirst(String name) {
        Matcher first = SID_FIRST.matcher(name);
        if (!first.matches() || !Sids.isPerson(first.group(1))) {
            return null;
        }
        String rest = first.group(2) != null ? first.group(2) : first.group(3);
        return new FolderName.Person(Sids.normal(first.group(1)), rest == null ? "" : rest);
    }

    private static FolderName.@Nullable Person sidLast(String name) {
        Matcher last = SID_LAST.matcher(name);
        if (!last.matches() || !Sids.isPerson(last.group(2))) {
            return null;
        }
        return new FolderName.Person(Sids.normal(last.group(2)), last.group(1));
    }
}
