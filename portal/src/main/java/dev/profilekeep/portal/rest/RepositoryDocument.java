package dev.profilekeep.portal.rest;

import dev.profilekeep.backup.care.CareResult;
import dev.profilekeep.backup.care.CareService.FoundWrong;
import dev.profilekeep.backup.care.RestoreEvidence;
import dev.profilekeep.backup.points.RepositoryMeasure;
import dev.profilekeep.backup.repo.KeyInfo;
import dev.profilekeep.portal.backups.RepositoryFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a repository, as of the end of its last jobs. Nobody is named. Sizes in bytes.
 *
 * @param nights the newest first
 * @param check null if there was none yet
 * @param tests the newest first
 */
record RepositoryDocument(
        String id,
        String name,
        String site,
        List<Night> nights,
        @Nullable Check check,
        List<Wrong> wrong,
        List<Test> tests,
        List<Key> keys) {
    /** @param liveUnknown points of which what counts is not known; they are not in {@code liveBytes} */
    record Night(
            Instant taken,
            long storedBytes,
            long liveBytes,
            long liveUnknown,
            long points,
            long containers,
            long people,
            @Nullable Instant newest,
            @Nullable Instant oldest) {
        static Night of(RepositoryMeasure one) {
            return new Night(
                    one.taken(),
                    one.stored(),
                    one.live(),
                    one.liveUnknown(),
                    one.points(),
                    one.containers(),
                    one.people(),
                    one.newest(),
                    one.oldest());
        }
    }

    /** @param partsRead parts of the data that were read within {@code days}, of as many */
    record Check(Instant ended, boolean clean, long problems, long bytesRead, int partsRead, int days) {
        static Check of(CareResult check, RepositoryFacts facts) {
            return new Check(
                    check.ended(),
                    check.clean(),
                    check.amount(),
                    check.bytes(),
                    facts.partsRead(),
                    facts.readAllWithinDays());
        }
    }

    /** @param containers whose backups it concerns */
    record Wrong(String severity, String what, String next, Instant found, long containers) {
        static Wrong of(FoundWrong one) {
            return new Wrong(one.severity().name(), one.what(), one.next(), one.found(), one.containers());
        }
    }

    /** @param digestRestored empty if it could not be restored */
    record Test(
            String size,
            Instant tested,
            Instant made,
            boolean passed,
            long fileBytes,
            Duration restore,
            Duration check,
            String digest,
            String digestRestored) {
        static Test of(RestoreEvidence one) {
            return new Test(
                    one.sizeClass(),
                    one.tested(),
                    one.made(),
                    one.passed(),
                    one.fileBytes(),
                    one.restore(),
                    one.check(),
                    one.digest(),
                    one.digestRestored());
        }
    }

    record Key(String id, String kind, String label, Instant created, @Nullable Instant proved) {
        static Key of(KeyInfo one) {
            return new Key(
                    one.id(),
                    one.kind().name(),
                    one.label(),
                    one.created(),
                    one.proved().orElse(null));
        }
    }

    static RepositoryDocument of(RepositoryFacts facts) {
        CareResult check = facts.check();
        return new RepositoryDocument(
                facts.seen().id(),
                facts.seen().name(),
                facts.seen().siteId(),
                facts.nights().stream().map(Night::of).toList(),
                check == null ? null : Check.of(check, facts),
                facts.wrong().stream().map(Wrong::of).toList(),
                facts.tests().stream().map(Test::of).toList(),
                facts.keys().stream().map(Key::of).toList());
    }
}
