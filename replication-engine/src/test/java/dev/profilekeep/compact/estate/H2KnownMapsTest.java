package dev.profilekeep.compact.estate;

class H2KnownMapsTest extends KnownMapsContract {
    @Override
    String databaseYaml() {
        return "";
    }
}
