package dev.profilekeep.space.estate;

class H2NeverCompactedTest extends NeverCompactedContract {
    @Override
    String databaseYaml() {
        return "";
    }
}
