package dev.profilekeep.disk.convert;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.io.SteadyFlush;
import dev.profilekeep.disk.io.WritableBlockDevice;
import dev.profilekeep.disk.io.WritableFileDevice;
import dev.profilekeep.disk.vhd.NewVhd;
import dev.profilekeep.disk.vhdx.NewVhdx;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.util.UUID;
import java.util.concurrent.CancellationException;

/** Carries a conversion out. What the source stores is read in large pieces on a second thread; zeros are not written. */
public final class ConversionRun {
    private ConversionRun() {}

    /**
     * Fills {@code target}. A VHDX or VHD is durable when this returns; a raw image is as any copied file is: whoever needs it to
     * outlive a loss of power flushes it.
     *
     * @param target empty; stays the caller's to close. If this does not return, what it holds is of no use
     * @throws CancellationException if {@code progress} ended it
     * @throws dev.profilekeep.disk.DiskException if the source cannot be read
     */
    public static ConversionResult run(ConversionPlan plan, WritableBlockDevice target, Progress progress)
            throws IOException {
        if (target.size() != 0) {
            throw new IllegalArgumentException(
                    "a conversion needs an empty file, this one has " + target.size() + " bytes");
        }
        var copy = new CopyStored(plan.source(), plan.bytesToRead(), progress);
        if (plan.isRaw()) {
            target.resize(plan.source().virtualSize());
            copy.into(target::write);
        } else {
            try (var steady = new SteadyFlush(target)) {
                container(plan, copy, steady);
            }
        }
        return new ConversionResult(copy.bytesRead(), copy.bytesWritten(), target.size());
    }

    private static void container(ConversionPlan plan, CopyStored copy, WritableBlockDevice target) throws IOException {
        if (plan.target() instanceof ConversionTarget.Vhdx vhdx) {
            NewVhdx made = NewVhdx.begin(target, vhdx.envelope());
            copy.into(made::write);
            made.finish();
        } else {
            NewVhd made = NewVhd.begin(target, ((ConversionTarget.Vhd) plan.target()).envelope());
            copy.into(made::write);
            made.finish();
        }
    }

    /**
     * Makes a new file. It has another name until it is complete: under its own name there is the whole disk, or nothing.
     *
     * @param attributes that it has from its first byte on, such as who may read it
     * @throws FileAlreadyExistsException if there is such a file
     */
    public static ConversionResult runToFile(
            ConversionPlan plan, Path file, Progress progress, FileAttribute<?>... attributes) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        return runAndMove(plan, file, progress, attributes);
    }

    /** As {@link #runToFile}; a file of that name stays what it is until the new one is complete, and is gone then. */
    public static ConversionResult runOverFile(
            ConversionPlan plan, Path file, Progress progress, FileAttribute<?>... attributes) throws IOException {
        return runAndMove(plan, file, progress, attributes, StandardCopyOption.REPLACE_EXISTING);
    }

    private static ConversionResult runAndMove(
            ConversionPlan plan, Path file, Progress progress, FileAttribute<?>[] attributes, CopyOption... more)
            throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            ConversionResult result;
            try (var target = plan.isRaw()
                    ? WritableFileDevice.createSparse(unfinished, attributes)
                    : WritableFileDevice.create(unfinished, attributes)) {
                result = run(plan, target, progress);
            }
            move(unfinished, file, more);
            return result;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static void move(Path unfinished, Path file, CopyOption... more) throws IOException {
        if (more.length == 0) {
            // An atomic move would replace what somebody has put there meanwhile.
            Files.move(unfinished, file);
        } else {
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
