package dev.profilekeep.security.saml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SidsTest {

    @ParameterizedTest
    @CsvSource({
        "S-1-5-21-3623811015-3361044348-30300820-1013, S-1-5-21-3623811015-3361044348-30300820-1013",
        "s-1-5-21-1-2-3-500, S-1-5-21-1-2-3-500",
        "' S-1-5-18 ', S-1-5-18",
        "S-1-5-21-0-0-0-4294967295, S-1-5-21-0-0-0-4294967295"
    })
    void text_is_taken_in_its_usual_form(String value, String sid) {
        assertThat(Sids.parse(value)).hasValue(sid);
    }

    @ParameterizedTest
    @CsvSource({
        // 01 05 00 00 00 00 00 05 15 00 00 00 C7 F7 FE D7 7C 77 55 C8 94 5A CE 01 F5 03 00 00
        "AQUAAAAAAAUVAAAAx/f+13x3VciUWs4B9QMAAA==, S-1-5-21-3623811015-3361044348-30300820-1013",
        // 01 01 00 00 00 00 00 05 12 00 00 00
        "AQEAAAAAAAUSAAAA, S-1-5-18"
    })
    void bytes_in_base64_are_taken(String value, String sid) {
        assertThat(Sids.parse(value)).hasValue(sid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "anna",
                "S-1-5",
                "S-2-5-21-1",
                "S-1-5-21-4294967296",
                "S-1-281474976710656-1",
                "S-1-5-21--1",
                "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16",
                "S-1-5-21-1-2-3-500\nS-1-5-18",
                "AQEAAAAAAAUSAAA=",
                "AgEAAAAAAAUSAAAA",
                "AQAAAAAAAAU=",
                "AQEAAAAAAAUSAAAAAA=="
            })
    void anything_else_is_no_sid(String value) {
        assertThat(Sids.parse(value)).isEmpty();
    }

    @Test
    void more_parts_than_bytes_are_refused() {
        assertThat(Sids.parse("AQ8AAAAAAAUSAAAA")).isEmpty();
        assertThat(Sids.parse("Af8AAAAAAAUSAAAA")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "73d664e4-0886-4a73-b745-c694da45ddb4, S-1-12-1-1943430372-1249052806-2496021943-3034400218",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF, S-1-12-1-4294967295-4294967295-4294967295-4294967295",
        // every byte at its own place: 04 03 02 01 | 06 05 08 07 | 09 0a 0b 0c | 0d 0e 0f 10
        "01020304-0506-0708-090a-0b0c0d0e0f10, S-1-12-1-16909060-117966086-202050057-269422093"
    })
    void an_object_id_gives_the_sid_that_windows_makes_of_it(String objectId, String sid) {
        assertThat(Sids.fromObjectId(objectId)).hasValue(sid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "anna",
                "00000000-0000-0000-0000-000000000000",
                "73d664e408864a73b745c694da45ddb4",
                "73d664e4-0886-4a73-b745-c694da45ddb4-1",
                "73d664e4-0886-4a73-b745-c694da45ddbg"
            })
    void what_is_no_object_id_gives_none(String value) {
        assertThat(Sids.fromObjectId(value)).isEmpty();
    }
}
