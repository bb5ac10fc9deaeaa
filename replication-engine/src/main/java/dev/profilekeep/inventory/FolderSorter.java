package dev.profilekeep.inventory;

import dev.profilekeep.catalog.CopyDetail.SidecarSeen;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.container.ContainerNames;
import dev.profilekeep.container.FileName;
import dev.profilekeep.container.FolderName;
import dev.profilekeep.storage.NameEncoding;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Sorts the entries of one folder into disks, what belongs to them, and what is not understood. Pure. */
final class FolderSorter {
    private static final int MOST_BESIDE = 40;

    private final String setId;
    private final Set<ContainerKind> kinds;

    FolderSorter(String setId, Set<ContainerKind> kinds) {
        this.setId = setId;
        this.kinds = kinds;
    }

    /**
     * @param disks containers of the kinds asked for
     * @param odd names that look like disks and are not understood, each with the reason
     */
    record Sorted(List<Seen> disks, List<Odd> odd) {}

    /** Something that is not looked at; the kind is a word of {@code Unread}. */
    record Odd(StoragePath path, String kind, String reason) {
        Odd(StoragePath path, String reason) {
            this(path, "NAME", reason);
        }

        /** Its name is no text to this process: whose it is cannot be told, and it may be one that is known. */
        static Odd illegible(StoragePath path) {
            return new Odd(path, UnreadTable.ILLEGIBLE, NameEncoding.illegible());
        }
    }

    /**
     * @param folder where the entries lie
     * @param owner what the folder's name says; {@link FolderName.Other} for the location's own folder
     */
    Sorted sort(StoragePath folder, FolderName owner, List<StoredFile> entries) {
        String sid = owner instanceof FolderName.Person person ? person.sid() : "";
        String account = owner instanceof FolderName.Person person
                ? person.account()
                : folder.equals(StoragePath.ROOT) ? "" : folder.name();
        Map<String, List<SidecarSeen>> sidecars = new HashMap<>();
        List<String> differences = new ArrayList<>();
        List<StoredFile> files = new ArrayList<>();
        List<Odd> odd = new ArrayList<>();
        for (StoredFile entry : entries) {
            if (entry.directory()) {
                continue;
            }
            FileName name = ContainerNames.file(entry.name(), account);
            boolean virtualDisk = !(name instanceof FileName.Stray) && !(name instanceof FileName.Sidecar);
            if (entry.has(StoredFile.ILLEGIBLE) && virtualDisk) {
                odd.add(Odd.illegible(entry.path()));
            } else if (entry.has(StoredFile.DEVICE) && !(name instanceof FileName.Stray)) {
                odd.add(new Odd(entry.path(), "not an ordinary file but a link, pipe, socket or device: not opened"));
            } else if (name instanceof FileName.Sidecar sidecar) {
                sidecars.computeIfAbsent(key(sidecar.disk()), disk -> new ArrayList<>())
                        .add(new SidecarSeen(entry.name(), entry.size(), entry.lastWritten()));
            } else if (name instanceof FileName.Difference) {
                differences.add(entry.name());
            } else if (name instanceof FileName.Disk) {
                files.add(entry);
            } else if (name instanceof FileName.StrayDisk) {
                odd.add(new Odd(
                        entry.path(),
                        "a virtual disk whose name begins neither with Profile nor with ODFC: not looked at"));
            }
        }
        Set<ContainerKind> has = EnumSet.noneOf(ContainerKind.class);
        files.forEach(file -> has.add(((FileName.Disk) ContainerNames.file(file.name(), account)).kind()));
        List<Seen> disks = new ArrayList<>();
        for (StoredFile file : files) {
            FileName.Disk disk = (FileName.Disk) ContainerNames.file(file.name(), account);
            if (kinds.contains(disk.kind())) {
                String person = sid.isEmpty() ? disk.sid() : sid;
                disks.add(new Seen(
                        new ContainerIdentity(setId, disk.kind(), person, disk.baseName()),
                        account.isEmpty() ? disk.account() : account,
                        folder.value(),
                        file,
                        few(sidecars.getOrDefault(key(file.name()), List.of())),
                        folder.equals(StoragePath.ROOT)
                                ? beside(disk, differences)
                                : few(belonging(disk.kind(), differences, has))));
            }
        }
        if (files.isEmpty() && !folder.equals(StoragePath.ROOT)) {
            differences.forEach(name -> odd.add(new Odd(
                    folder.child(name), "a difference disk without the container it belongs to: not looked at")));
        }
        return new Sorted(disks, odd);
    }

    /** Among the disks of many people, those whose name holds this one's account or SID. */
    private static List<String> beside(FileName.Disk disk, List<String> differences) {
        List<String> mine = new ArrayList<>();
        for (String name : differences) {
            String low = key(name);
            boolean session = !disk.account().isEmpty() && low.startsWith("odfc_" + key(disk.account()) + "-session-");
            boolean named = !disk.sid().isEmpty() && low.startsWith(key(disk.sid()) + "_");
            if (session && disk.kind() == ContainerKind.ODFC || named) {
                mine.add(name);
            }
        }
        return few(mine);
    }

    /** In a person's folder: a name with ODFC belongs to that disk, others to the profile; to the other one if it is alone. */
    private static List<String> belonging(ContainerKind kind, List<String> differences, Set<ContainerKind> has) {
        return differences.stream()
                .filter(name -> {
                    ContainerKind meant = key(name).contains("odfc") ? ContainerKind.ODFC : ContainerKind.PROFILE;
                    return meant == kind || !has.contains(meant);
                })
                .toList();
    }

    private static <T> List<T> few(List<T> all) {
        return all.size() <= MOST_BESIDE ? List.copyOf(all) : List.copyOf(all.subList(0, MOST_BESIDE));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
