/**
 * Makes containers smaller. {@link dev.profilekeep.compact.FileCompactor} is the door for one file: a plan that reads metadata alone, and a run that copies what
 * counts into a new file beside, proves that it says the same in two ways that share no code, and lets it take the name by the protocol of {@link
 * dev.profilekeep.lease}. {@link dev.profilekeep.compact.CopyRepack} is the same without the exchange, for those who exchange all copies of a container. What counts, and what stands against it, is judged by {@link dev.profilekeep.disk.compact}.
 */
@NullMarked
package dev.profilekeep.compact;

import org.jspecify.annotations.NullMarked;
