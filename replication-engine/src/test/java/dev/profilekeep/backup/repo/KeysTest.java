package dev.profilekeep.backup.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.DyingStorage;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.KeySlots;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.backup.seal.Secret.KeyText;
import dev.profilekeep.backup.store.PlainFiles;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
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

    private String read(String path) throws IOException {
        try (OpenFile file = storage.openForReading(StoragePath.of(path), Sharing.ALL)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.readFully(0, bytes);
            return new String(bytes.array(), StandardCharsets.UTF_8);
        }
    }

    /** What an older program would have written. */
    private void dropTag(String id) throws IOException {
        overwrite("keys/" + id, read("keys/" + id).replaceAll(",\\s*\"tag\" : \"[^\"]*\"", ""));
        assertThat(read("keys/" + id)).doesNotContain("\"tag\"");
    }

    /** Copies a key under another name, as somebody does who can write but has no key. */
    private String plant(String id, String regex, String with) throws IOException {
        String other = UUID.randomUUID().toString();
        String planted = read("keys/" + id).replace(id, other).replaceAll(regex, with);
        try (OpenFile file = storage.create(StoragePath.of("keys/" + other), Sharing.ALL)) {
            file.writeFully(0, ByteBuffer.wrap(planted.getBytes(StandardCharsets.UTF_8)));
        }
        return other;
    }

    @Test
    void a_key_whose_sealed_part_is_damaged_does_not_count() throws IOException {
        Keys keys = Repositories.create(storage).keys();
        String daily = keys.list().get(0).id();
        String other = keys.add(text(), KeySlot.Kind.KEY_FILE, "node-2").id();
        overwrite("keys/" + other, read("keys/" + other).replaceAll("\"sealed\" : \"....", "\"sealed\" : \"AAAA"));
        assertThat(keys.list()).extracting(KeyInfo::id).containsExactly(daily);
        assertThat(keys.damaged()).singleElement().asString().contains("keys/" + other);
        assertThatThrownBy(() -> keys.remove(daily)).isInstanceOf(RepositoryException.KeyNeeded.class);
        keys.remove(other);
        assertThat(keys.damaged()).isEmpty();
        assertThat(open(Repositories.KEY).keys().list()).hasSize(1);
    }

    @Test
    void what_follows_a_key_is_damage_that_is_told_and_does_not_lock_its_owner_out() throws IOException {
        Keys keys = Repositories.create(storage).keys();
        String path = "keys/" + keys.list().get(0).id();
        String good = read(path);
        for (String junk : new String[] {"}", "\0\0\0", " {}", "\nx"}) {
            overwrite(path, good + junk);
            Keys opened = open(Repositories.KEY).keys();
            assertThat(opened.damaged()).as(junk).singleElement().asString().contains(path, "damaged");
            assertThat(opened.list()).isEmpty();
        }
        overwrite(path, good + "\n");
        assertThat(open(Repositories.KEY).keys().damaged()).isEmpty();
        String repository = read("repository");
        overwrite("repository", repository + "junk");
        assertThatThrownBy(() -> open(Repositories.KEY))
                .isInstanceOf(RepositoryException.Damaged.class)
                .hasMessageContaining("backup check --repair");
    }

    @Test
    void a_planted_key_without_a_tag_is_told_and_does_not_stand_for_the_last_one() throws IOException {
        Keys keys = Repositories.create(storage).keys();
        String daily = keys.list().get(0).id();
        String planted = plant(daily, ",\\s*\"tag\" : \"[^\"]*\"", "");
        assertThat(keys.unknown()).singleElement().asString().contains("keys/" + planted);
        assertThatThrownBy(() -> keys.remove(daily)).isInstanceOf(RepositoryException.KeyNeeded.class);
    }

    @Test
    void keys_of_an_older_program_open_and_the_one_that_opened_counts() throws IOException {
        KeyText other = text();
        Keys made = Repositories.create(storage).keys();
        String first = made.list().get(0).id();
        String second = made.add(other, KeySlot.Kind.KEY_FILE, "node-2").id();
        dropTag(first);
        dropTag(second);
        Keys keys = open(other).keys();
        assertThat(keys.list()).hasSize(2);
        assertThat(keys.unknown()).singleElement().asString().contains("keys/" + first);
        assertThatThrownBy(() -> keys.remove(second)).isInstanceOf(RepositoryException.KeyNeeded.class);
        keys.remove(first);
        assertThat(open(other).keys().list()).extracting(KeyInfo::id).containsExactly(second);
    }

    /** A disk that keeps what it is given of keys, but for one bit, from when it is told to. */
    private static final class Forgetful extends LayeredStorage {
        private boolean forgets;

        Forgetful(StorageProvider below) {
            super(below);
        }

        @Override
        public void rename(StoragePath from, StoragePath to) throws IOException {
            super.rename(from, to);
            if (forgets && to.value().startsWith("keys/")) {
                try (OpenFile file = openForWriting(to, Sharing.ALL)) {
                    ByteBuffer all = ByteBuffer.allocate((int) file.size());
                    file.readFully(0, all);
                    int at = new String(all.array(), StandardCharsets.UTF_8).indexOf("\"sealed\" : \"") + 15;
                    file.writeFully(at, ByteBuffer.wrap(new byte[] {(byte) (all.get(at) == 'A' ? 'B' : 'A')}));
                }
            }
        }

        @Override
        public StorageProvider onOwnConnection() {
            throw new UnsupportedOperationException("nobody asks for it here");
        }

        @Override
        public StorageProvider onOwnConnection(ConnectionTerms terms) {
            throw new UnsupportedOperationException("nobody asks for it here");
        }
    }

    @Test
    void the_old_secret_stays_where_the_new_key_is_not_read_back_as_it_was_written() throws IOException {
        Forgetful forgetful = new Forgetful(storage);
        Keys keys = Repositories.create(forgetful).keys();
        String old = keys.list().get(0).id();
        forgetful.forgets = true;
        assertThatThrownBy(() -> keys.change(old, text()))
                .isInstanceOf(RepositoryException.Damaged.class)
                .hasMessageContaining("the old one stays");
        assertThat(open(Repositories.KEY).keys().list()).extracting(KeyInfo::id).containsExactly(old);
    }

    @Test
    void a_planted_key_that_asks_for_more_memory_than_is_free_is_passed_over_and_said() throws IOException {
        Repository made = Repositories.create(storage);
        String typed = made.keys()
                .add(typed("four words are enough"), KeySlot.Kind.PASSPHRASE, "Ada")
                .id();
        String large = plant(typed, "\"memory\" : \\d+", "\"memory\" : 1048576");
        KeyRing ring = KeyRing.read(new PlainFiles(storage), made.id());
        assertThat(ring.files()).hasSize(3);
        KeySlots slots = new KeySlots(made.id(), Repositories.RANDOM);
        KeyTrial right = new KeyTrial(slots, () -> 128 << 20);
        assertThat(right.open(ring.files(), typed("four words are enough")))
                .hasValueSatisfying(opened -> assertThat(opened.slot().id()).isEqualTo(typed));
        KeyTrial wrong = new KeyTrial(slots, () -> 128 << 20);
        assertThat(wrong.open(ring.files(), typed("four words that are wrong"))).isEmpty();
        assertThat(wrong.skipped()).singleElement().asString().contains("keys/" + large, "1024 MiB", "102 MiB");
    }

    @Test
    void a_key_as_this_program_makes_them_is_tried_however_full_the_memory_looks() throws IOException {
        Repository made = Repositories.create(storage);
        String typed = made.keys()
                .add(typed("four words are enough"), KeySlot.Kind.PASSPHRASE, "Ada")
                .id();
        KeyRing ring = KeyRing.read(new PlainFiles(storage), made.id());
        KeyTrial trial = new KeyTrial(new KeySlots(made.id(), Repositories.RANDOM), () -> 0);
        assertThat(trial.open(ring.files(), typed("four words are enough")))
                .hasValueSatisfying(opened -> assertThat(opened.slot().id()).isEqualTo(typed));
    }

    @Test
    void of_very_many_planted_keys_those_that_would_take_minutes_are_passed_over_and_said() throws IOException {
        Repository made = Repositories.create(storage);
        String typed = made.keys()
                .add(typed("four words are enough"), KeySlot.Kind.PASSPHRASE, "Ada")
                .id();
        for (int i = 0; i < 8; i++) {
            plant(typed, "\"memory\" : \\d+,\\s*\"passes\" : \\d+", "\"memory\" : 1048576, \"passes\" : 64");
        }
        KeyRing ring = KeyRing.read(new PlainFiles(storage), made.id());
        KeyTrial trial = new KeyTrial(new KeySlots(made.id(), Repositories.RANDOM), () -> Long.MAX_VALUE);
        assertThat(trial.open(ring.files(), typed("four words that are wrong"))).isEmpty();
        assertThat(trial.skipped()).singleElement().asString().contains("and 3 more", "minutes");
    }
}
