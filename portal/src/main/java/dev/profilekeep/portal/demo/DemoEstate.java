package dev.profilekeep.portal.demo;

import dev.profilekeep.portal.start.StartFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two make-believe sites of the demo. Laid out once; a later start finds them and keeps what happened since. Removing
 * the folder starts over.
 */
final class DemoEstate {
    private static final Logger LOG = LoggerFactory.getLogger(DemoEstate.class);
    /** Raised when the estate looks different, so that an older one is laid out anew. */
    private static final String VERSION = "4";

    /** Says in which version the estate stands. */
    static final String VERSION_FILE = "estate.version";

    /** Says when the estate was laid out: every time of the demo is told from there. */
    static final String MOMENT_FILE = "estate.laid-out";

    static final String CONFIG = "profilekeep.yml";

    /** Where files from backups are put. */
    static final String RESTORED = "restored";

    private final Path directory;
    private final Clock clock;

    DemoEstate(Path directory, Clock clock) {
        this.directory = directory.toAbsolutePath().normalize();
        this.clock = clock;
    }

    /**
     * Lays the estate out unless it stands already.
     *
     * @return its configuration file
     * @throws StartFailure if the folder is not the demo's; it is left as it is then
     */
    Path stand() throws IOException {
        DemoFolder.require(directory);
        Path config = directory.resolve(CONFIG);
        Path version = directory.resolve(VERSION_FILE);
        if (!Files.exists(version) || !Files.readString(version).equals(VERSION)) {
            Instant begin = clock.instant();
            DemoFolder.mark(directory);
            Files.writeString(directory.resolve(MOMENT_FILE), begin.toString());
            for (DemoFile file : DemoPeople.files()) {
                layOut(file, begin);
            }
            new DemoBackups(directory, clock).stand();
            Files.createDirectories(directory.resolve(RESTORED));
            Files.writeString(config, configuration());
            Files.writeString(version, VERSION);
            LOG.info(
                    "demo=laid-out directory={} ms={}",
                    directory,
                    Duration.between(begin, clock.instant()).toMillis());
        }
        return config;
    }

    /** When the estate that stands was laid out, however long that took and whatever was done since. */
    Instant laidOutAt() throws IOException {
        Path moment = directory.resolve(MOMENT_FILE);
        return Files.exists(moment)
                ? Instant.parse(Files.readString(moment).strip())
                : Files.getLastModifiedTime(directory.resolve(VERSION_FILE)).toInstant(); // one of before
    }

    private void layOut(DemoFile file, Instant begin) throws IOException {
        Path folder = directory.resolve(file.site()).resolve(file.set()).resolve(file.folder());
        Files.createDirectories(folder);
        Path disk = folder.resolve(file.name());
        unpack(file.image(), disk);
        Instant written = begin.minus(Duration.ofHours(file.hours()));
        switch (file.beside()) {
            case NOTHING -> {}
            case META -> beside(disk, ".meta", file.site().equals(DemoPeople.FRANKFURT) ? 1024 : 0, written);
            case LOCK_AND_META, HELD_LOCK_AND_META -> {
                boolean frankfurt = file.site().equals(DemoPeople.FRANKFURT);
                beside(disk, ".meta", frankfurt ? 1024 : 0, written);
                beside(disk, ".lock", 3072, written);
                if (frankfurt && file.beside() == DemoFile.Beside.HELD_LOCK_AND_META) {
                    beside(disk, ".held", 0, written);
                }
            }
            case DIFFERENCE_DISK -> unpack("shared-odfc", folder.resolve("RW.VHDX"));
            case BROKEN_HEADERS -> overwriteHeaders(disk);
        }
        Files.setLastModifiedTime(disk, FileTime.from(written));
    }

    private static void unpack(String image, Path target) throws IOException {
        try (InputStream packed = DemoEstate.class.getResourceAsStream("/demo/" + image + ".pack")) {
            if (packed == null) {
                throw new IOException("the demo has no disk named " + image);
            }
            PackedDisk.unpack(packed, target);
        }
    }

    /** A file of FSLogix whose bytes nobody outside can read: any bytes do. */
    private static void beside(Path disk, String ending, int size, Instant written) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Path path = disk.resolveSibling(disk.getFileName() + ending);
        Files.write(path, bytes);
        Files.setLastModifiedTime(path, FileTime.from(written));
    }

    private static void overwriteHeaders(Path disk) throws IOException {
        try (FileChannel channel = FileChannel.open(disk, StandardOpenOption.WRITE)) {
            byte[] garbage = new byte[4096];
            new Random(1).nextBytes(garbage);
            for (long header : new long[] {0x10000, 0x20000}) {
                channel.write(ByteBuffer.wrap(garbage), header);
            }
        }
    }

    private String configuration() {
        return """
                # The demo estate: two sites in local folders. Try: script/profilekeep inventory --config <this file>
                dataDirectory: data
                sites:
                  - {id: frankfurt, name: Frankfurt, zone: Europe/Berlin}
                  - {id: london, name: London, zone: Europe/London}
                locations:
                  - {id: fra-office, mode: ASSIST, site: frankfurt, name: Office in Frankfurt, address: frankfurt/office}
                  - {id: lon-office, mode: ASSIST, site: london, name: Office in London, address: london/office}
                  - {id: fra-callcentre, mode: ASSIST, site: frankfurt, name: Call centre in Frankfurt, address: frankfurt/callcentre}
                  - {id: lon-callcentre, mode: ASSIST, site: london, name: Call centre in London, address: london/callcentre}
                sets:
                  - {id: office, name: Office, replication: CLOUD_CACHE, activeSite: frankfurt, locations: [fra-office, lon-office],
                     cloudCacheChanges: {cacheClearedAtSignOff: true, triedOn: 2025-10-14, triedBy: the demo, note: no real hosts}}
                  - {id: callcentre, name: Call centre, replication: ENGINE, activeSite: frankfurt, locations: [fra-callcentre, lon-callcentre]}
                # Backups of Frankfurt's people lie in London. Try: script/profilekeep backup list --repo <this folder>/backups --key-from file:<this folder>/backups.key
                repositories:
                  - {id: backups, name: Backups in London, site: london, address: backups, keyFrom: "file:backups.key"}
                # Files from backups are put into a folder of this machine, and may be fetched by the browser too
                policies:
                  backups: {repository: backups}
                  restores:
                    restoreShare: {address: restored, name: Restored files, shownAs: '%s'}
                    download: {users: true, helpdesk: true}
                  # The disks of the demo are small: a little is worth it here
                  compaction: {minimumBytes: 2 MB, keepFreePercent: 0}
                # How full and how slow this machine is says nothing of the two make-believe sites
                inventory: {volume: {percent: 100, fullPercent: 100}, slowMillis: 60000}
                """
                .formatted(directory.resolve(RESTORED).toString().replace("'", "''"));
    }
}
