package dev.profilekeep.backup.estate;

class H2BackupNightTest extends BackupNightContract {
    @Override
    String databaseYaml() {
        return "";
    }
}
