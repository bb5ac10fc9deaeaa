package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;

import com.hierynomus.mserref.NtStatus;
import dev.profilekeep.storage.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SmbErrorsTest {
    private static StorageException of(long status) {
        return SmbErrors.of("open for reading a/b on smb://fs1/profiles", "Read data", status);
    }

    @ParameterizedTest
    @CsvSource({
        "0xC0000034, NotFound, nothing of that name",
        "0xC000003A, NotFound, nothing of that name",
        "0xC0000056, NotFound, last who has it open lets go",
        "0xC0000103, NotFound, no folder",
        "0xC00000CC, NotFound, no share of that name",
        "0xC0000035, Exists, taken",
        "0xC0000043, Busy, holds it open",
        "0xC0000054, Busy, holds it open",
        "0xC0000022, Denied, 'Read data'",
        "0xC0000061, Denied, SeRestorePrivilege",
        "0xC000005A, Denied, SeRestorePrivilege",
        "0xC000006D, Denied, password is wrong",
        "0xC0000071, Denied, expired",
        "0xC0000072, Denied, disabled",
        "0xC0000234, Denied, locked out",
        "0x8000002D, Denied, not followed",
        "0xC000007F, Full, no room",
        "0xC0000044, Full, quota",
        "0xC0000802, Full, quota",
        "0xC0000257, Failed, DFS",
        "0xC0000101, Failed, not empty",
        "0xC0000033, Failed, does not accept such a name",
        "0xC0000203, Unreachable, ended the session",
        "0xC000035C, Unreachable, ended the session",
        "0xC0000128, Unreachable, ended the session",
        "0xC0000205, Unreachable, overloaded",
        "0xC00000AC, Unreachable, no pipe free",
        "0xC00000AE, Unreachable, no pipe free",
        "0xC000009A, Unreachable, overloaded",
    })
    void a_status_becomes_the_kind_a_caller_can_act_on(String status, String kind, String says) {
        StorageException mapped = of(Long.decode(status));
        assertThat(mapped.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(mapped)
                .hasMessageContaining(says)
                .hasMessageContaining(status)
                .hasMessageContaining("a/b");
    }

    /** Samba answers no open with the middle two: they are known from [MS-FSA] alone. */
    @Test
    void only_what_somebody_else_does_counts_as_held() {
        for (long held : new long[] {0xC0000043L, 0xC0000054L, 0xC0000055L}) {
            assertThat(SmbErrors.isHeld(held)).isTrue();
            assertThat(SmbErrors.isAbsent(held)).isFalse();
        }
        for (long other : new long[] {0, 0xC0000022L, 0xC0000056L, 0xC0000034L, 0xC0000121L, 0xC0000205L}) {
            assertThat(SmbErrors.isHeld(other)).isFalse();
        }
        assertThat(SmbErrors.isAbsent(SmbErrors.DELETE_PENDING))
                .as("it is still open somewhere")
                .isFalse();
        assertThat(SmbErrors.isAbsent(0xC0000022L)).isFalse();
    }

    @Test
    void an_unknown_status_keeps_its_number() {
        assertThat(of(0xC0FFEE00L)).isInstanceOf(StorageException.Failed.class).hasMessageContaining("0xC0FFEE00");
    }

    @ParameterizedTest
    @EnumSource(NtStatus.class)
    void every_status_has_a_meaning_and_a_message(NtStatus status) {
        assertThat(of(status.getValue()).getMessage())
                .contains("open for reading")
                .contains(status == NtStatus.STATUS_OTHER ? "0x" : status.name());
    }
}
