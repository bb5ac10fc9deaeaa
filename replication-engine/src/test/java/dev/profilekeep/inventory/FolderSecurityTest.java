package dev.profilekeep.inventory;

import static dev.profilekeep.engine.Estate.ANNA;
import static dev.profilekeep.engine.Estate.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.engine.Estate;
import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.LocationFindingCode;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.SecurityDescriptor;
import dev.profilekeep.storage.Sids;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.layer.StorageUse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSecurityTest {
    private static final String FRA = "fra-profiles";
    private static final String ANNAS = ANNA + "_anna";
    private static final String USERS = "S-1-5-32-545";
    private static final int READ = 0x1200A9;

    @TempDir
    Path folder;

    private Estate estate;

    @BeforeEach
    void twoPeople() {
        estate = new Estate(folder);
        for (String location : new String[] {FRA, "lon-profiles"}) {
            estate.put(location, ANNAS + "/Profile_anna.VHDX", "gpt-msr.vhdx");
            estate.put(location, BEN + "_ben/Profile_ben.VHDX", "gpt-msr.vhdx");
        }
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private List<FindingRow> inventory() {
        estate.clock().forward(Duration.ofHours(1));
        try {
            estate.engine().inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
        } catch (InventoryRunningException e) {
            throw new AssertionError(e);
        }
        return estate.engine().health().list(FindingFilter.OPEN, FindingSort.WORST_FIRST, 0, 100);
    }

    /** One right, with how it inherits. */
    private void secure(String path, String owner, int flags) {
        byte[] who = Sids.bytes(USERS);
        ByteBuffer acl = ByteBuffer.allocate(16 + who.length).order(ByteOrder.LITTLE_ENDIAN);
        acl.put((byte) 2).put((byte) 0).putShort((short) (16 + who.length)).putInt(1);
        acl.put((byte) 0)
                .put((byte) flags)
                .putShort((short) (8 + who.length))
                .putInt(READ)
                .put(who);
        byte[] none = new byte[0];
        set(path, new FileSecurity(owner, null, new SecurityDescriptor(4, none, none, acl.array()).toSet()));
    }

    private void set(String path, FileSecurity security) {
        try {
            estate.storage(FRA).setSecurity(path.isEmpty() ? StoragePath.ROOT : StoragePath.of(path), security);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private long looks() {
        return estate.engine()
                .locations()
                .storageUse()
                .get(FRA)
                .of(StorageUse.Operation.SECURITY)
                .count();
    }

    @Test
    void folders_of_their_people_have_no_findings_and_are_read_again_only_when_they_changed() {
        assertThat(inventory()).isEmpty();
        assertThat(looks()).as("two folders and the location's own").isEqualTo(3);
        inventory();
        assertThat(looks()).as("the location's own again").isEqualTo(4);
        set(ANNAS, new FileSecurity(ANNA, null, new byte[0]));
        inventory();
        assertThat(looks()).isEqualTo(6);
        estate.clock().forward(SecurityTable.BELIEVED);
        inventory();
        assertThat(looks()).as("a week later all of them").isEqualTo(9);
    }

    @Test
    void a_folder_that_ordinary_users_may_read_is_told_until_it_is_closed() {
        secure(ANNAS, ANNA, 3);
        assertThat(inventory()).singleElement().satisfies(row -> {
            assertThat(row.code()).isEqualTo(FindingCode.EXPOSED);
            assertThat(row.locationId()).isEqualTo(FRA);
            assertThat(row.container().sid()).isEqualTo(ANNA);
            assertThat(row.facts()).containsEntry("rights", "READ").containsEntry("who", "Users (" + USERS + ")");
        });
        assertThat(inventory()).as("known without reading it again").hasSize(1);
        byte[] none = new byte[0];
        byte[] empty = {2, 0, 8, 0, 0, 0, 0, 0};
        set(ANNAS, new FileSecurity(ANNA, null, new SecurityDescriptor(4, none, none, empty).toSet()));
        assertThat(inventory()).isEmpty();
    }

    @Test
    void a_location_whose_rights_pass_on_is_told_once_and_not_for_each_folder() {
        secure("", "S-1-5-32-544", 3);
        secure(ANNAS, ANNA, 0x13);
        secure(BEN + "_ben", BEN, 0x13);
        assertThat(inventory()).singleElement().satisfies(row -> {
            assertThat(row.code()).isEqualTo(LocationFindingCode.ROOT_EXPOSED);
            assertThat(row.locationId()).isEqualTo(FRA);
            assertThat(row.siteId()).isEqualTo("fra");
        });
        secure("", "S-1-5-32-544", 0);
        assertThat(inventory())
                .as("what was handed down stays until somebody takes it away")
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.code()).isEqualTo(FindingCode.EXPOSED));
    }

    @Test
    void a_folder_that_administrators_own_is_told() {
        set(ANNAS, new FileSecurity("S-1-5-32-544", null, new byte[0]));
        assertThat(inventory()).singleElement().satisfies(row -> {
            assertThat(row.code()).isEqualTo(FindingCode.WRONG_OWNER);
            assertThat(row.facts()).containsEntry("owner", "S-1-5-32-544");
        });
        estate.delete(FRA, ANNAS + "/Profile_anna.VHDX");
        estate.delete(FRA, ANNAS);
        assertThat(inventory()).extracting(FindingRow::code).containsExactly(FindingCode.ONLY_AT_SECONDARY);
        estate.put(FRA, ANNAS + "/Profile_anna.VHDX", "gpt-msr.vhdx");
        assertThat(inventory()).as("a new folder of hers").isEmpty();
    }
}
