package dev.profilekeep.disk.convert;

import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a conversion would do. Sizes in bytes.
 *
 * @param source read, never changed
 * @param target what is made
 * @param bytesToRead what the source stores; the rest is zeros and is not read
 * @param blocksToStore blocks of the new disk at most: those that turn out to be all zeros are not stored, unless it is fixed
 * @param fileBytes length of the new file at most
 * @param changes what will not be as it was, in plain sentences; the content never changes
 */
public record ConversionPlan(
        VirtualDisk source,
        ConversionTarget target,
        long bytesToRead,
        long blocksToStore,
        long fileBytes,
        List<String> changes) {
    public ConversionPlan {
        changes = List.copyOf(changes);
    }

    /** Of the VHDX to be made; null if it is something else. */
    public @Nullable VhdxEnvelope envelope() {
        return target instanceof ConversionTarget.Vhdx vhdx ? vhdx.envelope() : null;
    }

    boolean isRaw() {
        return target instanceof ConversionTarget.Raw;
    }
}
