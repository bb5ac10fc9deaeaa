package dev.profilekeep.replica.rights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.replica.CopyAt;
import dev.profilekeep.replica.rights.RightsDifference.Place;
import dev.profilekeep.replica.rights.RightsDifference.What;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rights as a real server keeps them: two shares of one server, whose accounts have the same SIDs. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RightsOverSmbIT {
    private static final String[] KEEPS_ATTRIBUTES = {"store dos attributes = yes", "map readonly = no"};

    private static SambaServer server;
    private static int made;

    private StorageProvider fra;
    private StorageProvider lon;
    private StoragePath folder;
    private StoragePath disk;

    @BeforeAll
    static void start() throws IOException {
        server = SambaServer.builder()
                .share("fra", KEEPS_ATTRIBUTES)
                .share("lon", KEEPS_ATTRIBUTES)
                .start();
        for (String share : new String[] {"fra", "lon"}) {
            Files.setPosixFilePermissions(server.folder(share), PosixFilePermissions.fromString("rwxrwxrwx"));
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void twoCopies() throws IOException {
        fra = server.connect("fra");
        lon = server.connect("lon");
        folder = StoragePath.of("person" + ++made);
        disk = folder.child("Profile_anna.VHDX");
        for (StorageProvider site : new StorageProvider[] {fra, lon}) {
            site.createFolder(folder);
            put(site, disk, "disk");
        }
    }

    private static void put(StorageProvider site, StoragePath path, String content) throws IOException {
        try (OpenFile open = site.create(path, Sharing.NONE)) {
            open.writeFully(0, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private RightsComparison compared() {
        return RightsComparison.of(
                RightsReading.of(new CopyAt("fra", fra, disk)), RightsReading.of(new CopyAt("lon", lon, disk)));
    }

    private FileSecurity denied(String who) throws IOException {
        String owner = lon.security(disk).ownerSid();
        return new FileSecurity(
                null,
                null,
                Dacls.descriptor(Dacls.deny(who, 0x20, 0), Dacls.allow(owner, Dacls.FULL, 0))
                        .toSet());
    }

    @Test
    void copies_that_were_made_alike_are_alike_and_a_denial_is_told() throws IOException {
        assertThat(compared().differences()).isEmpty();
        assertThat(compared().word()).isEqualTo(RightsComparison.Word.EQUAL);

        lon.setSecurity(disk, denied("S-1-1-0"));

        RightsComparison found = compared();
        assertThat(found.word()).isEqualTo(RightsComparison.Word.DIFFERENT);
        assertThat(found.differences())
                .filteredOn(one -> one.what() == What.RIGHTS)
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.place()).isEqualTo(Place.FILE);
                    assertThat(one.second()).contains("denies Everyone");
                });
    }

    @Test
    void a_folder_that_lets_others_in_and_a_hidden_disk_are_told() throws IOException {
        String owner = lon.security(folder).ownerSid();
        lon.setSecurity(
                folder,
                new FileSecurity(
                        null,
                        null,
                        Dacls.descriptor(Dacls.allow(owner, Dacls.FULL, 3), Dacls.allow("S-1-1-0", Dacls.FULL, 3))
                                .toSet()));
        lon.setAttributes(disk, StoredFile.HIDDEN);

        assertThat(compared().differences())
                .anySatisfy(one -> {
                    assertThat(one.place()).isEqualTo(Place.FOLDER);
                    assertThat(one.what()).isEqualTo(What.RIGHTS);
                    assertThat(one.second()).contains("allows Everyone");
                })
                .anySatisfy(one -> {
                    assertThat(one.what()).isEqualTo(What.ATTRIBUTES);
                    assertThat(one.second()).isEqualTo("hidden");
                });
    }

    @Test
    void a_sidecar_that_one_of_both_has_is_told_and_those_of_a_session_are_not() throws IOException {
        put(fra, folder.child(disk.name() + ".lock"), "host");
        put(fra, folder.child(disk.name() + ".meta"), "state");
        assertThat(compared().differences()).isEmpty();

        put(fra, folder.child(disk.name() + ".metadata"), "one");
        assertThat(compared().differences())
                .containsExactly(new RightsDifference(
                        Place.SIDECAR,
                        ".metadata",
                        What.PRESENCE,
                        compared().first().sidecars().get(".metadata"),
                        "not there"));

        put(lon, folder.child(disk.name() + ".metadata"), "two");
        assertThat(compared().differences()).extracting(RightsDifference::what).containsExactly(What.CONTENT);
    }

    @Test
    void what_our_account_may_not_read_is_not_called_alike() throws IOException {
        Files.setPosixFilePermissions(
                server.folder("lon").resolve(folder.value()), PosixFilePermissions.fromString("---------"));
        try (StorageProvider other = Storages.connect(
                server.address("lon"),
                server.options().toBuilder()
                        .credentials(server.otherCredentials())
                        .build())) {
            RightsComparison found = RightsComparison.of(
                    RightsReading.of(new CopyAt("fra", fra, disk)), RightsReading.of(new CopyAt("lon", other, disk)));

            assertThat(found.word()).isNotEqualTo(RightsComparison.Word.EQUAL);
            assertThat(found.differences())
                    .filteredOn(one -> one.place() == Place.FILE)
                    .singleElement()
                    .satisfies(one -> assertThat(one.what()).isEqualTo(What.UNREAD));
        }
    }
}
