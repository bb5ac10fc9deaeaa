package dev.profilekeep.restore;

import dev.profilekeep.lease.SafeReplace;

/** What is put in the place of one copy. */
record NewFile(RestoreTarget target, SafeReplace.Content content, SafeReplace.Check check) {}
