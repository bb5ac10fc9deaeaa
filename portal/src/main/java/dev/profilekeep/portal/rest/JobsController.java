package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;

import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.jobs.JobsService;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Runs and schedules of jobs. */
@RestController
@RequestMapping("/api/v1/jobs")
class JobsController {
    private static final int LARGEST_PAGE = 200;

    private final JobsService service;

    JobsController(JobsService service) {
        this.service = service;
    }

    record Started(long id) {}

    record Runs(List<JobRunView> runs, int offset, int limit, long total) {}

    /** @param paused to pause or to go on; null leaves it as it is. @param cron null leaves it. @param zone null leaves it */
    record ScheduleChange(@Nullable String cron, @Nullable String zone, @Nullable Boolean paused) {}

    record ScheduleJson(String job, String cron, String zone, boolean paused, String fromFile, List<Instant> next) {
        static ScheduleJson of(Schedule schedule) {
            return new ScheduleJson(
                    schedule.job(),
                    schedule.cron(),
                    schedule.zone().getId(),
                    schedule.paused(),
                    schedule.fromFile(),
                    schedule.next());
        }
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/{job}/runs")
    ResponseEntity<Started> start(
            @PathVariable String job,
            @RequestParam(defaultValue = "") List<String> confirmEmpty,
            @RequestParam(defaultValue = "") String reason,
            HttpServletRequest request)
            throws AlreadyRunningException {
        return started(request, service.start(job, confirmEmpty, reason));
    }

    @GetMapping("/runs")
    Runs runs(@RequestParam(defaultValue = "0") int offset, @RequestParam(defaultValue = "20") int limit) {
        if (offset < 0 || limit < 1 || limit > LARGEST_PAGE) {
            throw new BadInputException("offset must not be negative, limit must be 1 to " + LARGEST_PAGE, null);
        }
        return new Runs(service.recent(offset, limit), offset, limit, service.count());
    }

    @GetMapping("/runs/{id}")
    JobRunView run(@PathVariable long id) {
        return service.find(id);
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/runs/{id}/stop")
    @ResponseStatus(HttpStatus.ACCEPTED)
    JobRunView stop(@PathVariable long id) {
        service.stop(id);
        return service.find(id);
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/runs/{id}/restart")
    ResponseEntity<Started> restart(@PathVariable long id, HttpServletRequest request) throws AlreadyRunningException {
        return started(request, service.restart(id));
    }

    @GetMapping("/schedules")
    List<ScheduleJson> schedules() {
        return service.schedules().stream().map(ScheduleJson::of).toList();
    }

    @GetMapping("/schedules/{job}")
    ScheduleJson schedule(@PathVariable String job) {
        return ScheduleJson.of(service.schedule(job));
    }

    @RolesAllowed(ADMINISTRATOR)
    @PutMapping("/schedules/{job}")
    ScheduleJson change(@PathVariable String job, @RequestBody ScheduleChange change) {
        ZoneId zone = change.zone() == null ? null : zone(change.zone());
        return ScheduleJson.of(service.change(job, change.cron(), zone, change.paused()));
    }

    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw new BadInputException("zone must be a time zone such as Europe/Berlin", null);
        }
    }

    private static ResponseEntity<Started> started(HttpServletRequest request, long id) {
        return ResponseEntity.accepted()
                .location(URI.create(request.getContextPath() + "/api/v1/jobs/runs/" + id))
                .body(new Started(id));
    }
}
