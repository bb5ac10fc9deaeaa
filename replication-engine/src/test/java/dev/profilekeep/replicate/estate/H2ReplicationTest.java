package dev.profilekeep.replicate.estate;

class H2ReplicationTest extends ReplicationContract {
    @Override
    String databaseYaml() {
        return "";
    }
}
