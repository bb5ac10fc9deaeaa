package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Place;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.ReadAheadDevice;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Checks an NTFS volume: boot sectors, every record of {@code $MFT}, every index, every run against every other and against
 * {@code $Bitmap}, every name against the directories. Content is not read. $MFT is read once, and once more only if something is
 * wrong that needs a name; memory grows with the number of files, by some bytes for each, and with how scattered they are.
 */
public final class NtfsCheck {
    private static final int RECORDS_WINDOW = 64 * 1024;
    private static final int WINDOWS = 16;
    private static final int DIRTY = 1;
    private static final int CHKDSK_UNDERWAY = 0x4000;

    /**
     * What else there is to say.
     *
     * @param unchecked what could not be looked at, and why
     * @param notes what a reader should know beside the findings
     */
    public record Outcome(List<String> unchecked, List<String> notes) {
        public Outcome {
            unchecked = List.copyOf(unchecked);
            notes = List.copyOf(notes);
        }
    }

    private final BlockDevice device;
    private final Findings findings;
    private final Progress progress;
    private final List<String> unchecked = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private NtfsCheck(BlockDevice device, Findings findings, Progress progress) {
        this.device = device;
        this.findings = findings;
        this.progress = progress;
    }

    /**
     * @param device the volume, with the sector behind it that holds a copy of its boot sector
     * @param findings receives what is wrong
     * @param progress counts bytes of $MFT
     * @throws DiskException if the volume is too damaged to find its files at all, or no NTFS
     */
    public static Outcome run(BlockDevice device, Findings findings, Progress progress) throws IOException {
        var check = new NtfsCheck(device, findings, progress);
        check.all();
        return new Outcome(check.unchecked, check.notes);
    }

    private void all() throws IOException {
        BootSector boot = new BootCheck(device, findings, notes).run();
        MasterFileTable mft =
                MasterFileTable.open(new ReadAheadDevice(device, RECORDS_WINDOW, WINDOWS), boot, new ArrayList<>());
        var volume = new CheckedVolume(device, boot, mft, findings);
        mirror(volume);
        state(volume);
        upCase(volume);
        volume.securityIds = new SecureCheck(volume).run();
        var overlaps = new OverlapLog();
        if (!new FilePass(volume, overlaps, progress).run()) {
            unchecked.add("the check was ended before all files were looked at");
            return;
        }
        var markedFree = new OverlapLog();
        new BitmapCheck(volume, markedFree).run(allFilesKnown());
        if (volume.claims.isIncomplete()) {
            findings.add(NtfsRule.TOO_FRAGMENTED, Place.onVolume("$Bitmap", -1, null), "");
        }
        new OwnerSearch(volume, overlaps, markedFree).run();
        long more = overlaps.dropped() + markedFree.dropped();
        if (more > 0) {
            notes.add(more + " more ranges of clusters with more than one owner, or marked free though in use");
        }
        new NameCheck(volume, notes).run();
    }

    private boolean allFilesKnown() {
        return findings.count(NtfsRule.RECORD) == 0
                && findings.count(NtfsRule.RECORD_TORN) == 0
                && findings.count(NtfsRule.ATTRIBUTE) == 0
                && findings.count(NtfsRule.RUN_OUTSIDE) == 0
                && findings.count(NtfsRule.LIST) == 0;
    }

    private void mirror(CheckedVolume volume) throws IOException {
        int bytes = volume.boot.recordBytes();
        long start = volume.boot.mirrorCluster() < volume.boot.clusters()
                ? volume.boot.mirrorCluster() * volume.boot.clusterBytes()
                : -1;
        for (int i = 0; i < MasterFileTable.MIRRORED; i++) {
            Place where = Place.onVolume("mirror of file record " + i, start < 0 ? -1 : start + (long) i * bytes, null);
            try {
                if (start < 0) {
                    throw new CorruptDiskException("$MFTMirr", 0, "it lies outside the volume");
                }
                byte[] copy = content(ByteView.read("mirror of $MFT", device, start + (long) i * bytes, bytes));
                byte[] own;
                try {
                    own = content(volume.mft.rawRecords(i, 1));
                } catch (CorruptDiskException e) {
                    // Told when the records are judged.
                    continue;
                }
                int mismatch = Arrays.mismatch(own, copy);
                if (mismatch >= 0) {
                    findings.add(NtfsRule.MIRROR, where, "it differs from the record at byte " + mismatch);
                }
            } catch (CorruptDiskException e) {
                findings.add(NtfsRule.MIRROR, where, e.rule());
            }
        }
    }

    /** A record without what changes with every write of it. */
    private static byte[] content(ByteView raw) throws CorruptDiskException {
        if (!raw.startsWith(0, "FILE")) {
            throw raw.corrupt(0, "signature is not \"FILE\"");
        }
        ByteView view = UpdateSequence.restore(raw);
        byte[] bytes = view.copy();
        int array = view.u16(4);
        Arrays.fill(bytes, array, array + 2, (byte) 0);
        // The words that the update sequence keeps count: ntfs-3g compares them. What lies behind the bytes in use
        // means nothing.
        return Arrays.copyOf(bytes, (int) Math.min(bytes.length, Math.max(array, view.u32(24))));
    }

    private void state(CheckedVolume volume) throws IOException {
        try {
            ByteView information = null;
            for (Attribute attribute : volume.mft.attributes(MasterFileTable.VOLUME)) {
                if (attribute instanceof Attribute.Resident resident
                        && attribute.is(Attribute.VOLUME_INFORMATION, "")) {
                    information = resident.value();
                }
            }
            if (information == null) {
                throw new CorruptDiskException("$Volume", 0, "it has no volume information");
            }
            int flags = information.u16(10);
            if ((flags & (DIRTY | CHKDSK_UNDERWAY)) != 0) {
                findings.add(
                        NtfsRule.DIRTY,
                        Place.onVolume("$Volume", volume.offsetOf(MasterFileTable.VOLUME), null),
                        (flags & CHKDSK_UNDERWAY) != 0 ? "chkdsk was interrupted" : "");
            }
        } catch (DiskException | EOFException e) {
            findings.add(
                    NtfsRule.VOLUME,
                    Place.onVolume("$Volume", volume.offsetOf(MasterFileTable.VOLUME), null),
                    String.valueOf(e.getMessage()));
        }
        log(volume);
    }

    private void log(CheckedVolume volume) throws IOException {
        Place where = Place.onVolume("$LogFile", volume.offsetOf(MasterFileTable.LOG_FILE), null);
        try {
            BlockDevice log = volume.mft
                    .data(MasterFileTable.LOG_FILE)
                    .orElseThrow(() -> new CorruptDiskException("$LogFile", 0, "it has no content"));
            NtfsLogState state = RestartArea.state(RestartArea.read(log));
            if (state == NtfsLogState.OPEN) {
                findings.add(NtfsRule.LOG_OPEN, where, "");
            } else if (state == NtfsLogState.UNKNOWN) {
                findings.add(NtfsRule.LOG, where, "neither of its restart pages is sound");
            }
        } catch (DiskException | EOFException e) {
            findings.add(NtfsRule.LOG, where, String.valueOf(e.getMessage()));
        }
    }

    private void upCase(CheckedVolume volume) throws IOException {
        var problems = new ArrayList<String>();
        UpCase upCase = UpCase.read(volume.mft, problems);
        if (problems.isEmpty() && !upCase.isSane()) {
            problems.add("it does not make capital letters of a to z, or changes others than letters");
        }
        if (problems.isEmpty()) {
            volume.upCase = upCase;
        } else {
            findings.add(
                    NtfsRule.UPCASE,
                    Place.onVolume("$UpCase", volume.offsetOf(MasterFileTable.UPCASE), null),
                    problems.get(0));
        }
    }
}
