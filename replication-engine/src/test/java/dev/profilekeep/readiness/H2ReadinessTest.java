package dev.profilekeep.readiness;

class H2ReadinessTest extends ReadinessContract {
    @Override
    String databaseYaml() {
        return "";
    }
}
