package dev.profilekeep.portal.requests;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.access.NotNowException.Why;
import dev.profilekeep.portal.access.SaidReason;
import dev.profilekeep.portal.backups.BackupDesk;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestRefusedException;
import dev.profilekeep.request.Requests;
import dev.profilekeep.request.Wish;
import dev.profilekeep.restore.MayReplace;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** Who may ask for what, and asking for it. The contracts are at {@link RequestsService}, which also says who may call. */
final class Asking {
    private final RequestDesk desk;
    private final BackupDesk backups;
    private final Estate estate;
    private final CurrentUser currentUser;

    Asking(RequestDesk desk, BackupDesk backups, Estate estate, CurrentUser currentUser) {
        this.desk = desk;
        this.backups = backups;
        this.estate = estate;
        this.currentUser = currentUser;
    }

    boolean offered() {
        return desk.kinds().contains(RequestKind.WHOLE);
    }

    Requests.Asked ask(long container, String repository, UUID snapshot, int place, String reason, Locale language) {
        Asker asker = asker(reason);
        ContainerRow row = askable(container, asker.person());
        if (!offered()) {
            throw new NotNowException(
                    Why.NOT_OFFERED, "nothing can be restored here: no repository is configured", null);
        }
        requireReplaceable(row);
        KnownPoint point = backups.points(row).stream()
                .filter(one -> one.is(repository, snapshot, place))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("this backup of container " + container));
        return asked(row, Wish.whole(point), asker, language);
    }

    Requests.Asked askPrevious(long container, Instant moment, String reason, Locale language) {
        Previous previous = requirePrevious(container, reason);
        return asked(previous.row(), Wish.ofServer(previous.location(), moment), asker(reason), language);
    }

    /** What can be asked for as its file server keeps it, and the location there. */
    record Previous(ContainerRow row, String location) {}

    Previous requirePrevious(long container, String reason) {
        ContainerRow row = askable(container, asker(reason).person());
        String location = offered()
                ? estate.detail(container).flatMap(backups::serverLocation).orElse("")
                : "";
        if (location.isEmpty()) {
            throw new NotNowException(
                    Why.NOT_OFFERED,
                    "what a file server keeps cannot be brought back here: no repository is configured",
                    null);
        }
        return new Previous(row, location);
    }

    Requests.Asked askFiles(long container, Wish wish, String reason, Locale language) {
        ContainerRow row = requireFiles(container, reason);
        Asker asker = asker(reason);
        if (wish.kind() != RequestKind.FILES) {
            throw new BadInputException("kind must be FILES where files are asked for, not " + wish.kind(), null);
        }
        Wish.Point point = wish.point();
        boolean known = backups.points(row).stream()
                .anyMatch(one -> point != null && one.is(point.repositoryId(), point.snapshot(), point.place()));
        if (!known) {
            throw new NotFoundException("this backup of container " + container);
        }
        return asked(row, wish, asker, language);
    }

    ContainerRow requireFiles(long container, String reason) {
        Person person = asker(reason).person();
        ContainerRow row = askable(container, person);
        if (!isCertainlyOwn(row, person)) {
            throw new NotFoundException("container " + container);
        }
        if (!desk.kinds().contains(RequestKind.FILES)) {
            throw new NotNowException(
                    Why.FILES_NOT_ASKED,
                    "files are not asked for here: people take them out themselves, or no restore share is configured",
                    null);
        }
        return row;
    }

    Requests.Asked askFirstAid(long container, RequestKind kind, String reason, Locale language) {
        Asker asker = asker(reason);
        ContainerRow row = askable(container, asker.person());
        if (!kind.isFirstAid() || !kind.fits(row.kind())) {
            throw new BadInputException(
                    "kind must be " + RequestKind.firstAidOf(row.kind()) + " for a container of kind " + row.kind()
                            + ", not " + kind,
                    null);
        }
        if (!desk.kinds().contains(kind)) {
            throw new NotNowException(
                    Why.NOT_OFFERED, "nothing can be put aside here: no repository is configured", null);
        }
        requireReplaceable(row);
        return asked(row, Wish.firstAid(kind), asker, language);
    }

    boolean mayAskFiles(ContainerRow container) {
        Person person = currentUser.require();
        return desk.kinds().contains(RequestKind.FILES)
                && RequestRules.signedIn(person)
                && isCertainlyOwn(container, person);
    }

    boolean mayAskPrevious(ContainerRow container) {
        return mayAsk(container)
                && estate.detail(container.id())
                        .flatMap(backups::serverLocation)
                        .isPresent();
    }

    boolean mayAskFirstAid(ContainerRow container) {
        Person person = currentUser.require();
        return desk.kinds().contains(RequestKind.firstAidOf(container.kind()))
                && desk.mayReplace(container.setId()).isYes()
                && !container.sites().isEmpty()
                && RequestRules.signedIn(person)
                && maySo(container, person);
    }

    boolean mayAsk(ContainerRow container) {
        Person person = currentUser.require();
        return offered()
                && desk.mayReplace(container.setId()).isYes()
                && RequestRules.signedIn(person)
                && maySo(container, person);
    }

    boolean isHeldByCloudCache(ContainerRow container) {
        Person person = currentUser.require();
        return offered()
                && desk.mayReplace(container.setId()) instanceof MayReplace.CloudCache
                && maySo(container, person);
    }

    /** Whoever asks, with a reason that can be kept. */
    private record Asker(Person person, Actor actor, String reason) {
        String mail() {
            return person.email() == null ? "" : person.email();
        }
    }

    private Asker asker(String reason) {
        Person person = currentUser.require();
        return new Asker(person, RequestRules.actor(person), SaidReason.required(reason));
    }

    private Requests.Asked asked(ContainerRow row, Wish wish, Asker asker, Locale language) {
        try {
            return desk.ask(row, wish, asker.actor(), asker.mail(), language, asker.reason());
        } catch (RequestRefusedException e) {
            throw RequestRules.notNow(e);
        }
    }

    /** By a SID that is certain: one that a single administrator gave opens nobody's files. */
    private static boolean isCertainlyOwn(ContainerRow row, Person person) {
        return Allowed.owns(person, row.sid()) && Actors.of(person).id().equalsIgnoreCase(row.sid());
    }

    /** @throws NotNowException if whole disks of its set are never replaced */
    private void requireReplaceable(ContainerRow row) {
        if (desk.mayReplace(row.setId()) instanceof MayReplace.CloudCache not) {
            throw new NotNowException(Why.CLOUD_CACHE, not.sentence(), null);
        }
    }

    private ContainerRow askable(long container, Person person) {
        return estate.detail(container)
                .map(ContainerDetail::row)
                .filter(row -> maySo(row, person))
                .orElseThrow(() -> new NotFoundException("container " + container));
    }

    private static boolean maySo(ContainerRow row, Person person) {
        return Allowed.owns(person, row.sid()) || Allowed.helps(person).includes(row);
    }
}
