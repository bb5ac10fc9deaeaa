package dev.profilekeep.account;

/** What a service account may do: the roles of people who help, and one that people do not have. */
public enum AccountRole {
    HELPDESK,
    ADMINISTRATOR,
    AUDITOR,
    /** Posts reports of session hosts and nothing else: its token lies on every host. */
    HOST_REPORT
}
