package dev.profilekeep.compact.estate;

import org.junit.jupiter.api.Nested;

/** Runs of compactions over a small estate, with a catalog in H2. */
class H2CompactionTest {
    @Nested
    class CompactedDisks extends CompactedDisksContract {
        @Override
        String databaseYaml() {
            return "";
        }
    }

    @Nested
    class OldDisks extends OldDisksContract {
        @Override
        String databaseYaml() {
            return "";
        }
    }

    @Nested
    class LeftDisks extends LeftDisksContract {
        @Override
        String databaseYaml() {
            return "";
        }
    }

    @Nested
    class Canaries extends CanariesContract {
        @Override
        String databaseYaml() {
            return "";
        }
    }

    @Nested
    class NightsEnd extends NightsEndContract {
        @Override
        String databaseYaml() {
            return "";
        }
    }

    @Nested
    class CutOffNight extends CutOffNightContract {
        @Override
        String databaseYaml() {
            return "";
        }
    }
}
