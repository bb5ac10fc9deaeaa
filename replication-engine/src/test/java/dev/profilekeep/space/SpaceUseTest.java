package dev.profilekeep.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.testing.Soak;
import dev.profilekeep.disk.testing.TrackingDevice;
import dev.profilekeep.disk.usage.ProfileUse;
import dev.profilekeep.space.SpaceUse.CategoryUse;
import dev.profilekeep.space.SpaceUse.Exclusion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpaceUseTest {
    private static final long KIB = 1024;
    private static final long BOUND_NANOS = 10_000_000_000L;

    private static SpaceUse of(BlockDevice file) throws IOException {
        return SpaceUse.of(Containers.open(file), Progress.NONE);
    }

    private static NtfsVolume volume(BlockDevice file) throws IOException {
        VirtualDisk disk = Containers.open(file);
        return Volumes.open(
                disk,
                Volumes.of(disk).stream()
                        .filter(Volumes.Place::isNtfs)
                        .findFirst()
                        .orElseThrow());
    }

    private static void addsUp(SpaceUse use, NtfsVolume volume) throws IOException {
        ProfileUse known = ProfileUse.of(volume, 1, Progress.NONE);
        assertThat(use.categories().stream().mapToLong(CategoryUse::bytes).sum())
                .isEqualTo(use.usedBytes())
                .isEqualTo(known.usedBytes());
        assertThat(use.categories().stream().mapToInt(CategoryUse::files).sum())
                .isEqualTo(known.kinds().stream()
                        .mapToInt(ProfileUse.KindUse::files)
                        .sum());
        assertThat(use.freeBytes()).isEqualTo(known.freeBytes());
        assertThat(use.categories())
                .isSortedAccordingTo((a, b) -> Long.compare(b.bytes(), a.bytes()))
                .noneMatch(one -> one.category() == Category.NOBODY);
        assertThat(use.unread()).isZero();
    }

    /** What make-folders.sh put there, in KiB; folders that are too large for their record take clusters too. */
    @Test
    void every_well_known_folder_is_counted_where_it_belongs() throws Exception {
        SpaceUse use = of(Fixtures.ownImage("folders.vhdx"));
        addsUp(use, volume(Fixtures.ownImage("folders.vhdx")));
        Map<Category, Long> kib = use.categories().stream()
                .filter(one -> one.files() > 0)
                .collect(Collectors.toMap(CategoryUse::category, one -> one.bytes() / KIB));
        assertThat(kib)
                .containsEntry(Category.EDGE_CACHE, 400L + 120 + 200 + 60)
                .containsEntry(Category.BROWSER_DATA, 80L)
                .containsEntry(Category.CHROME_CACHE, 300L)
                .containsEntry(Category.FIREFOX_CACHE, 40L)
                .containsEntry(Category.TEAMS_CACHE, 280L)
                .containsEntry(Category.TEAMS, 92L)
                .containsEntry(Category.TEAMS_CLASSIC_CACHE, 160L)
                .containsEntry(Category.OUTLOOK, 500L + 20)
                .containsEntry(Category.CRASH_DUMPS, 240L)
                .containsEntry(Category.TEMP, 16L + 24)
                .containsEntry(Category.PACKAGE_CACHE, 180L)
                .containsEntry(Category.PROGRAM_CACHE, 140L)
                .containsEntry(Category.VS_CODE, 32L)
                .containsEntry(Category.LOCAL_REST, 44L + 4)
                .containsEntry(Category.ROAMING_REST, 36L)
                .containsEntry(Category.DOWNLOADS, 320L)
                .containsEntry(Category.DOCUMENTS, 100L)
                .containsEntry(Category.DESKTOP, 28L)
                .containsEntry(Category.ONEDRIVE_FILES, 12L)
                .containsEntry(Category.OTHER, 8L + 4)
                .containsEntry(Category.REGISTRY, 48L)
                .containsEntry(Category.RECYCLE_BIN, 56L);
    }

    @Test
    void caches_are_proposed_the_largest_first_and_nothing_that_a_person_named_or_would_miss() throws Exception {
        SpaceUse use = of(Fixtures.ownImage("folders.vhdx"));
        assertThat(use.exclusions())
                .extracting(Exclusion::path)
                .containsExactly(
                        "AppData\\Local\\Microsoft\\Edge\\User Data\\Default\\Cache",
                        "AppData\\Local\\Google\\Chrome\\User Data\\Default\\Cache",
                        "AppData\\Local\\Packages\\MSTeams_8wekyb3d8bbwe\\LocalCache\\Microsoft\\MSTeams\\Logs",
                        "AppData\\Local\\CrashDumps",
                        "AppData\\Local\\Microsoft\\Edge\\User Data\\Profile 12\\Cache",
                        "AppData\\Roaming\\Microsoft\\Teams\\media-stack",
                        "AppData\\Roaming\\Code\\CachedData",
                        "AppData\\Local\\Microsoft\\Edge\\User Data\\Default\\Code Cache",
                        "AppData\\LocalLow\\Temp");
        assertThat(use.exclusions().get(0).bytes()).isEqualTo(400 * KIB);
        assertThat(use.exclusions().get(0).files()).isEqualTo(1);
        assertThat(use.toString())
                .doesNotContainIgnoringCase("anna")
                .doesNotContain("secret", "doctor", "diary", "my own", "mails", "Example", "x7", "Somebody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-msr.vhdx", "mbr-fixed.vhdx", "mbr-dynamic.vhd", "gpt-4kn.vhdx", "gpt-fixed.vhd"})
    void the_categories_of_every_container_add_up_to_what_is_in_use(String image) throws Exception {
        SpaceUse use = of(Fixtures.ownImage(image));
        addsUp(use, volume(Fixtures.ownImage(image)));
        assertThat(use.exclusions()).isEmpty();
    }

    @Test
    void a_volume_with_all_kinds_of_files_adds_up_too() throws Exception {
        NtfsVolume volume = NtfsVolume.open(Fixtures.ownImage("all-kinds.ntfs"));
        addsUp(SpaceUse.of(volume, Progress.NONE), volume);
    }

    @Test
    void a_large_profile_is_told_from_its_metadata_alone() throws Exception {
        var file = new TrackingDevice(Fixtures.ownLargeImage("profile-30g.vhdx"));
        SpaceUse use = of(file);
        assertThat(use.freeBytes()).isGreaterThan(29L << 30);
        assertThat(file.bytes()).isLessThan(16L << 20);
    }

    @Test
    void a_disk_without_ntfs_is_refused_and_one_that_is_told_to_stop_stops() {
        assertThatThrownBy(() -> of(Fixtures.ownLargeImage("empty.vhdx")))
                .isInstanceOf(UnsupportedDiskException.class)
                .hasMessageContaining("NTFS");
        assertThatThrownBy(
                        () -> SpaceUse.of(Containers.open(Fixtures.ownImage("folders.vhdx")), (done, total) -> false))
                .isInstanceOf(CancellationException.class);
    }

    /** One that cannot be read may be a mail file that somebody put in a cache. */
    @Test
    void nothing_is_proposed_when_one_file_of_a_cache_could_not_be_read() throws Exception {
        byte[] bytes = Fixtures.ownImage("folders.vhdx").bytes();
        int damaged = 0;
        for (int at = 0; at + 1024 <= bytes.length && damaged == 0; at += 512) {
            String record = new String(bytes, at, 1024, StandardCharsets.ISO_8859_1);
            if (record.startsWith("FILE") && record.contains("C\0r\0a\0s\0h\0D\0u\0m\0p\0s\0")) {
                bytes[at] = 'X';
                damaged = at;
            }
        }
        assertThat(damaged).isPositive();
        SpaceUse use = of(new MemoryDevice(bytes));
        assertThat(use.unread()).isPositive();
        assertThat(use.exclusions()).isEmpty();
        assertThat(use.categories()).extracting(CategoryUse::category).contains(Category.EDGE_CACHE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"folders.vhdx", "gpt-msr.vhdx", "mbr-dynamic.vhd"})
    void what_is_damaged_is_still_told_or_refused_in_bounded_time(String image) throws Exception {
        byte[] sound = Fixtures.ownImage(image).bytes();
        RandomCases.run(Soak.times(60), random -> {
            byte[] changed = sound.clone();
            for (int i = 1 + random.nextInt(24); i > 0; i--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            long begin = System.nanoTime();
            try {
                SpaceUse use = of(new MemoryDevice(changed));
                assertThat(use.categories().stream()
                                .mapToLong(CategoryUse::bytes)
                                .sum())
                        .isGreaterThanOrEqualTo(use.usedBytes());
                assertThat(use.unread() > 0 && !use.exclusions().isEmpty()).isFalse();
            } catch (DiskException refused) {
                // an answer too
            }
            assertThat(System.nanoTime() - begin).isLessThan(BOUND_NANOS);
        });
    }
}
