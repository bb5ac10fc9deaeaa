package dev.profilekeep.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Folders, names and paths. What every storage does. */
abstract class StorageListingContract extends StorageLocation {
    @Test
    void an_empty_folder_lists_nothing() throws IOException {
        assertThat(storage.list(StoragePath.ROOT)).isEmpty();
        storage.createFolder(path("empty"));
        assertThat(storage.list(path("empty"))).isEmpty();
    }

    @Test
    void whoever_stops_a_listing_half_way_leaves_nothing_open() throws IOException {
        storage.createFolder(path("folder"));
        write("folder/one", "x");
        IllegalStateException enough = new IllegalStateException("enough");
        assertThatThrownBy(() -> storage.list(path("folder"), entry -> {
                    throw enough;
                }))
                .isSameAs(enough);
        storage.delete(path("folder/one"));
        storage.delete(path("folder"));
        // On a share a folder that somebody has open keeps its name until it is closed.
        storage.createFolder(path("folder"));
        assertThat(storage.list(path("folder"))).isEmpty();
    }

    @Test
    void an_entry_says_what_stat_says() throws IOException {
        write("one.vhdx", "content");
        storage.createFolder(path("folder"));
        List<StoredFile> listed = storage.list(StoragePath.ROOT);
        assertThat(listed).hasSize(2).allSatisfy(entry -> assertThat(storage.stat(entry.path()))
                .isEqualTo(entry));
        StoredFile file = storage.stat(path("one.vhdx"));
        assertThat(file.directory()).isFalse();
        assertThat(file.size()).isEqualTo(7);
        assertThat(file.fileId()).isNotZero();
        assertThat(file.changeTime()).isNotZero();
        StoredFile folder = storage.stat(path("folder"));
        assertThat(folder.directory()).isTrue();
        assertThat(folder.size()).isZero();
        assertThat(storage.stat(StoragePath.ROOT).directory()).isTrue();
    }

    @Test
    void a_large_folder_is_listed_whole_and_each_entry_once() throws IOException {
        storage.createFolder(path("large"));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            String name =
                    "S-1-5-21-1111111111-2222222222-3333333333-" + (100_000 + i) + "_somebody.with.a.long.name" + i;
            storage.create(path("large/" + name), Sharing.NONE).close();
            expected.add(name);
        }
        assertThat(storage.list(path("large")))
                .extracting(StoredFile::name)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void only_the_folder_itself_is_listed() throws IOException {
        storage.createFolder(path("a"));
        storage.createFolder(path("a/b"));
        write("a/b/deep", "x");
        write("a/near", "x");
        assertThat(names("")).containsExactly("a");
        assertThat(names("a")).containsExactly("b", "near");
        assertThat(storage.list(path("a/b"))).extracting(StoredFile::path).containsExactly(path("a/b/deep"));
    }

    @Test
    void names_are_kept_as_they_are() throws IOException {
        List<String> odd = List.of(
                "Profile_jürgen.größe.vhdx",
                "名前 プロファイル.vhdx",
                "emoji 😀 and 𝄞.vhdx",
                "e\u0301 combining and \u00e9 composed",
                ".hidden",
                "%41 & #hash 100% [x] {y} 'q' ~1 ;=,+@!$^",
                "UPPER lower",
                "x".repeat(200) + ".vhdx");
        for (String name : odd) {
            write(name, name);
        }
        assertThat(names("")).containsExactlyInAnyOrderElementsOf(odd);
        for (String name : odd) {
            assertThat(read(name)).isEqualTo(name);
            assertThat(storage.stat(path(name)).name()).isEqualTo(name);
        }
    }

    @Test
    void a_path_may_be_longer_than_260_characters() throws IOException {
        StoragePath folder = StoragePath.ROOT;
        for (int i = 0; i < 6; i++) {
            folder = folder.child("folder".repeat(20) + i);
            storage.createFolder(folder);
        }
        StoragePath file = folder.child("Profile_somebody.vhdx");
        write(file.value(), "deep");
        assertThat(file.value().length()).isGreaterThan(700);
        assertThat(read(file.value())).isEqualTo("deep");
        assertThat(storage.list(folder)).extracting(StoredFile::path).containsExactly(file);
    }

    @Test
    void what_is_not_there_is_not_found() throws IOException {
        write("file", "x");
        assertThatThrownBy(() -> storage.list(path("none"))).isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> storage.list(path("file"))).isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> storage.stat(path("none"))).isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> storage.stat(path("none/deeper"))).isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> storage.openForReading(path("none"), Sharing.ALL))
                .isInstanceOf(StorageException.NotFound.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> storage.openForWriting(path("none"), Sharing.NONE))
                .isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> storage.create(path("none/x"), Sharing.NONE))
                .isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> storage.delete(path("none"))).isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> storage.rename(path("none"), path("x"))).isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> storage.copy(path("none"), path("x"))).isInstanceOf(StorageException.NotFound.class);
        assertThat(names("")).containsExactly("file");
    }

    @Test
    void a_folder_is_not_opened_as_a_file() throws IOException {
        storage.createFolder(path("folder"));
        assertThatThrownBy(() -> storage.openForReading(path("folder"), Sharing.ALL))
                .isInstanceOf(StorageException.Failed.class)
                .hasMessageContaining("folder");
        assertThatThrownBy(() -> storage.openForWriting(path("folder"), Sharing.NONE))
                .isInstanceOf(StorageException.Failed.class);
    }
}
