package dev.profilekeep.portal.support;

import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.config.DatabaseConfig;
import dev.profilekeep.portal.files.FilesDesk;
import dev.profilekeep.restore.visit.Visit;
import dev.profilekeep.restore.visit.VisitGrants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A desk behind which no repository answers; it tells for which container somebody came to it. What two people agree on is the engine's own, in one catalog for all tests, emptied for each. */
public final class FakeFilesDesk implements FilesDesk {
    private static final class One {
        static final Catalog CATALOG = catalog();

        private static Catalog catalog() {
            try {
                Path folder = Files.createTempDirectory("visits-of-tests");
                return Catalog.open(new DatabaseConfig("jdbc:h2:file:" + folder.resolve("visits"), null, null));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public final List<Long> asked = new ArrayList<>();
    public boolean helpersDownload;
    private final Clock clock;
    private boolean begun;

    public FakeFilesDesk(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Visit openOwn(ContainerRow container, KnownPoint point, Actor actor) throws IOException {
        asked.add(container.id());
        throw new IOException("no repository answers");
    }

    @Override
    public Visit openAgreed(ContainerRow container, KnownPoint point, Actor actor) throws IOException {
        return openOwn(container, point, actor);
    }

    @Override
    public boolean helpersDownload() {
        return helpersDownload;
    }

    @Override
    public VisitGrants grants() {
        if (!begun) {
            begun = true;
            One.CATALOG.database().<RuntimeException>run(session -> {
                session.update("DELETE FROM approval");
                session.update("DELETE FROM backup_visit");
            });
        }
        AuditTrail audit = new AuditTrail(One.CATALOG.database(), clock);
        return new VisitGrants(
                One.CATALOG.database(),
                new Approvals(One.CATALOG.database(), audit, clock),
                audit,
                (session, visited) -> {},
                clock);
    }
}
