package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.locks.AboutContainer;
import dev.profilekeep.portal.locks.ApprovalsService;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Acts that take two administrators. */
@RestController
@KeepsToScope
@RequestMapping("/api/v1/approvals")
class ApprovalsController {
    private final ApprovalsService service;

    ApprovalsController(ApprovalsService service) {
        this.service = service;
    }

    /**
     * @param container that it is about; 0 if it is about something else
     * @param decidedBy empty until somebody decided
     */
    record ApprovalJson(
            long id,
            String act,
            long container,
            String title,
            String basis,
            String reason,
            String state,
            String askedBy,
            Instant askedAt,
            Instant expiresAt,
            String decidedBy,
            String decidedReason,
            @Nullable Instant decidedAt) {
        static ApprovalJson of(Approval one) {
            return new ApprovalJson(
                    one.id(),
                    one.act(),
                    AboutContainer.of(one),
                    one.title(),
                    one.basis(),
                    one.reason(),
                    one.state().name(),
                    one.askerName(),
                    one.askedAt(),
                    one.expiresAt(),
                    one.deciderName(),
                    one.deciderReason(),
                    one.decidedAt());
        }
    }

    /** @param basis as a plan said it of this container */
    record Question(@Nullable Long container, @Nullable String basis, @Nullable String reason) {}

    record Answer(@Nullable String reason) {}

    /** What waits for a second administrator, oldest first. */
    @GetMapping
    List<ApprovalJson> open() {
        return service.open().stream().map(ApprovalJson::of).toList();
    }

    @GetMapping("/{id}")
    ApprovalJson approval(@PathVariable long id) {
        return ApprovalJson.of(service.find(id));
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping
    ApprovalJson ask(@RequestBody Question question) {
        Long container = question.container();
        String basis = question.basis();
        if (container == null || basis == null) {
            throw new BadInputException("container, its id, and basis, as a plan said it, must be given", null);
        }
        return ApprovalJson.of(service.ask(container, basis, text(question.reason())));
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/{id}/approve")
    ApprovalJson approve(@PathVariable long id, @RequestBody Answer answer) {
        return ApprovalJson.of(service.approve(id, text(answer.reason())));
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/{id}/refuse")
    ApprovalJson refuse(@PathVariable long id, @RequestBody Answer answer) {
        return ApprovalJson.of(service.refuse(id, text(answer.reason())));
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/{id}/withdraw")
    ApprovalJson withdraw(@PathVariable long id) {
        return ApprovalJson.of(service.withdraw(id));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
