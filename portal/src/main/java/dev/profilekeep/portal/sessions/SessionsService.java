package dev.profilekeep.portal.sessions;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.HOST_REPORT;

import dev.profilekeep.engine.Engine;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.session.HostReport;
import dev.profilekeep.session.HostReportRefusedException;
import dev.profilekeep.session.HostReports;
import dev.profilekeep.session.ImportOptions;
import dev.profilekeep.session.ImportRefusedException;
import dev.profilekeep.session.ImportResult;
import dev.profilekeep.session.SessionImports;
import jakarta.annotation.security.RolesAllowed;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.springframework.stereotype.Service;

/** Takes what session hosts say about themselves, and exports of brokers that administrators bring. */
@Service
public class SessionsService {
    private final HostReports reports;
    private final SessionImports imports;
    private final CurrentUser currentUser;

    public SessionsService(Engine engine, CurrentUser currentUser) {
        this.reports = engine.hostReports();
        this.imports = engine.sessionImports();
        this.currentUser = currentUser;
    }

    /** @throws HostReportRefusedException if it is not taken; the message says what the host's administrator can do */
    @RolesAllowed({HOST_REPORT, ADMINISTRATOR})
    public HostReports.Answer accept(HostReport report) throws HostReportRefusedException {
        return reports.accept(report, Actors.of(currentUser.require()));
    }

    /** Our time, for a host that is about to gather its report. */
    @RolesAllowed({HOST_REPORT, ADMINISTRATOR})
    public Instant now() {
        return reports.now();
    }

    /**
     * @throws ImportRefusedException if it is not understood; nothing of it is kept then
     * @throws IOException if it cannot be read
     */
    @RolesAllowed(ADMINISTRATOR)
    public ImportResult take(InputStream export, SessionImports.Format format, ImportOptions options)
            throws IOException, ImportRefusedException {
        return imports.take(export, format, options, Actors.of(currentUser.require()));
    }
}
