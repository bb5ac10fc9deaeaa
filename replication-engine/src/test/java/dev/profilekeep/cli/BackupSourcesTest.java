package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a command finds in a folder of people, some of which cannot be listed. */
class BackupSourcesTest {
    private static final String SID = "S-1-5-21-1-2-3-";

    private final MemoryStorage share = MemoryStorage.likeWindows();
    private final FaultyStorage faulty = new FaultyStorage(share);
    private final BackupSources sources = new BackupSources("office", StorageOptions.local());

    @BeforeEach
    void people() throws IOException {
        for (String who : new String[] {"1104_anna", "1105_ben", "1106_carl"}) {
            StoragePath folder = StoragePath.of(SID + who);
            share.createFolder(folder);
            share.create(folder.child("Profile_" + who.substring(5) + ".VHDX"), Sharing.NONE)
                    .close();
        }
    }

    @AfterEach
    void end() throws IOException {
        sources.close();
    }

    private void list() throws IOException {
        sources.folder(faulty, StoragePath.ROOT, "fra", "");
    }

    private FaultyStorage fail(String who, IOException failure) {
        return faulty.fail((verb, path) -> verb.equals("list") && path.name().endsWith(who), 0, 1, failure);
    }

    @Test
    void a_persons_folder_that_is_refused_or_vanishes_is_named_and_the_others_are_found() throws Exception {
        fail("anna", new StorageException.Denied("list anna: no right to", null));
        fail("ben", new StorageException.NotFound("list ben: there is nothing of that name", null));

        list();

        assertThat(sources.all())
                .singleElement()
                .satisfies(one -> assertThat(one.identity().sid()).isEqualTo(SID + "1106"));
        assertThat(sources.unlisted())
                .extracting(BackupSources.Unlisted::sid)
                .containsExactlyInAnyOrder(SID + "1104", SID + "1105");
        assertThat(sources.unlisted())
                .extracting(BackupSources.Unlisted::reason)
                .containsExactlyInAnyOrder(
                        "the folder cannot be listed (list anna: no right to)",
                        "the folder cannot be listed (list ben: there is nothing of that name)");
    }

    @Test
    void a_server_that_is_gone_says_nothing_of_a_folder() {
        fail("anna", FaultyStorage.unreachable());
        assertThatThrownBy(this::list).isInstanceOf(StorageException.Unreachable.class);
    }
}
