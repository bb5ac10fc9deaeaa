/** The job that brings copies at further sites up to date. The engine does the work. */
@NullMarked
package dev.profilekeep.batch.replication;

import org.jspecify.annotations.NullMarked;
