package dev.profilekeep.disk.usage;

import java.io.IOException;

/** Receives owners one by one, in the order of the bytes. */
@FunctionalInterface
public interface OwnerSink {
    void accept(ByteOwner owner) throws IOException;
}
