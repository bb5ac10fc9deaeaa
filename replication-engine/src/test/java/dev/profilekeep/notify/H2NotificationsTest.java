package dev.profilekeep.notify;

class H2NotificationsTest extends NotificationsContract {
    @Override
    String emptyDatabase() {
        return "";
    }
}
