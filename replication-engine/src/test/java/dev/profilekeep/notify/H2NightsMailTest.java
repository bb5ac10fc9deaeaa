package dev.profilekeep.notify;

class H2NightsMailTest extends NightsMailContract {
    @Override
    String emptyDatabase() {
        return "";
    }
}
