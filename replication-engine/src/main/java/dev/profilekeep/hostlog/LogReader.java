package dev.profilekeep.hostlog;

import dev.profilekeep.config.LogPlace;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.fslogix.FslogixLog;
import dev.profilekeep.fslogix.LogLine;
import dev.profilekeep.fslogix.LogObservation;
import dev.profilekeep.fslogix.LogObservations;
import dev.profilekeep.hostlog.HostLog.Why;
import dev.profilekeep.hostlog.LogFinder.Found;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Reads the log of one host at one place. */
final class LogReader {
    private final StorageProvider storage;
    private final ZoneId zone;
    private final HostName host;
    private final List<LogObservation> lines = new ArrayList<>();
    private String newest = "";

    private LogReader(StorageProvider storage, ZoneId zone, HostName host) {
        this.storage = storage;
        this.zone = zone;
        this.host = host;
    }

    /**
     * @param zone of the hosts at that place
     * @throws IOException if the place or a file there cannot be read; whatever a file holds is no error
     */
    static HostLog read(
            StorageProvider storage, LogPlace place, ZoneId zone, HostName host, ContainerKind kind, Instant now)
            throws IOException {
        LogReader reader = new LogReader(storage, zone, host);
        StorageException refused = null;
        for (Found found : new LogFinder(storage, place, host, kind)
                .newest(now.atZone(zone).toLocalDateTime())) {
            try {
                reader.read(found);
            } catch (StorageException.Unreachable e) {
                throw e;
            } catch (StorageException e) {
                refused = e; // another one may be readable
            }
        }
        if (reader.newest.isEmpty() && refused != null) {
            throw refused;
        }
        return reader.newest.isEmpty()
                ? new HostLog.Unread(host.full(), Why.NOT_THERE, place.toString(), "")
                : new HostLog.Read(host.full(), reader.newest, zone, reader.lines);
    }

    private void read(Found found) throws IOException {
        String text;
        try (OpenFile file = storage.openForReading(found.path(), Sharing.ALL)) {
            text = LogTail.read(file);
        }
        String name = found.path().name();
        // What a head says of the computer counts more than the folder: somebody may have copied a file.
        boolean[] named = {found.sure()};
        LogObservations observations = new LogObservations(seen -> {
            if (seen.host().isEmpty() ? found.sure() : host.is(seen.host())) {
                lines.add(seen);
            }
        });
        FslogixLog.read(new StringReader(text), FslogixLog.Context.ofFile(name, zone), line -> {
            if (line instanceof LogLine.Header head) {
                named[0] |= host.is(head.computer());
            }
            observations.accept(line);
        });
        if (named[0]) {
            newest = name;
        }
    }
}
