package dev.profilekeep.compact.estate;

class H2CompactionTest extends CompactionContract {
    @Override
    String databaseYaml() {
        return "";
    }
}
