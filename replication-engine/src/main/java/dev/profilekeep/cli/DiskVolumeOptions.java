package dev.profilekeep.cli;

import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Volumes;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One volume of a virtual disk: the only one that holds NTFS, or the one that is asked for. */
final class DiskVolumeOptions {
    @Mixin
    final DiskChainOptions chain = new DiskChainOptions();

    @Option(
            names = "--partition",
            paramLabel = "N",
            description = "Which partition, as 'disk info' counts them; without it, the only one with NTFS.")
    @Nullable
    Integer partition;

    /** What is done with the volume while it is open. */
    @FunctionalInterface
    interface Use<T> {
        T with(OpenVolume volume) throws IOException;
    }

    String file() {
        return chain.source.file;
    }

    /** As {@link DiskChainOptions#read}. */
    <T> T read(Context context, Use<T> use) throws IOException {
        return chain.read(context, (file, disk) -> {
            Volumes.Place place = chooseNtfs(disk);
            return use.with(new OpenVolume(file, disk, place, Volumes.open(disk, place)));
        });
    }

    /** @throws CliProblem naming the partitions there are, if the choice is none, or not clear */
    private Volumes.Place chooseNtfs(VirtualDisk disk) throws IOException {
        List<Volumes.Place> places = Volumes.of(disk);
        if (partition != null) {
            Volumes.Place place = chosen(places);
            if (!place.isNtfs()) {
                throw new CliProblem(file() + ": partition " + partition + " holds "
                        + (place.filesystem().equals("unknown") ? "no file system we know" : place.filesystem())
                        + ", and only NTFS can be read; there is: " + list(places));
            }
            return place;
        }
        List<Volumes.Place> ntfs = places.stream().filter(Volumes.Place::isNtfs).toList();
        if (ntfs.size() == 1) {
            return ntfs.get(0);
        }
        if (places.isEmpty()) {
            throw new CliProblem(file() + ": no partition table and no file system that we know; 'disk info' shows "
                    + (chain.isRaw() ? "how large the image is" : "the container itself"));
        }
        throw new CliProblem(file() + ": "
                + (ntfs.isEmpty()
                        ? "no partition holds NTFS; there is: "
                        : "several partitions hold NTFS; choose with --partition: ")
                + list(places));
    }

    /** The partition that is asked for, whatever it holds. */
    Volumes.Place chosen(List<Volumes.Place> places) {
        int wanted = partition == null ? 0 : partition;
        if (wanted < 0 || wanted >= places.size()) {
            throw new CliProblem(file() + ": there is no partition " + wanted + "; there is: "
                    + (places.isEmpty() ? "none" : list(places)));
        }
        return places.get(wanted);
    }

    private static String list(List<Volumes.Place> places) {
        return places.stream()
                .map(place -> place.index() + " (" + place.filesystem() + ", "
                        + Sizes.of(place.range().length()) + ")")
                .collect(Collectors.joining(", "));
    }
}
