package dev.profilekeep.findings;

class H2FindingsTest extends FindingsContract {
    @Override
    String databaseYaml() {
        return "";
    }
}
