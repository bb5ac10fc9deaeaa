package dev.profilekeep.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {
    @Test
    void what_acts_on_a_screen_becomes_visible() {
        assertThat(Visible.oneLine("a\u001b[2Jb")).isEqualTo("a\\u{1b}[2Jb");
        assertThat(Visible.oneLine("a\u009bb\u007f")).isEqualTo("a\\u{9b}b\\u{7f}");
        assertThat(Visible.oneLine("exe.\u202egpj")).isEqualTo("exe.\\u{202e}gpj");
        assertThat(Visible.oneLine("one\ntwo\tthree\r")).isEqualTo("one\\u{a}two\\u{9}three\\u{d}");
        assertThat(Visible.lines("one\ntwo\u001b\tthree\r\n")).isEqualTo("one\ntwo\\u{1b}\tthree\r\n");
    }

    @Test
    void every_control_of_the_terminal_and_of_direction_is_one_of_them() {
        String all =
                "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\u200b\u2060\ufeff";
        assertThat(Visible.oneLine(all)).matches("(\\\\u\\{[0-9a-f]+}){17}");
        for (int point = 0; point < 0xA0; point++) {
            boolean control = point < 0x20 || point >= 0x7F;
            assertThat(Visible.oneLine(Character.toString(point)).length() > 1)
                    .as(Integer.toHexString(point))
                    .isEqualTo(control);
        }
    }

    @Test
    void names_of_all_the_world_stay_as_they_are() {
        for (String name : new String[] {"Jörg Müller", "Łódź", "東京", "می‌خواهم", "👩‍💻", "שלום", ""}) {
            assertThat(Visible.oneLine(name)).isEqualTo(name);
        }
    }

    @Test
    void what_is_written_from_right_to_left_does_not_turn_its_neighbours() {
        assertThat(Visible.isolated("שלום")).isEqualTo("\u2068שלום\u2069");
        assertThat(Visible.isolated("مرحبا\u202e")).isEqualTo("\u2068مرحبا\\u{202e}\u2069");
        assertThat(Visible.isolated("anna")).isEqualTo("anna");
    }
}
