package dev.profilekeep.compact.estate;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.FullContainer;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.vhdx.VhdxFile;
import dev.profilekeep.disk.vhdx.WritableVhdx;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.HandleDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The small estate, with Office disks that hold much that does not count; jobs may change things at both sites. */
final class CompactedEstate implements AutoCloseable {
    static final String FRA = "fra-profiles";
    static final String LON = "lon-profiles";
    private static final String DOMAIN = "S-1-5-21-1004336348-1177238915-682003330-";
    private static final String CONFIG =
            "policies: {compaction: {cron: '0 0 20 * * ?', minimumBytes: 1 MiB, minimumPercent: 1, %s}}";

    final Estate estate;
    final FullContainer full = FullContainer.small();
    private @Nullable Engine spoiling;

    CompactedEstate(Path folder, String database, String policy) throws IOException {
        estate = new Estate(folder)
                .database(database)
                .mode("ACT")
                .replication("ENGINE")
                .with(CONFIG.formatted(policy.isEmpty() ? "stopAtFailures: 3" : policy));
    }

    static String path(String who) {
        return DOMAIN + (1000 + who.charAt(0)) + "_" + who + "/ODFC_" + who + ".VHDX";
    }

    static StoragePath disk(String who) {
        return StoragePath.of(path(who));
    }

    /** Lays a disk where a person's lies. */
    void lay(String location, String who) throws IOException {
        estate.write(location, path(who), new byte[1]); // makes the folder
        estate.delete(location, path(who));
        full.lay(estate.storage(location), disk(who));
    }

    void inventory() throws Exception {
        engine().inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
        if (engine().locations().mode(LON) == LocationMode.OBSERVE) {
            engine().locations()
                    .changeMode(
                            LON, LocationMode.ACT, new Actor("corp:ada", "Ada", List.of("ADMINISTRATOR"), ""), "test");
        }
        estate.clock().forward(Duration.ofSeconds(61));
    }

    Engine engine() {
        return spoiling != null ? spoiling : estate.engine();
    }

    /** From now on every new file at Frankfurt gets a wrong byte. */
    void spoil() {
        through(SpoilingStorage::new);
    }

    /** What stands before Frankfurt's storage from now on. */
    void through(UnaryOperator<StorageProvider> layer) {
        if (spoiling != null) {
            spoiling.close();
            spoiling = null;
        } else {
            estate.shut();
        }
        spoiling = Engine.open(estate.config(), estate.clock(), location -> {
            StorageProvider own = estate.tracking(location.id()).onOwnConnection();
            return location.id().equals(FRA) ? layer.apply(own) : own;
        });
    }

    CompactionService compactions() {
        return engine().compactions();
    }

    CompactionRun night() throws Exception {
        estate.clock().forward(Duration.ofSeconds(61));
        return compactions().runAll("schedule", false, false, List.of(), RunControl.NEVER_STOP);
    }

    List<CompactionItem> items(CompactionRun run) {
        return compactions().items(run.id(), new ItemFilter("", Set.of(), "", Reach.EVERYWHERE), 0, 100);
    }

    CompactionItem item(CompactionRun run, String who) {
        return items(run).stream()
                .filter(item -> item.account().equals(who))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no item of " + who + ": " + items(run)));
    }

    long id(String who) {
        return engine()
                .containers()
                .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 100)
                .stream()
                .filter(row -> row.account().equals(who))
                .map(ContainerRow::id)
                .findFirst()
                .orElseThrow();
    }

    long size(String location, String who) throws IOException {
        return estate.storage(location).stat(disk(who)).size();
    }

    Sha256 content(String location, String who) throws IOException {
        return FullContainer.content(estate.storage(location), disk(who));
    }

    /** Somebody signs in and out: writes, and leaves a sound volume. */
    void use(String location, String who) throws IOException {
        change(location, who, false);
    }

    /** Somebody signs in and out, and what is left has a fault. */
    void damage(String location, String who) throws IOException {
        change(location, who, true);
    }

    private void change(String location, String who, boolean fault) throws IOException {
        try (OpenFile open = estate.storage(location).openForWriting(disk(who), Sharing.NONE)) {
            BlockDevice file = new HandleDevice(open);
            ByteBuffer sector = ByteBuffer.allocate(512);
            long at;
            VhdxFile disk = VhdxFile.open(file);
            at = fault ? masterFileTable(disk) : 0;
            disk.disk().readFully(at, sector);
            sector.flip();
            if (fault) {
                for (int i = 0; i < 512; i++) {
                    sector.put(i, (byte) (sector.get(i) ^ 0x5A));
                }
            }
            try (WritableVhdx writable = WritableVhdx.open(new HandleDevice(open))) {
                writable.write(at, sector);
            }
        }
    }

    /** Its host went away: the volume asks for a check, [NTFS] $Volume, flags of $VOLUME_INFORMATION. */
    void leaveOpen(String location, String who) throws IOException {
        try (OpenFile open = estate.storage(location).openForWriting(disk(who), Sharing.NONE)) {
            VhdxFile disk = VhdxFile.open(new HandleDevice(open));
            long at = masterFileTable(disk) + 2 * 1024;
            ByteBuffer record = ByteBuffer.allocate(1024).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            disk.disk().readFully(at, record);
            int attribute = record.getShort(20);
            while (record.getInt(attribute) != 0x70) {
                attribute += record.getInt(attribute + 4);
            }
            int flags = attribute + record.getShort(attribute + 20) + 10;
            record.putShort(flags, (short) (record.getShort(flags) | 1));
            try (WritableVhdx writable = WritableVhdx.open(new HandleDevice(open))) {
                writable.write(at, record.flip());
            }
        }
    }

    /** Its second record, which a check compares with its mirror. */
    private static long masterFileTable(VhdxFile disk) throws IOException {
        ByteBuffer sector = ByteBuffer.allocate(512).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (long at = 0; at < disk.virtualSize(); at += 512) {
            sector.clear();
            disk.disk().readFully(at, sector);
            if (sector.getInt(3) == 0x5346544E) {
                long cluster = (long) sector.getShort(11) * sector.get(13);
                return at + sector.getLong(48) * cluster + 1024;
            }
        }
        throw new AssertionError("no NTFS volume");
    }

    @Override
    public void close() {
        if (spoiling != null) {
            spoiling.close();
        }
        estate.close();
    }
}
