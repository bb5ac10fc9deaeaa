package dev.profilekeep.backup.killed;

import java.nio.file.Files;
import java.nio.file.Path;

/** In folders of this machine. */
class KilledInFolderIT extends KilledContract {
    private int folders;

    @Override
    protected Place place() throws Exception {
        Path repository = Files.createDirectory(folder.resolve("repository " + folders++));
        return Place.of(repository.toString(), repository, "", "");
    }
}
