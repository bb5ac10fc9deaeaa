package dev.profilekeep.backup.estate;

/** Whether a container can be backed up now. */
public enum MayBackUp {
    YES,
    /** Nothing of its set is backed up, by the configuration. */
    NO_REPOSITORY,
    /** It has no copy at the site where the people of its set work, or its set is not configured any more. */
    NOT_THERE
}
