package dev.profilekeep.backup.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.DyingStorage;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.backup.seal.Secret.KeyText;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeysTest {
    private final StorageProvider storage = MemoryStorage.likeWindows();

    private static KeyText text() {
        return KeyText.create(Repositories.RANDOM);
    }

    private static Secret typed(String words) {
        return new Secret.Passphrase(words.toCharArray());
    }

    private Repository open(Secret secret) throws IOException {
        return Repository.open(storage, secret, Repositories.setting(new Repositories.Hearts()));
    }

    private void overwrite(String path, String content) throws IOException {
        try (OpenFile file = storage.openForWriting(StoragePath.of(path), Sharing.ALL)) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            file.writeFully(0, ByteBuffer.wrap(bytes));
            file.resize(bytes.length);
        }
    }

    @Test
    void each_of_several_keys_opens_the_same_repository() throws IOException {
        Repository made = Repositories.create(storage);
        KeyText paper = text();
        made.keys().add(paper, KeySlot.Kind.RECOVERY, "safe, 2nd floor");
        made.keys().add(typed("four words are enough"), KeySlot.Kind.PASSPHRASE, "Ada");
        assertThat(made.keys().list())
                .extracting(KeyInfo::label)
                .containsExactlyInAnyOrder("node-1", "safe, 2nd floor", "Ada");

        for (Secret secret : new Secret[] {Repositories.KEY, paper, typed("four words are enough")}) {
            try (Repository opened = open(secret)) {
                assertThat(opened.id()).isEqualTo(made.id());
                assertThat(opened.created()).isEqualTo(made.created());
            }
        }
    }

    @Test
    void a_wrong_secret_is_told() throws IOException {
        Repositories.create(storage);
        assertThatThrownBy(() -> open(text()))
                .isInstanceOf(RepositoryException.WrongKey.class)
                .hasMessageContaining("none of the 1 keys");
        assertThatThrownBy(() -> open(typed("four words are enough")))
                .isInstanceOf(RepositoryException.WrongKey.class)
                .hasMessageContaining("that passphrase");
    }

    @Test
    void a_damaged_key_is_named_and_does_not_keep_others_from_opening() throws IOException {
        Repository made = Repositories.create(storage);
        KeyText paper = text();
        String id = made.keys().list().get(0).id();
        made.keys().add(paper, KeySlot.Kind.RECOVERY, "safe");
        overwrite("keys/" + id, "{\"version\": 1, \"rep");

        Repository opened = open(paper);
        assertThat(opened.keys().list()).extracting(KeyInfo::label).containsExactly("safe");
        assertThat(opened.keys().damaged()).singleElement().asString().contains("keys/" + id, "damaged");
        assertThatThrownBy(() -> open(Repositories.KEY))
                .isInstanceOf(RepositoryException.WrongKey.class)
                .hasMessageContaining("keys/" + id);
        String last = opened.keys().list().get(0).id();
        assertThatThrownBy(() -> opened.keys().remove(last)).isInstanceOf(RepositoryException.KeyNeeded.class);

        overwrite("keys/" + last, "{\"version\": 7}");
        assertThatThrownBy(() -> open(paper))
                .isInstanceOf(RepositoryException.Damaged.class)
                .hasMessageContaining("keys/" + id)
                .hasMessageContaining("version 7");
    }

    @Test
    void whatever_a_slot_says_after_a_change_it_opens_the_same_or_nothing() throws IOException {
        Repository made = Repositories.create(storage);
        StoragePath path = StoragePath.of("keys/" + made.keys().list().get(0).id());
        String good;
        try (OpenFile file = storage.openForReading(path, Sharing.ALL)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.readFully(0, bytes);
            good = new String(bytes.array(), StandardCharsets.UTF_8);
        }
        for (int at = 0; at < good.length(); at++) {
            String changed = good.substring(0, at) + (char) (good.charAt(at) ^ 1) + good.substring(at + 1);
            overwrite(path.value(), changed);
            try (Repository opened = open(Repositories.KEY)) {
                assertThat(opened.id()).isEqualTo(made.id());
            } catch (RepositoryException.WrongKey | RepositoryException.Damaged e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void a_changed_secret_opens_and_the_old_one_does_not() throws IOException {
        Repository made = Repositories.create(storage);
        KeyText fresh = text();
        KeyInfo changed = made.keys().change(made.keys().list().get(0).id(), fresh);
        assertThat(changed.label()).isEqualTo("node-1");
        assertThat(open(fresh).keys().list()).containsExactly(changed);
        assertThatThrownBy(() -> open(Repositories.KEY)).isInstanceOf(RepositoryException.WrongKey.class);
    }

    @Test
    void wherever_a_change_of_secret_dies_one_of_both_opens() throws IOException {
        boolean ended = false;
        for (int change = 0; !ended; change++) {
            for (boolean after : new boolean[] {false, true}) {
                MemoryStorage below = MemoryStorage.likeWindows();
                Repositories.create(below);
                KeyText fresh = text();
                DyingStorage dying = new DyingStorage(below, change, after);
                try {
                    Keys keys = Repositories.open(dying).keys();
                    keys.change(keys.list().get(0).id(), fresh);
                } catch (StorageException.Unreachable e) {
                    assertThat(dying.isDead()).isTrue();
                }
                int opens = 0;
                for (Secret secret : new Secret[] {Repositories.KEY, fresh}) {
                    try (Repository opened =
                            Repository.open(below, secret, Repositories.setting(new Repositories.Hearts()))) {
                        opens++;
                        assertThat(opened.keys().damaged()).isEmpty();
                    } catch (RepositoryException.WrongKey e) {
                        continue;
                    }
                }
                assertThat(opens).isBetween(1, 2);
                ended = !dying.isDead();
            }
        }
    }

    @Test
    void the_last_key_stays() throws IOException {
        Keys keys = Repositories.create(storage).keys();
        String daily = keys.list().get(0).id();
        assertThatThrownBy(() -> keys.removeThoughOnlyRecoveryIsLeft(daily))
                .isInstanceOf(RepositoryException.KeyNeeded.class)
                .hasMessageContaining("the last one");
        assertThatThrownBy(() -> keys.remove("nobody's")).isInstanceOf(RepositoryException.NoSuchKey.class);

        KeyText paper = text();
        String recovery = keys.add(paper, KeySlot.Kind.RECOVERY, "safe").id();
        assertThatThrownBy(() -> keys.remove(daily))
                .isInstanceOf(RepositoryException.KeyNeeded.class)
                .hasMessageContaining("beside recovery keys");
        keys.removeThoughOnlyRecoveryIsLeft(daily);
        assertThat(open(paper).keys().list()).extracting(KeyInfo::id).containsExactly(recovery);
    }

    @Test
    void a_recovery_key_is_proved_by_its_letters_alone() throws IOException {
        Repository made = Repositories.create(storage);
        KeyText paper = text();
        KeyInfo key = made.keys().add(paper, KeySlot.Kind.RECOVERY, "safe");
        assertThat(key.proved()).isEmpty();

        KeyInfo proved = made.keys().prove(" " + paper.text().toLowerCase(java.util.Locale.ROOT));
        assertThat(proved.id()).isEqualTo(key.id());
        assertThat(proved.proved())
                .isEqualTo(Optional.of(Repositories.NOW.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));
        assertThat(made.keys().list()).contains(proved);
        assertThat(open(paper).id()).isEqualTo(made.id());

        assertThatThrownBy(() -> made.keys().prove(text().text())).isInstanceOf(RepositoryException.WrongKey.class);
        assertThatThrownBy(() -> made.keys().prove(Repositories.KEY.text()))
                .as("a key file is no recovery key")
                .isInstanceOf(RepositoryException.WrongKey.class);
        assertThatThrownBy(() -> made.keys().prove(paper.text().substring(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
