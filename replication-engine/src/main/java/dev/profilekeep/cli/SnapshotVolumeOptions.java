package dev.profilekeep.cli;

import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A volume of a container of a snapshot that a command is about. */
final class SnapshotVolumeOptions {
    @Mixin
    private SnapshotOptions container = new SnapshotOptions();

    @Option(
            names = "--partition",
            paramLabel = "N",
            description = "Which partition; without it, the only one with NTFS.")
    @Nullable
    private Integer partition;

    /** What is done with its volume. */
    @FunctionalInterface
    interface VolumeUse<T> {
        T with(String name, int partition, NtfsVolume volume) throws IOException;
    }

    <T> T readVolume(Context context, VolumeUse<T> use) throws IOException {
        return container.read(context, (choice, disk) -> {
            List<Volumes.Place> places = Volumes.of(disk.disk());
            List<Volumes.Place> ntfs =
                    places.stream().filter(Volumes.Place::isNtfs).toList();
            Integer wanted = partition;
            Volumes.Place place;
            if (wanted != null) {
                place = places.stream()
                        .filter(one -> one.index() == wanted && one.isNtfs())
                        .findFirst()
                        .orElseThrow(() -> new CliProblem(choice.name() + ": partition " + wanted + " holds no NTFS"));
            } else if (ntfs.size() == 1) {
                place = ntfs.get(0);
            } else {
                throw new CliProblem(choice.name()
                        + (ntfs.isEmpty()
                                ? ": no partition holds NTFS"
                                : ": several partitions hold NTFS; choose with --partition"));
            }
            return use.with(choice.name(), place.index(), Volumes.open(disk.disk(), place));
        });
    }
}
