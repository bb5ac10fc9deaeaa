package dev.profilekeep.fslogix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.fslogix.Explanation.Confidence;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeExplainerTest {
    private final CodeExplainer english = new CodeExplainer(Locale.ENGLISH);
    private final CodeExplainer german = new CodeExplainer(Locale.GERMAN);

    @Test
    void every_code_has_all_its_texts_in_both_languages_and_a_source() {
        List<Explanation> inEnglish = english.all();
        List<Explanation> inGerman = german.all();
        assertThat(inEnglish).hasSameSizeAs(inGerman).hasSizeGreaterThan(150);
        for (int i = 0; i < inEnglish.size(); i++) {
            Explanation one = inEnglish.get(i);
            Explanation other = inGerman.get(i);
            assertThat(one.code()).isEqualTo(other.code());
            for (Explanation each : List.of(one, other)) {
                assertThat(List.of(each.title(), each.text(), each.meaning(), each.next(), each.source()))
                        .as(each.toString())
                        .allSatisfy(text -> assertThat(text).isNotBlank());
                assertThat(each.confidence()).isNotEqualTo(Confidence.NONE);
            }
            assertThat(one.title()).as(one.toString()).isNotEqualTo(other.title());
            assertThat(one.text()).as(one.toString()).isNotEqualTo(other.text());
            assertThat(one.meaning()).as(one.toString()).isNotEqualTo(other.meaning());
            assertThat(one.next()).as(one.toString()).isNotEqualTo(other.next());
        }
    }

    @Test
    void both_bundles_have_the_same_keys_and_none_too_many() {
        Set<String> keys = keys(CodeExplainer.bundle(Locale.ENGLISH));
        assertThat(own(CodeExplainer.bundle(Locale.GERMAN))).isEqualTo(keys);
        Set<String> used = new HashSet<>(Set.of("unknown.title", "status.failure.title"));
        for (String what : new String[] {"text", "meaning", "next"}) {
            used.add("theme.unknown." + what);
            used.add("theme.general." + what);
        }
        for (KnownCode code : KnownCode.ALL.values()) {
            used.add(code.texts() + ".title");
            for (String what : new String[] {"text", "meaning", "next"}) {
                String own = code.texts() + "." + what;
                used.add(keys.contains(own) ? own : "theme." + code.theme() + "." + what);
            }
        }
        assertThat(keys).isEqualTo(used);
    }

    private static Set<String> keys(ResourceBundle bundle) {
        return new HashSet<>(bundle.keySet());
    }

    /** Without those that it takes from English. */
    private static Set<String> own(ResourceBundle bundle) {
        Set<String> keys = new HashSet<>();
        for (Enumeration<String> each = ((PropertyResourceBundle) bundle).getKeys(); each.hasMoreElements(); ) {
            String key = each.nextElement();
            if (!bundle.getString(key)
                    .equals(CodeExplainer.bundle(Locale.ENGLISH).getString(key))) {
                keys.add(key);
            }
        }
        return keys;
    }

    @Test
    void a_language_without_texts_gets_english_whatever_the_machine_speaks() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(new CodeExplainer(Locale.forLanguageTag("pl"))
                            .windows(32)
                            .title())
                    .isEqualTo(english.windows(32).title());
            assertThat(new CodeExplainer(Locale.UK).windows(32).title())
                    .isEqualTo(english.windows(32).title());
            assertThat(new CodeExplainer(Locale.GERMANY).windows(32).title())
                    .isEqualTo(german.windows(32).title());
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "32,ERROR_SHARING_VIOLATION",
        "0x20,ERROR_SHARING_VIOLATION",
        "00000020,ERROR_SHARING_VIOLATION",
        "[ERROR:00000020],ERROR_SHARING_VIOLATION",
        "[WARN: 00000005],ERROR_ACCESS_DENIED",
        "0x80070020,ERROR_SHARING_VIOLATION",
        "80070020,ERROR_SHARING_VIOLATION",
        "-2147024864,ERROR_SHARING_VIOLATION",
        "2147942432,ERROR_SHARING_VIOLATION",
        "0xC0000043,STATUS_SHARING_VIOLATION",
        "c0000043,STATUS_SHARING_VIOLATION",
        "0xD0000043,STATUS_SHARING_VIOLATION",
        "0xC0070020,ERROR_SHARING_VIOLATION",
        "0xA7,ERROR_LOCK_FAILED",
        "0xC03A001A,ERROR_VIRTUAL_DISK_LIMITATION",
        "error 112,ERROR_DISK_FULL",
        "STATUS_SHARING_VIOLATION,STATUS_SHARING_VIOLATION",
        "error_logon_failure,ERROR_LOGON_FAILURE",
    })
    void a_code_is_found_in_any_notation(String written, String name) {
        assertThat(english.search(written)).extracting(Explanation::name).contains(name);
    }

    @Test
    void a_number_alone_finds_each_of_its_meanings_and_with_a_word_only_that() {
        assertThat(english.search("7"))
                .extracting(Explanation::kind)
                .contains(CodeKind.STATUS, CodeKind.REASON, CodeKind.EVENT, CodeKind.DISK_EVENT);
        assertThat(english.search("status 12")).extracting(Explanation::kind).containsExactly(CodeKind.STATUS);
        assertThat(english.search("Reason: 7")).extracting(Explanation::kind).containsExactly(CodeKind.REASON);
        assertThat(english.search("event 51"))
                .singleElement()
                .extracting(Explanation::confidence)
                .isEqualTo(Confidence.MEDIUM);
        assertThat(english.search("event id 1511"))
                .extracting(Explanation::name)
                .containsExactly("User Profile Service 1511");
        assertThat(english.search("99999")).isEmpty();
        assertThat(english.search(" ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FrxStatus: 12|status.12",
                "Status set to 12|status.12",
                "[10:12:13.123][tid:00000b84.00001a2c][INFO]   Status set to 12: Cannot attach virtual disk|status.12",
                "FSLogix status 12|status.12",
                "Status=12|status.12",
                "status: 12.|status.12",
                "status code 12|status.12",
                "Event 51, FSLogix-Apps|event.51",
                "Event ID: 41|event.41",
                "Reason=7|reason.7",
                "reason 7|reason.7",
                "ErrorCode=32|windows.32",
                "ErrorCode set to 32 - Message: in use|windows.32",
                "ERROR_SHARING_VIOLATION (32)|windows.32",
                "(5)|windows.5",
                "\"0x5\"|windows.5",
                "0x8007 0020|windows.32",
                "0x80070020.|windows.32",
                "error 0x20|windows.32",
                "Error: -2147024864|windows.32",
                "Fehler 32|windows.32",
                "Fehlercode 32|windows.32",
                "Fehlercode ist 32|windows.32",
                "Fehler: 0x80070020|windows.32",
                "Ereignis 51|event.51",
                "Ereignis-ID: 33|event.33",
                "Ereigniskennung 33|event.33",
                "Grund 7|reason.7",
                "disk 7|disk.7",
                "Ntfs 55|ntfs.55",
                "User Profile Service 1511|profsvc.1511",
                "FSLogix 51|event.51",
            })
    void a_code_is_found_as_people_and_logs_write_it_in_either_language(String written, String texts) {
        for (CodeExplainer explainer : List.of(english, german)) {
            assertThat(explainer.search(written)).as(written).isNotEmpty();
            assertThat(explainer.search(written).get(0).titleKey()).isEqualTo(texts + ".title");
            assertThat(explainer.codes(written)).isEqualTo(explainer.search(written));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status 12",
                "FrxStatus: 12",
                "Reason=7",
                "Event 51, FSLogix-Apps",
                "Ereignis 51",
                "Grund 7",
                "disk 7",
                "ErrorCode=32",
                "Fehler 32",
                "ERROR_SHARING_VIOLATION (32)",
            })
    void a_word_says_what_the_number_is_a_number_of(String written) {
        assertThat(english.search(written)).hasSize(1);
    }

    @Test
    void a_number_finds_what_the_tables_have_of_it_and_nothing_else() {
        for (long number = 0; number <= 2_000; number++) {
            Set<CodeKind> expected = EnumSet.noneOf(CodeKind.class);
            for (KnownCode.Key key : KnownCode.ALL.keySet()) {
                if (key.number() == number) {
                    expected.add(key.kind());
                }
            }
            if (number >= 1 && number <= 28) {
                expected.add(CodeKind.STATUS);
            }
            for (CodeExplainer explainer : List.of(english, german)) {
                List<Explanation> found = explainer.search(Long.toString(number));
                assertThat(found).extracting(Explanation::code).allMatch(Long.toString(number)::equals);
                assertThat(found)
                        .as("%d", number)
                        .extracting(Explanation::kind)
                        .containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"41", "36", "102", "disk 8", "error 36", "Fehler 36", "Status=64", "0x24", "FSLogix 12"})
    void an_unknown_number_is_never_found_by_the_digits_of_another(String written) {
        assertThat(english.search(written))
                .noneMatch(each -> each.code().startsWith("0x") || each.code().length() > 3);
        assertThat(english.search(written)).hasSize(written.equals("41") ? 1 : 0);
    }

    @Test
    void an_event_that_is_named_without_a_meaning_is_given_none() {
        for (String event : List.of("event 25", "event 41", "event 59")) {
            Explanation told = english.search(event).get(0);
            assertThat(told.confidence()).isEqualTo(Confidence.LOW);
            assertThat(told.title()).isEqualTo("FSLogix event whose meaning nobody describes");
        }
    }

    @Test
    void names_and_paths_are_no_codes() {
        for (String typed : List.of(
                "anna", "AVD-12", "S-1-5-21-1-2-3-1012", "anna berg 7", "virtual disk 7", "7 of 12", "1.2.3.4")) {
            assertThat(english.codes(typed)).as(typed).isEmpty();
        }
    }

    @Test
    void words_find_codes_in_their_own_language() {
        assertThat(english.search("temporary profile"))
                .extracting(Explanation::code)
                .contains("7", "1511");
        assertThat(german.search("temporäres profil"))
                .extracting(Explanation::code)
                .contains("7");
        assertThat(german.search("GESPERRT konto"))
                .extracting(Explanation::name)
                .contains("ERROR_ACCOUNT_LOCKED_OUT");
        assertThat(english.search("no such words anywhere")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 41, 29, 64, 500, -1, 99_999})
    void a_status_that_no_source_explains_is_not_guessed(long status) {
        Explanation told = english.status(status);
        assertThat(told.known()).isFalse();
        assertThat(told.title()).isEqualTo("Not known");
        assertThat(told.next()).contains("FSLogix log");
        assertThat(told.source()).isEmpty();
    }

    @Test
    void a_failure_whose_step_is_not_known_is_still_a_failure() {
        assertThat(english.status(14).titleKey()).isEqualTo("status.failure.title");
        assertThat(english.status(28).known()).isTrue();
        assertThat(english.status(12).title()).isEqualTo("The virtual disk cannot be attached");
    }

    @Test
    void an_event_is_told_by_who_wrote_it() {
        assertThat(english.event("disk", 7, "").kind()).isEqualTo(CodeKind.DISK_EVENT);
        assertThat(english.event("Microsoft-Windows-User Profiles Service", 1511, "")
                        .known())
                .isTrue();
        assertThat(english.event("Microsoft-Windows-Ntfs", 55, "").kind()).isEqualTo(CodeKind.NTFS_EVENT);
        assertThat(english.event("Microsoft-FSLogix-Apps", 1511, "").known()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 7, 27, 31, 52})
    void an_event_about_which_sources_disagree_is_decided_by_its_text(long id) {
        String provider = "Microsoft-FSLogix-Apps";
        assertThat(english.event(provider, id, "LoadProfile failed. FrxStatus: 12 (0x00000020)")
                        .name())
                .isEqualTo("ERROR_SHARING_VIOLATION");
        assertThat(english.event(provider, id, "LoadProfile failed. FrxStatus: 12")
                        .kind())
                .isEqualTo(CodeKind.STATUS);
        Explanation undecided = english.event(provider, id, "Something");
        assertThat(undecided.confidence()).isEqualTo(Confidence.LOW);
        assertThat(undecided.text()).contains("contradict");
    }

    @Test
    void the_general_error_event_gives_way_to_the_error_in_its_text() {
        assertThat(english.event("Microsoft-FSLogix-Apps", 26, "Failed to open (error code 5)")
                        .name())
                .isEqualTo("ERROR_ACCESS_DENIED");
        assertThat(english.event("Microsoft-FSLogix-Apps", 26, "").confidence()).isEqualTo(Confidence.HIGH);
        assertThat(english.event("Microsoft-FSLogix-Apps", 26, "0x12345678").name())
                .isEqualTo("FSLogix 26");
    }

    @Test
    void a_line_of_a_log_is_told_by_why_before_where() {
        assertThat(english.inText("[13:02:13.155][ERROR:00000005] LoadProfile failed. FrxStatus: 31"))
                .get()
                .extracting(Explanation::name)
                .isEqualTo("ERROR_ACCESS_DENIED");
        assertThat(english.inText("Status set to 12: Can't attach to virtual disk"))
                .get()
                .extracting(Explanation::code)
                .isEqualTo("12");
        assertThat(english.inText("ErrorCode set to 32 - Message"))
                .get()
                .extracting(Explanation::code)
                .isEqualTo("32");
        assertThat(english.inText("[INFO] nothing")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file record size of 5 bytes is no power of two (at offset 0x40)",
                "VHDX header: checksum is 0x00000005, the bytes give 0x00000020 (at offset 0x80070020)",
                "attribute 0x80 is none that $AttrDef has",
                "[tid:00000d30.00000020] Loading profile at 0x7ff6, address 0x00000035",
            })
    void places_and_checksums_are_no_codes(String text) {
        assertThat(english.inText(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Failed to open virtual disk (0x20)",
                "Failed to open virtual disk, error 0x20",
                "The result was 0x80070020: somebody has it",
                "rc=0x20",
                "open a.vhdx: somebody holds it open (STATUS_SHARING_VIOLATION 0xC0000043)",
            })
    void codes_in_a_text_are_found_as_programs_write_them(String text) {
        assertThat(english.inText(text).orElseThrow().titleKey()).isEqualTo("windows.32.title");
    }

    @Test
    void any_text_can_be_searched_for() {
        RandomCases.run(3_000, random -> {
            StringBuilder text = new StringBuilder();
            String letters = "0123456789abcdefxXhH&-− :[]ERRORstatusevent\u0000é";
            for (int i = random.nextInt(16); i > 0; i--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(english.search(text.toString())).allMatch(Explanation::known);
            english.inText(text.toString());
            english.windows(random.nextLong());
        });
    }
}
