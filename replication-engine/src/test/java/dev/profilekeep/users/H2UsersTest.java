package dev.profilekeep.users;

class H2UsersTest extends UsersContract {
    @Override
    String databaseYaml() {
        return "";
    }
}
