package dev.profilekeep.space.estate;

import java.util.regex.Pattern;

/** Versions of FSLogix, such as 2.9.8440.42104. */
final class AgentVersion {
    /** FSLogix 2210, the first that compacts disks: learn.microsoft.com/fslogix/troubleshooting-vhd-disk-compaction. */
    private static final int[] COMPACTS = {2, 9, 8361, 52326};

    private static final Pattern FORM = Pattern.compile("\\d{1,9}(\\.\\d{1,9}){3}");

    private AgentVersion() {}

    /** Whether a host with this version makes no disk smaller. What is no version says nothing. */
    static boolean isTooOld(String version) {
        if (!FORM.matcher(version).matches()) {
            return false;
        }
        String[] parts = version.split("\\.");
        for (int i = 0; i < COMPACTS.length; i++) {
            int part = Integer.parseInt(parts[i]);
            if (part != COMPACTS[i]) {
                return part < COMPACTS[i];
            }
        }
        return false;
    }
}
