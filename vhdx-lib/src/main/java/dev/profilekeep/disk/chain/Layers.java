package dev.profilekeep.disk.chain;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.image.ParentLink;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.vhd.VhdFile;
import dev.profilekeep.disk.vhdx.VhdxFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opens the layers of a chain one by one, the child first. */
final class Layers {
    /** Hyper-V makes chains of some dozens of layers at most. */
    static final int MAX_DEPTH = 64;

    final List<VirtualDisk> disks = new ArrayList<>();
    final List<BlockDevice> opened = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final ParentResolver resolver;

    Layers(ParentResolver resolver) {
        this.resolver = resolver;
    }

    void openAll(String name, BlockDevice file) throws IOException {
        String layerName = name;
        names.add(name);
        VirtualDisk disk = Containers.open(file);
        while (true) {
            disks.add(disk);
            noteAll(layerName, disk);
            if (!disk.hasParent()) {
                return;
            }
            if (disks.size() == MAX_DEPTH) {
                throw new UnsupportedDiskException("a chain of more than " + MAX_DEPTH + " differencing disks");
            }
            Layer parent = parentOf(layerName, disk);
            layerName = parent.name();
            disk = parent.disk();
        }
    }

    private void noteAll(String name, VirtualDisk disk) {
        boolean child = disks.size() == 1;
        disk.notes().forEach(note -> notes.add(child ? note : "parent " + name + ": " + note));
    }

    private record Layer(String name, VirtualDisk disk) {}

    private Layer parentOf(String childName, VirtualDisk child) throws IOException {
        ParentLink link = child.parentLink()
                .orElseThrow(() -> new UnsupportedDiskException(childName + " does not say which disk is its parent"));
        var reasons = new ArrayList<String>();
        for (ParentLink.Path path : link.paths()) {
            Optional<ParentResolver.Found> found = resolver.find(childName, path);
            if (found.isEmpty()) {
                reasons.add(path.text() + " is not there");
                continue;
            }
            opened.add(found.get().file());
            if (!names.add(found.get().name())) {
                reasons.add(found.get().name() + " is already in the chain");
                continue;
            }
            try {
                VirtualDisk disk = Containers.open(found.get().file());
                String fault = fault(child, link, disk);
                if (fault == null) {
                    noteOnTime(found.get(), link.modified());
                    return new Layer(found.get().name(), disk);
                }
                reasons.add(found.get().name() + " " + fault);
            } catch (DiskException e) {
                reasons.add(found.get().name() + " cannot be read: " + e.getMessage());
            }
        }
        throw new UnsupportedDiskException("the parent of " + childName + " was not found: "
                + (reasons.isEmpty() ? "the disk names no path" : String.join("; ", reasons)));
    }

    /** Why this cannot be the parent; null if it is. */
    private static @Nullable String fault(VirtualDisk child, ParentLink link, VirtualDisk parent)
            throws CorruptDiskException {
        boolean vhdx = child instanceof VhdxFile;
        if (vhdx != parent instanceof VhdxFile) {
            return "is of another format than its child";
        }
        if (link.ids().isEmpty()) {
            throw new CorruptDiskException("parent locator", 0, "the disk does not say what its parent held");
        }
        UUID id = parent instanceof VhdxFile file ? file.info().dataWriteGuid() : ((VhdFile) parent).uniqueId();
        if (!link.ids().contains(id)) {
            return vhdx
                    ? "was changed after the child was made from it, or is another disk: its DataWriteGuid is " + id
                            + ", the child expects " + link.ids()
                    : "is another disk: its id is " + id + ", the child expects " + link.ids();
        }
        if (parent.logicalSectorSize() != child.logicalSectorSize()) {
            return "has sectors of " + parent.logicalSectorSize() + " bytes, the child of " + child.logicalSectorSize();
        }
        return null;
    }

    private void noteOnTime(ParentResolver.Found found, @Nullable Instant expected) {
        Instant modified = found.modified();
        if (expected != null
                && modified != null
                && Duration.between(expected, modified).abs().compareTo(Duration.ofSeconds(2)) > 0) {
            notes.add("parent " + found.name() + " was changed at " + modified + ", the child expects " + expected
                    + ": if its content was changed too, the disk is not sound");
        }
    }
}
