package dev.profilekeep.account;

class H2ServiceAccountsTest extends ServiceAccountsContract {
    @Override
    String databaseYaml() {
        return "";
    }
}
