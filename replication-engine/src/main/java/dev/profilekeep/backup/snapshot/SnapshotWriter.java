package dev.profilekeep.backup.snapshot;

import dev.profilekeep.backup.seal.SealedWriter;
import dev.profilekeep.bytes.ByteWriter;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says a snapshot: see {@link SnapshotFormat}. */
final class SnapshotWriter extends ByteWriter<SnapshotWriter> {
    @Override
    protected SnapshotWriter self() {
        return this;
    }

    static void write(SnapshotHead head, List<ContainerBackup> containers, SealedWriter target) throws IOException {
        SnapshotWriter table = new SnapshotWriter().head(head).number(containers.size());
        for (ContainerBackup container : containers) {
            byte[] map = container.map().encode();
            byte[] envelope = container.envelope().bytes();
            table.facts(container.facts());
            table.number(target.position()).number(map.length);
            target.write(ByteBuffer.wrap(map));
            table.number(container.envelope().version());
            table.number(target.position()).number(envelope.length);
            target.write(ByteBuffer.wrap(envelope));
        }
        long at = target.position();
        target.write(ByteBuffer.wrap(table.toBytes()));
        ByteBuffer footer = ByteBuffer.allocate(SnapshotFormat.FOOTER);
        footer.putInt(SnapshotFormat.MAGIC);
        footer.putInt(head.origin() == null ? SnapshotFormat.VERSION : SnapshotFormat.VERSION_OF_COPY);
        footer.putLong(at).putLong(table.size());
        target.write(footer.rewind());
    }

    private SnapshotWriter head(SnapshotHead head) {
        id(head.id()).eightBytes(StoredFile.fromInstant(head.made())).id(head.writer());
        text(head.host()).text(head.purpose()).text(head.shard());
        SnapshotOrigin origin = head.origin();
        return origin == null
                ? this
                : id(origin.repository()).id(origin.snapshot()).eightBytes(StoredFile.fromInstant(origin.copied()));
    }

    private SnapshotWriter id(UUID id) {
        return eightBytes(id.getMostSignificantBits()).eightBytes(id.getLeastSignificantBits());
    }

    private void facts(ContainerFacts facts) {
        ContainerIdentity identity = facts.identity();
        text(identity.setId()).number(SnapshotFormat.code(identity.kind()));
        text(identity.sid()).wideText(identity.baseName());
        text(facts.location());
        if (facts.source() instanceof SnapshotSource.OfStorage snapshot) {
            number(SnapshotFormat.OF_STORAGE).eightBytes(StoredFile.fromInstant(snapshot.taken()));
        } else {
            number(SnapshotFormat.LIVE);
        }
        file(facts.file());
        security(facts.security());
    }

    private void file(StoredFile file) {
        wideText(file.path().value()).number(file.size()).number(file.allocated());
        eightBytes(file.creationTime()).eightBytes(file.lastWriteTime()).eightBytes(file.changeTime());
        eightBytes(file.fileId()).number(Integer.toUnsignedLong(file.attributes()));
    }

    private void security(FileSecurity security) {
        optional(security.ownerSid()).optional(security.groupSid());
        byte[] descriptor = security.descriptor();
        number(descriptor.length).raw(descriptor);
    }

    private SnapshotWriter optional(@Nullable String text) {
        return text == null ? number(0) : number(1).text(text);
    }
}
