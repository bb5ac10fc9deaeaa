package dev.profilekeep.users;

/** A list of users was not taken, and nothing of it is kept. The message says why and what to do. */
public final class UserListRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    UserListRefusedException(String message) {
        super(message);
    }
}
