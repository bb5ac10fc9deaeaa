package dev.profilekeep.replica.estate;

class H2VerificationTest extends VerificationContract {
    @Override
    String databaseYaml() {
        return "";
    }
}
