package dev.profilekeep.replicate;

import dev.profilekeep.storage.Credentials;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.Secret;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.nio.file.Files;
import java.nio.file.Path;

/** Carries the pair once, in a process that can be killed. Arguments: folder of the catalog, address of the source, address of the target; the password comes from the environment. */
final class CarryProcess {
    static final String PASSWORD = "PROFILEKEEP_SMB_PASSWORD";

    private CarryProcess() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (ReplicatedPair pair = new ReplicatedPair(folder, connect(arguments[1]), connect(arguments[2]))) {
            pair.startAnew();
            Files.createFile(folder.resolve("begun"));
            System.out.println(pair.carry());
        }
    }

    private static StorageProvider connect(String address) {
        Credentials who = new Credentials(SambaServer.USER, "", Secret.of(System.getenv(PASSWORD)));
        return Storages.connect((StorageAddress.Smb) StorageAddress.parse(address), StorageOptions.of(who));
    }
}
