package dev.profilekeep.backup.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.seal.Secret.KeyText;
import dev.profilekeep.backup.seal.Secret.Passphrase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySlotsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final UUID ID = UUID.fromString("0f2d9d3a-7d0b-4a2f-9b46-3a1c5e0c9a11");
    private final SecureRandom random = new SecureRandom();
    private final MasterKey master = MasterKey.create(random);
    private final KeySlots slots = new KeySlots(ID, random);

    @TempDir
    Path folder;

    private KeySlot typed(String words) {
        return slots.seal(master, new Passphrase(words.toCharArray()), KeySlot.Kind.PASSPHRASE, "Ada", NOW);
    }

    private static void assertSame(MasterKey one, MasterKey other) {
        assertThat(one.secret()).isEqualTo(other.secret());
    }

    @Test
    void a_passphrase_opens_what_it_sealed_and_no_other_does() throws Exception {
        KeySlot slot = typed("four words are enough");
        assertSame(slots.open(slot, new Passphrase("four words are enough".toCharArray())), master);
        assertThatThrownBy(() -> slots.open(slot, new Passphrase("four words are enougH".toCharArray())))
                .isInstanceOf(SealException.WrongKey.class)
                .hasMessageContaining(slot.id());
        assertThatThrownBy(() -> slots.open(slot, KeyText.create(random))).isInstanceOf(SealException.WrongKey.class);
    }

    @Test
    void an_accent_is_the_same_in_whatever_form_a_keyboard_writes_it() throws Exception {
        KeySlot slot = typed("Größe und Zoë");
        assertSame(slots.open(slot, new Passphrase("Gro\u0308ße und Zoe\u0308".toCharArray())), master);
    }

    @Test
    void a_passphrase_of_blanks_or_of_hardly_any_letters_is_not_chosen() {
        for (String plain : List.of(" ".repeat(14), "\u00a0\t ".repeat(5), "a".repeat(14), "abcabcabcabc")) {
            Secret.Passphrase chosen = new Secret.Passphrase(plain.toCharArray());
            assertThatThrownBy(chosen::requireLong)
                    .as("'%s'", plain)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            plain.isBlank() || plain.startsWith("\u00a0") ? "blanks" : "different letters");
        }
        new Secret.Passphrase("abcdabcdabcd".toCharArray()).requireLong();
    }

    @Test
    void a_short_passphrase_is_not_chosen() {
        assertThatThrownBy(() -> typed("elevenchars"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("11 letters");
    }

    @Test
    void each_of_several_keys_opens_the_same() throws Exception {
        KeyText paper = KeyText.create(random);
        KeyText file = KeyText.create(random);
        KeySlot onPaper = slots.seal(master, paper, KeySlot.Kind.RECOVERY, "safe, 2nd floor", NOW);
        KeySlot inFile = slots.seal(master, file, KeySlot.Kind.KEY_FILE, "node-1", NOW);
        assertSame(slots.open(onPaper, KeyText.parse(paper.text())), master);
        assertSame(slots.open(inFile, file), master);
        assertThatThrownBy(() -> slots.open(onPaper, file)).isInstanceOf(SealException.WrongKey.class);
    }

    @Test
    void a_slot_that_was_changed_or_brought_from_another_repository_opens_nothing() {
        KeyText key = KeyText.create(random);
        KeySlot slot = slots.seal(master, key, KeySlot.Kind.KEY_FILE, "node-1", NOW);
        KeySlot asRecovery =
                new KeySlot(slot.id(), KeySlot.Kind.RECOVERY, slot.label(), NOW, 0, 0, 0, slot.salt(), slot.sealed());
        KeySlot renamed = new KeySlot(
                UUID.randomUUID().toString(), slot.kind(), slot.label(), NOW, 0, 0, 0, slot.salt(), slot.sealed());
        byte[] flipped = slot.sealed();
        flipped[3] ^= 1;
        KeySlot damaged = new KeySlot(slot.id(), slot.kind(), slot.label(), NOW, 0, 0, 0, slot.salt(), flipped);
        for (KeySlot wrong : new KeySlot[] {asRecovery, renamed, damaged}) {
            assertThatThrownBy(() -> slots.open(wrong, key)).isInstanceOf(SealException.WrongKey.class);
        }
        assertThatThrownBy(() -> new KeySlots(UUID.randomUUID(), random).open(slot, key))
                .isInstanceOf(SealException.WrongKey.class);
    }

    @Test
    void a_slot_that_asks_for_work_without_end_or_for_none_is_refused_before_anything_is_computed() {
        int[][] asked = {{Integer.MAX_VALUE, 3, 4}, {64 * 1024, 1_000_000, 4}, {64 * 1024, 3, 0}, {8, 1, 1}, {-1, 3, 4}
        };
        for (int[] work : asked) {
            assertThatThrownBy(() -> new KeySlot(
                            "x",
                            KeySlot.Kind.PASSPHRASE,
                            "",
                            NOW,
                            work[0],
                            work[1],
                            work[2],
                            new byte[KeySlot.SALT],
                            new byte[KeySlot.SEALED]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("outside of what this program works with");
        }
    }

    @Test
    void no_secret_shows_in_words() {
        assertThat(master + " " + KeyText.create(random) + " " + new Passphrase("four words".toCharArray()))
                .isEqualTo("MasterKey KeyText Passphrase");
    }

    @Test
    void another_program_that_follows_the_document_opens_a_slot() throws Exception {
        KeyText key = KeyText.create(random);
        KeySlot slot = slots.seal(master, key, KeySlot.Kind.RECOVERY, "paper", NOW);
        HexFormat hex = HexFormat.of();
        byte[] opened = Node.run(
                folder,
                "wrapped.mjs",
                ID.toString().replace("-", ""),
                slot.id(),
                "3",
                hex.formatHex(slot.salt()),
                hex.formatHex(slot.sealed()),
                hex.formatHex(key.bits()));
        assertThat(new String(opened, US_ASCII)).isEqualTo(hex.formatHex(master.secret()));
    }
}
