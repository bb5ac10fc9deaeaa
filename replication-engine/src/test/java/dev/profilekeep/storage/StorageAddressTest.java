package dev.profilekeep.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smb://fs1/profiles                       | fs1         | 445   | profiles    | ''",
                "smb://fs1/profiles/                      | fs1         | 445   | profiles    | ''",
                "SMB://fs1.example:1445/profiles/a/b      | fs1.example | 1445  | profiles    | a/b",
                "smb://fs1/hidden$/My%20Users/100%25      | fs1         | 445   | hidden$     | My Users/100%",
                "smb://fs1/p/gr%C3%BC%C3%9Fe%20%F0%9F%98%80 | fs1       | 445   | p           | grüße 😀",
                "smb://fs1/p/grüße                        | fs1         | 445   | p           | grüße",
                "smb://[fe80::1]:445/p/x                  | fe80::1     | 445   | p           | x",
                "smb://[::1]/p                            | ::1         | 445   | p           | ''",
                "\\\\fs1\\profiles\\a b\\c                | fs1         | 445   | profiles    | a b/c",
                "\\\\fs1\\profiles\\100%25\\              | fs1         | 445   | profiles    | 100%25",
                "\\\\fe80::1\\p\\x                         | fe80::1     | 445   | p           | x",
                "smb://fs1/p/a@b                          | fs1         | 445   | p           | a@b",
            })
    void names_a_folder_of_a_share(String text, String host, int port, String share, String folder) {
        assertThat(StorageAddress.parse(text))
                .isEqualTo(new StorageAddress.Smb(host, port, share, StoragePath.of(folder)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smb://fs1/profiles",
                "smb://fs1.example:1445/profiles/a/b",
                "smb://[fe80::1]:1445/p/x",
                "smb://fs1/My%20Share/100%25/gr%C3%BC%C3%9Fe/%F0%9F%98%80/a%23b%3F"
            })
    void is_read_back_from_its_own_text(String text) {
        StorageAddress address = StorageAddress.parse(text);
        assertThat(address).hasToString(text);
        assertThat(StorageAddress.parse(address.toString())).isEqualTo(address);
    }

    @Test
    void is_shown_as_windows_writes_it() {
        StorageAddress.Smb address = (StorageAddress.Smb) StorageAddress.parse("smb://fs1:1445/profiles/a%20b/c");
        assertThat(address.unc()).isEqualTo("\\\\fs1\\profiles\\a b\\c");
        assertThat(((StorageAddress.Smb) StorageAddress.parse("smb://fs1/profiles")).unc())
                .isEqualTo("\\\\fs1\\profiles");
    }

    @Test
    void names_a_folder_of_this_machine() {
        assertThat(StorageAddress.parse("file:///data/my%20profiles"))
                .isEqualTo(new StorageAddress.Local(Path.of("/data/my profiles")));
        assertThat(StorageAddress.parse("/data/100%25")).isEqualTo(new StorageAddress.Local(Path.of("/data/100%25")));
        assertThat(StorageAddress.parse("demo/../site a"))
                .isEqualTo(new StorageAddress.Local(Path.of("site a").toAbsolutePath()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | empty",
                "'  '                      | empty",
                "smb://                    | names no host",
                "smb:///share              | names no host",
                "smb://fs1                 | names no share",
                "smb://fs1/                | names no share",
                "smb://fs1:0/p             | a port is 1 to 65535",
                "smb://fs1:70000/p         | a port is 1 to 65535",
                "smb://fs1:/p              | comes a port",
                "smb://fs1:http/p          | comes a port",
                "smb://[::1/p              | does not end",
                "smb://fs1/p/%zz           | write a plain '%' as %25",
                "smb://fs1/p/%C3           | not %-encoded UTF-8",
                "smb://fs1/p/a%2Fb         | a folder's name cannot be",
                "smb://fs1/p/a%5Cb         | a folder's name cannot be",
                "smb://fs1/p/x:stream      | a folder's name cannot be",
                "smb://fs1/p/../q          | not a path inside a location",
                "smb://fs1/p?x=y           | %23",
                "smb://f s/p               | not a host name",
                "smb://fs1/a*b             | not a share name",
                "http://fs1/p              | unknown kind 'http'",
                "//fs1/p                   | lacks its beginning",
                "smb:fs1/p                 | lacks its beginning",
                "file://fs1/p              | smb://host/share",
                "\\\\fs1                   | names no share",
                "\\\\                      | names no host",
                "\\\\127.0.0.1:14455\\E2\\x | write smb://host:port/share/folder",
                "\\\\fs1:445\\p           | a port cannot stand in \\\\host\\share",
                "\\\\[::1]:445\\p         | a port cannot stand in \\\\host\\share",
            })
    void says_what_is_wrong_and_how_to_write_it(String text, String says) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StorageAddress.parse(text))
                .withMessageContaining(says);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smb://engine:s3cret@fs1/p",
                "smb://engine:s3c/ret@fs1/p",
                "smb://engine:s3cret#@fs1/p",
                "smb://DOMAIN;engine:s3cret@fs1/p",
                "http://engine:s3cret@fs1/p",
                "smb:engine:s3cret@fs1/p",
                "\\\\engine:s3cret@fs1\\p",
                "\\\\engine:s3c\\ret@fs1\\p",
            })
    void refuses_a_password_and_does_not_repeat_it(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StorageAddress.parse(text))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3c", "ret@", "engine"));
    }

    @Test
    void advises_where_a_password_belongs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StorageAddress.parse("smb://engine:s3cret@fs1/p"))
                .withMessageContaining("credentials");
    }
}
