package dev.profilekeep.cli;

import dev.profilekeep.disk.chain.ParentResolver;
import dev.profilekeep.disk.io.BlockDevice;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;

/**
 * A container file that is open for reading.
 *
 * @param name by which {@code parents} knows it
 * @param device its bytes
 * @param parents finds the parent of a differencing disk where such a file has it
 * @param storage that the device was opened at; closed after it
 */
record OpenFile(String name, BlockDevice device, Instant modified, ParentResolver parents, Closeable storage)
        implements Closeable {
    @Override
    public void close() throws IOException {
        try (storage) {
            device.close();
        }
    }
}
