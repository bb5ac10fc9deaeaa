package dev.profilekeep.compact.estate;

class H2DamagedCanariesTest extends DamagedCanariesContract {
    @Override
    String databaseYaml() {
        return "";
    }
}
