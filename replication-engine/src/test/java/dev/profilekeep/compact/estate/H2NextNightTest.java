package dev.profilekeep.compact.estate;

class H2NextNightTest extends NextNightContract {
    @Override
    String databaseYaml() {
        return "";
    }
}
