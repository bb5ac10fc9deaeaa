package dev.profilekeep.disk.check;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.chain.ParentChain;
import dev.profilekeep.disk.chain.ParentResolver;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Place;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.vhd.VhdCheck;
import dev.profilekeep.disk.vhdx.FileIdentifier;
import dev.profilekeep.disk.vhdx.VhdxCheck;
import dev.profilekeep.disk.vhdx.VhdxFile;
import dev.profilekeep.disk.vhdx.VhdxRule;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a container from its first header to the last name in its directories, and says what is wrong with it. Reads
 * metadata only: people's content is not looked at. (A disk without a partition and a file system is read up to the first byte that
 * is not zero, to tell an empty one.) Whatever the bytes are, the answer is a report, in time and memory that the size of the disk
 * bounds. Nothing is ever written. Stateless.
 */
public final class DiskCheck {
    private static final int SIGNATURE_BYTES = 8;

    private final Findings findings = new Findings();
    private final List<String> unchecked = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Progress progress;
    private boolean parentMissing;

    private DiskCheck(Progress progress) {
        this.progress = progress;
    }

    /**
     * Checks the container in {@code file}, and the parents that it needs.
     *
     * @param name of the file, handed to the resolver
     * @param file stays open, and stays the caller's to close
     * @param parents finds the parents of a differencing disk; those it does not find are told in {@link CheckReport#unchecked()}
     * @param progress counts bytes that are looked at; a check that it ends reports what it saw until then
     * @throws IOException if the file cannot be read at all any more: the share is gone, not the disk damaged
     */
    public static CheckReport run(String name, BlockDevice file, ParentResolver parents, Progress progress)
            throws IOException {
        var check = new DiskCheck(progress);
        check.all(name, file, parents);
        return check.report();
    }

    /**
     * Checks what is in a disk that is open already: a raw image, or a container whose own structures are not asked for.
     *
     * @param progress as for {@link #run}
     */
    public static CheckReport content(VirtualDisk disk, Progress progress) throws IOException {
        var check = new DiskCheck(progress);
        check.content(disk);
        return check.report();
    }

    private CheckReport report() {
        return CheckReport.of(findings, unchecked, notes, parentMissing);
    }

    private void all(String name, BlockDevice file, ParentResolver parents) throws IOException {
        BlockDevice guarded = new ReadErrors(file, findings);
        try {
            if (Containers.isVhdxByItsHeaders(guarded)) {
                CorruptDiskException fault = FileIdentifier.fault(guarded);
                findings.add(VhdxRule.IDENTIFIER, Place.inFile(fault.structure(), fault.offset()), fault.rule());
                guarded = FileIdentifier.mended(guarded);
            }
            container(guarded, findings);
        } catch (UnsupportedDiskException e) {
            unchecked.add(message(e));
            return;
        } catch (DiskException | EOFException e) {
            // What cannot be read even so far cannot be opened either.
            notOpened(e);
            return;
        }
        VirtualDisk disk;
        try {
            disk = Containers.open(guarded);
        } catch (DiskException | EOFException e) {
            notOpened(e);
            return;
        }
        if (!disk.hasParent()) {
            content(disk);
            return;
        }
        chain(name, guarded, parents);
    }

    private void notOpened(Exception reason) {
        if (!findings.hasLoss()) {
            findings.add(DiskRule.NOT_OPENED, Place.inFile("container", -1), message(reason));
        }
        unchecked.add("what is in the disk: it cannot be opened");
    }

    /** The container's own structures; what is in the disk comes later. */
    static void container(BlockDevice file, Findings findings) throws IOException {
        int length = (int) Math.min(SIGNATURE_BYTES, file.size());
        ByteView start = ByteView.read("start of the file", file, 0, length);
        if (VhdxFile.recognises(start)) {
            VhdxCheck.run(file, findings);
        } else {
            VhdCheck.run(file, findings);
        }
    }

    private void chain(String name, BlockDevice child, ParentResolver parents) throws IOException {
        var checked = new CheckedParents(parents, findings);
        try (ParentChain chain = ParentChain.open(name, child, checked)) {
            notes.addAll(chain.notes());
            content(chain);
        } catch (DiskException | EOFException e) {
            if (checked.anyFound()) {
                findings.add(DiskRule.PARENT, Place.inFile("parent locator", -1), message(e));
            }
            unchecked.add("what is in the disk: " + message(e));
            parentMissing = checked.isOneMissing();
        }
    }

    private void content(VirtualDisk disk) throws IOException {
        new ContentCheck(disk, findings, unchecked, notes, progress).run();
    }

    static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
