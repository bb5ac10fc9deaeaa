package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.disk.info.DiskInspector;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.TcpProxy;
import dev.profilekeep.storage.layer.ObservedStorage;
import dev.profilekeep.storage.layer.StorageUse;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A container of 30 GB is described over SMB for a few megabytes. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SmbInspectIT {
    private static final long GIB = 1L << 30;

    @ParameterizedTest
    @ValueSource(strings = {"fixed", "dynamic"})
    void a_container_of_30_gib_is_described_for_less_than_8_mib(String subformat) throws Exception {
        Fixtures.requireTool("qemu-img");
        Fixtures.requireTool("mkntfs");
        try (SambaServer server = SambaServer.builder().share("profiles").start();
                TcpProxy line = new TcpProxy(server.port());
                StorageProvider share = Storages.connect(line.through(server.address("profiles")), server.options())) {
            Path folder = server.folder("profiles");
            Path raw = folder.resolve("raw");
            try (RandomAccessFile file = new RandomAccessFile(raw.toFile(), "rw")) {
                file.setLength(30 * GIB);
            }
            run("mkntfs", "-F", "-Q", "-q", "-L", "Profile", raw.toString());
            Path container = folder.resolve("Profile_somebody.vhdx");
            run(
                    "qemu-img",
                    "convert",
                    "-O",
                    "vhdx",
                    "-o",
                    "subformat=" + subformat,
                    raw.toString(),
                    container.toString());
            Files.delete(raw);

            ObservedStorage observed = new ObservedStorage(share);
            DiskInfo info;
            try (OpenFile file = observed.openForReading(StoragePath.of("Profile_somebody.vhdx"), Sharing.ALL)) {
                info = DiskInspector.inspect(file);
            }
            StorageUse use = observed.use();
            assertThat(info.virtualSizeBytes()).isEqualTo(30 * GIB);
            assertThat(info.partitions()).hasSize(1);
            assertThat(info.partitions().get(0).label()).isEqualTo("Profile");
            assertThat(use.bytesRead()).isPositive().isLessThan(8L << 20);
            assertThat(line.bytesToClient()).as("on the wire").isLessThan(8L << 20);
            assertThat(use.of(StorageUse.Operation.READ).count()).isLessThan(200);
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(List.of(command) + ": " + said).isZero();
    }
}
