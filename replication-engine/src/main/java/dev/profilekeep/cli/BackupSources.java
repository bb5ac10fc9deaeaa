package dev.profilekeep.cli;

import dev.profilekeep.backup.run.BackupSource;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerNames;
import dev.profilekeep.container.FileName;
import dev.profilekeep.container.FolderName;
import dev.profilekeep.storage.NameEncoding;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.StoredFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The containers that a command names: files, or folders as FSLogix has them, flat or with a folder for each person. */
final class BackupSources implements Closeable {
    private final String set;
    private final StorageOptions account;
    private final List<StorageProvider> storages = new ArrayList<>();
    private final List<BackupSource> sources = new ArrayList<>();
    /** Where they lie, each time that they were named. */
    private final List<String> named = new ArrayList<>();

    private final Set<String> had = new HashSet<>();
    private final List<Unlisted> unlisted = new ArrayList<>();
    private String root = "";

    /**
     * A folder of which nobody can say what lies in it.
     *
     * @param sid whose it is by its name; empty if that does not say
     */
    record Unlisted(StoragePath folder, String sid, String reason) {}

    BackupSources(String set, StorageOptions account) {
        this.set = set;
        this.account = account;
    }

    List<BackupSource> all() {
        return List.copyOf(sources);
    }

    /** The folders that were named, or found, and could not be listed: who is in them is not backed up. */
    List<Unlisted> unlisted() {
        return List.copyOf(unlisted);
    }

    /**
     * What cannot be listed of it ends nothing: it is among {@link #unlisted}.
     *
     * @throws CliProblem if there is nothing of that name, or no container in it, or its server is gone
     */
    void add(String name) throws IOException {
        StorageAddress address = StorageAddress.parse(name);
        StoragePath path;
        StorageProvider storage;
        if (address instanceof StorageAddress.Smb smb) {
            path = smb.folder();
            storage = connect(new StorageAddress.Smb(smb.host(), smb.port(), smb.share(), StoragePath.ROOT));
        } else {
            Path file =
                    ((StorageAddress.Local) address).folder().toAbsolutePath().normalize();
            Path folder = file.getParent();
            Path leaf = file.getFileName();
            if (folder == null || leaf == null) {
                throw new CliProblem(name + ": name the folder of the containers");
            }
            Path above = folder.getParent();
            String called =
                    folder.getFileName() == null ? "" : folder.getFileName().toString();
            if (above != null
                    && Files.isRegularFile(file)
                    && ContainerNames.folder(called) instanceof FolderName.Person) {
                path = StoragePath.of(called).child(leaf.toString()); // the folder says whose it is
                storage = connect(new StorageAddress.Local(above));
            } else {
                path = StoragePath.of(leaf.toString());
                storage = connect(new StorageAddress.Local(folder));
            }
        }
        int before = named.size() + unlisted.size();
        try {
            if (path.parent() == null) {
                folder(storage, path, name, "");
            } else {
                StoredFile there = storage.stat(path);
                if (there.directory()) {
                    folder(storage, path, name, there.name());
                } else {
                    file(storage, path, name);
                }
            }
        } catch (StorageException.NotFound e) {
            throw new CliProblem(name + ": there is no such file or folder", e);
        } catch (StorageException e) {
            throw new CliProblem(name + ": " + e.getMessage(), e);
        }
        if (named.size() + unlisted.size() == before) {
            throw new CliProblem(name
                    + ": no container is in it: a disk called Profile_… or ODFC_…, in it or in a folder of a person");
        }
    }

    /** What is named twice is one. */
    private void add(BackupSource source) {
        String place = root + "/" + source.path().value();
        named.add(place);
        if (had.add(place)) {
            sources.add(source);
        }
    }

    private StorageProvider connect(StorageAddress address) {
        root = address instanceof StorageAddress.Local local
                ? local.folder().toString()
                : address.toString().toLowerCase(Locale.ROOT);
        StorageProvider storage = Storages.connect(address, account);
        storages.add(storage);
        return storage;
    }

    /**
     * @param called how the folder is called: it may be a person's
     * @throws StorageException.Unreachable if the server is gone: every further folder would wait for the same
     */
    void folder(StorageProvider storage, StoragePath folder, String location, String called) throws IOException {
        boolean person = ContainerNames.folder(called) instanceof FolderName.Person;
        for (StoredFile entry : entries(storage, folder, called)) {
            if (!entry.directory()) {
                disk(storage, entry.path(), location, person ? called : "");
            } else if (!person && ContainerNames.folder(entry.name()) instanceof FolderName.Person) {
                if (entry.has(StoredFile.ILLEGIBLE)) {
                    missed(entry.path(), entry.name(), NameEncoding.illegible());
                    continue;
                }
                for (StoredFile inside : entries(storage, entry.path(), entry.name())) {
                    if (!inside.directory()) {
                        disk(storage, inside.path(), location, entry.name());
                    }
                }
            }
        }
    }

    /** None where it cannot be listed, or vanished since somebody told of it. */
    private List<StoredFile> entries(StorageProvider storage, StoragePath folder, String called) throws IOException {
        try {
            return storage.list(folder);
        } catch (StorageException.Unreachable e) {
            throw e;
        } catch (StorageException e) {
            boolean named = folder.equals(StoragePath.ROOT);
            if (named && (e instanceof StorageException.NotFound || e instanceof StorageException.Denied)) {
                throw e; // no share of that name, or none for this account
            }
            missed(folder, called, "the folder cannot be listed (" + e.getMessage() + ")");
            return List.of();
        }
    }

    private void missed(StoragePath folder, String called, String reason) {
        if (had.add(root + "/" + folder.value())) {
            String sid = ContainerNames.folder(called) instanceof FolderName.Person person ? person.sid() : "";
            unlisted.add(new Unlisted(folder, sid, reason));
        }
    }

    /** A file that is named is backed up whatever it is called. */
    private void file(StorageProvider storage, StoragePath path, String location) {
        StoragePath folder = path.parent();
        String called = folder == null ? "" : folder.name();
        if (!disk(storage, path, location, called)) {
            add(new BackupSource(
                    storage,
                    location,
                    path,
                    new ContainerIdentity(set, dev.profilekeep.container.ContainerKind.PROFILE, "", path.value())));
        }
    }

    private boolean disk(StorageProvider storage, StoragePath path, String location, String folder) {
        FolderName owner = ContainerNames.folder(folder);
        String account = owner instanceof FolderName.Person person ? person.account() : "";
        if (!(ContainerNames.file(path.name(), account) instanceof FileName.Disk disk)) {
            return false;
        }
        String sid = owner instanceof FolderName.Person person ? person.sid() : disk.sid();
        add(new BackupSource(storage, location, path, new ContainerIdentity(set, disk.kind(), sid, disk.baseName())));
        return true;
    }

    @Override
    public void close() throws IOException {
        for (StorageProvider storage : storages) {
            storage.close();
        }
    }
}
