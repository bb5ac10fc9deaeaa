package dev.profilekeep.cli;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.chain.ParentChain;
import dev.profilekeep.disk.chain.ParentResolver;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A virtual disk with all its parents, or a raw image. */
final class DiskChainOptions {
    @Mixin
    final DiskFileOptions source = new DiskFileOptions();

    @Option(
            names = "--parent",
            paramLabel = "FILE",
            description =
                    "The parent of a differencing disk, and then that one's parent, and so on; without it, they are"
                            + " looked for where the disk says, and beside it.")
    private List<String> parents = List.of();

    @Option(
            names = "--raw",
            description = "FILE is a plain image of a disk or of a volume, as 'disk export' makes them.")
    private boolean raw;

    @Option(
            names = "--sector",
            paramLabel = "512|4096",
            description =
                    "With --raw: bytes of a sector; without it, as the partition table in FILE has it, and 512 if it has none.")
    @Nullable
    private Integer sector;

    /** What is done with the disk while it is open. */
    @FunctionalInterface
    interface Use<T> {
        T with(OpenFile file, VirtualDisk disk) throws IOException;
    }

    /** As {@link DiskFileOptions#read}. A disk without parents is given as what it is, any other as a {@link ParentChain}. */
    <T> T read(Context context, Use<T> use) throws IOException {
        return read(source.file, parents, context, use);
    }

    /** As {@link #read(Context, Use)}, another file of the same sort, whose parents are found where it says. */
    <T> T readAnother(String name, Context context, Use<T> use) throws IOException {
        return read(name, List.of(), context, use);
    }

    private <T> T read(String name, List<String> named, Context context, Use<T> use) throws IOException {
        checkSector();
        return source.read(name, context, file -> {
            if (raw) {
                return use.with(file, image(file));
            }
            VirtualDisk alone = container(name, file);
            if (!alone.hasParent()) {
                return use.with(file, alone);
            }
            try (ParentChain chain = ParentChain.open(file.name(), file.device(), resolver(file, named, context))) {
                return use.with(file, chain);
            }
        });
    }

    /** @throws CliProblem if sectors are asked for that there are not, or of a container, which says itself */
    void checkSector() {
        Integer wanted = sector;
        if (wanted == null) {
            return;
        }
        if (!raw) {
            throw new CliProblem("--sector goes with --raw: a container says itself how large its sectors are");
        }
        if (wanted != 512 && wanted != 4096) {
            throw new CliProblem("--sector is 512 or 4096, not " + wanted);
        }
    }

    /** The plain image in a file, with the sectors that were asked for, or else those that it tells itself. */
    RawDisk image(OpenFile file) throws IOException {
        return sector == null ? RawDisk.open(file.device()) : new RawDisk(file.device(), sector);
    }

    /** Whether parents were named; others are found where the disk says. */
    boolean namesParents() {
        return !parents.isEmpty();
    }

    /** The container in a file, without its parents. */
    VirtualDisk container(OpenFile file) throws IOException {
        return container(source.file, file);
    }

    private static VirtualDisk container(String name, OpenFile file) throws IOException {
        try {
            return Containers.open(file.device());
        } catch (DiskException e) {
            String message = String.valueOf(e.getMessage());
            if (message.startsWith("neither VHDX nor VHD")) {
                throw new CliProblem(name + ": " + message + "; a plain image is read with --raw", e);
            }
            throw e;
        }
    }

    /** Whether the file is a plain image, without a container around it. */
    boolean isRaw() {
        return raw;
    }

    /** Finds the given parents, and beyond them those where the disk says. */
    ParentResolver resolver(OpenFile file, Context context) {
        return resolver(file, parents, context);
    }

    private ParentResolver resolver(OpenFile file, List<String> named, Context context) {
        Map<String, Integer> children = new HashMap<>();
        return (child, path) -> {
            Integer before = children.putIfAbsent(child, children.size());
            int place = children.getOrDefault(child, 0);
            if (place >= named.size()) {
                return file.parents().find(child, path);
            }
            if (before != null) {
                // It was given for the first path that the child names; there is no other.
                return Optional.empty();
            }
            OpenFile parent = source.open(named.get(place), context);
            return Optional.of(new ParentResolver.Found(parent.name(), new OpenFileDevice(parent), parent.modified()));
        };
    }
}
