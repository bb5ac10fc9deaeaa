package dev.profilekeep.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.AccessEntry;
import dev.profilekeep.storage.SecurityDescriptor;
import dev.profilekeep.storage.Sids;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExposureTest {
    private static final String ANNA = "S-1-5-21-1-2-3-1001";
    private static final String EVERYONE = "S-1-1-0";
    private static final String USERS = "S-1-5-32-545";
    private static final String ADMINISTRATORS = "S-1-5-32-544";
    private static final int ALLOWED = 0;
    private static final int DENIED = 1;
    private static final int BOTH = 3;
    private static final int INHERIT_ONLY = 8;
    private static final int INHERITED = 0x10;
    private static final int FULL = 0x1F01FF;
    private static final int MODIFY = 0x1301BF;
    private static final int READ = 0x1200A9;
    /** Traverse, read attributes and permissions, make folders: what people need of the location's own folder. */
    private static final int MAKE_FOLDERS = 0x1200A4;

    private static byte[] entry(int type, int flags, int mask, String sid) {
        byte[] who = Sids.bytes(sid);
        ByteBuffer bytes = ByteBuffer.allocate(8 + who.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) type).put((byte) flags).putShort((short) (8 + who.length));
        return bytes.putInt(mask).put(who).array();
    }

    private static SecurityDescriptor with(byte[]... entries) {
        int size = 8;
        for (byte[] entry : entries) {
            size += entry.length;
        }
        ByteBuffer acl = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        acl.put((byte) 2).put((byte) 0).putShort((short) size).putShort((short) entries.length);
        acl.putShort((short) 0);
        for (byte[] entry : entries) {
            acl.put(entry);
        }
        return new SecurityDescriptor(4, Sids.bytes(ANNA), new byte[0], acl.array());
    }

    @Test
    void the_usual_rights_of_a_location_and_a_folder_expose_nobody() {
        SecurityDescriptor location = with(
                entry(ALLOWED, BOTH, FULL, "S-1-5-18"),
                entry(ALLOWED, BOTH, FULL, ADMINISTRATORS),
                entry(ALLOWED, BOTH | INHERIT_ONLY, MODIFY, "S-1-3-0"),
                entry(ALLOWED, 0, MAKE_FOLDERS, USERS),
                entry(ALLOWED, 0, MODIFY, "S-1-5-11"));
        assertThat(Exposure.below(location)).as("this folder only").isEmpty();
        SecurityDescriptor folder = with(
                entry(ALLOWED, BOTH | INHERITED, FULL, "S-1-5-18"),
                entry(ALLOWED, BOTH | INHERITED, FULL, ADMINISTRATORS),
                entry(ALLOWED, BOTH, FULL, ANNA));
        assertThat(Exposure.at(folder)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "S-1-1-0, Everyone",
        "S-1-5-7, Anonymous",
        "S-1-5-2, Network",
        "S-1-5-4, Interactive",
        "S-1-5-11, Authenticated Users",
        "S-1-5-32-545, Users",
        "S-1-5-32-546, Guests",
        "S-1-5-21-1-2-3-513, Domain Users",
        "S-1-5-21-9-8-7-514, Domain Guests",
    })
    void a_right_of_ordinary_users_that_inherits_exposes_everybody(String sid, String name) {
        assertThat(Exposure.below(with(entry(ALLOWED, BOTH, MODIFY, sid))))
                .contains(new Exposure(name + " (" + sid + ")", "WRITE", false));
        assertThat(Exposure.at(with(entry(ALLOWED, BOTH | INHERITED, READ, sid))))
                .contains(new Exposure(name + " (" + sid + ")", "READ", true));
    }

    @ParameterizedTest
    @CsvSource({"S-1-5-21-1-2-3-1002", "S-1-5-32-544", "S-1-5-21-1-2-3-512", "S-1-3-0", "S-1-5-18", "S-1-22-2-0"})
    void others_are_nobody_s_business_here(String sid) {
        assertThat(Exposure.at(with(entry(ALLOWED, BOTH, FULL, sid)))).isEmpty();
        assertThat(Exposure.below(with(entry(ALLOWED, BOTH, FULL, sid)))).isEmpty();
    }

    @Test
    void what_only_inherits_does_not_count_for_the_folder_and_the_other_way_round() {
        SecurityDescriptor inheritOnly = with(entry(ALLOWED, BOTH | INHERIT_ONLY, READ, USERS));
        assertThat(Exposure.at(inheritOnly)).isEmpty();
        assertThat(Exposure.below(inheritOnly)).isPresent();
        SecurityDescriptor here = with(entry(ALLOWED, 0, READ, USERS));
        assertThat(Exposure.at(here)).isPresent();
        assertThat(Exposure.below(here)).isEmpty();
        assertThat(Exposure.below(with(entry(ALLOWED, 1, READ, USERS))))
                .as("files")
                .isPresent();
        assertThat(Exposure.below(with(entry(ALLOWED, 2, READ, USERS))))
                .as("folders")
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "0x20, ''", // traverse
        "0x120088, ''", // attributes, permissions
        "0x1, READ", // list
        "0x2, WRITE",
        "0x4, WRITE",
        "0x40, WRITE",
        "0x10000, WRITE", // delete
        "0x40000, WRITE", // change permissions
        "0x80000, WRITE", // take ownership
        "0x10000000, WRITE", // generic all
        "0x20000000, ''", // generic execute
        "0x40000000, WRITE",
        "-0x80000000, READ",
    })
    void only_rights_to_content_count(String mask, String rights) {
        assertThat(Exposure.at(with(entry(ALLOWED, 0, Integer.decode(mask), USERS)))
                        .map(Exposure::rights)
                        .orElse(""))
                .isEqualTo(rights);
    }

    @Test
    void what_is_denied_before_is_not_allowed() {
        byte[] allow = entry(ALLOWED, BOTH, READ, USERS);
        assertThat(Exposure.at(with(entry(DENIED, BOTH, FULL, USERS), allow))).isEmpty();
        assertThat(Exposure.at(with(entry(DENIED, BOTH, FULL, EVERYONE), allow)))
                .isEmpty();
        assertThat(Exposure.at(with(allow, entry(DENIED, BOTH, FULL, USERS))))
                .as("too late")
                .isPresent();
        assertThat(Exposure.at(with(entry(DENIED, BOTH, FULL, ANNA), allow))).isPresent();
    }

    @Test
    void several_groups_are_all_named_and_the_worst_right_counts() {
        assertThat(Exposure.at(
                        with(entry(ALLOWED, INHERITED, READ, USERS), entry(ALLOWED, 0, MODIFY, "S-1-5-21-1-2-3-513"))))
                .contains(new Exposure("Domain Users (S-1-5-21-1-2-3-513), Users (S-1-5-32-545)", "WRITE", false));
    }

    @Test
    void no_dacl_at_all_is_open_to_everybody_and_an_empty_one_to_nobody() {
        assertThat(Exposure.at(new SecurityDescriptor(4, new byte[0], new byte[0], new byte[0])))
                .map(Exposure::rights)
                .contains("WRITE");
        assertThat(Exposure.at(new SecurityDescriptor(0, new byte[0], new byte[0], new byte[0])))
                .as("the server told none")
                .isEmpty();
        assertThat(Exposure.at(with())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "S-1-5-21-1-2-3-1001, false",
        "s-1-5-21-1-2-3-1001, false",
        "S-1-5-21-1-2-3-500, true",
        "S-1-5-32-544, true",
        "S-1-5-18, true",
        "S-1-22-1-0, false", // made up by Samba
        "S-1-5-21-7-7-7-1001, false", // the file server's own account
        ", false",
    })
    void a_folder_of_somebody_else_of_the_domain_or_of_administrators_has_the_wrong_owner(String owner, boolean wrong) {
        assertThat(Exposure.wrongOwner(owner, ANNA)).isEqualTo(wrong);
        assertThat(Exposure.wrongOwner(owner, "S-1-12-1-1-2-3-4")).isFalse();
        assertThat(Exposure.wrongOwner(owner, "")).isFalse();
    }

    @Test
    void entries_about_objects_have_their_sid_further_back_and_other_kinds_are_passed_over() {
        byte[] sid = Sids.bytes(USERS);
        ByteBuffer object = ByteBuffer.allocate(12 + 16 + sid.length).order(ByteOrder.LITTLE_ENDIAN);
        object.put((byte) 5)
                .put((byte) 0)
                .putShort((short) (28 + sid.length))
                .putInt(READ)
                .putInt(1);
        object.position(28);
        object.put(sid);
        byte[] label = entry(0x11, 0, FULL, USERS);
        assertThat(AccessEntry.of(with(label, object.array()).dacl()))
                .containsExactly(new AccessEntry(true, 0, READ, USERS));
    }

    @Test
    void broken_bytes_are_refused_and_nothing_worse_happens() {
        byte[] sound = with(entry(ALLOWED, BOTH, READ, USERS), entry(DENIED, 0, FULL, ANNA))
                .dacl();
        assertThatThrownBy(() -> AccessEntry.of(new byte[5])).isInstanceOf(IllegalArgumentException.class);
        Random random = new Random(11);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = sound.clone();
            for (int change = 0; change < 3; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            List<AccessEntry> entries;
            try {
                entries = AccessEntry.of(bytes);
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotBlank();
                continue;
            }
            entries.forEach(one -> assertThat(one.sid()).startsWith("S-"));
        }
    }
}
